import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testRules } from './cases.ts';

const template = (restartPolicy?: string): YamlMap => ({
  template: { spec: { containers: [{ name: 'web' }], ...(restartPolicy && { restartPolicy }) } },
});
const spec: YamlMap = { ...template('Never'), parallelism: 0, backoffLimit: 0 };
const indexed: YamlMap = { ...spec, completionMode: 'Indexed', completions: 3 };

testRules('V1JobSpec', [
  { it: 'its Pods end', good: spec, bad: template(), is: 'K8S-109 template.spec.restartPolicy' },
  {
    it: 'they are not restarted always',
    good: spec,
    bad: template('Always'),
    is: 'K8S-105 template.spec.restartPolicy',
  },
  ...['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'].map(
    (key) => ({
      it: `${key} is not negative`,
      good: { ...spec, [key]: 0 },
      bad: { [key]: -1 },
      is: `K8S-106 ${key}`,
    }),
  ),
  {
    it: 'completionMode is known',
    good: indexed,
    bad: { completionMode: 'indexed' },
    is: 'K8S-105 completionMode = Indexed',
  },
  {
    it: 'podReplacementPolicy is known',
    good: { ...spec, podReplacementPolicy: 'Failed' },
    bad: { podReplacementPolicy: 'failed' },
    is: 'K8S-105 podReplacementPolicy = Failed',
  },
  { it: 'indexes are counted', good: indexed, bad: { completions: undefined }, is: 'K8S-113 completions' },
  {
    it: 'it is managed by a domain',
    good: { ...spec, managedBy: 'a.b/C~' },
    bad: { managedBy: 'a.b' },
    is: 'K8S-114 managedBy',
  },
  {
    it: 'indexes are for Indexed',
    good: { ...indexed, backoffLimitPerIndex: 1 },
    bad: { completionMode: 'NonIndexed' },
    is: 'K8S-113 backoffLimitPerIndex',
  },
  {
    it: 'failed indexes have a limit each',
    good: { ...indexed, backoffLimitPerIndex: 1, maxFailedIndexes: 3 },
    bad: { backoffLimitPerIndex: undefined },
    is: 'K8S-113 maxFailedIndexes',
  },
  {
    it: 'failed indexes are no more than there are',
    good: { ...indexed, backoffLimitPerIndex: 1, maxFailedIndexes: 3 },
    bad: { maxFailedIndexes: 4 },
    is: 'K8S-106 maxFailedIndexes',
  },
  {
    it: 'indexed Pods are not too many',
    good: { ...indexed, parallelism: 100000 },
    bad: { parallelism: 100001 },
    is: 'K8S-106 parallelism',
  },
  {
    it: 'a policy for failures needs Never',
    good: { ...spec, podFailurePolicy: {} },
    bad: template('OnFailure'),
    is: 'K8S-113 template.spec.restartPolicy = Never',
  },
  {
    it: 'and Failed',
    good: { ...spec, podFailurePolicy: {}, podReplacementPolicy: 'Failed' },
    bad: { podReplacementPolicy: 'TerminatingOrFailed' },
    is: 'K8S-113 podReplacementPolicy = Failed',
  },
  {
    it: 'a code is of a container',
    good: { ...spec, podFailurePolicy: { rules: [{ onExitCodes: { containerName: 'web' } }] } },
    bad: { podFailurePolicy: { rules: [{ onExitCodes: { containerName: 'x' } }] } },
    is: 'K8S-108 podFailurePolicy.rules[0].onExitCodes.containerName',
  },
  {
    it: 'FailIndex has a limit each',
    good: { ...indexed, backoffLimitPerIndex: 1, podFailurePolicy: { rules: [{ action: 'FailIndex' }] } },
    bad: { backoffLimitPerIndex: undefined },
    is: 'K8S-113 podFailurePolicy.rules[0].action',
  },
  ...['3', '0,0', '2-1', '0-', 'a', '1,0-2'].map((succeededIndexes) => ({
    it: `${succeededIndexes} is no list of three indexes`,
    good: { ...indexed, successPolicy: { rules: [{ succeededIndexes: '0,1-2', succeededCount: 3 }] } },
    bad: { successPolicy: { rules: [{ succeededIndexes }] } },
    is: 'K8S-114 successPolicy.rules[0].succeededIndexes',
  })),
  {
    it: 'no more succeed than there are',
    good: indexed,
    bad: { successPolicy: { rules: [{ succeededIndexes: '0,2', succeededCount: 3 }] } },
    is: 'K8S-106 successPolicy.rules[0].succeededCount',
  },
]);

testRules('V1Job', [
  { it: 'it has a spec', good: { spec }, bad: { spec: null }, is: 'K8S-109 spec' },
  {
    it: 'its selector is generated',
    good: { spec },
    bad: { spec: { ...spec, selector: { matchLabels: { a: 'b' } } } },
    is: 'K8S-104 spec.selector',
  },
  {
    it: 'or written and needed',
    good: { spec },
    bad: { spec: { ...spec, manualSelector: true } },
    is: 'K8S-113 spec.selector',
  },
  {
    it: 'and selects the template',
    good: {
      spec: {
        manualSelector: true,
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } } },
      },
    },
    bad: { spec: { manualSelector: true, selector: { matchLabels: { a: 'b' } }, template: {} } },
    is: 'K8S-104 spec.selector.matchLabels.a',
  },
  {
    it: 'its Pods have names of hosts',
    good: { metadata: { name: 'a'.repeat(60) }, spec: { ...indexed, completions: 100 } },
    bad: { metadata: { name: 'a'.repeat(61) } },
    is: 'K8S-101 metadata.name',
  },
]);

