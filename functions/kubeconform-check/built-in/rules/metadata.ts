import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import type { KindId } from '../kind-id.ts';
import { isCanonicalIp } from './addresses.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  exclusive,
  form,
  isAtLeast,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isLabelValue,
  isPathSegment,
  isQualifiedName,
  LABEL_VALUE,
  listAt,
  mapAt,
  notEmpty,
  PATH_SEGMENT,
  QUALIFIED_NAME,
  refuse,
  textAt,
} from './values.ts';

/** Names, labels, annotations and what else all resources have. */
export const METADATA_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1ObjectMeta: [objectMeta],
};

/** Source: TotalAnnotationSizeLimitB of k8s.io/apimachinery. */
const MAX_ANNOTATIONS = 256 * 1024;

/** What keeps its labels and annotations for what is made of it; Kubernetes looks at nothing else there. */
const TEMPLATES: ReadonlySet<string | number | undefined> = new Set([
  'template',
  'volumeClaimTemplate',
  'spec',
]);

function objectMeta(metadata: YamlMap, context: Context): void {
  const { path } = context.problems;
  const isTop = path.length === 1;
  if (!isTop && !TEMPLATES.has(path[path.length - 2])) return;
  labels(metadata, context);
  annotations(metadata, context);
  if (!isTop) return;
  finalizers(metadata, context);
  ownerReferences(metadata, context);
}

/** Source: ValidateLabels of k8s.io/apimachinery. */
function labels(metadata: YamlMap, context: Context): void {
  const own = mapAt(metadata, 'labels');
  if (!own) return;
  for (const key in own) {
    if (!isQualifiedName(key)) badKey(context, 'labels', key);
    const value = own[key];
    if (typeof value === 'string' && !isLabelValue(value)) {
      refuse(context, 'K8S-103', ['labels', key], value, LABEL_VALUE);
    }
  }
}

/** Source: ValidateAnnotations of k8s.io/apimachinery. */
function annotations(metadata: YamlMap, context: Context): void {
  const own = mapAt(metadata, 'annotations');
  if (!own) return;
  let size = 0;
  for (const key in own) {
    if (!isQualifiedName(key) && !isQualifiedName(key.toLowerCase())) badKey(context, 'annotations', key);
    const value = own[key];
    size += key.length + (typeof value === 'string' ? value.length : 0);
  }
  // A character takes at most three bytes.
  if (size * 3 > MAX_ANNOTATIONS) sizeOfAnnotations(own, context);
}

function sizeOfAnnotations(own: YamlMap, context: Context): void {
  let size = 0;
  for (const key in own) {
    const value = own[key];
    size += Buffer.byteLength(key) + (typeof value === 'string' ? Buffer.byteLength(value) : 0);
  }
  if (size <= MAX_ANNOTATIONS) return;
  const allowed = `at most ${MAX_ANNOTATIONS} bytes in all`;
  const message = `hold ${size} bytes; shorten them, allowed are ${allowed}`;
  context.problems.add('K8S-103', ['annotations'], message, { found: `${size} bytes`, allowed });
}

function badKey(context: Context, field: string, key: string): void {
  const message = `have the key ${show(key)}; write ${QUALIFIED_NAME}`;
  context.problems.add('K8S-103', [field, key], message, { found: show(key), allowed: QUALIFIED_NAME });
}

/** Source: ValidateFinalizers of k8s.io/apimachinery. */
function finalizers(metadata: YamlMap, context: Context): void {
  const list = listAt(metadata, 'finalizers');
  for (let i = 0; i < list.length; i++) {
    const own = list[i];
    if (typeof own !== 'string' || isQualifiedName(own)) continue;
    refuse(context, own === '' ? 'K8S-109' : 'K8S-114', ['finalizers', i], own, QUALIFIED_NAME);
  }
  if (list.includes('orphan') && list.includes('foregroundDeletion')) {
    exclusive(context, ['finalizers'], 'orphan', 'foregroundDeletion');
  }
}

/** Source: ValidateOwnerReferences of k8s.io/apimachinery. */
function ownerReferences(metadata: YamlMap, context: Context): void {
  const list = listAt(metadata, 'ownerReferences');
  let controllers = 0;
  for (let i = 0; i < list.length; i++) {
    const own = list[i];
    if (!isMap(own)) continue;
    context.problems.path.push('ownerReferences', i);
    ownerReference(own, context);
    if (own.controller === true && ++controllers > 1) {
      const message = 'is true for a second owner; only one can be the controller, remove it here or there';
      context.problems.add('K8S-113', ['controller'], message, { found: 'true', allowed: 'one controller' });
    }
    context.problems.path.length -= 2;
  }
}

function ownerReference(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'apiVersion', 'the apiVersion of the owner');
  notEmpty(context, own, 'kind', 'the kind of the owner');
  notEmpty(context, own, 'name', 'the name of the owner');
  notEmpty(context, own, 'uid', 'the uid of the owner');
  if (own.apiVersion === 'v1' && own.kind === 'Event') {
    refuse(context, 'K8S-105', ['kind'], own.kind, 'another kind: an Event can own nothing');
  }
}

