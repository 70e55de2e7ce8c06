import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testRules } from './cases.ts';

testRules('V1Volume', [
  {
    it: 'its name has its form',
    good: { name: 'a-1', emptyDir: {} },
    bad: { name: 'a.1' },
    is: 'K8S-101 name',
  },
  {
    it: 'it has one source',
    good: { name: 'a', emptyDir: {} },
    bad: { hostPath: {} },
    is: 'K8S-113 hostPath',
  },
  {
    it: 'null is no source',
    good: { name: 'a', emptyDir: {}, hostPath: null },
    bad: { secret: {} },
    is: 'K8S-113 secret',
  },
  {
    it: 'nor is a field that nobody knows',
    good: { name: 'a', emptydir: {}, emptyDir: {} },
    bad: { nfs: {} },
    is: 'K8S-113 nfs',
  },
]);

testRules('V1EmptyDirVolumeSource', [
  {
    it: 'it holds something',
    good: { medium: 'any', sizeLimit: '0' },
    bad: { sizeLimit: '-1' },
    is: 'K8S-112 sizeLimit',
  },
]);

testRules('V1HostPathVolumeSource', [
  { it: 'it has a path', good: { path: '/a', type: '' }, bad: { path: '' }, is: 'K8S-109 path' },
  { it: 'its path has no ..', good: { path: '/a..b' }, bad: { path: '/a/../b' }, is: 'K8S-114 path' },
  {
    it: 'its type is known',
    good: { path: '/a', type: 'File' },
    bad: { type: 'file' },
    is: 'K8S-105 type = File',
  },
]);

testRules('V1GitRepoVolumeSource', [
  {
    it: 'it stays below',
    good: { repository: 'a', directory: '.' },
    bad: { repository: '', directory: '..' },
    is: ['K8S-109 repository', 'K8S-114 directory'],
  },
]);

for (const [definition, name, mode] of [
  ['V1ConfigMapVolumeSource', 'name', 'defaultMode'],
  ['V1SecretVolumeSource', 'secretName', 'defaultMode'],
] as const) {
  testRules(definition, [
    { it: 'it has a name', good: { [name]: 'a' }, bad: { [name]: undefined }, is: `K8S-109 ${name}` },
    { it: 'its name is not empty', good: { [name]: 'a' }, bad: { [name]: '' }, is: `K8S-109 ${name}` },
    {
      it: 'its mode is in range',
      good: { [name]: 'a', [mode]: 0o777 },
      bad: { [mode]: 0o1000 },
      is: `K8S-106 ${mode}`,
    },
  ]);
}

const file = { key: 'k', path: 'a/b', mode: 0 };

testRules('V1KeyToPath', [
  { it: 'it has a key', good: file, bad: { key: '' }, is: 'K8S-109 key' },
  { it: 'it has a path', good: file, bad: { path: '' }, is: 'K8S-109 path' },
  { it: 'its path is relative', good: file, bad: { path: '/a' }, is: 'K8S-114 path' },
  {
    it: 'its path is not for the kubelet',
    good: { ...file, path: 'a..' },
    bad: { path: '..a' },
    is: 'K8S-114 path',
  },
  { it: 'its mode is not negative', good: file, bad: { mode: -1 }, is: 'K8S-106 mode' },
]);

testRules('V1DownwardAPIVolumeSource', [
  {
    it: 'its mode is in range',
    good: { defaultMode: 256 },
    bad: { defaultMode: 644 },
    is: 'K8S-106 defaultMode',
  },
]);

testRules('V1DownwardAPIVolumeFile', [
  {
    it: 'it has one source',
    good: { path: 'a', fieldRef: {} },
    bad: { resourceFieldRef: { containerName: 'a' } },
    is: 'K8S-113 resourceFieldRef',
  },
  { it: 'it has a source', good: { path: 'a', fieldRef: {} }, bad: { fieldRef: undefined }, is: 'K8S-113' },
]);

const source = (path: string): YamlMap => ({ configMap: { name: 'a', items: [{ key: 'k', path }] } });

testRules('V1ProjectedVolumeSource', [
  {
    it: 'paths differ',
    good: { sources: [source('a'), source('b')] },
    bad: { sources: [source('a'), source('a')] },
    is: 'K8S-107 sources[1].configMap.items[0].path',
  },
]);

testRules('V1VolumeProjection', [
  { it: 'it has one source at most', good: {}, bad: { secret: {}, configMap: {} }, is: 'K8S-113 configMap' },
]);

