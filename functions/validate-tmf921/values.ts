import { printable } from '../lib/printable.ts';

/** The type of a value in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'boolean' ? 'a boolean' : 'a number';
}

/** A value as messages show it. */
export function show(value: unknown): string {
  if (value !== null && typeof value === 'object') return kindOf(value);
  return typeof value === 'string' ? `"${printable(value, 100)}"` : printable(String(value), 100);
}

/** A value as messages describe it: its type, and what it is where that says more. */
export function described(value: unknown): string {
  const isScalar = value !== null && typeof value !== 'object';
  return isScalar ? `${kindOf(value)} (${show(value)})` : kindOf(value);
}

/** A value as findings have it for programs: a text as it is. */
export function bare(value: unknown): string {
  return typeof value === 'string' ? printable(value, 100) : show(value);
}

/** Spellings that differ by case, underscores and blanks only are the same: the standards waver themselves. */
export function plain(text: string): string {
  return text.toLowerCase().replace(/[_\s-]/g, '');
}

const dateTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** The milliseconds since 1970 of a date and time of RFC 3339; undefined where a text is none. */
export function timeOf(text: string): number | undefined {
  if (text.length > 64 || !dateTime.test(text)) return undefined;
  // Date knows no leap seconds and no small letters.
  const time = Date.parse(text.toUpperCase().replace(/:60(?=[.Z+-])/, ':59'));
  return Number.isNaN(time) ? undefined : time;
}
