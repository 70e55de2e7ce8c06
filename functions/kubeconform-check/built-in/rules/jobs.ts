import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import { containerNamesOf } from './pods.ts';
import type { Context, Rule } from './rules.ts';
import { scheduleFlaw, timeZoneFlaw } from './schedules.ts';
import { selectsTemplate } from './selectors.ts';
import {
  DNS_LABEL,
  form,
  has,
  inRange,
  isDns1123Label,
  isDns1123Subdomain,
  isNumber,
  isQualifiedName,
  listAt,
  mapAt,
  oneOf,
  QUALIFIED_NAME,
  refuse,
  required,
  twice,
} from './values.ts';

/** Sources: maxParallelismForIndexedJob and the like of pkg/apis/batch/validation. */
const MAX_INDEXES = 100000;
const GENERATED = [
  'controller-uid',
  'batch.kubernetes.io/controller-uid',
  'job-name',
  'batch.kubernetes.io/job-name',
];
const AMOUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
];
const ONLY_INDEXED = ['backoffLimitPerIndex', 'maxFailedIndexes', 'successPolicy'];

/** Jobs and CronJobs. */
export const JOB_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1Job: [(own, context) => required(context, own, 'spec', 'a spec with a template'), job],
  V1JobSpec: [jobSpec],
  V1CronJob: [(own, context) => required(context, own, 'spec', 'a spec with a schedule')],
  V1CronJobSpec: [cronJob],
  V1JobTemplateSpec: [jobTemplate],
  V1PodFailurePolicy: [failurePolicy],
  V1PodFailurePolicyRule: [failureRule],
  V1PodFailurePolicyOnExitCodesRequirement: [exitCodes],
  V1PodFailurePolicyOnPodConditionsPattern: [podCondition],
  V1SuccessPolicy: [successPolicy],
  V1SuccessPolicyRule: [successRule],
};

/** Source: validateJobSpec of pkg/apis/batch/validation. */
function jobSpec(spec: YamlMap, context: Context): void {
  for (let i = 0; i < AMOUNTS.length; i++) inRange(context, spec, AMOUNTS[i] as string, 0);
  oneOf(context, spec, 'completionMode', ['NonIndexed', 'Indexed']);
  oneOf(context, spec, 'podReplacementPolicy', ['TerminatingOrFailed', 'Failed']);
  restartPolicy(spec, context);
  if (has(spec, 'managedBy'))
    form(context, spec, 'managedBy', 'K8S-114', isDomainPath, 'a domain and a path, such as example.com/x');
  if (spec.completionMode === 'Indexed') indexed(spec, context);
  else notIndexed(spec, context);
  if (has(spec, 'maxFailedIndexes') && !has(spec, 'backoffLimitPerIndex')) {
    const message = 'needs backoffLimitPerIndex beside it; add it';
    context.problems.add('K8S-113', ['maxFailedIndexes'], message, {
      allowed: 'backoffLimitPerIndex beside it',
    });
  }
  if (has(spec, 'podFailurePolicy')) withFailurePolicy(spec, context);
}

/** Pods of Jobs end. */
function restartPolicy(spec: YamlMap, context: Context): void {
  const pod = mapAt(mapAt(spec, 'template') ?? {}, 'spec');
  if (!pod) return;
  const policy = pod.restartPolicy ?? '';
  const below = ['template', 'spec', 'restartPolicy'];
  const allowed = 'OnFailure or Never';
  if (policy === '') {
    const message = `restartPolicy is missing, and Always would count, which a Job can't have; add ${allowed}`;
    context.problems.add('K8S-109', below, message, { allowed });
  } else if (policy === 'Always') {
    refuse(context, 'K8S-105', below, policy, allowed);
  } else if (policy === 'OnFailure' && has(spec, 'podFailurePolicy')) {
    refuse(context, 'K8S-113', below, policy, 'Never, which podFailurePolicy needs', 'Never');
  }
}

/** Source: IsDomainPrefixedPath of k8s.io/apimachinery. */
function isDomainPath(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash < 0 || text.length > 63 || !isDns1123Subdomain(text.slice(0, slash))) return false;
  return /^[-A-Za-z0-9/._~%!$&'()*+,;=:]+$/.test(text.slice(slash + 1));
}

function indexed(spec: YamlMap, context: Context): void {
  const { completions, parallelism, maxFailedIndexes } = spec;
  if (!has(spec, 'completions') && has(spec, 'parallelism')) completionsNeeded(context, []);
  if (isNumber(parallelism) && parallelism > MAX_INDEXES) {
    refuse(context, 'K8S-106', ['parallelism'], parallelism, `at most ${MAX_INDEXES}`);
  }
  if (has(spec, 'successPolicy')) successes(spec, context);
  if (!isNumber(maxFailedIndexes)) return;
  const most = isNumber(completions) && completions < MAX_INDEXES ? completions : MAX_INDEXES;
  if (maxFailedIndexes > most) {
    refuse(context, 'K8S-106', ['maxFailedIndexes'], maxFailedIndexes, `at most ${most}`);
  }
}

