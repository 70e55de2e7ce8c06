import { test } from 'uvu';
import { testChanges } from './resource-cases.ts';

const metadata = { name: 'a' };

testChanges(
  'Namespace',
  { apiVersion: 'v1', kind: 'Namespace', metadata, spec: { finalizers: ['kubernetes'] } },
  [
    ['spec.finalizers', ['mine'], 'K8S-114 spec.finalizers.0'],
    ['spec.finalizers', ['a b/c'], 'K8S-114 spec.finalizers.0'],
    ['spec.finalizers', ['example.com/mine']],
  ],
);

const taint = { key: 'a/b', value: 'c', effect: 'NoSchedule' };
const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata,
  spec: { podCIDRs: ['10.0.0.0/24', '2001:db8::/64'], taints: [taint] },
};
testChanges('Node', node, [
  ['spec.taints.0.key', 'a b', 'K8S-114 spec.taints.0.key'],
  ['spec.taints.0.value', 'a b', 'K8S-114 spec.taints.0.value'],
  ['spec.taints.0.effect', 'Never', 'K8S-105 spec.taints.0.effect'],
  ['spec.taints', [taint, { ...taint, value: 'd' }], 'K8S-107 spec.taints.1'],
  ['spec.taints', [taint, { ...taint, effect: 'NoExecute' }]],
  ['spec.podCIDRs', ['10.0.0.0'], 'K8S-114 spec.podCIDRs.0'],
  ['spec.podCIDRs', ['10.0.0.0/24', '10.0.1.0/24'], 'K8S-113 spec.podCIDRs.1'],
  ['spec.podCIDR', 'a', 'K8S-114 spec.podCIDR'],
]);
// Kubernetes takes podCIDR alone then.
testChanges('Node with another podCIDR', { ...node, spec: { podCIDR: '10.1.0.0/24', podCIDRs: ['a'] } }, [
  ['spec.podCIDR', undefined, 'K8S-114 spec.podCIDRs.0'],
]);

const service = { name: 's', namespace: 'n', port: 443 };
const api = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1.example.com' },
  spec: { group: 'example.com', version: 'v1', groupPriorityMinimum: 100, versionPriority: 10, service },
};
testChanges('APIService', api, [
  ['spec.groupPriorityMinimum', 20001, 'K8S-106 spec.groupPriorityMinimum'],
  ['spec.versionPriority', 0, 'K8S-106 spec.versionPriority'],
  ['spec.version', 'V1', 'K8S-101 metadata.name', 'K8S-114 spec.version'],
  ['spec.group', '', 'K8S-101 metadata.name'],
  ['spec.group', 'A', 'K8S-101 metadata.name', 'K8S-114 spec.group'],
  ['spec.service.namespace', undefined, 'K8S-109 spec.service.namespace'],
  ['spec.service.name', '', 'K8S-109 spec.service.name'],
  ['spec.service.port', 0, 'K8S-106 spec.service.port'],
  ['spec.insecureSkipTLSVerify', true],
  ['spec.service', undefined],
  ['spec', undefined, 'K8S-109 spec'],
]);
const { service: _, ...withoutService } = api.spec;
const local = { ...withoutService, caBundle: 'aGk=', insecureSkipTLSVerify: true };
testChanges('APIService with a bundle', { ...api, spec: { ...api.spec, caBundle: 'aGk=' } }, [
  ['spec.insecureSkipTLSVerify', true, 'K8S-113 spec.insecureSkipTLSVerify'],
  ['spec', local, 'K8S-113 spec.caBundle', 'K8S-113 spec.insecureSkipTLSVerify'],
]);
testChanges(
  'APIService without group',
  { ...api, metadata: { name: 'v1.' }, spec: { ...api.spec, group: '' } },
  [['spec.version', 'v2', 'K8S-101 metadata.name', 'K8S-109 spec.group']],
);

const request = {
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name: 'any name' },
  spec: { request: 'aGk=', signerName: 'example.com/a.b', usages: ['client auth'], expirationSeconds: 600 },
};
testChanges('CertificateSigningRequest', request, [
  ['spec.usages', undefined, 'K8S-109 spec.usages'],
  ['spec.usages', ['client'], 'K8S-105 spec.usages.0'],
  ['spec.usages', ['any', 'any'], 'K8S-107 spec.usages.1'],
  ['spec.expirationSeconds', 599, 'K8S-106 spec.expirationSeconds'],
  ['spec.signerName', 'a', 'K8S-101 spec.signerName'],
  ['spec.signerName', 'a/b', 'K8S-101 spec.signerName'],
  ['spec.signerName', 'a.b/c/d', 'K8S-101 spec.signerName'],
  ['spec.signerName', 'a.b/c_d', 'K8S-101 spec.signerName'],
  ['spec.signerName', 'kubernetes.io/legacy-unknown', 'K8S-101 spec.signerName'],
  ['spec.request', '', 'K8S-109 spec.request'],
]);

test.run();
