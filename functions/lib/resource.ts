import type { YamlMap } from './resource-list/resource-list.ts';

/** What a check sees of a resource: its value, and where it came from. */
export interface Resource {
  value: YamlMap;
  /** Its file as kpt names it (relative to the package in render, to the folder in eval); undefined where it has none. */
  path: string | undefined;
  /** Which document of the file it is. */
  fileIndex: number;
  /** Its package's folder relative to the root package; empty for the root package itself. */
  package: string;
}
