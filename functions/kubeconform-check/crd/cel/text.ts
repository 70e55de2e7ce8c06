import type { Environment } from '@marcbachmann/cel-js';
import { findMatches, matchesPattern } from '../pattern.lazy.ts';

/** So many matches are found of one pattern. */
const MAX_MATCHES = 100_000;

/** Functions on texts that CEL or Kubernetes has and the library lacks or has otherwise. */
export function registerText(environment: Environment): void {
  const matches = (text: string, pattern: string) => decided(matchesPattern(pattern, text), pattern);
  environment
    .registerFunction('string.matchesRE2(string): bool', matches)
    .registerFunction('matchesRE2(string, string): bool', matches)
    .registerFunction('string.find(string): string', (text: string, pattern: string) => {
      return decided(findMatches(pattern, text, 1), pattern)[0] ?? '';
    })
    .registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) =>
      decided(findMatches(pattern, text, MAX_MATCHES), pattern),
    )
    .registerFunction(
      'string.findAll(string, int): list<string>',
      (text: string, pattern: string, most: bigint) =>
        decided(findMatches(pattern, text, most < 0n ? MAX_MATCHES : Number(most)), pattern),
    )
    .registerFunction('string.charAt(int): string', (text: string, index: bigint) => {
      const points = [...text];
      if (index < 0n || index > BigInt(points.length)) throw new Error('charAt: index out of range');
      return points[Number(index)] ?? '';
    })
    .registerFunction(
      'string.replaceText(string, string): string',
      (text: string, from: string, to: string) => replace(text, from, to, -1),
    )
    .registerFunction(
      'string.replaceText(string, string, int): string',
      (text: string, from: string, to: string, most: bigint) => replace(text, from, to, Number(most)),
    )
    .registerFunction('string.splitText(string): list<string>', (text: string, by: string) =>
      split(text, by, -1),
    )
    .registerFunction(
      'string.splitText(string, int): list<string>',
      (text: string, by: string, most: bigint) => split(text, by, Number(most)),
    )
    .registerFunction('string.reverse(): string', (text: string) => [...text].reverse().join(''))
    .registerFunction('string.format(list): string', format);
}

function decided<T>(result: T | { uncompilable: string }, pattern: string): T {
  if (typeof result === 'object' && result !== null && 'uncompilable' in result) {
    throw new Error(`the pattern ${pattern.slice(0, 100)} ${result.uncompilable}`);
  }
  return result as T;
}

/** A text of more characters is refused: replacements multiply. */
const MAX_TEXT = 10_000_000;

function replace(text: string, from: string, to: string, most: number): string {
  const parts = split(text, from, most < 0 ? -1 : most + 1);
  if (text.length + parts.length * to.length > MAX_TEXT) throw new RangeError('too long');
  return parts.join(to);
}

/** As strings.SplitN of Go: an empty separator splits into characters. */
function split(text: string, by: string, most: number): string[] {
  if (most === 0) return [];
  const all = by === '' ? [...text] : text.split(by);
  if (most < 0 || all.length <= most) return all;
  return [...all.slice(0, most - 1), all.slice(most - 1).join(by)];
}

/** The clauses that rules use: %s, %d, %f, %e with a precision, %x, %X, %o, %b and %%. */
function format(template: string, values: unknown[]): string {
  let next = 0;
  return template.replace(
    /%(?:\.(\d{1,2}))?([sdfexXob%])/g,
    (_, precision: string | undefined, verb: string) => {
      if (verb === '%') return '%';
      if (next >= values.length) throw new Error('format: too few values');
      return formatOne(values[next++], verb, Number(precision ?? 6));
    },
  );
}

function formatOne(value: unknown, verb: string, precision: number): string {
  switch (verb) {
    case 'd':
      return String(value);
    case 'f':
      return Number(value).toFixed(precision);
    case 'e':
      return Number(value).toExponential(precision);
    case 'o':
      return BigInt(value as bigint).toString(8);
    case 'b':
      return typeof value === 'boolean' ? String(Number(value)) : BigInt(value as bigint).toString(2);
    case 'x':
    case 'X': {
      const hex =
        typeof value === 'string' ? Buffer.from(value).toString('hex') : BigInt(value as bigint).toString(16);
      return verb === 'X' ? hex.toUpperCase() : hex;
    }
    default:
      return shown(value);
  }
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`;
  if (value instanceof Map)
    return `{${[...value]
      .map(([key, inner]) => `${key}: ${shown(inner)}`)
      .sort()
      .join(', ')}}`;
  return String(value);
}
