import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Context, Rule } from './rules.ts';
import {
  compareQuantities,
  each,
  inThousandths,
  isQualifiedName,
  listAt,
  mapAt,
  misplaced,
  orList,
  parseQuantity,
  QUALIFIED_NAME,
  refuse,
  twice,
  unknownValue,
} from './values.ts';

/** How much the resources of a namespace may ask for. */
export const QUOTA_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1ResourceQuotaSpec: [quota],
  V1LimitRangeSpec: [limitRange],
};

const COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const COUNTED = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
];
const STORED = [
  'ephemeral-storage',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.ephemeral-storage',
];
/** Source: standardQuotaResources of pkg/apis/core/helper. */
const QUOTA_RESOURCES = new Set([...COMPUTE, ...STORED, ...COUNTED]);
/** Source: integerResources. */
const WHOLE = new Set(COUNTED);
const POD_RESOURCES = ['pods', ...COMPUTE];
const POD_SCOPES = [
  'Terminating',
  'NotTerminating',
  'NotBestEffort',
  'PriorityClass',
  'CrossNamespacePodAffinity',
];
const SCOPES = ['BestEffort', 'VolumeAttributesClass', ...POD_SCOPES];
/** Source: IsResourceQuotaScopeValidForResource. */
const RESOURCES_OF_SCOPE: ReadonlyMap<string, readonly string[]> = new Map([
  ['BestEffort', ['pods']],
  ['VolumeAttributesClass', ['persistentvolumeclaims', 'requests.storage']],
  ...POD_SCOPES.map((scope) => [scope, POD_RESOURCES] as const),
]);
const ONE = 10n ** 9n;

/** Source: ValidateResourceQuotaSpec of pkg/apis/core/validation. */
function quota(own: YamlMap, context: Context): void {
  const hard = mapAt(own, 'hard') ?? {};
  for (const name in hard) hardLimit(hard[name] as Value, name, context);
  const scopes = listAt(own, 'scopes');
  for (let i = 0; i < scopes.length; i++) scopeOf(scopes[i] as Value, ['scopes', i], hard, context);
  opposed(scopes, ['scopes'], context);
  scopeSelector(own, hard, context);
}

function hardLimit(amount: Value, name: string, context: Context): void {
  const below = ['hard', name];
  if (!isQuotaResource(name)) {
    const allowed = isQualifiedName(name)
      ? `${orList([...QUOTA_RESOURCES])}, or a name with a domain`
      : QUALIFIED_NAME;
    const message = `is no resource that can be limited: ${show(name)}; write ${allowed}`;
    context.problems.add('K8S-105', below, message, { found: show(name), allowed });
  }
  const parsed = parseQuantity(amount);
  if (parsed === undefined) return;
  if (parsed < 0n) refuse(context, 'K8S-112', below, amount, 'an amount that is not negative');
  else if (isCounted(name) && inThousandths(parsed) % 1000n !== 0n) {
    refuse(context, 'K8S-112', below, amount, 'a whole number');
  }
}

/** Source: ValidateResourceQuotaResourceName. */
function isQuotaResource(name: string): boolean {
  if (QUOTA_RESOURCES.has(name)) return true;
  if (!isQualifiedName(name)) return false;
  return name.includes('/') || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');
}

/** Source: IsIntegerResourceName. */
function isCounted(name: string): boolean {
  if (WHOLE.has(name)) return true;
  return (
    name.includes('/') &&
    !name.includes('kubernetes.io/') &&
    !name.startsWith('requests.') &&
    isQualifiedName(`requests.${name}`)
  );
}

/** Source: validateResourceQuotaScopes. */
function scopeOf(scope: Value, below: (string | number)[], hard: YamlMap, context: Context): void {
  if (typeof scope !== 'string') return;
  const allowed = RESOURCES_OF_SCOPE.get(scope);
  if (!allowed) {
    unknownValue(context, below, scope, SCOPES);
    return;
  }
  for (const name in hard) {
    if (allowed.includes(name) || !isStandard(name)) continue;
    const reason = `${scope} can't limit ${show(name)}, but ${orList(allowed)} only`;
    misplaced(context, below, reason, 'make two ResourceQuotas of it');
    return;
  }
}

