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
  /** The value isn't written as a map of its own (`[a: b]`, an alias): only all of it can be written anew. */
  whole?: true;
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

/** A value that an anchor (`&name`) names: where it starts, and where aliases (`*name`) of it stand. */
export interface Anchor {
  value: unknown;
  start: number;
  aliases: { start: number; end: number }[];
}

/** The places of all maps and lists of a value, by identity; and its anchors. */
export type Places = Map<object, Place> & { anchors?: Anchor[] };

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

/** What reading may still cost. It is shared by the parts of a text, so that many small ones can't exceed it. */
export interface Budget {
  /** So many values may still be read: a few bytes of text can make hundreds of bytes of values. */
  values: number;
  /** So many values may still be reached through aliases: a chain of a few aliases can stand for millions. */
  aliased: number;
  /** So many tokens may still be read by the library, which needs a microsecond for each. */
  tokens: number;
}

/** In 64 MiB a value has 22 characters then; in what kpt hands over it has about 27. */
const MAX_VALUES = 3_000_000;

/** The budget of one text. */
export function newBudget(): Budget {
  return { values: MAX_VALUES, aliased: 1_000_000, tokens: 4_000_000 };
}

/** Raised where a text holds more than can be read. The message completes a sentence that starts with the text. */
export class TooMuch extends Error {}

/** What is thrown where the budget of values is used up. */
export function tooManyValues(): TooMuch {
  return new TooMuch(`holds more than ${MAX_VALUES} values`);
}

/** Raised where the nesting exceeds MAX_DEPTH. */
export class TooDeep extends Error {}

/** Nesting that no resource needs and that a recursive walk still bears. */
export const MAX_DEPTH = 512;
