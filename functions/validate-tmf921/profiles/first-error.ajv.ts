import { newAjv } from '../../lib/ajv.ts';
import { formats } from './formats.ts';
import { schema } from './schema.ts';

export const ajv = newAjv(formats, { allErrors: false, inlineRefs: false });

/** Whether a document is right, in a map by its profile and type; `validate.errors` says the first thing that is wrong. */
export const validate = ajv.compile(schema);
