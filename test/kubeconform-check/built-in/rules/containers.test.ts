import { test } from 'uvu';
import { testRules } from './cases.ts';

const container = { name: 'web', image: 'nginx' };

testRules('V1Container', [
  { it: 'its name has its form', good: container, bad: { name: 'Web' }, is: 'K8S-101 name' },
  { it: 'it has a name', good: container, bad: { name: '' }, is: 'K8S-109 name' },
  { it: 'it has an image', good: container, bad: { image: undefined }, is: 'K8S-109 image' },
  { it: 'its image is not empty', good: container, bad: { image: '' }, is: 'K8S-109 image' },
  {
    it: 'imagePullPolicy is known',
    good: { ...container, imagePullPolicy: '' },
    bad: { imagePullPolicy: 'IfNotPresents' },
    is: 'K8S-105 imagePullPolicy = IfNotPresent',
  },
  {
    it: 'terminationMessagePolicy is known',
    good: { ...container, terminationMessagePolicy: 'File' },
    bad: { terminationMessagePolicy: 'file' },
    is: 'K8S-105 terminationMessagePolicy = File',
  },
  {
    it: 'the name of a port stands once',
    good: { ...container, ports: [{ name: 'a', containerPort: 1 }, { containerPort: 1 }] },
    bad: { ports: [{ name: 'a' }, { name: 'a' }] },
    is: 'K8S-107 ports[1].name',
  },
  {
    it: 'a variable stands once',
    good: { ...container, env: [{ name: 'A' }, { name: 'a' }] },
    bad: { env: [{ name: 'A' }, { name: 'B' }, { name: 'A' }] },
    is: 'K8S-107 env[2].name',
  },
  {
    it: 'a path is mounted once',
    good: {
      ...container,
      volumeMounts: [
        { name: 'a', mountPath: '/a' },
        { name: 'a', mountPath: '/b' },
      ],
    },
    bad: {
      volumeMounts: [
        { name: 'a', mountPath: '/a' },
        { name: 'b', mountPath: '/a' },
      ],
    },
    is: 'K8S-107 volumeMounts[name=b].mountPath',
  },
  {
    it: 'only the privileged mount both ways',
    good: {
      ...container,
      securityContext: { privileged: true },
      volumeMounts: [{ name: 'a', mountPath: '/a', mountPropagation: 'Bidirectional' }],
    },
    bad: { securityContext: undefined },
    is: 'K8S-113 volumeMounts[name=a].mountPropagation',
  },
  {
    it: 'a volume is a device or mounted',
    good: {
      ...container,
      volumeDevices: [{ name: 'a', devicePath: '/a' }],
      volumeMounts: [{ name: 'b', mountPath: '/b' }],
    },
    bad: { volumeMounts: [{ name: 'a', mountPath: '/a' }] },
    is: ['K8S-107 volumeDevices[name=a].name', 'K8S-107 volumeDevices[name=a].devicePath'],
  },
  {
    it: 'a device stands once',
    good: {
      ...container,
      volumeDevices: [
        { name: 'a', devicePath: '/a' },
        { name: 'b', devicePath: '/b' },
      ],
    },
    bad: {
      volumeDevices: [
        { name: 'a', devicePath: '/a' },
        { name: 'a', devicePath: '/a' },
      ],
    },
    is: ['K8S-107 volumeDevices[1].name', 'K8S-107 volumeDevices[1].devicePath'],
  },
  {
    it: 'a resource is resized in one way',
    good: { ...container, resizePolicy: [{ resourceName: 'cpu' }, { resourceName: 'memory' }] },
    bad: { resizePolicy: [{ resourceName: 'cpu' }, { resourceName: 'cpu' }] },
    is: 'K8S-107 resizePolicy[1].resourceName',
  },
  {
    it: 'restartPolicy is known',
    good: { ...container, restartPolicy: 'Always', restartPolicyRules: [{}] },
    bad: { restartPolicy: 'always' },
    is: 'K8S-105 restartPolicy = Always',
  },
  {
    it: 'its rules need a policy',
    good: { ...container, restartPolicy: 'Always', restartPolicyRules: [{}] },
    bad: { restartPolicy: undefined },
    is: 'K8S-113 restartPolicyRules',
  },
  {
    it: 'its rules are 20 at most',
    good: { ...container, restartPolicy: 'Always', restartPolicyRules: Array(20).fill({}) },
    bad: { restartPolicyRules: Array(21).fill({}) },
    is: 'K8S-106 restartPolicyRules',
  },
]);

