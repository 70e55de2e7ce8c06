import { printable } from '../../../lib/printable.ts';
import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Context } from './rules.ts';
import {
  has,
  isBelowZero,
  isClearlyLess,
  isQualifiedName,
  listAt,
  mapAt,
  parseQuantity,
  QUALIFIED_NAME,
  refuse,
} from './values.ts';

const HUGE_PAGES = 'hugepages-';
/** Kubernetes keeps amounts in thousandths. Source: SetDefaults_ResourceList of pkg/apis/core/v1. */
const THOUSANDTH = 10n ** 6n;
const ONE = 10n ** 9n;

const CONTAINER_RESOURCES =
  'cpu, memory, ephemeral-storage, hugepages-<size>, or a name with a domain, such as example.com/gpu';
const POD_RESOURCES = 'cpu, memory or hugepages-<size>';

/**
 * What a container asks for and may take.
 * Source: ValidateContainerResourceRequirements of pkg/apis/core/validation.
 */
export function containerResources(resources: YamlMap, context: Context): void {
  const limits = mapAt(resources, 'limits');
  const requests = mapAt(resources, 'requests');
  if (limits) amounts(limits, context, 'limits', isContainerResource, CONTAINER_RESOURCES);
  if (requests) amounts(requests, context, 'requests', isContainerResource, CONTAINER_RESOURCES);
  if (requests) withinLimits(requests, limits, context);
  hugePagesNotAlone(limits, requests, context);
}

/** What all containers of a Pod ask for and may take. Source: validatePodResources. */
export function podResources(resources: YamlMap, context: Context): void {
  const limits = mapAt(resources, 'limits');
  const requests = mapAt(resources, 'requests');
  if (limits) amounts(limits, context, 'limits', isPodResource, POD_RESOURCES);
  if (requests) amounts(requests, context, 'requests', isPodResource, POD_RESOURCES);
  if (requests) withinLimits(requests, limits, context);
  hugePagesNotAlone(limits, requests, context);
  if (has(resources, 'claims')) {
    const message = 'may only stand in the resources of a container; move it there';
    context.problems.add('K8S-113', ['claims'], message);
  }
}

/** What a Pod takes beside its containers. Source: validateOverhead. */
export function overhead(spec: YamlMap, context: Context): void {
  const own = mapAt(spec, 'overhead');
  if (own) amounts(own, context, 'overhead', isContainerResource, CONTAINER_RESOURCES);
}

function amounts(
  own: YamlMap,
  context: Context,
  key: string,
  isKnown: (name: string) => boolean,
  allowed: string,
): void {
  for (const name in own) {
    const amount = own[name] as Value;
    if (!isKnown(name)) unknownResource(context, [key, name], name, allowed);
    if (isNegative(amount)) {
      refuse(context, 'K8S-112', [key, name], amount, 'an amount that is not negative');
    } else if (isExtended(name)) {
      if (!isWhole(amount)) refuse(context, 'K8S-112', [key, name], amount, 'a whole number');
    } else if (name.startsWith(HUGE_PAGES) && !isMultiple(amount, name.slice(HUGE_PAGES.length))) {
      refuse(
        context,
        'K8S-112',
        [key, name],
        amount,
        `a multiple of ${printable(name.slice(HUGE_PAGES.length))}`,
      );
    }
  }
}

function unknownResource(context: Context, below: string[], name: string, allowed: string): void {
  const wanted = isQualifiedName(name) ? allowed : QUALIFIED_NAME;
  const message = `is no resource of containers: ${show(name)}; write ${wanted}`;
  context.problems.add('K8S-105', below, message, { found: show(name), allowed: wanted });
}

/** Source: validateContainerResourceName. */
function isContainerResource(name: string): boolean {
  if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage') return true;
  if (!isQualifiedName(name)) return false;
  if (!name.includes('/')) return name.startsWith(HUGE_PAGES);
  return (
    name.includes('kubernetes.io/') || (!name.startsWith('requests.') && isQualifiedName(`requests.${name}`))
  );
}

/** Source: validatePodResourceName. */
function isPodResource(name: string): boolean {
  return name === 'cpu' || name === 'memory' || (name.startsWith(HUGE_PAGES) && isQualifiedName(name));
}

/** A resource that Kubernetes only counts. Source: IsExtendedResourceName. */
function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/');
}

/** Whether requests may be less than limits. Source: IsOvercommitAllowed. */
function isOvercommitted(name: string): boolean {
  return !isExtended(name) && !name.startsWith(HUGE_PAGES);
}

function isNegative(amount: Value): boolean {
  if (!isBelowZero(amount)) return false;
  const parsed = parseQuantity(amount);
  return parsed !== undefined && parsed <= -THOUSANDTH;
}

function isWhole(amount: Value): boolean {
  const parsed = parseQuantity(amount);
  return parsed === undefined || inThousandths(parsed) % 1000n === 0n;
}

