import { test } from 'uvu';
import { testChanges } from './resource-cases.ts';

const request = { name: 'r', exactly: { deviceClassName: 'a.b' } };
const template = {
  apiVersion: 'resource.k8s.io/v1',
  kind: 'ResourceClaimTemplate',
  metadata: { name: 'a' },
  spec: { metadata: { labels: { a: 'b' } }, spec: { devices: { requests: [request] } } },
};
const path = 'spec.spec.devices.requests';
testChanges('ResourceClaimTemplate', template, [
  ['spec.metadata.name', 'a', 'K8S-113 spec.metadata.name'],
  ['spec.metadata.labels.a', 'b c', 'K8S-103 spec.metadata.labels.a'],
  [`${path}.0.name`, 'a.b', `K8S-101 ${path}.0.name`],
  [`${path}.0.exactly.deviceClassName`, 'A', `K8S-101 ${path}.0.exactly.deviceClassName`],
  [path, [request, request], `K8S-107 ${path}.1.name`],
]);

test.run();
