import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_SUBDOMAIN,
  each,
  form,
  has,
  inRange,
  inside,
  isDns1123Subdomain,
  isLabelValue,
  isQualifiedName,
  LABEL_VALUE,
  listAt,
  mapAt,
  oneOf,
  QUALIFIED_NAME,
  refuse,
} from './values.ts';

const LABEL_OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
const NODE_OPERATORS = [...LABEL_OPERATORS, 'Gt', 'Lt'];
const FIELD_OPERATORS = ['In', 'NotIn'];

/** Label and node selectors by themselves. */
export const SELECTOR_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1LabelSelector: [labelSelector],
  V1NodeSelector: [nodeSelector],
  V1PreferredSchedulingTerm: [preferredTerm],
};

/** The API server looks at neither of these: the first is for other servers, the second is behind a feature gate. */
const UNSEEN = ['metric', 'clusterTrustBundle'];

/** Source: ValidateLabelSelector of k8s.io/apimachinery. */
function labelSelector(selector: YamlMap, context: Context): void {
  if (UNSEEN.includes(context.problems.path.at(-2) as string)) return;
  labels(selector, context, 'matchLabels');
  each(context, selector, 'matchExpressions', labelRequirement);
}

/** The keys and values of labels below a key. Source: ValidateLabels of k8s.io/apimachinery. */
export function labels(object: YamlMap, context: Context, key: string): void {
  const own = mapAt(object, key);
  if (!own) return;
  for (const name in own) {
    const value = own[name];
    if (!isQualifiedName(name)) refuse(context, 'K8S-104', [key, name], name, QUALIFIED_NAME);
    if (typeof value === 'string' && !isLabelValue(value)) {
      refuse(context, 'K8S-104', [key, name], value, LABEL_VALUE);
    }
  }
}

/** Source: ValidateLabelSelectorRequirement. */
function labelRequirement(requirement: YamlMap, context: Context): void {
  oneOf(context, requirement, 'operator', LABEL_OPERATORS);
  keyAndValues(requirement, context);
}

/** Source: ValidateNodeSelectorRequirement. */
function nodeRequirement(requirement: YamlMap, context: Context): void {
  oneOf(context, requirement, 'operator', NODE_OPERATORS);
  keyAndValues(requirement, context);
}

function keyAndValues(requirement: YamlMap, context: Context): void {
  requirementOfAnyValue(requirement, context);
  const values = listAt(requirement, 'values');
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Value;
    if (typeof value === 'string' && !isLabelValue(value)) {
      refuse(context, 'K8S-104', ['values', i], value, LABEL_VALUE);
    }
  }
}

function requirementOfAnyValue(requirement: YamlMap, context: Context): void {
  form(context, requirement, 'key', 'K8S-104', isQualifiedName, QUALIFIED_NAME);
  const { operator } = requirement;
  const { length } = listAt(requirement, 'values');
  if (operator === 'In' || operator === 'NotIn') {
    if (length === 0) valuesNeeded(context, operator, 'at least one value');
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (length !== 1) valuesNeeded(context, operator, 'exactly one value');
  } else if ((operator === 'Exists' || operator === 'DoesNotExist') && length > 0) {
    const message = `stands beside operator ${operator}, which takes no values; remove it`;
    context.problems.add('K8S-104', ['values'], message, { allowed: 'no values' });
  }
}

function valuesNeeded(context: Context, operator: string, allowed: string): void {
  const message = `does not fit operator ${operator}; write ${allowed}`;
  context.problems.add('K8S-104', ['values'], message, { allowed });
}

/** Source: ValidateNodeSelector; volumes have one, too. */
function nodeSelector(selector: YamlMap, context: Context): void {
  const terms = selector.nodeSelectorTerms;
  if (Array.isArray(terms) && terms.length === 0) {
    refuse(context, 'K8S-109', ['nodeSelectorTerms'], terms, 'at least one term');
  }
  each(context, selector, 'nodeSelectorTerms', nodeTerm);
}

/** Source: ValidateNodeSelectorTerm. */
function nodeTerm(term: YamlMap, context: Context): void {
  each(context, term, 'matchExpressions', nodeRequirement);
  each(context, term, 'matchFields', fieldRequirement);
}

/** Source: ValidateNodeFieldSelectorRequirement. */
function fieldRequirement(requirement: YamlMap, context: Context): void {
  oneOf(context, requirement, 'operator', FIELD_OPERATORS);
  oneOf(context, requirement, 'key', ['metadata.name']);
  const { operator } = requirement;
  const values = listAt(requirement, 'values');
  if ((operator === 'In' || operator === 'NotIn') && values.length !== 1) {
    valuesNeeded(context, operator, 'exactly one value');
  }
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Value;
    if (typeof value === 'string' && !isDns1123Subdomain(value)) {
      refuse(context, 'K8S-104', ['values', i], value, DNS_SUBDOMAIN);
    }
  }
}

