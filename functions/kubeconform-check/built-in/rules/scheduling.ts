import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_LABEL,
  form,
  formIfSet,
  has,
  inRange,
  isDns1123Label,
  isLabelValue,
  isQualifiedName,
  LABEL_VALUE,
  listAt,
  notEmpty,
  oneOf,
  QUALIFIED_NAME,
  refuse,
  textAt,
} from './values.ts';

const TOLERATION_OPERATORS = ['', 'Exists', 'Equal', 'Lt', 'Gt'];
const EFFECTS = ['', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const UNSATISFIABLE = ['DoNotSchedule', 'ScheduleAnyway'];
const NODE_POLICIES = ['Honor', 'Ignore'];

/** Where Pods may run: tolerations, affinity to Pods, spreading. */
export const SCHEDULING_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1Toleration: [toleration],
  V1WeightedPodAffinityTerm: [(term, context) => inRange(context, term, 'weight', 1, 100)],
  V1PodAffinityTerm: [podAffinityTerm],
  V1TopologySpreadConstraint: [spreadConstraint],
};

/** Source: ValidateTolerations of pkg/apis/core/validation. */
function toleration(own: YamlMap, context: Context): void {
  const { problems } = context;
  const { operator, effect } = own;
  formIfSet(context, own, 'key', 'K8S-103', isQualifiedName, QUALIFIED_NAME);
  oneOf(context, own, 'operator', TOLERATION_OPERATORS);
  oneOf(context, own, 'effect', EFFECTS);
  if (!has(own, 'key') || own.key === '') {
    if (operator !== 'Exists' && TOLERATION_OPERATORS.includes(textAt(own, 'operator') ?? '')) {
      const message = 'has no key, which only operator Exists allows; add a key, or write operator Exists';
      problems.add('K8S-113', ['operator'], message, { allowed: 'Exists, or a key' });
    }
  }
  if (has(own, 'tolerationSeconds') && effect !== 'NoExecute') {
    const message = 'counts only with effect NoExecute; remove it, or write effect NoExecute';
    problems.add('K8S-113', ['tolerationSeconds'], message, { allowed: 'effect NoExecute' });
  }
  tolerationValue(own, context);
}

function tolerationValue(own: YamlMap, context: Context): void {
  const { value } = own;
  if (typeof value !== 'string' || value === '') return;
  switch (own.operator ?? '') {
    case '':
    case 'Equal':
      if (!isLabelValue(value)) refuse(context, 'K8S-103', ['value'], value, LABEL_VALUE);
      return;
    case 'Exists': {
      const message =
        'stands beside operator Exists, which takes no value; remove it, or write operator Equal';
      context.problems.add('K8S-113', ['value'], message, { allowed: 'no value, or operator Equal' });
      return;
    }
    default:
  }
}

/** Source: validatePodAffinityTerm. */
function podAffinityTerm(term: YamlMap, context: Context): void {
  form(context, term, 'topologyKey', 'K8S-103', isQualifiedName, QUALIFIED_NAME);
  const namespaces = listAt(term, 'namespaces');
  for (let i = 0; i < namespaces.length; i++) {
    const name = namespaces[i] as Value;
    if (typeof name === 'string' && !isDns1123Label(name)) {
      refuse(context, 'K8S-102', ['namespaces', i], name, DNS_LABEL);
    }
  }
  labelKeys(term, context, 'matchLabelKeys');
  labelKeys(term, context, 'mismatchLabelKeys');
  distinctKeys(term, context);
}

/** Source: validateLabelKeys. */
function labelKeys(object: YamlMap, context: Context, key: string): void {
  const keys = listAt(object, key);
  if (keys.length === 0) return;
  if (!has(object, 'labelSelector')) {
    const message = 'needs a labelSelector beside it; add one, or remove it';
    context.problems.add('K8S-113', [key], message, { allowed: 'a labelSelector beside it' });
  }
  for (let i = 0; i < keys.length; i++) {
    const own = keys[i] as Value;
    if (typeof own === 'string' && !isQualifiedName(own)) {
      refuse(context, 'K8S-103', [key, i], own, QUALIFIED_NAME);
    }
  }
}

function distinctKeys(term: YamlMap, context: Context): void {
  const keys = listAt(term, 'matchLabelKeys');
  const others = listAt(term, 'mismatchLabelKeys');
  if (keys.length === 0 || others.length === 0) return;
  const known = new Set(others);
  for (let i = 0; i < keys.length; i++) {
    if (!known.has(keys[i] as Value)) continue;
    const message = 'stands in mismatchLabelKeys, too; remove one of the two';
    context.problems.add('K8S-113', ['matchLabelKeys', i], message);
  }
}

/** Source: validateTopologySpreadConstraints. */
function spreadConstraint(constraint: YamlMap, context: Context): void {
  inRange(context, constraint, 'maxSkew', 1);
  inRange(context, constraint, 'minDomains', 1);
  notEmpty(context, constraint, 'topologyKey', 'the key of a label of nodes');
  oneOf(context, constraint, 'whenUnsatisfiable', UNSATISFIABLE);
  oneOf(context, constraint, 'nodeAffinityPolicy', NODE_POLICIES);
  oneOf(context, constraint, 'nodeTaintsPolicy', NODE_POLICIES);
  labelKeys(constraint, context, 'matchLabelKeys');
  if (has(constraint, 'minDomains') && constraint.whenUnsatisfiable === 'ScheduleAnyway') {
    const message = 'counts only where whenUnsatisfiable is DoNotSchedule; remove it, or change that';
    context.problems.add('K8S-113', ['minDomains'], message, { allowed: 'whenUnsatisfiable: DoNotSchedule' });
  }
}

/** K8S-107 where two constraints have the same topologyKey and whenUnsatisfiable. */
export function distinctConstraints(spec: YamlMap, context: Context): void {
  const constraints = listAt(spec, 'topologySpreadConstraints');
  if (constraints.length < 2) return;
  const seen = new Set<string>();
  for (let i = 0; i < constraints.length; i++) {
    const own = constraints[i];
    if (!isMap(own)) continue;
    const { topologyKey, whenUnsatisfiable } = own;
    if (typeof topologyKey !== 'string' || typeof whenUnsatisfiable !== 'string') continue;
    const pair = `${topologyKey} ${whenUnsatisfiable}`;
    if (seen.has(pair)) {
      const message =
        'has the topologyKey and whenUnsatisfiable of another constraint; remove one of the two';
      context.problems.add('K8S-107', ['topologySpreadConstraints', i], message, {
        allowed: 'each pair only once',
      });
    }
    seen.add(pair);
  }
}
