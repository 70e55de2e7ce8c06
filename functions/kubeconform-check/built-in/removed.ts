/** API versions that Kubernetes no longer serves: where the kind lives now, or what stands in for it. */
export interface Removed {
  apiVersion: string;
  kinds: readonly string[];
  /** The version that no longer has it. */
  in: string;
  /** The apiVersion to write instead; undefined where the kind is gone. */
  now?: string;
  /** What stands in for a kind that is gone. */
  instead?: string;
}

/**
 * What was removed before the oldest version whose schemas are built in.
 * Source: Kubernetes' Deprecated API Migration Guide (kubernetes.io/docs/reference/using-api/deprecation-guide).
 */
export const REMOVED: readonly Removed[] = [
  {
    apiVersion: 'extensions/v1beta1',
    kinds: ['DaemonSet', 'Deployment', 'ReplicaSet'],
    in: '1.16',
    now: 'apps/v1',
  },
  { apiVersion: 'extensions/v1beta1', kinds: ['NetworkPolicy'], in: '1.16', now: 'networking.k8s.io/v1' },
  {
    apiVersion: 'extensions/v1beta1',
    kinds: ['PodSecurityPolicy'],
    in: '1.16',
    instead: 'Pod Security Admission',
  },
  { apiVersion: 'extensions/v1beta1', kinds: ['Ingress'], in: '1.22', now: 'networking.k8s.io/v1' },
  {
    apiVersion: 'apps/v1beta2',
    kinds: ['ControllerRevision', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
    in: '1.16',
    now: 'apps/v1',
  },
  {
    apiVersion: 'apps/v1beta1',
    kinds: ['ControllerRevision', 'Deployment', 'StatefulSet'],
    in: '1.16',
    now: 'apps/v1',
  },
  { apiVersion: 'batch/v2alpha1', kinds: ['CronJob'], in: '1.21', now: 'batch/v1' },
  {
    apiVersion: 'admissionregistration.k8s.io/v1beta1',
    kinds: ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    in: '1.22',
    now: 'admissionregistration.k8s.io/v1',
  },
  {
    apiVersion: 'apiextensions.k8s.io/v1beta1',
    kinds: ['CustomResourceDefinition'],
    in: '1.22',
    now: 'apiextensions.k8s.io/v1',
  },
  {
    apiVersion: 'apiregistration.k8s.io/v1beta1',
    kinds: ['APIService'],
    in: '1.22',
    now: 'apiregistration.k8s.io/v1',
  },
  {
    apiVersion: 'authentication.k8s.io/v1beta1',
    kinds: ['TokenReview'],
    in: '1.22',
    now: 'authentication.k8s.io/v1',
  },
  {
    apiVersion: 'authorization.k8s.io/v1beta1',
    kinds: [
      'LocalSubjectAccessReview',
      'SelfSubjectAccessReview',
      'SelfSubjectRulesReview',
      'SubjectAccessReview',
    ],
    in: '1.22',
    now: 'authorization.k8s.io/v1',
  },
  {
    apiVersion: 'certificates.k8s.io/v1beta1',
    kinds: ['CertificateSigningRequest'],
    in: '1.22',
    now: 'certificates.k8s.io/v1',
  },
  { apiVersion: 'coordination.k8s.io/v1beta1', kinds: ['Lease'], in: '1.22', now: 'coordination.k8s.io/v1' },
  {
    apiVersion: 'networking.k8s.io/v1beta1',
    kinds: ['Ingress', 'IngressClass'],
    in: '1.22',
    now: 'networking.k8s.io/v1',
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1beta1',
    kinds: ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
    in: '1.22',
    now: 'rbac.authorization.k8s.io/v1',
  },
  {
    apiVersion: 'scheduling.k8s.io/v1beta1',
    kinds: ['PriorityClass'],
    in: '1.22',
    now: 'scheduling.k8s.io/v1',
  },
  {
    apiVersion: 'storage.k8s.io/v1beta1',
    kinds: ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'],
    in: '1.22',
    now: 'storage.k8s.io/v1',
  },
  { apiVersion: 'batch/v1beta1', kinds: ['CronJob'], in: '1.25', now: 'batch/v1' },
  {
    apiVersion: 'discovery.k8s.io/v1beta1',
    kinds: ['EndpointSlice'],
    in: '1.25',
    now: 'discovery.k8s.io/v1',
  },
  { apiVersion: 'events.k8s.io/v1beta1', kinds: ['Event'], in: '1.25', now: 'events.k8s.io/v1' },
  {
    apiVersion: 'autoscaling/v2beta1',
    kinds: ['HorizontalPodAutoscaler'],
    in: '1.25',
    now: 'autoscaling/v2',
  },
  { apiVersion: 'policy/v1beta1', kinds: ['PodDisruptionBudget'], in: '1.25', now: 'policy/v1' },
  {
    apiVersion: 'policy/v1beta1',
    kinds: ['PodSecurityPolicy'],
    in: '1.25',
    instead: 'Pod Security Admission',
  },
  { apiVersion: 'node.k8s.io/v1beta1', kinds: ['RuntimeClass'], in: '1.25', now: 'node.k8s.io/v1' },
  {
    apiVersion: 'autoscaling/v2beta2',
    kinds: ['HorizontalPodAutoscaler'],
    in: '1.26',
    now: 'autoscaling/v2',
  },
  {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta1',
    kinds: ['FlowSchema', 'PriorityLevelConfiguration'],
    in: '1.26',
    now: 'flowcontrol.apiserver.k8s.io/v1',
  },
  {
    apiVersion: 'storage.k8s.io/v1beta1',
    kinds: ['CSIStorageCapacity'],
    in: '1.27',
    now: 'storage.k8s.io/v1',
  },
  {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta2',
    kinds: ['FlowSchema', 'PriorityLevelConfiguration'],
    in: '1.29',
    now: 'flowcontrol.apiserver.k8s.io/v1',
  },
  {
    apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3',
    kinds: ['FlowSchema', 'PriorityLevelConfiguration'],
    in: '1.32',
    now: 'flowcontrol.apiserver.k8s.io/v1',
  },
];
