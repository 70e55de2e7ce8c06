import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { type Version, versionsOf } from './definition.ts';

/** A kind that a CustomResourceDefinition defines. */
export interface CustomKind {
  group: string;
  kind: string;
  /** The package that its CustomResourceDefinition is in. */
  package: string;
  /** By their names. */
  versions: ReadonlyMap<string, Version>;
  /** The first names of those that are served. */
  served: readonly string[];
  isNamespaced: boolean;
}

/** So many versions are told of. */
const MAX_SERVED = 20;

/** Whether a resource is a CustomResourceDefinition, of any version. */
export function isCrd({ apiVersion, kind }: YamlMap): boolean {
  return (
    kind === 'CustomResourceDefinition' &&
    typeof apiVersion === 'string' &&
    apiVersion.startsWith('apiextensions.k8s.io/')
  );
}

/**
 * The CustomResourceDefinitions that a resource is or holds: those in a List count, too. In a CustomResourceDefinitionList
 * they need not say what they are.
 */
export function crdsIn(value: YamlMap): YamlMap[] {
  if (isCrd(value)) return [value];
  const { apiVersion, kind, items } = value;
  if (!Array.isArray(items)) return [];
  const isList = apiVersion === 'v1' && kind === 'List';
  const inner = { apiVersion: apiVersion ?? null, kind: 'CustomResourceDefinition' };
  const isTyped = kind === 'CustomResourceDefinitionList' && isCrd(inner);
  if (!isList && !isTyped) return [];
  return items.filter(isMap).flatMap((item) => crdsIn(isTyped ? { ...inner, ...item } : item));
}

/** The kinds that some CustomResourceDefinitions define, by group and kind. */
export class Crds {
  private readonly kinds = new Map<string, CustomKind[]>();

  /** How many kinds there are. */
  get size(): number {
    return this.kinds.size;
  }

  /** Takes a CustomResourceDefinition in; one that says no group and kind is left out (it has findings of its own). */
  add(crd: YamlMap, folder: string): void {
    const { spec } = crd;
    if (!isMap(spec) || !isMap(spec.names)) return;
    const { group, scope } = spec;
    const { kind } = spec.names;
    if (typeof group !== 'string' || typeof kind !== 'string') return;
    const all = versionsOf(crd);
    const served = all.filter((version) => version.served).map(({ name }) => name);
    const custom = {
      group,
      kind,
      package: folder,
      // The first of a name counts; the definition has a finding of its own.
      versions: new Map(all.toReversed().map((version) => [version.name, version])),
      served: served.slice(0, MAX_SERVED),
      isNamespaced: scope !== 'Cluster',
    };
    const id = `${group}/${kind}`;
    const known = this.kinds.get(id);
    if (known) known.push(custom);
    else this.kinds.set(id, [custom]);
  }

  /** The kind, by preference from the same package, else from the nearest package above, else the first. */
  find(group: string, kind: string, folder: string): CustomKind | undefined {
    const found = this.kinds.get(`${group}/${kind}`) ?? [];
    if (found.length < 2) return found[0];
    const above = found.filter((custom) => custom.package === folder || isBelow(folder, custom.package));
    return above.sort((a, b) => b.package.length - a.package.length)[0] ?? found[0];
  }

  /** Whether a version of a kind is defined. */
  has(apiVersion: string, kind: string): boolean {
    const [group = '', version] = apiVersion.split('/');
    return version !== undefined && (this.find(group, kind, '')?.versions.has(version) ?? false);
  }

  /** The names of a group's kinds. */
  kindsOf(group: string): string[] {
    return [...this.kinds.values()].flatMap(([custom]) => (custom?.group === group ? [custom.kind] : []));
  }

  /** All groups. */
  groups(): string[] {
    return [...new Set([...this.kinds.values()].flatMap(([custom]) => custom?.group ?? []))];
  }
}

function isBelow(folder: string, parent: string): boolean {
  return parent === '' || folder.startsWith(`${parent}/`);
}
