import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { validatorsPlugin } from '../../../build/validators-plugin.ts';
import { validateSecurityPolicy } from '../../../functions/lib/policy/validator.ts';
import { fullSpec, securityPolicy, wrongSpecs } from './documents.ts';

const { outputFiles, metafile } = await build({
  entryPoints: [fileURLToPath(import.meta.resolve('../../../functions/lib/policy/validator.ts'))],
  bundle: true,
  platform: 'node',
  format: 'esm',
  minify: true,
  write: false,
  metafile: true,
  plugins: [validatorsPlugin()],
});
const code = outputFiles[0]?.text ?? '';
const bundled: { validateSecurityPolicy: typeof validateSecurityPolicy } = await import(
  `data:text/javascript,${encodeURIComponent(code)}`
);

test('a bundle carries nothing of ajv and one copy of the schema', () => {
  assert.equal(
    Object.keys(metafile.inputs).filter((file) => file.includes('node_modules')),
    [],
  );
  assert.is(code.split('public-good, or one inline').length, 2);
});

test('a bundle finds what the source finds', () => {
  const everything = Object.assign({}, ...wrongSpecs.map(({ spec }) => spec));
  const specs = [{}, fullSpec, everything, ...wrongSpecs.map(({ spec }) => spec)];
  const values = [null, 5, {}, { spec: null, metadata: 1 }, ...specs.map((spec) => securityPolicy(spec))];
  for (const value of values) {
    assert.equal(
      bundled.validateSecurityPolicy(value, 'functionConfig'),
      validateSecurityPolicy(value, 'functionConfig'),
    );
  }
});

test.run();