testRules('V1ConfigMapProjection', [
  { it: 'it has a name', good: { name: 'a' }, bad: { name: '' }, is: 'K8S-109 name' },
]);
testRules('V1SecretProjection', [
  { it: 'it has a name', good: { name: 'a' }, bad: { name: null }, is: 'K8S-109 name' },
]);

testRules('V1ServiceAccountTokenProjection', [
  {
    it: 'it lasts ten minutes',
    good: { path: 'a', expirationSeconds: 600 },
    bad: { expirationSeconds: 599 },
    is: 'K8S-106 expirationSeconds',
  },
  { it: 'it has a path', good: { path: 'a' }, bad: { path: '../a' }, is: 'K8S-114 path' },
]);

testRules('V1PersistentVolumeClaimVolumeSource', [
  { it: 'it has a name', good: { claimName: 'a' }, bad: { claimName: '' }, is: 'K8S-109 claimName' },
]);

testRules('V1EphemeralVolumeSource', [
  {
    it: 'it has a template',
    good: { volumeClaimTemplate: {} },
    bad: { volumeClaimTemplate: null },
    is: 'K8S-109 volumeClaimTemplate',
  },
]);

testRules('V1PersistentVolumeClaimTemplate', [
  {
    it: 'it has labels only',
    good: { metadata: { labels: {}, annotations: {}, name: '' } },
    bad: { metadata: { name: 'a' } },
    is: 'K8S-113 metadata.name',
  },
]);

const claim = {
  accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
  resources: { requests: { storage: '1Gi' } },
  storageClassName: '',
  volumeMode: 'Block',
  dataSource: { kind: 'PersistentVolumeClaim', name: 'a' },
};

testRules('V1PersistentVolumeClaimSpec', [
  { it: 'there is an access mode', good: claim, bad: { accessModes: undefined }, is: 'K8S-109 accessModes' },
  { it: 'the list of them is not empty', good: claim, bad: { accessModes: [] }, is: 'K8S-109 accessModes' },
  {
    it: 'an access mode is known',
    good: claim,
    bad: { accessModes: ['ReadWriteOnce', 'RWO'] },
    is: 'K8S-105 accessModes[1]',
  },
  {
    it: 'a misspelt one is told',
    good: claim,
    bad: { accessModes: ['ReadWriteonce'] },
    is: 'K8S-105 accessModes[0] = ReadWriteOnce',
  },
  {
    it: 'ReadWriteOncePod is alone',
    good: { ...claim, accessModes: ['ReadWriteOncePod'] },
    bad: { accessModes: ['ReadWriteMany', 'ReadWriteOncePod'] },
    is: 'K8S-113 accessModes[1]',
  },
  {
    it: 'storage is asked for',
    good: claim,
    bad: { resources: {} },
    is: 'K8S-109 resources.requests.storage',
  },
  {
    it: 'and more than nothing',
    good: claim,
    bad: { resources: { requests: { storage: 0 } } },
    is: 'K8S-112 resources.requests.storage',
  },
  { it: 'a class has its form', good: claim, bad: { storageClassName: 'A' }, is: 'K8S-101 storageClassName' },
  { it: 'volumeMode is known', good: claim, bad: { volumeMode: 'block' }, is: 'K8S-105 volumeMode = Block' },
  {
    it: 'a source without a group is a claim',
    good: claim,
    bad: { dataSourceRef: { kind: 'VolumeSnapshot', name: 'a' } },
    is: 'K8S-105 dataSourceRef.kind',
  },
  {
    it: 'a source has its form',
    good: { ...claim, dataSource: { apiGroup: 'a.b', kind: 'X', name: 'a' } },
    bad: { dataSourceRef: { apiGroup: 'A', kind: '', name: '' } },
    is: ['K8S-109 dataSourceRef.name', 'K8S-101 dataSourceRef.apiGroup', 'K8S-109 dataSourceRef.kind'],
  },
]);

testRules('V1CSIVolumeSource', [
  {
    it: 'a driver has its form',
    good: { driver: 'csi.Example.com' },
    bad: { driver: 'csi_x' },
    is: 'K8S-101 driver',
  },
  {
    it: 'a secret is named',
    good: { driver: 'a', nodePublishSecretRef: { name: 'a' } },
    bad: { nodePublishSecretRef: {} },
    is: 'K8S-109 nodePublishSecretRef.name',
  },
]);

testRules('V1NFSVolumeSource', [
  {
    it: 'its path is absolute',
    good: { server: 's', path: '/' },
    bad: { server: '', path: 'a' },
    is: ['K8S-109 server', 'K8S-114 path'],
  },
]);

const iscsi = { targetPortal: 'a', iqn: 'iqn.2001-04.com.example:a', lun: 255 };

