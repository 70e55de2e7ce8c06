import { typeScalar, type Value } from '../yaml/scalar.ts';

/** Text that needs no quotes, wherever it stands and whichever YAML reads it. */
const plain = /^[A-Za-z/][\w./-]*(?:[:@][\w./-]+)*$/;
/**
 * What has to be escaped in a double-quoted string: line breaks of YAML 1.1, characters that YAML forbids, and those
 * that change how others look.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is escaped
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
    return `{${Object.entries(value).map(([key, v]) => `${quote(key)}: ${formatFlow(v)}`).join(', ')}}`;
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
  const lines: string[] = [];
  blockLines(value, ' '.repeat(column), lines);
  return lines.map((line) => line + eol).join('');
}

function blockLines(value: Value, indent: string, lines: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value) {
      const inner: string[] = [];
      if (isFilled(item)) blockLines(item, `${indent}  `, inner);
      else scalarLines(item, `${indent}  `, '', inner);
      const [first = '', ...rest] = inner;
      lines.push(`${indent}- ${first.trimStart()}`, ...rest);
    }
    return;
  }
  for (const [key, item] of Object.entries(value as { [key: string]: Value })) {
    const label = `${indent}${isPlain(key) ? key : quote(key)}:`;
    if (isFilled(item)) {
      lines.push(label);
      blockLines(item, Array.isArray(item) ? indent : `${indent}  `, lines);
    } else {
      scalarLines(item, `${indent}  `, `${label} `, lines);
    }
  }
}

function isFilled(value: Value): value is Value[] | { [key: string]: Value } {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function scalarLines(value: Value, indent: string, label: string, lines: string[]): void {
  if (typeof value !== 'string' || !isLiteral(value)) {
    lines.push(label + (typeof value === 'string' && isPlain(value) ? value : formatFlow(value)));
    return;
  }
  const isEnded = value.endsWith('\n');
  const content = isEnded ? value.slice(0, -1) : value;
  lines.push(`${label}${isEnded ? '|' : '|-'}`);
  for (const line of content.split('\n')) lines.push(line === '' ? '' : indent + line);
}

function isPlain(text: string): boolean {
  return plain.test(text) && typeScalar(text) === text;
}

/** Whether a text can be a literal block as it is: printable ASCII of several lines, none odd at its ends. */
function isLiteral(text: string): boolean {
  return /^[!-~][ -~]*\n/.test(text) && /^[\n -~]*$/.test(text) && !/ (?:\n|$)|\n\n$/.test(text);
}