const port = { containerPort: 80, hostPort: 0, protocol: 'TCP', name: 'http' };

testRules('V1ContainerPort', [
  { it: 'it is at least 1', good: port, bad: { containerPort: 0 }, is: 'K8S-106 containerPort' },
  {
    it: 'it is at most 65535',
    good: { containerPort: 65535 },
    bad: { containerPort: 65536 },
    is: 'K8S-106 containerPort',
  },
  { it: 'the port of the host is in range', good: port, bad: { hostPort: 65536 }, is: 'K8S-106 hostPort' },
  { it: 'the protocol is known', good: port, bad: { protocol: 'tcp' }, is: 'K8S-105 protocol = TCP' },
  {
    it: 'its name is short',
    good: { ...port, name: 'a23456789012345' },
    bad: { name: 'a234567890123456' },
    is: 'K8S-101 name',
  },
  { it: 'its name has a letter', good: { ...port, name: '8a' }, bad: { name: '80' }, is: 'K8S-101 name' },
  {
    it: 'its name has single dashes inside',
    good: { ...port, name: 'a-b' },
    bad: { name: 'a--b' },
    is: 'K8S-101 name',
  },
]);

testRules('V1ContainerResizePolicy', [
  {
    it: 'both are known',
    good: { resourceName: 'cpu', restartPolicy: 'NotRequired' },
    bad: { resourceName: 'CPU', restartPolicy: '' },
    is: ['K8S-105 resourceName = cpu', 'K8S-105 restartPolicy'],
  },
]);

testRules('V1ContainerRestartRule', [
  {
    it: 'the action is known',
    good: { action: 'Restart', exitCodes: {} },
    bad: { action: 'restart' },
    is: 'K8S-105 action = Restart',
  },
  {
    it: 'there are codes',
    good: { action: 'Restart', exitCodes: {} },
    bad: { exitCodes: null },
    is: 'K8S-109 exitCodes',
  },
]);

testRules('V1ContainerRestartRuleOnExitCodes', [
  {
    it: 'the operator is known',
    good: { operator: 'NotIn' },
    bad: { operator: 'notin' },
    is: 'K8S-105 operator = NotIn',
  },
  {
    it: 'codes are 255 at most',
    good: { values: Array(255).fill(1) },
    bad: { values: Array(256).fill(1) },
    is: 'K8S-106 values',
  },
]);

testRules('V1EnvVar', [
  { it: 'it has a name', good: { name: 'a b-1.c' }, bad: { name: '' }, is: 'K8S-109 name' },
  { it: 'its name has no =', good: { name: 'A' }, bad: { name: 'A=B' }, is: 'K8S-101 name' },
  {
    it: 'its value is given once',
    good: { name: 'A', value: '', valueFrom: {} },
    bad: { value: 'x' },
    is: 'K8S-113 valueFrom',
  },
]);

testRules('V1EnvVarSource', [
  { it: 'there is a source', good: { secretKeyRef: {} }, bad: { secretKeyRef: null }, is: 'K8S-113' },
  {
    it: 'there is one only',
    good: { secretKeyRef: {} },
    bad: { configMapKeyRef: {} },
    is: 'K8S-113 secretKeyRef',
  },
]);

