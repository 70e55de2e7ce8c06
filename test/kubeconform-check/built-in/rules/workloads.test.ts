import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testRules } from './cases.ts';

const template = (labels: YamlMap, spec: YamlMap = {}): YamlMap => ({ metadata: { labels }, spec });
const spec = {
  selector: { matchLabels: { app: 'web' } },
  template: template({ app: 'web' }),
  replicas: 0,
  minReadySeconds: 0,
};

for (const definition of ['V1DeploymentSpec', 'V1ReplicaSetSpec', 'V1DaemonSetSpec', 'V1StatefulSetSpec']) {
  testRules(definition, [
    {
      it: 'its selector selects its template',
      good: spec,
      bad: { template: template({ app: 'api' }) },
      is: 'K8S-104 selector.matchLabels.app',
    },
    {
      it: 'a template has labels',
      good: spec,
      bad: { template: { spec: {} } },
      is: 'K8S-104 selector.matchLabels.app',
    },
    {
      it: 'labels of others are no labels',
      good: spec,
      bad: { selector: { matchLabels: { constructor: 'a', toString: '' } } },
      is: ['K8S-104 selector.matchLabels.constructor', 'K8S-104 selector.matchLabels.toString'],
    },
    {
      it: 'expressions select, too',
      good: {
        ...spec,
        selector: {
          matchExpressions: [
            { key: 'app', operator: 'In', values: ['web', 'api'] },
            { key: 'app', operator: 'NotIn', values: ['db'] },
            { key: 'app', operator: 'Exists' },
            { key: 'old', operator: 'DoesNotExist' },
            { key: 'old', operator: 'NotIn', values: ['db'] },
          ],
        },
      },
      bad: { template: template({ app: 'db', old: 'db' }) },
      is: [0, 1, 3, 4].map((i) => `K8S-104 selector.matchExpressions[${i}]`),
    },
    { it: 'its selector is not empty', good: spec, bad: { selector: {} }, is: 'K8S-104 selector' },
    {
      it: 'seconds are not negative',
      good: spec,
      bad: { minReadySeconds: -1 },
      is: 'K8S-106 minReadySeconds',
    },
    {
      it: 'its Pods run on',
      good: spec,
      bad: { template: template({ app: 'web' }, { restartPolicy: 'OnFailure' }) },
      is: 'K8S-105 template.spec.restartPolicy = Always',
    },
    {
      it: 'and have no deadline',
      good: spec,
      bad: { template: template({ app: 'web' }, { activeDeadlineSeconds: 1 }) },
      is: 'K8S-113 template.spec.activeDeadlineSeconds',
    },
  ]);
}

const rolling = (more: YamlMap, type = 'RollingUpdate'): YamlMap => ({
  strategy: { type, rollingUpdate: more },
});

testRules('V1DeploymentSpec', [
  { it: 'replicas are not negative', good: spec, bad: { replicas: -1 }, is: 'K8S-106 replicas' },
  {
    it: 'history is not negative',
    good: { ...spec, revisionHistoryLimit: 0 },
    bad: { revisionHistoryLimit: -1 },
    is: 'K8S-106 revisionHistoryLimit',
  },
  {
    it: 'the deadline is after ready',
    good: { ...spec, minReadySeconds: 5, progressDeadlineSeconds: 6 },
    bad: { progressDeadlineSeconds: 5 },
    is: 'K8S-106 progressDeadlineSeconds',
  },
  {
    it: 'so is the one that is left out',
    good: { ...spec, minReadySeconds: 599 },
    bad: { minReadySeconds: 600 },
    is: 'K8S-106 minReadySeconds',
  },
  {
    it: 'the strategy is known',
    good: { ...spec, strategy: { type: 'Recreate' } },
    bad: { strategy: { type: 'recreate' } },
    is: 'K8S-105 strategy.type = Recreate',
  },
  {
    it: 'Recreate rolls nothing',
    good: { ...spec, strategy: { type: 'Recreate' } },
    bad: rolling({}, 'Recreate'),
    is: 'K8S-113 strategy.rollingUpdate',
  },
  {
    it: 'amounts are percentages',
    good: { ...spec, ...rolling({ maxSurge: '200%', maxUnavailable: 0 }) },
    bad: rolling({ maxSurge: '25', maxUnavailable: 'a%' }),
    is: ['K8S-114 strategy.rollingUpdate.maxUnavailable', 'K8S-114 strategy.rollingUpdate.maxSurge = 25'],
  },
  {
    it: 'amounts are not negative',
    good: { ...spec, ...rolling({ maxSurge: 1 }) },
    bad: rolling({ maxSurge: -1 }),
    is: 'K8S-106 strategy.rollingUpdate.maxSurge',
  },
  {
    it: 'at most all are unavailable',
    good: { ...spec, ...rolling({ maxUnavailable: '100%' }) },
    bad: rolling({ maxUnavailable: '101%' }),
    is: 'K8S-106 strategy.rollingUpdate.maxUnavailable',
  },
  {
    it: 'something moves',
    good: { ...spec, ...rolling({ maxSurge: 0 }, '') },
    bad: rolling({ maxSurge: 0, maxUnavailable: '00%' }, ''),
    is: 'K8S-106 strategy.rollingUpdate.maxUnavailable',
  },
]);

