import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  distinctItems,
  duplicates,
  each,
  exactlyOne,
  exclusive,
  form,
  formIfSet,
  formOfItems,
  has,
  hasNoBacksteps,
  inRange,
  inside,
  insideOrEmpty,
  isAtLeast,
  isDns1123Label,
  isDns1123Subdomain,
  isQualifiedName,
  listAt,
  mapAt,
  misplaced,
  notEmpty,
  oneOf,
  oneOfItems,
  parseQuantity,
  QUALIFIED_NAME,
  refuse,
  required,
  someItems,
  twice,
} from './values.ts';
import { flexOptions, iscsiNames, storageOsNames } from './volume-drivers.ts';

/** Volumes of the cluster, claims of them, and what provides them. */
export const STORAGE_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1PersistentVolume: [persistentVolume],
  V1PersistentVolumeClaim: [claim],
  V1CSIPersistentVolumeSource: [csiSource],
  V1LocalVolumeSource: [localSource],
  V1ISCSIPersistentVolumeSource: [iscsiSource],
  V1RBDPersistentVolumeSource: [filled('image'), monitors],
  V1CephFSPersistentVolumeSource: [monitors],
  V1CinderPersistentVolumeSource: [filled('volumeID'), secretReference],
  V1AzureFilePersistentVolumeSource: [filled('secretName', 'shareName', 'secretNamespace')],
  V1GlusterfsPersistentVolumeSource: [glusterfsSource],
  V1FlexPersistentVolumeSource: [filled('driver'), flexOptions],
  V1ScaleIOPersistentVolumeSource: [scaleIoSource],
  V1StorageOSPersistentVolumeSource: [storageOsNames, secretReference],
  V1FlockerVolumeSource: [flockerSource],
  V1StorageClass: [storageClass],
  V1VolumeAttributesClass: [attributesClass],
  V1CSIDriverSpec: [csiDriver],
  V1CSINodeSpec: [csiNode],
  V1CSIStorageCapacity: [storageCapacity],
  V1VolumeAttachmentSpec: [attachment],
};

const ACCESS_MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];
const VOLUME_MODES = ['Filesystem', 'Block'];
const CSI_DRIVER = 'a name of at most 63 letters, digits, - and .';

/** In the order in which Kubernetes looks for them, as that decides which may stand beside flexVolume. */
const SOURCES = (
  'hostPath gcePersistentDisk awsElasticBlockStore glusterfs flocker nfs rbd quobyte cephfs iscsi cinder fc flexVolume ' +
  'azureFile vsphereVolume photonPersistentDisk portworxVolume azureDisk scaleIO local storageos csi'
).split(' ');

function filled(...keys: string[]): Rule {
  return (own, context) => {
    for (let i = 0; i < keys.length; i++)
      notEmpty(context, own, keys[i] as string, 'a text that is not empty');
  };
}

