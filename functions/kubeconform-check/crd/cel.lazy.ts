import { compile, type Program } from './cel/environment.ts';
import { toCel } from './cel/values.ts';
import type { Schema } from './schema.ts';

/** What became of a rule: `reason` completes a sentence. */
export interface Outcome {
  /**
   * `error`: Kubernetes refuses the object as well. `uncompilable`: it can't be evaluated here. `too-costly`: the
   * budget doesn't suffice.
   */
  kind: 'true' | 'false' | 'error' | 'uncompilable' | 'too-costly';
  reason?: string;
}

/** Thrown inside an evaluation where its budget is used up. */
class TooCostly extends Error {}

const MAX_PROGRAMS = 2000;
const programs = new Map<string, Program | { uncompilable: string }>();

/**
 * Evaluates a rule of x-kubernetes-validations on a value, as on create.
 *
 * @param schema of the value, which says how it is typed
 * @param self the value after defaulting
 * @param budget what it may cost, in evaluated expressions and values; what it did cost is taken off
 * @param isResource whether the value has apiVersion, kind and metadata of which the schema needn't say anything
 * Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel.
 */
export function evaluateRule(
  rule: string,
  schema: Schema,
  self: unknown,
  budget: { steps: number },
  isResource = false,
): Outcome {
  const result = evaluate(rule, schema, self, budget, isResource);
  if ('kind' in result) return result;
  if (typeof result.value === 'boolean') return { kind: result.value ? 'true' : 'false' };
  return { kind: 'uncompilable', reason: 'it does not give true or false' };
}

/** The text that a messageExpression gives; undefined where it gives none, so that the message holds. */
export function evaluateMessage(
  expression: string,
  schema: Schema,
  self: unknown,
  budget: { steps: number },
  isResource = false,
): string | undefined {
  const result = evaluate(expression, schema, self, budget, isResource);
  return 'value' in result && typeof result.value === 'string' && result.value.trim() !== ''
    ? result.value
    : undefined;
}

/** Whether a rule compares with the value before an update. */
export function usesOldSelf(rule: string): boolean {
  const program = programOf(rule);
  return 'run' in program && program.usesOldSelf;
}

function evaluate(
  text: string,
  schema: Schema,
  self: unknown,
  budget: { steps: number },
  isResource: boolean,
): Outcome | { value: unknown } {
  const program = programOf(text);
  if (!('run' in program)) return { kind: 'uncompilable', reason: program.uncompilable };
  // There is no old value on create.
  if (program.usesOldSelf) return { value: true };
  const spend = (steps: number) => {
    budget.steps -= steps;
    if (budget.steps < 0) throw new TooCostly();
  };
  try {
    return { value: program.run(toCel(schema, self, isResource, spend), spend) };
  } catch (error) {
    if (error instanceof TooCostly) return { kind: 'too-costly', reason: 'it takes too many steps' };
    if (error instanceof RangeError)
      return { kind: 'too-costly', reason: 'it makes values that are too large' };
    const { code, summary, message } = error as { code?: string; summary?: string; message: string };
    const reason = summary ?? message;
    // What a static check of types would have found; Kubernetes refuses such a CRD.
    const isUnknown =
      code === 'no_such_overload' || code === 'no_matching_overload' || code === 'unknown_variable';
    return { kind: isUnknown ? 'uncompilable' : 'error', reason };
  }
}

function programOf(text: string): Program | { uncompilable: string } {
  let known = programs.get(text);
  if (!known) {
    if (programs.size >= MAX_PROGRAMS) programs.clear();
    known = compile(text);
    programs.set(text, known);
  }
  return known;
}
