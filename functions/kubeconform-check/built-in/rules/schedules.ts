import { show } from '../../../lib/show.ts';

interface Field {
  name: string;
  min: number;
  max: number;
  names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of the month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of the week', min: 0, max: 6, names: DAYS },
];
const NAMED = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];
const EVERY = '@every ';
/** Source: time.ParseDuration of Go. */
const DURATION = /^[+-]?(?:0|(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/;
const FORM =
  'write five fields (minute, hour, day of the month, month, day of the week), such as "30 2 * * 1-5"';

/**
 * What is wrong with the schedule of a CronJob.
 * Source: ParseStandard of github.com/robfig/cron/v3 and validateScheduleFormat of pkg/apis/batch/validation.
 */
export function scheduleFlaw(text: string): string | undefined {
  if (text === '') return `has an empty text; ${FORM}`;
  if (text.includes('TZ')) return `has ${show(text)}; take TZ out of it and write the zone below timeZone`;
  if (text.startsWith('@')) return namedFlaw(text);
  const fields = text.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== FIELDS.length) {
    return `has ${show(text)}, which is ${fields.length} fields instead of ${FIELDS.length}; ${FORM}`;
  }
  for (const [i, field] of fields.entries()) {
    const known = FIELDS[i] as Field;
    const wrong = field.split(',').find((range) => range !== '' && !isRange(range, known));
    if (wrong === undefined) continue;
    const { name, min, max, names } = known;
    const named = names ? `, or a name from ${names[0]} to ${names.at(-1)}` : '';
    return `has ${show(wrong)} for the ${name}; write a number from ${min} to ${max}${named}, *, a range such as ${min}-${max}, or steps such as */2`;
  }
  return undefined;
}

function namedFlaw(text: string): string | undefined {
  if (NAMED.includes(text)) return undefined;
  if (text.startsWith(EVERY) && text.length < 200 && DURATION.test(text.slice(EVERY.length)))
    return undefined;
  return `has ${show(text)}; write one of ${NAMED.join(', ')}, or @every and a duration such as 1h30m`;
}

/** Source: getRange of github.com/robfig/cron/v3. */
function isRange(text: string, field: Field): boolean {
  const [range = '', step, ...more] = text.split('/');
  const [low = '', high, ...rest] = range.split('-');
  if (more.length > 0 || !(step === undefined || numberOf(step) > 0)) return false;
  if (low === '*' || low === '?') return true;
  if (rest.length > 0) return false;
  const start = valueIn(low, field);
  const end = high !== undefined ? valueIn(high, field) : step === undefined ? start : field.max;
  return start >= field.min && end <= field.max && start <= end;
}

function valueIn(text: string, { names, min }: Field): number {
  const index = names?.indexOf(text.toLowerCase()) ?? -1;
  return index >= 0 ? index + min : numberOf(text);
}

/** NaN where it is none; with it, no comparison is true. */
function numberOf(text: string): number {
  return /^\+?[0-9]{1,18}$/.test(text) ? Number(text) : Number.NaN;
}

const AREAS: ReadonlySet<string> = new Set(
  (
    'Africa America Antarctica Arctic Asia Atlantic Australia Brazil Canada Chile Etc Europe Indian Mexico Pacific US ' +
    'posix right'
  ).split(' '),
);
/** Zones without an area; the names of those with one come and go. Source: the IANA time zone database. */
const ZONES: ReadonlySet<string> = new Set(
  (
    'CET CST6CDT Cuba EET EST EST5EDT Egypt Eire Factory GB GB-Eire GMT GMT+0 GMT-0 GMT0 Greenwich HST Hongkong ' +
    'Iceland Iran Israel Jamaica Japan Kwajalein Libya MET MST MST7MDT NZ NZ-CHAT Navajo PRC PST8PDT Poland Portugal ' +
    'ROC ROK Singapore Turkey UCT UTC Universal W-SU WET Zulu localtime posixrules'
  ).split(' '),
);

/** What is wrong with a time zone, as far as its form and area tell. Source: validateTimeZone. */
export function timeZoneFlaw(text: string): string | undefined {
  const parts = text.split('/');
  const isFormed = parts.every(
    (part) => /^[A-Za-z.\-_0-9+]{1,14}$/.test(part) && part !== '.' && part !== '..' && !part.startsWith('-'),
  );
  const isKnown = parts.length === 1 ? ZONES.has(text) : AREAS.has(parts[0] as string);
  if (isFormed && isKnown) return undefined;
  const shown = text === '' ? 'an empty text' : show(text);
  return `has ${shown}, which is no time zone; write one such as Europe/Berlin or Etc/UTC`;
}
