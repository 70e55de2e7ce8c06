import { fn, method, type Overload } from './declare.ts';
import { CompileError, EvaluationError } from './errors.ts';
import { doubleText, int } from './numbers.ts';
import type { Uncompilable } from './run.ts';
import {
  duration,
  PARTS_OF_TIME,
  parseDuration,
  parseTimestamp,
  partOfTime,
  timestamp,
  unixSeconds,
  writeTimestamp,
} from './time.ts';
import {
  A,
  B,
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  optionalOf,
  STRING,
  TIMESTAMP,
  type Type,
  typeOf,
  UINT,
} from './types.ts';
import {
  codePoints,
  compare,
  Duration,
  Entries,
  Items,
  kindOf,
  type List,
  type Mapping,
  Optional,
  Timestamp,
  TypeName,
  Uint,
  type Value,
} from './values.ts';

const LIST = listOf(A);
const MAP = mapOf(A, B);
const OPTIONAL = optionalOf(A);

/** What compile.ts evaluates by itself: only the types count. */
const special = (): never => {
  throw new EvaluationError('no such overload');
};

function uint(value: bigint): Uint {
  if (value !== BigInt.asUintN(64, value)) throw new EvaluationError('unsigned integer overflow');
  return new Uint(value);
}

function divisor(value: bigint, what: string): bigint {
  if (value === 0n) throw new EvaluationError(`${what} by zero`);
  return value;
}

const SPECIAL: readonly Overload[] = [
  fn('?:', [BOOL, A, A], A, special),
  fn('==', [A, A], BOOL, special),
  fn('!=', [A, A], BOOL, special),
  fn('in', [A, listOf(A)], BOOL, special),
  fn('in', [A, mapOf(A, B)], BOOL, special),
  fn('[]', [LIST, INT], A, special),
  fn('[]', [MAP, A], B, special),
  fn('[]', [optionalOf(LIST), INT], OPTIONAL, special),
  fn('[]', [optionalOf(MAP), A], optionalOf(B), special),
  fn('[?]', [LIST, INT], OPTIONAL, special),
  fn('[?]', [MAP, A], optionalOf(B), special),
  fn('[?]', [optionalOf(LIST), INT], OPTIONAL, special),
  fn('[?]', [optionalOf(MAP), A], optionalOf(B), special),
  method('or', [OPTIONAL, OPTIONAL], OPTIONAL, special),
  method('orValue', [OPTIONAL, A], A, special),
];

const ARITHMETIC: readonly Overload[] = [
  fn('!', [BOOL], BOOL, (_, a) => !a),
  fn('-_', [INT], INT, (_, a) => int(-a)),
  fn('-_', [DOUBLE], DOUBLE, (_, a) => -a),
  fn('+', [INT, INT], INT, (_, a, b) => int(a + b)),
  fn('-', [INT, INT], INT, (_, a, b) => int(a - b)),
  fn('*', [INT, INT], INT, (_, a, b) => int(a * b)),
  fn('/', [INT, INT], INT, (_, a, b) => int(a / divisor(b, 'division'))),
  fn('%', [INT, INT], INT, (_, a, b) => a % divisor(b, 'modulus')),
  fn('+', [UINT, UINT], UINT, (_, a, b) => uint(a.value + b.value)),
  fn('-', [UINT, UINT], UINT, (_, a, b) => uint(a.value - b.value)),
  fn('*', [UINT, UINT], UINT, (_, a, b) => uint(a.value * b.value)),
  fn('/', [UINT, UINT], UINT, (_, a, b) => uint(a.value / divisor(b.value, 'division'))),
  fn('%', [UINT, UINT], UINT, (_, a, b) => uint(a.value % divisor(b.value, 'modulus'))),
  fn('+', [DOUBLE, DOUBLE], DOUBLE, (_, a, b) => a + b),
  fn('-', [DOUBLE, DOUBLE], DOUBLE, (_, a, b) => a - b),
  fn('*', [DOUBLE, DOUBLE], DOUBLE, (_, a, b) => a * b),
  fn('/', [DOUBLE, DOUBLE], DOUBLE, (_, a, b) => a / b),
  fn('+', [STRING, STRING], STRING, (run, a, b) => {
    run.spendMade(a.length + b.length);
    return a + b;
  }),
  fn('+', [BYTES, BYTES], BYTES, (run, a, b) => {
    run.spendMade(a.length + b.length);
    return Buffer.concat([a, b]);
  }),
  fn('+', [LIST, LIST], LIST, (run, a, b) => a.plus(b, run)),
  fn('+', [DURATION, DURATION], DURATION, (_, a, b) => duration(a.nanoseconds + b.nanoseconds)),
  fn('-', [DURATION, DURATION], DURATION, (_, a, b) => duration(a.nanoseconds - b.nanoseconds)),
  fn('+', [TIMESTAMP, DURATION], TIMESTAMP, (_, a, b) => timestamp(a.nanoseconds + b.nanoseconds, a.offset)),
  fn('+', [DURATION, TIMESTAMP], TIMESTAMP, (_, a, b) => timestamp(a.nanoseconds + b.nanoseconds, b.offset)),
  fn('-', [TIMESTAMP, DURATION], TIMESTAMP, (_, a, b) => timestamp(a.nanoseconds - b.nanoseconds, a.offset)),
  fn('-', [TIMESTAMP, TIMESTAMP], DURATION, (_, a, b) => duration(a.nanoseconds - b.nanoseconds)),
];

