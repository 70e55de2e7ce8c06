import versions from './kubernetes-versions.json' with { type: 'json' };

/** The versions of Kubernetes whose schemas are built in, from the oldest. */
export const KUBERNETES_VERSIONS: readonly string[] = versions.all;
/** Those that no official package has: all that the version before and the one behind know. */
export const DERIVED_VERSIONS: readonly string[] = versions.derived;
/** The newest that isn't derived, which holds where nobody names one. */
export const NEWEST_VERSION = versions.all.findLast(
  (version) => !versions.derived.includes(version),
) as string;

/** The version, such as `1.34`, that a text means: `1.34`, `1.34.2`, `v1.34.2` or `latest`; undefined where none. */
export function kubernetesVersion(text: string): string | undefined {
  if (text === 'latest') return NEWEST_VERSION;
  const version = /^v?(1\.[0-9]{1,3})(?:\.[0-9]{1,3})?$/.exec(text)?.[1];
  return version !== undefined && versions.all.includes(version) ? version : undefined;
}
