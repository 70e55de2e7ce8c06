import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import { fieldReference, resourceFieldOfContainer, VOLUME_FIELDS } from './fields.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  exactlyOne,
  exclusive,
  form,
  formIfSet,
  has,
  hasNoBacksteps,
  inRange,
  inside,
  isBelowZero,
  isDns1123Label,
  isDns1123Subdomain,
  isFreePath,
  isLocalPath,
  LOCAL_PATH,
  listAt,
  mapAt,
  notEmpty,
  oneOf,
  parseQuantity,
  refuse,
  required,
  textAt,
  twice,
  unknownValue,
} from './values.ts';
import { flexOptions, iscsiNames, storageOsNames } from './volume-drivers.ts';

const MAX_MODE = 0o777;
const HOST_PATH_TYPES = [
  '',
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
];
const ACCESS_MODES = ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'];

/** A rule that refuses empty texts, for objects that have no other flaws. */
function filled(...keys: string[]): Rule {
  return (own, context) => {
    for (let i = 0; i < keys.length; i++)
      notEmpty(context, own, keys[i] as string, 'a text that is not empty');
  };
}

/** Volumes of Pods and what they are made from; volumes of the cluster share some of it. */
export const VOLUME_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1Volume: [volume],
  V1EmptyDirVolumeSource: [emptyDir],
  V1HostPathVolumeSource: [hostPath],
  V1GitRepoVolumeSource: [filled('repository'), gitRepo],
  V1ConfigMapVolumeSource: [
    (own, context) => required(context, own, 'name', 'the name of a ConfigMap'),
    defaultMode,
  ],
  V1SecretVolumeSource: [
    (own, context) => required(context, own, 'secretName', 'the name of a Secret'),
    defaultMode,
  ],
  V1KeyToPath: [keyToPath],
  V1DownwardAPIVolumeSource: [defaultMode],
  V1DownwardAPIVolumeFile: [downwardFile],
  V1ProjectedVolumeSource: [defaultMode, distinctPaths],
  V1VolumeProjection: [projection],
  V1ConfigMapProjection: [(own, context) => required(context, own, 'name', 'the name of a ConfigMap')],
  V1SecretProjection: [(own, context) => required(context, own, 'name', 'the name of a Secret')],
  V1ServiceAccountTokenProjection: [tokenProjection],
  V1PersistentVolumeClaimVolumeSource: [filled('claimName')],
  V1EphemeralVolumeSource: [
    (own, context) => required(context, own, 'volumeClaimTemplate', 'a template with a spec'),
  ],
  V1PersistentVolumeClaimTemplate: [claimTemplate],
  V1PersistentVolumeClaimSpec: [claimSpec],
  V1CSIVolumeSource: [csi],
  V1NFSVolumeSource: [nfs],
  V1ISCSIVolumeSource: [iscsi],
  V1FCVolumeSource: [fibreChannel],
  V1FlexVolumeSource: [filled('driver'), flexOptions],
  V1AWSElasticBlockStoreVolumeSource: [filled('volumeID'), partition],
  V1GCEPersistentDiskVolumeSource: [filled('pdName'), partition],
  V1AzureDiskVolumeSource: [azureDisk],
  V1AzureFileVolumeSource: [filled('secretName', 'shareName')],
  V1CephFSVolumeSource: [monitors],
  V1CinderVolumeSource: [filled('volumeID'), secretName],
  V1GlusterfsVolumeSource: [filled('endpoints', 'path')],
  V1RBDVolumeSource: [monitors, filled('image')],
  V1VsphereVirtualDiskVolumeSource: [filled('volumePath')],
  V1PhotonPersistentDiskVolumeSource: [filled('pdID')],
  V1PortworxVolumeSource: [filled('volumeID')],
  V1QuobyteVolumeSource: [quobyte],
  V1ScaleIOVolumeSource: [
    filled('gateway', 'system'),
    (own, context) => required(context, own, 'volumeName', 'the name of a volume'),
  ],
  V1StorageOSVolumeSource: [storageOsNames, secretName],
  V1ImageVolumeSource: [
    (own, context) => oneOf(context, own, 'pullPolicy', ['', 'Always', 'IfNotPresent', 'Never']),
  ],
};