testRules('V1JobTemplateSpec', [
  { it: 'it has a spec', good: { spec }, bad: { spec: undefined }, is: 'K8S-109 spec' },
  {
    it: 'its selector is generated',
    good: { spec },
    bad: { spec: { ...spec, selector: {} } },
    is: 'K8S-104 spec.selector',
  },
  {
    it: 'always',
    good: { spec },
    bad: { spec: { ...spec, manualSelector: true } },
    is: 'K8S-104 spec.manualSelector = false',
  },
  {
    it: 'indexes are counted',
    good: { spec: indexed },
    bad: { spec: { completionMode: 'Indexed' } },
    is: 'K8S-113 spec.completions',
  },
]);

const cron = { schedule: '*/5 * * * *', timeZone: 'Etc/UTC', startingDeadlineSeconds: 0 };

testRules('V1CronJobSpec', [
  {
    it: 'concurrencyPolicy is known',
    good: { ...cron, concurrencyPolicy: 'Forbid' },
    bad: { concurrencyPolicy: 'forbid' },
    is: 'K8S-105 concurrencyPolicy = Forbid',
  },
  {
    it: 'a deadline is not negative',
    good: cron,
    bad: { startingDeadlineSeconds: -1 },
    is: 'K8S-106 startingDeadlineSeconds',
  },
  {
    it: 'histories are not negative',
    good: cron,
    bad: { successfulJobsHistoryLimit: -1, failedJobsHistoryLimit: -1 },
    is: ['K8S-106 successfulJobsHistoryLimit', 'K8S-106 failedJobsHistoryLimit'],
  },
  { it: 'the schedule has five fields', good: cron, bad: { schedule: '* * * *' }, is: 'K8S-111 schedule' },
  { it: 'the zone is one', good: cron, bad: { timeZone: 'Local' }, is: 'K8S-111 timeZone' },
]);

testRules('V1CronJob', [
  { it: 'it has a spec', good: { spec: {} }, bad: { spec: undefined }, is: 'K8S-109 spec' },
]);

const rule = { action: 'Ignore', onExitCodes: {} };

testRules('V1PodFailurePolicy', [
  {
    it: 'rules are 20 at most',
    good: { rules: Array(20).fill({}) },
    bad: { rules: Array(21).fill({}) },
    is: 'K8S-106 rules',
  },
]);

testRules('V1PodFailurePolicyRule', [
  { it: 'the action is known', good: rule, bad: { action: 'ignore' }, is: 'K8S-105 action = Ignore' },
  { it: 'it has a condition', good: rule, bad: { onExitCodes: null }, is: 'K8S-113' },
  { it: 'it has one only', good: rule, bad: { onPodConditions: [{}] }, is: 'K8S-113' },
  {
    it: 'patterns are 20 at most',
    good: { action: 'Count', onPodConditions: Array(20).fill({}) },
    bad: { onPodConditions: Array(21).fill({}) },
    is: 'K8S-106 onPodConditions',
  },
]);

const codes = { operator: 'In', values: [1, 2] };

testRules('V1PodFailurePolicyOnExitCodesRequirement', [
  { it: 'the operator is known', good: codes, bad: { operator: 'in' }, is: 'K8S-105 operator = In' },
  { it: 'there are values', good: codes, bad: { values: [] }, is: 'K8S-109 values' },
  {
    it: 'In has no 0',
    good: { ...codes, operator: 'NotIn', values: [0, 1] },
    bad: { operator: 'In' },
    is: 'K8S-106 values[0]',
  },
  { it: 'values ascend', good: codes, bad: { values: [2, 1] }, is: 'K8S-106 values[1]' },
  { it: 'a value stands once', good: codes, bad: { values: [1, 1] }, is: 'K8S-107 values[1]' },
  {
    it: 'values are 255 at most',
    good: { operator: 'In', values: Array.from({ length: 255 }, (_, i) => i + 1) },
    bad: { values: Array.from({ length: 256 }, (_, i) => i + 1) },
    is: 'K8S-106 values',
  },
]);

testRules('V1PodFailurePolicyOnPodConditionsPattern', [
  {
    it: 'the type has its form',
    good: { type: 'a.b/C', status: '' },
    bad: { type: 'a b' },
    is: 'K8S-101 type',
  },
  {
    it: 'the status is known',
    good: { type: 'a', status: 'True' },
    bad: { status: 'true' },
    is: 'K8S-105 status = True',
  },
]);

testRules('V1SuccessPolicy', [
  { it: 'there is a rule', good: { rules: [{}] }, bad: { rules: [] }, is: 'K8S-109 rules' },
  {
    it: 'rules are 20 at most',
    good: { rules: Array(20).fill({}) },
    bad: { rules: Array(21).fill({}) },
    is: 'K8S-106 rules',
  },
]);

testRules('V1SuccessPolicyRule', [
  {
    it: 'it has a condition',
    good: { succeededCount: 0 },
    bad: { succeededCount: undefined },
    is: 'K8S-113',
  },
  {
    it: 'a count is not negative',
    good: { succeededCount: 0 },
    bad: { succeededCount: -1 },
    is: 'K8S-106 succeededCount',
  },
]);

test.run();
