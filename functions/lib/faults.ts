import type { Finding } from './finding.ts';
import { printable } from './printable.ts';
import { resourceLabel } from './record/results.ts';
import type { Resource } from './resource.ts';
import type { Item } from './resource-list/resource-list.ts';

/** The code of what makes an input or an item of it unusable. */
export const FAULT_CODE = 'KRM-001';

/** A finding for each item that can't be used: they block in every mode and at every level. */
export function faultFindings(items: readonly Item[], resources: readonly Resource[]): Finding[] {
  return items.flatMap(({ faults, index }, i) => {
    if (faults.length === 0) return [];
    const resource = resources[i] as Resource;
    const name = resource.value.kind === undefined ? `item ${index}` : resourceLabel(resource);
    const file = resource.path === undefined ? '' : ` in ${printable(resource.path)}`;
    return faults.map(({ reason }) => ({
      code: FAULT_CODE,
      check: FAULT_CODE,
      severity: 'error' as const,
      rank: 'critical' as const,
      resource,
      segments: [],
      message: `${name}${file} ${reason}; nothing can be said of it until that is mended`,
    }));
  });
}
