import { compileGlob } from '../lib/glob.lazy.ts';
import {
  DOCKER_HUB,
  formatReference,
  normaliseRegistry,
  parseReference,
  type Reference,
  splitRegistry,
} from '../lib/images/reference.ts';

/** Whether a reference is one of those that an entry of the policy stands for. */
export type Matcher = (reference: Reference) => boolean;

/**
 * Registries, repositories and globs that images may come from. An entry stands for the registry, repository or folder
 * that it names and all below it, compared component by component; the tag doesn't matter.
 */
export function allowMatcher(entries: readonly string[]): Matcher {
  const names = entries.map((entry) => nameMatcher(normalise(entry), true));
  return (reference) => names.some((matches) => matches(reference));
}

/**
 * What images may not be, whatever else allows them. An entry without a tag or digest stands for all of them, `:*` for
 * all of one repository, untagged ones too.
 *
 * @returns finds the entry that denies a reference
 */
export function denials(entries: readonly string[]): (reference: Reference) => string | undefined {
  const matchers = entries.map((entry) => [entry, [...denyMatchers(entry)]] as const);
  return (reference) => {
    const others = matchers.length > 0 ? sameImages(reference) : [];
    return matchers.find(([, own]) => others.some((other) => own.some((matches) => matches(other))))?.[0];
  };
}

/** An image under all names of its registry, so that none of them gets round a denial. */
function sameImages(reference: Reference): Reference[] {
  const { registry } = reference;
  if (registry === 'docker.io') return [...DOCKER_HUB].map((name) => ({ ...reference, registry: name }));
  // Runtimes speak https, whose port is 443 where none is given.
  if (!registry.endsWith(':443')) return [reference];
  const parsed = parseReference(
    formatReference({ ...reference, registry: registry.slice(0, -':443'.length) }),
  );
  return 'reference' in parsed ? [reference, ...sameImages(parsed.reference)] : [reference];
}

function* denyMatchers(entry: string): Generator<Matcher> {
  const at = entry.indexOf('@');
  const named = at < 0 ? entry : entry.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const isPort = hasTag && !named.includes('/') && /^[0-9]+$/.test(named.slice(colon + 1));
  // `nexus:5000` may be a registry or an image with a tag: a denial takes both.
  if (at < 0 && (!hasTag || isPort)) yield* wholeNames(entry);
  if (at < 0 && !hasTag) return;
  const name = hasTag ? named.slice(0, colon) : named;
  const tag = hasTag ? compileGlob(named.slice(colon + 1)) : undefined;
  const digest = at < 0 ? undefined : compileGlob(entry.slice(at + 1));
  for (const full of imageNames(name)) {
    const matchesName = nameMatcher(full, false);
    yield (reference) => {
      if (!matchesName(reference)) return false;
      if (digest) return reference.digest !== undefined && digest(reference.digest);
      if (named.slice(colon + 1) === '*') return true;
      const actual = reference.tag ?? (reference.digest === undefined ? 'latest' : undefined);
      return actual !== undefined && tag?.(actual) === true;
    };
  }
}

function* wholeNames(entry: string): Generator<Matcher> {
  yield nameMatcher(normalise(entry), true);
  for (const full of imageNames(entry)) yield nameMatcher(full, false);
}

/** `docker.io/nginx` as an image is `docker.io/library/nginx`; a glob alone may mean a registry too. */
function imageNames(name: string): string[] {
  if (!name.includes('/') && hasGlob(name)) return [`docker.io/library/${name}`, `${normalise(name)}/**`];
  const full = normalise(name.includes('/') ? name : `docker.io/${name}`);
  const [registry, ...path] = full.split('/');
  return registry === 'docker.io' && path.length === 1 ? [`docker.io/library/${path[0]}`, full] : [full];
}

/** An entry with its registry in front, as references have it. */
function normalise(entry: string): string {
  const name = entry.replace(/\/$/, '');
  const first = name.split('/')[0] ?? '';
  if (!name.includes('/')) return normaliseRegistry(name);
  const { registry, path } = hasGlob(first)
    ? { registry: first, path: name.slice(first.length + 1) }
    : splitRegistry(name);
  return `${normaliseRegistry(registry)}/${path}`;
}

function nameMatcher(pattern: string, below: boolean): Matcher {
  if (!hasGlob(pattern)) {
    return ({ registry, repository }) => {
      const name = `${registry}/${repository}`;
      return name === pattern || (below && name.startsWith(`${pattern}/`));
    };
  }
  const matches = compileGlob(pattern);
  return ({ registry, repository }) => {
    const components = [registry, ...repository.split('/')];
    if (!below) return matches(components.join('/'));
    return components.some((_, i) => matches(components.slice(0, i + 1).join('/')));
  };
}

function hasGlob(text: string): boolean {
  return /[*?[{]/.test(text);
}