const SOURCES: ReadonlySet<string> = new Set(
  (
    'awsElasticBlockStore azureDisk azureFile cephfs cinder configMap csi downwardAPI emptyDir ephemeral fc flexVolume ' +
    'flocker gcePersistentDisk gitRepo glusterfs hostPath image iscsi nfs persistentVolumeClaim photonPersistentDisk ' +
    'portworxVolume projected quobyte rbd scaleIO secret storageos vsphereVolume'
  ).split(' '),
);

/** One without any source is an emptyDir. Source: validateVolumeSource of pkg/apis/core/validation. */
function volume(own: YamlMap, context: Context): void {
  form(context, own, 'name', 'K8S-101', isDns1123Label, DNS_LABEL);
  let first: string | undefined;
  for (const key in own) {
    if (key === 'name' || !isMap(own[key])) continue;
    if (first === undefined || !SOURCES.has(first)) first = key;
    else if (SOURCES.has(key)) exclusive(context, [key], first, key);
  }
}

/** Any medium is accepted. */
function emptyDir(own: YamlMap, context: Context): void {
  const limit = own.sizeLimit;
  if (!isBelowZero(limit) || (parseQuantity(limit) ?? 0n) >= 0n) return;
  refuse(context, 'K8S-112', ['sizeLimit'], limit, 'an amount that is not negative');
}

/** Source: validateHostPathVolumeSource. */
function hostPath(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'path', 'a path on the node');
  formIfSet(context, own, 'path', 'K8S-114', hasNoBacksteps, 'a path without ..');
  oneOf(context, own, 'type', HOST_PATH_TYPES);
}

function gitRepo(own: YamlMap, context: Context): void {
  formIfSet(context, own, 'directory', 'K8S-114', isLocalPath, LOCAL_PATH);
}

function defaultMode(own: YamlMap, context: Context): void {
  mode(own, context, 'defaultMode');
}

function mode(own: YamlMap, context: Context, key: string): void {
  const value = own[key];
  if (typeof value !== 'number' || (value >= 0 && value <= MAX_MODE)) return;
  refuse(context, 'K8S-106', [key], value, 'a mode from 0 to 0777 (511 as a decimal number)');
}

/** Source: validateKeyToPath. */
function keyToPath(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'key', 'a key of the ConfigMap or Secret');
  freePath(own, context);
  mode(own, context, 'mode');
}

function freePath(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'path', 'a path below the volume');
  formIfSet(context, own, 'path', 'K8S-114', isFreePath, `${LOCAL_PATH}, nor .. at its start`);
}

/** Source: validateDownwardAPIVolumeFile. */
function downwardFile(own: YamlMap, context: Context): void {
  freePath(own, context);
  mode(own, context, 'mode');
  exactlyOne(context, own, ['fieldRef', 'resourceFieldRef'], 'source');
  fieldReference(own, context, VOLUME_FIELDS);
  inside(context, own, 'resourceFieldRef', resourceFieldOfContainer);
}

const PROJECTIONS = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'];

/** None at all is accepted. Source: validateProjectionSources. */
function projection(own: YamlMap, context: Context): void {
  let first: string | undefined;
  for (const key of PROJECTIONS) {
    if (!has(own, key)) continue;
    if (first !== undefined) exclusive(context, [key], first, key);
    first ??= key;
  }
}

/** K8S-107 where two files of a projected volume have one path. */
function distinctPaths(own: YamlMap, context: Context): void {
  const sources = listAt(own, 'sources');
  const seen = new Set<string>();
  for (let i = 0; i < sources.length; i++) {
    const source = sources[i];
    if (!isMap(source)) continue;
    for (const kind of ['secret', 'configMap', 'downwardAPI']) {
      const files = mapAt(source, kind);
      if (files) distinctItems(listAt(files, 'items'), seen, context, ['sources', i, kind, 'items']);
    }
  }
}