const NUMBERS: readonly Type[] = [INT, UINT, DOUBLE];
const ORDERED: readonly Type[] = [BOOL, STRING, BYTES, DURATION, TIMESTAMP];
const COMPARABLE: readonly (readonly [Type, Type])[] = [
  ...ORDERED.map((type) => [type, type] as const),
  ...NUMBERS.flatMap((a) => NUMBERS.map((b) => [a, b] as const)),
];
const RELATIONS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};
const COMPARISONS = Object.entries(RELATIONS).flatMap(([name, holds]) =>
  COMPARABLE.map(([a, b]) => fn(name, [a, b], BOOL, (run, x, y) => holds(compare(x, y, run)))),
);

function size(value: string | Uint8Array | List | Mapping): bigint {
  if (typeof value === 'string') return BigInt(codePoints(value).length);
  return BigInt(value instanceof Uint8Array ? value.length : value.size);
}
const SIZES = [STRING, BYTES, LIST, MAP].flatMap((type) =>
  [fn, method].map((declare) =>
    declare('size', [type as Type<string | Uint8Array | List | Mapping>], INT, (run, value) => {
      if (typeof value === 'string') run.spendText(value);
      return size(value);
    }),
  ),
);

const wrong = (from: string, to: string) =>
  new EvaluationError(`type conversion error from '${from}' to '${to}'`);

function integerIn(text: string, to: string): bigint {
  // As Go's strconv: no spaces, no underscores, and never so long that BigInt toils.
  if (!/^[+-]?\d+$/.test(text) || text.replace(/^[+-]?0*/, '').length > 20) throw wrong('string', to);
  return BigInt(text.replace('+', ''));
}

function whole(value: number, to: 'int' | 'uint'): bigint {
  const fits = to === 'int' ? value > -(2 ** 63) && value < 2 ** 63 : value >= 0 && value < 2 ** 64;
  if (!fits) throw new EvaluationError(`${to === 'int' ? '' : 'unsigned '}integer overflow`);
  return BigInt(Math.trunc(value));
}

function doubleIn(text: string): number {
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return Number.NaN;
  if (text.length > 1000 || !/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text))
    throw wrong('string', 'double');
  const value = Number(text);
  if (!Number.isFinite(value)) throw wrong('string', 'double');
  return value;
}

const BOOLS: Readonly<Record<string, boolean>> = Object.fromEntries([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true]),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false]),
]);

function boolIn(text: string): boolean {
  if (!Object.hasOwn(BOOLS, text)) throw wrong('string', 'bool');
  return BOOLS[text] as boolean;
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new EvaluationError('invalid UTF-8 in bytes, cannot convert to string');
  }
}

