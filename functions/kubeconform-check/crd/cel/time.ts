import { EvaluationError } from './errors.ts';
import { Duration, Timestamp } from './values.ts';

const SECOND = 1_000_000_000n;
const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: SECOND,
  m: 60n * SECOND,
  h: 3600n * SECOND,
  d: 86_400n * SECOND,
  w: 604_800n * SECOND,
};
const INT64 = 1n << 63n;

/** @throws EvaluationError if it doesn't fit into Go's 64 bits */
export function duration(nanoseconds: bigint): Duration {
  if (nanoseconds >= INT64 || nanoseconds < -INT64) throw new EvaluationError('duration overflow');
  return new Duration(nanoseconds);
}

/** As Go's time.ParseDuration: `1h30m`, `-1.5s`. */
export function parseDuration(text: string): Duration | undefined {
  if (!/^[-+]?(?:0|(?:(?:\d{1,30}(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)){1,100})$/.test(text))
    return undefined;
  let sum = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(/(\d*)(?:\.(\d*))?([a-zµμ]+)/g)) {
    const factor = UNITS[unit] as bigint;
    const digits = fraction.slice(0, 18);
    sum += BigInt(whole || '0') * factor + (BigInt(digits || '0') * factor) / 10n ** BigInt(digits.length);
  }
  if (sum > INT64 || (sum === INT64 && !text.startsWith('-'))) return undefined;
  return new Duration(text.startsWith('-') ? -sum : sum);
}

/** Names of units that the format `duration` of OpenAPI knows besides; the last of each may go on (`seconds`). */
const LOOSE_UNITS: readonly (readonly string[])[] = [
  ['ns', 'nano'],
  ['us', 'µs', 'micro'],
  ['ms', 'milli'],
  ['s', 'sec'],
  ['m', 'min'],
  ['h', 'hr', 'hour'],
  ['d', 'day'],
  ['w', 'wk', 'week'],
];

/** As the format `duration` is read: also `3 days 2 hours` (k8s.io/kube-openapi/pkg/validation/strfmt). */
export function parseLooseDuration(text: string): Duration {
  const strict = parseDuration(text);
  if (strict !== undefined) return strict;
  let sum: bigint | undefined;
  for (const [, count = '', name = ''] of text.matchAll(/(\d+)\s*([A-Za-zµ]+)/g)) {
    if (count.length > 19) throw new EvaluationError('Invalid duration');
    const unit = name.toLowerCase();
    for (const variants of LOOSE_UNITS) {
      const last = variants.at(-1) as string;
      if (!variants.includes(unit) && !unit.startsWith(last)) continue;
      sum = (sum ?? 0n) + BigInt(count) * (UNITS[variants[0] as string] as bigint);
    }
  }
  if (sum === undefined) throw new EvaluationError('Invalid duration');
  return new Duration(BigInt.asIntN(64, sum));
}

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d+))?(?:(Z)|([+-])(\d\d):(\d\d))?$/;

/** As Go's time.Parse with RFC 3339; undefined if it isn't. */
export function parseTimestamp(text: string): Timestamp | undefined {
  return timestampIn(text, false);
}

/** As the format `date-time` is read: the zone may be missing. */
export function parseDateTime(text: string): Timestamp {
  if (text === '') return new Timestamp(0n, 0);
  const timestamp = timestampIn(text, true);
  if (timestamp === undefined) throw new EvaluationError('Invalid date-time formatted string');
  return timestamp;
}

/** As the format `date` is read. */
export function parseDate(text: string): Timestamp {
  const days = daysIn(text);
  if (days === undefined) throw new EvaluationError('Invalid date formatted string');
  return new Timestamp(BigInt(days) * 86_400n * SECOND, 0);
}

