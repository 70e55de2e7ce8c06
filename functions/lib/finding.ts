import type { Segments } from './field-path.ts';
import type { CatalogueSeverity, Severity } from './policy/levels.ts';
import { MAX_FIELD, MAX_PATH } from './record/results.ts';
import type { Resource } from './resource.ts';
import { InputError } from './resource-list/resource-list.ts';

/** One thing that a function has to say about a resource. */
export interface Finding {
  /** The function's own code, as `IMG-003`. */
  code: string;
  /** The check of the catalogue that it counts for. */
  check: string;
  /** An error blocks. */
  severity: Severity;
  /** How much the catalogue makes of it, at the policy's level. */
  rank: CatalogueSeverity;
  resource: Resource;
  /** Where in the resource; empty for the resource itself. */
  segments: Segments;
  /**
   * Where it stands inside of a text of the resource: the first `depth` segments lead to the text, those behind them
   * into the document that it holds; `offset` is that of a character in the text's value, in UTF-16 code units.
   */
  inText?: { depth: number; offset: number };
  /** What is wrong and what to do, in a sentence. */
  message: string;
  found?: string;
  allowed?: string;
  /** The value that surely is meant. */
  proposed?: string;
  /** What surely is meant is the text that stands there, in quotes: the value may be written otherwise (0644, yes). */
  quote?: true;
  /** What results and the report tell of it beside what all findings have, by keys that they don't have. */
  tags?: Readonly<Record<string, string>>;
}

/** What a check returns. */
export interface Verdicts {
  findings: Finding[];
  /** The resources in which it had something to check, findings or not. */
  checked: ReadonlySet<Resource>;
  /** Those among them that it was told to leave alone. */
  skipped?: ReadonlySet<Resource>;
  /**
   * What the head of the function's section in the report tells beside the verdict and counts. It stands in each
   * section, so a kilobyte is much; for the same package it must be the same.
   */
  summary?: Readonly<Record<string, unknown>>;
}

/** So many characters findings may have as results, which take ten bytes of memory each: some 50,000 findings. */
const MAX_CHARACTERS = 40_000_000;
/** What each has beside its own texts: keys, codes, kinds. */
const FRAME = 450;

/**
 * Collects findings.
 *
 * @throws InputError where there are more than anybody could read
 */
export class Findings {
  readonly all: Finding[] = [];
  private left = MAX_CHARACTERS;

  add(finding: Finding): void {
    this.left -= FRAME + lengthOf(finding);
    if (this.left < 0) {
      throw new InputError(
        `the package gives more than ${this.all.length} findings, which is too much to write down; split it, or mend the first ones`,
      );
    }
    this.all.push(finding);
  }
}

/** About how long the texts of a finding are that stand in its result. */
function lengthOf({ message, found = '', resource, segments, tags = {} }: Finding): number {
  const keys = segments.reduce<number>((length, segment) => length + String(segment).length + 1, 0);
  const own = Object.entries(tags).map(([key, value]) => key.length + value.length);
  const texts = own.reduce((sum, length) => sum + length, message.length + found.length);
  return texts + Math.min(keys, MAX_FIELD) + Math.min(resource.path?.length ?? 0, MAX_PATH);
}