function isMultiple(amount: Value, size: string): boolean {
  const parsed = parseQuantity(amount);
  const page = parseQuantity(size);
  if (parsed === undefined) return true;
  if (page === undefined || page <= 0n || page % ONE !== 0n) return false;
  return ((parsed + ONE - 1n) / ONE) % (page / ONE) === 0n;
}

function inThousandths(amount: bigint): bigint {
  return (amount + THOUSANDTH - 1n) / THOUSANDTH;
}

function withinLimits(requests: YamlMap, limits: YamlMap | undefined, context: Context): void {
  for (const name in requests) {
    // Kubernetes reads null as 0.
    const request = requests[name] ?? 0;
    const hasLimit = limits !== undefined && Object.hasOwn(limits, name);
    const limit = hasLimit ? (limits[name] ?? 0) : undefined;
    if (!hasLimit) {
      if (isOvercommitted(name)) continue;
      const message = `asks for ${printable(name)}, which needs the same limit; add it below limits`;
      context.problems.add('K8S-112', ['requests', name], message, { found: show(request) });
    } else if (request !== limit) {
      compare(request, limit as Value, context, name);
    }
  }
}

function compare(request: Value, limit: Value, context: Context, name: string): void {
  if (isOvercommitted(name) && isClearlyLess(request, limit)) return;
  const [first, second] = [parseQuantity(request), parseQuantity(limit)];
  if (first === undefined || second === undefined) return;
  const difference = inThousandths(first) - inThousandths(second);
  if (isOvercommitted(name) ? difference <= 0n : difference === 0n) return;
  const allowed = isOvercommitted(name) ? `at most the limit, ${show(limit)}` : `the limit, ${show(limit)}`;
  refuse(context, 'K8S-112', ['requests', name], request, allowed);
}

function hugePagesNotAlone(
  limits: YamlMap | undefined,
  requests: YamlMap | undefined,
  context: Context,
): void {
  const hasPages = (limits && hasHugePages(limits)) || (requests && hasHugePages(requests));
  if (!hasPages || hasCpuOrMemory(limits) || hasCpuOrMemory(requests)) return;
  const message = 'ask for hugepages only; add a request or limit of cpu or memory';
  context.problems.add('K8S-112', [], message, { allowed: 'hugepages beside cpu or memory' });
}

function hasHugePages(own: YamlMap): boolean {
  for (const name in own) if (name.startsWith(HUGE_PAGES)) return true;
  return false;
}

function hasCpuOrMemory(own: YamlMap | undefined): boolean {
  return own !== undefined && (own.cpu !== undefined || own.memory !== undefined);
}

/**
 * K8S-112 where a container may take more than its Pod, or all of them ask for more than it does.
 * Source: validatePodResourceConsistency; what init containers ask for is left out.
 */
export function withinPod(spec: YamlMap, context: Context): void {
  const resources = mapAt(spec, 'resources');
  if (!resources) return;
  const requests = mapAt(resources, 'requests');
  const limits = mapAt(resources, 'limits');
  if (requests) sumWithinPod(spec, requests, context);
  if (limits) eachWithinPod(spec, limits, context);
}

function sumWithinPod(spec: YamlMap, requests: YamlMap, context: Context): void {
  const sums = new Map<string, bigint>();
  for (const container of listAt(spec, 'containers')) {
    const own = amountsOf(container, 'requests');
    for (const name in own) {
      if (Object.hasOwn(requests, name)) sums.set(name, (sums.get(name) ?? 0n) + thousandthsOf(own[name]));
    }
  }
  for (const [name, sum] of sums) {
    if (parseQuantity(requests[name]) === undefined || sum <= thousandthsOf(requests[name])) continue;
    const allowed = 'at least what its containers ask for together';
    refuse(context, 'K8S-112', ['resources', 'requests', name], requests[name], allowed);
  }
}

function eachWithinPod(spec: YamlMap, limits: YamlMap, context: Context): void {
  const containers = listAt(spec, 'containers');
  for (let i = 0; i < containers.length; i++) {
    const own = amountsOf(containers[i], 'limits');
    for (const name in own) {
      if (!Object.hasOwn(limits, name) || parseQuantity(limits[name]) === undefined) continue;
      if (thousandthsOf(own[name]) <= thousandthsOf(limits[name])) continue;
      const allowed = `at most the limit of the Pod, ${show(limits[name])}`;
      refuse(context, 'K8S-112', ['containers', i, 'resources', 'limits', name], own[name], allowed);
    }
  }
}

function amountsOf(container: Value | undefined, list: string): YamlMap {
  const resources = isMap(container) ? mapAt(container, 'resources') : undefined;
  return (resources && mapAt(resources, list)) ?? {};
}

function thousandthsOf(amount: Value | undefined): bigint {
  return inThousandths(parseQuantity(amount) ?? 0n);
}