/** Source: IsStandardQuotaResourceName. */
function isStandard(name: string): boolean {
  return QUOTA_RESOURCES.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');
}

const OPPOSITES = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

function opposed(scopes: readonly Value[], below: readonly string[], context: Context): void {
  for (const [one, other] of OPPOSITES) {
    if (!scopes.includes(one) || !scopes.includes(other)) continue;
    misplaced(context, below, `has both ${one} and ${other}`, 'remove one');
  }
}

const WITH_VALUES = ['In', 'NotIn'];
const WITHOUT_VALUES = ['Exists', 'DoesNotExist'];
const SELECTED = ['PriorityClass', 'VolumeAttributesClass'];

/** Source: validateScopedResourceSelectorRequirement. */
function scopeSelector(own: YamlMap, hard: YamlMap, context: Context): void {
  const selector = mapAt(own, 'scopeSelector');
  if (!selector) return;
  const names: Value[] = [];
  context.problems.path.push('scopeSelector');
  each(context, selector, 'matchExpressions', (item) => {
    names.push(item.scopeName ?? '');
    scopeOf(item.scopeName ?? null, ['scopeName'], hard, context);
    scopeOperator(item, context);
  });
  opposed(names, ['matchExpressions'], context);
  context.problems.path.pop();
}

function scopeOperator(item: YamlMap, context: Context): void {
  const { operator, scopeName: scope } = item;
  if (typeof operator !== 'string') return;
  const values = listAt(item, 'values').length;
  if (![...WITH_VALUES, ...WITHOUT_VALUES].includes(operator)) {
    unknownValue(context, ['operator'], operator, [...WITH_VALUES, ...WITHOUT_VALUES]);
  } else if (WITH_VALUES.includes(operator) ? values === 0 : values > 0) {
    const allowed = values === 0 ? 'at least one value' : 'no values';
    const message = `does not fit operator ${operator}; write ${allowed}`;
    context.problems.add('K8S-104', ['values'], message, { allowed });
  }
  if (typeof scope !== 'string' || operator === 'Exists' || SELECTED.includes(scope)) return;
  if (SCOPES.includes(scope)) refuse(context, 'K8S-105', ['operator'], operator, 'Exists', 'Exists');
}

/** Source: ValidateLimitRange. */
function limitRange(own: YamlMap, context: Context): void {
  const seen = new Set<string>();
  each(context, own, 'limits', (item) => {
    const { type } = item;
    if (typeof type !== 'string') return;
    limitType(type, context);
    if (seen.has(type)) twice(context, ['type'], type);
    seen.add(type);
    limit(item, type, context);
  });
}

const LIMIT_TYPES = ['Container', 'Pod', 'PersistentVolumeClaim'];

function limitType(type: string, context: Context): void {
  if (LIMIT_TYPES.includes(type) || (type.includes('/') && isQualifiedName(type))) return;
  unknownValue(context, ['type'], type, LIMIT_TYPES);
}

const LIMIT_FIELDS = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'];

function limit(item: YamlMap, type: string, context: Context): void {
  const isPod = type === 'Pod';
  for (const field of LIMIT_FIELDS) {
    const amounts = mapAt(item, field);
    if (!amounts) continue;
    const isDefault = field.startsWith('default');
    if (isPod && isDefault) {
      if (hasKeys(amounts)) misplaced(context, [field], 'may not stand beside type Pod', 'remove it');
      continue;
    }
    for (const name in amounts) limitResource(name, type, field, context);
  }
  ordered(item, type, context);
  if (type !== 'PersistentVolumeClaim') return;
  if (['min', 'max'].some((key) => Object.hasOwn(mapAt(item, key) ?? {}, 'storage'))) return;
  const allowed = 'min or max with storage';
  context.problems.add('K8S-113', [], `has no limit of storage; add ${allowed}`, { allowed });
}

function hasKeys(map: YamlMap): boolean {
  for (const _ in map) return true;
  return false;
}

function limitResource(name: string, type: string, field: string, context: Context): void {
  const isContainer = type === 'Pod' || type === 'Container';
  if (isContainer ? isContainerResource(name) : isResource(name)) return;
  const allowed = !isQualifiedName(name)
    ? QUALIFIED_NAME
    : isContainer
      ? 'cpu, memory, ephemeral-storage, hugepages-<size>, or a name with a domain'
      : 'storage, another resource of Kubernetes, or a name with a domain';
  const message = `is no resource that can be limited here: ${show(name)}; write ${allowed}`;
  context.problems.add('K8S-105', [field, name], message, { found: show(name), allowed });
}