const update = (more: YamlMap, type = 'RollingUpdate'): YamlMap => ({
  updateStrategy: { type, rollingUpdate: more },
});

testRules('V1DaemonSetSpec', [
  {
    it: 'history is not negative',
    good: { ...spec, revisionHistoryLimit: 0 },
    bad: { revisionHistoryLimit: -1 },
    is: 'K8S-106 revisionHistoryLimit',
  },
  {
    it: 'the strategy is known',
    good: { ...spec, ...update({ maxSurge: -1 }, 'OnDelete') },
    bad: { updateStrategy: { type: 'Recreate' } },
    is: 'K8S-105 updateStrategy.type',
  },
  {
    it: 'either surges or is unavailable',
    good: { ...spec, ...update({ maxSurge: 1, maxUnavailable: 0 }) },
    bad: update({ maxSurge: 1 }),
    is: 'K8S-113 updateStrategy.rollingUpdate.maxSurge',
  },
  {
    it: 'one of both moves',
    good: { ...spec, ...update({ maxSurge: 0 }) },
    bad: update({ maxUnavailable: 0 }),
    is: 'K8S-106 updateStrategy.rollingUpdate.maxUnavailable',
  },
  {
    it: 'at most all surge',
    good: { ...spec, ...update({ maxSurge: '100%', maxUnavailable: 0 }) },
    bad: update({ maxSurge: '101%', maxUnavailable: 0 }),
    is: 'K8S-106 updateStrategy.rollingUpdate.maxSurge',
  },
]);

testRules('V1StatefulSetSpec', [
  {
    it: 'its history may be anything',
    good: { ...spec, revisionHistoryLimit: -1 },
    bad: { replicas: -1 },
    is: 'K8S-106 replicas',
  },
  {
    it: 'its service has a name',
    good: { ...spec, serviceName: '' },
    bad: { serviceName: 'a.b' },
    is: 'K8S-101 serviceName',
  },
  {
    it: 'podManagementPolicy is known',
    good: { ...spec, podManagementPolicy: 'Parallel' },
    bad: { podManagementPolicy: 'parallel' },
    is: 'K8S-105 podManagementPolicy = Parallel',
  },
  {
    it: 'retention is known',
    good: { ...spec, persistentVolumeClaimRetentionPolicy: { whenDeleted: '' } },
    bad: { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'delete', whenScaled: 'x' } },
    is: [
      'K8S-105 persistentVolumeClaimRetentionPolicy.whenDeleted = Delete',
      'K8S-105 persistentVolumeClaimRetentionPolicy.whenScaled',
    ],
  },
  {
    it: 'ordinals are not negative',
    good: { ...spec, ordinals: { start: 0 } },
    bad: { ordinals: { start: -1 } },
    is: 'K8S-106 ordinals.start',
  },
  {
    it: 'OnDelete rolls nothing',
    good: { ...spec, updateStrategy: { type: 'OnDelete' } },
    bad: update({}, 'OnDelete'),
    is: 'K8S-113 updateStrategy.rollingUpdate',
  },
  {
    it: 'a partition is not negative',
    good: { ...spec, ...update({ partition: 0 }) },
    bad: update({ partition: -1 }),
    is: 'K8S-106 updateStrategy.rollingUpdate.partition',
  },
]);

const controller = { selector: { app: 'web' }, template: template({ app: 'web' }) };

testRules('V1ReplicationControllerSpec', [
  {
    it: 'its selector selects its template',
    good: controller,
    bad: { selector: { app: 'api' } },
    is: 'K8S-104 selector.app',
  },
  {
    it: 'its labels are its selector',
    good: { template: template({ app: 'web' }) },
    bad: { template: { spec: {} } },
    is: 'K8S-104 selector',
  },
  {
    it: 'it has a template',
    good: controller,
    bad: { template: null },
    is: ['K8S-109 template', 'K8S-104 selector.app'],
  },
]);

for (const definition of [
  'V1Deployment',
  'V1ReplicaSet',
  'V1DaemonSet',
  'V1StatefulSet',
  'V1ReplicationController',
]) {
  testRules(definition, [
    { it: 'it has a spec', good: { spec: {} }, bad: { spec: undefined }, is: 'K8S-109 spec' },
  ]);
}

testRules('V1ControllerRevision', [
  {
    it: 'its number is not negative, and it keeps something',
    good: { revision: 0, data: {} },
    bad: { revision: -1, data: null },
    is: ['K8S-106 revision', 'K8S-109 data'],
  },
]);

testRules('V1PodTemplate', [
  { it: 'it has a template', good: { template: {} }, bad: { template: undefined }, is: 'K8S-109 template' },
]);

test.run();
