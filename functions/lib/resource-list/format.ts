import { typeScalar, type Value } from '../yaml/scalar.ts';

/** Text that needs no quotes, wherever it stands and whichever YAML reads it. */
const plain = /^[A-Za-z/][\w./-]*(?:[:@][\w./-]+)*$/;
/**
 * What has to be escaped in a double-quoted string: line breaks of YAML 1.1, characters that YAML forbids, and those
 * that change how others look.
 */
const invisible = /[\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]/g;

/** A string in double quotes, valid in JSON and YAML. */
export function quote(text: string): string {
  return JSON.stringify(text.toWellFormed()).replace(
    invisible,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A value on one line, in JSON. */
export function formatFlow(value: Value): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(formatFlow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([key, v]) => `${quote(key)}: ${formatFlow(v)}`)
      .join(', ')}}`;
  }
  return String(value);
}

/**
 * The lines of a map or list in block style, with their line breaks; texts of several lines as literal blocks. Items
 * of a list stand at the column of its key, as kpt writes them.
 *
 * @param column where the entries start
 */
export function formatBlock(value: Value, column: number, eol: string): string {
  return blockLines(value, ' '.repeat(column), eol);
}

function blockLines(value: Value, indent: string, eol: string): string {
  let lines = '';
  if (Array.isArray(value)) {
    for (const item of value) {
      // The first line of what an item holds stands behind its `-`, in place of two columns of indentation.
      const inner = isFilled(item)
        ? blockLines(item, `${indent}  `, eol)
        : `${indent}  ${scalar(item, indent, eol)}`;
      lines += `${indent}- ${inner.slice(indent.length + 2)}`;
    }
    return lines;
  }
  const map = value as { [key: string]: Value };
  for (const key in map) {
    const item = map[key] as Value;
    const label = `${indent}${inline(key)}:`;
    if (!isFilled(item)) lines += `${label} ${scalar(item, indent, eol)}`;
    else lines += label + eol + blockLines(item, Array.isArray(item) ? indent : `${indent}  `, eol);
  }
  return lines;
}

/** Thousands of results have the same few keys, codes and kinds. */
const knownTexts = new Map<string, string>();

/** A text on one line, in quotes where it needs them. */
function inline(text: string): string {
  const known = knownTexts.get(text);
  if (known !== undefined) return known;
  const written = isPlain(text) ? text : quote(text);
  if (text.length < 64 && knownTexts.size < 4096) knownTexts.set(text, written);
  return written;
}

function isFilled(value: Value): value is Value[] | { [key: string]: Value } {
  if (typeof value !== 'object' || value === null) return false;
  for (const _ in value) return true;
  return false;
}

/** A scalar or an empty collection with its line break; a text of several lines two columns deeper than its key. */
function scalar(value: Value, indent: string, eol: string): string {
  if (typeof value !== 'string') return formatFlow(value) + eol;
  if (!value.includes('\n') || !isLiteral(value)) return inline(value) + eol;
  const isEnded = value.endsWith('\n');
  const content = isEnded ? value.slice(0, -1) : value;
  const lines = content.split('\n').map((line) => (line === '' ? '' : `${indent}  ${line}`));
  return `${isEnded ? '|' : '|-'}${eol}${lines.join(eol)}${eol}`;
}

function isPlain(text: string): boolean {
  return plain.test(text) && typeScalar(text) === text;
}

/** Whether a text can be a literal block as it is: printable ASCII of several lines, none odd at its ends. */
function isLiteral(text: string): boolean {
  return /^[!-~][ -~]*\n/.test(text) && /^[\n -~]*$/.test(text) && !/ (?:\n|$)|\n\n$/.test(text);
}
