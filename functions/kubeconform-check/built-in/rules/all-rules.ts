import { COMMON_RULES } from './common-rules.ts';
import { rareRules } from './rare-rules.lazy.ts';
import type { Rule } from './rules.ts';
import { workloadRules } from './workload-rules.lazy.ts';

/** The definitions whose rules are loaded when they are needed; a test holds the lists against the tables. */
export const WORKLOADS: ReadonlySet<string> = words(`
  V1AWSElasticBlockStoreVolumeSource V1AppArmorProfile V1AzureDiskVolumeSource V1AzureFileVolumeSource
  V1CSIVolumeSource V1CephFSVolumeSource V1CinderVolumeSource V1ConfigMapKeySelector V1ConfigMapProjection
  V1ConfigMapVolumeSource V1Container V1ContainerPort V1ContainerResizePolicy V1ContainerRestartRule
  V1ContainerRestartRuleOnExitCodes V1ControllerRevision V1CronJob V1CronJobSpec V1DaemonSet V1DaemonSetSpec V1Deployment
  V1DeploymentSpec V1DownwardAPIVolumeFile V1DownwardAPIVolumeSource V1EmptyDirVolumeSource V1EnvFromSource
  V1EnvVar V1EnvVarSource V1EphemeralVolumeSource V1ExecAction V1FCVolumeSource V1FileKeySelector
  V1FlexVolumeSource V1GCEPersistentDiskVolumeSource V1GRPCAction V1GitRepoVolumeSource
  V1GlusterfsVolumeSource V1HTTPGetAction V1HostAlias V1HostPathVolumeSource V1ISCSIVolumeSource
  V1ImageVolumeSource V1Job V1JobSpec V1JobTemplateSpec V1KeyToPath V1LabelSelector V1LifecycleHandler
  V1NFSVolumeSource V1NodeSelector V1PersistentVolumeClaimSpec V1PersistentVolumeClaimTemplate
  V1PersistentVolumeClaimVolumeSource V1PhotonPersistentDiskVolumeSource V1Pod V1PodAffinityTerm
  V1PodDNSConfig V1PodFailurePolicy V1PodFailurePolicyOnExitCodesRequirement
  V1PodFailurePolicyOnPodConditionsPattern V1PodFailurePolicyRule V1PodOS V1PodReadinessGate
  V1PodResourceClaim V1PodSchedulingGate V1PodSecurityContext V1PodSpec V1PodTemplate V1PodTemplateSpec
  V1PortworxVolumeSource V1PreferredSchedulingTerm V1Probe V1ProjectedVolumeSource V1QuobyteVolumeSource V1RBDVolumeSource
  V1ReplicaSet V1ReplicaSetSpec V1ReplicationController V1ReplicationControllerSpec V1ScaleIOVolumeSource
  V1SeccompProfile V1SecretKeySelector V1SecretProjection V1SecretVolumeSource V1SecurityContext
  V1ServiceAccountTokenProjection V1StatefulSet V1StatefulSetSpec V1StorageOSVolumeSource V1SuccessPolicy V1SuccessPolicyRule
  V1TCPSocketAction V1Toleration V1TopologySpreadConstraint V1Volume V1VolumeDevice V1VolumeMount
  V1VolumeProjection V1VsphereVirtualDiskVolumeSource V1WeightedPodAffinityTerm
  V1WindowsSecurityContextOptions`);
export const RARE: ReadonlySet<string> = words(`
  CoreV1Event EventsV1Event V1APIService V1APIServiceSpec V1AzureFilePersistentVolumeSource V1CSIDriverSpec V1CSINodeSpec
  V1CSIPersistentVolumeSource V1CSIStorageCapacity V1CephFSPersistentVolumeSource
  V1CertificateSigningRequestSpec V1CinderPersistentVolumeSource V1DeviceClaim V1DeviceRequest
  V1ExactDeviceRequest V1FlexPersistentVolumeSource V1FlockerVolumeSource V1FlowSchema
  V1GlusterfsPersistentVolumeSource V1HorizontalPodAutoscalerSpec V1ISCSIPersistentVolumeSource V1LeaseSpec
  V1LimitRangeSpec V1LocalVolumeSource V1MatchCondition V1MatchResources V1MutatingAdmissionPolicy
  V1MutatingAdmissionPolicyBinding V1MutatingWebhook V1MutatingWebhookConfiguration
  V1NamedRuleWithOperations V1NamespaceSpec V1NodeSpec V1ParamKind V1ParamRef V1PersistentVolume
  V1PersistentVolumeClaim V1PodDisruptionBudgetSpec V1PriorityClass V1PriorityLevelConfiguration
  V1RBDPersistentVolumeSource V1ResourceClaimTemplateSpec V1ResourceQuotaSpec V1RuleWithOperations
  V1RuntimeClass V1ScaleIOPersistentVolumeSource V1StorageClass V1StorageOSPersistentVolumeSource
  V1ValidatingAdmissionPolicy V1ValidatingAdmissionPolicyBinding V1ValidatingWebhook
  V1ValidatingWebhookConfiguration V1Variable V1VolumeAttachmentSpec V1VolumeAttributesClass
  V2HorizontalPodAutoscalerSpec`);

/** The rules of a definition. */
export function rulesOf(name: string): readonly Rule[] {
  if (WORKLOADS.has(name)) return workloadRules(name);
  if (RARE.has(name)) return rareRules(name);
  return COMMON_RULES[name] ?? [];
}

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}
