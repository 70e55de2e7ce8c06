import { isDateTime, isDay } from '../../built-in/formats.ts';

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  h: 3_600_000_000_000n,
  m: 60_000_000_000n,
  s: 1_000_000_000n,
  ms: 1_000_000n,
  us: 1000n,
  µs: 1000n,
  ns: 1n,
};
const DURATION = /^[+-]?(?:(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})(?:h|m|s|ms|us|\u00b5s|ns)){1,20}$/;
const PART = /([0-9]*)(?:\.([0-9]*))?(h|ms|m|s|us|\u00b5s|ns)/g;

/** The nanoseconds of a duration as Go writes it, such as `1h30m`; undefined where it is none. */
export function parseDuration(text: string): bigint | undefined {
  if (text === '0') return 0n;
  if (!DURATION.test(text)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(PART)) {
    const scale = NANOSECONDS[unit] as bigint;
    total += BigInt(whole || 0) * scale;
    if (fraction !== '') total += (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length);
  }
  return text.startsWith('-') ? -total : total;
}

/** Names of units besides Go's; the last of each may go on (`seconds`). */
const LOOSE_UNITS: readonly { unit: bigint; names: readonly string[] }[] = [
  { unit: 1n, names: ['ns', 'nano'] },
  { unit: 1000n, names: ['us', '\u00b5s', 'micro'] },
  { unit: 1_000_000n, names: ['ms', 'milli'] },
  { unit: 1_000_000_000n, names: ['s', 'sec'] },
  { unit: 60_000_000_000n, names: ['m', 'min'] },
  { unit: 3_600_000_000_000n, names: ['h', 'hr', 'hour'] },
  { unit: 86_400_000_000_000n, names: ['d', 'day'] },
  { unit: 604_800_000_000_000n, names: ['w', 'wk', 'week'] },
];

/**
 * The nanoseconds of a duration as the format `duration` has it, such as `3 days 2 hours`.
 * Source: ParseDuration of k8s.io/kube-openapi/pkg/validation/strfmt.
 */
export function parseLooseDuration(text: string): bigint | undefined {
  const strict = parseDuration(text);
  if (strict !== undefined) return strict;
  let sum: bigint | undefined;
  for (const [, count = '', word = ''] of text.matchAll(/(\d{1,19})\s{0,100}([A-Za-z\u00b5]+)/g)) {
    const name = word.toLowerCase();
    for (const { unit, names } of LOOSE_UNITS) {
      if (names.includes(name) || name.startsWith(names.at(-1) as string))
        sum = (sum ?? 0n) + BigInt(count) * unit;
    }
  }
  return sum === undefined ? undefined : BigInt.asIntN(64, sum);
}

/** The moment of a time or date; undefined where it is none. */
export function parseTimestamp(text: string): Date | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year !== undefined)
    return isDay(Number(year), Number(month), Number(day)) ? new Date(`${text}T00:00:00Z`) : undefined;
  return isDateTime(text) ? new Date(text.replace(',', '.')) : undefined;
}
