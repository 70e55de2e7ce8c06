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

/** The moment of a time or date; undefined where it is none. */
export function parseTimestamp(text: string): Date | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  if (year !== undefined)
    return isDay(Number(year), Number(month), Number(day)) ? new Date(`${text}T00:00:00Z`) : undefined;
  return isDateTime(text) ? new Date(text.replace(',', '.')) : undefined;
}
