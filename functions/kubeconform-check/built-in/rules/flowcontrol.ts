import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  each,
  exactlyOne,
  form,
  has,
  inRange,
  inside,
  insideOrEmpty,
  isDns1123Label,
  isDns1123Subdomain,
  isNumber,
  listAt,
  mapAt,
  misplaced,
  notEmpty,
  oneOf,
  oneOfItems,
  refuse,
  required,
  someItems,
  textAt,
} from './values.ts';

/** Which requests the API server serves first. */
export const FLOW_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1FlowSchema: [flowSchema],
  V1PriorityLevelConfiguration: [priorityLevel],
};

/** The names that Kubernetes has fixed the rest of. */
const FIXED_SCHEMAS = ['exempt', 'catch-all'];

/** Source: ValidateFlowSchemaSpec of pkg/apis/flowcontrol/validation. */
function flowSchema(own: YamlMap, context: Context): void {
  const name = textAt(mapAt(own, 'metadata') ?? {}, 'name') ?? '';
  required(context, own, 'spec', 'a spec with priorityLevelConfiguration');
  inside(context, own, 'spec', (spec) => {
    precedence(spec, name, context);
    inside(context, spec, 'distinguisherMethod', (method) =>
      oneOf(context, method, 'type', ['ByNamespace', 'ByUser']),
    );
    inside(context, spec, 'priorityLevelConfiguration', (level) =>
      form(context, level, 'name', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN),
    );
    each(context, spec, 'rules', flowRule);
  });
}

/** 0 stands for the default. */
function precedence(spec: YamlMap, name: string, context: Context): void {
  if (spec.matchingPrecedence === 0) return;
  inRange(context, spec, 'matchingPrecedence', 1, 10000);
  if (spec.matchingPrecedence !== 1 || FIXED_SCHEMAS.includes(name)) return;
  refuse(
    context,
    'K8S-106',
    ['matchingPrecedence'],
    1,
    'a number from 2 to 10000: 1 is for the schema exempt',
  );
}

/** Source: ValidateFlowSchemaPolicyRulesWithSubjects. */
function flowRule(own: YamlMap, context: Context): void {
  someItems(context, own, 'subjects', 'at least one subject');
  each(context, own, 'subjects', subject);
  if (listAt(own, 'resourceRules').length === 0 && listAt(own, 'nonResourceRules').length === 0) {
    exactlyOne(context, {}, ['resourceRules', 'nonResourceRules'], 'rule');
  }
  each(context, own, 'resourceRules', resourceRule);
  each(context, own, 'nonResourceRules', nonResourceRule);
}

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['ServiceAccount', 'serviceAccount'],
  ['User', 'user'],
  ['Group', 'group'],
]);

/** Source: ValidateFlowSchemaSubject. */
function subject(own: YamlMap, context: Context): void {
  oneOf(context, own, 'kind', [...FIELDS.keys()]);
  const wanted = typeof own.kind === 'string' ? FIELDS.get(own.kind) : undefined;
  if (wanted === undefined) return;
  if (!has(own, wanted)) required(context, own, wanted, 'the subject, as the kind says');
  for (const field of FIELDS.values()) {
    if (field !== wanted && has(own, field)) {
      misplaced(context, [field], `may not stand beside kind ${own.kind}`, 'remove it');
    }
  }
  inside(context, own, wanted, (named) => {
    if (wanted !== 'serviceAccount') {
      notEmpty(context, named, 'name', 'a name');
      return;
    }
    form(context, named, 'name', 'K8S-101', isAccount, `* or ${DNS_SUBDOMAIN}`);
    form(context, named, 'namespace', 'K8S-102', isDns1123Label, DNS_LABEL);
  });
}

function isAccount(text: string): boolean {
  return text === '*' || isDns1123Subdomain(text);
}

const VERBS = [
  '*',
  'get',
  'list',
  'create',
  'update',
  'delete',
  'deletecollection',
  'patch',
  'watch',
  'proxy',
];

function verbs(own: YamlMap, context: Context): void {
  someItems(context, own, 'verbs', 'at least one verb');
  if (!listAt(own, 'verbs').includes('*')) oneOfItems(context, own, 'verbs', VERBS);
  alone(own, context, 'verbs');
}

function alone(own: YamlMap, context: Context, key: string): void {
  const list = listAt(own, key);
  const star = list.indexOf('*');
  if (star < 0 || list.length < 2) return;
  misplaced(context, [key, star], 'stands beside others, which * holds already', 'remove it, or the others');
}