/** What `string(x)` gives. */
export function textOf(value: Value): string {
  if (value instanceof Uint8Array) return utf8(value);
  switch (kindOf(value)) {
    case 'double':
      return doubleText(value as number);
    case 'uint':
      return `${(value as Uint).value}`;
    case 'duration':
      return `${doubleText(Number((value as Duration).nanoseconds) / 1e9, true)}s`;
    case 'timestamp':
      return writeTimestamp(value as Parameters<typeof writeTimestamp>[0]);
    case 'type':
      return (value as TypeName).of;
    default:
      return `${value}`;
  }
}

const identity = <V extends Value>(_: unknown, value: V): V => value;

/** Refuses calls with a literal that would always fail, as Kubernetes does. */
function literal(index: number, isRight: (text: string) => boolean): Overload['checkLiterals'] {
  return (args) => {
    const text = args[index];
    if (text !== undefined && !(typeof text === 'string' && isRight(text)))
      throw new CompileError('it has an invalid duration or timestamp');
  };
}

/** Refuses calls whose second argument is written out, and no pattern. */
export const literalPattern: Overload['checkLiterals'] = ([, pattern], run) => {
  const result = typeof pattern === 'string' && run.patterns.matchesPattern(pattern, '', run.spend);
  if (typeof result === 'object') throw new CompileError(`it has an invalid pattern: ${result.uncompilable}`);
};

const CONVERSIONS: readonly Overload[] = [
  fn('type', [A], typeOf(A), (_, value) => new TypeName(kindOf(value))),
  fn('dyn', [A], DYN, identity),
  fn('bool', [BOOL], BOOL, identity),
  fn('bool', [STRING], BOOL, (_, text) => boolIn(text)),
  fn('bytes', [BYTES], BYTES, identity),
  fn('bytes', [STRING], BYTES, (run, text) => {
    run.spendMade(text.length);
    return Buffer.from(text);
  }),
  fn('double', [DOUBLE], DOUBLE, identity),
  fn('double', [INT], DOUBLE, (_, value) => Number(value)),
  fn('double', [UINT], DOUBLE, (_, { value }) => Number(value)),
  fn('double', [STRING], DOUBLE, (_, text) => doubleIn(text)),
  fn('duration', [DURATION], DURATION, identity),
  // Declared, but never right.
  fn(
    'duration',
    [INT],
    DURATION,
    () => {
      throw wrong('int', 'google.protobuf.Duration');
    },
    literal(0, () => false),
  ),
  fn(
    'duration',
    [STRING],
    DURATION,
    (run, text) => {
      run.spendText(text);
      const value = parseDuration(text);
      if (value === undefined) throw wrong('string', 'google.protobuf.Duration');
      return value;
    },
    literal(0, (text) => parseDuration(text) !== undefined),
  ),
  fn('int', [INT], INT, identity),
  fn('int', [DOUBLE], INT, (_, value) => whole(value, 'int')),
  fn('int', [UINT], INT, (_, { value }) => int(value)),
  fn('int', [DURATION], INT, (_, { nanoseconds }) => nanoseconds),
  fn('int', [TIMESTAMP], INT, (_, value) => unixSeconds(value)),
  fn('int', [STRING], INT, (run, text) => {
    run.spendText(text);
    const value = integerIn(text, 'int');
    if (value !== BigInt.asIntN(64, value)) throw wrong('string', 'int');
    return value;
  }),
  fn('uint', [UINT], UINT, identity),
  fn('uint', [DOUBLE], UINT, (_, value) => new Uint(whole(value, 'uint'))),
  fn('uint', [INT], UINT, (_, value) => uint(value)),
  fn('uint', [STRING], UINT, (run, text) => {
    run.spendText(text);
    const value = integerIn(text, 'uint');
    if (/^[+-]/.test(text) || value !== BigInt.asUintN(64, value)) throw wrong('string', 'uint');
    return new Uint(value);
  }),
  ...[STRING, BOOL, BYTES, DOUBLE, DURATION, INT, TIMESTAMP, UINT].map((type) =>
    fn('string', [type as Type], STRING, (run, value) => {
      if (value instanceof Uint8Array) run.spendMade(value.length);
      return typeof value === 'string' ? value : textOf(value);
    }),
  ),
  fn('timestamp', [TIMESTAMP], TIMESTAMP, identity),
  fn('timestamp', [INT], TIMESTAMP, (_, value) => timestamp(value * 1_000_000_000n, 0)),
  fn(
    'timestamp',
    [STRING],
    TIMESTAMP,
    (run, text) => {
      run.spendText(text);
      const value = parseTimestamp(text);
      if (value === undefined) throw wrong('string', 'google.protobuf.Timestamp');
      return timestamp(value.nanoseconds, value.offset);
    },
    literal(0, (text) => parseTimestamp(text) !== undefined),
  ),
];

