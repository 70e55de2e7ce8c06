import type { Rule } from './rules.ts';
import { WORKLOAD_RULES } from './workload-rules.ts';

/** The rules of a definition that Pods and workloads are made of. */
export function workloadRules(name: string): readonly Rule[] {
  return WORKLOAD_RULES[name] ?? [];
}
