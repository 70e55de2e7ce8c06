import { RE2JS } from 're2js';

/** Patterns beyond these take long to compile; those of public schemas have a tenth of it. */
const MOST_CHARACTERS = 10_000;
const MOST_UNICODE_CLASSES = 200;

/** Units of program size × text length: one takes up to 4 ns, and three times as much where the match is wanted, too. */
const MOST_WORK = 500_000_000;
const WORK_PER_STEP = 16;
const WORK_PER_STEP_OF_FINDING = 4;

/** The steps that compiling costs, besides one for each character and these for each instruction. */
const COMPILING = 200;
const STEPS_PER_INSTRUCTION = 200;

/** How many compiled patterns are kept, and up to which size of all programs. */
const MOST_KEPT = 1000;
const MOST_KEPT_SIZE = 200_000;

export interface Uncompilable {
  /** Why the pattern can't be used, in words. */
  readonly uncompilable: string;
}

/** Compiled patterns, and why others can't be. */
export type Compiled = Map<string, RE2JS | Uncompilable>;

/** The oldest first. */
const kept: Compiled = new Map();
let keptSize = 0;

/**
 * Whether a pattern occurs in a text, by the rules and in the linear time of Go's regexp.
 * https://github.com/google/re2/wiki/Syntax
 *
 * @param spend is told the steps (about 50 ns each) beforehand, and may throw; without it there is a fixed limit
 * @param own keeps what is compiled instead of a cache for all, so that the steps don't depend on what was before
 */
export function matchesPattern(
  pattern: string,
  text: string,
  spend?: (steps: number) => void,
  own?: Compiled,
): boolean | Uncompilable {
  const expression = compile(pattern, spend, own);
  if ('uncompilable' in expression) return expression;
  return costFlaw(expression, text, spend) ?? expression.test(text);
}

/**
 * What a pattern finds in a text, from left to right.
 *
 * @param limit the most that are wanted
 * @param spend is told the steps (about 50 ns each) beforehand, and may throw
 */
export function findPattern(
  pattern: string,
  text: string,
  limit: number,
  spend: (steps: number) => void,
): readonly string[] | Uncompilable {
  const expression = compile(pattern, spend);
  if ('uncompilable' in expression) return expression;
  const found: string[] = [];
  let end = -1;
  let at = 0;
  while (found.length < limit && at <= text.length) {
    spend(costOf(expression, text.length - at, WORK_PER_STEP_OF_FINDING));
    const match = expression.matcher(text);
    if (!match.find(at)) break;
    // As in Go, an empty match right behind another one doesn't count.
    if (match.end() > match.start() || match.start() !== end) found.push(match.group() ?? '');
    end = match.end();
    at = match.end() > at ? match.end() : at + ((text.codePointAt(at) as number) > 0xffff ? 2 : 1);
  }
  return found;
}

function compile(
  pattern: string,
  spend?: (steps: number) => void,
  own: Compiled = kept,
): RE2JS | Uncompilable {
  const known = own.get(pattern);
  if (known !== undefined) return known;
  spend?.(COMPILING + pattern.length);
  const made = compileAnew(pattern);
  const size = 'uncompilable' in made ? 1 : made.programSize();
  if (own === kept) makeRoom(size);
  own.set(pattern, made);
  // It is known only now; at least the next one isn't compiled any more.
  spend?.(size * STEPS_PER_INSTRUCTION);
  return made;
}

function makeRoom(size: number): void {
  if (kept.size >= MOST_KEPT || keptSize + size > MOST_KEPT_SIZE) {
    kept.clear();
    keptSize = 0;
  }
  keptSize += size;
}

function compileAnew(pattern: string): RE2JS | Uncompilable {
  if (pattern.length > MOST_CHARACTERS)
    return { uncompilable: `it is longer than ${MOST_CHARACTERS} characters` };
  if (pattern.split(/\\p/i).length > MOST_UNICODE_CLASSES) {
    return { uncompilable: `it has more than ${MOST_UNICODE_CLASSES} classes of Unicode` };
  }
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RangeError) return { uncompilable: 'it is nested too deeply' };
    return { uncompilable: (error as Error).message };
  }
}

function costOf(expression: RE2JS, length: number, workPerStep = WORK_PER_STEP): number {
  return 1 + (expression.programSize() * length) / workPerStep;
}

function costFlaw(
  expression: RE2JS,
  text: string,
  spend?: (steps: number) => void,
): Uncompilable | undefined {
  const cost = costOf(expression, text.length);
  if (spend !== undefined) spend(cost);
  else if (cost > MOST_WORK / WORK_PER_STEP) return { uncompilable: 'it takes too long on so long a text' };
  return undefined;
}
