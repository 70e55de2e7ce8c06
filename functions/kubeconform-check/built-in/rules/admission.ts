import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Context, Rule } from './rules.ts';
import {
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
  inRange,
  inside,
  insideOrEmpty,
  isDns1035Label,
  isDns1123Subdomain,
  isPathSegment,
  isQualifiedName,
  listAt,
  mapAt,
  misplaced,
  notEmpty,
  oneOf,
  oneOfItems,
  PATH_SEGMENT,
  port,
  QUALIFIED_NAME,
  refuse,
  required,
  someItems,
  textAt,
} from './values.ts';

/** What is asked, or evaluated, before a resource is stored; expressions themselves aren't read. */
export const ADMISSION_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1ValidatingWebhookConfiguration: [(own, context) => duplicates(context, own, 'webhooks', 'name')],
  V1MutatingWebhookConfiguration: [(own, context) => duplicates(context, own, 'webhooks', 'name')],
  V1ValidatingWebhook: [webhook],
  V1MutatingWebhook: [webhook],
  V1RuleWithOperations: [ruleWithOperations],
  V1NamedRuleWithOperations: [ruleWithOperations, resourceNames],
  V1MatchResources: [matchResources],
  V1MatchCondition: [matchCondition],
  V1ParamKind: [paramKind],
  V1ParamRef: [paramRef],
  V1Variable: [variable],
  V1ValidatingAdmissionPolicy: [validatingPolicy],
  V1ValidatingAdmissionPolicyBinding: [validatingBinding],
  V1MutatingAdmissionPolicy: [mutatingPolicy],
  V1MutatingAdmissionPolicyBinding: [mutatingBinding],
};

const FAILURE_POLICIES = ['Ignore', 'Fail'];
const MATCH_POLICIES = ['Exact', 'Equivalent'];
const REINVOCATIONS = ['Never', 'IfNeeded'];
const OPERATIONS = ['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'];
const MUTATING_OPERATIONS = OPERATIONS.filter((operation) => operation !== 'DELETE');

/** Sources: validateValidatingWebhook, validateMutatingWebhook of pkg/apis/admissionregistration/validation. */
function webhook(own: YamlMap, context: Context): void {
  const threeParts = 'a DNS name of at least three parts, such as check.example.com';
  form(context, own, 'name', 'K8S-101', isThreeParts, threeParts);
  oneOf(context, own, 'failurePolicy', FAILURE_POLICIES);
  oneOf(context, own, 'matchPolicy', MATCH_POLICIES);
  oneOf(context, own, 'reinvocationPolicy', REINVOCATIONS);
  oneOf(context, own, 'sideEffects', ['None', 'NoneOnDryRun']);
  inRange(context, own, 'timeoutSeconds', 1, 30);
  reviewVersions(own, context);
  inside(context, own, 'clientConfig', client);
  conditions(own, context);
}

/** Source: IsFullyQualifiedName of k8s.io/apimachinery. */
function isThreeParts(text: string): boolean {
  return isDns1123Subdomain(text) && text.split('.').length >= 3;
}

/** Source: validateAdmissionReviewVersions. */
function reviewVersions(own: YamlMap, context: Context): void {
  someItems(context, own, 'admissionReviewVersions', 'v1');
  const list = listAt(own, 'admissionReviewVersions');
  formOfItems(context, own, 'admissionReviewVersions', 'K8S-114', isDns1035Label, 'a version, such as v1');
  distinctItems(context, own, 'admissionReviewVersions');
  if (list.length === 0 || list.includes('v1') || list.includes('v1beta1')) return;
  refuse(context, 'K8S-105', ['admissionReviewVersions'], list as Value[], 'v1 or v1beta1 as one of them');
}

function client(own: YamlMap, context: Context): void {
  exactlyOne(context, own, ['url', 'service'], 'address');
  if (has(own, 'url') === has(own, 'service')) return;
  const url = textAt(own, 'url');
  if (url !== undefined && !isWebhookUrl(url)) {
    const allowed = 'an address https://host/path without user, ? and #';
    refuse(context, 'K8S-114', ['url'], url, allowed);
  }
  inside(context, own, 'service', (target) => {
    notEmpty(context, target, 'name', 'the name of the Service');
    notEmpty(context, target, 'namespace', 'the namespace of the Service');
    port(context, target, 'port');
    formIfSet(
      context,
      target,
      'path',
      'K8S-114',
      isWebhookPath,
      `a path, of parts that are ${DNS_SUBDOMAIN}`,
    );
  });
}

