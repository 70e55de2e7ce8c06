import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testChanges } from './resource-cases.ts';

const volume = (spec: YamlMap): YamlMap => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'a' },
  spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], ...spec },
});
const nodes = { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists' }] }] } };
const secretRef = { name: 'a', namespace: 'n' };

testChanges('PersistentVolume', volume({ hostPath: { path: '/a' } }), [
  ['spec', undefined, 'K8S-109 spec.accessModes', 'K8S-109 spec.capacity.storage', 'K8S-113 spec'],
  ['spec.accessModes', [], 'K8S-109 spec.accessModes'],
  ['spec.accessModes', ['RWO'], 'K8S-105 spec.accessModes.0'],
  ['spec.accessModes', ['ReadWriteOnce', 'ReadWriteOncePod'], 'K8S-113 spec.accessModes.1'],
  ['spec.capacity', {}, 'K8S-109 spec.capacity.storage'],
  ['spec.capacity.cpu', 1, 'K8S-113 spec.capacity.cpu'],
  ['spec.capacity.storage', 0, 'K8S-112 spec.capacity.storage'],
  ['spec.persistentVolumeReclaimPolicy', 'Keep', 'K8S-105 spec.persistentVolumeReclaimPolicy'],
  ['spec.volumeMode', 'block', 'K8S-105 spec.volumeMode'],
  ['spec.storageClassName', 'A', 'K8S-101 spec.storageClassName'],
  ['spec.storageClassName', ''],
  ['spec.hostPath', undefined, 'K8S-113 spec'],
  ['spec.nfs', { server: 'a', path: '/a' }, 'K8S-113 spec.nfs'],
  ['spec.flexVolume', { driver: 'a' }],
  ['spec.nodeAffinity', {}, 'K8S-109 spec.nodeAffinity.required'],
  ['spec.volumeAttributesClassName', 'a', 'K8S-113 spec.volumeAttributesClassName'],
  ['spec.persistentVolumeReclaimPolicy', 'Recycle'],
]);
testChanges('PersistentVolume of the root', volume({ hostPath: { path: '/./' } }), [
  ['spec.persistentVolumeReclaimPolicy', 'Recycle', 'K8S-113 spec.persistentVolumeReclaimPolicy'],
]);
testChanges(
  'PersistentVolume before 1.34',
  volume({ nfs: { server: 'a', path: '/a' } }),
  [['spec.volumeAttributesClassName', '']],
  '1.33',
);

testChanges('volume of the node', volume({ local: { path: '/a' }, nodeAffinity: nodes }), [
  ['spec.nodeAffinity', undefined, 'K8S-109 spec.nodeAffinity'],
  ['spec.local.path', '', 'K8S-109 spec.local.path'],
  ['spec.local.path', '/a/../b', 'K8S-114 spec.local.path'],
]);
testChanges(
  'volume of a CSI driver',
  volume({ csi: { driver: 'a.b', volumeHandle: 'h', nodePublishSecretRef: secretRef } }),
  [
    ['spec.csi.driver', 'a_b', 'K8S-101 spec.csi.driver'],
    ['spec.csi.driver', 'A.b'],
    ['spec.csi.volumeHandle', '', 'K8S-109 spec.csi.volumeHandle'],
    ['spec.csi.nodePublishSecretRef', { name: 'a' }, 'K8S-109 spec.csi.nodePublishSecretRef.namespace'],
    ['spec.csi.nodePublishSecretRef.name', 'A', 'K8S-101 spec.csi.nodePublishSecretRef.name'],
    ['spec.csi.nodeStageSecretRef', {}],
    ['spec.volumeAttributesClassName', 'a'],
    ['spec.volumeAttributesClassName', '', 'K8S-109 spec.volumeAttributesClassName'],
  ],
);
testChanges(
  'volume of iSCSI',
  volume({ iscsi: { targetPortal: 'a', iqn: 'iqn.2001-04.com.example:a', lun: 0 } }),
  [
    ['spec.iscsi.lun', 256, 'K8S-106 spec.iscsi.lun'],
    ['spec.iscsi.iqn', 'a', 'K8S-114 spec.iscsi.iqn'],
    ['spec.iscsi.initiatorName', 'a', 'K8S-114 spec.iscsi.initiatorName'],
    ['spec.iscsi.chapAuthSession', true, 'K8S-109 spec.iscsi.secretRef'],
    ['spec.iscsi.secretRef', {}, 'K8S-109 spec.iscsi.secretRef.name'],
  ],
);
testChanges('volume of Ceph', volume({ rbd: { monitors: ['a'], image: 'b' } }), [
  ['spec.rbd.monitors', [], 'K8S-109 spec.rbd.monitors'],
  ['spec.rbd.image', '', 'K8S-109 spec.rbd.image'],
]);
testChanges('volume of CephFS', volume({ cephfs: { monitors: ['a'] } }), [
  ['spec.cephfs.monitors', [], 'K8S-109 spec.cephfs.monitors'],
]);
testChanges('volume of Cinder', volume({ cinder: { volumeID: 'a', secretRef } }), [
  ['spec.cinder.volumeID', '', 'K8S-109 spec.cinder.volumeID'],
  ['spec.cinder.secretRef', { name: 'a' }, 'K8S-109 spec.cinder.secretRef.namespace'],
]);
testChanges('volume of Azure', volume({ azureFile: { secretName: 'a', shareName: 'b' } }), [
  ['spec.azureFile.secretNamespace', '', 'K8S-109 spec.azureFile.secretNamespace'],
]);
testChanges('volume of Gluster', volume({ glusterfs: { endpoints: 'a', path: 'b' } }), [
  ['spec.glusterfs.endpoints', '', 'K8S-109 spec.glusterfs.endpoints'],
  ['spec.glusterfs.endpointsNamespace', 'A', 'K8S-102 spec.glusterfs.endpointsNamespace'],
]);
testChanges('flexible volume', volume({ flexVolume: { driver: 'a/b' } }), [
  ['spec.flexVolume.driver', '', 'K8S-109 spec.flexVolume.driver'],
  [['spec', 'flexVolume', 'options', 'a.k8s.io/b'], 'c', 'K8S-114 spec.flexVolume.options.a.k8s.io/b'],
  [['spec', 'flexVolume', 'options', 'a.b/c'], 'c'],
]);
testChanges(
  'volume of ScaleIO',
  volume({ scaleIO: { gateway: 'a', system: 'b', secretRef, volumeName: 'c' } }),
  [
    ['spec.scaleIO.gateway', '', 'K8S-109 spec.scaleIO.gateway'],
    ['spec.scaleIO.volumeName', undefined, 'K8S-109 spec.scaleIO.volumeName'],
  ],
);
testChanges('volume of StorageOS', volume({ storageos: { volumeName: 'a' } }), [
  ['spec.storageos.volumeName', 'a.b', 'K8S-101 spec.storageos.volumeName'],
  ['spec.storageos.volumeNamespace', 'A', 'K8S-102 spec.storageos.volumeNamespace'],
]);
testChanges('volume of Flocker', volume({ flocker: { datasetName: 'a' } }), [
  ['spec.flocker', {}, 'K8S-113 spec.flocker'],
  ['spec.flocker.datasetName', 'a/b', 'K8S-114 spec.flocker.datasetName'],
  ['spec.flocker.datasetUUID', 'b', 'K8S-113 spec.flocker.datasetUUID'],
]);

const snapshot = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 's' };
const claim: YamlMap = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'a' },
  spec: {
    accessModes: ['ReadWriteOnce'],
    resources: { requests: { storage: '1Gi' } },
    dataSource: snapshot,
    dataSourceRef: snapshot,
  },
};
testChanges('PersistentVolumeClaim', claim, [
  ['spec', undefined, 'K8S-109 spec'],
  ['spec.dataSource.name', 't', 'K8S-113 spec.dataSource.name'],
  ['spec.dataSourceRef', { ...snapshot, namespace: 'n', name: 't' }],
]);

