let spendSteps: (steps: number) => void = () => {};

/** Says who is told of steps from now on; it throws where there are too many. */
export function countBy(spend: (steps: number) => void): void {
  spendSteps = spend;
}

/** Takes steps off the budget of the evaluation that runs. */
export function spend(steps: number): void {
  spendSteps(steps);
}

/** A text of more characters is refused: a few additions double one to gigabytes. */
export const MAX_TEXT = 10_000_000;

/** @throws RangeError where a text is about to be made that is too long */
export function spendText(length: number): void {
  if (length > MAX_TEXT) throw new RangeError('too long');
  spend(length / 16);
}
