import type { Resource } from './resource.ts';
import type { Item } from './resource-list/resource-list.ts';

/** A resource and where it came from. */
export type Sourced = Pick<Item, 'value' | 'origin'>;

/**
 * Tells which package each item belongs to. `kpt fn render` says so by package-path, an absolute path of the host: the
 * shortest is the root package. Elsewhere it is the nearest folder upwards that holds a Kptfile, else the root folder.
 *
 * @returns a resource for each item, in their order
 */
export function toResources(items: readonly Sourced[]): Resource[] {
  const roots = items.flatMap(({ origin }) => origin.packagePath ?? []);
  const root = roots.reduce((a, b) => (b.length < a.length ? b : a), roots[0] ?? '');
  const folders = new Set(
    items.filter(({ value }) => isKptfile(value)).map(({ origin }) => folderOf(origin.path ?? '')),
  );
  const lengths = [...new Set([...folders].map(({ length }) => length))].sort((a, b) => b - a);
  return items.map(({ value, origin: { packagePath, path, index } }) => ({
    value,
    path,
    fileIndex: index,
    package:
      packagePath === undefined ? nearest(folderOf(path ?? ''), folders, lengths) : below(root, packagePath),
  }));
}

/** The file of a resource relative to the root package. */
export function fileOf({ path, package: folder }: Resource, isRender: boolean): string | undefined {
  return path === undefined || folder === '' || !isRender ? path : `${folder}/${path}`;
}

/** Whether the paths of items are relative to their own package, as in `kpt fn render`. */
export function isRender(items: readonly Sourced[]): boolean {
  return items.some(({ origin }) => origin.packagePath !== undefined);
}

/** Whether a resource is the Kptfile of a package. */
export function isKptfile({ apiVersion, kind }: { apiVersion?: unknown; kind?: unknown }): boolean {
  return kind === 'Kptfile' && typeof apiVersion === 'string' && apiVersion.startsWith('kpt.dev/');
}

function below(root: string, path: string): string {
  return path.startsWith(root) ? path.slice(root.length).replace(/^\/+/, '') : '';
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** The longest of the packages' folders that a folder lies in; by their lengths, since a path may be as deep as it likes. */
function nearest(folder: string, packages: ReadonlySet<string>, lengths: readonly number[]): string {
  for (const length of lengths) {
    const isPart = length === folder.length || (length < folder.length && folder[length] === '/');
    if (isPart && packages.has(folder.slice(0, length))) return folder.slice(0, length);
  }
  return '';
}
