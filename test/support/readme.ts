import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAllDocuments, parseDocument } from 'yaml';
import type { KrmFunction } from '../../functions/lib/host.ts';
import { configKeys } from '../../functions/lib/policy/keys.ts';
import type { Policy } from '../../functions/lib/policy/policy.ts';
import { readPolicy } from '../../functions/lib/policy/read.ts';
import { VERSION } from '../../functions/lib/version.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The README of a function. */
export interface Readme {
  text: string;
  /** The rows of the table with these heads, in cells. */
  table(...heads: string[]): string[][];
  /** The documents in its blocks of YAML. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever is there
  documents: any[];
}

export function readmeOf(fn: string): Readme {
  const text = readFileSync(join(ROOT, `functions/${fn}/README.md`), 'utf8');
  const rows = text.split('\n').map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  );
  const table = (...heads: string[]) => {
    const start = rows.findIndex((cells) => cells.join('|') === heads.join('|'));
    assert.ok(start >= 0, `no table of ${heads.join(', ')}`);
    const below = rows.slice(start + 2);
    const end = below.findIndex((cells) => cells.length !== heads.length);
    return below.slice(0, end);
  };
  const documents = [...text.matchAll(/```yaml\n(.*?)```/gs)].flatMap(([, block]) =>
    parseAllDocuments(block as string).map((document) => {
      assert.equal(document.errors, []);
      return document.toJS();
    }),
  );
  return { text, table, documents };
}

/**
 * Tests of what every function's README has: keys, fields, examples, images, links.
 *
 * @returns the policy that the README's ConfigMap and SecurityPolicy give together
 */
export function testReadme(test: Test, fn: KrmFunction): () => Policy {
  const { text, table, documents } = readmeOf(fn.name);
  const rows = configKeys(fn.keys);
  const policyOf = () => {
    const production = documents.find(({ kind }) => kind === 'SecurityPolicy');
    return readPolicy({
      functionConfig: documents.find(({ kind }) => kind === 'ConfigMap'),
      fn: fn.name,
      keys: fn.keys,
      findPolicies: (name) => (name === production.metadata.name ? [production] : []),
      env: {},
    });
  };

  test('the table of keys is that of the function', () => {
    assert.equal(
      table('Key', 'Allowed', 'Default', 'Meaning').map(([key, allowed]) => [key, allowed]),
      rows.map(({ name, allowed }) => [`\`${name}\``, allowed]),
    );
  });

  test('the example of a ConfigMap has all keys and is valid, with the policy that it names', () => {
    const config = documents.find(({ kind }) => kind === 'ConfigMap');
    assert.equal(Object.keys(config.data).sort(), rows.map(({ name }) => name).sort());
    policyOf();
  });

  test('the fields of a SecurityPolicy are valid with their examples', () => {
    for (const [field = '', example = ''] of table('Field', 'Example', 'Default', 'Meaning')) {
      // Some examples are too long for a table.
      const [, code = '[]'] = /`(.*)`/.exec(example) ?? [];
      const value = parseDocument(code).toJS();
      const path = field.slice(1, -1).split('.');
      const spec = path.reduceRight((inner, key) => ({ [key]: inner }), value);
      const apiVersion = 'security.nephio.org/v1alpha1';
      const functionConfig = { apiVersion, kind: 'SecurityPolicy', metadata: { name: 'a' }, spec };
      readPolicy({ functionConfig, fn: fn.name, keys: [], findPolicies: () => [], env: {} });
    }
  });

  test('the image is the one of this version, and the metadata are those of a catalogue of functions', () => {
    const image = `ghcr.io/nephio-security/krm-functions/${fn.name}:${VERSION}`;
    assert.equal(new Set(text.match(/ghcr\.io\/nephio-security\/krm-functions\/[^\s]*/g)), new Set([image]));
    const file = join(ROOT, `functions/${fn.name}/metadata.yaml`);
    const metadata = parseDocument(readFileSync(file, 'utf8')).toJS();
    assert.is(metadata.image, image);
    const source = 'https://github.com/nephio-security/krm-functions/tree/main/';
    for (const url of [metadata.sourceURL, ...metadata.examplePackageURLs])
      assert.ok(existsSync(join(ROOT, url.slice(source.length))), url);
  });

  test('links lead somewhere', () => {
    for (const [, link] of text.matchAll(/\]\((?!https?:)([^)#]+)/g))
      assert.ok(existsSync(join(ROOT, 'functions', fn.name, link as string)), link);
  });
  return policyOf;
}
