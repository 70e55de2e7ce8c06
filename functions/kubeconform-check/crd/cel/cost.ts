import type { PatternCost } from '../pattern.lazy.ts';

let spendSteps: (steps: number) => void = () => {};

/** Says who is told of steps from now on; it throws where there are too many. */
export function countBy(spend: (steps: number) => void): void {
  spendSteps = spend;
  patternCost.paid.clear();
}

/** Takes steps off the budget of the evaluation that runs. */
export function spend(steps: number): void {
  spendSteps(steps);
}

/** What patterns cost in the evaluation that runs. */
export const patternCost: PatternCost = { spend, paid: new Set() };

/** A text of more characters is refused: a few additions double one to gigabytes. */
export const MAX_TEXT = 10_000_000;

/** @throws RangeError where a text is about to be made that is too long */
export function spendText(length: number): void {
  if (length > MAX_TEXT) throw new RangeError('too long');
  spend(length / 16);
}