/** What is surely wrong; the rest is left to Go's parser. Source: ValidateWebhookURL of k8s.io/apiserver. */
function isWebhookUrl(text: string): boolean {
  const host = /^https:\/\/([^/?#]*)/i.exec(text)?.[1];
  if (host === undefined || host === '' || host.includes('@')) return false;
  const query = text.indexOf('?');
  const fragment = text.indexOf('#');
  const end = fragment < 0 ? text.length : fragment;
  return !(fragment >= 0 && fragment < text.length - 1) && !(query >= 0 && query < end - 1);
}

/** Source: ValidateWebhookService of k8s.io/apiserver. */
function isWebhookPath(text: string): boolean {
  if (text === '/') return true;
  if (!text.startsWith('/') || text === '//') return false;
  return text
    .slice(1, text.endsWith('/') ? -1 : undefined)
    .split('/')
    .every(isDns1123Subdomain);
}

/** Source: validateRuleWithOperations. */
function ruleWithOperations(own: YamlMap, context: Context): void {
  someItems(context, own, 'operations', 'at least one of CREATE, UPDATE, DELETE, CONNECT and *', true);
  oneOfItems(context, own, 'operations', OPERATIONS);
  alone(own, context, 'operations');
  someItems(context, own, 'apiGroups', 'at least one group ("" for v1)', true);
  alone(own, context, 'apiGroups');
  someItems(context, own, 'apiVersions', 'at least one version', true);
  alone(own, context, 'apiVersions');
  formOfItems(context, own, 'apiVersions', 'K8S-109', (text) => text !== '', 'a version, or *');
  resources(own, context);
  oneOf(context, own, 'scope', ['*', 'Cluster', 'Namespaced']);
}

function alone(own: YamlMap, context: Context, key: string): void {
  const list = listAt(own, key);
  const star = list.indexOf('*');
  if (star < 0 || list.length < 2) return;
  misplaced(context, [key, star], 'stands beside others, which * holds already', 'remove it, or the others');
}

/** Source: validateResources. */
function resources(own: YamlMap, context: Context): void {
  someItems(context, own, 'resources', 'at least one resource, such as pods', true);
  const list = listAt(own, 'resources');
  formOfItems(context, own, 'resources', 'K8S-109', (text) => text !== '', 'a resource, or *');
  if (list.length < 2) return;
  const all = list.indexOf('*/*');
  if (all >= 0) overlaps(context, all, '*/*');
  // Kubernetes looks at the last one without a subresource only.
  const plain = list.filter((item) => typeof item === 'string' && item !== '' && !item.includes('/'));
  if (plain.includes('*') && plain.at(-1) !== '*') overlaps(context, list.indexOf('*'), '*');
  covered(list, context);
}

function covered(list: readonly Value[], context: Context): void {
  const seen = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const slash = typeof item === 'string' ? item.indexOf('/') : -1;
    if (typeof item !== 'string' || slash < 0) continue;
    const resource = item.slice(0, slash);
    const subresource = item.slice(slash + 1);
    if (seen.has(`${resource}/*`) || seen.has(`*/${subresource}`)) overlaps(context, i, item);
    if (resource === '*' || subresource === '*') seen.add(item);
  }
}

function overlaps(context: Context, index: number, item: string): void {
  misplaced(
    context,
    ['resources', index],
    `${show(item)} overlaps with another one`,
    'remove it, or the other',
  );
}

/** Source: validateNamedRuleWithOperations. */
function resourceNames(own: YamlMap, context: Context): void {
  const list = listAt(own, 'resourceNames');
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item !== 'string' || item === '' || isPathSegment(item)) continue;
    refuse(context, 'K8S-101', ['resourceNames', i], item, PATH_SEGMENT);
  }
  distinctItems(context, own, 'resourceNames');
}

