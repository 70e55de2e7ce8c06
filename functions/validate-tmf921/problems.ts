import type { Segments } from '../lib/field-path.ts';
import type { Code } from './codes.ts';

/**
 * How much a problem weighs, whatever the level makes of it: `error` makes the intent invalid, `harmful` too and is
 * never less than a warning, `suspect` is a warning at every level, `warning` is a doubt, `info` is only said.
 */
export type Weight = 'error' | 'harmful' | 'suspect' | 'warning' | 'info';

/** One thing that is wrong with an intent, but for where the intent is. */
export interface Problem {
  code: Code;
  weight: Weight;
  /** Where in the document. */
  segments: Segments;
  /** Where in the text that stands there: an offset in UTF-16 code units. */
  offset?: number;
  /** Where in the text that holds the document, if it is known already; likewise an offset. */
  at?: number;
  /** What is wrong and what to do; printable. */
  message: string;
  /** Printable, as `allowed` and `proposed` are. */
  found?: string;
  allowed?: string;
  /** The value that surely is meant. */
  proposed?: string;
}
