import { RE2JS } from 're2js';

/** A pattern of more characters is none that people wrote; some take seconds to compile. */
const MAX_PATTERN = 20_000;
/** Steps of a program for each character of a text: what its instructions times the text's length may come to. */
const MAX_WORK = 200_000_000;
const MAX_COMPILED = 2000;

const compiled = new Map<string, RE2JS | { uncompilable: string }>();

/**
 * Whether a text has a match of a pattern, as Go's regexp tells it: RE2's syntax, anywhere in the text, in time linear
 * to its length.
 *
 * @param cost is told what it costs before it is done
 * @returns what makes it impossible to tell; completes a sentence that starts with the pattern
 */
export function matchesPattern(
  pattern: string,
  text: string,
  cost: PatternCost = FREE,
): boolean | { uncompilable: string } {
  const program = programFor(pattern, text, cost);
  return program instanceof RE2JS ? program.test(text) : program;
}

/** What matching costs. */
export interface PatternCost {
  /** Is told of steps; throws where there are too many. */
  spend(steps: number): void;
  /** The patterns whose compilation is paid for. */
  readonly paid: Set<string>;
}

const FREE: PatternCost = { spend: () => {}, paid: new Set() };
/** What an instruction costs to compile, and what it costs for a character. */
const COMPILED = 4;
const MATCHED = 1 / 32;

function programFor(pattern: string, text: string, cost: PatternCost): RE2JS | { uncompilable: string } {
  const isPaid = cost.paid.has(pattern);
  cost.spend(1 + (isPaid ? 0 : pattern.length));
  const program = compile(pattern);
  if (!(program instanceof RE2JS)) return program;
  const size = program.programSize();
  // What was compiled for others is paid for again, so that the cost is the same each time.
  if (!isPaid && cost !== FREE) {
    cost.spend(size * COMPILED);
    if (cost.paid.size >= MAX_COMPILED / 2) cost.paid.clear();
    cost.paid.add(pattern);
  }
  const work = size * (text.length + 1);
  cost.spend(work * MATCHED);
  return work > MAX_WORK
    ? { uncompilable: `would take too long on a text of ${text.length} characters` }
    : program;
}

/** All matches of a pattern in a text, from the left, at most `most` of them. */
export function findMatches(
  pattern: string,
  text: string,
  most: number,
  cost: PatternCost = FREE,
): string[] | { uncompilable: string } {
  const program = programFor(pattern, text, cost);
  if (!(program instanceof RE2JS)) return program;
  const found: string[] = [];
  const matcher = program.matcher(text);
  let end = -1;
  while (found.length < most && matcher.find()) {
    const match = matcher.group() ?? '';
    // Go doesn't count an empty match right behind another.
    if (match !== '' || matcher.start() !== end) found.push(match);
    end = matcher.end();
  }
  return found;
}

function compile(pattern: string): RE2JS | { uncompilable: string } {
  let known = compiled.get(pattern);
  if (!known) {
    if (compiled.size >= MAX_COMPILED) compiled.clear();
    known = compileNew(pattern);
    compiled.set(pattern, known);
  }
  return known;
}

function compileNew(pattern: string): RE2JS | { uncompilable: string } {
  if (pattern.length > MAX_PATTERN) return { uncompilable: `is longer than ${MAX_PATTERN} characters` };
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof RangeError ? 'it is nested too deep' : (error as Error).message;
    return { uncompilable: `can't be compiled: ${reason}` };
  }
}