/** Source: validateMatchResources. */
function matchResources(own: YamlMap, context: Context): void {
  oneOf(context, own, 'matchPolicy', MATCH_POLICIES);
}

/** Source: validateMatchConditions. */
function conditions(own: YamlMap, context: Context): void {
  if (listAt(own, 'matchConditions').length > 64) {
    const allowed = 'at most 64';
    context.problems.add('K8S-106', ['matchConditions'], 'has more than 64; remove some', { allowed });
  }
  duplicates(context, own, 'matchConditions', 'name');
}

function matchCondition(own: YamlMap, context: Context): void {
  form(context, own, 'name', 'K8S-101', isQualifiedName, QUALIFIED_NAME);
  expression(own, context, 'expression');
}

function expression(own: YamlMap, context: Context, key: string): void {
  const text = textAt(own, key);
  if (text !== undefined && text.trim() === '')
    refuse(context, 'K8S-109', [key], text, 'an expression in CEL');
}

/** Source: validateParamKind. */
function paramKind(own: YamlMap, context: Context): void {
  required(context, own, 'apiVersion', 'the apiVersion of the parameters');
  formIfSet(
    context,
    own,
    'apiVersion',
    'K8S-114',
    isApiVersion,
    'a group and version, such as example.com/v1',
  );
  required(context, own, 'kind', 'the kind of the parameters');
  formIfSet(context, own, 'kind', 'K8S-114', (text) => isDns1035Label(text.toLowerCase()), 'a kind');
}

function isApiVersion(text: string): boolean {
  const [first = '', second, ...rest] = text.split('/');
  if (rest.length > 0) return false;
  if (second === undefined) return isDns1035Label(first);
  return (first === '' || isDns1123Subdomain(first)) && isDns1035Label(second);
}

/** Source: validateParamRef. */
function paramRef(own: YamlMap, context: Context): void {
  formIfSet(context, own, 'name', 'K8S-101', isPathSegment, PATH_SEGMENT);
  if (own.name && has(own, 'selector')) exclusive(context, ['selector'], 'name', 'selector');
  if (!own.name && !has(own, 'selector')) exactlyOne(context, {}, ['name', 'selector'], 'parameters');
  required(context, own, 'parameterNotFoundAction', 'Allow or Deny');
  oneOf(context, own, 'parameterNotFoundAction', ['', 'Allow', 'Deny']);
}

const RESERVED = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace return var void ' +
    'while'
  ).split(' '),
);

/** Source: validateVariable. */
function variable(own: YamlMap, context: Context): void {
  const allowed = 'letters, digits and _, no digit first and no word that CEL reserves';
  form(context, own, 'name', 'K8S-114', isIdentifier, allowed);
  expression(own, context, 'expression');
}

function isIdentifier(text: string): boolean {
  return /^[_a-zA-Z][_a-zA-Z0-9]*$/.test(text) && !RESERVED.has(text);
}

/** Source: validateValidatingAdmissionPolicySpec. */
function validatingPolicy(own: YamlMap, context: Context): void {
  const name = textAt(mapAt(own, 'metadata') ?? {}, 'name');
  insideOrEmpty(context, own, 'spec', (spec) => {
    policyOf(spec, context);
    if (listAt(spec, 'validations').length === 0 && listAt(spec, 'auditAnnotations').length === 0) {
      exactlyOne(context, {}, ['validations', 'auditAnnotations'], 'check');
    }
    each(context, spec, 'validations', validation);
    auditAnnotations(spec, name, context);
  });
}

function policyOf(spec: YamlMap, context: Context): void {
  oneOf(context, spec, 'failurePolicy', FAILURE_POLICIES);
  if (!has(spec, 'matchConstraints')) {
    required(context, spec, 'matchConstraints', 'the resources that the policy is for');
  }
  inside(context, spec, 'matchConstraints', (match) =>
    someItems(context, match, 'resourceRules', 'at least one rule', true),
  );
  conditions(spec, context);
}

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];

