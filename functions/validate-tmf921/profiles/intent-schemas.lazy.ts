import type { Value } from '../../lib/yaml/read.ts';
import type { Budget } from '../document.ts';
import type { Problem } from '../problems.ts';
import { validate as validateAll } from './all-errors.ajv.ts';
import { explain } from './explain.ts';
import { validate as validateFirst } from './first-error.ajv.ts';
import { findNearMisses } from './near-misses.ts';
import type { ProfileName } from './profiles.ts';
import { PROFILE_SCHEMAS } from './schema.ts';

/** With more values than this a document may have more errors than can be collected: then only the first one is told. */
const MAX_VALUES = 20_000;
/** Few documents that people write have more values. */
const ORDINARY = 500;

/**
 * What is wrong with a document by the schema of a profile, and which of its fields are nearly those of the schema.
 *
 * @param type as the schema calls it: `Intent_FVO` is an intent of TMF921 v5 as it is created
 */
export function validateBySchema(
  profile: ProfileName,
  type: string,
  document: Value,
  budget: Budget,
): Problem[] {
  const problems = problemsOf(profile, type, document, budget);
  const schema = PROFILE_SCHEMAS[profile]?.definitions ?? {};
  return [...problems, ...findNearMisses(document, type, schema, problems, budget.guesses)];
}

/** Whether the schema of a profile has nothing against a document but doubts. */
export function isValidBySchema(
  profile: ProfileName,
  type: string,
  document: Value,
  budget: Budget,
): boolean {
  return problemsOf(profile, type, document, budget).every(({ weight }) => weight !== 'error');
}

function problemsOf(profile: ProfileName, type: string, document: Value, budget: Budget): Problem[] {
  // Ordinary documents are told all, whatever others have cost.
  const most = budget.errors > 0 ? MAX_VALUES : ORDINARY;
  const isSmall = countUpTo(document, most) < most;
  const validate = isSmall ? validateAll : validateFirst;
  const errors = validate({ [profile]: { [type]: document } }) ? [] : (validate.errors ?? []);
  budget.errors -= errors.length * (errors.length + 500);
  // Behind the only error that is told others may stand, so it is not taken for a doubt.
  return explain(errors, document, profile, isSmall);
}

/** How many values a value holds, itself included, up to a limit. */
function countUpTo(value: Value, limit: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const key in value) {
    if (count >= limit) break;
    count += countUpTo((value as { [key: string]: Value })[key] as Value, limit - count);
  }
  return count;
}