function distinctItems(
  items: readonly Value[],
  seen: Set<string>,
  context: Context,
  below: readonly (string | number)[],
): void {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    const path = isMap(item) ? item.path : undefined;
    if (typeof path !== 'string' || path === '') continue;
    if (seen.has(path)) twice(context, [...below, i, 'path'], path);
    seen.add(path);
  }
}

function tokenProjection(own: YamlMap, context: Context): void {
  inRange(context, own, 'expirationSeconds', 600, 2 ** 32);
  freePath(own, context);
}

/** Source: ValidateTemplateObjectMeta. */
function claimTemplate(own: YamlMap, context: Context): void {
  const metadata = mapAt(own, 'metadata');
  if (!metadata) return;
  for (const key in metadata) {
    const value = metadata[key];
    if (key === 'labels' || key === 'annotations' || value === null || value === '' || value === 0) continue;
    const message = 'may not be set: a claim of a Pod is named after it; remove it';
    context.problems.add('K8S-113', ['metadata', key], message, { allowed: 'labels and annotations only' });
  }
}

/** Source: ValidatePersistentVolumeClaimSpec. */
function claimSpec(spec: YamlMap, context: Context): void {
  accessModes(spec, context);
  storage(spec, context);
  formIfSet(context, spec, 'storageClassName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  formIfSet(context, spec, 'volumeAttributesClassName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  oneOf(context, spec, 'volumeMode', ['Filesystem', 'Block']);
  const reference = mapAt(spec, 'dataSourceRef');
  // The API server drops what it can't use of these two before it looks at them.
  const hasReference = reference !== undefined && !reference.namespace;
  if (hasReference) inside(context, spec, 'dataSourceRef', dataSource);
  if (hasReference || isUsable(mapAt(spec, 'dataSource'))) inside(context, spec, 'dataSource', dataSource);
}

/** Source: dataSourceIsPvcOrSnapshot of pkg/api/persistentvolumeclaim. */
function isUsable(source: YamlMap | undefined): boolean {
  const { apiGroup, kind } = source ?? {};
  if (kind === 'PersistentVolumeClaim') return !apiGroup;
  return kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io';
}

function accessModes(spec: YamlMap, context: Context): void {
  const modes = listAt(spec, 'accessModes');
  if (modes.length === 0 && (Array.isArray(spec.accessModes) || !has(spec, 'accessModes'))) {
    const allowed = `one of ${ACCESS_MODES.join(', ')}`;
    context.problems.add('K8S-109', ['accessModes'], `accessModes is empty; add ${allowed}`, { allowed });
  }
  const alone = modes.indexOf('ReadWriteOncePod');
  if (alone >= 0 && modes.some((other) => other !== 'ReadWriteOncePod')) {
    const message = 'may not stand beside other modes; remove it, or the others';
    context.problems.add('K8S-113', ['accessModes', alone], message, { allowed: 'ReadWriteOncePod alone' });
  }
  for (let i = 0; i < modes.length; i++) {
    const own = modes[i];
    if (typeof own === 'string' && !ACCESS_MODES.includes(own)) {
      unknownValue(context, ['accessModes', i], own, ACCESS_MODES);
    }
  }
}

function storage(spec: YamlMap, context: Context): void {
  const requests = mapAt(mapAt(spec, 'resources') ?? {}, 'requests');
  const amount = requests?.storage;
  if (amount === undefined || amount === null) {
    const allowed = 'an amount, such as 10Gi';
    const message = `resources.requests.storage is missing; add ${allowed}`;
    context.problems.add('K8S-109', ['resources', 'requests', 'storage'], message, { allowed });
    return;
  }
  const parsed = parseQuantity(amount);
  if (parsed === undefined || parsed > 0n) return;
  refuse(context, 'K8S-112', ['resources', 'requests', 'storage'], amount, 'an amount that is more than 0');
}

/** Source: validateDataSource. */
function dataSource(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'name', 'the name of a resource');
  formIfSet(context, own, 'apiGroup', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  notEmpty(context, own, 'kind', 'the kind of a resource');
  if (!own.apiGroup && own.kind !== '') oneOf(context, own, 'kind', ['PersistentVolumeClaim']);
}

/** Source: ValidateCSIDriverName. */
function csi(own: YamlMap, context: Context): void {
  form(context, own, 'driver', 'K8S-101', isDriver, 'a name of at most 63 letters, digits, - and .');
  inside(context, own, 'nodePublishSecretRef', secretReference);
}

function isDriver(text: string): boolean {
  return text.length <= 63 && isDns1123Subdomain(text.toLowerCase());
}

function secretReference(own: YamlMap, context: Context): void {
  if (!has(own, 'name')) required(context, own, 'name', 'the name of a Secret');
  form(context, own, 'name', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
}

function nfs(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'server', 'the name or address of a server');
  form(context, own, 'path', 'K8S-114', isAbsolute, 'an absolute path');
}

function isAbsolute(text: string): boolean {
  return text.startsWith('/');
}

function iscsi(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'targetPortal', 'an address and port');
  iscsiNames(own, context);
  inRange(context, own, 'lun', 0, 255);
  if ((own.chapAuthDiscovery === true || own.chapAuthSession === true) && !has(own, 'secretRef')) {
    required(context, own, 'secretRef', 'the Secret for CHAP');
  }
}

