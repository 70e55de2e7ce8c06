import { compile, type Program } from './cel/compile.ts';
import { CompileError, CostError, EvaluationError, SureFlaw } from './cel/errors.ts';
import { namesIn, parse } from './cel/parse.ts';
import { type Budget, type Patterns, Run } from './cel/run.ts';
import { type Schema, toValue, typeOfSchema } from './cel/schema.ts';
import { BOOL, optionalOf, STRING, type Type } from './cel/types.ts';
import { Optional, type Value } from './cel/values.ts';

/** Where a rule stands. */
export interface Site {
  /** The part of a CRD's schema that has the rule. */
  readonly schema: Schema;
  /** It is the root of a resource, whose apiVersion, kind and metadata.name rules always see. */
  readonly isResource: boolean;
  /** The rule also counts for new resources, and must deal with an oldSelf that isn't there. */
  readonly optionalOldSelf: boolean;
}

/** What became of a rule. A reason is a sentence without its subject's name: "it refers to …". */
export type Outcome =
  | { readonly kind: 'true' | 'false'; readonly reason?: undefined }
  /** It compares with an old resource, so it doesn't count for a new one. */
  | { readonly kind: 'skipped'; readonly reason?: undefined }
  /** The evaluation failed: Kubernetes refuses the resource. */
  | { readonly kind: 'error'; readonly reason: string }
  /** Kubernetes wouldn't take the rule, or it can't be read here. */
  | ({ readonly kind: 'uncompilable' } & Flaw)
  | { readonly kind: 'too-costly'; readonly reason: string };

/** Why a rule doesn't compile, as the reason of an outcome. */
export interface Flaw {
  readonly reason: string;
  /** Kubernetes refuses it, too; else it may only be that it can't be read here. */
  readonly isSure: boolean;
}

/** What compiling costs at least, and the most looks at types, so that the time is in proportion to the text. */
const STEPS_PER_CHARACTER = 1 / 4;
const LOOKS_PER_CHARACTER = 20;
const LOOKS = 10_000;

/** Kubernetes ignores longer messages. */
const MOST_MESSAGE_BYTES = 5 * 1024;

/**
 * Evaluates a rule of `x-kubernetes-validations` on a value that is created, as Kubernetes 1.36 does.
 * Never throws, and takes no more than the budget allows, whatever rule, schema and value are.
 *
 * @param self the value after defaulting; integers beyond 2^53 as bigint
 * @param budget is diminished by the steps taken
 */
export function evaluateRule(
  rule: string,
  site: Site,
  self: unknown,
  budget: Budget,
  patterns: Patterns,
): Outcome {
  return outcomeOf(() => {
    const { program, usesOldSelf } = programOf(rule, site, BOOL, budget, patterns);
    if (usesOldSelf && !site.optionalOldSelf) return { kind: 'skipped' };
    return { kind: `${evaluate(program, site, self, budget, patterns) === true}` };
  });
}

/**
 * What is wrong with a rule or a messageExpression, before it meets any value; undefined where Kubernetes takes it. Never
 * throws.
 *
 * @param makes what it has to make
 * @param budget is diminished by the steps taken
 */
export function flawOf(
  expression: string,
  makes: 'bool' | 'string',
  site: Site,
  budget: Budget,
  patterns: Patterns,
): Flaw | undefined {
  const outcome = outcomeOf(() => {
    programOf(expression, site, makes === 'bool' ? BOOL : STRING, budget, patterns);
    return { kind: 'true' };
  });
  if (outcome.kind === 'too-costly') return { reason: outcome.reason, isSure: false };
  return outcome.kind === 'uncompilable' ? outcome : undefined;
}

/**
 * The message that a rule's messageExpression makes; undefined if it fails, or makes none that Kubernetes would show.
 *
 * @param self the value after defaulting; integers beyond 2^53 as bigint
 * @param budget is diminished by the steps taken
 */
export function evaluateMessage(
  expression: string,
  site: Site,
  self: unknown,
  budget: Budget,
  patterns: Patterns,
): string | undefined {
  let message = '';
  outcomeOf(() => {
    const value = evaluate(
      programOf(expression, site, STRING, budget, patterns).program,
      site,
      self,
      budget,
      patterns,
    );
    if (typeof value === 'string') message = value.trim();
    return { kind: 'true' };
  });
  return message === '' || /[\n\r]/.test(message) || Buffer.byteLength(message) > MOST_MESSAGE_BYTES
    ? undefined
    : message;
}

/** Whether a rule mentions oldSelf. False if it can't be read. */
export function usesOldSelf(rule: string): boolean {
  try {
    return namesIn(parse(rule)).has('oldSelf');
  } catch {
    return false;
  }
}

function outcomeOf(evaluation: () => Outcome): Outcome {
  try {
    return evaluation();
  } catch (error) {
    if (error instanceof EvaluationError) return { kind: 'error', reason: error.message };
    if (error instanceof CompileError) {
      return { kind: 'uncompilable', reason: error.message, isSure: error instanceof SureFlaw };
    }
    if (error instanceof CostError) return { kind: 'too-costly', reason: error.message };
    // JavaScript's own limits of stack, texts and lists.
    if (error instanceof RangeError) return { kind: 'too-costly', reason: 'it is too large' };
    return { kind: 'uncompilable', reason: 'it cannot be evaluated here', isSure: false };
  }
}

interface Compiled {
  readonly program: Program;
  readonly usesOldSelf: boolean;
}

/** By schema, so that it holds no more expressions than the schemas that are in use. */
const compiled = new WeakMap<Schema, Map<string, Compiled | CompileError>>();

/** @throws CompileError, or CostError */
function programOf(
  expression: string,
  site: Site,
  wanted: Type,
  budget: Budget,
  patterns: Patterns,
): Compiled {
  const known = compiled.get(site.schema) ?? new Map<string, Compiled | CompileError>();
  compiled.set(site.schema, known);
  const key = `${wanted.kind} ${site.isResource} ${site.optionalOldSelf} ${expression}`;
  let result = known.get(key);
  if (result === undefined) {
    result = compileFor(expression, site, wanted, new Run(budget, patterns));
    known.set(key, result);
  }
  if (result instanceof CompileError) throw result;
  return result;
}

function compileFor(expression: string, site: Site, wanted: Type, run: Run): Compiled | CompileError {
  run.spend(expression.length * STEPS_PER_CHARACTER);
  try {
    const self = typeOfSchema(site.schema, site.isResource);
    if (self === undefined) throw new CompileError('its schema has no type that rules can see');
    const node = parse(expression);
    const variables = { self, oldSelf: site.optionalOldSelf ? optionalOf(self) : self };
    const looks = LOOKS + LOOKS_PER_CHARACTER * expression.length;
    const program = compile(node, variables, wanted, run, looks);
    return { program, usesOldSelf: namesIn(node).has('oldSelf') };
  } catch (error) {
    if (error instanceof CompileError) return error;
    throw error;
  }
}

function evaluate(program: Program, site: Site, self: unknown, budget: Budget, patterns: Patterns): Value {
  const run = new Run(budget, patterns);
  const roots: Record<string, Value> = { self: toValue(self, site.schema, site.isResource, run) };
  if (site.optionalOldSelf) roots.oldSelf = Optional.none;
  return program(roots, run);
}
