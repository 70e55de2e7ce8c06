import { nearest } from '../nearest.ts';
import type { Flaw } from './flaw.ts';

/** What kubeconform's templates may hold. */
export const LOCATION_VARIABLES = [
  'NormalizedKubernetesVersion',
  'StrictSuffix',
  'ResourceKind',
  'ResourceAPIVersion',
  'Group',
  'KindSuffix',
] as const;
export const LOCATION_EXAMPLE = '/schemas/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json';
/** A variable of a template, with blanks around it or not. */
export const LOCATION_VARIABLE = /\{\{-? *\.(\w+) *-?\}\}/g;

/** What is wrong with an entry of the schema locations. */
export function locationFlaw(text: string): Flaw | undefined {
  if (text === 'default') return undefined;
  if (text.startsWith('configmap:')) {
    if (/^configmap:[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(text)) return undefined;
    return { wrong: 'does not name a ConfigMap', fix: 'write configmap:<name>' };
  }
  if (/^[a-z]+:\/\//i.test(text)) {
    return {
      wrong: 'has an address, and this function has no network',
      fix: 'mount the schemas (kpt fn eval --mount) and name their folder',
      ...(text.startsWith('file:///') && { nearest: text.slice('file://'.length) }),
    };
  }
  if (!text.startsWith('/'))
    return { wrong: 'is no absolute path', fix: 'write the path that it is mounted at' };
  for (const [, name = ''] of text.matchAll(LOCATION_VARIABLE)) {
    if (LOCATION_VARIABLES.some((known) => known === name)) continue;
    const meant = nearest(name, LOCATION_VARIABLES);
    return {
      wrong: `has the unknown variable .${name.slice(0, 50)}`,
      fix: `use ${LOCATION_VARIABLES.join(', ')}`,
      ...(meant !== undefined && { nearest: `.${meant}` }),
    };
  }
  if (/\{\{|\}\}/.test(text.replace(LOCATION_VARIABLE, ''))) {
    return { wrong: 'has a template that can not be read', fix: 'write variables as {{.ResourceKind}}' };
  }
  return undefined;
}
