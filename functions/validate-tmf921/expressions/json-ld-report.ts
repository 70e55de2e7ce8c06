import { type Effort, nearest } from '../../lib/nearest.ts';
import { printable } from '../../lib/printable.ts';
import type { Budget } from '../document.ts';
import type { Problem } from '../problems.ts';
import { ofLiteral } from '../sanitise.ts';
import { findTerm } from './ontology.ts';
import { TermProblems } from './term-problems.ts';
import { wellKnownNamespace } from './well-known.ts';

/** Values, and terms that are defined by each other, nested deeper than this are not checked. */
const MAX_DEPTH = 500;
/** Whoever has mended so many will find the others. */
const MAX_FAULTS = 100;

/** Ends the check; what was found till then stays. */
class Stopped extends Error {}

/** What was found in a value, and where the check is in it. */
export class Report {
  /** Where the check is: what is found is found there. */
  readonly path: (string | number)[] = [];
  /** Where a context is read again because it is used there: what is wrong with it was said where it stands. */
  private usedAt: number | undefined;
  private readonly problems: Problem[] = [];
  private readonly effort: Effort;
  private readonly terms: TermProblems;
  private readonly prefixes = new Set<string>();
  private faults = 0;
  private doubts = 0;
  private depth = 0;
  private readonly budget: Budget;
  private hasRemote = false;

  constructor(budget: Budget) {
    this.budget = budget;
    this.effort = budget.guesses;
    this.terms = new TermProblems(this.effort);
  }

  /** Runs the check. */
  run(check: () => void): Problem[] {
    try {
      check();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      this.problems.push({
        code: 'TMF-307',
        // What isn't looked at may hold anything.
        weight: 'error',
        segments: this.path.slice(0, this.usedAt),
        message: error.message,
      });
    }
    return [...this.problems, ...this.terms.all];
  }

  /** Counts steps of the check. */
  step(count = 1): void {
    this.budget.steps -= count;
    if (this.budget.steps < 0) {
      throw new Stopped(
        'the JSON-LD, or what was checked before it, takes too long to check: use fewer and smaller contexts',
      );
    }
  }

  /** Goes down: to a value, to a context, to a term that another one needs. */
  within<T>(segments: readonly (string | number)[], check: () => T): T {
    if (++this.depth > MAX_DEPTH) {
      throw new Stopped(
        `the JSON-LD is nested deeper than ${MAX_DEPTH} levels, and not checked further: nest it less`,
      );
    }
    this.path.push(...segments);
    const result = check();
    this.path.length -= segments.length;
    this.depth--;
    return result;
  }

  /** Reads a context where it is used, and not where it stands. */
  use<T>(read: () => T): T {
    const { usedAt } = this;
    this.usedAt ??= this.path.length;
    const result = this.within([], read);
    this.usedAt = usedAt;
    return result;
  }

  /** A context does not fit what holds where it is used (TMF-303). */
  conflict(message: string): void {
    const { usedAt } = this;
    const inner = this.path.splice(usedAt ?? this.path.length);
    this.usedAt = undefined;
    this.fault(message);
    this.usedAt = usedAt;
    this.path.push(...inner);
  }

  /** It is no JSON-LD (TMF-303). */
  fault(message: string, weight: 'error' | 'warning' = 'error', found?: string, allowed?: string): void {
    if (this.usedAt !== undefined) return;
    // Doubts must not keep faults from being found.
    if (weight === 'warning' && ++this.doubts > MAX_FAULTS) return;
    this.problems.push({ code: 'TMF-303', weight, segments: [...this.path], message, found, allowed });
    if (weight === 'error' && ++this.faults >= MAX_FAULTS) {
      throw new Stopped(`the JSON-LD has ${MAX_FAULTS} faults, and is not checked further: mend these first`);
    }
  }

  /** A text that is a link by what the context says of its term: one that runs code or reads files does harm. */
  follows(text: string): void {
    if (this.usedAt !== undefined) return;
    for (const flaw of ofLiteral(text, '@id'))
      if (++this.doubts <= MAX_FAULTS) this.problems.push({ ...flaw, segments: [...this.path] });
  }

  /** A context that would have to be loaded (TMF-307). */
  remote(iri: string): void {
    if (this.hasRemote) return;
    this.hasRemote = true;
    this.problems.push({
      code: 'TMF-307',
      weight: 'info',
      segments: [...this.path],
      message: `the context ${printable(iri)} is not loaded, so the terms that it may define are not checked; write the context into the expression to have them checked`,
      found: printable(iri),
    });
  }

  /**
   * A name with a prefix that isn't declared (TMF-304).
   *
   * @param declared the prefixes that are
   * @param isTerm whether it is declared as a term that is no prefix
   */
  undeclared(prefix: string, name: string, declared: () => string[], isTerm: boolean): void {
    if (this.usedAt !== undefined || this.prefixes.has(prefix) || this.prefixes.size >= MAX_FAULTS) return;
    this.prefixes.add(prefix);
    const shown = printable(prefix);
    const known = wellKnownNamespace(prefix);
    const near =
      known === undefined && prefix.length > 2 ? nearest(prefix, declared(), this.effort) : undefined;
    const add = `add "${shown}": "${known ?? '…'}" to the @context`;
    const advice = near === undefined ? add : `write ${printable(near)}: if that is meant, or ${add}`;
    const problem = isTerm
      ? `the term ${shown} of the @context is no prefix, because its IRI does not end with "/" or "#", so ${printable(name)} is not expanded; end the IRI with one of these, or set "@prefix": true`
      : `the prefix ${shown}: of ${printable(name)} is not declared in the @context; ${advice}`;
    this.problems.push({
      code: 'TMF-304',
      weight: 'warning',
      segments: [...this.path],
      message: problem,
      found: `${shown}:`,
    });
  }

  /**
   * A name as it was written and the IRI that it means: one of a known ontology has to be a term of it (TMF-305).
   */
  name(text: string, iri: string): void {
    if (this.usedAt !== undefined) return;
    const term = findTerm(iri);
    if (!term || term.isKnown || !text.endsWith(term.local)) return;
    const before = text.slice(0, text.length - term.local.length);
    this.terms.add(term.ontology, term.local, before, '', [...this.path]);
  }
}
