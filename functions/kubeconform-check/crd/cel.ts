import type { Flaw, Outcome } from './cel.lazy.ts';
import * as cel from './cel.lazy.ts';
import { findPattern, matchesPattern } from './pattern.lazy.ts';
import type { Matches } from './patterns.ts';

export type { Outcome } from './cel.lazy.ts';
export { usesOldSelf } from './cel.lazy.ts';

/** Both modules are lazy, so neither can import the other without its engine being bundled twice. */
const patterns = { findPattern, matchesPattern };

/**
 * Evaluates a rule of `x-kubernetes-validations` on a value that is created. Never throws.
 *
 * @param schema the part of a CRD's schema that has the rule
 * @param self the value after defaulting; integers beyond 2^53 as bigint
 * @param budget is diminished by the steps taken
 * @param isResource the schema is the root of a resource: rules see its apiVersion, kind and metadata.name
 * @param optionalOldSelf what the rule says of it: such a rule counts for new resources, too
 */
export function evaluateRule(
  rule: string,
  schema: object,
  self: unknown,
  budget: { steps: number },
  isResource = false,
  optionalOldSelf = false,
): Outcome {
  return cel.evaluateRule(rule, { schema, isResource, optionalOldSelf }, self, budget, patterns);
}

/**
 * What is wrong with a rule or a messageExpression, before it meets any value; see evaluateRule for what is given. Never
 * throws.
 *
 * @param makes what it has to make
 * @param matches tries the patterns that are written out in it
 */
export function flawOf(
  expression: string,
  makes: 'bool' | 'string',
  schema: object,
  { budget, matches }: { budget: { steps: number }; matches: Matches },
  isResource: boolean,
  optionalOldSelf: boolean,
): Flaw | undefined {
  const site = { schema, isResource, optionalOldSelf };
  return cel.flawOf(expression, makes, site, budget, { findPattern, matchesPattern: matches });
}

/** The message that a rule's messageExpression makes; undefined if it makes none that Kubernetes would show. */
export function evaluateMessage(
  expression: string,
  schema: object,
  self: unknown,
  budget: { steps: number },
  isResource = false,
): string | undefined {
  return cel.evaluateMessage(
    expression,
    { schema, isResource, optionalOldSelf: false },
    self,
    budget,
    patterns,
  );
}
