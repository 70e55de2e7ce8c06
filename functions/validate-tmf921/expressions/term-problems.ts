import type { Segments } from '../../lib/field-path.ts';
import type { Effort } from '../../lib/nearest.ts';
import { printable } from '../../lib/printable.ts';
import type { Problem } from '../problems.ts';
import { isSmall, type Ontology } from './ontology.ts';

/** So many terms are named: a text with more is of another version of the ontology, and not misspelt. */
const MAX_TERMS = 100;

/** Terms that are none of their ontology (TMF-305), each once. */
export class TermProblems {
  readonly all: Problem[] = [];
  private readonly seen = new Set<string>();
  private readonly effort: Effort;

  constructor(effort: Effort) {
    this.effort = effort;
  }

  /**
   * @param before what stands before the term's name: the prefix, or the namespace
   * @param offset asked where the problem is new
   */
  add(
    ontology: Ontology,
    local: string,
    before: string,
    behind: string,
    segments: Segments,
    offset?: () => number,
  ): void {
    if (this.all.length >= MAX_TERMS) return;
    const term = before + local + behind;
    if (this.seen.has(term)) return;
    this.seen.add(term);
    const near = ontology.nearest(local, this.effort);
    if (near === undefined && !ontology.isComplete) return;
    const meant = near === undefined ? undefined : printable(before + near + behind);
    const isSure = near !== undefined && (!ontology.isCased || isSmall(near) === isSmall(local));
    const [other] = ontology.elsewhere(local);
    const found = printable(term);
    const advice =
      other !== undefined
        ? `the term of that name is one of ${other}: use the prefix of that`
        : meant !== undefined
          ? `write ${meant} if that is meant`
          : 'look it up there, or use a namespace of your own for it';
    // In a text the field holds more than the term, so that nothing can be proposed for it.
    const proposed = isSure && other === undefined && offset === undefined ? meant : undefined;
    this.all.push({
      code: 'TMF-305',
      weight: 'warning',
      segments,
      offset: offset?.(),
      message: `${found} is no term of ${ontology.name}; ${advice}`,
      found,
      proposed,
    });
  }
}