/** What a name may be, and so the start of one that Kubernetes completes. */
interface NameForm {
  isRight: (name: string) => boolean;
  allowed: string;
}

const SUBDOMAIN: NameForm = { isRight: isDns1123Subdomain, allowed: DNS_SUBDOMAIN };
const LABEL: NameForm = { isRight: isDns1123Label, allowed: DNS_LABEL };
const LABEL_1035: NameForm = {
  isRight: isDns1035Label,
  allowed: 'a name of at most 63 lower-case letters, digits and -, a letter first and a letter or digit last',
};
const SEGMENT: NameForm = { isRight: isPathSegment, allowed: PATH_SEGMENT };
const ADDRESS: NameForm = { isRight: isCanonicalIp, allowed: 'an IP address in its shortest form' };
/** Jobs add eleven characters. Source: ValidateCronJobCreate of pkg/apis/batch/validation. */
const CRON_JOB: NameForm = {
  isRight: (name) => name.length <= 52 && isDns1123Subdomain(name),
  allowed:
    'a name of at most 52 lower-case letters, digits, - and ., a letter or digit at both ends of each part',
};

/** The kinds whose names are no DNS subdomains. Sources: the callers of ValidateObjectMeta in pkg/apis. */
const NAME_FORMS: ReadonlyMap<string, NameForm> = new Map([
  ['/Namespace', LABEL],
  ['/Service', LABEL],
  ['/Event', SEGMENT],
  ['apps/StatefulSet', LABEL],
  ['batch/CronJob', CRON_JOB],
  ['policy/PodDisruptionBudget', SEGMENT],
  ['rbac.authorization.k8s.io/Role', SEGMENT],
  ['rbac.authorization.k8s.io/ClusterRole', SEGMENT],
  ['rbac.authorization.k8s.io/RoleBinding', SEGMENT],
  ['rbac.authorization.k8s.io/ClusterRoleBinding', SEGMENT],
  ['certificates.k8s.io/CertificateSigningRequest', SEGMENT],
  ['certificates.k8s.io/ClusterTrustBundle', SEGMENT],
  ['coordination.k8s.io/LeaseCandidate', SEGMENT],
  ['internal.apiserver.k8s.io/StorageVersion', SEGMENT],
  ['apiregistration.k8s.io/APIService', SEGMENT],
  ['apiextensions.k8s.io/CustomResourceDefinition', SEGMENT],
  ['networking.k8s.io/IPAddress', ADDRESS],
]);

/** Kinds that need no name: those that are asked and not stored, and one that gets one. */
const NAMELESS: ReadonlySet<string> = new Set([
  '/LimitRange',
  '/Binding',
  '/ComponentStatus',
  '/DeleteOptions',
  '/Status',
  '/APIGroup',
  '/APIResourceList',
  '/APIVersions',
  'policy/Eviction',
  'autoscaling/Scale',
]);

/** Only the whole name counts for these. Source: the callers of ValidateObjectMetaWithOpts. */
const OF_ANY_PREFIX: ReadonlySet<string> = new Set(['/ReplicationController', 'resource.k8s.io/DeviceClass']);

/**
 * The kinds of Kubernetes that have no namespace; it drops one that is written.
 * Source: EnsureObjectNamespaceMatchesRequestNamespace of k8s.io/apiserver.
 */
const WITHOUT_NAMESPACE: ReadonlySet<string> = new Set([
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  'certificates.k8s.io/CertificateSigningRequest',
  'certificates.k8s.io/ClusterTrustBundle',
  'internal.apiserver.k8s.io/StorageVersion',
  'networking.k8s.io/IngressClass',
  'networking.k8s.io/IPAddress',
  'networking.k8s.io/ServiceCIDR',
  'node.k8s.io/RuntimeClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'resource.k8s.io/DeviceClass',
  'resource.k8s.io/DeviceTaintRule',
  'resource.k8s.io/ResourcePoolStatusRequest',
  'resource.k8s.io/ResourceSlice',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/CSIDriver',
  'storage.k8s.io/CSINode',
  'storage.k8s.io/StorageClass',
  'storage.k8s.io/VolumeAttachment',
  'storage.k8s.io/VolumeAttributesClass',
  'storagemigration.k8s.io/StorageVersionMigration',
]);

/** All kinds of these groups are without a namespace. */
const GROUPS_WITHOUT_NAMESPACE: ReadonlySet<string> = new Set([
  'admissionregistration.k8s.io',
  'flowcontrol.apiserver.k8s.io',
]);

/** Groups whose kinds are only asked. */
const NAMELESS_GROUPS: ReadonlySet<string> = new Set(['authentication.k8s.io', 'authorization.k8s.io']);

