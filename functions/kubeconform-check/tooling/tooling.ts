import { API_VERSION as OURS } from '../../lib/policy/policy.ts';
import type { Schema } from '../crd/schema.ts';
import { KPTFILE } from './kptfile.ts';
import { IMAGE_SIGNATURES, INTENT } from './own.ts';

/** Kinds of KRM tooling that have a schema of ours, by apiVersion and kind. `SecurityPolicy` has one in lib/policy. */
export const TOOL_SCHEMAS: Readonly<Record<string, Schema>> = {
  'kpt.dev/v1/Kptfile': KPTFILE,
  [`${OURS}/ImageSignatures`]: IMAGE_SIGNATURES,
  [`${OURS}/Intent`]: INTENT,
};

/** Kinds that tools read and that have no schema here, unless the package or a location has one: they are skipped. */
export interface Skipped {
  group: string;
  /** All kinds of the group where none are named. */
  kinds?: readonly string[];
  /** Who reads them, for the README. */
  reader: string;
}

export const SKIPPED: readonly Skipped[] = [
  { group: 'fn.kpt.dev', reader: "the functions of kpt's catalog, whose configurations these are" },
  { group: 'kpt.dev', kinds: ['ResourceGroup'], reader: 'kpt live: its inventory' },
  { group: 'kustomize.config.k8s.io', kinds: ['Kustomization', 'Component'], reader: 'kustomize' },
  { group: 'configsync.gke.io', kinds: ['RootSync', 'RepoSync'], reader: 'Config Sync' },
  {
    group: 'configmanagement.gke.io',
    kinds: ['ClusterSelector', 'ConfigManagement', 'HierarchyConfig', 'NamespaceSelector', 'Repo'],
    reader: 'Config Sync',
  },
  {
    group: 'config.porch.kpt.dev',
    kinds: ['PackageRev', 'PackageVariant', 'PackageVariantSet', 'Repository'],
    reader: 'Porch',
  },
  { group: 'porch.kpt.dev', kinds: ['PackageRevision', 'PackageRevisionResources'], reader: 'Porch' },
  {
    group: 'policy.sigstore.dev',
    kinds: ['ClusterImagePolicy', 'TrustRoot'],
    reader: "sigstore's policy-controller, and verify-signatures of this project",
  },
];

/** Whether a kind is skipped by the table. */
export function isSkipped(group: string, kind: string): boolean {
  return SKIPPED.some((row) => row.group === group && (row.kinds?.includes(kind) ?? true));
}
