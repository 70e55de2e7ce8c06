import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { problemsOf, testRules } from './cases.ts';

const container: YamlMap = { name: 'web', image: 'nginx' };
const spec: YamlMap = { containers: [container] };
const init = (more: YamlMap): YamlMap => ({
  ...spec,
  initContainers: [{ name: 'init', image: 'a', ...more }],
});
const web = (more: YamlMap): YamlMap => ({ containers: [{ ...container, ...more }] });

testRules('V1PodSpec', [
  { it: 'there is a container', good: spec, bad: { containers: [] }, is: 'K8S-109 containers' },
  {
    it: 'policies are known',
    good: { ...spec, restartPolicy: 'Never', dnsPolicy: 'Default', preemptionPolicy: 'Never' },
    bad: { restartPolicy: 'never', dnsPolicy: 'default', preemptionPolicy: 'never' },
    is: ['K8S-105 restartPolicy = Never', 'K8S-105 dnsPolicy = Default', 'K8S-105 preemptionPolicy = Never'],
  },
  {
    it: 'names have their form',
    good: { ...spec, serviceAccountName: '', nodeName: 'n.1', priorityClassName: 'p', runtimeClassName: 'r' },
    bad: { serviceAccountName: 'S', nodeName: 'n_1', priorityClassName: 'P', runtimeClassName: '' },
    is: [
      'K8S-101 serviceAccountName',
      'K8S-101 nodeName',
      'K8S-101 priorityClassName',
      'K8S-109 runtimeClassName',
    ],
  },
  {
    it: 'the old name of the account counts where the new one is empty',
    good: { ...spec, serviceAccountName: 's', serviceAccount: 'S' },
    bad: { serviceAccountName: '' },
    is: 'K8S-101 serviceAccount',
  },
  {
    it: 'a deadline is at least a second',
    good: { ...spec, activeDeadlineSeconds: 1 },
    bad: { activeDeadlineSeconds: 0 },
    is: 'K8S-106 activeDeadlineSeconds',
  },
  {
    it: 'labels of nodes have their form',
    good: { ...spec, nodeSelector: { a: '' } },
    bad: { nodeSelector: { a: 'b c' } },
    is: 'K8S-104 nodeSelector.a',
  },
  {
    it: 'a name of a container stands once',
    good: spec,
    bad: { containers: [container, container] },
    is: 'K8S-107 containers[1].name',
  },
  {
    it: 'in all kinds of containers',
    good: init({}),
    bad: { initContainers: [container] },
    is: 'K8S-107 initContainers[name=web].name',
  },
  {
    it: 'ephemeral containers come later',
    good: { ...spec, ephemeralContainers: [] },
    bad: { ephemeralContainers: [{}] },
    is: 'K8S-113 ephemeralContainers',
  },
  {
    it: 'init containers have no probes',
    good: init({ restartPolicy: 'Always', livenessProbe: {} }),
    bad: init({ livenessProbe: {} }),
    is: 'K8S-113 initContainers[name=init].livenessProbe',
  },
  {
    it: 'nor a lifecycle',
    good: init({ restartPolicy: 'Always', lifecycle: {} }),
    bad: init({ lifecycle: {} }),
    is: 'K8S-113 initContainers[name=init].lifecycle',
  },
  {
    it: 'a container lives after one success',
    good: web({ livenessProbe: { successThreshold: 1 } }),
    bad: web({ livenessProbe: { successThreshold: 2 } }),
    is: 'K8S-106 containers[name=web].livenessProbe.successThreshold = 1',
  },
  {
    it: 'it may be ready after more',
    good: web({ readinessProbe: { successThreshold: 2 } }),
    bad: web({ startupProbe: { successThreshold: 2 } }),
    is: 'K8S-106 containers[name=web].startupProbe.successThreshold = 1',
  },
  {
    it: 'who is not ready is not ended',
    good: web({ livenessProbe: { terminationGracePeriodSeconds: 1 } }),
    bad: web({ readinessProbe: { terminationGracePeriodSeconds: 1 } }),
    is: 'K8S-113 containers[name=web].readinessProbe.terminationGracePeriodSeconds',
  },
  {
    it: 'a hook sleeps no longer than the Pod lives',
    good: web({ lifecycle: { preStop: { sleep: { seconds: 30 } } } }),
    bad: web({ lifecycle: { preStop: { sleep: { seconds: 31 } } } }),
    is: 'K8S-106 containers[name=web].lifecycle.preStop.sleep.seconds',
  },
  {
    it: 'a claim is one of the Pod',
    good: { ...web({ resources: { claims: [{ name: 'a' }] } }), resourceClaims: [{ name: 'a' }] },
    bad: { resourceClaims: [] },
    is: 'K8S-108 containers[name=web].resources.claims[name=a].name',
  },
  {
    it: 'a claim stands once',
    good: { ...spec, resourceClaims: [{ name: 'a' }] },
    bad: web({ resources: { claims: [{ name: 'a' }, { name: 'a' }] } }),
    is: 'K8S-107 containers[name=web].resources.claims[1].name',
  },
  {
    it: 'Unmasked needs users of its own',
    good: { ...web({ securityContext: { procMount: 'Unmasked' } }), hostUsers: false },
    bad: { hostUsers: true },
    is: 'K8S-113 containers[name=web].securityContext.procMount',
  },
  {
    it: 'devices need those of the host',
    good: { ...web({ volumeDevices: [{}] }), hostUsers: true },
    bad: { hostUsers: false },
    is: 'K8S-113 containers[name=web].volumeDevices',
  },
  {
    it: 'who is not restarted is not resized so',
    good: { ...web({ resizePolicy: [{ restartPolicy: 'RestartContainer' }] }), restartPolicy: 'Always' },
    bad: { restartPolicy: 'Never' },
    is: 'K8S-113 containers[name=web].resizePolicy[0].restartPolicy = NotRequired',
  },
  {
    it: 'None needs servers',
    good: { ...spec, dnsPolicy: 'None', dnsConfig: { nameservers: ['10.0.0.1'] } },
    bad: { dnsConfig: {} },
    is: 'K8S-113 dnsConfig.nameservers',
  },
  {
    it: 'processes are shared with the Pod or the host',
    good: { ...spec, hostPID: true },
    bad: { shareProcessNamespace: true },
    is: 'K8S-113 shareProcessNamespace',
  },
  {
    it: 'users of its own exclude the host',
    good: { ...spec, hostPID: true, hostIPC: true },
    bad: { hostUsers: false },
    is: ['K8S-113 hostPID', 'K8S-113 hostIPC'],
  },
  {
    it: 'a host has its name',
    good: { ...spec, hostnameOverride: 'a.b' },
    bad: { hostNetwork: true, setHostnameAsFQDN: true },
    is: ['K8S-113 hostnameOverride', 'K8S-113 hostnameOverride'],
  },
  {
    it: 'a host has its sysctls',
    good: { ...spec, hostIPC: true, securityContext: { sysctls: [{ name: 'net.a' }] } },
    bad: { hostNetwork: true },
    is: 'K8S-113 securityContext.sysctls[name=net.a].name',
  },
  {
    it: 'constraints differ',
    good: { ...spec, topologySpreadConstraints: [{ topologyKey: 'a', whenUnsatisfiable: 'b' }] },
    bad: { topologySpreadConstraints: Array(2).fill({ topologyKey: 'a', whenUnsatisfiable: 'b' }) },
    is: 'K8S-107 topologySpreadConstraints[1]',
  },
  {
    it: 'gates and claims differ',
    good: { ...spec, schedulingGates: [{ name: 'a' }] },
    bad: { schedulingGates: [{ name: 'a' }, { name: 'a' }], resourceClaims: [{ name: 'a' }, { name: 'a' }] },
    is: ['K8S-107 schedulingGates[1].name', 'K8S-107 resourceClaims[1].name'],
  },
]);

