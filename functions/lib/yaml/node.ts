import type { Value } from './scalar.ts';

/**
 * Where a map or list stands in its text. All offsets are UTF-16 code units from the start of the text.
 * `column` is where the entries of a block collection start.
 */
export interface Place {
  flow: boolean;
  start: number;
  end: number;
  column: number;
  entries: Entry[];
  /** The name that an anchor (`&name`) gives this collection, and where the anchor stands. */
  anchor?: { name: string; start: number; end: number };
}

/**
 * One entry of a map or list: `start` is the key's first character, or the `-` of a block list's item;
 * `valueStart` to `end` is the value with its anchor and tag, without a comment or line break behind it. A
 * missing value (`key:`) is empty and stands right behind the colon.
 */
export interface Entry {
  key: string | number;
  start: number;
  valueStart: number;
  end: number;
  alias?: string;
}

/** The places of all maps and lists of a value, by identity. */
export type Places = Map<object, Place>;

/**
 * Which maps and lists need a place: the value itself, and what stands below the keys that are named; a list's items
 * count as the list.
 */
export interface Outline {
  readonly [key: string]: Outline | undefined;
}

/** All maps and lists need a place. */
export const EVERYTHING: Outline = new Proxy({}, { get: () => EVERYTHING });

/** What a text of YAML says. `faults` are what makes it unusable, each a sentence with its line (from 0). */
export interface Reading {
  value: Value;
  faults: Fault[];
}

export interface Fault {
  kind: 'alias' | 'depth' | 'duplicate' | 'key' | 'value';
  /** Completes a sentence that starts with the resource. */
  reason: string;
  /** Offset into the text. */
  at: number;
}

/** Nesting that no resource needs and that a recursive walk still bears. */
export const MAX_DEPTH = 512;