/** Source: ValidatePersistentVolumeSpec of pkg/apis/core/validation. */
function persistentVolume(own: YamlMap, context: Context): void {
  insideOrEmpty(context, own, 'spec', (spec) => {
    accessModes(spec, context);
    capacity(spec, context);
    oneOf(context, spec, 'persistentVolumeReclaimPolicy', ['', 'Delete', 'Recycle', 'Retain']);
    oneOf(context, spec, 'volumeMode', VOLUME_MODES);
    formIfSet(context, spec, 'storageClassName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
    source(spec, context);
    affinity(spec, context);
    attributes(spec, context);
    recycledRoot(spec, context);
  });
}

function accessModes(spec: YamlMap, context: Context): void {
  someItems(context, spec, 'accessModes', 'at least one mode, such as ReadWriteOnce', true);
  oneOfItems(context, spec, 'accessModes', ACCESS_MODES);
  const modes = listAt(spec, 'accessModes');
  const alone = modes.indexOf('ReadWriteOncePod');
  if (
    alone < 0 ||
    !modes.some((mode) => mode !== 'ReadWriteOncePod' && ACCESS_MODES.includes(mode as string))
  )
    return;
  misplaced(context, ['accessModes', alone], 'may not stand beside other modes', 'remove it, or the others');
}

function capacity(spec: YamlMap, context: Context): void {
  const own = mapAt(spec, 'capacity');
  if (!own || !Object.hasOwn(own, 'storage')) {
    if (has(spec, 'capacity') && !own) return;
    const allowed = 'an amount, such as 10Gi';
    const message = `capacity.storage is missing; add ${allowed}`;
    context.problems.add('K8S-109', ['capacity', 'storage'], message, { allowed });
  }
  if (!own) return;
  for (const name in own) {
    const amount = own[name] as Value;
    if (name !== 'storage') misplaced(context, ['capacity', name], 'is not storage', 'remove it');
    const parsed = parseQuantity(amount);
    if (parsed === undefined || parsed > 0n) continue;
    refuse(context, 'K8S-112', ['capacity', name], amount, 'an amount that is more than 0');
  }
}

function source(spec: YamlMap, context: Context): void {
  let first: string | undefined;
  for (const key of SOURCES) {
    if (!has(spec, key)) continue;
    if (first !== undefined && key !== 'flexVolume') exclusive(context, [key], first, key);
    first ??= key;
  }
  if (first !== undefined) return;
  const allowed = 'what the volume is made of, such as csi, nfs, local or hostPath';
  context.problems.add('K8S-113', [], `has no source; add ${allowed}`, { allowed });
}

function affinity(spec: YamlMap, context: Context): void {
  if (has(spec, 'local') && !has(spec, 'nodeAffinity')) {
    required(context, spec, 'nodeAffinity', 'the node that has the volume');
  }
  inside(context, spec, 'nodeAffinity', (own) => required(context, own, 'required', 'a selector of nodes'));
}

/** Source: the feature VolumeAttributesClass. */
function attributes(spec: YamlMap, context: Context): void {
  if (!has(spec, 'volumeAttributesClassName') || !isAtLeast(context, 34)) return;
  form(context, spec, 'volumeAttributesClassName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  if (!has(spec, 'csi')) {
    misplaced(context, ['volumeAttributesClassName'], 'is for a volume with csi only', 'remove it');
  }
}

function recycledRoot(spec: YamlMap, context: Context): void {
  const { path } = mapAt(spec, 'hostPath') ?? {};
  if (spec.persistentVolumeReclaimPolicy !== 'Recycle' || typeof path !== 'string') return;
  if (path === '' || !/^(?:\/+\.?)*$/.test(path) || !path.startsWith('/')) return;
  misplaced(context, ['persistentVolumeReclaimPolicy'], 'would empty the root of the node', 'write Retain');
}

/** Source: ValidatePersistentVolumeClaimSpec; what else it wants stands with the volumes of Pods. */
function claim(own: YamlMap, context: Context): void {
  if (!has(own, 'spec')) required(context, own, 'spec', 'accessModes and resources.requests.storage');
  const spec = mapAt(own, 'spec') ?? {};
  const from = mapAt(spec, 'dataSource');
  const reference = mapAt(spec, 'dataSourceRef');
  // With a namespace Kubernetes drops it, unless it has the feature CrossNamespaceVolumeDataSource.
  if (!from || !reference || reference.namespace) return;
  for (const key of ['apiGroup', 'kind', 'name']) {
    if ((from[key] ?? null) === (reference[key] ?? null)) continue;
    misplaced(context, ['spec', 'dataSource', key], 'differs from dataSourceRef', 'remove dataSource');
  }
}

function isDriver(text: string): boolean {
  return text.length <= 63 && isDns1123Subdomain(text.toLowerCase());
}

const SECRETS = [
  'controllerPublishSecretRef',
  'controllerExpandSecretRef',
  'nodePublishSecretRef',
  'nodeExpandSecretRef',
];

/** Source: validateCSIPersistentVolumeSource. */
function csiSource(own: YamlMap, context: Context): void {
  form(context, own, 'driver', 'K8S-101', isDriver, CSI_DRIVER);
  notEmpty(context, own, 'volumeHandle', 'the name of the volume at its driver');
  for (const key of SECRETS) {
    inside(context, own, key, (secret) => {
      namedSecret(secret, context);
      formIfSet(context, secret, 'name', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
      formIfSet(context, secret, 'namespace', 'K8S-102', isDns1123Label, DNS_LABEL);
    });
  }
}

function namedSecret(own: YamlMap, context: Context): void {
  required(context, own, 'name', 'the name of the Secret');
  required(context, own, 'namespace', 'the namespace of the Secret');
}

function secretReference(own: YamlMap, context: Context): void {
  inside(context, own, 'secretRef', namedSecret);
}

/** Source: validateLocalVolumeSource. */
function localSource(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'path', 'a path on the node');
  formIfSet(context, own, 'path', 'K8S-114', hasNoBacksteps, 'a path without ..');
}

/** Source: validateISCSIPersistentVolumeSource. */
function iscsiSource(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'targetPortal', 'an address and port');
  iscsiNames(own, context);
  inRange(context, own, 'lun', 0, 255);
  if ((own.chapAuthDiscovery === true || own.chapAuthSession === true) && !has(own, 'secretRef')) {
    required(context, own, 'secretRef', 'the Secret for CHAP');
  }
  inside(context, own, 'secretRef', (secret) => required(context, secret, 'name', 'the name of the Secret'));
}

