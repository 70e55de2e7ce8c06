import type { Segments } from '../../lib/field-path.ts';

/** Fields that are looked for, as a tree. */
export interface Paths {
  /** The numbers of all fields that lie here or below. */
  all: number[];
  below: Map<string | number, Paths>;
}

/** The tree of some fields, which are numbered in their order. */
export function pathsOf(fields: readonly Segments[]): Paths {
  const root: Paths = { all: [], below: new Map() };
  fields.forEach((segments, i) => {
    let node = root;
    node.all.push(i);
    for (const segment of segments) {
      let next = node.below.get(segment);
      if (!next) {
        next = { all: [], below: new Map() };
        node.below.set(segment, next);
      }
      next.all.push(i);
      node = next;
    }
  });
  return root;
}
