import { Optional } from '@marcbachmann/cel-js';
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { spend } from './cost.ts';
import { listTypeOf, withListType } from './values.ts';

/** What a type of the libraries has so that its values compare: the same text for equal ones. */
export interface Keyed {
  readonly key: string;
}

/** Thrown where operands don't go together; its code is that of the library. */
export class NoOverload extends Error {
  readonly code = 'no_such_overload';

  constructor(name: string) {
    super(`no such overload: ${name}`);
  }
}

/** A text that is the same for equal values. */
export function keyOf(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return value === 0 ? '0' : String(value);
  if (Array.isArray(value)) return `[${value.map(keyOf).join(',')}]`;
  if (value instanceof Map) {
    return `{${[...value]
      .map(([key, inner]) => `${keyOf(key)}:${keyOf(inner)}`)
      .sort()
      .join(',')}}`;
  }
  if (value instanceof Date) return `date ${value.getTime()}`;
  if (value instanceof Duration) return `duration ${nanosecondsOf(value)}`;
  if (value instanceof UnsignedInt) return String(value.valueOf());
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('hex')}`;
  if (value instanceof Optional) return value.hasValue() ? `some ${keyOf(value.value())}` : 'none';
  if ('key' in value) return `${value.constructor.name} ${(value as Keyed).key}`;
  return 'name' in value ? `type ${String(value.name)}` : String(value);
}

/** Whether two values are equal; lists that are sets or maps by their schema are so in any order. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return isEqualList(a, b);
  if (a instanceof Map && b instanceof Map) {
    if (a.size !== b.size) return false;
    for (const [key, value] of a) if (!b.has(key) || !isEqual(value, b.get(key))) return false;
    return true;
  }
  if (typeof a === 'object' || typeof b === 'object') {
    if (typeof a === 'number' || typeof b === 'number') return Number(a) === Number(b) && areNumbers(a, b);
    return a !== null && b !== null && typeof b !== 'string' && keyOf(a) === keyOf(b);
  }
  // biome-ignore lint/suspicious/noDoubleEquals: an int equals a double of the same value
  return areNumbers(a, b) && a == b;
}

const isNumber = (value: unknown) =>
  typeof value === 'number' || typeof value === 'bigint' || value instanceof UnsignedInt;
const areNumbers = (a: unknown, b: unknown) => isNumber(a) && isNumber(b);

function isEqualList(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  const type = listTypeOf(a);
  if (type === undefined) return a.every((item, i) => isEqual(item, b[i]));
  const own = new Map(a.map((item) => [type(item), item]));
  return b.every((item) => own.has(type(item)) && isEqual(own.get(type(item)), item));
}

/** The order of two values; NaN where they have none. */
export function compare(a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (areNumbers(a, b) || (typeof a === 'boolean' && typeof b === 'boolean'))
    return order(plain(a), plain(b));
  if (a instanceof Date && b instanceof Date) return order(a.getTime(), b.getTime());
  if (a instanceof Duration && b instanceof Duration) return order(nanosecondsOf(a), nanosecondsOf(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  throw new NoOverload('these values have no order');
}

type Ordered = number | bigint | boolean | string;
const plain = (value: unknown) => (value instanceof UnsignedInt ? value.valueOf() : (value as Ordered));
const order = (a: Ordered, b: Ordered) => (a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN);

/** By code points, in contrast to JavaScript. */
function compareTexts(a: string, b: string): number {
  const hasSurrogates = /[\ud800-\udfff]/;
  return hasSurrogates.test(a) || hasSurrogates.test(b)
    ? Buffer.compare(Buffer.from(a), Buffer.from(b))
    : order(a, b);
}

export function nanosecondsOf(duration: Duration): bigint {
  return duration.seconds * 1_000_000_000n + BigInt(duration.nanos);
}

const INT64 = 2n ** 63n;

export function durationOf(nanoseconds: bigint): Duration {
  if (nanoseconds >= INT64 || nanoseconds < -INT64) throw new Error('duration overflow');
  return new Duration(nanoseconds / 1_000_000_000n, Number(nanoseconds % 1_000_000_000n));
}

/** @throws Error where a time isn't in the years 1 to 9999 */
export function timestampOf(milliseconds: number): Date {
  if (!(milliseconds >= -62_135_596_800_000 && milliseconds < 253_402_300_800_000))
    throw new Error('timestamp overflow');
  return new Date(milliseconds);
}

const milliseconds = (duration: Duration) => Number(nanosecondsOf(duration) / 1_000_000n);

/** Sums of lists, times and durations; undefined for other operands. */
export function add(a: unknown, b: unknown): unknown {
  if (Array.isArray(a) && Array.isArray(b)) return addLists(a, b);
  if (a instanceof Duration && b instanceof Duration) return durationOf(nanosecondsOf(a) + nanosecondsOf(b));
  if (a instanceof Date && b instanceof Duration) return timestampOf(a.getTime() + milliseconds(b));
  return a instanceof Duration && b instanceof Date ? timestampOf(b.getTime() + milliseconds(a)) : undefined;
}

/** Differences of times and durations; undefined for other operands. */
export function subtract(a: unknown, b: unknown): unknown {
  if (a instanceof Duration && b instanceof Duration) return durationOf(nanosecondsOf(a) - nanosecondsOf(b));
  if (a instanceof Date && b instanceof Duration) return timestampOf(a.getTime() - milliseconds(b));
  return a instanceof Date && b instanceof Date
    ? durationOf(BigInt(a.getTime() - b.getTime()) * 1_000_000n)
    : undefined;
}

/** To a set what it lacks is added, and in a map of the schema what has the same key is replaced. */
function addLists(a: readonly unknown[], b: readonly unknown[]): unknown[] {
  spend((a.length + b.length) / 16);
  const type = listTypeOf(a);
  if (type === undefined) return [...a, ...b];
  const merged = new Map(a.map((item) => [type(item), item]));
  for (const item of b) merged.set(type(item), item);
  return withListType([...merged.values()], type);
}

/** @throws Error where an integer doesn't fit into 64 bits */
export function int(value: bigint): bigint {
  if (value >= INT64 || value < -INT64) throw new Error('integer overflow');
  return value;
}