function monitors(own: YamlMap, context: Context): void {
  someItems(context, own, 'monitors', 'at least one monitor');
}

/** Source: validateGlusterfsPersistentVolumeSource. */
function glusterfsSource(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'endpoints', 'the name of Endpoints');
  notEmpty(context, own, 'path', 'a path');
  form(context, own, 'endpointsNamespace', 'K8S-102', isDns1123Label, DNS_LABEL);
}

function scaleIoSource(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'gateway', 'the address of a gateway');
  notEmpty(context, own, 'system', 'the name of a system');
  required(context, own, 'volumeName', 'the name of a volume');
}

/** Source: validateFlockerVolumeSource. */
function flockerSource(own: YamlMap, context: Context): void {
  if (own.datasetName && own.datasetUUID) exclusive(context, ['datasetUUID'], 'datasetName', 'datasetUUID');
  if (!own.datasetName && !own.datasetUUID) {
    exactlyOne(context, {}, ['datasetName', 'datasetUUID'], 'data set');
  }
  formIfSet(context, own, 'datasetName', 'K8S-114', (text) => !text.includes('/'), 'a name without /');
}

function provisioner(own: YamlMap, context: Context, key: string): void {
  form(context, own, key, 'K8S-101', (text) => isQualifiedName(text.toLowerCase()), QUALIFIED_NAME);
}

/** Source: ValidateStorageClass of pkg/apis/storage/validation. */
function storageClass(own: YamlMap, context: Context): void {
  provisioner(own, context, 'provisioner');
  parameters(own, context);
  oneOf(context, own, 'reclaimPolicy', ['', 'Delete', 'Retain']);
  oneOf(context, own, 'volumeBindingMode', ['Immediate', 'WaitForFirstConsumer']);
  each(context, own, 'allowedTopologies', topology);
  distinctTopologies(own, context);
}

/** Source: validateParameters. */
function parameters(own: YamlMap, context: Context): void {
  const texts = mapAt(own, 'parameters');
  if (!texts) return;
  let count = 0;
  let size = 0;
  for (const key in texts) {
    const value = texts[key];
    count++;
    size += Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
    if (key === '') refuse(context, 'K8S-109', ['parameters', key], key, 'a key that is not empty');
  }
  if (count <= 512 && size <= 256 * 1024) return;
  const allowed = 'at most 512, of 256 KiB in all';
  context.problems.add('K8S-106', ['parameters'], `has too many; remove some, allowed are ${allowed}`, {
    allowed,
  });
}

/** Source: ValidateTopologySelectorTerm. */
function topology(own: YamlMap, context: Context): void {
  each(context, own, 'matchLabelExpressions', (item) => {
    form(context, item, 'key', 'K8S-104', isQualifiedName, QUALIFIED_NAME);
    someItems(context, item, 'values', 'at least one value');
    distinctItems(context, item, 'values');
  });
  duplicates(context, own, 'matchLabelExpressions', 'key');
}

/** Terms without any expression count as equal, even a single one. Source: validateAllowedTopologies. */
function distinctTopologies(own: YamlMap, context: Context): void {
  const terms = listAt(own, 'allowedTopologies');
  const seen = new Set(['']);
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i];
    if (!isMap(term)) continue;
    const key = textOfTopology(term);
    if (seen.has(key)) twice(context, ['allowedTopologies', i], term);
    seen.add(key);
  }
}

