import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { changed, problemsOf, testChanges } from './resource-cases.ts';

const owner = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a', uid: 'u', controller: true };
const configMap: YamlMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: {
    name: 'a.b',
    namespace: 'n',
    labels: { app: 'a', 'example.com/b': '' },
    annotations: { 'Example.com/Key': 'any text' },
    finalizers: ['example.com/a'],
    ownerReferences: [owner],
  },
};

testChanges('metadata', configMap, [
  [['metadata', 'labels', 'bad key'], 'x', 'K8S-103 metadata.labels.bad key'],
  [['metadata', 'labels', 'a/b/c'], 'x', 'K8S-103 metadata.labels.a/b/c'],
  [['metadata', 'labels', `${'a.'.repeat(127)}/b`], 'x', `K8S-103 metadata.labels.${'a.'.repeat(127)}/b`],
  ['metadata.labels.app', 'no spaces', 'K8S-103 metadata.labels.app'],
  ['metadata.labels.app', 'x'.repeat(64), 'K8S-103 metadata.labels.app'],
  ['metadata.labels.app', 'x'.repeat(63)],
  ['metadata.labels.app', null],
  [['metadata', 'annotations', '-a'], 'x', 'K8S-103 metadata.annotations.-a'],
  ['metadata.annotations.a', 'x'.repeat(256 * 1024), 'K8S-103 metadata.annotations'],
  ['metadata.annotations.a', 'x'.repeat(256 * 1024 - 100)],
  ['metadata.annotations.a', 'ü'.repeat(128 * 1024), 'K8S-103 metadata.annotations'],
  ['metadata.finalizers', ['a b/c'], 'K8S-114 metadata.finalizers.0'],
  ['metadata.finalizers', [''], 'K8S-109 metadata.finalizers.0'],
  ['metadata.finalizers', ['mine'], 'K8S-114 metadata.finalizers.0'],
  ['metadata.finalizers', ['orphan', 'foregroundDeletion'], 'K8S-113 metadata.finalizers'],
  ['metadata.finalizers', ['orphan']],
  ['metadata.ownerReferences.0.uid', '', 'K8S-109 metadata.ownerReferences.0.uid'],
  ['metadata.ownerReferences.0.name', '', 'K8S-109 metadata.ownerReferences.0.name'],
  ['metadata.ownerReferences', [owner, owner], 'K8S-113 metadata.ownerReferences.1.controller'],
  ['metadata.ownerReferences', [owner, { ...owner, controller: false }]],
  [
    'metadata.ownerReferences',
    [{ apiVersion: 'v1', kind: 'Event', name: 'a', uid: 'u' }],
    'K8S-105 metadata.ownerReferences.0.kind',
  ],
  ['metadata.name', undefined, 'K8S-101 metadata.name'],
  ['metadata.name', '', 'K8S-101 metadata.name'],
  ['metadata.name', null, 'K8S-101 metadata.name'],
  ['metadata.name', `\${name}`, 'K8S-101 metadata.name'],
  ['metadata.name', 'A', 'K8S-101 metadata.name'],
  ['metadata.name', 'x'.repeat(254), 'K8S-101 metadata.name'],
  ['metadata.name', 'x'.repeat(253)],
  ['metadata.generateName', 'a-'],
  ['metadata.generateName', 'Aa-', 'K8S-101 metadata.generateName'],
  ['metadata.namespace', 'a.b', 'K8S-102 metadata.namespace'],
  ['metadata.namespace', ''],
  ['metadata', undefined, 'K8S-101 metadata.name'],
  ['metadata', { generateName: 'a-' }],
  ['metadata', { generateName: 'A-' }, 'K8S-101 metadata.generateName'],
  ['metadata', { generateName: `${'x'.repeat(60)}-` }],
]);

const cronJob = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'a' },
  spec: {
    schedule: '* * * * *',
    jobTemplate: {
      metadata: { labels: { a: 'b' } },
      spec: {
        template: {
          metadata: { labels: { a: 'b' } },
          spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] },
        },
      },
    },
  },
};

