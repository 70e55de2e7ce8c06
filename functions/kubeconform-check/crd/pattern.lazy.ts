import { RE2JS } from 're2js';

/** A pattern of more characters is none that people wrote; some take seconds to compile. */
const MAX_PATTERN = 20_000;
/** Steps of a program for each character of a text: what its instructions times the text's length may come to. */
const MAX_WORK = 200_000_000;
/** Repetitions multiply what a pattern compiles to: a{1000}{1000} would take gigabytes. */
const MAX_REPEATED = 100_000;
const MAX_COMPILED = 2000;

const compiled = new Map<string, RE2JS | { uncompilable: string }>();

/**
 * Whether a text has a match of a pattern, as Go's regexp tells it: RE2's syntax, anywhere in the text, in time linear
 * to its length.
 *
 * @returns what makes it impossible to tell; completes a sentence that starts with the pattern
 */
export function matchesPattern(pattern: string, text: string): boolean | { uncompilable: string } {
  const program = compile(pattern);
  if (!(program instanceof RE2JS)) return program;
  if (program.programSize() * text.length > MAX_WORK) {
    return { uncompilable: `would take too long on a text of ${text.length} characters` };
  }
  return program.test(text);
}

/** All matches of a pattern in a text, from the left, at most `most` of them. */
export function findMatches(
  pattern: string,
  text: string,
  most: number,
): string[] | { uncompilable: string } {
  const program = compile(pattern);
  if (!(program instanceof RE2JS)) return program;
  if (program.programSize() * text.length > MAX_WORK) {
    return { uncompilable: `would take too long on a text of ${text.length} characters` };
  }
  const found: string[] = [];
  const matcher = program.matcher(text);
  while (found.length < most && matcher.find()) found.push(matcher.group() ?? '');
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
  if (repeated(pattern) > MAX_REPEATED) return { uncompilable: 'has repetitions that multiply too much' };
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof RangeError ? 'it is nested too deep' : (error as Error).message;
    return { uncompilable: `can't be compiled: ${reason}` };
  }
}

/** An upper bound of how often its counted repetitions repeat what they stand behind. */
function repeated(pattern: string): number {
  let product = 1;
  for (const [, least, most] of pattern.matchAll(/\{(\d{1,9})(?:,(\d{0,9}))?\}/g)) {
    product *= Math.max(Number(most || least), 1);
    if (product > MAX_REPEATED) return product;
  }
  return product;
}
