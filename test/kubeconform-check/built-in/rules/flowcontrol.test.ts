import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testChanges } from './resource-cases.ts';

const flow = (kind: string, name: string, spec: YamlMap): YamlMap => ({
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1',
  kind,
  metadata: { name },
  spec,
});
const resourceRule = { verbs: ['get'], apiGroups: [''], resources: ['pods'], namespaces: ['n'] };
const rules: YamlMap[] = [
  {
    subjects: [
      { kind: 'User', user: { name: 'u' } },
      { kind: 'ServiceAccount', serviceAccount: { name: '*', namespace: 'n' } },
    ],
    resourceRules: [resourceRule],
    nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['/a/*'] }],
  },
];
const level = { priorityLevelConfiguration: { name: 'a' } };
const r = 'spec.rules.0';
testChanges('FlowSchema', flow('FlowSchema', 'a', { ...level, matchingPrecedence: 100, rules }), [
  ['spec.matchingPrecedence', 10001, 'K8S-106 spec.matchingPrecedence'],
  ['spec.matchingPrecedence', 1, 'K8S-106 spec.matchingPrecedence'],
  ['spec.matchingPrecedence', 0],
  ['spec', undefined, 'K8S-109 spec'],
  ['spec.distinguisherMethod', { type: 'User' }, 'K8S-105 spec.distinguisherMethod.type'],
  ['spec.priorityLevelConfiguration.name', '', 'K8S-109 spec.priorityLevelConfiguration.name'],
  [`${r}.subjects`, [], `K8S-109 ${r}.subjects`],
  [`${r}.subjects.0.kind`, 'user', `K8S-105 ${r}.subjects.0.kind`],
  [`${r}.subjects.0`, { kind: 'Group' }, `K8S-109 ${r}.subjects.0.group`],
  [`${r}.subjects.0.group`, { name: 'g' }, `K8S-113 ${r}.subjects.0.group`],
  [`${r}.subjects.0.user.name`, '', `K8S-109 ${r}.subjects.0.user.name`],
  [`${r}.subjects.1.serviceAccount.name`, 'A', `K8S-101 ${r}.subjects.1.serviceAccount.name`],
  [`${r}.subjects.1.serviceAccount.namespace`, '*', `K8S-102 ${r}.subjects.1.serviceAccount.namespace`],
  [r, { subjects: rules[0]?.subjects ?? [] }, `K8S-113 ${r}`],
  [`${r}.resourceRules.0.verbs`, ['read'], `K8S-105 ${r}.resourceRules.0.verbs.0`],
  [`${r}.resourceRules.0.verbs`, ['get', '*'], `K8S-113 ${r}.resourceRules.0.verbs.1`],
  [`${r}.resourceRules.0.namespaces`, undefined, `K8S-109 ${r}.resourceRules.0.namespaces`],
  [`${r}.resourceRules.0`, { ...resourceRule, namespaces: [], clusterScope: true }],
  [`${r}.resourceRules.0.namespaces`, ['A'], `K8S-102 ${r}.resourceRules.0.namespaces.0`],
  [`${r}.nonResourceRules.0.nonResourceURLs`, ['a'], `K8S-114 ${r}.nonResourceRules.0.nonResourceURLs.0`],
  [`${r}.nonResourceRules.0.nonResourceURLs`, ['/a*'], `K8S-114 ${r}.nonResourceRules.0.nonResourceURLs.0`],
  [`${r}.nonResourceRules.0.nonResourceURLs`, ['*']],
]);

const queuing = { queues: 64, handSize: 4, queueLengthLimit: 50 };
const limited = { nominalConcurrencyShares: 10, limitResponse: { type: 'Queue', queuing } };
const q = 'spec.limited.limitResponse';
testChanges(
  'PriorityLevelConfiguration',
  flow('PriorityLevelConfiguration', 'a', { type: 'Limited', limited }),
  [
    ['spec', undefined, 'K8S-109 spec'],
    ['spec.type', 'limited', 'K8S-105 spec.type'],
    ['spec.type', 'Exempt', 'K8S-113 spec.type', 'K8S-113 spec.limited'],
    ['spec.exempt', {}, 'K8S-113 spec.exempt'],
    ['spec.limited', undefined, 'K8S-109 spec.limited'],
    ['spec.limited.nominalConcurrencyShares', -1, 'K8S-106 spec.limited.nominalConcurrencyShares'],
    ['spec.limited.lendablePercent', 101, 'K8S-106 spec.limited.lendablePercent'],
    ['spec.limited.limitResponse', undefined, `K8S-109 ${q}.type`],
    [`${q}.type`, 'Reject', `K8S-113 ${q}.queuing`],
    [`${q}.queuing`, undefined, `K8S-109 ${q}.queuing`],
    [`${q}.queuing.handSize`, 65, `K8S-106 ${q}.queuing.handSize`],
    [`${q}.queuing.queues`, -1, `K8S-106 ${q}.queuing.queues`],
    [`${q}.queuing`, {}],
  ],
);
testChanges(
  'exempt PriorityLevelConfiguration',
  flow('PriorityLevelConfiguration', 'exempt', { type: 'Exempt', exempt: {} }),
  [
    ['spec.exempt.lendablePercent', -1, 'K8S-106 spec.exempt.lendablePercent'],
    ['metadata.name', 'a', 'K8S-113 spec.type'],
  ],
);

test.run();
