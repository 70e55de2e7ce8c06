import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testChanges } from './resource-cases.ts';

const service = (spec: YamlMap, annotations: YamlMap = {}): YamlMap => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', annotations },
  spec,
});

const http = { name: 'http', port: 80 };
const dns = { name: 'dns', port: 53, protocol: 'UDP' };

testChanges('Service', service({ selector: { app: 'a' }, ports: [http, dns] }), [
  ['spec', undefined, 'K8S-109 spec.ports'],
  ['spec.ports', [], 'K8S-109 spec.ports'],
  ['spec.ports', [{ port: 80 }]],
  ['spec.ports', [http, { port: 81 }], 'K8S-109 spec.ports.1.name'],
  ['spec.ports', [http, { ...dns, name: 'http' }], 'K8S-107 spec.ports.1.name'],
  ['spec.ports', [http, { name: 'b', port: 80 }], 'K8S-107 spec.ports.1.port'],
  ['spec.ports', [http, { name: 'b', port: 80, protocol: 'UDP' }]],
  ['spec.ports.0.name', 'a.b', 'K8S-101 spec.ports.0.name'],
  ['spec.ports.0.name', 'x'.repeat(64), 'K8S-101 spec.ports.0.name'],
  ['spec.ports.0.port', 0, 'K8S-106 spec.ports.0.port'],
  ['spec.ports.0.port', 65536, 'K8S-106 spec.ports.0.port'],
  ['spec.ports.0.port', 65535],
  ['spec.ports.0.protocol', 'HTTP', 'K8S-105 spec.ports.0.protocol'],
  ['spec.ports.0.protocol', 'SCTP'],
  ['spec.ports.0.targetPort', 65536, 'K8S-106 spec.ports.0.targetPort'],
  ['spec.ports.0.targetPort', '8080', 'K8S-101 spec.ports.0.targetPort'],
  ['spec.ports.0.targetPort', 'a-name-that-is-too-long', 'K8S-101 spec.ports.0.targetPort'],
  ['spec.ports.0.targetPort', 'http'],
  ['spec.ports.0.targetPort', 0],
  ['spec.ports.0.nodePort', 30080, 'K8S-113 spec.ports.0.nodePort'],
  ['spec.ports.0.appProtocol', 'a b', 'K8S-114 spec.ports.0.appProtocol'],
  ['spec.ports.0.appProtocol', 'kubernetes.io/h2c'],
  ['spec.type', 'clusterip', 'K8S-105 spec.type'],
  ['spec.type', 'NodePort'],
  [['spec', 'selector', 'a b'], 'c', 'K8S-104 spec.selector.a b'],
  ['spec.sessionAffinity', 'Cookie', 'K8S-105 spec.sessionAffinity'],
  ['spec.externalIPs', ['a'], 'K8S-114 spec.externalIPs.0'],
  ['spec.externalIPs', ['127.0.0.1'], 'K8S-114 spec.externalIPs.0'],
  ['spec.externalIPs', ['192.0.2.1']],
  ['spec.externalTrafficPolicy', 'Local', 'K8S-113 spec.externalTrafficPolicy'],
  ['spec.internalTrafficPolicy', 'local', 'K8S-105 spec.internalTrafficPolicy'],
  ['spec.internalTrafficPolicy', 'Local'],
  ['spec.trafficDistribution', 'PreferZone', 'K8S-105 spec.trafficDistribution'],
  ['spec.trafficDistribution', 'PreferSameZone'],
  ['spec.healthCheckNodePort', 30000, 'K8S-113 spec.healthCheckNodePort'],
  ['spec.loadBalancerSourceRanges', ['10.0.0.0/8'], 'K8S-113 spec.loadBalancerSourceRanges'],
  ['spec.loadBalancerClass', 'a/b', 'K8S-113 spec.loadBalancerClass'],
  ['spec.allocateLoadBalancerNodePorts', false, 'K8S-113 spec.allocateLoadBalancerNodePorts'],
  ['spec.clusterIP', 'none', 'K8S-114 spec.clusterIP'],
  ['spec.clusterIP', '10.0.0.1'],
  ['spec.clusterIPs', ['10.0.0.1'], 'K8S-113 spec.clusterIP'],
  ['spec.ipFamilies', ['IPv5'], 'K8S-105 spec.ipFamilies.0'],
  ['spec.ipFamilies', ['IPv4', 'IPv6'], 'K8S-113 spec.ipFamilyPolicy'],
  ['spec.ipFamilyPolicy', 'Dual', 'K8S-105 spec.ipFamilyPolicy'],
  [
    ['metadata', 'annotations'],
    {
      'service.kubernetes.io/topology-mode': 'Auto',
      'service.kubernetes.io/topology-aware-hints': 'Disabled',
    },
    'K8S-113 metadata.annotations.service.kubernetes.io/topology-mode',
  ],
]);