/** Source: validateFCVolumeSource. */
function fibreChannel(own: YamlMap, context: Context): void {
  const hasNames = listAt(own, 'targetWWNs').length > 0;
  const hasIds = listAt(own, 'wwids').length > 0;
  if (hasNames && hasIds) exclusive(context, ['wwids'], 'targetWWNs', 'wwids');
  if (!hasNames && !hasIds) exactlyOne(context, {}, ['targetWWNs', 'wwids'], 'volume');
  if (!hasNames) return;
  required(context, own, 'lun', 'the number of a unit');
  inRange(context, own, 'lun', 0, 255);
}

function partition(own: YamlMap, context: Context): void {
  inRange(context, own, 'partition', 0, 255);
}

const DISK_KINDS = ['Shared', 'Dedicated', 'Managed'];

/** Source: validateAzureDisk. */
function azureDisk(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'diskName', 'the name of a disk');
  notEmpty(context, own, 'diskURI', 'the address of a disk');
  oneOf(context, own, 'cachingMode', ['None', 'ReadOnly', 'ReadWrite']);
  oneOf(context, own, 'kind', DISK_KINDS);
  // Without a kind it is Shared. Source: SetDefaults_AzureDiskVolumeSource of pkg/apis/core/v1.
  const kind = own.kind ?? 'Shared';
  const address = own.diskURI;
  if (typeof address !== 'string' || !DISK_KINDS.includes(kind as string)) return;
  const start = kind === 'Managed' ? '/subscriptions/' : 'https://';
  if (!address.startsWith(start))
    refuse(context, 'K8S-114', ['diskURI'], address, `an address that starts with ${start}`);
}

/** Source: validateQuobyteVolumeSource. */
function quobyte(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'volume', 'the name of a volume');
  form(context, own, 'registry', 'K8S-114', isHostPorts, 'a host:port pair, or several with commas between');
  if (own.registry === '' || Buffer.byteLength(textAt(own, 'tenant') ?? '') <= 64) return;
  refuse(context, 'K8S-114', ['tenant'], own.tenant, 'at most 64 characters');
}

/** Source: SplitHostPort of Go's net. */
function isHostPorts(text: string): boolean {
  return text.split(',').every((pair) => /^(?:\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair));
}

/** Sources: validateCinderVolumeSource, validateStorageOSVolumeSource. */
function secretName(own: YamlMap, context: Context): void {
  inside(context, own, 'secretRef', (secret) => required(context, secret, 'name', 'the name of the Secret'));
}

function monitors(own: YamlMap, context: Context): void {
  const list = own.monitors;
  if (Array.isArray(list) && list.length === 0)
    refuse(context, 'K8S-109', ['monitors'], list, 'at least one monitor');
}
