import { newAjv } from '../ajv.ts';
import { formats } from './formats.ts';
import { schema } from './schema.ts';

export const ajv = newAjv(formats, { allErrors: true });

/** Whether a value is a SecurityPolicy; `validate.errors` says why not. */
export const validate = ajv.compile(schema);
