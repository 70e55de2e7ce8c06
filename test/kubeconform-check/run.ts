import { check } from '../../functions/kubeconform-check/check.ts';
import { fieldPath } from '../../functions/lib/field-path.ts';
import type { Files } from '../../functions/lib/files.ts';
import { NO_FILES } from '../../functions/lib/files.ts';
import type { Finding } from '../../functions/lib/finding.ts';
import { toResources } from '../../functions/lib/packages.ts';
import { type Spec, withDefaults } from '../../functions/lib/policy/policy.ts';
import type { Resource } from '../../functions/lib/resource.ts';
import { readResourceList } from '../../functions/lib/resource-list/resource-list.ts';
import { listOf } from '../support/lists.ts';

type Schemas = Spec['schemas'];

/** Files by their paths, as if they were mounted. */
export function mounted(files: Readonly<Record<string, string>>): Files {
  const paths = Object.keys(files).sort();
  return {
    read: (path) => files[path],
    list(folder, most) {
      const below = paths.filter((path) => path.startsWith(`${folder.replace(/\/$/, '')}/`));
      return below.length > 0 ? below.slice(0, most) : undefined;
    },
  };
}

export interface Ran {
  findings: Finding[];
  /** `code field` of each. */
  lines: string[];
  resources: Resource[];
  skipped: ReadonlySet<Resource>;
}

/** What the check says of some resources in YAML. */
export function runCheck(
  items: readonly string[],
  schemas: Schemas = {},
  spec: Partial<Spec> = {},
  files = NO_FILES,
): Ran {
  const list = readResourceList(Buffer.from(listOf(items)));
  const resources = toResources(list.items);
  const empty = { images: {}, signatures: {}, schemas: {}, intents: {}, compliance: {}, report: {} };
  const policy = withDefaults({ ...empty, ...spec, schemas });
  const { findings, skipped = new Set() } = check(resources, policy, files);
  const lines = findings.map(({ code, segments, resource }) =>
    `${code} ${fieldPath(segments, resource.value)}`.trim(),
  );
  return { findings, lines, resources, skipped };
}
