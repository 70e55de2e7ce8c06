import { type Compiled, matchesPattern, type Uncompilable } from './pattern.lazy.ts';
import { type Steps, spendAtMost } from './steps.ts';

/** Finds out whether a pattern occurs in a text. */
export type Matches = (pattern: string, text: string) => boolean | Uncompilable;

/** What the patterns of one definition may cost: some 2,000 of them. */
const MAX_STEPS = 10_000_000;

/** Ends the work on a pattern. */
class Spent extends Error {}

/**
 * Tries the patterns of a definition. They have a budget of their own, for compiling one takes as long as checking
 * hundreds of schemas, and Kubernetes takes any number of them: those beyond the budget count as right.
 *
 * @returns whether the budget was enough for all
 */
export function tryPatterns(budget: Steps, check: (matches: Matches) => void): boolean {
  const own: Compiled = new Map();
  let isSpent = false;
  spendAtMost(MAX_STEPS, budget, (share) => {
    const spend = (steps: number) => {
      share.steps -= steps;
      if (share.steps < 0) throw new Spent();
    };
    check((pattern, text) => {
      if (isSpent) return true;
      try {
        return matchesPattern(pattern, text, spend, own);
      } catch (error) {
        if (!(error instanceof Spent)) throw error;
        isSpent = true;
        return true;
      }
    });
  });
  return !isSpent;
}
