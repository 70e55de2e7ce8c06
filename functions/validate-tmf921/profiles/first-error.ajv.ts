import { _, Ajv } from 'ajv';
import { formats } from './formats.ts';
import { schema } from './schema.ts';

/** Set up so that its code can be written out: bundles carry that code in place of this module. */
export const ajv = new Ajv({
  allErrors: false,
  allowUnionTypes: true,
  messages: false,
  inlineRefs: false,
  formats,
  code: { source: true, esm: true, formats: _`formats` },
});

/** Whether a document is right, in a map by its profile and type; `validate.errors` says the first thing that is wrong. */
export const validate = ajv.compile(schema);
