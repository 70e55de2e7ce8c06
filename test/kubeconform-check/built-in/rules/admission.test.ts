import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testChanges } from './resource-cases.ts';

const admission = (kind: string, fields: YamlMap): YamlMap => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind,
  metadata: { name: 'a.b' },
  ...fields,
});
const rule = {
  apiGroups: [''],
  apiVersions: ['v1'],
  operations: ['CREATE'],
  resources: ['pods', 'pods/status'],
};
const service = { name: 's', namespace: 'n', path: '/a/b' };
const hook = {
  name: 'a.b.c',
  admissionReviewVersions: ['v1'],
  sideEffects: 'None',
  clientConfig: { service },
  rules: [rule],
  matchConditions: [{ name: 'a', expression: 'true' }],
};
const w = 'webhooks.0';
testChanges(
  'ValidatingWebhookConfiguration',
  admission('ValidatingWebhookConfiguration', { webhooks: [hook] }),
  [
    [`${w}.name`, 'a.b', `K8S-101 ${w}.name`],
    ['webhooks', [hook, hook], 'K8S-107 webhooks.1.name'],
    [`${w}.failurePolicy`, 'fail', `K8S-105 ${w}.failurePolicy`],
    [`${w}.matchPolicy`, 'exact', `K8S-105 ${w}.matchPolicy`],
    [`${w}.sideEffects`, 'Some', `K8S-105 ${w}.sideEffects`],
    [`${w}.sideEffects`, 'NoneOnDryRun'],
    [`${w}.timeoutSeconds`, 31, `K8S-106 ${w}.timeoutSeconds`],
    [`${w}.admissionReviewVersions`, [], `K8S-109 ${w}.admissionReviewVersions`],
    [`${w}.admissionReviewVersions`, ['v2'], `K8S-105 ${w}.admissionReviewVersions`],
    [`${w}.admissionReviewVersions`, ['v2', 'v1beta1']],
    [`${w}.admissionReviewVersions`, ['v1', 'v1'], `K8S-107 ${w}.admissionReviewVersions.1`],
    [`${w}.admissionReviewVersions`, ['v1', 'V2'], `K8S-114 ${w}.admissionReviewVersions.1`],
    [`${w}.clientConfig`, {}, `K8S-113 ${w}.clientConfig`],
    [`${w}.clientConfig.url`, 'https://a', `K8S-113 ${w}.clientConfig.service`],
    [`${w}.clientConfig`, { url: 'https://a.b:443/c' }],
    [`${w}.clientConfig`, { url: 'http://a' }, `K8S-114 ${w}.clientConfig.url`],
    [`${w}.clientConfig`, { url: 'https:///a' }, `K8S-114 ${w}.clientConfig.url`],
    [`${w}.clientConfig`, { url: 'https://u:p@a' }, `K8S-114 ${w}.clientConfig.url`],
    [`${w}.clientConfig`, { url: 'https://a/b?c' }, `K8S-114 ${w}.clientConfig.url`],
    [`${w}.clientConfig`, { url: 'https://a/b#c' }, `K8S-114 ${w}.clientConfig.url`],
    [`${w}.clientConfig.service.port`, 0, `K8S-106 ${w}.clientConfig.service.port`],
    [`${w}.clientConfig.service.path`, 'a', `K8S-114 ${w}.clientConfig.service.path`],
    [`${w}.clientConfig.service.path`, '/a//b', `K8S-114 ${w}.clientConfig.service.path`],
    [`${w}.clientConfig.service.path`, '/'],
    [`${w}.clientConfig.service.name`, '', `K8S-109 ${w}.clientConfig.service.name`],
    [`${w}.rules.0.operations`, ['create'], `K8S-105 ${w}.rules.0.operations.0`],
    [`${w}.rules.0.operations`, ['CREATE', '*'], `K8S-113 ${w}.rules.0.operations.1`],
    [`${w}.rules.0.operations`, undefined, `K8S-109 ${w}.rules.0.operations`],
    [`${w}.rules.0.apiGroups`, ['*', 'apps'], `K8S-113 ${w}.rules.0.apiGroups.0`],
    [`${w}.rules.0.apiVersions`, [''], `K8S-109 ${w}.rules.0.apiVersions.0`],
    [`${w}.rules.0.resources`, [], `K8S-109 ${w}.rules.0.resources`],
    [`${w}.rules.0.resources`, [''], `K8S-109 ${w}.rules.0.resources.0`],
    [`${w}.rules.0.resources`, ['*', 'pods'], `K8S-113 ${w}.rules.0.resources.0`],
    [`${w}.rules.0.resources`, ['*/*', 'pods'], `K8S-113 ${w}.rules.0.resources.0`],
    [`${w}.rules.0.resources`, ['pods/*', 'pods/status'], `K8S-113 ${w}.rules.0.resources.1`],
    [`${w}.rules.0.resources`, ['*/scale', 'pods/status']],
    [`${w}.rules.0.scope`, 'Namespace', `K8S-105 ${w}.rules.0.scope`],
    [`${w}.matchConditions`, [{ name: 'a b', expression: 'true' }], `K8S-101 ${w}.matchConditions.0.name`],
    [`${w}.matchConditions`, [{ name: 'a', expression: ' ' }], `K8S-109 ${w}.matchConditions.0.expression`],
    [
      `${w}.matchConditions`,
      [
        { name: 'a', expression: 'true' },
        { name: 'a', expression: 'true' },
      ],
      `K8S-107 ${w}.matchConditions.1.name`,
    ],
    [
      `${w}.matchConditions`,
      Array.from({ length: 65 }, (_, i) => ({ name: `a${i}`, expression: 'true' })),
      `K8S-106 ${w}.matchConditions`,
    ],
  ],
);
testChanges('MutatingWebhookConfiguration', admission('MutatingWebhookConfiguration', { webhooks: [hook] }), [
  [`${w}.reinvocationPolicy`, 'Always', `K8S-105 ${w}.reinvocationPolicy`],
  [`${w}.reinvocationPolicy`, 'IfNeeded'],
]);

