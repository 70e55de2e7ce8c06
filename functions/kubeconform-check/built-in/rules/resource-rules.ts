import { ADMISSION_RULES } from './admission.ts';
import { AUTOSCALING_RULES } from './autoscaling.ts';
import { CLUSTER_RULES } from './cluster.ts';
import { CONFIG_RULES } from './config.ts';
import { DEVICE_RULES } from './devices.ts';
import { EVENT_RULES } from './events.ts';
import { FLOW_RULES } from './flowcontrol.ts';
import { METADATA_RULES } from './metadata.ts';
import { NETWORKING_RULES } from './networking.ts';
import { POLICY_RULES } from './policies.ts';
import { QUOTA_RULES } from './quotas.ts';
import { RBAC_RULES } from './rbac.ts';
import type { Rule } from './rules.ts';
import { SERVICE_RULES } from './services.ts';
import { STORAGE_RULES } from './storage.ts';

/** The rules of metadata and of all resources that run no Pods, by definition; no definition stands in two tables. */
export const RESOURCE_RULES: Readonly<Record<string, readonly Rule[]>> = {
  ...METADATA_RULES,
  ...SERVICE_RULES,
  ...NETWORKING_RULES,
  ...RBAC_RULES,
  ...CONFIG_RULES,
  ...QUOTA_RULES,
  ...STORAGE_RULES,
  ...AUTOSCALING_RULES,
  ...POLICY_RULES,
  ...CLUSTER_RULES,
  ...ADMISSION_RULES,
  ...FLOW_RULES,
  ...EVENT_RULES,
  ...DEVICE_RULES,
};
