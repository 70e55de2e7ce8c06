import { nearest } from '../lib/nearest.ts';
import { ConfigError, problem } from '../lib/policy/error.ts';
import type { Schemas } from '../lib/policy/policy.ts';
import { allKinds } from './built-in/kubernetes.ts';
import { REMOVED } from './built-in/removed.ts';

/**
 * Finds entries of skipKinds and rejectKinds that no resource can have, since a misspelt one rejects nothing. A kind
 * that this package lacks is none: a policy may serve many packages.
 *
 * @throws ConfigError where an entry names a kind that its group, which is Kubernetes' own, never had; or differs from
 *   one of Kubernetes in upper and lower case only
 */
export function checkKindLists(schemas: Schemas): void {
  const problems = (['skipKinds', 'rejectKinds'] as const).flatMap((list) =>
    schemas[list].flatMap((entry, i) => {
      const known = alternatives(entry);
      if (known === undefined) return [];
      return problem({
        document: 'policy',
        field: `spec.schemas.${list}[${i}]`,
        wrong: 'names no kind of Kubernetes',
        found: entry,
        allowed: 'a kind that some version of Kubernetes has, or one of another group',
        nearest: nearest(entry, known),
        fix: 'correct it',
      });
    }),
  );
  if (problems.length > 0) throw new ConfigError(problems);
}

let ids: readonly string[] | undefined;

/** What an entry may mean instead; undefined where a resource may be of the kind that it names. */
function alternatives(entry: string): readonly string[] | undefined {
  ids ??= [
    ...allKinds().map(({ group, version, kind }) => `${group && `${group}/`}${version}/${kind}`),
    ...REMOVED.flatMap(({ apiVersion, kinds }) => kinds.map((kind) => `${apiVersion}/${kind}`)),
  ];
  const slash = entry.lastIndexOf('/');
  if (slash < 0) return alternativesOfKind(entry, ids);
  const group = groupOf(entry.slice(0, slash));
  const own = ids.filter((id) => groupOf(id.slice(0, id.lastIndexOf('/'))) === group);
  return own.length === 0 || own.includes(entry) ? undefined : own;
}

function alternativesOfKind(kind: string, known: readonly string[]): readonly string[] | undefined {
  const kinds = known.map((id) => id.slice(id.lastIndexOf('/') + 1));
  const alike = kinds.filter((other) => other.toLowerCase() === kind.toLowerCase());
  return alike.length === 0 || alike.includes(kind) ? undefined : alike;
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}
