import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findKind } from '../../../functions/kubeconform-check/built-in/find-kind.ts';
import { allKinds, Kubernetes } from '../../../functions/kubeconform-check/built-in/kubernetes.ts';
import { REMOVED } from '../../../functions/kubeconform-check/built-in/removed.ts';
import {
  DERIVED_VERSIONS,
  KUBERNETES_VERSIONS,
  kubernetesVersion,
  NEWEST_VERSION,
} from '../../../functions/lib/policy/kubernetes-version.ts';

const newest = new Kubernetes(NEWEST_VERSION);

test('the versions: each has its kinds, the newest official one holds, gaps are derived', () => {
  assert.equal([...KUBERNETES_VERSIONS], ['1.32', '1.33', '1.34', '1.35', '1.36']);
  assert.equal([...DERIVED_VERSIONS], ['1.35']);
  assert.is(NEWEST_VERSION, '1.36');
  for (const version of KUBERNETES_VERSIONS) {
    assert.ok(allKinds().filter(({ versions }) => versions.includes(version)).length > 150, version);
  }
});

test('a version may have a patch level and a v', () => {
  for (const text of ['1.34', '1.34.2', 'v1.34.2', 'v1.34']) assert.is(kubernetesVersion(text), '1.34');
  assert.is(kubernetesVersion('latest'), '1.36');
  for (const text of ['master', '1.31', '1.99', '1', '1.34.', '2.34', '1.34-rc1', ''])
    assert.is(kubernetesVersion(text), undefined);
});

test('every kind of every version is there, with fields, and apiVersion and kind among them', () => {
  for (const version of KUBERNETES_VERSIONS) {
    const kubernetes = new Kubernetes(version);
    for (const { group, version: name, kind, versions } of allKinds()) {
      const found = kubernetes.find(group === '' ? name : `${group}/${name}`, kind);
      assert.is(found !== undefined, versions.includes(version), `${version} ${group} ${kind}`);
      if (!found) continue;
      const { fields } = found.definition.contents;
      assert.ok(fields.has('kind') && fields.has('apiVersion'), `${version} ${kind}`);
    }
  }
});

/** What is written, where the problem is, and what is proposed. */
const rows: [
  apiVersion: string,
  kind: string,
  code: string,
  field: string,
  proposed: string | undefined,
  says: RegExp,
][] = [
  ['apps/v1', 'Deployent', 'K8S-003', 'kind', 'Deployment', /write kind: Deployment/],
  ['apps/v1', 'deployment', 'K8S-003', 'kind', 'Deployment', /write kind: Deployment/],
  ['apps/v2', 'Deployment', 'K8S-003', 'apiVersion', 'apps/v1', /write apiVersion: apps\/v1/],
  ['v1', 'Deployment', 'K8S-003', 'apiVersion', 'apps/v1', /apps\/v1/],
  ['app/v1', 'Deployment', 'K8S-003', 'apiVersion', 'apps/v1', /apps\/v1/],
  [
    'app/v1',
    'Deploymnet',
    'K8S-003',
    'kind',
    'Deployment',
    /write kind: Deployment with apiVersion: apps\/v1/,
  ],
  ['apps', 'Deployment', 'K8S-003', 'apiVersion', 'apps/v1', /apps\/v1/],
  ['apps/v1', 'ConfigMap', 'K8S-003', 'apiVersion', 'v1', /write apiVersion: v1/],
  ['apps/v1/x', 'Deployment', 'K8S-003', 'apiVersion', 'apps/v1', /apps\/v1/],
  ['v1', 'Frobnicator', 'K8S-003', 'kind', undefined, /correct apiVersion and kind/],
  ['nothing/v1', 'Frobnicator', 'K8S-003', 'kind', undefined, /correct apiVersion and kind/],
  ['networking.k8s.io/v1', 'NetworkPolicies', 'K8S-003', 'kind', 'NetworkPolicy', /NetworkPolicy/],
  [
    'extensions/v1beta1',
    'Ingress',
    'K8S-004',
    'apiVersion',
    'networking.k8s.io/v1',
    /removed in Kubernetes 1\.22/,
  ],
  ['extensions/v1beta1', 'Deployment', 'K8S-004', 'apiVersion', 'apps/v1', /removed in Kubernetes 1\.16/],
  ['policy/v1beta1', 'PodSecurityPolicy', 'K8S-004', 'apiVersion', undefined, /Pod Security Admission/],
  ['autoscaling/v2beta2', 'HorizontalPodAutoscaler', 'K8S-004', 'apiVersion', 'autoscaling/v2', /1\.26/],
  ['batch/v1beta1', 'CronJob', 'K8S-004', 'apiVersion', 'batch/v1', /1\.25/],
];

for (const [apiVersion, kind, code, field, proposed, says] of rows) {
  test(`${apiVersion} ${kind}: ${code}`, () => {
    const problem = findKind(newest, apiVersion, kind);
    if (!problem || !('code' in problem)) throw new Error('no problem');
    assert.is(problem.code, code);
    assert.equal(problem.segments, [field]);
    assert.is(problem.proposed, proposed);
    assert.match(problem.message, says);
  });
}

test('a kind that came with a newer version, or went with an older one', () => {
  const came = allKinds().find(({ versions }) => versions[0] === '1.34' && versions.includes('1.36'));
  const gone = allKinds().find(({ versions }) => versions.at(-1) === '1.33');
  if (!came || !gone) throw new Error('no such kind');
  const old = findKind(new Kubernetes('1.32'), `${came.group}/${came.version}`, came.kind);
  assert.match(JSON.stringify(old), /K8S-004.*came with Kubernetes 1\.34, and 1\.32 is configured/);
  const now = findKind(newest, `${gone.group}/${gone.version}`, gone.kind);
  assert.match(JSON.stringify(now), /K8S-004.*is gone since Kubernetes 1\.34/);
});

test('groups of others are not ours to judge', () => {
  for (const apiVersion of [
    'example.org/v1',
    'gateway.networking.k8s.io/v1',
    'workload.nephio.org/v1alpha1',
  ]) {
    assert.is(findKind(newest, apiVersion, 'Thing'), undefined);
  }
});

test('what replaces a removed version is there', () => {
  for (const { now, kinds } of REMOVED) {
    for (const kind of now === undefined ? [] : kinds) {
      assert.ok(newest.find(now as string, kind), `${now} ${kind}`);
    }
  }
});

test.run();
