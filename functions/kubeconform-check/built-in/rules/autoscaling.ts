import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { isContainerResource } from './quotas.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_LABEL,
  each,
  exclusive,
  form,
  formIfSet,
  has,
  inRange,
  inside,
  isAtLeast,
  isDns1123Label,
  isNumber,
  isPathSegment,
  misplaced,
  notEmpty,
  oneOf,
  PATH_SEGMENT,
  parseQuantity,
  refuse,
  required,
  someItems,
} from './values.ts';

/** What scales workloads. */
export const AUTOSCALING_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1HorizontalPodAutoscalerSpec: [scaling],
  V2HorizontalPodAutoscalerSpec: [scaling, metrics, behavior],
};

/** Source: validateHorizontalPodAutoscalerSpec of pkg/apis/autoscaling/validation. */
function scaling(own: YamlMap, context: Context): void {
  inRange(context, own, 'minReplicas', 1);
  inRange(context, own, 'maxReplicas', 1);
  const { minReplicas: min, maxReplicas: max } = own;
  if (isNumber(min) && isNumber(max) && max >= 1 && max < min) {
    refuse(context, 'K8S-106', ['maxReplicas'], max, `a number that is at least minReplicas, ${min}`);
  }
  inRange(context, own, 'targetCPUUtilizationPercentage', 1);
  inside(context, own, 'scaleTargetRef', target);
}

function target(own: YamlMap, context: Context): void {
  reference(own, context);
  const version = own.apiVersion ?? '';
  // Source: ValidateAPIVersion, which came with 1.35 or 1.36.
  if (typeof version !== 'string' || !isAtLeast(context, 36)) return;
  const isRight = own.kind === 'ReplicationController' ? isVersion(version) : /^[^/]+\/[^/]*$/.test(version);
  if (!isRight) refuse(context, 'K8S-114', ['apiVersion'], version, 'a group and version, such as apps/v1');
}

function isVersion(text: string): boolean {
  return text.split('/').length <= 2;
}

/** Source: ValidateCrossVersionObjectReference. */
function reference(own: YamlMap, context: Context): void {
  form(context, own, 'kind', 'K8S-114', isPathSegment, PATH_SEGMENT);
  form(context, own, 'name', 'K8S-101', isPathSegment, PATH_SEGMENT);
}

/** The fields by the type that they belong to. */
const SOURCES: ReadonlyMap<string, string> = new Map([
  ['Object', 'object'],
  ['Pods', 'pods'],
  ['Resource', 'resource'],
  ['ContainerResource', 'containerResource'],
  ['External', 'external'],
]);
const TYPES = [...SOURCES.keys()];
const FIELDS = [...SOURCES.values()];

function metrics(own: YamlMap, context: Context): void {
  each(context, own, 'metrics', metric);
}

/** Source: validateMetricSpec. */
function metric(own: YamlMap, context: Context): void {
  oneOf(context, own, 'type', TYPES);
  const wanted = typeof own.type === 'string' ? SOURCES.get(own.type) : undefined;
  if (wanted !== undefined) {
    if (!has(own, wanted)) required(context, own, wanted, 'the metric, as the type says');
    for (const field of FIELDS) {
      if (field !== wanted && has(own, field)) exclusive(context, [field], wanted, field);
    }
  }
  inside(context, own, 'object', (source) => {
    inside(context, source, 'describedObject', (described) => {
      reference(described, context);
      if (!isAtLeast(context, 36)) return;
      formIfSet(context, described, 'apiVersion', 'K8S-114', isVersion, 'a version, such as v1 or apps/v1');
    });
    inside(context, source, 'metric', identifier);
    targetOf(source, context, ['value', 'averageValue'], false);
  });
  inside(context, own, 'external', (source) => {
    inside(context, source, 'metric', identifier);
    targetOf(source, context, ['value', 'averageValue'], true);
  });
  inside(context, own, 'pods', (source) => {
    inside(context, source, 'metric', identifier);
    targetOf(source, context, ['averageValue'], false);
  });
  inside(context, own, 'resource', (source) => {
    notEmpty(context, source, 'name', 'a resource, such as cpu');
    targetOf(source, context, ['averageUtilization', 'averageValue'], true);
  });
  inside(context, own, 'containerResource', (source) => {
    form(context, source, 'name', 'K8S-105', isContainerResource, 'a resource of containers, such as cpu');
    form(context, source, 'container', 'K8S-101', isDns1123Label, DNS_LABEL);
    targetOf(source, context, ['averageUtilization', 'averageValue'], true);
  });
}

function identifier(own: YamlMap, context: Context): void {
  form(context, own, 'name', 'K8S-101', isPathSegment, PATH_SEGMENT);
}

/** Source: validateMetricTarget and those that call it. */
function targetOf(source: YamlMap, context: Context, needed: readonly string[], isExclusive: boolean): void {
  inside(context, source, 'target', (own) => {
    oneOf(context, own, 'type', ['Utilization', 'Value', 'AverageValue']);
    inRange(context, own, 'averageUtilization', 1);
    for (const key of ['value', 'averageValue']) {
      const amount = parseQuantity(own[key]);
      if (amount === undefined || amount > 0n) continue;
      refuse(context, 'K8S-112', [key], own[key], 'an amount that is more than 0');
    }
    const [first = '', second = ''] = needed.filter((key) => has(own, key));
    if (first === '') {
      const allowed = needed.join(' or ');
      misplaced(context, [], 'does not say how much', `add ${allowed}`);
    } else if (second !== '' && isExclusive) {
      exclusive(context, [second], first, second);
    }
  });
}

function behavior(own: YamlMap, context: Context): void {
  inside(context, own, 'behavior', (both) => {
    inside(context, both, 'scaleUp', scalingRules);
    inside(context, both, 'scaleDown', scalingRules);
  });
}

/** Source: validateScalingRules; without policies Kubernetes has its own. */
function scalingRules(own: YamlMap, context: Context): void {
  inRange(context, own, 'stabilizationWindowSeconds', 0, 3600);
  oneOf(context, own, 'selectPolicy', ['Max', 'Min', 'Disabled']);
  someItems(context, own, 'policies', 'at least one policy');
  each(context, own, 'policies', (policy) => {
    oneOf(context, policy, 'type', ['Pods', 'Percent']);
    inRange(context, policy, 'value', 1);
    inRange(context, policy, 'periodSeconds', 1, 1800);
  });
  if (!isAtLeast(context, 35) || (parseQuantity(own.tolerance) ?? 0n) >= 0n) return;
  refuse(context, 'K8S-112', ['tolerance'], own.tolerance, 'an amount that is not negative');
}