const pod: YamlMap = { metadata: {}, spec };

testRules('V1Pod', [
  { it: 'it has a spec', good: pod, bad: { spec: null }, is: 'K8S-109 spec' },
  {
    it: 'its images have no space around them',
    good: pod,
    bad: { spec: web({ image: ' nginx' }) },
    is: 'K8S-114 spec.containers[name=web].image = nginx',
  },
  {
    it: 'a gate holds it from its node',
    good: { ...pod, spec: { ...spec, nodeName: 'n' } },
    bad: { spec: { ...spec, nodeName: 'n', schedulingGates: [{ name: 'a' }] } },
    is: 'K8S-113 spec.nodeName',
  },
  {
    it: 'a volume of an image has one',
    good: { ...pod, spec: { ...spec, volumes: [{ name: 'a', image: { reference: 'b' } }] } },
    bad: { spec: { ...spec, volumes: [{ name: 'a', image: {} }] } },
    is: 'K8S-109 spec.volumes[name=a].image.reference',
  },
]);

const appArmor = (name: string, value: string) => ({
  metadata: { annotations: { [`container.apparmor.security.beta.kubernetes.io/${name}`]: value } },
});

testRules('V1PodTemplateSpec', [
  { it: 'it has a spec', good: pod, bad: { spec: undefined }, is: 'K8S-109 spec' },
  {
    it: 'AppArmor is of a container',
    good: { ...pod, ...appArmor('web', 'localhost/x') },
    bad: appArmor('app', 'unconfined'),
    is: 'K8S-108 metadata.annotations["container.apparmor.security.beta.kubernetes.io/app"]',
  },
  {
    it: 'AppArmor is known',
    good: { ...pod, ...appArmor('web', 'runtime/default') },
    bad: appArmor('web', 'none'),
    is: 'K8S-105 metadata.annotations["container.apparmor.security.beta.kubernetes.io/web"]',
  },
]);

