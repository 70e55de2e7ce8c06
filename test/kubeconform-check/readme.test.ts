import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CODES } from '../../functions/kubeconform-check/codes.ts';
import { kubeconformCheck } from '../../functions/kubeconform-check/kubeconform-check.ts';
import { SKIPPED } from '../../functions/kubeconform-check/tooling/tooling.ts';
import { configKeys } from '../../functions/lib/policy/keys.ts';
import {
  DERIVED_VERSIONS,
  KUBERNETES_VERSIONS,
  NEWEST_VERSION,
} from '../../functions/lib/policy/kubernetes-version.ts';
import { readmeOf, testReadme } from '../support/readme.ts';

const test = suite('README of kubeconform-check');
const { text: readme, table, documents } = readmeOf('kubeconform-check');
const policyOf = testReadme(test, kubeconformCheck);

test('the meaning of a key is what the function says of it', () => {
  assert.equal(
    table('Key', 'Allowed', 'Default', 'Meaning').map(([, , , meaning]) => meaning),
    configKeys(kubeconformCheck.keys).map(({ description }) => description),
  );
});

test('the keys override the policy that they name', () => {
  const production = documents.find(({ kind }) => kind === 'SecurityPolicy');
  const { schemas } = policyOf();
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

test.run();
