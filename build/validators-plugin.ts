import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import standalone from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'esbuild';

/**
 * Replaces each module `*.ajv.ts`, which compiles a JSON Schema when it is loaded, by the code that ajv generates
 * from it, so that a bundle neither carries ajv nor compiles anything at its start.
 *
 * Such a module exports `ajv` (one of `lib/ajv.ts`) and `validate`; its replacement exports `validate` alone. Beside it
 * stand `schema.ts`, which exports the `schema`, and `formats.ts`, which exports the `formats` that the code names.
 */
export function validatorsPlugin(): Plugin {
  return {
    name: 'validators',
    setup(build) {
      build.onLoad({ filter: /\.ajv\.ts$/ }, async ({ path }) => {
        const { ajv, validate } = await import(pathToFileURL(path).href);
        // The code brings a copy of the schema for the values that its errors list; the bundle has it already.
        const code = standalone
          .default(ajv, validate)
          .replace(JSON.stringify(validate.schema), () => 'schema');
        const imports = `import { formats } from './formats.ts';\nimport { schema } from './schema.ts';\n`;
        return { contents: imports + code, resolveDir: dirname(path), loader: 'js' };
      });
    },
  };
}
