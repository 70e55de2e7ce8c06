import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Context } from './rules.ts';
import {
  isQualifiedName,
  mapAt,
  notEmpty,
  oneOf,
  orList,
  parseQuantity,
  QUALIFIED_NAME,
  refuse,
  textAt,
} from './values.ts';

const COMMON_FIELDS = ['metadata.name', 'metadata.namespace', 'metadata.uid'];

/** Source: validEnvDownwardAPIFieldPathExpressions of pkg/apis/core/validation; spec.host is an old name. */
export const ENV_FIELDS: readonly string[] = [
  ...COMMON_FIELDS,
  'spec.nodeName',
  'spec.host',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

/** Source: validVolumeDownwardAPIFieldPathExpressions. */
export const VOLUME_FIELDS: readonly string[] = [...COMMON_FIELDS, 'metadata.labels', 'metadata.annotations'];

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const RESOURCE_FIELDS = ['limits', 'requests'].flatMap((list) => RESOURCES.map((name) => `${list}.${name}`));
const HUGE_PAGES = /^(?:limits|requests)\.hugepages-/;

const CPU_DIVISORS = ['1m', '1'];
const DIVISORS = [
  '1',
  ...[...'kMGTPE'].map((unit) => `1${unit}`),
  ...[...'KMGTPE'].map((unit) => `1${unit}i`),
];

/**
 * A fieldRef: the path of a field that a container may know.
 * Source: validateObjectFieldSelector.
 */
export function fieldReference(source: YamlMap, context: Context, fields: readonly string[]): void {
  const reference = mapAt(source, 'fieldRef');
  if (!reference) return;
  context.problems.path.push('fieldRef');
  oneOf(context, reference, 'apiVersion', ['', 'v1']);
  if (!isLabelPath(reference, context)) knownField(reference, context, fields);
  context.problems.path.pop();
}

/** Fields are so alike that only those which differ in case are surely meant. */
function knownField(reference: YamlMap, context: Context, fields: readonly string[]): void {
  const path = textAt(reference, 'fieldPath');
  if (path === undefined || fields.includes(path)) return;
  const meant = fields.find((field) => field.toLowerCase() === path.toLowerCase());
  refuse(context, 'K8S-105', ['fieldPath'], path, orList(fields), meant);
}

/** Whether a path is of one label or annotation, as in metadata.labels['app']. Source: SplitMaybeSubscriptedPath. */
function isLabelPath(reference: YamlMap, context: Context): boolean {
  const path = textAt(reference, 'fieldPath') ?? '';
  const start = path.indexOf("['");
  if (start < 1 || !path.endsWith("']")) return false;
  const map = path.slice(0, start);
  if (map !== 'metadata.labels' && map !== 'metadata.annotations') return false;
  const key = path.slice(start + 2, -2);
  const name = map === 'metadata.labels' ? key : key.toLowerCase();
  if (!isQualifiedName(name))
    refuse(context, 'K8S-103', ['fieldPath'], path, `in its brackets ${QUALIFIED_NAME}`);
  return true;
}

/** A resourceFieldRef. Source: validateContainerResourceFieldSelector. */
export function resourceField(own: YamlMap, context: Context): void {
  const resource = textAt(own, 'resource') ?? '';
  const isHugePages = HUGE_PAGES.test(resource);
  if (!isHugePages) oneOf(context, own, 'resource', RESOURCE_FIELDS);
  if (isHugePages || RESOURCE_FIELDS.includes(resource)) {
    divisor(own, context, resource.endsWith('.cpu') ? CPU_DIVISORS : DIVISORS);
  }
}

/** Source: validateContainerResourceDivisor. */
function divisor(own: YamlMap, context: Context, allowed: readonly string[]): void {
  const value = own.divisor as Value | undefined;
  if (value === undefined || allowed.includes(value as string)) return;
  const amount = parseQuantity(value);
  if (amount === undefined || amount === 0n || allowed.some((one) => parseQuantity(one) === amount)) return;
  refuse(context, 'K8S-105', ['divisor'], value, orList(allowed));
}

/** A resourceFieldRef of a volume, which has to say whose resource. */
export function resourceFieldOfContainer(own: YamlMap, context: Context): void {
  if (typeof own.containerName !== 'string') {
    const allowed = 'the name of a container';
    context.problems.add('K8S-109', ['containerName'], `containerName is missing; add ${allowed}`, {
      allowed,
    });
  }
  notEmpty(context, own, 'containerName', 'the name of a container');
  resourceField(own, context);
}