testChanges(
  'Service before 1.34',
  service({ ports: [http], trafficDistribution: 'PreferClose' }),
  [
    ['spec.trafficDistribution', 'PreferSameZone', 'K8S-105 spec.trafficDistribution'],
    ['spec.externalIPs', ['010.1.2.3']],
  ],
  '1.33',
);

const nodePorts = [
  { ...http, nodePort: 30080 },
  { ...dns, nodePort: 30053 },
];
testChanges('Service of type NodePort', service({ type: 'NodePort', ports: nodePorts }), [
  ['spec.ports.0.nodePort', 80, 'K8S-106 spec.ports.0.nodePort?'],
  ['spec.ports.0.nodePort', 65536, 'K8S-106 spec.ports.0.nodePort'],
  ['spec.ports.0.nodePort', 30053, 'K8S-107 spec.ports.1.nodePort'],
  ['spec.ports', [nodePorts[0] as YamlMap, { ...http, name: 'b', protocol: 'UDP', nodePort: 30080 }]],
  ['spec.externalTrafficPolicy', 'Local'],
  ['spec.externalTrafficPolicy', 'local', 'K8S-105 spec.externalTrafficPolicy'],
  ['spec.clusterIP', 'None', 'K8S-113 spec.clusterIP'],
]);

const dual = {
  type: 'LoadBalancer',
  ports: [http],
  clusterIP: '10.0.0.1',
  clusterIPs: ['10.0.0.1', 'fd00::1'],
  ipFamilies: ['IPv4', 'IPv6'],
  ipFamilyPolicy: 'PreferDualStack',
  loadBalancerSourceRanges: ['10.0.0.0/8', ' 192.0.2.0/24 '],
  externalTrafficPolicy: 'Local',
};
testChanges('Service of type LoadBalancer', service(dual), [
  ['spec.clusterIPs', ['10.0.0.1', '10.0.0.2'], 'K8S-114 spec.clusterIPs.1', 'K8S-113 spec.clusterIPs.1'],
  ['spec.clusterIPs', ['10.0.0.1', 'fd00::1', 'fd00::2'], 'K8S-113 spec.clusterIPs'],
  ['spec.clusterIPs', ['10.0.0.1', 'None'], 'K8S-114 spec.clusterIPs.1'],
  ['spec.clusterIP', '10.0.0.2', 'K8S-113 spec.clusterIP'],
  ['spec.ipFamilies', ['IPv6', 'IPv4'], 'K8S-114 spec.clusterIPs.0', 'K8S-114 spec.clusterIPs.1'],
  ['spec.ipFamilies', ['IPv4', 'IPv4'], 'K8S-107 spec.ipFamilies.1', 'K8S-114 spec.clusterIPs.1'],
  ['spec.ipFamilyPolicy', 'SingleStack', 'K8S-113 spec.ipFamilyPolicy'],
  ['spec.loadBalancerSourceRanges', ['10.0.0.1/8'], 'K8S-114 spec.loadBalancerSourceRanges.0'],
  ['spec.loadBalancerClass', 'a b', 'K8S-114 spec.loadBalancerClass'],
  ['spec.loadBalancerClass', 'example.com/a'],
  ['spec.healthCheckNodePort', 70000, 'K8S-106 spec.healthCheckNodePort'],
  ['spec.healthCheckNodePort', 30000],
]);

const RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
testChanges(
  'source ranges of a Service by annotation',
  service({ type: 'LoadBalancer', ports: [http] }, { [RANGES]: '10.0.0.0/8, 192.0.2.0/24' }),
  [
    [['metadata', 'annotations', RANGES], '10.0.0.0', `K8S-114 metadata.annotations.${RANGES}`],
    [['metadata', 'annotations', RANGES], ''],
    ['spec.type', 'ClusterIP', `K8S-113 metadata.annotations.${RANGES}`],
  ],
);

testChanges('headless Service', service({ clusterIP: 'None', ipFamilies: ['IPv4', 'IPv6'] }), [
  ['spec.selector', { a: 'b' }, 'K8S-113 spec.ipFamilyPolicy'],
  ['spec.clusterIPs', ['None']],
]);

testChanges('affinity', service({ ports: [http], sessionAffinity: 'ClientIP' }), [
  ['spec.sessionAffinityConfig', { clientIP: { timeoutSeconds: 86400 } }],
  [
    'spec.sessionAffinityConfig',
    { clientIP: { timeoutSeconds: 86401 } },
    'K8S-106 spec.sessionAffinityConfig.clientIP.timeoutSeconds',
  ],
]);