/** Source: validateSuccessPolicyRule; a Job has one completion where it says nothing. */
function successes(spec: YamlMap, context: Context): void {
  const completions = spec.completions ?? 1;
  const policy = mapAt(spec, 'successPolicy');
  if (!policy || typeof completions !== 'number') return;
  const rules = listAt(policy, 'rules');
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i];
    if (!isMap(rule)) continue;
    const { succeededIndexes: text, succeededCount: count } = rule;
    const indexes = typeof text === 'string' ? countIndexes(text, completions) : completions;
    if (indexes === undefined) {
      const allowed = `ascending numbers or ranges below ${completions}, such as 0,2-3`;
      refuse(context, 'K8S-114', ['successPolicy', 'rules', i, 'succeededIndexes'], text, allowed);
    } else if (isNumber(count) && count > indexes) {
      refuse(
        context,
        'K8S-106',
        ['successPolicy', 'rules', i, 'succeededCount'],
        count,
        `at most ${indexes}`,
      );
    }
  }
}

/** How many indexes a text has; undefined where it is none of indexes. Source: validateIndexesFormat. */
function countIndexes(text: string, completions: number): number | undefined {
  if (text === '') return 0;
  let total = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const interval of text.split(',')) {
    const parts = /^\+?([0-9]{1,10})(?:-\+?([0-9]{1,10}))?$/.exec(interval);
    const first = Number(parts?.[1]);
    const end = parts?.[2] === undefined ? first : Number(parts[2]);
    const isAscending = first > last && (parts?.[2] === undefined || end > first);
    if (!parts || !isAscending || end >= completions || first >= completions) return undefined;
    total += end - first + 1;
    last = end;
  }
  return total;
}

function completionsNeeded(context: Context, below: readonly string[]): void {
  const allowed = 'how many indexes there are';
  const message = `completions is missing, which completionMode Indexed needs; add ${allowed}`;
  context.problems.add('K8S-113', [...below, 'completions'], message, { allowed });
}

function notIndexed(spec: YamlMap, context: Context): void {
  if (has(spec, 'completionMode') && spec.completionMode !== 'NonIndexed') return;
  for (let i = 0; i < ONLY_INDEXED.length; i++) {
    const key = ONLY_INDEXED[i] as string;
    if (!has(spec, key)) continue;
    const message = 'counts only with completionMode: Indexed; remove it, or add that';
    context.problems.add('K8S-113', [key], message, { allowed: 'completionMode: Indexed' });
  }
}

/** Sources: validatePodReplacementPolicy, validatePodFailurePolicyRule. */
function withFailurePolicy(spec: YamlMap, context: Context): void {
  if (spec.podReplacementPolicy === 'TerminatingOrFailed') {
    const allowed = 'Failed, which podFailurePolicy needs';
    refuse(context, 'K8S-113', ['podReplacementPolicy'], spec.podReplacementPolicy, allowed, 'Failed');
  }
  const policy = mapAt(spec, 'podFailurePolicy');
  const rules = policy ? listAt(policy, 'rules') : [];
  const names = containerNamesOf(mapAt(mapAt(spec, 'template') ?? {}, 'spec') ?? {});
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i];
    if (!isMap(rule)) continue;
    const below = ['podFailurePolicy', 'rules', i];
    if (rule.action === 'FailIndex' && !has(spec, 'backoffLimitPerIndex')) {
      const message = 'is FailIndex, which needs backoffLimitPerIndex in the Job; add that, or write FailJob';
      context.problems.add('K8S-113', [...below, 'action'], message, { found: '"FailIndex"' });
    }
    const name = mapAt(rule, 'onExitCodes')?.containerName;
    if (typeof name !== 'string' || names.has(name)) continue;
    refuse(context, 'K8S-108', [...below, 'onExitCodes', 'containerName'], name, 'the name of a container');
  }
}

function failurePolicy(policy: YamlMap, context: Context): void {
  if (listAt(policy, 'rules').length > 20) {
    context.problems.add('K8S-106', ['rules'], 'has more than 20 rules; remove some');
  }
}

function failureRule(rule: YamlMap, context: Context): void {
  if (listAt(rule, 'onPodConditions').length > 20) {
    context.problems.add('K8S-106', ['onPodConditions'], 'has more than 20 patterns; remove some');
  }
  oneOf(context, rule, 'action', ['FailJob', 'FailIndex', 'Ignore', 'Count']);
  const isByCode = has(rule, 'onExitCodes');
  const isByCondition = listAt(rule, 'onPodConditions').length > 0;
  if (isByCode !== isByCondition) return;
  const allowed = 'one of onExitCodes, onPodConditions';
  const message = isByCode ? `has both; keep ${allowed}` : `has no condition; add ${allowed}`;
  context.problems.add('K8S-113', [], message, { allowed });
}

