import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testChanges } from './resource-cases.ts';

const target = { service: { name: 'a', port: { number: 80 } } };
const path = 'spec.rules.0.http.paths.0';
const networking = (kind: string, spec: YamlMap): YamlMap => ({
  apiVersion: 'networking.k8s.io/v1',
  kind,
  metadata: { name: 'a' },
  spec,
});

const ingress = networking('Ingress', {
  ingressClassName: 'nginx',
  rules: [{ host: 'a.example.com', http: { paths: [{ path: '/a', pathType: 'Prefix', backend: target }] } }],
  tls: [{ hosts: ['a.example.com', '*.b.example.com'], secretName: 'a' }],
});
testChanges('Ingress', ingress, [
  ['spec', undefined, 'K8S-113 spec'],
  ['spec', { defaultBackend: target }],
  ['spec.ingressClassName', '', 'K8S-109 spec.ingressClassName'],
  ['spec.ingressClassName', 'a_b', 'K8S-101 spec.ingressClassName'],
  ['spec.rules.0.host', '192.0.2.1', 'K8S-114 spec.rules.0.host'],
  ['spec.rules.0.host', 'a.*.com', 'K8S-114 spec.rules.0.host'],
  ['spec.rules.0.host', 'a.example.com:80', 'K8S-114 spec.rules.0.host'],
  ['spec.rules.0.host', '*.example.com'],
  ['spec.rules.0.host', ''],
  ['spec.rules.0.http.paths', [], 'K8S-109 spec.rules.0.http.paths'],
  [`${path}.pathType`, 'prefix', `K8S-105 ${path}.pathType`],
  [`${path}.path`, undefined, `K8S-109 ${path}.path`],
  [`${path}.path`, 'a', `K8S-114 ${path}.path`],
  [`${path}.path`, '/a/../b', `K8S-114 ${path}.path`],
  [`${path}.path`, '/a/..', `K8S-114 ${path}.path`],
  [`${path}.path`, '/a%2Fb', `K8S-114 ${path}.path`],
  [`${path}.path`, '/a..b'],
  [path, { pathType: 'ImplementationSpecific', backend: target }],
  [path, { path: 'a', pathType: 'ImplementationSpecific', backend: target }, `K8S-114 ${path}.path`],
  [`${path}.backend`, {}, `K8S-113 ${path}.backend`],
  [`${path}.backend.resource`, { kind: 'A', name: 'a' }, `K8S-113 ${path}.backend.resource`],
  [`${path}.backend`, { resource: { apiGroup: 'a.b', kind: 'A', name: 'a' } }],
  [
    `${path}.backend`,
    { resource: { apiGroup: 'a.b', kind: 'A', name: 'a/b' } },
    `K8S-101 ${path}.backend.resource.name`,
  ],
  [`${path}.backend.service.name`, 'a.b', `K8S-101 ${path}.backend.service.name`],
  [`${path}.backend.service.name`, '1a'],
  [`${path}.backend.service.port`, undefined, `K8S-113 ${path}.backend.service.port`],
  [`${path}.backend.service.port`, { name: 'http' }],
  [`${path}.backend.service.port`, { name: 'HTTP' }, `K8S-101 ${path}.backend.service.port.name`],
  [`${path}.backend.service.port`, { number: 65536 }, `K8S-106 ${path}.backend.service.port.number`],
  [`${path}.backend.service.port`, { name: 'a', number: 80 }, `K8S-113 ${path}.backend.service.port.number`],
  ['spec.tls.0.hosts.0', 'a_b', 'K8S-114 spec.tls.0.hosts.0'],
  ['spec.tls.0.secretName', 'A', 'K8S-101 spec.tls.0.secretName'],
  ['spec.tls.0.secretName', ''],
  [
    'metadata.annotations',
    { 'kubernetes.io/ingress.class': 'other' },
    'K8S-113 metadata.annotations.kubernetes.io/ingress.class',
  ],
  ['metadata.annotations', { 'kubernetes.io/ingress.class': 'nginx' }],
]);
testChanges(
  'Ingress before 1.36',
  ingress,
  [[`${path}.backend.service.name`, '1a', `K8S-101 ${path}.backend.service.name`]],
  '1.35',
);

const parameters = { apiGroup: 'a.b', kind: 'A', name: 'a', scope: 'Namespace', namespace: 'n' };
testChanges('IngressClass', networking('IngressClass', { controller: 'example.com/a', parameters }), [
  ['spec', undefined, 'K8S-109 spec.controller'],
  ['spec.controller', 'nginx', 'K8S-114 spec.controller'],
  ['spec.controller', 'example.com/', 'K8S-114 spec.controller'],
  ['spec.controller', `example.com/${'a'.repeat(250)}`, 'K8S-114 spec.controller'],
  ['spec.parameters.scope', 'Cluster', 'K8S-113 spec.parameters.namespace'],
  ['spec.parameters.scope', 'All', 'K8S-105 spec.parameters.scope'],
  ['spec.parameters.namespace', undefined, 'K8S-109 spec.parameters.namespace'],
  ['spec.parameters.namespace', 'a.b', 'K8S-102 spec.parameters.namespace'],
  ['spec.parameters.kind', 'a/b', 'K8S-114 spec.parameters.kind'],
]);