/** @throws EvaluationError with what is wrong with the pattern */
export function compiled<T extends boolean | readonly string[]>(result: T | Uncompilable): T {
  if (typeof result === 'object' && 'uncompilable' in result) throw new EvaluationError(result.uncompilable);
  return result;
}

const TEXT: readonly Overload[] = [
  method('contains', [STRING, STRING], BOOL, (run, text, part) => {
    run.spendText(text, part);
    return text.includes(part);
  }),
  method('startsWith', [STRING, STRING], BOOL, (run, text, part) => {
    run.spendText(part);
    return text.startsWith(part);
  }),
  method('endsWith', [STRING, STRING], BOOL, (run, text, part) => {
    run.spendText(part);
    return text.endsWith(part);
  }),
  ...[fn, method].map((declare) =>
    declare(
      'matches',
      [STRING, STRING],
      BOOL,
      (run, text, pattern) => compiled(run.patterns.matchesPattern(pattern, text, run.spend)),
      literalPattern,
    ),
  ),
];

const TIMES: readonly Overload[] = [
  ...PARTS_OF_TIME.flatMap((part) => [
    method(part, [TIMESTAMP], INT, (_, time) => partOfTime(part, time)),
    method(part, [TIMESTAMP, STRING], INT, (_, time, zone) => partOfTime(part, time, zone)),
  ]),
  ...(
    [
      ['getHours', 3_600_000_000_000n],
      ['getMinutes', 60_000_000_000n],
      ['getSeconds', 1_000_000_000n],
      ['getMilliseconds', 1_000_000n],
    ] as const
  ).map(([name, unit]) => method(name, [DURATION], INT, (_, { nanoseconds }) => nanoseconds / unit)),
];

/** Go's zero time. */
const YEAR_1 = -62_135_596_800_000_000_000n;

/** Whether a value is 0, empty or absent. Lists and objects of the resource never are: Kubernetes' don't say. */
function isZero(value: Value): boolean {
  if (value instanceof Optional) return value.value === undefined;
  if (value instanceof Items || value instanceof Entries) return value.size === 0;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Duration) return value.nanoseconds === 0n;
  if (value instanceof Timestamp) return value.nanoseconds === YEAR_1;
  if (value instanceof Uint8Array) return value.length === 0;
  return value === null || value === '' || value === false || value === 0 || value === 0n;
}

const OPTIONALS: readonly Overload[] = [
  fn('optional.of', [A], OPTIONAL, (_, value) => new Optional(value)),
  fn('optional.ofNonZeroValue', [A], OPTIONAL, (_, value) =>
    isZero(value) ? Optional.none : new Optional(value),
  ),
  fn('optional.none', [], OPTIONAL, () => Optional.none),
  method('hasValue', [OPTIONAL], BOOL, (_, { value }) => value !== undefined),
  method('value', [OPTIONAL], A, (_, { value }) => {
    if (value === undefined) throw new EvaluationError('optional.none() dereference');
    return value;
  }),
];

/** CEL's own functions: https://github.com/google/cel-go/blob/v0.26.0/common/stdlib/standard.go */
export const STANDARD: readonly Overload[] = [
  SPECIAL,
  ARITHMETIC,
  COMPARISONS,
  SIZES,
  CONVERSIONS,
  TEXT,
  TIMES,
  OPTIONALS,
].flat();
