import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_SUBDOMAIN,
  each,
  form,
  inside,
  isDns1123Subdomain,
  isPathSegment,
  listAt,
  misplaced,
  notEmpty,
  oneOf,
  PATH_SEGMENT,
  refuse,
  required,
  someItems,
} from './values.ts';

/** Who may do what. */
export const RBAC_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1Role: [(own, context) => each(context, own, 'rules', (rule) => policyRule(rule, true, context))],
  V1ClusterRole: [clusterRole],
  V1RoleBinding: [(own, context) => binding(own, true, context)],
  V1ClusterRoleBinding: [(own, context) => binding(own, false, context)],
};

const GROUP = 'rbac.authorization.k8s.io';

/** Source: ValidateClusterRole of pkg/apis/rbac/validation. */
function clusterRole(own: YamlMap, context: Context): void {
  each(context, own, 'rules', (rule) => policyRule(rule, false, context));
  inside(context, own, 'aggregationRule', (aggregation) =>
    someItems(context, aggregation, 'clusterRoleSelectors', 'at least one selector', true),
  );
}

/** Source: ValidatePolicyRule. */
function policyRule(own: YamlMap, isNamespaced: boolean, context: Context): void {
  someItems(context, own, 'verbs', 'at least one verb, such as get');
  if (listAt(own, 'nonResourceURLs').length === 0) {
    someItems(context, own, 'apiGroups', 'at least one group ("" for v1)', true);
    someItems(context, own, 'resources', 'at least one resource, such as pods', true);
    return;
  }
  if (isNamespaced) {
    misplaced(context, ['nonResourceURLs'], 'is for a ClusterRole only', 'remove it, or write a ClusterRole');
  }
  for (const key of ['apiGroups', 'resources', 'resourceNames']) {
    if (listAt(own, key).length === 0) continue;
    misplaced(context, [key], 'may not stand beside nonResourceURLs', 'make two rules of it');
  }
}

/** Sources: ValidateRoleBinding, ValidateClusterRoleBinding. */
function binding(own: YamlMap, isNamespaced: boolean, context: Context): void {
  inside(context, own, 'roleRef', (role) => {
    rbacGroup(role, context);
    oneOf(context, role, 'kind', isNamespaced ? ['Role', 'ClusterRole'] : ['ClusterRole']);
    form(context, role, 'name', 'K8S-101', isPathSegment, PATH_SEGMENT);
  });
  each(context, own, 'subjects', (subject) => subjectOf(subject, isNamespaced, context));
}

function rbacGroup(own: YamlMap, context: Context): void {
  const { apiGroup: group } = own;
  if (typeof group === 'string' && group !== '' && group !== GROUP) {
    refuse(context, 'K8S-105', ['apiGroup'], group, GROUP, GROUP);
  }
}

const SUBJECTS = ['ServiceAccount', 'User', 'Group'];

/** Source: ValidateRoleBindingSubject. */
function subjectOf(own: YamlMap, isNamespaced: boolean, context: Context): void {
  oneOf(context, own, 'kind', SUBJECTS);
  if (own.kind === 'User' || own.kind === 'Group') rbacGroup(own, context);
  if (own.kind !== 'ServiceAccount') {
    notEmpty(context, own, 'name', 'a name');
    return;
  }
  form(context, own, 'name', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  if (typeof own.apiGroup === 'string' && own.apiGroup !== '') {
    refuse(context, 'K8S-105', ['apiGroup'], own.apiGroup, 'nothing: ServiceAccounts are of the group ""');
  }
  if (!isNamespaced) required(context, own, 'namespace', 'the namespace of the ServiceAccount');
}
