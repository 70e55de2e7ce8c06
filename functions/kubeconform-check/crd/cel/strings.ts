import { fn, method, type Overload } from './declare.ts';
import { EvaluationError } from './errors.ts';
import { formatText } from './format-text.ts';
import type { Run } from './run.ts';
import { compiled, literalPattern } from './standard.ts';
import { DYN, INT, listOf, STRING } from './types.ts';
import { codePoints, Items, type List } from './values.ts';

const outOfRange = (index: bigint) => new EvaluationError(`index out of range: ${index}`);
const joined = (points: string | readonly string[]): string =>
  typeof points === 'string' ? points : points.join('');

function charAt(text: string, index: bigint): string {
  const points = codePoints(text);
  if (index < 0n || index > BigInt(points.length)) throw outOfRange(index);
  return points[Number(index)] ?? '';
}

function substring(text: string, start: bigint, end?: bigint): string {
  const points = codePoints(text);
  const last = end ?? BigInt(points.length);
  if (end !== undefined && start > end)
    throw new EvaluationError(`invalid substring range. start: ${start}, end: ${end}`);
  for (const index of [start, last]) if (index < 0n || index > BigInt(points.length)) throw outOfRange(index);
  return joined(points.slice(Number(start), Number(last)));
}

/** A position in UTF-16 for one in code points, or the other way round. */
const unitsIn = (text: string, points: number) => joined(codePoints(text).slice(0, points)).length;
const pointsIn = (text: string, units: number) => codePoints(text.slice(0, units)).length;

function indexOf(text: string, part: string, offset: bigint): bigint {
  if (part === '') return offset;
  if (offset < 0n) throw outOfRange(offset);
  if (offset >= BigInt(text.length)) return -1n;
  const found = text.indexOf(part, unitsIn(text, Number(offset)));
  return found < 0 ? -1n : BigInt(pointsIn(text, found));
}

function lastIndexOf(text: string, part: string, offset: bigint): bigint {
  if (part === '') return offset;
  if (offset < 0n) throw outOfRange(offset);
  if (offset >= BigInt(codePoints(text).length)) return -1n;
  const found = text.lastIndexOf(part, unitsIn(text, Number(offset)));
  return found < 0 ? -1n : BigInt(pointsIn(text, found));
}

/** As Go's strings.Split: an empty separator parts all characters. */
function split(text: string, separator: string, limit: bigint, run: Run): List {
  run.spendText(text, separator);
  if (limit === 0n) return new Items([]);
  const parts = separator === '' ? Array.from(text) : text.split(separator);
  run.spend(parts.length);
  if (limit < 0n || BigInt(parts.length) <= limit) return new Items(parts);
  const most = Number(limit) - 1;
  return new Items([...parts.slice(0, most), parts.slice(most).join(separator)]);
}

/** As Go's strings.Replace: an empty text occurs before each character and at the end. */
function replace(text: string, old: string, by: string, limit: bigint, run: Run): string {
  run.spendText(text, old);
  const parts = old === '' ? ['', ...Array.from(text)] : text.split(old);
  if (old === '') parts.push('');
  const count = limit < 0n || limit > BigInt(parts.length - 1) ? parts.length - 1 : Number(limit);
  run.spend(parts.length);
  run.spendMade(text.length + count * by.length);
  const replaced = parts.slice(0, count + 1).join(by);
  return count + 1 === parts.length ? replaced : [replaced, ...parts.slice(count + 1)].join(old);
}

function join(list: List, separator: string, run: Run): string {
  run.spend(list.size);
  const parts: string[] = [];
  let length = 0;
  for (const item of list) {
    if (typeof item !== 'string') throw new EvaluationError('join: invalid input');
    length += item.length + separator.length;
    parts.push(item);
  }
  run.spendMade(length);
  return parts.join(separator);
}

const QUOTED: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

/** White space by Unicode, as Go's strings.TrimSpace has it: unlike JavaScript with U+0085, and without U+FEFF. */
const SPACES = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const FIRST = new RegExp(`^${SPACES}+`);
const LAST = new RegExp(SPACES);

