import { CONFIG_RULES } from './config.ts';
import { METADATA_RULES } from './metadata.ts';
import { NETWORKING_RULES } from './networking.ts';
import { RBAC_RULES } from './rbac.ts';
import type { Rule } from './rules.ts';
import { SERVICE_RULES } from './services.ts';

/** The rules of metadata and of the resources that nearly every package has, by definition. */
export const COMMON_RULES: Readonly<Record<string, readonly Rule[]>> = {
  ...METADATA_RULES,
  ...SERVICE_RULES,
  ...CONFIG_RULES,
  ...RBAC_RULES,
  ...NETWORKING_RULES,
};
