import { MAX_DEPTH } from './schema.ts';

/** So many values may still be looked at, shared by all of a package's resources. */
export interface Steps {
  steps: number;
  /** Others left less of the budget than one may spend. */
  isShort?: boolean;
}

/** Runs a check on what it may spend of a budget, `most` at most, and takes from the budget what it spent. */
export function spendAtMost(most: number, budget: Steps, check: (own: Steps) => void): void {
  const allowed = Math.min(budget.steps, most);
  const own = { steps: allowed, isShort: budget.steps < most };
  try {
    check(own);
  } finally {
    budget.steps -= allowed - Math.max(own.steps, 0);
  }
}

/** Thrown where a value can't be checked to its end. The message completes a sentence that starts with the value. */
export class TooMuch extends Error {}

/** It isn't the value that takes too much: others have used up the budget. */
export class NothingLeft extends TooMuch {}

/** Counts what a walk costs, and how deep it is. */
export class Meter {
  private readonly budget: Steps;
  private depth = 0;

  constructor(budget: Steps) {
    this.budget = budget;
  }

  /** @throws TooMuch where the budget doesn't suffice */
  readonly spend = (steps = 1): void => {
    this.budget.steps -= steps;
    if (this.budget.steps >= 0) return;
    if (this.budget.isShort)
      throw new NothingLeft(
        'is not checked to its end, for the package before it took most of the steps; split the package',
      );
    throw new TooMuch('takes too many steps to check; make it, or its schema, smaller');
  };

  /** @throws TooMuch where it is too deep, or the budget doesn't suffice */
  enter(): void {
    this.spend();
    if (++this.depth > MAX_DEPTH)
      throw new TooMuch(`is nested deeper than ${MAX_DEPTH} levels; make it flatter`);
  }

  leave(): void {
    this.depth--;
  }
}