/** Source: validatePodFailurePolicyRuleOnExitCodes. */
function exitCodes(own: YamlMap, context: Context): void {
  oneOf(context, own, 'operator', ['In', 'NotIn']);
  const values = listAt(own, 'values');
  if (Array.isArray(own.values) && values.length === 0) {
    refuse(context, 'K8S-109', ['values'], own.values, 'at least one exit code');
  }
  if (values.length > 255)
    context.problems.add('K8S-106', ['values'], 'has more than 255 values; remove some');
  let last: number | bigint | undefined;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!isNumber(value)) continue;
    if (value === 0 && own.operator === 'In')
      refuse(context, 'K8S-106', ['values', i], value, 'a number but 0');
    if (value === last) twice(context, ['values', i], value);
    if (last !== undefined && value < last) {
      refuse(context, 'K8S-106', ['values', i], value, 'the values in ascending order');
    }
    last = value;
  }
}

function podCondition(own: YamlMap, context: Context): void {
  form(context, own, 'type', 'K8S-101', isQualifiedName, QUALIFIED_NAME);
  oneOf(context, own, 'status', ['', 'True', 'False', 'Unknown']);
}

function successPolicy(policy: YamlMap, context: Context): void {
  const { rules } = policy;
  if (Array.isArray(rules) && rules.length === 0)
    refuse(context, 'K8S-109', ['rules'], rules, 'at least one rule');
  if (Array.isArray(rules) && rules.length > 20) {
    context.problems.add('K8S-106', ['rules'], 'has more than 20 rules; remove some');
  }
}

function successRule(rule: YamlMap, context: Context): void {
  inRange(context, rule, 'succeededCount', 0);
  if (has(rule, 'succeededCount') || has(rule, 'succeededIndexes')) return;
  const allowed = 'succeededCount, succeededIndexes or both';
  context.problems.add('K8S-113', [], `has no condition; add ${allowed}`, { allowed });
}

/** Sources: validateGeneratedSelector, ValidateJob. */
function job(own: YamlMap, context: Context): void {
  const spec = mapAt(own, 'spec');
  if (!spec) return;
  context.problems.path.push('spec');
  jobSelector(spec, context);
  context.problems.path.pop();
  const { completions } = spec;
  const name = mapAt(own, 'metadata')?.name;
  if (spec.completionMode !== 'Indexed' || typeof name !== 'string' || name === '') return;
  if (!isNumber(completions) || completions <= 0) return;
  const hostname = `${name}-${Number(completions) - 1}`;
  if (isDns1123Label(hostname)) return;
  refuse(
    context,
    'K8S-101',
    ['metadata', 'name'],
    name,
    `so that ${show(hostname)}, its last Pod, is ${DNS_LABEL}`,
  );
}

function jobSelector(spec: YamlMap, context: Context): void {
  if (spec.manualSelector === true) {
    if (!has(spec, 'selector')) {
      const allowed = 'a selector';
      const message = `selector is missing, which manualSelector needs; add ${allowed}`;
      context.problems.add('K8S-113', ['selector'], message, { allowed });
    }
    selectsTemplate(spec, context);
    return;
  }
  const labels = mapAt(mapAt(spec, 'selector') ?? {}, 'matchLabels');
  if (!labels) return;
  if (Object.keys(labels).some((key) => !GENERATED.includes(key))) generatedSelector(context, ['selector']);
}

function generatedSelector(context: Context, below: readonly string[]): void {
  const message = 'is written by Kubernetes for each Job; remove it';
  context.problems.add('K8S-104', below, message, { allowed: 'no selector' });
}

/** Source: ValidateJobTemplateSpec. */
function jobTemplate(own: YamlMap, context: Context): void {
  required(context, own, 'spec', 'the spec of a Job');
  const spec = mapAt(own, 'spec');
  if (!spec) return;
  if (has(spec, 'selector')) generatedSelector(context, ['spec', 'selector']);
  if (spec.manualSelector === true) {
    refuse(context, 'K8S-104', ['spec', 'manualSelector'], true, 'false, or remove it', 'false');
  }
  // A Job gets 1 where it has neither; the template of a CronJob does not.
  if (spec.completionMode === 'Indexed' && !has(spec, 'completions') && !has(spec, 'parallelism')) {
    completionsNeeded(context, ['spec']);
  }
}

/** Source: validateCronJobSpec. */
function cronJob(spec: YamlMap, context: Context): void {
  oneOf(context, spec, 'concurrencyPolicy', ['', 'Allow', 'Forbid', 'Replace']);
  inRange(context, spec, 'startingDeadlineSeconds', 0);
  inRange(context, spec, 'successfulJobsHistoryLimit', 0);
  inRange(context, spec, 'failedJobsHistoryLimit', 0);
  told(spec, context, 'schedule', scheduleFlaw);
  told(spec, context, 'timeZone', timeZoneFlaw);
}

function told(
  spec: YamlMap,
  context: Context,
  key: string,
  flawOf: (text: string) => string | undefined,
): void {
  const value = spec[key];
  const flaw = typeof value === 'string' ? flawOf(value) : undefined;
  if (flaw !== undefined) context.problems.add('K8S-111', [key], flaw, { found: show(value) });
}