const validating = admission('ValidatingAdmissionPolicy', {
  spec: {
    paramKind: { apiVersion: 'example.com/v1', kind: 'Kind' },
    matchConstraints: { resourceRules: [{ ...rule, resourceNames: ['a'] }] },
    validations: [{ expression: 'true', message: 'm', reason: 'Invalid' }],
    variables: [{ name: 'a', expression: '1' }],
    auditAnnotations: [{ key: 'a', valueExpression: "'a'" }],
  },
});
const names = 'spec.matchConstraints.resourceRules.0.resourceNames';
testChanges('ValidatingAdmissionPolicy', validating, [
  ['spec', undefined, 'K8S-109 spec.matchConstraints', 'K8S-113 spec'],
  ['spec.failurePolicy', 'Warn', 'K8S-105 spec.failurePolicy'],
  ['spec.matchConstraints.resourceRules', [], 'K8S-109 spec.matchConstraints.resourceRules'],
  ['spec.matchConstraints.matchPolicy', 'exact', 'K8S-105 spec.matchConstraints.matchPolicy'],
  [names, ['a/b'], `K8S-101 ${names}.0`],
  [names, ['a', 'a'], `K8S-107 ${names}.1`],
  ['spec.paramKind.apiVersion', 'a/b/c', 'K8S-114 spec.paramKind.apiVersion'],
  ['spec.paramKind.apiVersion', 'v1'],
  ['spec.paramKind.kind', '', 'K8S-109 spec.paramKind.kind'],
  ['spec.paramKind.kind', 'A.B', 'K8S-114 spec.paramKind.kind'],
  ['spec.variables.0.name', 'in', 'K8S-114 spec.variables.0.name'],
  ['spec.variables.0.name', '1a', 'K8S-114 spec.variables.0.name'],
  ['spec.validations.0.expression', '', 'K8S-109 spec.validations.0.expression'],
  ['spec.validations.0.message', 'a\nb', 'K8S-114 spec.validations.0.message'],
  ['spec.validations.0.message', ' ', 'K8S-109 spec.validations.0.message'],
  ['spec.validations.0.reason', 'Bad', 'K8S-105 spec.validations.0.reason'],
  ['spec.auditAnnotations.0.key', 'a/b', 'K8S-114 spec.auditAnnotations.0.key'],
  ['spec.auditAnnotations.0.valueExpression', '', 'K8S-109 spec.auditAnnotations.0.valueExpression'],
  [
    'spec.auditAnnotations',
    Array.from({ length: 21 }, (_, i) => ({ key: `a${i}`, valueExpression: 'a' })),
    'K8S-106 spec.auditAnnotations',
  ],
]);

