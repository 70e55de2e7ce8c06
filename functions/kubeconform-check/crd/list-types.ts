import { isMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { SchemaNode } from './node.ts';
import type { Meter } from './steps.ts';
import { canonical } from './values.ts';

/** An item that stands in a list already. */
export interface Duplicate {
  index: number;
  /** Where it stands first. */
  first: number;
  /** The keys that are the same, as `name: "a"`, in a list that is a map. */
  key: string | undefined;
}

/**
 * The items that stand twice in a list whose items must be unique (x-kubernetes-list-type set or map, uniqueItems). As
 * upstream, each is named once, at its second place, and of what isn't a map in a list of maps nothing is said.
 * Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype.
 *
 * @throws TooMuch where the meter's budget doesn't suffice
 */
export function findDuplicates(node: SchemaNode, list: readonly Value[], meter: Meter): Duplicate[] {
  if (list.length < 2) return [];
  const isMapped = node.listType === 'map' && node.mapKeys.length > 0;
  if (!isMapped && node.listType !== 'set' && !node.isUnique) return [];
  if (isMapped && !list.every((item) => item === null || isMap(item))) return [];
  const seen = new Map<string, { first: number; isTold: boolean }>();
  const duplicates: Duplicate[] = [];
  meter.spend(list.length);
  for (const [index, item] of list.entries()) {
    const id = isMapped ? keyOf(node.mapKeys, item, meter) : canonical(item, meter);
    const known = seen.get(id);
    if (!known) {
      seen.set(id, { first: index, isTold: false });
    } else if (!known.isTold) {
      known.isTold = true;
      duplicates.push({ index, first: known.first, key: isMapped ? id : undefined });
    }
  }
  return duplicates;
}

function keyOf(keys: readonly string[], item: Value, meter: Meter): string {
  if (!isMap(item)) return '';
  const parts = keys.filter((key) => Object.hasOwn(item, key));
  return parts.map((key) => `${key}: ${canonical(item[key] as Value, meter)}`).join(', ');
}
