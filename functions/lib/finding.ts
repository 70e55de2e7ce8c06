import type { Segments } from './field-path.ts';
import type { CatalogueSeverity, Severity } from './policy/levels.ts';
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
  /** What is wrong and what to do, in a sentence. */
  message: string;
  found?: string;
  allowed?: string;
  /** The value that surely is meant. */
  proposed?: string;
  /** What surely is meant is the text that stands there, in quotes: the value may be written otherwise (0644, yes). */
  quote?: true;
}

/** What a check returns. */
export interface Verdicts {
  findings: Finding[];
  /** The resources in which it had something to check, findings or not. */
  checked: ReadonlySet<Resource>;
  /** Those among them that it was told to leave alone. */
  skipped?: ReadonlySet<Resource>;
}

/** Ten times what the worst package of 10,000 resources gives; more would take gigabytes to write down. */
const MAX_FINDINGS = 100_000;

/**
 * Collects findings.
 *
 * @throws InputError where there are more than anybody could read
 */
export class Findings {
  readonly all: Finding[] = [];

  add(finding: Finding): void {
    if (this.all.length === MAX_FINDINGS) {
      throw new InputError(
        `the package gives more than ${MAX_FINDINGS} findings; split it, or mend the first ones`,
      );
    }
    this.all.push(finding);
  }
}