testRules('V1ISCSIVolumeSource', [
  {
    it: 'its name has its form',
    good: iscsi,
    bad: { targetPortal: '', iqn: 'x' },
    is: ['K8S-109 targetPortal', 'K8S-114 iqn'],
  },
  {
    it: 'a name goes on as it starts',
    good: { ...iscsi, iqn: 'eui.0123456789abcdef', initiatorName: `naa.${'0'.repeat(32)}` },
    bad: { iqn: 'iqn.2001-04.com', initiatorName: 'eui.0' },
    is: ['K8S-114 iqn', 'K8S-114 initiatorName'],
  },
  { it: 'its unit is in range', good: iscsi, bad: { lun: 256 }, is: 'K8S-106 lun' },
  { it: 'CHAP needs a secret', good: iscsi, bad: { chapAuthSession: true }, is: 'K8S-109 secretRef' },
]);

testRules('V1FCVolumeSource', [
  { it: 'it has names or ids', good: { wwids: ['a'] }, bad: { wwids: [] }, is: 'K8S-113' },
  {
    it: 'it has one of both',
    good: { targetWWNs: ['a'], lun: 0 },
    bad: { wwids: ['a'] },
    is: 'K8S-113 wwids',
  },
  {
    it: 'names need a unit',
    good: { targetWWNs: ['a'], lun: 0 },
    bad: { lun: undefined },
    is: 'K8S-109 lun',
  },
]);

const disk = { diskName: 'a', diskURI: '/subscriptions/a', kind: 'Managed', cachingMode: 'None' };

testRules('V1AzureDiskVolumeSource', [
  {
    it: 'kind and caching are known',
    good: disk,
    bad: { kind: 'managed', cachingMode: 'none' },
    is: ['K8S-105 cachingMode = None', 'K8S-105 kind = Managed'],
  },
  { it: 'the address fits the kind', good: disk, bad: { kind: 'Shared' }, is: 'K8S-114 diskURI' },
  { it: 'which is Shared by default', good: disk, bad: { kind: undefined }, is: 'K8S-114 diskURI' },
]);

testRules('V1FlexVolumeSource', [
  {
    it: 'the domains of Kubernetes are its own',
    good: { driver: 'a', options: { 'example.com/a': 'b', k8s: 'c' } },
    bad: { options: { 'a.K8S.io/a': 'b', 'kubernetes.io': 'c' } },
    is: ['K8S-114 options["a.K8S.io/a"]', 'K8S-114 options["kubernetes.io"]'],
  },
]);

testRules('V1QuobyteVolumeSource', [
  {
    it: 'it has hosts with ports, and a volume',
    good: { registry: 'a:1,[::1]:2', volume: 'v', tenant: 't' },
    bad: { registry: 'a:1,b', volume: '', tenant: 't'.repeat(65) },
    is: ['K8S-109 volume', 'K8S-114 registry', 'K8S-114 tenant'],
  },
]);

testRules('V1ScaleIOVolumeSource', [
  {
    it: 'it names a volume',
    good: { gateway: 'g', system: 's', volumeName: 'v' },
    bad: { volumeName: undefined },
    is: 'K8S-109 volumeName',
  },
]);

testRules('V1StorageOSVolumeSource', [
  {
    it: 'its names have their form',
    good: { volumeName: 'v', secretRef: { name: 's' } },
    bad: { volumeName: 'V', volumeNamespace: 'N', secretRef: {} },
    is: ['K8S-101 volumeName', 'K8S-102 volumeNamespace', 'K8S-109 secretRef.name'],
  },
]);

testRules('V1CinderVolumeSource', [
  {
    it: 'its Secret has a name',
    good: { volumeID: 'a', secretRef: { name: 's' } },
    bad: { secretRef: { name: '' } },
    is: 'K8S-109 secretRef.name',
  },
]);

testRules('V1AWSElasticBlockStoreVolumeSource', [
  {
    it: 'a partition is in range',
    good: { volumeID: 'a', partition: 255 },
    bad: { volumeID: '', partition: 256 },
    is: ['K8S-109 volumeID', 'K8S-106 partition'],
  },
]);

testRules('V1RBDVolumeSource', [
  {
    it: 'there are monitors',
    good: { monitors: ['a'], image: 'a' },
    bad: { monitors: [], image: '' },
    is: ['K8S-109 monitors', 'K8S-109 image'],
  },
]);

testRules('V1ImageVolumeSource', [
  {
    it: 'pullPolicy is known',
    good: { pullPolicy: '' },
    bad: { pullPolicy: 'always' },
    is: 'K8S-105 pullPolicy = Always',
  },
]);

test.run();