/** Source: validateResourceName. */
function isResource(name: string): boolean {
  return name === 'storage' || isQuotaResource(name);
}

/** Whether a container can ask for a resource. Source: validateContainerResourceName. */
export function isContainerResource(name: string): boolean {
  if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage') return true;
  if (!isQualifiedName(name)) return false;
  if (!name.includes('/')) return name.startsWith('hugepages-');
  return (
    name.includes('kubernetes.io/') || (!name.startsWith('requests.') && isQualifiedName(`requests.${name}`))
  );
}

/** A pair of fields of which the first may not have more than the second. */
const ORDER = [
  ['min', 'max'],
  ['min', 'default'],
  ['min', 'defaultRequest'],
  ['default', 'max'],
  ['defaultRequest', 'max'],
  ['defaultRequest', 'default'],
] as const;

function ordered(item: YamlMap, type: string, context: Context): void {
  for (const [less, more] of ORDER) {
    if (type === 'Pod' && (less.startsWith('default') || more.startsWith('default'))) continue;
    const small = mapAt(item, less);
    const large = mapAt(item, more);
    if (!small || !large) continue;
    for (const name in small) {
      if (!Object.hasOwn(large, name) || (compareQuantities(small[name], large[name]) ?? 0) <= 0) continue;
      const message = `is ${show(small[name])}, more than the ${more} of ${show(large[name])}; change one of them`;
      const allowed = `at most the ${more}, ${show(large[name])}`;
      context.problems.add('K8S-112', [less, name], message, { found: show(small[name]), allowed });
    }
  }
  ratios(item, context);
  inStep(item, type, context);
}

/** How many times its request a limit may be. */
function ratios(item: YamlMap, context: Context): void {
  const own = mapAt(item, 'maxLimitRequestRatio');
  if (!own) return;
  for (const name in own) {
    const ratio = parseQuantity(own[name]);
    if (ratio !== undefined && inThousandths(ratio) < 1000n) {
      refuse(context, 'K8S-112', ['maxLimitRequestRatio', name], own[name], 'a number that is at least 1');
    }
    const min = parseQuantity(mapAt(item, 'min')?.[name]) ?? 0n;
    const max = parseQuantity(mapAt(item, 'max')?.[name]) ?? 0n;
    if (ratio && min > 0n && max > 0n && exceeds(ratio, min, max)) {
      const allowed = 'at most max divided by min';
      refuse(context, 'K8S-112', ['maxLimitRequestRatio', name], own[name], allowed);
    }
  }
}

/** What is less Kubernetes counts in thousandths; more is left to it. Source: MaxMilliValue of k8s.io/apimachinery. */
const MAX_IN_THOUSANDTHS = (2n ** 63n - 1n) / 1000n;

/** Whether a ratio is more than that of max and min, all above 0, with the roundings of Kubernetes. */
function exceeds(ratio: bigint, min: bigint, max: bigint): boolean {
  const whole = [ratio, min, max].map((amount) => (amount + ONE - 1n) / ONE);
  if (whole.some((amount) => amount >= MAX_IN_THOUSANDTHS)) return false;
  return Number(inThousandths(ratio)) / 1000 > Number(inThousandths(max)) / Number(inThousandths(min));
}

/** What can't be shared has to be asked for as it is limited. Source: IsOvercommitAllowed of pkg/apis/core/helper. */
function inStep(item: YamlMap, type: string, context: Context): void {
  const defaults = mapAt(item, 'default');
  const requests = mapAt(item, 'defaultRequest');
  if (!defaults || !requests || type === 'Pod') return;
  for (const name in requests) {
    const isShared =
      !name.startsWith('hugepages-') && (!name.includes('/') || name.includes('kubernetes.io/'));
    if (isShared || !Object.hasOwn(defaults, name)) continue;
    if ((compareQuantities(requests[name], defaults[name]) ?? 0) === 0) continue;
    const allowed = `the same as in default, ${show(defaults[name])}`;
    refuse(context, 'K8S-112', ['defaultRequest', name], requests[name], allowed);
  }
}