for (const definition of ['V1ConfigMapKeySelector', 'V1SecretKeySelector']) {
  testRules(definition, [
    { it: 'it names an object', good: { name: 'a', key: 'k' }, bad: { name: undefined }, is: 'K8S-109 name' },
    { it: 'its name has its form', good: { name: 'a.b', key: 'k' }, bad: { name: 'A' }, is: 'K8S-101 name' },
    { it: 'it has a key', good: { name: 'a', key: 'k' }, bad: { key: '' }, is: 'K8S-109 key' },
    { it: 'its key has its form', good: { name: 'a', key: '.K_1-' }, bad: { key: 'a/b' }, is: 'K8S-114 key' },
    { it: 'its key is no folder', good: { name: 'a', key: 'a..' }, bad: { key: '..a' }, is: 'K8S-114 key' },
  ]);
}

testRules('V1FileKeySelector', [
  {
    it: 'all have their form',
    good: { key: 'A', volumeName: 'v', path: 'a/..b' },
    bad: { key: 'A=', volumeName: 'V', path: 'a/../b' },
    is: ['K8S-101 key', 'K8S-101 volumeName', 'K8S-114 path'],
  },
]);

testRules('V1EnvFromSource', [
  {
    it: 'there is a source',
    good: { secretRef: { name: 'a-' } },
    bad: { secretRef: undefined },
    is: 'K8S-113',
  },
  {
    it: 'the source is named',
    good: { secretRef: { name: 'a' } },
    bad: { secretRef: {} },
    is: 'K8S-109 secretRef.name',
  },
  {
    it: 'a name has its form',
    good: { configMapRef: { name: 'a' } },
    bad: { configMapRef: { name: 'a_b' } },
    is: 'K8S-101 configMapRef.name',
  },
  {
    it: 'a prefix has no =',
    good: { prefix: '', secretRef: { name: 'a' } },
    bad: { prefix: 'A=' },
    is: 'K8S-101 prefix',
  },
]);

const mount = { name: 'a', mountPath: '/a', readOnly: true, subPath: 'b/c..d' };

testRules('V1VolumeMount', [
  { it: 'it has a path', good: mount, bad: { mountPath: '' }, is: 'K8S-109 mountPath' },
  { it: 'it has a name', good: mount, bad: { name: '' }, is: 'K8S-109 name' },
  { it: 'its subPath is relative', good: mount, bad: { subPath: '/b' }, is: 'K8S-114 subPath' },
  { it: 'its subPath has no ..', good: mount, bad: { subPath: 'b/../c' }, is: 'K8S-114 subPath' },
  {
    it: 'its subPathExpr is as that',
    good: { ...mount, subPath: '' },
    bad: { subPathExpr: '../c' },
    is: 'K8S-114 subPathExpr',
  },
  { it: 'it has one of both', good: mount, bad: { subPathExpr: 'c' }, is: 'K8S-113 subPathExpr' },
  {
    it: 'mountPropagation is known',
    good: { ...mount, mountPropagation: 'None' },
    bad: { mountPropagation: 'none' },
    is: 'K8S-105 mountPropagation = None',
  },
  {
    it: 'recursiveReadOnly is known',
    good: { ...mount, recursiveReadOnly: 'Disabled' },
    bad: { recursiveReadOnly: 'enabled' },
    is: 'K8S-105 recursiveReadOnly = Enabled',
  },
  {
    it: 'recursiveReadOnly is readOnly',
    good: { ...mount, recursiveReadOnly: 'Enabled' },
    bad: { readOnly: false },
    is: 'K8S-113 recursiveReadOnly',
  },
  {
    it: 'recursiveReadOnly has no propagation',
    good: { ...mount, recursiveReadOnly: 'IfPossible', mountPropagation: 'None' },
    bad: { mountPropagation: 'HostToContainer' },
    is: 'K8S-113 recursiveReadOnly',
  },
]);

testRules('V1VolumeDevice', [
  {
    it: 'it has a path',
    good: { name: 'a', devicePath: '/dev/a' },
    bad: { devicePath: '' },
    is: 'K8S-109 devicePath',
  },
  {
    it: 'its path has no ..',
    good: { name: 'a', devicePath: '/dev/a' },
    bad: { devicePath: '/dev/../a' },
    is: 'K8S-114 devicePath',
  },
]);

test.run();
