import type { Value } from '../../../functions/lib/yaml/read.ts';
import { newBudget } from '../../../functions/validate-tmf921/document.ts';
import * as checks from '../../../functions/validate-tmf921/expressions/expressions.lazy.ts';
import type { Problem } from '../../../functions/validate-tmf921/problems.ts';

/** The check of a Turtle text, as if nothing had been checked before it. */
export function checkTurtle(text: string, maxDepth = 1000): Problem[] {
  return checks.checkTurtle(text, maxDepth, newBudget());
}

/** The check of a value in JSON-LD, as if nothing had been checked before it. */
export function checkJsonLd(value: Value): Problem[] {
  return checks.checkJsonLd(value, newBudget());
}
