import { RESOURCE_RULES } from './resource-rules.ts';
import type { Rule } from './rules.ts';
import { WORKLOAD_RULES } from './workload-rules.ts';

/** All rules, by definition; no definition stands in both tables. */
export const RULES: Readonly<Record<string, readonly Rule[]>> = { ...WORKLOAD_RULES, ...RESOURCE_RULES };