/** Source: ValidatePreferredSchedulingTerms, which lets values be that no label has. */
function preferredTerm(term: YamlMap, context: Context): void {
  inRange(context, term, 'weight', 1, 100);
  inside(context, term, 'preference', preference);
}

function preference(term: YamlMap, context: Context): void {
  each(context, term, 'matchExpressions', preferredRequirement);
  each(context, term, 'matchFields', fieldRequirement);
}

function preferredRequirement(requirement: YamlMap, context: Context): void {
  oneOf(context, requirement, 'operator', NODE_OPERATORS);
  requirementOfAnyValue(requirement, context);
}

/** Whether a label selector has nothing that it selects by; undefined where it is no selector. */
function isEmptySelector(selector: Value | undefined): boolean | undefined {
  if (!isMap(selector)) return undefined;
  const own = mapAt(selector, 'matchLabels');
  if (own) for (const _ in own) return false;
  return listAt(selector, 'matchExpressions').length === 0;
}

/**
 * K8S-104 where a selector does not select the labels of its own template.
 *
 * @param spec has a selector, and a template with labels
 */
export function selectsTemplate(spec: YamlMap, context: Context): void {
  const selector = mapAt(spec, 'selector');
  if (!selector) return;
  const template = mapAt(spec, 'template') ?? {};
  const own = mapAt(mapAt(template, 'metadata') ?? {}, 'labels') ?? {};
  const wanted = mapAt(selector, 'matchLabels');
  if (wanted) labelsMatch(wanted, own, context, ['selector', 'matchLabels']);
  const requirements = listAt(selector, 'matchExpressions');
  for (let i = 0; i < requirements.length; i++) {
    const requirement = requirements[i];
    if (isMap(requirement)) requirementMatches(requirement, own, context, i);
  }
}

/**
 * K8S-104 for each label that a selector wants and a template does not have.
 *
 * @param path where `wanted` stands
 */
export function labelsMatch(wanted: YamlMap, own: YamlMap, context: Context, path: readonly string[]): void {
  for (const key in wanted) {
    const value = wanted[key] ?? '';
    const found = labelOf(own, key);
    if (typeof value !== 'string' || found === value || isUnreadable(own, key)) continue;
    const has = found === undefined ? 'do not have it' : `have ${show(found)}`;
    const message = `selects ${show(value)}, but the labels of the template ${has}; make both the same`;
    context.problems.add('K8S-104', [...path, key], message, {
      found: show(value),
      ...(found !== undefined && { allowed: show(found) }),
    });
  }
}

/** A label; Kubernetes reads null as an empty text. */
function labelOf(own: YamlMap, key: string): string | undefined {
  if (!Object.hasOwn(own, key)) return undefined;
  const value = own[key] ?? '';
  return typeof value === 'string' ? value : undefined;
}

function isUnreadable(own: YamlMap, key: string): boolean {
  return Object.hasOwn(own, key) && labelOf(own, key) === undefined;
}

function requirementMatches(requirement: YamlMap, own: YamlMap, context: Context, index: number): void {
  const { key, operator } = requirement;
  if (typeof key !== 'string' || isUnreadable(own, key)) return;
  const found = labelOf(own, key);
  const values = listAt(requirement, 'values');
  const isListed = found !== undefined && values.some((value) => (value ?? '') === found);
  const isBroken =
    (operator === 'In' && values.length > 0 && !isListed) ||
    (operator === 'NotIn' && isListed) ||
    (operator === 'Exists' && found === undefined) ||
    (operator === 'DoesNotExist' && found !== undefined);
  if (!isBroken) return;
  const labelled = found === undefined ? `no label ${show(key)}` : `${show(key)}: ${show(found)}`;
  const message = `does not select the template, which has ${labelled}; change the one or the other`;
  context.problems.add('K8S-104', ['selector', 'matchExpressions', index], message);
}

/** K8S-104 where a selector, which is there, is empty. */
export function selectsSomething(spec: YamlMap, context: Context): void {
  if (!has(spec, 'selector') || !isEmptySelector(spec.selector)) return;
  const allowed = 'labels that the template has, below matchLabels';
  const message = `is empty and would select every Pod; add ${allowed}`;
  context.problems.add('K8S-104', ['selector'], message, { allowed });
}
