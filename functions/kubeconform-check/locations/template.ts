import { LOCATION_VARIABLE, type LOCATION_VARIABLES } from '../../lib/policy/schema-location.ts';

/** What a location's template is filled in with. */
export interface Subject {
  apiVersion: string;
  kind: string;
  /** As the policy names it: `1.34` or `1.34.2`. */
  version: string;
  strict: boolean;
}

/** Names of groups, versions and kinds; what isn't one could lead to any file of the machine. */
const NAME = /^[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?)*$/;

/**
 * The path that a location has for a kind; undefined where the kind's name can't be part of a path.
 * Source: schemaPath of kubeconform (pkg/registry/registry.go, v0.8.0), whose templates these are; a location that
 * doesn't end in `json` is a folder laid out as kubernetes-json-schema is.
 */
export function schemaPath(
  location: string,
  { apiVersion, kind, version, strict }: Subject,
): string | undefined {
  const parts = apiVersion.split('/');
  const [first = '', second] = parts;
  if (parts.length > 2 || ![...parts, kind].every((name) => NAME.test(name))) return undefined;
  const prefix = `-${first.split('.')[0]?.toLowerCase()}`;
  const values: Record<(typeof LOCATION_VARIABLES)[number], string> = {
    NormalizedKubernetesVersion: `v${/\.\d+\./.test(version) ? version : `${version}.0`}`,
    StrictSuffix: strict ? '-strict' : '',
    ResourceKind: kind.toLowerCase(),
    ResourceAPIVersion: second ?? first,
    Group: first,
    KindSuffix: second === undefined ? prefix : `${prefix}-${second.toLowerCase()}`,
  };
  return complete(location).replace(
    LOCATION_VARIABLE,
    (_, name: string) => values[name as keyof typeof values],
  );
}

function complete(location: string): string {
  if (location.endsWith('json')) return location;
  const layout =
    '{{.NormalizedKubernetesVersion}}-standalone{{.StrictSuffix}}/{{.ResourceKind}}{{.KindSuffix}}.json';
  return `${location.replace(/\/$/, '')}/${layout}`;
}
