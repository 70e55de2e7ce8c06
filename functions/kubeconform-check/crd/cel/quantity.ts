import type { Environment } from '@marcbachmann/cel-js';
import { spendText } from './cost.ts';

/** value × 10^scale */
class Quantity {
  readonly value: bigint;
  readonly scale: number;
  /** Whether Kubernetes holds it in 64 bits: it calls no other an integer, not even 1.5Gi. */
  readonly isSmall: boolean;

  constructor(value: bigint, scale: number, isSmall: boolean) {
    this.value = value;
    this.scale = scale;
    this.isSmall = isSmall;
  }

  get key(): string {
    if (this.value === 0n) return '0';
    const digits = String(this.value);
    const kept = digits.replace(/0+$/, '');
    return `${kept}e${this.scale + digits.length - kept.length}`;
  }
}

const UNITS = new Map<string, { base: 2 | 10; exponent: number }>([
  ...['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'].map(
    (name, i) => [name, { base: 10, exponent: i * 3 - 9 }] as const,
  ),
  ...['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map(
    (name, i) => [name, { base: 2, exponent: i * 10 + 10 }] as const,
  ),
]);
const NANO = -9;
const LARGEST = (2n ** 63n - 1n) * 10n ** 9n;

/** Numbers beyond these can be written, but not be reckoned with in reasonable time. */
const MAX_DIGITS = 1000;

const isInt64 = (value: bigint) => value === BigInt.asIntN(64, value);
const power = (exponent: number) => 10n ** BigInt(exponent);

/** Source: ParseQuantity of k8s.io/apimachinery/pkg/api/resource. */
function parse(text: string): Quantity | undefined {
  spendText(text.length);
  const [, sign, digits = '', decimals = '', suffix = ''] =
    /^([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[+-]?[0-9]*)$/.exec(text) ?? [];
  const unit = sign === undefined || text === '' ? undefined : unitOf(suffix);
  if (!unit) return undefined;
  const whole = digits.replace(/^0+/, '') || '0';
  if (whole.length + decimals.length > MAX_DIGITS) throw new RangeError('a quantity with too many digits');
  const number = BigInt(whole + decimals) * (sign === '-' ? -1n : 1n);
  const isDecimal = unit.base === 10;
  const scale = (isDecimal ? unit.exponent : 0) - decimals.length;
  const value = isDecimal ? number : number << BigInt(unit.exponent);
  const precision = isDecimal
    ? 18 - whole.length - decimals.length
    : 14 - whole.length - Math.trunc((unit.exponent * 3) / 10);
  const isSmall = precision >= 0 && (isDecimal ? scale >= NANO : decimals === '' && isInt64(value));
  if (isSmall || value === 0n) return new Quantity(value, scale, isSmall);
  const rounded = roundedUp(value, scale);
  return new Quantity(isDecimal ? rounded : clamped(rounded), NANO, false);
}

function unitOf(suffix: string): { base: 2 | 10; exponent: number } | undefined {
  const unit = UNITS.get(suffix);
  if (unit || !/^[eE][+-]?[0-9]{1,10}$/.test(suffix)) return unit;
  const exponent = Number(suffix.slice(1));
  return Math.abs(exponent) < 2 ** 31 ? { base: 10, exponent } : undefined;
}

/** In billionths, away from zero. */
function roundedUp(value: bigint, scale: number): bigint {
  const shift = scale - NANO;
  if (shift > MAX_DIGITS) throw new RangeError('a quantity that is too large');
  if (shift >= 0) return value * power(shift);
  const sign = value < 0n ? -1n : 1n;
  // What is smaller than all digits there may be is one billionth.
  const divisor = power(Math.min(-shift, 2 * MAX_DIGITS));
  return sign * ((value * sign + divisor - 1n) / divisor);
}

function clamped(value: bigint): bigint {
  return value > LARGEST ? LARGEST : value < -LARGEST ? -LARGEST : value;
}

/** Both values at the finer of the scales. */
function aligned(a: Quantity, b: Quantity): [a: bigint, b: bigint, scale: number] {
  if (Math.abs(a.scale - b.scale) > MAX_DIGITS) throw new RangeError('a quantity that is too large');
  const scale = Math.min(a.scale, b.scale);
  return [a.value * power(a.scale - scale), b.value * power(b.scale - scale), scale];
}

function order(a: Quantity, b: Quantity): bigint {
  const [left, right] = aligned(a, b);
  return left < right ? -1n : left > right ? 1n : 0n;
}

function plus(a: Quantity, b: Quantity, sign: 1n | -1n): Quantity {
  const areSmall = a.isSmall && b.isSmall;
  if (areSmall && b.value === 0n) return a;
  if (areSmall && a.value === 0n) return new Quantity(sign * b.value, b.scale, true);
  const [left, right, scale] = aligned(a, b);
  const sum = left + sign * right;
  return new Quantity(sum, scale, areSmall && [left, right, sum].every(isInt64));
}

function integerOf({ value, scale, isSmall }: Quantity): bigint | undefined {
  if (!isSmall || scale < 0 || (scale > 18 && value !== 0n)) return undefined;
  const whole = value === 0n ? 0n : value * power(scale);
  return isInt64(whole) ? whole : undefined;
}

const ofInt = (value: bigint) => new Quantity(value, 0, true);

/** Kubernetes' library of quantities. Source: k8s.io/apiserver/pkg/cel/library/quantity.go. */
export function registerQuantity(environment: Environment): void {
  environment
    .registerType('Quantity', Quantity)
    .registerFunction('quantity(string): Quantity', (text: string) => {
      const quantity = parse(text);
      if (!quantity) throw new Error(`quantity: ${text.slice(0, 100)} is none`);
      return quantity;
    })
    .registerFunction('isQuantity(string): bool', (text: string) => parse(text) !== undefined)
    .registerFunction('Quantity.isInteger(): bool', (quantity: Quantity) => integerOf(quantity) !== undefined)
    .registerFunction('Quantity.asInteger(): int', (quantity: Quantity) => {
      const value = integerOf(quantity);
      if (value === undefined) throw new Error('asInteger: the quantity is no integer of 64 bits');
      return value;
    })
    .registerFunction(
      'Quantity.asApproximateFloat(): double',
      ({ value, scale }: Quantity) => Number(value) * Number(`1e${scale}`),
    )
    .registerFunction('sign(Quantity): int', ({ value }: Quantity) =>
      value < 0n ? -1n : value > 0n ? 1n : 0n,
    )
    .registerFunction('Quantity.compareTo(Quantity): int', order)
    .registerFunction('Quantity.isLessThan(Quantity): bool', (a: Quantity, b: Quantity) => order(a, b) < 0n)
    .registerFunction(
      'Quantity.isGreaterThan(Quantity): bool',
      (a: Quantity, b: Quantity) => order(a, b) > 0n,
    );
  for (const [name, sign] of [
    ['add', 1n],
    ['sub', -1n],
  ] as const) {
    environment
      .registerFunction(`Quantity.${name}(Quantity): Quantity`, (a: Quantity, b: Quantity) =>
        plus(a, b, sign),
      )
      .registerFunction(`Quantity.${name}(int): Quantity`, (a: Quantity, b: bigint) =>
        plus(a, ofInt(b), sign),
      );
  }
}