testRules('V1PodDNSConfig', [
  {
    it: 'a server has an address',
    good: { nameservers: ['10.0.0.010', '2001:db8::1', '::ffff:1.2.3.4'] },
    bad: { nameservers: ['10.0.0', '1::2::3', '256.0.0.1'] },
    is: ['K8S-114 nameservers[0]', 'K8S-114 nameservers[1]', 'K8S-114 nameservers[2]'],
  },
  {
    it: 'there are three',
    good: { nameservers: Array(3).fill('::1') },
    bad: { nameservers: Array(4).fill('::1') },
    is: 'K8S-106 nameservers',
  },
  {
    it: 'a domain has its form',
    good: { searches: ['.', '_a.b.'] },
    bad: { searches: ['a b'] },
    is: 'K8S-114 searches[0]',
  },
  {
    it: 'there are 32',
    good: { searches: Array(32).fill('a') },
    bad: { searches: Array(33).fill('a') },
    is: 'K8S-106 searches',
  },
  {
    it: 'an option has a name',
    good: { options: [{ name: 'a' }] },
    bad: { options: [{ value: 'a' }] },
    is: 'K8S-109 options[0].name',
  },
]);

testRules('V1HostAlias', [
  {
    it: 'it has an address and names',
    good: { ip: '::1', hostnames: ['a.b'] },
    bad: { ip: 'a', hostnames: ['a', 'B'] },
    is: ['K8S-114 ip', 'K8S-114 hostnames[1]'],
  },
]);

testRules('V1PodReadinessGate', [
  {
    it: 'it has its form',
    good: { conditionType: 'a.b/C' },
    bad: { conditionType: 'a/b/c' },
    is: 'K8S-101 conditionType',
  },
]);

testRules('V1PodSchedulingGate', [
  { it: 'it has its form', good: { name: 'a' }, bad: { name: '-a' }, is: 'K8S-101 name' },
]);

testRules('V1PodResourceClaim', [
  {
    it: 'it has one claim',
    good: { name: 'a', resourceClaimName: 'b' },
    bad: { resourceClaimName: undefined },
    is: 'K8S-113',
  },
  {
    it: 'it has its form',
    good: { name: 'a', resourceClaimTemplateName: 'b' },
    bad: { name: 'A', resourceClaimTemplateName: 'B' },
    is: ['K8S-101 name', 'K8S-101 resourceClaimTemplateName'],
  },
]);

testRules('V1PodOS', [
  { it: 'it is known', good: { name: 'linux' }, bad: { name: 'Linux' }, is: 'K8S-105 name = linux' },
]);

test('before 1.34 only init containers have a restartPolicy, which is Always', () => {
  const own: YamlMap = {
    containers: [{ name: 'a', restartPolicy: 'Never' }],
    initContainers: [
      { name: 'b', restartPolicy: 'Always' },
      { name: 'c', restartPolicy: 'Never' },
    ],
  };
  assert.equal(problemsOf('V1PodSpec', own, '1.34'), []);
  assert.equal(problemsOf('V1PodSpec', own, '1.33'), [
    'K8S-113 containers[name=a].restartPolicy',
    'K8S-105 initContainers[name=c].restartPolicy',
  ]);
});

test('before 1.34 resources of Pods are dropped', () => {
  const own: YamlMap = { resources: { claims: [] } };
  assert.equal(problemsOf('V1PodSpec', own, '1.33'), []);
  assert.equal(problemsOf('V1PodSpec', own, '1.34'), ['K8S-113 resources.claims']);
});

test.run();
