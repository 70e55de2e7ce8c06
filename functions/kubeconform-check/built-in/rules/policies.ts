import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import { isContainerResource } from './quotas.ts';
import type { Context, Rule } from './rules.ts';
import { labels } from './selectors.ts';
import {
  DNS_LABEL,
  each,
  exclusive,
  form,
  has,
  inRange,
  inside,
  isDns1123Label,
  isNumber,
  isPercent,
  listAt,
  mapAt,
  misplaced,
  oneOf,
  parseQuantity,
  refuse,
  textAt,
  twice,
} from './values.ts';

/** How Pods are scheduled, run and disturbed, and leases. */
export const POLICY_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1PodDisruptionBudgetSpec: [budget],
  V1PriorityClass: [priorityClass],
  V1RuntimeClass: [runtimeClass],
  V1LeaseSpec: [lease],
};

/** Source: ValidatePodDisruptionBudgetSpec of pkg/apis/policy/validation. */
function budget(own: YamlMap, context: Context): void {
  if (has(own, 'minAvailable') && has(own, 'maxUnavailable')) {
    exclusive(context, ['maxUnavailable'], 'minAvailable', 'maxUnavailable');
  }
  share(own, context, 'minAvailable');
  share(own, context, 'maxUnavailable');
  oneOf(context, own, 'unhealthyPodEvictionPolicy', ['IfHealthyBudget', 'AlwaysAllow']);
}

/** Sources: ValidatePositiveIntOrPercent, IsNotMoreThan100Percent of pkg/apis/apps/validation. */
function share(own: YamlMap, context: Context, key: string): void {
  const value = own[key];
  if (typeof value === 'string') {
    if (isPercent(value) && Number(value.slice(0, -1)) <= 100) return;
    refuse(context, 'K8S-114', [key], value, 'a number, or a percentage from 0% to 100%');
  } else {
    inRange(context, own, key, 0);
  }
}

const ONE = 10n ** 9n;
const HIGHEST = 1_000_000_000;
const SYSTEM_PRIORITIES: ReadonlyMap<string, number> = new Map([
  ['system-node-critical', 2_000_001_000],
  ['system-cluster-critical', 2_000_000_000],
]);

/** Source: ValidatePriorityClass of pkg/apis/scheduling/validation. */
function priorityClass(own: YamlMap, context: Context): void {
  oneOf(context, own, 'preemptionPolicy', ['PreemptLowerPriority', 'Never']);
  const name = textAt(mapAt(own, 'metadata') ?? {}, 'name') ?? '';
  if (!name.startsWith('system-')) {
    if (isNumber(own.value) && own.value > HIGHEST) {
      refuse(context, 'K8S-106', ['value'], own.value, `a number that is at most ${HIGHEST}`);
    }
    return;
  }
  const wanted = SYSTEM_PRIORITIES.get(name);
  if (wanted === undefined) {
    refuse(context, 'K8S-101', ['metadata', 'name'], name, 'a name that does not start with system-');
  } else if (isNumber(own.value) && Number(own.value) !== wanted) {
    refuse(context, 'K8S-106', ['value'], own.value, `the value of ${name}`, String(wanted));
  } else if (own.globalDefault === true) {
    misplaced(context, ['globalDefault'], `may not be true for ${name}`, 'remove it');
  }
}

/** Source: ValidateRuntimeClass of pkg/apis/node/validation. */
function runtimeClass(own: YamlMap, context: Context): void {
  form(context, own, 'handler', 'K8S-101', isDns1123Label, DNS_LABEL);
  inside(context, own, 'overhead', overhead);
  inside(context, own, 'scheduling', (scheduling) => {
    labels(scheduling, context, 'nodeSelector');
    distinctTolerations(scheduling, context);
  });
}

/** Source: validateOverhead. */
function overhead(own: YamlMap, context: Context): void {
  const amounts = mapAt(own, 'podFixed') ?? {};
  for (const name in amounts) {
    if (!isContainerResource(name)) {
      const allowed = 'a resource of containers, such as cpu';
      const message = `is no resource of containers: ${show(name)}; write ${allowed}`;
      context.problems.add('K8S-105', ['podFixed', name], message, { found: show(name), allowed });
    }
    if ((parseQuantity(amounts[name]) ?? 0n) <= -ONE) {
      refuse(context, 'K8S-112', ['podFixed', name], amounts[name], 'an amount that is not negative');
    }
  }
}

/** Source: validateTolerations. */
function distinctTolerations(own: YamlMap, context: Context): void {
  if (listAt(own, 'tolerations').length < 2) return;
  const seen = new Set<string>();
  each(context, own, 'tolerations', (item) => {
    const key = JSON.stringify([item.key || '', item.operator || '', item.value || '', item.effect || '']);
    if (seen.has(key)) twice(context, [], item);
    seen.add(key);
  });
}

/** Strategies and holders are dropped by default. Source: ValidateLeaseSpec of pkg/apis/coordination/validation. */
function lease(own: YamlMap, context: Context): void {
  inRange(context, own, 'leaseDurationSeconds', 1);
  inRange(context, own, 'leaseTransitions', 0);
}
