import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testChanges } from './resource-cases.ts';

const quota = (spec: YamlMap): YamlMap => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'a' },
  spec,
});

const hard = { pods: 10, 'requests.cpu': '4', 'hugepages-2Mi': '4Mi', 'count/jobs.batch': 2 };
testChanges('ResourceQuota', quota({ hard }), [
  ['spec.hard.pod', 1, 'K8S-105 spec.hard.pod'],
  [['spec', 'hard', 'a b'], 1, 'K8S-105 spec.hard.a b'],
  [['spec', 'hard', 'requests.example.com/gpu'], 1],
  ['spec.hard.pods', -1, 'K8S-112 spec.hard.pods'],
  ['spec.hard.pods', '500m', 'K8S-112 spec.hard.pods'],
  [['spec', 'hard', 'requests.cpu'], '500m'],
  ['spec.scopes', ['BestEffort'], 'K8S-113 spec.scopes.0'],
  ['spec.scopes', ['Best'], 'K8S-105 spec.scopes.0'],
]);

const expression = { scopeName: 'PriorityClass', operator: 'In', values: ['high'] };
const scoped = quota({
  hard: { pods: 1 },
  scopes: ['Terminating'],
  scopeSelector: { matchExpressions: [expression] },
});
const item = 'spec.scopeSelector.matchExpressions.0';
testChanges('ResourceQuota with scopes', scoped, [
  ['spec.scopes', ['Terminating', 'NotTerminating'], 'K8S-113 spec.scopes'],
  ['spec.hard.cpu', 1],
  ['spec.hard.secrets', 1, 'K8S-113 spec.scopes.0', `K8S-113 ${item}.scopeName`],
  [`${item}.values`, [], `K8S-104 ${item}.values`],
  [`${item}.operator`, 'Exists', `K8S-104 ${item}.values`],
  [`${item}.operator`, 'Equals', `K8S-105 ${item}.operator`],
  [`${item}.scopeName`, 'Priority', `K8S-105 ${item}.scopeName`],
  [`${item}.scopeName`, 'BestEffort', `K8S-105 ${item}.operator`],
  [item, { scopeName: 'BestEffort', operator: 'Exists' }],
]);

const container = {
  type: 'Container',
  max: { cpu: '2' },
  min: { cpu: '100m' },
  default: { cpu: '1' },
  defaultRequest: { cpu: '500m' },
  maxLimitRequestRatio: { cpu: '2' },
};
const range = {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'a' },
  spec: { limits: [container] },
};
const limit = 'spec.limits.0';
testChanges('LimitRange', range, [
  [`${limit}.type`, 'container', `K8S-105 ${limit}.type`],
  [`${limit}.type`, 'example.com/Any'],
  ['spec.limits', [container, container], 'K8S-107 spec.limits.1.type'],
  [`${limit}.max.storage`, '1Gi', `K8S-105 ${limit}.max.storage`],
  [[...limit.split('.'), 'max', 'example.com/gpu'], 1],
  [`${limit}.min.cpu`, '600m', `K8S-112 ${limit}.min.cpu`],
  [`${limit}.min.cpu`, '500m'],
  [`${limit}.min.cpu`, '499500000n'],
  ['spec.limits', [{ type: 'Pod', min: { cpu: '1500000n' }, max: { cpu: '1000001n' } }]],
  ['spec.limits', [{ type: 'Pod', maxLimitRequestRatio: { cpu: '999999999n' } }]],
  [`${limit}.default.cpu`, '3', `K8S-112 ${limit}.default.cpu`],
  [`${limit}.defaultRequest.cpu`, '1500m', `K8S-112 ${limit}.defaultRequest.cpu`],
  [`${limit}.maxLimitRequestRatio.cpu`, '500m', `K8S-112 ${limit}.maxLimitRequestRatio.cpu`],
  [
    'spec.limits',
    [{ type: 'Pod', min: { cpu: 1 }, max: { cpu: 2 }, maxLimitRequestRatio: { cpu: 3 } }],
    `K8S-112 ${limit}.maxLimitRequestRatio.cpu`,
  ],
  ['spec.limits', [{ type: 'Pod', min: { cpu: 1 }, max: { cpu: 2 }, maxLimitRequestRatio: { cpu: 2 } }]],
  [
    'spec.limits',
    [{ type: 'Pod', min: { cpu: '100m' }, max: { cpu: '500m' }, maxLimitRequestRatio: { cpu: '5001m' } }],
    `K8S-112 ${limit}.maxLimitRequestRatio.cpu`,
  ],
  [
    'spec.limits',
    [{ type: 'Pod', min: { cpu: '100m' }, max: { cpu: '500m' }, maxLimitRequestRatio: { cpu: 5 } }],
  ],
  ['spec.limits', [{ type: 'Pod', default: { cpu: 1 } }], `K8S-113 ${limit}.default`],
  ['spec.limits', [{ type: 'Pod', default: {} }]],
  ['spec.limits', [{ type: 'PersistentVolumeClaim', max: { storage: '1Gi' } }]],
  ['spec.limits', [{ type: 'PersistentVolumeClaim', default: { storage: '1Gi' } }], `K8S-113 ${limit}`],
  ['spec.limits', [{ type: 'Container', default: { 'a.b/c': 2 }, defaultRequest: { 'a.b/c': 2 } }]],
  [
    'spec.limits',
    [{ type: 'Container', default: { 'a.b/c': 2 }, defaultRequest: { 'a.b/c': 1 } }],
    `K8S-112 ${limit}.defaultRequest.a.b/c`,
  ],
]);

test.run();
