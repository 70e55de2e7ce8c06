import type { Segments } from '../lib/field-path.ts';
import type { Effort } from '../lib/nearest.ts';
import type { Value } from '../lib/yaml/read.ts';
import type { Source } from './find-intents.ts';
import type { Detection } from './profiles/detect.ts';

/** One document of a source: an intent, a report, a specification, or an expression that stands alone. */
export interface Document {
  source: Source;
  /** Where in the source's text or value it is: a text may hold a list. */
  segments: Segments;
  /** A map, but for an expression that stands alone: Turtle is a text, JSON-LD may be a list. */
  value: Value;
  detection: Detection;
  /** So many levels may be nested in it, and in what its texts hold. */
  maxDepth: number;
  budget: Budget;
}

/** What checking a package may still cost. All documents share it, so that many small ones can't take hours. */
export interface Budget {
  /** Errors of schemas, each counted 500 times, and once for every other one of its document: so often they are copied. */
  errors: number;
  /** Guessing at misspelt names, in pairs of characters. */
  guesses: Effort;
  /** Steps of JSON-LD, of 10 ns each. */
  steps: number;
}

export function newBudget(): Budget {
  return { errors: 1_000_000_000, guesses: { left: 50_000_000 }, steps: 250_000_000 };
}

/** Visits each map, list and scalar of a value, from the outside inwards; below those where it says so, no further. */
export function walk(
  value: Value,
  visit: (value: Value, segments: Segments) => boolean | undefined,
  path: (string | number)[] = [],
): void {
  if (visit(value, path) === false || typeof value !== 'object' || value === null) return;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [segment, inner] of entries) {
    path.push(segment);
    walk(inner, visit, path);
    path.pop();
  }
}
