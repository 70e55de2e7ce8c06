import { _, Ajv, type Options } from 'ajv';

/**
 * An ajv whose code can be written out: bundles carry that in place of the module `*.ajv.ts` that sets it up, which
 * calls its formats `formats`.
 */
export function newAjv(formats: Record<string, (text: string) => boolean>, options: Options): Ajv {
  return new Ajv({
    allowUnionTypes: true,
    messages: false,
    formats,
    code: { source: true, esm: true, formats: _`formats` },
    ...options,
  });
}