const policy = networking('NetworkPolicy', {
  podSelector: { matchLabels: { a: 'b' } },
  policyTypes: ['Ingress', 'Egress'],
  ingress: [
    {
      from: [
        { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
        { podSelector: {}, namespaceSelector: {} },
      ],
      ports: [{ port: 80, endPort: 90, protocol: 'TCP' }],
    },
  ],
});
const rule = 'spec.ingress.0';
testChanges('NetworkPolicy', policy, [
  ['spec.policyTypes', ['ingress'], 'K8S-105 spec.policyTypes.0'],
  ['spec.policyTypes', ['Ingress', 'Egress', 'Egress'], 'K8S-107 spec.policyTypes.2'],
  [`${rule}.from.0`, {}, `K8S-113 ${rule}.from.0`],
  [`${rule}.from.0.podSelector`, {}, `K8S-113 ${rule}.from.0.ipBlock`],
  [`${rule}.from.0.ipBlock.cidr`, '10.0.0.0', `K8S-114 ${rule}.from.0.ipBlock.cidr`],
  [`${rule}.from.0.ipBlock.cidr`, '', `K8S-109 ${rule}.from.0.ipBlock.cidr`],
  [`${rule}.from.0.ipBlock.except`, ['10.1.0.0'], `K8S-114 ${rule}.from.0.ipBlock.except.0`],
  [`${rule}.from.0.ipBlock.except`, ['11.0.0.0/16'], `K8S-114 ${rule}.from.0.ipBlock.except.0`],
  [`${rule}.from.0.ipBlock.except`, ['10.0.0.0/8'], `K8S-114 ${rule}.from.0.ipBlock.except.0`],
  [`${rule}.ports.0.endPort`, 79, `K8S-106 ${rule}.ports.0.endPort`],
  [`${rule}.ports.0.endPort`, 65536, `K8S-106 ${rule}.ports.0.endPort`],
  [`${rule}.ports.0.endPort`, 80],
  [`${rule}.ports.0.port`, 0, `K8S-106 ${rule}.ports.0.port`],
  [`${rule}.ports.0.port`, 'http', `K8S-113 ${rule}.ports.0.endPort`],
  [`${rule}.ports.0.port`, undefined, `K8S-113 ${rule}.ports.0.endPort`],
  [`${rule}.ports.0`, { port: '80' }, `K8S-101 ${rule}.ports.0.port`],
  [`${rule}.ports.0`, { port: '' }, `K8S-109 ${rule}.ports.0.port`],
  [`${rule}.ports.0`, { port: 'http' }],
  [`${rule}.ports.0.protocol`, 'ICMP', `K8S-105 ${rule}.ports.0.protocol`],
  ['spec.podSelector.matchLabels.a', 'b c', 'K8S-104 spec.podSelector.matchLabels.a'],
]);
testChanges('NetworkPolicy before 1.36', policy, [[`${rule}.from.0.ipBlock.cidr`, '10.0.0.1/8']], '1.35');

testChanges('ServiceCIDR', networking('ServiceCIDR', { cidrs: ['10.0.0.0/16', '2001:db8::/64'] }), [
  ['spec', undefined, 'K8S-109 spec.cidrs'],
  ['spec.cidrs', ['10.0.0.1/16'], 'K8S-114 spec.cidrs.0'],
  ['spec.cidrs', ['2001:DB8::/64'], 'K8S-114 spec.cidrs.0'],
  ['spec.cidrs', ['10.0.0.0/16', '10.1.0.0/16'], 'K8S-113 spec.cidrs.1'],
  ['spec.cidrs', ['10.0.0.0/16', '2001:db8::/64', '10.1.0.0/16'], 'K8S-113 spec.cidrs'],
]);

const parentRef = { resource: 'services', name: 'a', namespace: 'n' };
testChanges('IPAddress', { ...networking('IPAddress', { parentRef }), metadata: { name: '10.0.0.1' } }, [
  ['spec.parentRef.resource', '', 'K8S-109 spec.parentRef.resource'],
  ['spec.parentRef.name', 'a/b', 'K8S-101 spec.parentRef.name'],
  ['spec.parentRef.group', 'a_b', 'K8S-114 spec.parentRef.group'],
  ['spec.parentRef.namespace', 'a%b', 'K8S-102 spec.parentRef.namespace'],
]);

test.run();
