import { nearest } from '../../lib/nearest.ts';
import { isMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import type { Document } from '../document.ts';
import type { Problem } from '../problems.ts';
import { isTmf921, PROFILES_BY_NAME } from '../profiles/profiles.ts';
import { bare } from '../values.ts';

/** A document's own `@type` that is nearly one of TMF921: what it holds counts as an intent then. */
export function checkType({ value, detection: { profile, language } }: Document): Problem[] {
  if (!isTmf921(profile) || language !== undefined || !isMap(value)) return [];
  const { types } = PROFILES_BY_NAME[profile];
  const type = value['@type'];
  if (typeof type !== 'string' || types.includes(type)) return [];
  const proposed = nearest(type, types, undefined, 2);
  if (proposed === undefined) return [];
  const message = `is ${show(type)}, which is nearly ${proposed}; a reader that compares it takes it for something else`;
  return [{ code: 'TMF-107', weight: 'warning', segments: ['@type'], message, found: bare(type), proposed }];
}
