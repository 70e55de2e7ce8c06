import { Configs, FunctionConfigError, type KubernetesObject } from 'kpt-functions';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { imageAllowlistFunc } from '../../functions/image-allowlist/kpt-func.ts';
import { kubeconformCheckFunc } from '../../functions/kubeconform-check/kpt-func.ts';

const pod = (image: string): KubernetesObject =>
  ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'upf', annotations: { 'config.kubernetes.io/path': 'upf.yaml' } },
    spec: { containers: [{ name: 'upf', image }] },
  }) as KubernetesObject;
const config = (data: object): KubernetesObject =>
  ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'config' }, data }) as KubernetesObject;
const find = (configs: Configs, kind: string) =>
  configs.getAll().find((object) => object.kind === kind) as KubernetesObject & {
    data: { [key: string]: string };
  };

test('a KptFunc has a usage', () => {
  assert.match(imageAllowlistFunc.usage, /ALLOWED_REGISTRIES/);
});

test('it annotates, reports and gives results', async () => {
  const configs = new Configs([pod(`evil.io/upf@sha256:${'a'.repeat(64)}`)]);
  await imageAllowlistFunc(configs);
  assert.is(find(configs, 'Pod').metadata.annotations?.['security.nephio.org/image-allowlist'], 'fail');
  const report = JSON.parse(find(configs, 'ConfigMap').data['image-allowlist.json'] as string);
  assert.is(report.verdict, 'fail');
  assert.is(report.findings[0].file, 'upf.yaml');
  assert.equal(
    configs.getResults().map(({ severity, tags, field }) => [severity, tags?.code, field?.path]),
    [['error', 'IMG-003', 'spec.containers[name=upf].image']],
  );
});

test('a second run changes nothing but the results', async () => {
  const configs = new Configs([pod('ghcr.io/acme/upf:v1')]);
  await imageAllowlistFunc(configs);
  const before = JSON.stringify(configs.getAll());
  await imageAllowlistFunc(configs);
  assert.is(JSON.stringify(configs.getAll()), before);
});

test('kubeconform-check looks at what is named like the report', async () => {
  const report = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'security-report' }, spec: {} };
  const configs = new Configs([report as KubernetesObject]);
  await kubeconformCheckFunc(configs);
  assert.equal(
    configs.getResults().map(({ field }) => field?.path),
    ['spec'],
  );
});

test('it takes its functionConfig from the SDK', async () => {
  const configs = new Configs(
    [pod('evil.io/upf:v1')],
    config({ ALLOWED_REGISTRIES: 'evil.io', report: 'none' }),
  );
  await imageAllowlistFunc(configs);
  assert.is(find(configs, 'Pod').metadata.annotations?.['security.nephio.org/image-allowlist'], 'pass');
  assert.is(find(configs, 'ConfigMap'), undefined);
});

test('a wrong functionConfig is a FunctionConfigError', async () => {
  const configs = new Configs([pod('evil.io/upf:v1')], config({ ALLOWED_REGISTRY: 'evil.io' }));
  try {
    await imageAllowlistFunc(configs);
    assert.unreachable();
  } catch (error) {
    assert.instance(error, FunctionConfigError);
    assert.match((error as Error).message, /ALLOWED_REGISTRIES/);
  }
});

test.run();
