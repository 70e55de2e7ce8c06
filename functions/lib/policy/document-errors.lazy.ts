import type { ErrorObject } from 'ajv';
import { validate } from './security-policy.ajv.ts';

/** What ajv has against a value that should be a SecurityPolicy. */
export function documentErrors(value: unknown): ErrorObject[] {
  return validate(value) ? [] : (validate.errors ?? []);
}
