import { nearest } from '../../lib/nearest.ts';
import { printable } from '../../lib/printable.ts';
import type { Problem } from '../problems.ts';
import type { KindId } from './kind-id.ts';
import { allKinds, type Kind, type Kubernetes } from './kubernetes.ts';
import { REMOVED } from './removed.ts';

/**
 * The definition of a built-in kind. Where the group is Kubernetes' own but has no such kind or version, the problem
 * names the right one; undefined where the group is somebody else's.
 */
export function findKind(
  kubernetes: Kubernetes,
  apiVersion: string,
  kind: string,
  guess: Guess = nearest,
): Kind | Problem | undefined {
  return kubernetes.find(apiVersion, kind) ?? explain(kubernetes, apiVersion, kind, guess);
}

/** Finds the known name that a misspelt one means. */
type Guess = (text: string, known: readonly string[]) => string | undefined;

/** Everything below here runs for kinds that aren't there only. */
let kinds: ReturnType<typeof allKinds> | undefined;

function explain(
  kubernetes: Kubernetes,
  apiVersion: string,
  kind: string,
  guess: Guess,
): Problem | undefined {
  kinds ??= allKinds();
  const [group, ...rest] = apiVersion.includes('/') ? (apiVersion.split('/') as [string]) : ['', apiVersion];
  const isOurs =
    kinds.some((known) => known.group === group) ||
    REMOVED.some((row) => row.apiVersion.startsWith(`${group}/`));
  // Groups without a dot are Kubernetes' own: a CustomResourceDefinition can't have one.
  if (!isOurs && group.includes('.') && rest.length === 1 && rest[0] !== '') return undefined;
  return (
    removed(apiVersion, kind) ??
    elsewhen(kubernetes, apiVersion, kind) ??
    misspelt(kubernetes, apiVersion, group, kind, guess)
  );
}

function removed(apiVersion: string, kind: string): Problem | undefined {
  const row = REMOVED.find((entry) => entry.apiVersion === apiVersion && entry.kinds.includes(kind));
  if (!row) return undefined;
  const fix =
    row.now === undefined
      ? `use ${row.instead} instead`
      : `write apiVersion: ${row.now}, and see what changed`;
  return {
    code: 'K8S-004',
    segments: ['apiVersion'],
    message: `${apiVersion} ${kind} was removed in Kubernetes ${row.in}; ${fix}`,
    found: apiVersion,
    ...(row.now !== undefined && { allowed: row.now, proposed: row.now }),
  };
}

/** Kinds that other versions of Kubernetes have. */
function elsewhen({ version }: Kubernetes, apiVersion: string, kind: string): Problem | undefined {
  const known = kinds?.find((entry) => apiVersionOf(entry) === apiVersion && entry.kind === kind);
  if (!known) return undefined;
  const now = versionsOf(version, known.group, kind)[0];
  const isOld = minor(known.versions.at(-1) as string) < minor(version);
  const when = isOld
    ? `${apiVersion} ${kind} is gone since Kubernetes 1.${minor(known.versions.at(-1) as string) + 1}`
    : `${apiVersion} ${kind} came with Kubernetes ${known.versions[0]}, and ${version} is configured`;
  const fix =
    now === undefined ? 'use another kind, or configure another version' : `write apiVersion: ${now}`;
  return {
    code: 'K8S-004',
    segments: ['apiVersion'],
    message: `${when}; ${fix}`,
    found: apiVersion,
    ...(now !== undefined && { allowed: now, proposed: now }),
  };
}

function misspelt(
  { version }: Kubernetes,
  apiVersion: string,
  group: string,
  kind: string,
  guess: Guess,
): Problem {
  const all = (kinds ?? []).filter(({ versions }) => versions.includes(version));
  const shownKind = printable(kind, 100);
  const shownVersion = printable(apiVersion, 100);
  const what = `Kubernetes ${version} has no kind ${shownKind} in ${shownVersion}`;
  const sameGroup = versionsOf(version, group, kind);
  const others = all.filter((entry) => entry.kind === kind).map(apiVersionOf);
  const right = sameGroup.length > 0 ? sameGroup : others;
  if (right.length > 0) {
    const allowed = right.join(' or ');
    const message = `${what}; write apiVersion: ${allowed}`;
    const proposed = right.length === 1 ? right[0] : undefined;
    return {
      code: 'K8S-003',
      segments: ['apiVersion'],
      message,
      found: shownVersion,
      allowed,
      ...(proposed && { proposed }),
    };
  }
  const inVersion = all.filter((entry) => apiVersionOf(entry) === apiVersion).map((entry) => entry.kind);
  const here = guess(kind, inVersion);
  const anywhere =
    here ??
    guess(
      kind,
      all.map((entry) => entry.kind),
    );
  if (anywhere === undefined) {
    const known =
      inVersion.length > 0
        ? `, which has ${inVersion.filter((name) => !name.endsWith('List')).join(', ')}`
        : '';
    const message = `${what}${known}; correct apiVersion and kind, or take the group of its CustomResourceDefinition`;
    return { code: 'K8S-003', segments: ['kind'], message, found: shownKind };
  }
  const homes = all.filter((entry) => entry.kind === anywhere).map(apiVersionOf);
  const advice =
    here === undefined
      ? `write kind: ${anywhere} with apiVersion: ${homes.join(' or ')}`
      : `write kind: ${here}`;
  return {
    code: 'K8S-003',
    segments: ['kind'],
    message: `${what}; ${advice}`,
    found: shownKind,
    allowed: anywhere,
    proposed: anywhere,
  };
}

/** The apiVersions in which a version of Kubernetes has a kind of a group, the most stable first. */
function versionsOf(version: string, group: string, kind: string): string[] {
  return (kinds ?? [])
    .filter((entry) => entry.group === group && entry.kind === kind && entry.versions.includes(version))
    .sort((a, b) => stability(b.version) - stability(a.version))
    .map(apiVersionOf);
}

/** v2 over v1 over v1beta2 over v1beta1 over v1alpha1. */
function stability(version: string): number {
  const [, major = 0, level, minorLevel = 0] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? [];
  return (
    (level === undefined ? 10_000 : level === 'beta' ? 1_000 : 0) + Number(major) * 100 + Number(minorLevel)
  );
}

function apiVersionOf({ group, version }: KindId): string {
  return group === '' ? version : `${group}/${version}`;
}

function minor(version: string): number {
  return Number(version.split('.')[1]);
}

/**
 * The group of Kubernetes that a foreign one looks like a misspelling of, if its kind is there; with the kind, where that
 * is misspelt, too. For the advice.
 */
export function similarGroup(
  { version }: Kubernetes,
  apiVersion: string,
  kind: string,
  guess: Guess = nearest,
): string | undefined {
  kinds ??= allKinds();
  const all = kinds.filter(({ versions }) => versions.includes(version));
  const homes = all.filter((entry) => entry.kind === kind).map(apiVersionOf);
  if (homes.length > 0) return guess(apiVersion, homes);
  const home = guess(apiVersion, [...new Set(all.map(apiVersionOf))]);
  if (home === undefined) return undefined;
  const inHome = all.filter((entry) => apiVersionOf(entry) === home).map((entry) => entry.kind);
  const meant = guess(kind, inHome);
  return meant && `${home} ${meant}`;
}
