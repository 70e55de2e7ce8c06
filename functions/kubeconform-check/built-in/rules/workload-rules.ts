import { CONTAINER_RULES } from './containers.ts';
import { JOB_RULES } from './jobs.ts';
import { MOUNT_RULES } from './mounts.ts';
import { POD_RULES } from './pods.ts';
import { PROBE_RULES } from './probes.ts';
import type { Rule } from './rules.ts';
import { SCHEDULING_RULES } from './scheduling.ts';
import { SECURITY_RULES } from './security.ts';
import { SELECTOR_RULES } from './selectors.ts';
import { VOLUME_RULES } from './volumes.ts';
import { WORKLOAD_KIND_RULES } from './workloads.ts';

/** The rules of Pods and of what runs them, by definition. */
export const WORKLOAD_RULES: Readonly<Record<string, readonly Rule[]>> = merged([
  SELECTOR_RULES,
  SCHEDULING_RULES,
  SECURITY_RULES,
  PROBE_RULES,
  CONTAINER_RULES,
  VOLUME_RULES,
  POD_RULES,
  MOUNT_RULES,
  WORKLOAD_KIND_RULES,
  JOB_RULES,
]);

function merged(
  tables: readonly Readonly<Record<string, readonly Rule[]>>[],
): Record<string, readonly Rule[]> {
  const all: Record<string, readonly Rule[]> = {};
  for (const table of tables) {
    for (const [name, rules] of Object.entries(table)) all[name] = [...(all[name] ?? []), ...rules];
  }
  return all;
}
