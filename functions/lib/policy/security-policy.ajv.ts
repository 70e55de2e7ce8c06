import { _, Ajv } from 'ajv';
import { formats } from './formats.ts';
import { schema } from './schema.ts';

/** Set up so that its code can be written out: bundles carry that code in place of this module. */
export const ajv = new Ajv({
  allErrors: true,
  allowUnionTypes: true,
  messages: false,
  formats,
  code: { source: true, esm: true, formats: _`formats` },
});

/** Whether a value is a SecurityPolicy; `validate.errors` says why not. */
export const validate = ajv.compile(schema);
