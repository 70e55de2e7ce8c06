import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { spendText } from './cost.ts';
import { nanosecondsOf } from './operators.ts';

/** What `string(x)` gives. */
export function textOf(value: unknown): string {
  if (typeof value === 'number') return doubleText(value);
  if (value instanceof UnsignedInt) return String(value.valueOf());
  if (value instanceof Date) return value.toISOString().replace(/\.?0*Z$/, 'Z');
  if (value instanceof Duration) return `${doubleText(Number(nanosecondsOf(value)) / 1e9, true)}s`;
  if (value instanceof Uint8Array) return utf8(value);
  return String(value);
}

function utf8(bytes: Uint8Array): string {
  spendText(bytes.length);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Error('string: the bytes are no UTF-8');
  }
}

/**
 * A double in digits, as few as tell it from its neighbours.
 *
 * @param isPlain never with an exponent (Go's %f), else with one where Go's %g has it
 */
export function doubleText(value: number, isPlain = false): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (!isPlain && (exponent < -4 || exponent >= 6)) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${sign}${digits[0]}${rest}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 1, '0');
  const fraction = padded.slice(exponent + 1);
  return `${sign}${padded.slice(0, exponent + 1)}${fraction === '' ? '' : `.${fraction}`}`;
}
