import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  scheduleFlaw,
  timeZoneFlaw,
} from '../../../../functions/kubeconform-check/built-in/rules/schedules.ts';

const schedules = [
  '* * * * *',
  '0 0 1 1 0',
  '59 23 31 12 6',
  '*/15 0-6/2 ? jan-MAR,dec sun-sat',
  '5/10,,30 +1 * * *',
  '007 * * * *',
  '  1\t2   3 4 5 ',
  '@yearly',
  '@midnight',
  '@hourly',
  '@every 1h30m',
  '@every .5s',
  '@every 0',
];

for (const text of schedules) test(`schedule ${text}`, () => assert.is(scheduleFlaw(text), undefined));

const refused: [schedule: string, told: RegExp][] = [
  ['', /empty/],
  ['* * * *', /4 fields instead of 5/],
  ['* * * * * *', /6 fields instead of 5/],
  ['60 * * * *', /"60" for the minute; write a number from 0 to 59,/],
  ['* 24 * * *', /"24" for the hour/],
  ['* * 0 * *', /"0" for the day of the month/],
  ['* * * 13 *', /"13" for the month; write a number from 1 to 12, or a name from jan to dec/],
  ['* * * * 7', /"7" for the day of the week/],
  ['jan * * * *', /"jan" for the minute/],
  ['* * * * mo', /"mo" for the day/],
  ['5-1 * * * *', /"5-1"/],
  ['1-2-3 * * * *', /"1-2-3"/],
  ['*/0 * * * *', /"\*\/0"/],
  ['*/5/2 * * * *', /"\*\/5\/2"/],
  ['-1 * * * *', /"-1"/],
  ['1.5 * * * *', /"1.5"/],
  ['99999999999999999999 * * * *', /for the minute/],
  ['TZ=UTC * * * * *', /below timeZone/],
  ['CRON_TZ=UTC * * * * *', /below timeZone/],
  ['@Daily', /one of @yearly/],
  ['@every', /one of @yearly/],
  ['@every 1d', /a duration such as/],
];

for (const [text, told] of refused)
  test(`no schedule: ${text}`, () => assert.match(scheduleFlaw(text) ?? '', told));

for (const text of [
  'UTC',
  'Etc/UTC',
  'Etc/GMT+5',
  'Europe/Berlin',
  'America/Argentina/Buenos_Aires',
  'EST5EDT',
  'US/Pacific',
]) {
  test(`time zone ${text}`, () => assert.is(timeZoneFlaw(text), undefined));
}

for (const text of [
  '',
  'Local',
  'local',
  'utc',
  'Berlin',
  'Mars/Base',
  'Europe',
  'Europe/',
  '/Berlin',
  'Europe//Berlin',
  'Europe/..',
  'Europe/-x',
  'Europe/Ber lin',
  `Europe/${'x'.repeat(15)}`,
]) {
  test(`no time zone: ${text}`, () => assert.match(timeZoneFlaw(text) ?? '', /is no time zone/));
}

test.run();
