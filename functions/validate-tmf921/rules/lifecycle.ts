import { nearest } from '../../lib/nearest.ts';
import { isMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import type { Document } from '../document.ts';
import type { Problem } from '../problems.ts';
import { bare, plain } from '../values.ts';

/** States that TM Forum's documents and examples use; a handler may have others. */
const STATES = [
  'Created',
  'Acknowledged',
  'Received',
  'Accepted',
  'Rejected',
  'InProgress',
  'Active',
  'Inactive',
  'Settled',
  'Fulfilled',
  'Complies',
  'Degraded',
  'Suspended',
  'Updated',
  'Completed',
  'Failed',
  'Cancelled',
  'Terminated',
  'Deleted',
  'Pending',
  'Draft',
];

/** `lifecycleStatus` is a free text: only what is nearly a known state is doubtful. */
export function checkLifecycle({ value }: Document): Problem[] {
  const status = isMap(value) ? value.lifecycleStatus : undefined;
  if (typeof status !== 'string') return [];
  const written = plain(status);
  if (STATES.some((state) => plain(state) === written)) return [];
  const proposed = nearest(written, STATES, undefined, 1);
  if (proposed === undefined) return [];
  const message = `is ${show(status)}, which is nearly the state ${proposed}; a handler that compares it will miss it`;
  return [
    {
      code: 'TMF-107',
      weight: 'warning',
      segments: ['lifecycleStatus'],
      message,
      found: bare(status),
      proposed,
    },
  ];
}