/**
 * The name and namespace of a resource: K8S-101 and K8S-102.
 *
 * @param resource of a kind of Kubernetes, or a custom one; no list
 */
export function checkNames(resource: YamlMap, id: KindId, context: Context): void {
  if (NAMELESS_GROUPS.has(id.group)) return;
  const kind = `${id.group}/${id.kind}`;
  const metadata = resource.metadata ?? {};
  if (!isMap(metadata)) return;
  context.problems.path.push('metadata');
  nameOf(metadata, formOf(kind, context), kind, context);
  if (!WITHOUT_NAMESPACE.has(kind) && !GROUPS_WITHOUT_NAMESPACE.has(id.group)) namespaceOf(metadata, context);
  context.problems.path.pop();
  if (kind === 'batch/Job') nameOfJob(resource, metadata, context);
  if (kind === 'apiregistration.k8s.io/APIService') nameOfApiService(resource, metadata, context);
  if (STANDARD_FINALIZERS.has(id.group) && id.kind !== 'Event') standardFinalizers(metadata, context);
}

/** The groups whose finalizers without a domain have to be those of Kubernetes. */
const STANDARD_FINALIZERS: ReadonlySet<string> = new Set([
  '',
  'apps',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'discovery.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'networking.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
]);

/** Source: validateKubeFinalizerName of pkg/apis/core/validation. */
function standardFinalizers(metadata: YamlMap, context: Context): void {
  const list = listAt(metadata, 'finalizers');
  for (let i = 0; i < list.length; i++) {
    const own = list[i];
    if (typeof own !== 'string' || own.includes('/') || !isQualifiedName(own)) continue;
    if (own === 'kubernetes' || own === 'orphan' || own === 'foregroundDeletion') continue;
    const allowed = 'a name with a domain, such as example.com/name';
    refuse(context, 'K8S-114', ['metadata', 'finalizers', i], own, allowed);
  }
}

function formOf(kind: string, context: Context): NameForm {
  const own = NAME_FORMS.get(kind);
  if (own === undefined) return SUBDOMAIN;
  // Source: the feature RelaxedServiceNameValidation.
  return kind === '/Service' && !isAtLeast(context, 36) ? LABEL_1035 : own;
}

function nameOf(metadata: YamlMap, nameForm: NameForm, kind: string, context: Context): void {
  const { isRight, allowed } = nameForm;
  const name = metadata.name ?? '';
  const prefix = metadata.generateName ?? '';
  if (typeof prefix === 'string' && prefix !== '' && !isPrefix(prefix, name === '', nameForm, kind)) {
    refuse(context, 'K8S-101', ['generateName'], prefix, `the start of ${allowed}`);
  }
  if (name !== '') form(context, metadata, 'name', 'K8S-101', isRight, allowed);
  else if (prefix === '' && !NAMELESS.has(kind)) nameless(metadata, allowed, context);
}

/** Source: ValidateObjectMetaAccessor of k8s.io/apimachinery; GenerateName of k8s.io/apiserver adds five characters. */
function isPrefix(prefix: string, isUsed: boolean, { isRight }: NameForm, kind: string): boolean {
  if (isUsed && !isRight(`${prefix.slice(0, 58)}xxxxx`)) return false;
  if (OF_ANY_PREFIX.has(kind)) return true;
  return isRight(maskTrailingDash(prefix));
}

/** Source: maskTrailingDash of k8s.io/apimachinery. */
function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

function nameless(metadata: YamlMap, allowed: string, context: Context): void {
  const what = metadata.name === '' ? 'empty' : 'missing';
  const message = `name is ${what}; add ${allowed}`;
  context.problems.add('K8S-101', ['name'], message, { allowed });
}

function namespaceOf(metadata: YamlMap, context: Context): void {
  if (metadata.namespace === '') return;
  form(context, metadata, 'namespace', 'K8S-102', isDns1123Label, DNS_LABEL);
}

/** Its name becomes a label. Source: generateSelector of pkg/registry/batch/job. */
function nameOfJob(resource: YamlMap, metadata: YamlMap, context: Context): void {
  const name = textAt(metadata, 'name') ?? '';
  if (name.length <= 63 || mapAt(resource, 'spec')?.manualSelector === true) return;
  refuse(context, 'K8S-101', ['metadata', 'name'], name, 'at most 63 characters');
}

/** Source: ValidateAPIService of kube-aggregator. */
function nameOfApiService(resource: YamlMap, metadata: YamlMap, context: Context): void {
  const spec = mapAt(resource, 'spec');
  const name = textAt(metadata, 'name') || textAt(metadata, 'generateName');
  if (!spec || !name) return;
  const version = spec.version ?? '';
  const group = spec.group ?? '';
  if (typeof version !== 'string' || typeof group !== 'string' || name === `${version}.${group}`) return;
  refuse(
    context,
    'K8S-101',
    ['metadata', 'name'],
    name,
    'the version, a dot and the group',
    `${version}.${group}`,
  );
}
