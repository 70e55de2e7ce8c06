import type { Value } from '../../lib/yaml/read.ts';
import type { Meter } from './steps.ts';

/** Whether a value is a number at all. */
export function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Whether Kubernetes holds a value as an integer: 1.0 and 1e3 are integers, what leaves 64 bits is none. */
export function isInteger(value: Value): value is number | bigint {
  if (typeof value === 'bigint') return value >= -(2n ** 63n) && value < 2n ** 63n;
  return typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;
}

/**
 * Whether a float counts as an integer, which those do that are very near to one.
 * Source: IsFloat64AJSONInteger of go-openapi/swag.
 */
export function isNearInteger(float: number): boolean {
  if (!(Math.abs(float) <= Number.MAX_SAFE_INTEGER)) return false;
  if (Number.isInteger(float)) return true;
  const whole = Math.trunc(float);
  return whole > 0 && (float - whole) / (float + whole) < 1e-9;
}

/**
 * A text that is the same for equal values only; the order of keys doesn't count.
 *
 * @throws TooMuch where the value is too deep, or the meter's budget doesn't suffice
 */
export function canonical(value: Value, meter: Meter): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  meter.enter();
  const parts = Array.isArray(value)
    ? value.map((item) => canonical(item, meter))
    : Object.keys(value)
        .sort()
        .map((key) => `${JSON.stringify(key)}:${canonical(value[key] as Value, meter)}`);
  meter.spend(parts.length);
  meter.leave();
  return Array.isArray(value) ? `[${parts.join()}]` : `{${parts.join()}}`;
}