/** Source: validateValidation. */
function validation(own: YamlMap, context: Context): void {
  expression(own, context, 'expression');
  for (const key of ['message', 'messageExpression']) {
    const text = textAt(own, key);
    if (text && text.trim() === '') refuse(context, 'K8S-109', [key], text, 'a text, or leave it out');
  }
  const message = textAt(own, 'message')?.trim();
  if (message && /[\n\r]/.test(message))
    refuse(context, 'K8S-114', ['message'], message, 'a text in one line');
  oneOf(context, own, 'reason', REASONS);
}

/** Source: validateAuditAnnotation. */
function auditAnnotations(spec: YamlMap, name: string | undefined, context: Context): void {
  if (listAt(spec, 'auditAnnotations').length > 20) {
    const allowed = 'at most 20';
    context.problems.add('K8S-106', ['auditAnnotations'], 'has more than 20; remove some', { allowed });
  }
  duplicates(context, spec, 'auditAnnotations', 'key');
  each(context, spec, 'auditAnnotations', (own) => {
    expression(own, context, 'valueExpression');
    const isRight = (key: string) => isQualifiedName(`${name || 'name'}/${key}`);
    form(context, own, 'key', 'K8S-114', isRight, 'a name of at most 63 letters, digits, -, _ and .');
  });
}

const ACTIONS = ['Deny', 'Warn', 'Audit'];

/** Source: validateValidatingAdmissionPolicyBindingSpec. */
function validatingBinding(own: YamlMap, context: Context): void {
  insideOrEmpty(context, own, 'spec', (spec) => {
    policyName(spec, context);
    someItems(context, spec, 'validationActions', 'at least one of Deny, Warn and Audit', true);
    oneOfItems(context, spec, 'validationActions', ACTIONS);
    distinctItems(context, spec, 'validationActions');
    const list = listAt(spec, 'validationActions');
    if (list.includes('Deny') && list.includes('Warn')) {
      exclusive(context, ['validationActions'], 'Deny', 'Warn');
    }
  });
}

function policyName(spec: YamlMap, context: Context): void {
  required(context, spec, 'policyName', 'the name of a policy');
  formIfSet(context, spec, 'policyName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
}

/** Source: validateMutatingAdmissionPolicySpec. */
function mutatingPolicy(own: YamlMap, context: Context): void {
  insideOrEmpty(context, own, 'spec', (spec) => {
    policyOf(spec, context);
    inside(context, spec, 'matchConstraints', mutable);
    required(context, spec, 'reinvocationPolicy', 'Never or IfNeeded');
    oneOf(context, spec, 'reinvocationPolicy', ['', ...REINVOCATIONS]);
    someItems(context, spec, 'mutations', 'at least one mutation', true);
    each(context, spec, 'mutations', mutation);
  });
}

function mutable(own: YamlMap, context: Context): void {
  each(context, own, 'resourceRules', (rule) => {
    if (listAt(rule, 'operations').includes('DELETE'))
      oneOfItems(context, rule, 'operations', MUTATING_OPERATIONS);
  });
}

const PATCHES: ReadonlyMap<string, string> = new Map([
  ['ApplyConfiguration', 'applyConfiguration'],
  ['JSONPatch', 'jsonPatch'],
]);

/** Source: validateMutation. */
function mutation(own: YamlMap, context: Context): void {
  oneOf(context, own, 'patchType', [...PATCHES.keys()]);
  const wanted = typeof own.patchType === 'string' ? PATCHES.get(own.patchType) : undefined;
  if (wanted === undefined) return;
  if (!has(own, wanted)) required(context, own, wanted, 'the patch, as patchType says');
  inside(context, own, wanted, (patch) => {
    if (!has(patch, 'expression')) required(context, patch, 'expression', 'an expression in CEL');
    expression(patch, context, 'expression');
  });
  for (const field of PATCHES.values()) {
    if (field !== wanted && has(own, field)) exclusive(context, [field], wanted, field);
  }
}

/** Source: validateMutatingAdmissionPolicyBindingSpec. */
function mutatingBinding(own: YamlMap, context: Context): void {
  insideOrEmpty(context, own, 'spec', (spec) => {
    policyName(spec, context);
    inside(context, spec, 'matchResources', mutable);
  });
}