function timestampIn(text: string, zoneless: boolean): Timestamp | undefined {
  const days = daysIn(text.slice(0, 10));
  const match = text[10] === 'T' ? TIME.exec(text.slice(11)) : null;
  if (days === undefined || match === null) return undefined;
  const [, hours, minutes, seconds, fraction = '', utc, sign, zoneHours, zoneMinutes] = match;
  if (utc === undefined && sign === undefined && !zoneless) return undefined;
  const time = [hours, minutes, seconds].map(Number) as [number, number, number];
  const zone = [zoneHours ?? 0, zoneMinutes ?? 0].map(Number) as [number, number];
  if (time[0] > 23 || time[1] > 59 || time[2] > 59 || zone[0] > 24 || zone[1] > 60) return undefined;
  const offset = (sign === '-' ? -1 : 1) * (zone[0] * 3600 + zone[1] * 60);
  const whole = days * 86_400 + time[0] * 3600 + time[1] * 60 + time[2] - offset;
  return new Timestamp(BigInt(whole) * SECOND + BigInt(fraction.slice(0, 9).padEnd(9, '0')), offset);
}

/** Days since 1970. */
function daysIn(text: string): number | undefined {
  const match = DAY.exec(text);
  if (match === null) return undefined;
  const date = new Date(`${text}T00:00:00Z`);
  return date.getUTCDate() === Number(match[3]) ? date.getTime() / 86_400_000 : undefined;
}

/** Of the years 1 to 9999. */
export function timestamp(nanoseconds: bigint, offset: number): Timestamp {
  if (nanoseconds < -62_135_596_800n * SECOND || nanoseconds >= 253_402_300_800n * SECOND) {
    throw new EvaluationError('timestamp overflow');
  }
  return new Timestamp(nanoseconds, offset);
}

/** Rounds down, as BigInt doesn't. */
function floorDivide(a: bigint, b: bigint): bigint {
  return a >= 0n ? a / b : -((b - 1n - a) / b);
}

export const unixSeconds = (time: Timestamp): bigint => floorDivide(time.nanoseconds, SECOND);

/** As Go's time.RFC3339Nano. */
export function writeTimestamp({ nanoseconds, offset }: Timestamp): string {
  const seconds = floorDivide(nanoseconds, SECOND);
  const fraction = `${nanoseconds - seconds * SECOND}`.padStart(9, '0').replace(/0+$/, '');
  const local = dateAt(seconds, offset).toISOString().slice(0, 19);
  const minutes = Math.abs(Math.trunc(offset / 60));
  const two = (value: number) => `${value}`.padStart(2, '0');
  const zone =
    offset === 0 ? 'Z' : `${offset < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
  return `${local}${fraction === '' ? '' : '.'}${fraction}${zone}`;
}

const dateAt = (seconds: bigint, offset: number) => new Date((Number(seconds) + offset) * 1000);

/** Parts of a timestamp by the method that gives them. */
const PARTS: Readonly<Record<string, (date: Date) => number>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDate: (date) => date.getUTCDate(),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDayOfWeek: (date) => date.getUTCDay(),
  getDayOfYear: (date) => Math.floor((date.getTime() - Date.UTC(2000, 0) + yearsFrom2000(date)) / 86_400_000),
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
};
export const PARTS_OF_TIME: readonly string[] = [...Object.keys(PARTS), 'getMilliseconds'];

/** From the start of the date's year to that of 2000. */
function yearsFrom2000(date: Date): number {
  const start = new Date(Date.UTC(2000, 0));
  start.setUTCFullYear(date.getUTCFullYear());
  return Date.UTC(2000, 0) - start.getTime();
}

/**
 * A part of a timestamp.
 *
 * @param zone `UTC` or an offset such as `-08:00`; the names of other zones need tables that change
 */
export function partOfTime(part: string, time: Timestamp, zone = 'UTC'): bigint {
  const seconds = floorDivide(time.nanoseconds, SECOND);
  if (part === 'getMilliseconds') return (time.nanoseconds - seconds * SECOND) / 1_000_000n;
  return BigInt((PARTS[part] as (date: Date) => number)(dateAt(seconds, offsetOf(zone))));
}

function offsetOf(zone: string): number {
  if (zone === 'UTC' || zone === '') return 0;
  const match = /^([+-]?)(\d{1,4}):([+-]?\d{1,4})$/.exec(zone);
  if (match === null) throw new EvaluationError('time zones other than UTC and offsets are not supported');
  const [, sign, hours, minutes] = match;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
