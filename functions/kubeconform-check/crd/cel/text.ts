import type { Environment } from '@marcbachmann/cel-js';
import { UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { findMatches, matchesPattern } from '../pattern.lazy.ts';
import { patternCost, spend, spendText } from './cost.ts';
import { format } from './format-text.ts';
import { int, NoOverload, nanosecondsOf } from './operators.ts';
import { textOf } from './shown.ts';

/** So many matches are found of one pattern. */
const MAX_MATCHES = 100_000;

/** Functions on texts that CEL or Kubernetes has and the library lacks or has otherwise. */
export function registerText(environment: Environment): void {
  registerPatterns(environment);
  registerParts(environment);
  registerConversions(environment);
  class Strings {}
  environment
    .registerType('Strings', Strings)
    .registerConstant('strings', 'Strings', new Strings())
    .registerFunction('Strings.quote(string): string', (_: Strings, text: string) => {
      spendText(text.length * 2);
      return `"${text.replace(/[^!#-[\]-~]/g, (part) => QUOTED[part] ?? part)}"`;
    })
    .registerFunction('string.format(list): string', format)
    .registerOperator('bytes < bytes', never)
    .registerOperator('bytes <= bytes', never)
    .registerOperator('bytes > bytes', never)
    .registerOperator('bytes >= bytes', never);
}

/** For the checker of types only; nodes.ts evaluates. */
const never = () => false;

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

function registerPatterns(environment: Environment): void {
  const matches = (text: string, pattern: string) =>
    decided(matchesPattern(pattern, text, patternCost), pattern);
  const find = (text: string, pattern: string, most: number) =>
    decided(findMatches(pattern, text, most, patternCost), pattern);
  environment
    .registerFunction('string.matchesRE2(string): bool', matches)
    .registerFunction('matchesRE2(string, string): bool', matches)
    .registerFunction(
      'string.find(string): string',
      (text: string, pattern: string) => find(text, pattern, 1)[0] ?? '',
    )
    .registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) =>
      find(text, pattern, MAX_MATCHES),
    )
    .registerFunction(
      'string.findAll(string, int): list<string>',
      (text: string, pattern: string, most: bigint) =>
        find(text, pattern, most < 0n ? MAX_MATCHES : Number(most)),
    );
}

function decided<T>(result: T | { uncompilable: string }, pattern: string): T {
  if (typeof result === 'object' && result !== null && 'uncompilable' in result) {
    throw new Error(`the pattern ${pattern.slice(0, 100)} ${result.uncompilable}`);
  }
  return result as T;
}

/** White space by Unicode, as Go has it: unlike JavaScript with U+0085, and without U+FEFF. */
const SPACE = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

function trim(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && SPACE.test(text[start] as string)) start++;
  while (end > start && SPACE.test(text[end - 1] as string)) end--;
  return text.slice(start, end);
}

/** The code points of a text, which is all that CEL counts; a text is its own where it has no surrogates. */
function pointsOf(text: string): string | string[] {
  spend(text.length / 32);
  return /[\ud800-\udfff]/.test(text) ? [...text] : text;
}

const joined = (points: string | readonly string[]) =>
  typeof points === 'string' ? points : points.join('');

/** A position in UTF-16 for one in code points, or the other way round. */
const unitsIn = (text: string, points: bigint) => joined(pointsOf(text).slice(0, Number(points))).length;
const pointsIn = (text: string, units: number) => BigInt(pointsOf(text.slice(0, units)).length);

function indexOf(text: string, part: string, offset: bigint): bigint {
  if (part === '') return offset;
  if (offset < 0n) throw new Error('indexOf: index out of range');
  const found = text.indexOf(part, unitsIn(text, offset));
  return found < 0 ? -1n : pointsIn(text, found);
}

function lastIndexOf(text: string, part: string, offset: bigint): bigint {
  if (part === '') return offset;
  if (offset < 0n) throw new Error('lastIndexOf: index out of range');
  if (offset >= BigInt(pointsOf(text).length)) return -1n;
  const found = text.lastIndexOf(part, unitsIn(text, offset));
  return found < 0 ? -1n : pointsIn(text, found);
}

function substring(text: string, start: bigint, end?: bigint): string {
  const points = pointsOf(text);
  const size = BigInt(points.length);
  const last = end ?? size;
  if (start < 0n || start > last || last > size) throw new Error('substring: index out of range');
  return joined(points.slice(Number(start), Number(last)));
}

