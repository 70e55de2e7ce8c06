import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAllDocuments, parseDocument } from 'yaml';
import { configKeys } from '../../functions/lib/policy/keys.ts';
import { defaultPolicy, PROFILES } from '../../functions/lib/policy/policy.ts';
import { readPolicy } from '../../functions/lib/policy/read.ts';
import { VERSION } from '../../functions/lib/version.ts';
import { CODES } from '../../functions/validate-tmf921/codes.ts';
import { validateTmf921 } from '../../functions/validate-tmf921/validate-tmf921.ts';

const folder = join(import.meta.dirname, '../../functions/validate-tmf921');
const readme = readFileSync(join(folder, 'README.md'), 'utf8');
const image = `ghcr.io/nephio-security/krm-functions/validate-tmf921:${VERSION}`;

/** The rows of the table with these heads, in cells. */
function table(...heads: string[]): string[][] {
  const lines = readme.split('\n');
  const start = lines.indexOf(`| ${heads.join(' | ')} |`);
  assert.ok(start >= 0, `no table of ${heads.join(', ')}`);
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((line) => line.slice(2, -2).split(' | '));
}

const documents = [...readme.matchAll(/```yaml\n(.*?)```/gs)].flatMap(([, text]) =>
  parseAllDocuments(text as string).map((document) => document.toJS()),
);

test('the table of keys is that of the function', () => {
  assert.equal(
    table('Key', 'Allowed', 'Default', 'Meaning').map(([key, allowed, , meaning]) => [key, allowed, meaning]),
    configKeys(validateTmf921.keys).map(({ name, allowed, description }) => [
      `\`${name}\``,
      allowed,
      description,
    ]),
  );
});

test('the example of a ConfigMap has all keys and is valid, and so is the policy', () => {
  const config = documents.find(({ kind }) => kind === 'ConfigMap');
  const production = documents.find(({ kind }) => kind === 'SecurityPolicy');
  const names = configKeys(validateTmf921.keys).map(({ name }) => name);
  assert.equal(Object.keys(config.data).sort(), names.sort());
  const { intents } = readPolicy({
    functionConfig: config,
    fn: validateTmf921.name,
    keys: validateTmf921.keys,
    findPolicies: () => [production],
    env: {},
  });
  assert.equal(intents, { ...production.spec.intents, profile: config.data.profile });
});

test('the fields of a SecurityPolicy are valid with their examples', () => {
  for (const [field = '', example = ''] of table('Field', 'Example', 'Default', 'Meaning')) {
    const value = parseDocument(example.slice(1, -1)).toJS();
    const path = field.slice(1, -1).split('.');
    const spec = path.reduceRight((inner, key) => ({ [key]: inner }), value);
    const metadata = { name: 'a' };
    const functionConfig = {
      apiVersion: 'security.nephio.org/v1alpha1',
      kind: 'SecurityPolicy',
      metadata,
      spec,
    };
    readPolicy({ functionConfig, fn: validateTmf921.name, keys: [], findPolicies: () => [], env: {} });
  }
});

test('the default selectors and limits are those of the policy', () => {
  const { selectors, limits } = defaultPolicy('strict').intents;
  for (const { key } of selectors) if (key !== undefined) assert.ok(readme.includes(`\`${key}\``), key);
  const row = table('Field', 'Example', 'Default', 'Meaning').find(([field]) => field === '`intents.limits`');
  assert.equal(parseDocument((row?.[2] ?? '').slice(1, -1)).toJS(), limits);
});

test('the tables of codes and profiles are those of the sources', () => {
  assert.equal(
    table('Code', 'What is found', 'Weight').map(([code, meaning]) => [code, meaning]),
    Object.entries(CODES).map(([code, meaning]) => [`\`${code}\``, meaning]),
  );
  assert.equal(
    table('Profile', 'Standard', 'Documents')
      .map(([profile]) => profile?.slice(1, -1))
      .sort(),
    [...PROFILES].sort(),
  );
});

test('the image is the one of this version, and the metadata are those of a catalogue of functions', () => {
  assert.equal(new Set(readme.match(/ghcr\.io\/nephio-security\/krm-functions\/[^\s]*/g)), new Set([image]));
  const metadata = parseDocument(readFileSync(join(folder, 'metadata.yaml'), 'utf8')).toJS();
  assert.is(metadata.image, image);
  const source = 'https://github.com/nephio-security/krm-functions/tree/main/';
  for (const url of [metadata.sourceURL, ...metadata.examplePackageURLs]) {
    assert.ok(existsSync(join(folder, '../..', url.slice(source.length))), url);
  }
});

test('links lead somewhere', () => {
  for (const [, link] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g))
    assert.ok(existsSync(join(folder, link as string)), link);
});

test.run();
