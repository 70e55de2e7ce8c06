import { test } from 'uvu';
import { testChanges } from './resource-cases.ts';

const time = '2027-01-31T12:00:00.000000Z';
const event = {
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  metadata: { name: 'a', namespace: 'default' },
  eventTime: time,
  type: 'Normal',
  reason: 'a',
  action: 'b',
  reportingController: 'example.com/a',
  reportingInstance: 'c',
  series: { count: 2, lastObservedTime: time },
};
testChanges('Event', event, [
  ['type', 'Error', 'K8S-105 type'],
  ['type', undefined, 'K8S-109 type'],
  ['reason', undefined, 'K8S-109 reason'],
  ['action', 'x'.repeat(129), 'K8S-114 action'],
  ['note', 'x'.repeat(1025), 'K8S-114 note'],
  ['note', 'x'.repeat(1024)],
  ['reportingController', 'a b', 'K8S-114 reportingController'],
  ['series.count', 1, 'K8S-106 series.count'],
  ['deprecatedCount', 1, 'K8S-113 deprecatedCount'],
]);

const old = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'A b', namespace: 'n' },
  involvedObject: { kind: 'Pod', name: 'a', namespace: 'n' },
};
testChanges('old Event', old, [
  ['involvedObject.namespace', 'm', 'K8S-102 involvedObject.namespace'],
  ['involvedObject.namespace', undefined, 'K8S-102 involvedObject.namespace'],
  ['metadata.namespace', undefined],
]);

test.run();
