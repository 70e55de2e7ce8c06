import { CostError } from './errors.ts';

/** How many steps may still be taken. A step takes about 50 ns: a node, an element, 16 characters read or 4 made. */
export interface Budget {
  steps: number;
}

/** What is done with regular expressions; pattern.lazy.ts has it. Injected, so that its engine is bundled once. */
export interface Patterns {
  /** Whether it occurs in the text; `spend` is told the cost beforehand and may throw. */
  matchesPattern(pattern: string, text: string, spend: (steps: number) => void): boolean | Uncompilable;
  /** The leftmost matches, at most `limit` of them. */
  findPattern(
    pattern: string,
    text: string,
    limit: number,
    spend: (steps: number) => void,
  ): readonly string[] | Uncompilable;
}

export interface Uncompilable {
  readonly uncompilable: string;
}

/** One evaluation: counts its steps and lends it the regular expressions. */
export class Run {
  readonly patterns: Patterns;
  readonly #budget: Budget;

  constructor(budget: Budget, patterns: Patterns) {
    this.#budget = budget;
    this.patterns = patterns;
  }

  /** @throws CostError once the budget is spent. */
  readonly spend = (steps: number): void => {
    this.#budget.steps -= steps;
    if (this.#budget.steps < 0) throw new CostError('it takes too many steps');
  };

  /** Pays for making a text or bytes of a length, so that they don't take up all memory. */
  spendMade(length: number): void {
    this.spend(1 + length / 4);
  }

  /** Pays for going through texts, in pairs if each character of one may meet each of the other. */
  spendText(text: string | Uint8Array, other: string | Uint8Array = ''): void {
    this.spend((1 + (text.length >> 4)) * (1 + (other.length >> 4)));
  }
}
