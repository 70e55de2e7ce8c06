/** The levels of enforcement, from the tightest; `strict` holds where nobody says otherwise. */
export const LEVELS = ['strict', 'permissive', 'demo'] as const;
export type Level = (typeof LEVELS)[number];

/** The severity of a kpt result; an error blocks. */
export type Severity = 'error' | 'warning' | 'info';

/** The severities of the catalogue of checks, from the worst. */
export const CATALOGUE_SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type CatalogueSeverity = (typeof CATALOGUE_SEVERITIES)[number];

type ByLevel<T> = Readonly<Record<Level, T>>;

const BLOCKS: ByLevel<Severity> = { strict: 'error', permissive: 'warning', demo: 'info' };

/**
 * How severe a result is, by class of finding: `registry` is an image that isn't allowed, is denied, or whose
 * reference is malformed or a placeholder; `digest` lacks the digest that `requireDigest` demands; `mutable-tag` is
 * latest or no tag; `no-digest` lacks a digest that nobody demands; `manifest` is a resource that isn't valid
 * Kubernetes or has no schema; `intent` is an intent that isn't valid, `harmful` one that could do harm, `suspect` one
 * that may; `doubt` is a rule that couldn't be evaluated, or what is allowed and likely wrong; `note` is only said.
 */
export const SEVERITY = {
  registry: BLOCKS,
  digest: BLOCKS,
  'mutable-tag': { strict: 'warning', permissive: 'warning', demo: 'info' },
  'no-digest': { strict: 'info', permissive: 'info', demo: 'info' },
  manifest: BLOCKS,
  intent: BLOCKS,
  harmful: { strict: 'error', permissive: 'warning', demo: 'warning' },
  suspect: { strict: 'warning', permissive: 'warning', demo: 'warning' },
  doubt: { strict: 'warning', permissive: 'warning', demo: 'info' },
  note: { strict: 'info', permissive: 'info', demo: 'info' },
} as const satisfies Record<string, ByLevel<Severity>>;
export type FindingClass = keyof typeof SEVERITY;

/** How severe the checks of the catalogue are that depend on the level (their `tags.severity`). */
export const CHECK_SEVERITY = {
  'IMG-003': { strict: 'critical', permissive: 'high', demo: 'low' },
  'SCH-001': { strict: 'critical', permissive: 'high', demo: 'low' },
  'INT-001': { strict: 'critical', permissive: 'high', demo: 'low' },
} as const satisfies Record<string, ByLevel<CatalogueSeverity>>;

const PRODUCTION = ['gcr.io', 'ghcr.io', 'registry.k8s.io', 'quay.io'];
const DEVELOPMENT = [...PRODUCTION, 'docker.io/library', 'docker.io/nephio', 'docker.io/oransc'];

/** The registries and repositories that are allowed where the configuration names none. */
export const REGISTRIES: ByLevel<readonly string[]> = {
  strict: PRODUCTION,
  permissive: DEVELOPMENT,
  demo: DEVELOPMENT,
};

/** The least score (0 to 100) that passes; null where any does. */
export const THRESHOLD: ByLevel<number | null> = { strict: 90, permissive: 60, demo: null };