testChanges('templates', cronJob, [
  ['metadata.name', 'x'.repeat(53), 'K8S-101 metadata.name'],
  ['metadata.name', 'x'.repeat(52)],
  [
    'spec.jobTemplate.spec.template.metadata.labels.a',
    'b c',
    'K8S-103 spec.jobTemplate.spec.template.metadata.labels.a',
  ],
  [
    'spec.jobTemplate.spec.template.metadata.annotations',
    { 'a b': '' },
    'K8S-103 spec.jobTemplate.spec.template.metadata.annotations.a b',
  ],
  // Kubernetes looks at neither.
  ['spec.jobTemplate.metadata.labels.a', 'b c'],
  ['spec.jobTemplate.spec.template.metadata.finalizers', ['a b']],
]);

/** Kind, apiVersion, a right name and a wrong one. */
const kinds: [kind: string, apiVersion: string, right: string, wrong: string][] = [
  ['Namespace', 'v1', 'a-b', 'a.b'],
  ['Node', 'v1', 'a.b', 'a_b'],
  ['PodDisruptionBudget', 'policy/v1', 'A b', 'a/b'],
  ['Role', 'rbac.authorization.k8s.io/v1', 'system:a', '..'],
  ['ClusterRole', 'rbac.authorization.k8s.io/v1', 'system:a', 'a%b'],
  ['Custom', 'example.com/v1', 'a.b', 'A'],
];
for (const [kind, apiVersion, right, wrong] of kinds) {
  test(`names of ${kind}`, () => {
    assert.equal(problemsOf({ apiVersion, kind, metadata: { name: right } }), []);
    assert.equal(problemsOf({ apiVersion, kind, metadata: { name: wrong } }), ['K8S-101 metadata.name']);
  });
}

test('Services could not start with a digit before Kubernetes 1.36', () => {
  const service = (name: string) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { ports: [{ port: 80 }] },
  });
  assert.equal(problemsOf(service('1a'), '1.36'), []);
  assert.equal(problemsOf(service('1a'), '1.35'), ['K8S-101 metadata.name']);
  assert.equal(problemsOf(service('a.b'), '1.36'), ['K8S-101 metadata.name']);
});

test('an APIService is named after its version and group', () => {
  const service = {
    apiVersion: 'apiregistration.k8s.io/v1',
    kind: 'APIService',
    metadata: { name: 'v1.example.com' },
    spec: { group: 'example.com', version: 'v1', groupPriorityMinimum: 1, versionPriority: 1 },
  };
  assert.equal(problemsOf(service), []);
  assert.equal(problemsOf(changed(service, 'metadata.name', 'v2.example.com')), ['K8S-101 metadata.name']);
});

test('the name of a Job becomes a label', () => {
  const { spec } = cronJob.spec.jobTemplate;
  const job = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'x'.repeat(63) }, spec };
  assert.equal(problemsOf(job), []);
  assert.equal(problemsOf(changed(job, 'metadata.name', 'x'.repeat(64))), ['K8S-101 metadata.name']);
});

test('kinds without namespaces keep any', () => {
  const role = (namespace: string, kind: string) => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name: 'a', namespace },
  });
  assert.equal(problemsOf(role('A', 'ClusterRole')), []);
  assert.equal(problemsOf(role('A', 'Role')), ['K8S-102 metadata.namespace']);
});

test('a LimitRange gets a name, and a review has none', () => {
  assert.equal(problemsOf({ apiVersion: 'v1', kind: 'LimitRange', spec: { limits: [] } }), []);
  const spec = { resourceAttributes: {} };
  const kind = 'SelfSubjectAccessReview';
  assert.equal(problemsOf({ apiVersion: 'authorization.k8s.io/v1', kind, spec }), []);
});

test('an IPAddress is named by an address in its shortest form', () => {
  const address = (name: string) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: { name },
    spec: { parentRef: { resource: 'services', name: 'a' } },
  });
  assert.equal(problemsOf(address('2001:db8::1')), []);
  assert.equal(problemsOf(address('2001:db8:0::1')), ['K8S-101 metadata.name']);
});

test('finalizers without a domain may be of another group', () => {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name: 'a', finalizers: ['b'] },
  };
  assert.equal(problemsOf(role), []);
});

test('nothing is said of hostile metadata', () => {
  const hostile = JSON.parse('{"__proto__": "x", "constructor": "x", "toString": "x"}') as YamlMap;
  const metadata = { name: 'a', labels: hostile, annotations: hostile };
  assert.equal(problemsOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata }), [
    'K8S-103 metadata.labels.__proto__',
    'K8S-103 metadata.annotations.__proto__',
  ]);
});

test.run();
