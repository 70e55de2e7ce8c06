import { ADMISSION_RULES } from './admission.ts';
import { AUTOSCALING_RULES } from './autoscaling.ts';
import { CLUSTER_RULES } from './cluster.ts';
import { DEVICE_RULES } from './devices.ts';
import { EVENT_RULES } from './events.ts';
import { FLOW_RULES } from './flowcontrol.ts';
import { POLICY_RULES } from './policies.ts';
import { QUOTA_RULES } from './quotas.ts';
import type { Rule } from './rules.ts';
import { STORAGE_RULES } from './storage.ts';

/** The rules of resources that run no Pods and that few packages have, by definition. */
export const RARE_RULES: Readonly<Record<string, readonly Rule[]>> = {
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
