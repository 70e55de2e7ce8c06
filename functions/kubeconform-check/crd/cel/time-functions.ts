import type { Environment } from '@marcbachmann/cel-js';
import { Duration } from '@marcbachmann/cel-js/evaluator';
import { durationOf, NoOverload, nanosecondsOf, timestampOf } from './operators.ts';
import { parseDuration, parseTimestamp } from './time.ts';

const TIMESTAMP = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';

const PARTS: Readonly<Record<string, (time: Date) => number>> = {
  getFullYear: (time) => time.getUTCFullYear(),
  getMonth: (time) => time.getUTCMonth(),
  getDate: (time) => time.getUTCDate(),
  getDayOfMonth: (time) => time.getUTCDate() - 1,
  getDayOfWeek: (time) => time.getUTCDay(),
  getDayOfYear: (time) => Math.floor((time.getTime() - startOfYear(time)) / 86_400_000),
  getHours: (time) => time.getUTCHours(),
  getMinutes: (time) => time.getUTCMinutes(),
  getSeconds: (time) => time.getUTCSeconds(),
  getMilliseconds: (time) => time.getUTCMilliseconds(),
};
const NANOSECONDS: Readonly<Record<string, bigint>> = {
  getHours: 3_600_000_000_000n,
  getMinutes: 60_000_000_000n,
  getSeconds: 1_000_000_000n,
  getMilliseconds: 1_000_000n,
};

/** Functions on times and durations, which in CEL also tell the day in time zones. */
export function registerTime(environment: Environment): void {
  for (const [name, part] of Object.entries(PARTS)) {
    environment
      .registerFunction(`${TIMESTAMP}.${name}In(): int`, (time: Date) => BigInt(part(time)))
      .registerFunction(`${TIMESTAMP}.${name}In(string): int`, (time: Date, zone: string) =>
        BigInt(part(shifted(time, zone))),
      );
  }
  for (const [name, unit] of Object.entries(NANOSECONDS)) {
    environment.registerFunction(
      `${DURATION}.${name}In(): int`,
      (duration: Duration) => nanosecondsOf(duration) / unit,
    );
  }
  environment
    .registerFunction(`toDuration(dyn): ${DURATION}`, (value: unknown) => {
      if (value instanceof Duration) return value;
      if (typeof value === 'bigint') throw new Error('duration: an integer is none');
      if (typeof value !== 'string') throw new NoOverload('duration of what is no text');
      const nanoseconds = parseDuration(value);
      if (nanoseconds === undefined) throw new Error('duration: the text is none');
      return durationOf(nanoseconds);
    })
    .registerFunction(`toTimestamp(dyn): ${TIMESTAMP}`, (value: unknown) => {
      if (value instanceof Date) return value;
      if (typeof value === 'bigint') return timestampOf(Number(value) * 1000);
      if (typeof value !== 'string') throw new NoOverload('timestamp of what is no text');
      const time = ZONED.test(value) ? parseTimestamp(value) : undefined;
      if (!time) throw new Error('timestamp: the text is none');
      return timestampOf(time.getTime());
    });
}

const ZONED = /T.*(?:Z|[+-]\d\d:\d\d)$/;

function startOfYear(time: Date): number {
  const start = new Date(0);
  start.setUTCFullYear(time.getUTCFullYear());
  return start.getTime();
}

/** The time whose parts in UTC are those of a time in a zone. */
function shifted(time: Date, zone: string): Date {
  const [, sign, hours, minutes] = /^([+-]?)(\d{1,2}):(\d{2})$/.exec(zone) ?? [];
  if (hours !== undefined) {
    const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
    return new Date(time.getTime() + (sign === '-' ? -offset : offset));
  }
  if (zone === '' || zone === 'UTC') return time;
  return new Date(`${inZone(time, zone)}.${String(time.getUTCMilliseconds()).padStart(3, '0')}Z`);
}

function inZone(time: Date, timeZone: string): string {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
      .format(time)
      .replace(' ', 'T');
  } catch {
    throw new Error('the time zone is unknown');
  }
}