testChanges('Service of type ExternalName', service({ type: 'ExternalName', externalName: 'a.b.' }), [
  ['spec.externalName', undefined, 'K8S-109 spec.externalName'],
  ['spec.externalName', '', 'K8S-109 spec.externalName'],
  ['spec.externalName', 'http://a', 'K8S-114 spec.externalName'],
  ['spec.clusterIP', '10.0.0.1', 'K8S-113 spec.clusterIP'],
  ['spec.ipFamilies', ['IPv4'], 'K8S-113 spec.ipFamilies'],
  ['spec.ipFamilyPolicy', 'SingleStack', 'K8S-113 spec.ipFamilyPolicy'],
]);

const endpoints: YamlMap = {
  apiVersion: 'v1',
  kind: 'Endpoints',
  metadata: { name: 'a' },
  subsets: [{ addresses: [{ ip: '192.0.2.1', hostname: 'a', nodeName: 'a.b' }], ports: [http, dns] }],
};
testChanges('Endpoints', endpoints, [
  ['subsets.0.addresses', [], 'K8S-113 subsets.0'],
  ['subsets.0.addresses.0.ip', 'a', 'K8S-114 subsets.0.addresses.0.ip'],
  ['subsets.0.addresses.0.ip', '169.254.1.1', 'K8S-114 subsets.0.addresses.0.ip'],
  ['subsets.0.addresses.0.hostname', 'a.b', 'K8S-114 subsets.0.addresses.0.hostname'],
  ['subsets.0.addresses.0.nodeName', 'a_b', 'K8S-101 subsets.0.addresses.0.nodeName'],
  ['subsets.0.ports.0.name', undefined, 'K8S-109 subsets.0.ports.0.name'],
  ['subsets.0.ports.0.port', 0, 'K8S-106 subsets.0.ports.0.port'],
  ['subsets.0.ports.0.protocol', 'HTTP', 'K8S-105 subsets.0.ports.0.protocol'],
  ['subsets.0.ports', [{ port: 80 }]],
]);

const slice: YamlMap = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'a' },
  addressType: 'IPv4',
  endpoints: [{ addresses: ['192.0.2.1'], hints: { forZones: [{ name: 'a' }] } }],
  ports: [http, { port: 81 }],
};
const zones = (...names: string[]) => names.map((name) => ({ name }));
testChanges('EndpointSlice', slice, [
  ['addressType', 'ipv4', 'K8S-105 addressType'],
  ['endpoints.0.addresses', [], 'K8S-109 endpoints.0.addresses'],
  ['endpoints.0.addresses', Array(101).fill('192.0.2.1'), 'K8S-106 endpoints.0.addresses'],
  ['endpoints.0.addresses.0', '2001:db8::1', 'K8S-114 endpoints.0.addresses.0'],
  ['endpoints.0.addresses.0', 'a.b', 'K8S-114 endpoints.0.addresses.0'],
  ['endpoints.0.hostname', 'A', 'K8S-114 endpoints.0.hostname'],
  ['endpoints.0.nodeName', 'A', 'K8S-101 endpoints.0.nodeName'],
  ['endpoints.0.hints.forZones.0.name', 'a b', 'K8S-114 endpoints.0.hints.forZones.0.name'],
  ['endpoints.0.hints.forZones', zones('a', 'a'), 'K8S-107 endpoints.0.hints.forZones.1.name'],
  ['endpoints.0.hints.forZones', zones(...'abcdefghi'), 'K8S-106 endpoints.0.hints.forZones'],
  ['endpoints.0.hints.forNodes', zones('A'), 'K8S-101 endpoints.0.hints.forNodes.0.name'],
  ['endpoints', Array(1001).fill({ addresses: ['192.0.2.1'] }), 'K8S-106 endpoints'],
  ['ports', [{ port: 80 }, { port: 81 }], 'K8S-107 ports.1.name'],
  ['ports.0.protocol', 'tcp', 'K8S-105 ports.0.protocol'],
]);
testChanges(
  'EndpointSlice of IPv6',
  { ...slice, addressType: 'IPv6', endpoints: [{ addresses: ['2001:db8::1'] }] },
  [
    ['endpoints.0.addresses.0', '2001:DB8::1', 'K8S-114 endpoints.0.addresses.0'],
    ['endpoints.0.addresses.0', '::1', 'K8S-114 endpoints.0.addresses.0'],
  ],
);
testChanges(
  'EndpointSlice of names',
  { ...slice, addressType: 'FQDN', endpoints: [{ addresses: ['a.b.'] }] },
  [
    ['endpoints.0.addresses.0', 'a', 'K8S-114 endpoints.0.addresses.0'],
    ['endpoints.0.addresses.0', 'a b.c', 'K8S-114 endpoints.0.addresses.0'],
  ],
);

test.run();