/** Source: ValidateFlowSchemaResourcePolicyRule. */
function resourceRule(own: YamlMap, context: Context): void {
  verbs(own, context);
  someItems(context, own, 'apiGroups', 'at least one group ("" for v1)');
  alone(own, context, 'apiGroups');
  someItems(context, own, 'resources', 'at least one resource');
  alone(own, context, 'resources');
  if (own.clusterScope !== true)
    someItems(context, own, 'namespaces', 'at least one, or clusterScope: true', true);
  alone(own, context, 'namespaces');
  const list = listAt(own, 'namespaces');
  if (list.includes('*')) return;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item === 'string' && !isDns1123Label(item)) {
      refuse(context, 'K8S-102', ['namespaces', i], item, `* or ${DNS_LABEL}`);
    }
  }
}

/** Source: ValidateFlowSchemaNonResourcePolicyRule. */
function nonResourceRule(own: YamlMap, context: Context): void {
  verbs(own, context);
  someItems(context, own, 'nonResourceURLs', 'at least one path');
  alone(own, context, 'nonResourceURLs');
  const list = listAt(own, 'nonResourceURLs');
  if (list.includes('*')) return;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item === 'string' && !isPath(item)) {
      refuse(context, 'K8S-114', ['nonResourceURLs', i], item, 'a path, with /* at its end if need be');
    }
  }
}

/** Source: ValidateNonResourceURLPath. */
function isPath(text: string): boolean {
  const star = text.indexOf('*');
  if (!text.startsWith('/') || text.includes(' ') || text.includes('//')) return false;
  return star < 0 || (star === text.length - 1 && text.endsWith('/*'));
}

/** Source: ValidatePriorityLevelConfigurationSpec. */
function priorityLevel(own: YamlMap, context: Context): void {
  const name = textAt(mapAt(own, 'metadata') ?? {}, 'name');
  required(context, own, 'spec', 'a spec with a type');
  inside(context, own, 'spec', (spec) => {
    const type = textAt(spec, 'type') ?? (has(spec, 'type') ? undefined : '');
    if (type === undefined) return;
    oneOf(context, spec, 'type', ['Exempt', 'Limited']);
    if (name !== undefined && (name === 'exempt') !== (type === 'Exempt')) {
      misplaced(context, ['type'], 'is Exempt if and only if the name is exempt', 'change the type');
    }
    if (type === 'Exempt') exempt(spec, context);
    else if (type === 'Limited') limited(spec, context);
  });
}

function exempt(spec: YamlMap, context: Context): void {
  if (has(spec, 'limited')) misplaced(context, ['limited'], 'may not stand beside type Exempt', 'remove it');
  inside(context, spec, 'exempt', (own) => {
    inRange(context, own, 'nominalConcurrencyShares', 0);
    inRange(context, own, 'lendablePercent', 0, 100);
  });
}

function limited(spec: YamlMap, context: Context): void {
  if (has(spec, 'exempt')) misplaced(context, ['exempt'], 'may not stand beside type Limited', 'remove it');
  if (!has(spec, 'limited')) required(context, spec, 'limited', 'the limits');
  inside(context, spec, 'limited', (own) => {
    inRange(context, own, 'nominalConcurrencyShares', 0);
    inRange(context, own, 'lendablePercent', 0, 100);
    inRange(context, own, 'borrowingLimitPercent', 0);
    insideOrEmpty(context, own, 'limitResponse', response);
  });
}

/** Source: ValidateLimitResponse. */
function response(own: YamlMap, context: Context): void {
  if (!has(own, 'type')) required(context, own, 'type', 'Queue or Reject');
  oneOf(context, own, 'type', ['Queue', 'Reject']);
  if (own.type === 'Reject' && has(own, 'queuing')) {
    misplaced(context, ['queuing'], 'may not stand beside type Reject', 'remove it');
  }
  if (own.type !== 'Queue') return;
  if (!has(own, 'queuing')) required(context, own, 'queuing', 'the queues');
  inside(context, own, 'queuing', queuing);
}

/** Source: ValidatePriorityLevelQueuingConfiguration; 0 stands for the defaults. */
function queuing(own: YamlMap, context: Context): void {
  inRange(context, own, 'queueLengthLimit', 0);
  inRange(context, own, 'queues', 0, 10_000_000);
  inRange(context, own, 'handSize', 0);
  const queues = numberOr(own.queues, 64);
  const hand = numberOr(own.handSize, 8);
  if (queues === undefined || hand === undefined || queues < 1 || hand <= queues) return;
  refuse(context, 'K8S-106', ['handSize'], own.handSize ?? 8, `a number that is at most queues, ${queues}`);
}

function numberOr(value: Value | undefined, fallback: number): number | undefined {
  if (value === undefined || value === null || value === 0) return fallback;
  return isNumber(value) ? Number(value) : undefined;
}
