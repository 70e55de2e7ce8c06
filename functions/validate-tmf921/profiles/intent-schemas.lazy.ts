import { isMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Problem } from '../problems.ts';
import { validate as validateAll } from './all-errors.ajv.ts';
import { explain } from './explain.ts';
import { validate as validateFirst } from './first-error.ajv.ts';
import { findNearMisses } from './near-misses.ts';
import type { ProfileName } from './profiles.ts';
import { PROFILE_SCHEMAS } from './schema.ts';

/** With more values than this a document may have more errors than fit into memory: then only the first one is told. */
const MAX_VALUES = 20_000;

/**
 * What is wrong with a document by the schema of a profile, and which of its fields are nearly those of the schema.
 *
 * @param type as the schema calls it: `Intent_FVO` is an intent of TMF921 v5 as it is created
 */
export function validateBySchema(profile: ProfileName, type: string, document: Value): Problem[] {
  const value = withNumbers(document);
  const validate = countUpTo(value, MAX_VALUES) < MAX_VALUES ? validateAll : validateFirst;
  const errors = validate({ [profile]: { [type]: value } }) ? [] : (validate.errors ?? []);
  const schema = PROFILE_SCHEMAS[profile]?.definitions ?? {};
  const problems = explain(errors, value, profile);
  return [...problems, ...findNearMisses(value, type, schema, problems)];
}

/** Whether the schema of a profile has nothing against a document. */
export function isValidBySchema(profile: ProfileName, type: string, document: Value): boolean {
  return validateFirst({ [profile]: { [type]: withNumbers(document) } });
}

/** A copy with numbers that ajv knows: the reader of YAML gives large integers as bigints. */
function withNumbers(value: Value): Value {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.some(isInexact) ? value.map(withNumbers) : value;
  if (!isMap(value) || !Object.values(value).some(isInexact)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNumbers(inner)]));
}

function isInexact(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint';
  return Object.values(value).some(isInexact);
}

/** How many values a value holds, itself included, up to a limit. */
function countUpTo(value: Value, limit: number): number {
  if (typeof value !== 'object' || value === null) return 1;
  let count = 1;
  for (const inner of Object.values(value)) {
    count += countUpTo(inner, limit - count);
    if (count >= limit) break;
  }
  return count;
}
