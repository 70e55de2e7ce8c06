import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAllDocuments, parseDocument } from 'yaml';
import { allowMatcher, denials } from '../../functions/image-allowlist/allowlist.ts';
import { imageAllowlist } from '../../functions/image-allowlist/image-allowlist.ts';
import { parseReference, type Reference } from '../../functions/lib/images/reference.ts';
import { configKeys } from '../../functions/lib/policy/keys.ts';
import { LEVELS, REGISTRIES, SEVERITY } from '../../functions/lib/policy/levels.ts';
import { readPolicy } from '../../functions/lib/policy/read.ts';
import { VERSION } from '../../functions/lib/version.ts';

const folder = join(import.meta.dirname, '../../functions/image-allowlist');
const root = join(folder, '../..');
const image = `ghcr.io/nephio-security/krm-functions/image-allowlist:${VERSION}`;
const readme = readFileSync(join(folder, 'README.md'), 'utf8');

/** The rows of the table with these heads, in cells. */
function table(...heads: string[]): string[][] {
  const rows = readme.split('\n').map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  );
  const start = rows.findIndex((cells) => cells.join('|') === heads.join('|'));
  assert.ok(start >= 0, `no table of ${heads.join(', ')}`);
  const below = rows.slice(start + 2);
  return below.slice(
    0,
    below.findIndex((cells) => cells.length !== heads.length),
  );
}

/** What stands in backquotes in a cell. */
function quoted(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text as string);
}

function reference(text: string): Reference {
  const parsed = parseReference(text.replace('sha256:...', `sha256:${'0'.repeat(64)}`));
  assert.ok('reference' in parsed, text);
  return parsed.reference;
}

/** The documents in the blocks of YAML. */
const documents = [...readme.matchAll(/```yaml\n(.*?)```/gs)].flatMap(([, text]) =>
  parseAllDocuments(text as string).map((document) => {
    assert.equal(document.errors, []);
    return document.toJS();
  }),
);

test('the table of keys is that of the function', () => {
  const rows = table('Key', 'Allowed', 'Default', 'Meaning').map(([key, allowed]) => [key, allowed]);
  assert.equal(
    rows,
    configKeys(imageAllowlist.keys).map(({ name, allowed }) => [`\`${name}\``, allowed]),
  );
});

test('the example of a ConfigMap has all keys and is valid', () => {
  const config = documents.find(({ kind }) => kind === 'ConfigMap');
  assert.equal(
    Object.keys(config.data).sort(),
    configKeys(imageAllowlist.keys)
      .map(({ name }) => name)
      .sort(),
  );
  const production = documents.find(({ kind }) => kind === 'SecurityPolicy');
  const policy = readPolicy({
    functionConfig: config,
    fn: imageAllowlist.name,
    keys: imageAllowlist.keys,
    findPolicies: (name) => (name === 'production' ? [production] : []),
    env: {},
  });
  assert.equal(policy.images.deny, production.spec.images.deny);
});

test('the fields of a SecurityPolicy are valid with their examples', () => {
  for (const [field, example] of table('Field', 'Example', 'Default', 'Meaning')) {
    const [path = ''] = quoted(field);
    const value = parseDocument(quoted(example)[0] ?? '[]').toJS();
    const spec = path.split('.').reduceRight((inner, key) => ({ [key]: inner }), value);
    const metadata = { name: 'a' };
    const functionConfig = {
      apiVersion: 'security.nephio.org/v1alpha1',
      kind: 'SecurityPolicy',
      metadata,
      spec,
    };
    readPolicy({ functionConfig, fn: imageAllowlist.name, keys: [], findPolicies: () => [], env: {} });
  }
});

test('the default registries are those of the levels', () => {
  assert.equal(
    table('Level', 'Registries and repositories'),
    LEVELS.map((level) => [level, REGISTRIES[level].join(', ')]),
  );
});

test('the table of codes has every code of the check, as severe as it is', () => {
  const source = readFileSync(join(folder, 'check.ts'), 'utf8');
  const codes = new Set(source.match(/IMG-\d{3}/g));
  const classes = ['mutable-tag', 'no-digest', 'digest', 'registry', 'registry', 'registry'] as const;
  const rows = table('Code', 'What it means', 'strict', 'permissive', 'demo');
  assert.equal(new Set(rows.map(([code]) => quoted(code)[0])), codes);
  assert.equal(
    rows.map((cells) => cells.slice(2)),
    classes.map((name) => LEVELS.map((level) => SEVERITY[name][level])),
  );
});

test('entries allow and deny what the tables say', () => {
  for (const [entry, allows, others] of table('Entry', 'Allows', "Doesn't allow")) {
    const isAllowed = allowMatcher(quoted(entry));
    for (const text of quoted(allows)) assert.ok(isAllowed(reference(text)), `${entry} ${text}`);
    for (const text of quoted(others)) assert.not(isAllowed(reference(text)), `${entry} ${text}`);
  }
  const rows = table('Entry', 'Denies').map(([entry, denied]) => [quoted(entry), quoted(denied)] as const);
  for (const [entries, denied] of rows) {
    for (const entry of entries) {
      const deniedBy = denials([entry.replace('sha256:...', 'sha256:*')]);
      // The last of this row is what the entry doesn't deny.
      const texts = entry === 'nginx:1.2*' ? denied.slice(0, -1) : denied.filter((text) => text !== 'latest');
      for (const text of texts) assert.ok(deniedBy(reference(text)), `${entry} ${text}`);
    }
  }
  assert.is(denials(['nginx:1.2*'])(reference('nginx@sha256:...')), undefined);
});

test('the image is the one of this version, everywhere', () => {
  const images = readme.match(/ghcr\.io\/nephio-security\/krm-functions\/image-allowlist[^\s]*/g) ?? [];
  assert.ok(images.length > 2);
  assert.equal(new Set(images), new Set([image]));
});

test('the metadata are those of a catalogue of functions', () => {
  const metadata = parseDocument(readFileSync(join(folder, 'metadata.yaml'), 'utf8')).toJS();
  assert.equal(Object.keys(metadata), [
    'image',
    'description',
    'tags',
    'sourceURL',
    'examplePackageURLs',
    'license',
  ]);
  assert.is(metadata.image, image);
  const source = 'https://github.com/nephio-security/krm-functions/tree/main/';
  for (const url of [metadata.sourceURL, ...metadata.examplePackageURLs]) {
    assert.ok(url.startsWith(source), url);
    assert.ok(existsSync(join(root, url.slice(source.length))), url);
  }
});

test('links lead somewhere', () => {
  for (const [, link] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
    assert.ok(existsSync(join(folder, link as string)), link);
  }
});

test.run();
