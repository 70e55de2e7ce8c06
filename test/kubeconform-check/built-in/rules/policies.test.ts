import { test } from 'uvu';
import { testChanges } from './resource-cases.ts';

const metadata = { name: 'a' };

const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata,
  spec: { minAvailable: '50%' },
};
testChanges('PodDisruptionBudget', budget, [
  ['spec.maxUnavailable', 1, 'K8S-113 spec.maxUnavailable'],
  ['spec.minAvailable', '101%', 'K8S-114 spec.minAvailable'],
  ['spec.minAvailable', '1', 'K8S-114 spec.minAvailable'],
  ['spec.minAvailable', -1, 'K8S-106 spec.minAvailable'],
  ['spec', { maxUnavailable: '0%' }],
  ['spec', { maxUnavailable: 'all' }, 'K8S-114 spec.maxUnavailable'],
  ['spec.unhealthyPodEvictionPolicy', 'Always', 'K8S-105 spec.unhealthyPodEvictionPolicy'],
]);

const priority = {
  apiVersion: 'scheduling.k8s.io/v1',
  kind: 'PriorityClass',
  metadata,
  value: 1_000_000_000,
};
testChanges('PriorityClass', priority, [
  ['value', 1_000_000_001, 'K8S-106 value'],
  ['value', -1],
  ['preemptionPolicy', 'Always', 'K8S-105 preemptionPolicy'],
  ['metadata.name', 'system-a', 'K8S-101 metadata.name'],
  ['metadata.name', 'system-node-critical', 'K8S-106 value'],
]);
const critical = { ...priority, metadata: { name: 'system-cluster-critical' }, value: 2_000_000_000 };
testChanges('PriorityClass of the system', critical, [['globalDefault', true, 'K8S-113 globalDefault']]);

const runtime = {
  apiVersion: 'node.k8s.io/v1',
  kind: 'RuntimeClass',
  metadata,
  handler: 'runc',
  overhead: { podFixed: { cpu: '10m' } },
  scheduling: { nodeSelector: { a: 'b' }, tolerations: [{ key: 'a', operator: 'Exists' }] },
};
testChanges('RuntimeClass', runtime, [
  ['handler', 'a.b', 'K8S-101 handler'],
  ['handler', '', 'K8S-109 handler'],
  ['overhead.podFixed.storage', '1Gi', 'K8S-105 overhead.podFixed.storage'],
  ['overhead.podFixed.cpu', '-1', 'K8S-112 overhead.podFixed.cpu'],
  ['scheduling.nodeSelector.a', 'b c', 'K8S-104 scheduling.nodeSelector.a'],
  [
    'scheduling.tolerations',
    [
      { key: 'a', operator: 'Exists' },
      { key: 'a', operator: 'Exists', value: '' },
    ],
    'K8S-107 scheduling.tolerations.1',
  ],
]);

const lease = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata,
  spec: { leaseDurationSeconds: 1 },
};
testChanges('Lease', lease, [
  ['spec.leaseDurationSeconds', 0, 'K8S-106 spec.leaseDurationSeconds'],
  ['spec.leaseTransitions', -1, 'K8S-106 spec.leaseTransitions'],
  ['spec.leaseTransitions', 0],
]);

test.run();
