import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testChanges } from './resource-cases.ts';

const GROUP = 'rbac.authorization.k8s.io';
const rbac = (kind: string, fields: YamlMap): YamlMap => ({
  apiVersion: `${GROUP}/v1`,
  kind,
  metadata: { name: 'a' },
  ...fields,
});
const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];

testChanges('Role', rbac('Role', { rules }), [
  ['rules.0.verbs', [], 'K8S-109 rules.0.verbs'],
  ['rules.0.apiGroups', undefined, 'K8S-109 rules.0.apiGroups'],
  ['rules.0.resources', [], 'K8S-109 rules.0.resources'],
  ['rules.0', { nonResourceURLs: ['/a'], verbs: ['get'] }, 'K8S-113 rules.0.nonResourceURLs'],
  ['rules', undefined],
]);

testChanges('ClusterRole', rbac('ClusterRole', { rules }), [
  ['rules.0', { nonResourceURLs: ['/a'], verbs: ['get'] }],
  ['rules.0.nonResourceURLs', ['/a'], 'K8S-113 rules.0.apiGroups', 'K8S-113 rules.0.resources'],
  ['aggregationRule', {}, 'K8S-109 aggregationRule.clusterRoleSelectors'],
  ['aggregationRule', { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] }],
]);

const account = { kind: 'ServiceAccount', name: 'a', namespace: 'n' };
const roleRef = { apiGroup: GROUP, kind: 'Role', name: 'system:a' };
testChanges(
  'RoleBinding',
  rbac('RoleBinding', { roleRef, subjects: [account, { kind: 'User', name: 'A b' }] }),
  [
    ['roleRef.apiGroup', 'rbac', 'K8S-105 roleRef.apiGroup'],
    ['roleRef.kind', 'role', 'K8S-105 roleRef.kind'],
    ['roleRef.kind', 'ClusterRole'],
    ['roleRef.name', 'a/b', 'K8S-101 roleRef.name'],
    ['roleRef.name', '', 'K8S-109 roleRef.name'],
    ['subjects.0.kind', 'Serviceaccount', 'K8S-105 subjects.0.kind'],
    ['subjects.0.name', 'system:a', 'K8S-101 subjects.0.name'],
    ['subjects.0.namespace', undefined],
    ['subjects.0.apiGroup', GROUP, 'K8S-105 subjects.0.apiGroup'],
    ['subjects.1.apiGroup', GROUP],
    ['subjects.1.apiGroup', 'v1', 'K8S-105 subjects.1.apiGroup'],
    ['subjects.1.name', '', 'K8S-109 subjects.1.name'],
  ],
);

testChanges(
  'ClusterRoleBinding',
  rbac('ClusterRoleBinding', { roleRef: { ...roleRef, kind: 'ClusterRole' }, subjects: [account] }),
  [
    ['roleRef.kind', 'Role', 'K8S-105 roleRef.kind'],
    ['subjects.0.namespace', undefined, 'K8S-109 subjects.0.namespace'],
    ['subjects.0.namespace', '', 'K8S-109 subjects.0.namespace'],
  ],
);

test.run();