function textOfTopology(term: YamlMap): string {
  const texts: string[] = [];
  for (const item of listAt(term, 'matchLabelExpressions')) {
    if (isMap(item)) texts.push(JSON.stringify([item.key, [...listAt(item, 'values')].map(String).sort()]));
  }
  return texts.sort().join();
}

/** Source: ValidateVolumeAttributesClass. */
function attributesClass(own: YamlMap, context: Context): void {
  provisioner(own, context, 'driverName');
  parameters(own, context);
  const texts = mapAt(own, 'parameters') ?? {};
  if (has(own, 'parameters') && !mapAt(own, 'parameters')) return;
  for (const _ in texts) return;
  const allowed = 'at least one parameter';
  context.problems.add('K8S-109', ['parameters'], `parameters is empty; add ${allowed}`, { allowed });
}

/** Source: validateCSIDriverSpec. */
function csiDriver(own: YamlMap, context: Context): void {
  oneOf(context, own, 'fsGroupPolicy', ['ReadWriteOnceWithFSType', 'File', 'None']);
  oneOfItems(context, own, 'volumeLifecycleModes', ['Persistent', 'Ephemeral']);
  tokenRequests(own, context);
  if (isAtLeast(context, 34)) inRange(context, own, 'nodeAllocatableUpdatePeriodSeconds', 10);
  if (!has(own, 'serviceAccountTokenInSecrets') || listAt(own, 'tokenRequests').length > 0) return;
  if (!isAtLeast(context, 36)) return;
  misplaced(context, ['serviceAccountTokenInSecrets'], 'needs tokenRequests', 'add these, or remove it');
}

function tokenRequests(own: YamlMap, context: Context): void {
  const seen = new Set<string>();
  each(context, own, 'tokenRequests', (item) => {
    const audience = item.audience ?? '';
    if (typeof audience !== 'string') return;
    if (seen.has(audience)) twice(context, ['audience'], audience);
    else inRange(context, item, 'expirationSeconds', 600, 2 ** 32);
    seen.add(audience);
  });
}

/** Source: validateCSINodeDriver. */
function csiNode(own: YamlMap, context: Context): void {
  each(context, own, 'drivers', (item) => {
    form(context, item, 'name', 'K8S-101', isDriver, CSI_DRIVER);
    notEmpty(context, item, 'nodeID', 'the name of the node at its driver');
    inside(context, item, 'allocatable', (count) => inRange(context, count, 'count', 0));
    formOfItems(context, item, 'topologyKeys', 'K8S-114', isQualifiedName, QUALIFIED_NAME);
    distinctItems(context, item, 'topologyKeys');
  });
  duplicates(context, own, 'drivers', 'name');
}

/** Source: ValidateCSIStorageCapacity. */
function storageCapacity(own: YamlMap, context: Context): void {
  form(context, own, 'storageClassName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  if ((parseQuantity(own.capacity) ?? 0n) >= 0n) return;
  refuse(context, 'K8S-112', ['capacity'], own.capacity, 'an amount that is not negative');
}

/** Source: ValidateVolumeAttachment. */
function attachment(own: YamlMap, context: Context): void {
  form(context, own, 'attacher', 'K8S-101', isDriver, CSI_DRIVER);
  form(context, own, 'nodeName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  inside(context, own, 'source', (from) => {
    exactlyOne(context, from, ['persistentVolumeName', 'inlineVolumeSpec'], 'volume');
    form(context, from, 'persistentVolumeName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
    if (!has(from, 'persistentVolumeName')) inside(context, from, 'inlineVolumeSpec', inlineVolume);
  });
}

/** Source: ValidatePersistentVolumeSpec, for what was migrated from the spec of a Pod. */
function inlineVolume(spec: YamlMap, context: Context): void {
  accessModes(spec, context);
  source(spec, context);
  if (!has(spec, 'csi')) required(context, spec, 'csi', 'the volume at its driver');
  oneOf(context, spec, 'volumeMode', ['Filesystem']);
  oneOf(context, spec, 'persistentVolumeReclaimPolicy', ['', 'Retain']);
  for (const key of ['capacity', 'claimRef', 'nodeAffinity', 'storageClassName']) {
    const isEmpty = key === 'capacity' && Object.keys(mapAt(spec, key) ?? {}).length === 0;
    if (isEmpty || !has(spec, key) || spec[key] === '') continue;
    misplaced(context, [key], 'may not stand in an inline volume', 'remove it');
  }
}