const storage = (kind: string, fields: YamlMap): YamlMap => ({
  apiVersion: 'storage.k8s.io/v1',
  kind,
  metadata: { name: 'a' },
  ...fields,
});
const term = { matchLabelExpressions: [{ key: 'a', values: ['b'] }] };
const classFields = { provisioner: 'Example.com/a', parameters: { a: 'b' }, allowedTopologies: [term] };
testChanges('StorageClass', storage('StorageClass', classFields), [
  ['provisioner', 'a b', 'K8S-101 provisioner'],
  ['provisioner', '', 'K8S-109 provisioner'],
  ['reclaimPolicy', 'Recycle', 'K8S-105 reclaimPolicy'],
  ['volumeBindingMode', 'Wait', 'K8S-105 volumeBindingMode'],
  ['parameters', { '': 'b' }, 'K8S-109 parameters.'],
  ['parameters', { a: 'x'.repeat(256 * 1024) }, 'K8S-106 parameters'],
  ['parameters', {}],
  ['allowedTopologies', [term, term], 'K8S-107 allowedTopologies.1'],
  ['allowedTopologies', [{}], 'K8S-107 allowedTopologies.0'],
  [
    'allowedTopologies.0.matchLabelExpressions.0',
    { key: 'a b', values: [] },
    'K8S-104 allowedTopologies.0.matchLabelExpressions.0.key',
    'K8S-109 allowedTopologies.0.matchLabelExpressions.0.values',
  ],
  [
    'allowedTopologies.0.matchLabelExpressions.0.values',
    ['b', 'b'],
    'K8S-107 allowedTopologies.0.matchLabelExpressions.0.values.1',
  ],
]);
testChanges(
  'VolumeAttributesClass',
  storage('VolumeAttributesClass', { driverName: 'a.b', parameters: { a: 'b' } }),
  [
    ['driverName', 'a b', 'K8S-101 driverName'],
    ['parameters', {}, 'K8S-109 parameters'],
    ['parameters', undefined, 'K8S-109 parameters'],
  ],
);
const requests: YamlMap[] = [{ audience: 'a', expirationSeconds: 600 }, { audience: '' }];
testChanges('CSIDriver', storage('CSIDriver', { spec: { fsGroupPolicy: 'File', tokenRequests: requests } }), [
  ['spec.fsGroupPolicy', 'file', 'K8S-105 spec.fsGroupPolicy'],
  ['spec.volumeLifecycleModes', ['Inline'], 'K8S-105 spec.volumeLifecycleModes.0'],
  ['spec.tokenRequests.0.expirationSeconds', 599, 'K8S-106 spec.tokenRequests.0.expirationSeconds'],
  ['spec.tokenRequests.1.audience', 'a', 'K8S-107 spec.tokenRequests.1.audience'],
  ['spec.nodeAllocatableUpdatePeriodSeconds', 9, 'K8S-106 spec.nodeAllocatableUpdatePeriodSeconds'],
  ['spec', { serviceAccountTokenInSecrets: true }, 'K8S-113 spec.serviceAccountTokenInSecrets'],
  ['spec.serviceAccountTokenInSecrets', true],
]);
const driver = { name: 'a', nodeID: 'n', allocatable: { count: 1 }, topologyKeys: ['a/b'] };
testChanges('CSINode', storage('CSINode', { spec: { drivers: [driver] } }), [
  ['spec.drivers.0.name', 'a_b', 'K8S-101 spec.drivers.0.name'],
  ['spec.drivers.0.nodeID', '', 'K8S-109 spec.drivers.0.nodeID'],
  ['spec.drivers.0.allocatable.count', -1, 'K8S-106 spec.drivers.0.allocatable.count'],
  ['spec.drivers.0.topologyKeys', ['a b'], 'K8S-114 spec.drivers.0.topologyKeys.0'],
  ['spec.drivers.0.topologyKeys', ['a', 'a'], 'K8S-107 spec.drivers.0.topologyKeys.1'],
  ['spec.drivers', [driver, driver], 'K8S-107 spec.drivers.1.name'],
]);
testChanges('CSIStorageCapacity', storage('CSIStorageCapacity', { storageClassName: 'a', capacity: '1Gi' }), [
  ['storageClassName', '', 'K8S-109 storageClassName'],
  ['capacity', -1, 'K8S-112 capacity'],
]);
const inline = { accessModes: ['ReadWriteOnce'], csi: { driver: 'a', volumeHandle: 'b' } };
testChanges(
  'VolumeAttachment',
  storage('VolumeAttachment', {
    spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'v' } },
  }),
  [
    ['spec.attacher', 'a_b', 'K8S-101 spec.attacher'],
    ['spec.nodeName', 'A', 'K8S-101 spec.nodeName'],
    ['spec.source', {}, 'K8S-113 spec.source'],
    ['spec.source.persistentVolumeName', '', 'K8S-109 spec.source.persistentVolumeName'],
    ['spec.source', { inlineVolumeSpec: inline }],
    [
      'spec.source',
      { inlineVolumeSpec: { ...inline, capacity: { storage: '1Gi' }, volumeMode: 'Block' } },
      'K8S-105 spec.source.inlineVolumeSpec.volumeMode',
      'K8S-113 spec.source.inlineVolumeSpec.capacity',
    ],
  ],
);

test.run();