function trim(text: string): string {
  const start = FIRST.exec(text)?.[0].length ?? 0;
  let end = text.length;
  while (end > start && LAST.test(text[end - 1] as string)) end--;
  return text.slice(start, end);
}

function findAll(text: string, pattern: string, limit: bigint, run: Run): List {
  const most = limit < 0n ? Number.POSITIVE_INFINITY : Number(limit);
  return new Items(compiled(run.patterns.findPattern(pattern, text, most, run.spend)));
}

/** cel-go's extension strings (version 2), and Kubernetes' find and findAll. */
export const STRINGS: readonly Overload[] = [
  method('charAt', [STRING, INT], STRING, (run, text, index) => {
    run.spendText(text);
    return charAt(text, index);
  }),
  method('indexOf', [STRING, STRING], INT, (run, text, part) => {
    run.spendText(text, part);
    return indexOf(text, part, 0n);
  }),
  method('indexOf', [STRING, STRING, INT], INT, (run, text, part, offset) => {
    run.spendText(text, part);
    return indexOf(text, part, offset);
  }),
  method('lastIndexOf', [STRING, STRING], INT, (run, text, part) => {
    run.spendText(text, part);
    const size = BigInt(codePoints(text).length);
    if (part === '') return size;
    return size === 0n ? -1n : lastIndexOf(text, part, size - 1n);
  }),
  method('lastIndexOf', [STRING, STRING, INT], INT, (run, text, part, offset) => {
    run.spendText(text, part);
    return lastIndexOf(text, part, offset);
  }),
  method('lowerAscii', [STRING], STRING, (run, text) => {
    run.spendMade(text.length);
    return text.replace(/[A-Z]+/g, (part) => part.toLowerCase());
  }),
  method('upperAscii', [STRING], STRING, (run, text) => {
    run.spendMade(text.length);
    return text.replace(/[a-z]+/g, (part) => part.toUpperCase());
  }),
  method('replace', [STRING, STRING, STRING], STRING, (run, text, old, by) =>
    replace(text, old, by, -1n, run),
  ),
  method('replace', [STRING, STRING, STRING, INT], STRING, (run, text, old, by, limit) =>
    replace(text, old, by, limit, run),
  ),
  method('split', [STRING, STRING], listOf(STRING), (run, text, separator) =>
    split(text, separator, -1n, run),
  ),
  method('split', [STRING, STRING, INT], listOf(STRING), (run, text, separator, limit) =>
    split(text, separator, limit, run),
  ),
  method('substring', [STRING, INT], STRING, (run, text, start) => {
    run.spendText(text);
    return substring(text, start);
  }),
  method('substring', [STRING, INT, INT], STRING, (run, text, start, end) => {
    run.spendText(text);
    return substring(text, start, end);
  }),
  method('trim', [STRING], STRING, (run, text) => {
    run.spendMade(text.length);
    return trim(text);
  }),
  method('join', [listOf(STRING)], STRING, (run, list) => join(list, '', run)),
  method('join', [listOf(STRING), STRING], STRING, (run, list, separator) => join(list, separator, run)),
  method('format', [STRING, listOf(DYN)], STRING, (run, text, list) => formatText(text, list, run)),
  fn('strings.quote', [STRING], STRING, (run, text) => {
    run.spend(text.length);
    return `"${text.replace(/[\s\S]/g, (part) => QUOTED[part] ?? part)}"`;
  }),
  method(
    'find',
    [STRING, STRING],
    STRING,
    (run, text, pattern) => compiled(run.patterns.findPattern(pattern, text, 1, run.spend))[0] ?? '',
    literalPattern,
  ),
  method(
    'findAll',
    [STRING, STRING],
    listOf(STRING),
    (run, text, pattern) => findAll(text, pattern, -1n, run),
    literalPattern,
  ),
  method(
    'findAll',
    [STRING, STRING, INT],
    listOf(STRING),
    (run, text, pattern, limit) => findAll(text, pattern, limit, run),
    literalPattern,
  ),
];
