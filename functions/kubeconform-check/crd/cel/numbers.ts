import { EvaluationError } from './errors.ts';

/** @throws EvaluationError if it doesn't fit into the 64 bits of an int */
export function int(value: bigint): bigint {
  if (value !== BigInt.asIntN(64, value)) throw new EvaluationError('integer overflow');
  return value;
}

/**
 * A double in digits, as few as tell it from its neighbours.
 *
 * @param plain never with an exponent (Go's %f), else with one where Go's %g has it
 */
export function doubleText(value: number, plain = false): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa, exponentText] = value.toExponential().split('e') as [string, string];
  const exponent = Number(exponentText);
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (!plain && (exponent < -4 || exponent >= 6)) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${rest}e${exponent < 0 ? '-' : '+'}${`${Math.abs(exponent)}`.padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const padded = digits.padEnd(exponent + 1, '0');
  const fraction = padded.slice(exponent + 1);
  return `${sign}${padded.slice(0, exponent + 1)}${fraction === '' ? '' : `.${fraction}`}`;
}
