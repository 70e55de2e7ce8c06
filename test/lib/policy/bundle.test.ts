import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { bundle } from '../../../build/bundle.ts';
import { validateSecurityPolicy } from '../../../functions/lib/policy/validator.lazy.ts';
import { fullSpec, securityPolicy, wrongSpecs } from './documents.ts';

const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
const outfile = join(folder, 'validator.mjs');
await bundle(fileURLToPath(import.meta.resolve('../../../functions/lib/policy/validator.lazy.ts')), outfile);
const code = readFileSync(outfile, 'utf8');
const bundled: { validateSecurityPolicy: typeof validateSecurityPolicy } = await import(outfile);

test('a bundle carries nothing of ajv', () => {
  assert.not.match(code, /ajv-keywords|json-schema-draft|opts\.code/);
  assert.not.match(code, /\bimport\b/);
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

test.after(() => rmSync(folder, { recursive: true }));

test.run();
