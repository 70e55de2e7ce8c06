import { type CatalogueSeverity, type Level, REGISTRIES, THRESHOLD } from './levels.ts';

export const API_VERSION = 'security.nephio.org/v1alpha1';
export const KIND = 'SecurityPolicy';

export const MODES = ['enforce', 'report'] as const;
export const ANNOTATE = ['all', 'failing', 'none'] as const;
export const NO_MATCH = ['deny', 'warn', 'allow'] as const;
export const PROFILES = ['auto', 'tmf921-v5', 'tmf921-v4', 'ts28312', 'intent-to-o2-demo'] as const;
export const POLICY_REPORTS = ['none', 'wgpolicyk8s', 'openreports'] as const;

type Json = { readonly [key: string]: unknown };

export interface Images {
  /** Registries and repositories, globs too, without a slash at the end. An empty list allows nothing. */
  allowedRegistries: readonly string[];
  deny: readonly string[];
  requireDigest: boolean;
  fields: readonly { group: string; kind: string; path: string }[];
  kptFunctions: boolean;
}

export interface Signatures {
  allowUnsigned: boolean;
  noMatch: (typeof NO_MATCH)[number];
  matchRepository: boolean;
  /** ClusterImagePolicy objects, or names of ones among the items. */
  policies: readonly (string | Json)[];
  trustedRoot: 'public-good' | Json;
}

export interface Schemas {
  /** null is the newest version that the function has schemas of. */
  kubernetesVersion: string | null;
  strict: boolean;
  skipKinds: readonly string[];
  rejectKinds: readonly string[];
  ignoreMissing: boolean;
  locations: readonly string[];
}

export interface Intents {
  profile: (typeof PROFILES)[number];
  /** All fields of a selector must fit, any selector suffices. `label` is `name=value`, `key` a glob. */
  selectors: readonly { kind?: string; label?: string; key?: string }[];
  limits: { bytes: number; depth: number };
}

export interface Waiver {
  check: string;
  /** Globs. */
  resource?: { group?: string; kind?: string; namespace?: string; name?: string };
  container?: string;
  reason: string;
  owner: string;
  /** The last day (UTC) on which the waiver holds, as YYYY-MM-DD. */
  expires: string;
}

export interface Compliance {
  /** 0 to 100; null where every score passes. */
  threshold: number | null;
  checks: Readonly<Record<string, { severity?: CatalogueSeverity }>>;
  waivers: readonly Waiver[];
  baseline: { configMap: string } | null;
  /** YYYY-MM-DD; null is the present day (UTC), which main hands in. */
  now: string | null;
}

export interface Report {
  /** Name of the ConfigMap, or `none`. */
  name: string;
  timestamp: string | null;
  git: { commit: string | null; branch: string | null };
  policyReport: (typeof POLICY_REPORTS)[number];
}

export interface Override {
  level: Level;
  justification: string;
  approvedBy: string;
  /** The last day (UTC) on which the override holds, as YYYY-MM-DD. */
  expires: string;
}

interface Sections {
  images: Images;
  signatures: Signatures;
  schemas: Schemas;
  intents: Intents;
  compliance: Compliance;
  report: Report;
}

interface Settings {
  level: Level;
  mode: (typeof MODES)[number];
  annotate: (typeof ANNOTATE)[number];
  override: Override | null;
}

/** What must hold: the spec of a SecurityPolicy with every default filled in. */
export interface Policy extends Settings, Sections {
  /** Name of the SecurityPolicy, where there is one. */
  name?: string;
}

/** What somebody wrote of a policy: anything may be missing. */
export type Spec = Partial<Settings> & { [Section in keyof Sections]: Partial<Sections[Section]> };

/** The policy of a level where nothing else is said. */
export function defaultPolicy(level: Level): Policy {
  return {
    level,
    mode: 'enforce',
    annotate: 'all',
    images: {
      allowedRegistries: REGISTRIES[level],
      deny: [],
      requireDigest: false,
      fields: [],
      kptFunctions: false,
    },
    signatures: {
      allowUnsigned: false,
      noMatch: 'deny',
      matchRepository: false,
      policies: [],
      trustedRoot: 'public-good',
    },
    schemas: {
      kubernetesVersion: null,
      strict: true,
      skipKinds: [],
      rejectKinds: [],
      ignoreMissing: false,
      locations: [],
    },
    intents: {
      profile: 'auto',
      selectors: [
        { kind: 'ConfigMap', key: 'intent.json' },
        { kind: 'ConfigMap', key: 'expectation.json' },
        { kind: 'ConfigMap', key: '*.tmf921.json' },
        { kind: 'ConfigMap', key: '*.jsonld' },
        { kind: 'ConfigMap', key: '*.ttl' },
        { kind: 'Intent' },
      ],
      limits: { bytes: 10 * 1024 * 1024, depth: 200 },
    },
    compliance: { threshold: THRESHOLD[level], checks: {}, waivers: [], baseline: null, now: null },
    report: {
      name: 'security-report',
      timestamp: null,
      git: { commit: null, branch: null },
      policyReport: 'none',
    },
    override: null,
  };
}

/**
 * Fills in what a spec leaves out.
 *
 * @param spec valid by the schema; it stays as it is, and the policy shares its lists
 * @param name of the SecurityPolicy, where there is one
 */
export function withDefaults(spec: Spec, name?: string): Policy {
  const policy = fill(defaultPolicy(spec.level ?? 'strict'), spec);
  const { allowedRegistries, deny } = policy.images;
  policy.images.allowedRegistries = allowedRegistries.map(withoutSlash);
  policy.images.deny = deny.map(withoutSlash);
  return name === undefined ? policy : { ...policy, name };
}

function fill<T extends object>(defaults: T, given: object): T {
  // Objects of the SDK may hold undefined where a document would hold nothing.
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  const filled: Record<string, unknown> = { ...(defaults as Json), ...Object.fromEntries(said) };
  for (const [key, value] of Object.entries(defaults)) {
    const own = filled[key];
    if (own !== value && isMap(value) && isMap(own)) filled[key] = fill(value, own);
  }
  return filled as T;
}

function withoutSlash(entry: string): string {
  return entry.endsWith('/') ? entry.slice(0, -1) : entry;
}

/** Whether a value is a YAML map. */
export function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
