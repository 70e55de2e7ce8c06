import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAllDocuments, parseDocument } from 'yaml';
import { CODES } from '../../functions/kubeconform-check/codes.ts';
import { kubeconformCheck } from '../../functions/kubeconform-check/kubeconform-check.ts';
import { SKIPPED } from '../../functions/kubeconform-check/tooling/tooling.ts';
import { configKeys } from '../../functions/lib/policy/keys.ts';
import {
  DERIVED_VERSIONS,
  KUBERNETES_VERSIONS,
  NEWEST_VERSION,
} from '../../functions/lib/policy/kubernetes-version.ts';
import { readPolicy } from '../../functions/lib/policy/read.ts';
import { VERSION } from '../../functions/lib/version.ts';

const folder = join(import.meta.dirname, '../../functions/kubeconform-check');
const readme = readFileSync(join(folder, 'README.md'), 'utf8');
const image = `ghcr.io/nephio-security/krm-functions/kubeconform-check:${VERSION}`;

/** The rows of the table with these heads, in cells. */
function table(...heads: string[]): string[][] {
  const lines = readme.split('\n');
  const start = lines.indexOf(`| ${heads.join(' | ')} |`);
  assert.ok(start >= 0, `no table of ${heads.join(', ')}`);
  const rows = lines.slice(start + 2);
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map((line) => line.slice(2, -2).split(' | '));
}

const documents = [...readme.matchAll(/```yaml\n(.*?)```/gs)].flatMap(([, text]) =>
  parseAllDocuments(text as string).map((document) => document.toJS()),
);

test('the table of keys is that of the function', () => {
  const wanted = configKeys(kubeconformCheck.keys).map(({ name, allowed, description }) => [
    `\`${name}\``,
    allowed,
    description,
  ]);
  assert.equal(
    table('Key', 'Allowed', 'Default', 'Meaning').map(([key, allowed, , meaning]) => [key, allowed, meaning]),
    wanted,
  );
});

test('the example of a ConfigMap has all keys and is valid, and so is the policy', () => {
  const config = documents.find(({ kind }) => kind === 'ConfigMap');
  const production = documents.find(({ kind }) => kind === 'SecurityPolicy');
  const names = configKeys(kubeconformCheck.keys).map(({ name }) => name);
  assert.equal(Object.keys(config.data).sort(), names.sort());
  const { schemas } = readPolicy({
    functionConfig: config,
    fn: kubeconformCheck.name,
    keys: kubeconformCheck.keys,
    findPolicies: () => [production],
    env: {},
  });
  assert.is(schemas.kubernetesVersion, 'v1.34.2');
  assert.equal(schemas.skipKinds, ['grafana.integreatly.org/v1beta1/GrafanaDashboard', 'PodMonitor']);
  const { locations } = production.spec.schemas;
  assert.equal(schemas.locations, [
    '/schemas/openshift',
    'default',
    ...locations,
    '/schemas/crds',
    'configmap:more-schemas',
  ]);
});

test('the fields of a SecurityPolicy are valid with their examples', () => {
  for (const [field = '', example = ''] of table('Field', 'Example', 'Default', 'Meaning')) {
    const value = parseDocument(example.slice(1, -1)).toJS();
    const spec = field
      .slice(1, -1)
      .split('.')
      .reduceRight((inner, key) => ({ [key]: inner }), value);
    const functionConfig = {
      apiVersion: 'security.nephio.org/v1alpha1',
      kind: 'SecurityPolicy',
      metadata: { name: 'a' },
      spec,
    };
    readPolicy({ functionConfig, fn: kubeconformCheck.name, keys: [], findPolicies: () => [], env: {} });
  }
});

test('the tables of codes and of skipped kinds are those of the sources', () => {
  assert.equal(
    table('Code', 'What is wrong', 'kubeconform finds it').map(([code, meaning]) => [code, meaning]),
    Object.entries(CODES).map(([code, meaning]) => [`\`${code}\``, meaning]),
  );
  assert.equal(
    table('Group', 'Kinds', 'Read by'),
    SKIPPED.map(({ group, kinds, reader }) => [`\`${group}\``, kinds?.join(', ') ?? 'all', reader]),
  );
});

test('the versions are those whose schemas are built in', () => {
  const list = `${KUBERNETES_VERSIONS.slice(0, -1).join(', ')} and ${KUBERNETES_VERSIONS.at(-1)}`;
  assert.ok(readme.includes(`${list}, written`));
  for (const version of DERIVED_VERSIONS) assert.ok(readme.includes(`${version} is derived`));
  assert.is(
    table('Key', 'Allowed', 'Default', 'Meaning').find(([key]) => key === '`kubernetes_version`')?.[2],
    NEWEST_VERSION,
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
  for (const [, link] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
    assert.ok(existsSync(join(folder, link as string)), link);
  }
});

test.run();
