import { Environment } from '@marcbachmann/cel-js';
import { countBy, MAX_TEXT, spend } from './cost.ts';
import { registerFormats } from './formats.ts';
import { registerLists } from './lists.ts';
import { registerMacros } from './macros.ts';
import { registerNetwork } from './network.ts';
import { adapt } from './nodes.ts';
import { registerQuantity } from './quantity.ts';
import { registerSemver } from './semver.ts';
import { registerText } from './text.ts';
import { registerTime } from './time-functions.ts';

/** A compiled expression. */
export interface Program {
  usesOldSelf: boolean;
  /**
   * @param self as toCel makes it
   * @param spend is told of each step, and throws where there are too many
   */
  run(self: unknown, spend: (steps: number) => void): unknown;
}

/** Rules are a few hundred characters; a long one is nested text that takes the library seconds. */
const MAX_LENGTH = 20_000;

const environment = new Environment({
  unlistedVariablesAreDyn: false,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
  limits: { maxAstNodes: 10_000, maxDepth: 200 },
});
environment.registerVariable('self', 'dyn').registerVariable('oldSelf', 'dyn');
for (const register of [
  registerText,
  registerTime,
  registerLists,
  registerMacros,
  registerQuantity,
  registerSemver,
  registerNetwork,
  registerFormats,
]) {
  register(environment);
}

/** What evaluates the nodes of an expression; each goes through its method `run`. */
interface Evaluator {
  run(ast: { op: string }, context: unknown): unknown;
}

/** What it costs that an expression fails: the library shows in its message where. */
let errorSteps = 0;
countSteps();

/** Has the evaluator, which the library doesn't give out but as the `this` of functions, count what it evaluates. */
function countSteps(): void {
  let evaluator: Evaluator | undefined;
  environment.registerFunction('stepCounter(): bool', function (this: Evaluator) {
    evaluator = this;
    return true;
  });
  environment.evaluate('stepCounter()');
  const found = evaluator as Evaluator | undefined;
  if (!found || typeof found.run !== 'function')
    throw new Error('the evaluator of CEL is not of the form that is known');
  const run = found.run.bind(found);
  found.run = (ast, context) => {
    let value: unknown;
    try {
      value = run(ast, context);
    } catch (error) {
      spend(errorSteps);
      throw error;
    }
    spend(1 + costOf(value, ACCUMULATING.has(ast.op)));
    return value;
  };
}

/** Of collections that were seen: how many values they hold, and for lists how many of its items count in that. */
const sizes = new WeakMap<object, { size: number; items: number }>();
/** Reading what is there costs less than making it. */
const READ = 1 / 16;
/** What only hands the list of a `map` or `filter` on that is being made. */
const ACCUMULATING = new Set(['accuValue', 'accuPush', '?:']);

/** What a function that is given the value may cost; a list that was just made costs its memory too. */
function costOf(value: unknown, isPassedOn: boolean): number {
  if (typeof value === 'string') {
    if (value.length > MAX_TEXT) throw new RangeError('too long');
    return value.length / 128;
  }
  if (typeof value !== 'object' || value === null) return 0;
  const before = sizes.get(value)?.size ?? 0;
  const size = sizeOf(value);
  return (isPassedOn ? 0 : size * READ) + (size - before);
}

/** How many values a collection holds, those inside of collections too; of a list that grows only what is new counts. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length / 8;
  if (typeof value !== 'object' || value === null) return 0;
  const known = sizes.get(value) ?? { size: 1, items: 0 };
  if (Array.isArray(value)) {
    for (; known.items < value.length; known.items++) known.size += 1 + sizeOf(value[known.items]);
  } else if (value instanceof Map && known.items === 0) {
    for (const [key, item] of value) known.size += 1 + sizeOf(key) + sizeOf(item);
    known.items = 1;
  }
  sizes.set(value, known);
  return known.size;
}

/** Compiles an expression; what it can't completes a sentence that starts with it. */
export function compile(text: string): Program | { uncompilable: string } {
  if (text.length > MAX_LENGTH) return { uncompilable: `it is longer than ${MAX_LENGTH} characters` };
  try {
    const parsed = environment.parse(text);
    const usesOldSelf = adapt(parsed.ast);
    const { valid, error } = parsed.check();
    if (!valid) return { uncompilable: reasonOf(error) };
    return {
      usesOldSelf,
      run(self, spend) {
        countBy(spend);
        errorSteps = 20 + text.length / 64;
        return parsed({ self, oldSelf: null });
      },
    };
  } catch (error) {
    return { uncompilable: error instanceof RangeError ? 'it is nested too deep' : reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const { summary, message } = error as { summary?: string; message: string };
  return summary ?? message;
}
