import { printable } from './printable.ts';

/** The type of a value in words. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'boolean' ? 'a boolean' : 'a number';
}

/** A value as messages show it, texts up to so many characters. Of maps and lists only the type: they may be huge. */
export function show(value: unknown, limit = 100): string {
  if (value !== null && typeof value === 'object') return kindOf(value);
  return typeof value === 'string' ? `"${printable(value, limit)}"` : printable(String(value), limit);
}

/** A value as messages describe it: its type, and what it is where that says more. */
export function described(value: unknown): string {
  const isScalar = value !== null && typeof value !== 'object';
  return isScalar ? `${kindOf(value)} (${show(value)})` : kindOf(value);
}
