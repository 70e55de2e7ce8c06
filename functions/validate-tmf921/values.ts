import { printable } from '../lib/printable.ts';
import { show } from '../lib/show.ts';

/** A value as findings have it for programs: a text as it is. */
export function bare(value: unknown): string {
  return typeof value === 'string' ? printable(value, 100) : show(value);
}

/** Spellings that differ by case, underscores and blanks only are the same: the standards waver themselves. */
export function plain(text: string): string {
  return text.toLowerCase().replace(/[_\s-]/g, '');
}

/** What is said of a value that is nested deeper than so many levels. */
export function tooDeep(levels: number): string {
  return `is nested deeper than ${levels} levels, which the policy allows; flatten it`;
}

const dateTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** The milliseconds since 1970 of a date and time of RFC 3339; undefined where a text is none. */
export function timeOf(text: string): number | undefined {
  if (text.length > 64 || !dateTime.test(text)) return undefined;
  // Date knows no leap seconds and no small letters.
  const time = Date.parse(text.toUpperCase().replace(/:60(?=[.Z+-])/, ':59'));
  return Number.isNaN(time) ? undefined : time;
}