const paramRef = { name: 'a', parameterNotFoundAction: 'Deny' };
const binding = { policyName: 'a.b', validationActions: ['Deny', 'Audit'], paramRef };
testChanges(
  'ValidatingAdmissionPolicyBinding',
  admission('ValidatingAdmissionPolicyBinding', { spec: binding }),
  [
    ['spec.policyName', 'A', 'K8S-101 spec.policyName'],
    ['spec.validationActions', [], 'K8S-109 spec.validationActions'],
    ['spec.validationActions', ['deny'], 'K8S-105 spec.validationActions.0'],
    ['spec.validationActions', ['Audit', 'Audit'], 'K8S-107 spec.validationActions.1'],
    ['spec.validationActions', ['Deny', 'Warn'], 'K8S-113 spec.validationActions'],
    ['spec.paramRef.selector', {}, 'K8S-113 spec.paramRef.selector'],
    ['spec.paramRef.name', '', 'K8S-113 spec.paramRef'],
    ['spec.paramRef.name', 'a/b', 'K8S-101 spec.paramRef.name'],
    ['spec.paramRef.parameterNotFoundAction', undefined, 'K8S-109 spec.paramRef.parameterNotFoundAction'],
    ['spec.paramRef.parameterNotFoundAction', 'Fail', 'K8S-105 spec.paramRef.parameterNotFoundAction'],
  ],
);

const patch = { patchType: 'JSONPatch', jsonPatch: { expression: '[]' } };
const mutating = admission('MutatingAdmissionPolicy', {
  spec: { matchConstraints: { resourceRules: [rule] }, reinvocationPolicy: 'Never', mutations: [patch] },
});
const operations = 'spec.matchConstraints.resourceRules.0.operations';
testChanges('MutatingAdmissionPolicy', mutating, [
  ['spec.reinvocationPolicy', undefined, 'K8S-109 spec.reinvocationPolicy'],
  ['spec.reinvocationPolicy', 'Always', 'K8S-105 spec.reinvocationPolicy'],
  ['spec.mutations', [], 'K8S-109 spec.mutations'],
  ['spec.mutations.0.patchType', 'Patch', 'K8S-105 spec.mutations.0.patchType'],
  ['spec.mutations.0.jsonPatch', undefined, 'K8S-109 spec.mutations.0.jsonPatch'],
  ['spec.mutations.0.jsonPatch', {}, 'K8S-109 spec.mutations.0.jsonPatch.expression'],
  ['spec.mutations.0.applyConfiguration', { expression: 'a' }, 'K8S-113 spec.mutations.0.applyConfiguration'],
  [operations, ['DELETE'], `K8S-105 ${operations}.0`],
]);
testChanges(
  'MutatingAdmissionPolicyBinding',
  admission('MutatingAdmissionPolicyBinding', {
    spec: { policyName: 'a', matchResources: { resourceRules: [rule] } },
  }),
  [
    ['spec.policyName', undefined, 'K8S-109 spec.policyName'],
    [
      'spec.matchResources.resourceRules.0.operations',
      ['DELETE'],
      'K8S-105 spec.matchResources.resourceRules.0.operations.0',
    ],
  ],
);

test.run();
