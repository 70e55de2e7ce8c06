import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { spend, spendText } from './cost.ts';
import { NoOverload } from './operators.ts';
import { doubleText, textOf } from './shown.ts';

const MAX_DECIMALS = 100;

/** `text.format(list)`, as version 2 of cel-go's extension strings has it, in English. */
export function format(template: string, values: readonly unknown[]): string {
  spendText(template.length);
  let next = 0;
  return template.replace(
    /%(?:%|(?:\.(\d{1,9}))?([sdfebxXo]?))/g,
    (clause, precision?: string, verb?: string) => {
      if (verb === undefined) return '%';
      const write = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
      if (!write) throw new Error(`format: ${clause} is no clause`);
      if (next >= values.length) throw new Error('format: too few values');
      const decimals = Number(precision ?? 6);
      if (decimals > MAX_DECIMALS) throw new Error(`format: more than ${MAX_DECIMALS} decimals`);
      const written = write(values[next++], decimals);
      spendText(written.length);
      return written;
    },
  );
}

type Verb = (value: unknown, decimals: number) => string;

const VERBS: Readonly<Record<string, Verb>> = {
  s: (value) => write(value, false),
  d: (value) => String(integerOf(value)),
  f: (value, decimals) => fixed(doubleOf(value), decimals),
  e: (value, decimals) => scientific(doubleOf(value), decimals),
  b: (value) => (typeof value === 'boolean' ? String(Number(value)) : integerOf(value).toString(2)),
  o: (value) => integerOf(value).toString(8),
  x: hexadecimal,
  X: (value) => hexadecimal(value).toUpperCase(),
};

const wrong = () => new Error('format: a value does not fit its clause');

function integerOf(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (value instanceof UnsignedInt) return value.valueOf();
  throw wrong();
}

function doubleOf(value: unknown): number {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  if (typeof value !== 'number') throw wrong();
  return value;
}

function hexadecimal(value: unknown): string {
  if (typeof value === 'string' || value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return integerOf(value).toString(16);
}

const special = (value: number) => (Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞');

/** With commas between thousands. */
function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return special(value);
  const text = Math.abs(value) < 1e21 ? value.toFixed(decimals) : doubleText(value, true);
  const [whole = '', fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** 1.5×10⁰³ */
function scientific(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return special(value);
  const [mantissa, exponent = ''] = value.toExponential(decimals).split('e');
  const digits = exponent
    .slice(1)
    .padStart(2, '0')
    .replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] as string);
  return `${mantissa}×10${exponent.startsWith('-') ? '⁻' : ''}${digits}`;
}

/** A value in words; inside lists and maps as one would write it in CEL. */
function write(value: unknown, isInside: boolean): string {
  spend(1);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, true)).join(', ')}]`;
  if (value instanceof Map) {
    const entries = [...value].map(([key, item]) => `${write(key, true)}:${write(item, true)}`);
    return `{${entries.sort().join(', ')}}`;
  }
  if (typeof value === 'object' && value !== null && 'key' in value)
    throw new NoOverload('format of a value that has no text');
  if (!isInside) return textOf(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `b${JSON.stringify(textOf(value))}`;
  if (typeof value === 'number') return Number.isFinite(value) ? value.toFixed(6) : `"${textOf(value)}"`;
  if (value instanceof Date) return `timestamp("${textOf(value)}")`;
  return value instanceof Duration ? `duration("${textOf(value)}")` : textOf(value);
}
