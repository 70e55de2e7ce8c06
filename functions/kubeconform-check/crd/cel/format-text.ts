import { EvaluationError } from './errors.ts';
import { doubleText } from './numbers.ts';
import type { Run } from './run.ts';
import { textOf } from './standard.ts';
import { Duration, kindOf, List, Mapping, Timestamp, Uint, type Value } from './values.ts';

/** More decimals than a double has aren't worth their cost. */
const MOST_DECIMALS = 100;

/**
 * `text.format(list)`, as version 2 of cel-go's extension strings has it, in English.
 *
 * @throws EvaluationError for clauses there aren't, values that don't suit them, and too few values
 */
export function formatText(text: string, list: List, run: Run): string {
  run.spend(text.length);
  let used = 0;
  return text.replace(
    /%(?:%|(?:\.(\d+))?([sdfebxXo]?))/g,
    (clause, precision: string | undefined, verb: string | undefined) => {
      if (verb === undefined) return '%';
      if (verb === '') throw new EvaluationError(`could not parse formatting clause ${clause}`);
      if (used >= list.size) throw new EvaluationError(`index ${used} out of range`);
      const decimals = precision === undefined ? 6 : Number(precision);
      if (decimals > MOST_DECIMALS)
        throw new EvaluationError(`more than ${MOST_DECIMALS} decimals are not supported`);
      const written = (VERBS[verb] as Verb)(list.at(used++), decimals, run);
      run.spendMade(written.length);
      return written;
    },
  );
}

type Verb = (value: Value, decimals: number, run: Run) => string;

const VERBS: Readonly<Record<string, Verb>> = {
  s: (value, _, run) => write(value, false, run),
  d: (value) => `${integer(value, 'integers')}`,
  f: (value, decimals) => fixed(double(value), decimals),
  e: (value, decimals) => scientific(double(value), decimals),
  b: (value) =>
    typeof value === 'boolean' ? `${Number(value)}` : integer(value, 'integers and bools').toString(2),
  o: (value) => integer(value, 'integers').toString(8),
  x: (value) => hexadecimal(value),
  X: (value) => hexadecimal(value).toUpperCase(),
};

function integer(value: Value, allowed: string): bigint {
  if (typeof value === 'bigint') return value;
  if (value instanceof Uint) return value.value;
  throw new EvaluationError(`only ${allowed} can be formatted so, was given ${kindOf(value)}`);
}

function double(value: Value): number {
  if (value === 'NaN') return Number.NaN;
  if (value === 'Infinity' || value === '-Infinity') return Number(value);
  if (typeof value === 'number') return value;
  throw new EvaluationError(`only doubles can be formatted so, was given ${kindOf(value)}`);
}

function hexadecimal(value: Value): string {
  if (typeof value === 'string') return Buffer.from(value).toString('hex');
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return integer(value, 'integers, strings and bytes').toString(16);
}

const special = (value: number) => (Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞');

/** With commas between thousands. */
function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return special(value);
  const [whole = '', fraction] = (
    Math.abs(value) < 1e21 ? value.toFixed(decimals) : doubleText(value, true)
  ).split('.');
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
function write(value: Value, inside: boolean, run: Run): string {
  run.spend(1);
  if (value === null) return 'null';
  if (value instanceof List) return `[${[...value].map((item) => write(item, true, run)).join(', ')}]`;
  if (value instanceof Mapping) {
    const entries = value
      .keys()
      .map((key) => [write(key, true, run), write(value.get(key) ?? null, true, run)] as const);
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${sorted.map(([key, item]) => `${key}:${item}`).join(', ')}}`;
  }
  if (!inside) return textOf(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof Uint8Array) return `b${JSON.stringify(textOf(value))}`;
  if (typeof value === 'number') return Number.isFinite(value) ? value.toFixed(6) : `"${textOf(value)}"`;
  if (value instanceof Timestamp) return `timestamp("${textOf(value)}")`;
  return value instanceof Duration ? `duration("${textOf(value)}")` : textOf(value);
}
