import { fn, method, type Overload } from './declare.ts';
import { CostError, EvaluationError } from './errors.ts';
import type { Run } from './run.ts';
import { BOOL, DOUBLE, INT, opaque, STRING } from './types.ts';
import { Thing } from './values.ts';

/** value × 10^scale */
class Quantity extends Thing {
  readonly kind = 'kubernetes.Quantity';
  readonly value: bigint;
  readonly scale: number;
  /** Whether Kubernetes holds it as int64: it calls no other an integer, not even 1.5Gi. */
  readonly fast: boolean;

  constructor(value: bigint, scale: number, fast: boolean) {
    super();
    this.value = value;
    this.scale = scale;
    this.fast = fast;
  }

  equals(other: Quantity): boolean {
    return order(this, other) === 0;
  }
}

const SUFFIXES = new Map<string, readonly [base: 2 | 10, exponent: number]>([
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map((name, i) => [name, [10, i * 3 - 9]] as const),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map((name, i) => [name, [2, i * 10 + 10]] as const),
]);
const NANO = -9;
const LARGEST = (1n << 63n) - 1n;

/** Numbers beyond these can be written, but not be reckoned with in reasonable time. */
const MOST_DIGITS = 1000;

const isInt64 = (value: bigint) => value === BigInt.asIntN(64, value);
const power = (exponent: number) => 10n ** BigInt(exponent);

/** As ParseQuantity of k8s.io/apimachinery/pkg/api/resource; undefined if it isn't one. */
function parse(text: string, run: Run): Quantity | undefined {
  run.spendText(text);
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[+-]?\d*)$/.exec(text);
  if (match === null || text === '') return undefined;
  const [, sign, digits = '', decimals = '', suffix = ''] = match;
  const unit = unitOf(suffix);
  if (unit === undefined) return undefined;
  const whole = digits.replace(/^0+/, '') || '0';
  if (whole.length + decimals.length > MOST_DIGITS)
    throw new CostError('it has a quantity with too many digits');
  const [base, exponent] = unit;
  const number = BigInt(whole + decimals) * (sign === '-' ? -1n : 1n);
  const scale = (base === 10 ? exponent : 0) - decimals.length;
  const value = base === 2 ? number << BigInt(exponent) : number;
  const precision =
    base === 10 ? 18 - whole.length - decimals.length : 14 - whole.length - Math.trunc((exponent * 3) / 10);
  const isFast = precision >= 0 && (base === 10 ? scale >= NANO : decimals === '' && isInt64(value));
  if (isFast || value === 0n) return new Quantity(value, scale, isFast);
  const nano = new Quantity(roundedUp(value, scale), NANO, false);
  return base === 2 ? atMost(nano, LARGEST * power(-NANO)) : nano;
}

function unitOf(suffix: string): readonly [2 | 10, number] | undefined {
  const unit = SUFFIXES.get(suffix);
  if (unit !== undefined || !/^[eE][+-]?\d+$/.test(suffix)) return unit;
  const exponent = Number(suffix.slice(1));
  return Math.abs(exponent) < 2 ** 31 ? [10, exponent] : undefined;
}

/** In billionths, away from zero. */
function roundedUp(value: bigint, scale: number): bigint {
  const shift = scale - NANO;
  if (shift > MOST_DIGITS) throw new CostError('it has a quantity that is too large');
  if (shift >= 0) return value * power(shift);
  const sign = value < 0n ? -1n : 1n;
  // What is smaller than all digits there may be is one billionth.
  const divisor = power(Math.min(-shift, 2 * MOST_DIGITS));
  return sign * ((value * sign + divisor - 1n) / divisor);
}

function atMost(quantity: Quantity, limit: bigint): Quantity {
  const { value, scale } = quantity;
  if (value > limit) return new Quantity(limit, scale, false);
  return value < -limit ? new Quantity(-limit, scale, false) : quantity;
}

/** Both values at the finer of the scales. */
function aligned(a: Quantity, b: Quantity): [bigint, bigint, number] {
  if (Math.abs(a.scale - b.scale) > MOST_DIGITS) throw new CostError('it has a quantity that is too large');
  const scale = Math.min(a.scale, b.scale);
  return [a.value * power(a.scale - scale), b.value * power(b.scale - scale), scale];
}

function order(a: Quantity, b: Quantity): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : Number(left > right);
}

function plus(a: Quantity, b: Quantity, sign: 1n | -1n): Quantity {
  if (a.fast && b.fast) {
    if (b.value === 0n) return a;
    if (a.value === 0n) return new Quantity(sign * b.value, b.scale, true);
  }
  const [left, right, scale] = aligned(a, b);
  const sum = left + sign * right;
  return new Quantity(sum, scale, a.fast && b.fast && [left, right, sum].every(isInt64));
}

function integer({ value, scale, fast }: Quantity): bigint | undefined {
  if (!fast || scale < 0) return undefined;
  if (scale > 18 && value !== 0n) return undefined;
  const whole = value === 0n ? 0n : value * power(scale);
  return isInt64(whole) ? whole : undefined;
}

const ofInt = (value: bigint) => new Quantity(value, 0, true);

export const QUANTITY = opaque<Quantity>('kubernetes.Quantity');

/** k8s.io/apiserver/pkg/cel/library/quantity.go */
export const QUANTITIES: readonly Overload[] = [
  fn('quantity', [STRING], QUANTITY, (run, text) => {
    const quantity = parse(text, run);
    if (quantity === undefined) throw new EvaluationError('it has an invalid quantity');
    return quantity;
  }),
  fn('isQuantity', [STRING], BOOL, (run, text) => parse(text, run) !== undefined),
  fn('sign', [QUANTITY], INT, (_, { value }) => (value < 0n ? -1n : BigInt(value > 0n))),
  method('isGreaterThan', [QUANTITY, QUANTITY], BOOL, (_, a, b) => order(a, b) > 0),
  method('isLessThan', [QUANTITY, QUANTITY], BOOL, (_, a, b) => order(a, b) < 0),
  method('compareTo', [QUANTITY, QUANTITY], INT, (_, a, b) => BigInt(order(a, b))),
  method(
    'asApproximateFloat',
    [QUANTITY],
    DOUBLE,
    (_, { value, scale }) => Number(value) * Number(`1e${scale}`),
  ),
  method('asInteger', [QUANTITY], INT, (_, quantity) => {
    const value = integer(quantity);
    if (value === undefined) throw new EvaluationError('cannot convert value to integer');
    return value;
  }),
  method('isInteger', [QUANTITY], BOOL, (_, quantity) => integer(quantity) !== undefined),
  method('add', [QUANTITY, QUANTITY], QUANTITY, (_, a, b) => plus(a, b, 1n)),
  method('add', [QUANTITY, INT], QUANTITY, (_, a, b) => plus(a, ofInt(b), 1n)),
  method('sub', [QUANTITY, QUANTITY], QUANTITY, (_, a, b) => plus(a, b, -1n)),
  method('sub', [QUANTITY, INT], QUANTITY, (_, a, b) => plus(a, ofInt(b), -1n)),
];
