import { isMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import { type Document, walk } from '../document.ts';
import type { Problem } from '../problems.ts';
import { bare, timeOf } from '../values.ts';

/** Fields that start and end a period: TMF921's, and those of TS 28.312's windows of time. */
const PERIODS = [
  ['startDateTime', 'endDateTime'],
  ['startTime', 'endTime'],
] as const;

/** Contexts of TS 28.312 that start and end one. */
const CONTEXTS = ['ServiceStartTime', 'ServiceEndTime'] as const;

/** Periods that end before they start; none of the standards requires either end. */
export function checkPeriods({ value }: Document): Problem[] {
  const problems: Problem[] = [];
  walk(value, (node, segments) => {
    if (isMap(node)) {
      for (const [from, to] of PERIODS) {
        const [start, end] = [node[from], node[to]];
        if (!isBefore(end, start)) continue;
        const message = `${to} ${show(end)} is before ${from} ${show(start)}, so the period never is; swap or correct them`;
        problems.push({
          code: 'TMF-201',
          weight: 'error',
          segments: [...segments, to],
          message,
          found: bare(end),
          allowed: `after ${show(start)}`,
        });
      }
    } else if (Array.isArray(node)) {
      const [start, end] = CONTEXTS.map((name) =>
        node.findIndex((item) => isMap(item) && item.contextAttribute === name),
      );
      const [startTime, endTime] = [contextAt(node, start), contextAt(node, end)];
      if (isBefore(endTime, startTime)) {
        const message = `the service ends (${show(endTime)}) before it starts (${show(startTime)}); correct one`;
        problems.push({
          code: 'TMF-201',
          weight: 'error',
          segments: [...segments, end as number, 'contextValueRange'],
          message,
          found: bare(endTime),
        });
      }
    }
    return undefined;
  });
  return problems;
}

function contextAt(list: Value[], i: number | undefined): Value | undefined {
  const item = list[i ?? -1];
  const range = isMap(item ?? null) ? (item as { [key: string]: Value }).contextValueRange : undefined;
  // Rel-17 has lists where Rel-18 has values.
  return Array.isArray(range) ? range[0] : range;
}

/** Whether both are times, and the first is before the second; what is no time is said by the schema. */
function isBefore(a: Value | undefined, b: Value | undefined): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  const [first, second] = [timeOf(a), timeOf(b)];
  return first !== undefined && second !== undefined && first < second;
}