function registerParts(environment: Environment): void {
  environment
    .registerFunction('string.charAt(int): string', (text: string, index: bigint) => {
      const points = pointsOf(text);
      if (index < 0n || index > BigInt(points.length)) throw new Error('charAt: index out of range');
      return points[Number(index)] ?? '';
    })
    .registerFunction('string.substringIn(int): string', (text: string, start: bigint) =>
      substring(text, start),
    )
    .registerFunction('string.substringIn(int, int): string', substring)
    .registerFunction('string.indexOfIn(string): int', (text: string, part: string) =>
      indexOf(text, part, 0n),
    )
    .registerFunction('string.indexOfIn(string, int): int', indexOf)
    .registerFunction('string.lastIndexOfIn(string): int', (text: string, part: string) => {
      const size = BigInt(pointsOf(text).length);
      if (part === '') return size;
      return size === 0n ? -1n : lastIndexOf(text, part, size - 1n);
    })
    .registerFunction('string.lastIndexOfIn(string, int): int', lastIndexOf)
    .registerFunction('string.trimIn(): string', trim)
    .registerFunction('string.lowerAsciiIn(): string', (text: string) =>
      text.replace(/[A-Z]+/g, (part) => part.toLowerCase()),
    )
    .registerFunction('string.upperAsciiIn(): string', (text: string) =>
      text.replace(/[a-z]+/g, (part) => part.toUpperCase()),
    )
    .registerFunction('string.replaceIn(string, string): string', (text: string, from: string, to: string) =>
      replace(text, from, to, -1),
    )
    .registerFunction(
      'string.replaceIn(string, string, int): string',
      (text: string, from: string, to: string, most: bigint) => replace(text, from, to, Number(most)),
    )
    .registerFunction('string.splitIn(string): list<string>', (text: string, by: string) =>
      split(text, by, -1),
    )
    .registerFunction('string.splitIn(string, int): list<string>', (text: string, by: string, most: bigint) =>
      split(text, by, Number(most)),
    );
}

/** As strings.Replace of Go: an empty text is before each character and at the end. */
function replace(text: string, from: string, to: string, most: number): string {
  spendText(text.length);
  const parts = from === '' ? ['', ...text, ''] : text.split(from);
  const count = most < 0 ? parts.length - 1 : Math.min(most, parts.length - 1);
  spendText(text.length + count * to.length);
  const replaced = parts.slice(0, count + 1).join(to);
  return count + 1 === parts.length ? replaced : [replaced, ...parts.slice(count + 1)].join(from);
}

/** As strings.SplitN of Go: an empty separator splits into characters. */
function split(text: string, by: string, most: number): string[] {
  spendText(text.length);
  if (most === 0) return [];
  const all = by === '' ? [...text] : text.split(by);
  if (most < 0 || all.length <= most) return all;
  return [...all.slice(0, most - 1), all.slice(most - 1).join(by)];
}

const wrong = (to: string) => new Error(`${to}: the value is none`);

const BOOLS = new Map<unknown, boolean>([
  ...['1', 't', 'T', 'true', 'TRUE', 'True', true].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False', false].map((text) => [text, false] as const),
]);

/** Conversions between types, as Go's strconv has them. */
function registerConversions(environment: Environment): void {
  environment
    .registerFunction('toBool(dyn): bool', (value: unknown) => {
      const result = BOOLS.get(value);
      if (result === undefined) throw wrong('bool');
      return result;
    })
    .registerFunction('toInt(dyn): int', (value: unknown) => {
      if (typeof value === 'bigint') return value;
      if (typeof value === 'number') return wholeOf(value, -(2 ** 63), 2 ** 63);
      if (value instanceof UnsignedInt) return int(value.valueOf());
      if (value instanceof Date) return BigInt(Math.floor(value.getTime() / 1000));
      if (typeof value === 'string') return int(integerOf(value, /^[+-]?[0-9]+$/));
      return nanosecondsOf(value as Parameters<typeof nanosecondsOf>[0]);
    })
    .registerFunction('toUint(dyn): uint', (value: unknown) => {
      if (value instanceof UnsignedInt) return value;
      if (typeof value === 'bigint') return new UnsignedInt(value);
      if (typeof value === 'number') return new UnsignedInt(wholeOf(value, -1, 2 ** 64));
      if (typeof value === 'string') return new UnsignedInt(integerOf(value, /^[0-9]+$/));
      throw new NoOverload('uint of what is no number');
    })
    .registerFunction('toDouble(dyn): double', (value: unknown) => {
      if (typeof value === 'number') return value;
      if (typeof value === 'bigint' || value instanceof UnsignedInt) return Number(value);
      if (typeof value === 'string') return doubleOf(value);
      throw new NoOverload('double of what is no number');
    });
  for (const type of ['string', 'bool', 'int', 'uint', 'double', 'bytes'])
    environment.registerFunction(`toText(${type}): string`, textOf);
  for (const type of ['Timestamp', 'Duration'])
    environment.registerFunction(`toText(google.protobuf.${type}): string`, textOf);
}

function integerOf(text: string, form: RegExp): bigint {
  if (!form.test(text) || text.replace(/^[+-]?0*/, '').length > 20) throw wrong('int');
  return BigInt(text.replace('+', ''));
}

function wholeOf(value: number, above: number, below: number): bigint {
  if (!(value > above && value < below)) throw new Error('integer overflow');
  return BigInt(Math.trunc(value));
}

function doubleOf(text: string): number {
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  if (text.length > 1000 || !/^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/.test(text))
    throw wrong('double');
  const value = Number(text);
  if (!Number.isFinite(value)) throw wrong('double');
  return value;
}
