import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testChanges } from './resource-cases.ts';

const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' };
const autoscaler = (version: string, spec: YamlMap): YamlMap => ({
  apiVersion: `autoscaling/${version}`,
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'a' },
  spec: { minReplicas: 1, maxReplicas: 3, scaleTargetRef, ...spec },
});

testChanges('HorizontalPodAutoscaler v1', autoscaler('v1', { targetCPUUtilizationPercentage: 50 }), [
  ['spec.minReplicas', 0, 'K8S-106 spec.minReplicas'],
  ['spec.minReplicas', 4, 'K8S-106 spec.maxReplicas'],
  ['spec.minReplicas', 3],
  ['spec.maxReplicas', 0, 'K8S-106 spec.maxReplicas'],
  ['spec.targetCPUUtilizationPercentage', 0, 'K8S-106 spec.targetCPUUtilizationPercentage'],
  ['spec.scaleTargetRef.kind', '', 'K8S-109 spec.scaleTargetRef.kind'],
  ['spec.scaleTargetRef.name', 'a/b', 'K8S-101 spec.scaleTargetRef.name'],
  ['spec.scaleTargetRef.apiVersion', 'v1', 'K8S-114 spec.scaleTargetRef.apiVersion'],
  ['spec.scaleTargetRef', { kind: 'ReplicationController', name: 'a' }],
]);
testChanges(
  'HorizontalPodAutoscaler before 1.36',
  autoscaler('v1', {}),
  [['spec.scaleTargetRef.apiVersion', 'v1']],
  '1.35',
);

const metric = { name: 'm' };
const of = (type: string, source: YamlMap): YamlMap => ({
  type,
  [type[0]?.toLowerCase() + type.slice(1)]: source,
});
const utilization = { type: 'Utilization', averageUtilization: 50 };
const value = { type: 'Value', value: 10 };
const metrics = [
  of('Resource', { name: 'cpu', target: utilization }),
  of('ContainerResource', { name: 'cpu', container: 'c', target: utilization }),
  of('Pods', { metric, target: { type: 'AverageValue', averageValue: 10 } }),
  of('Object', { metric, describedObject: { kind: 'Service', name: 'a' }, target: value }),
  of('External', { metric, target: value }),
];
const m = 'spec.metrics';
testChanges('metrics of a HorizontalPodAutoscaler', autoscaler('v2', { metrics }), [
  [`${m}.0.type`, 'Cpu', `K8S-105 ${m}.0.type`],
  [`${m}.0`, { type: 'Pods' }, `K8S-109 ${m}.0.pods`],
  [`${m}.0.external`, { metric, target: value }, `K8S-113 ${m}.0.external`],
  [`${m}.0.resource.name`, '', `K8S-109 ${m}.0.resource.name`],
  [`${m}.0.resource.target.type`, 'Percent', `K8S-105 ${m}.0.resource.target.type`],
  [`${m}.0.resource.target.averageUtilization`, 0, `K8S-106 ${m}.0.resource.target.averageUtilization`],
  [`${m}.0.resource.target.averageUtilization`, undefined, `K8S-113 ${m}.0.resource.target`],
  [`${m}.0.resource.target.averageValue`, 1, `K8S-113 ${m}.0.resource.target.averageValue`],
  [`${m}.1.containerResource.name`, 'storage', `K8S-105 ${m}.1.containerResource.name`],
  [`${m}.1.containerResource.container`, 'A', `K8S-101 ${m}.1.containerResource.container`],
  [`${m}.2.pods.metric.name`, 'a/b', `K8S-101 ${m}.2.pods.metric.name`],
  [`${m}.2.pods.target.averageValue`, 0, `K8S-112 ${m}.2.pods.target.averageValue`],
  [`${m}.2.pods.target`, value, `K8S-113 ${m}.2.pods.target`],
  [`${m}.3.object.describedObject.name`, '', `K8S-109 ${m}.3.object.describedObject.name`],
  [`${m}.3.object.describedObject.apiVersion`, 'a/b/c', `K8S-114 ${m}.3.object.describedObject.apiVersion`],
  [`${m}.3.object.target.averageValue`, 1],
  [`${m}.4.external.target.averageValue`, 1, `K8S-113 ${m}.4.external.target.averageValue`],
]);

const policies = [{ type: 'Pods', value: 4, periodSeconds: 60 }];
const up = 'spec.behavior.scaleUp';
testChanges(
  'behavior of a HorizontalPodAutoscaler',
  autoscaler('v2', { behavior: { scaleUp: { policies } } }),
  [
    [up, {}],
    [`${up}.policies`, [], `K8S-109 ${up}.policies`],
    [`${up}.policies.0.type`, 'Pod', `K8S-105 ${up}.policies.0.type`],
    [`${up}.policies.0.value`, 0, `K8S-106 ${up}.policies.0.value`],
    [`${up}.policies.0.periodSeconds`, 1801, `K8S-106 ${up}.policies.0.periodSeconds`],
    [`${up}.selectPolicy`, 'max', `K8S-105 ${up}.selectPolicy`],
    [`${up}.stabilizationWindowSeconds`, 3601, `K8S-106 ${up}.stabilizationWindowSeconds`],
    [`${up}.stabilizationWindowSeconds`, 0],
    [`${up}.tolerance`, '-0.1', `K8S-112 ${up}.tolerance`],
  ],
);

test.run();
