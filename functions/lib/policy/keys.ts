import { nearest } from '../nearest.ts';
import type { Flaw } from './flaw.ts';
import { FORMATS, type FormatName } from './formats.ts';
import { LEVELS } from './levels.ts';
import { ANNOTATE, MODES, type Spec } from './policy.ts';

/** How the text of a ConfigMap key is read. */
export interface ValueType<T> {
  /** What messages and tables say is allowed. */
  allowed: string;
  /** The value, or what is wrong with the text. */
  parse(text: string): { value: T } | { flaws: readonly Flaw[] };
}

/** A key that a function takes from its ConfigMap, as `configKey` makes it. */
export interface ConfigKey {
  name: string;
  /** One line for the README. */
  description: string;
  allowed: string;
  /** Reads the key's text into the spec; the flaws say why it couldn't. */
  read(text: string, spec: Spec): readonly Flaw[];
}

/**
 * A row of a function's table of keys.
 *
 * @param name in upper case where the environment may give it too
 * @param type how its text is read: `boolean`, `oneOf`, `textOf`, `csvOf`, or one of the function's own
 * @param apply writes the value into the spec, over what a SecurityPolicy says
 */
export function configKey<T>(
  name: string,
  description: string,
  type: ValueType<T>,
  apply: (spec: Spec, value: T) => void,
): ConfigKey {
  const read = (text: string, spec: Spec) => {
    const parsed = type.parse(text);
    if ('flaws' in parsed) return parsed.flaws;
    apply(spec, parsed.value);
    return [];
  };
  return { name, description, allowed: type.allowed, read };
}

/** Whether the environment may give a key. */
export function isVariable(name: string): boolean {
  return name === name.toUpperCase();
}

/** One of some values, spelt exactly so. */
export function oneOf<const T extends string>(values: readonly T[]): ValueType<T> {
  return {
    allowed: values.map((value) => `"${value}"`).join(', '),
    parse(text) {
      const value = values.find((known) => known === text);
      if (value !== undefined) return { value };
      return {
        flaws: [{ wrong: 'has an unknown value', fix: 'correct it', nearest: nearest(text, values) }],
      };
    },
  };
}

const TRUE_FALSE = oneOf(['true', 'false']);

/** `"true"` or `"false"`, in lower case. */
export const boolean: ValueType<boolean> = {
  allowed: '"true" or "false"',
  parse(text) {
    const parsed = TRUE_FALSE.parse(text);
    return 'flaws' in parsed ? parsed : { value: parsed.value === 'true' };
  },
};

/** A text of one of the formats of the SecurityPolicy's schema. */
export function textOf(format: FormatName): ValueType<string> {
  const { allowed, flaw } = FORMATS[format];
  return {
    allowed,
    parse(text) {
      const found = flaw(text);
      return found ? { flaws: [found] } : { value: text };
    },
  };
}

/** Entries of a format with commas between them and blanks around them; a blank text is an empty list. */
export function csvOf(format: FormatName): ValueType<readonly string[]> {
  const { allowed, flaw } = FORMATS[format];
  return {
    allowed: `a comma-separated list, each entry ${allowed}`,
    parse(text) {
      const value = text.trim() === '' ? [] : text.split(',').map((entry) => entry.trim());
      const flaws = value.flatMap((entry) => {
        const found = flaw(entry);
        return found ? [{ ...found, found: entry }] : [];
      });
      return flaws.length > 0 ? { flaws } : { value };
    },
  };
}

/** The key that names a SecurityPolicy; readPolicy looks it up itself. */
export const POLICY_KEY = 'policy';

/** The keys that all functions share. */
const COMMON_KEYS: readonly ConfigKey[] = [
  configKey(
    'mode',
    'Whether errors block (enforce) or are only reported (report).',
    oneOf(MODES),
    (spec, mode) => {
      spec.mode = mode;
    },
  ),
  configKey(POLICY_KEY, 'Name of the SecurityPolicy in the package that holds.', textOf('name'), () => {}),
  configKey('SECURITY_POLICY_LEVEL', 'How severe findings are.', oneOf(LEVELS), (spec, level) => {
    spec.level = level;
  }),
  configKey(
    'annotate',
    'Which resources get an annotation with their verdict.',
    oneOf(ANNOTATE),
    (spec, annotate) => {
      spec.annotate = annotate;
    },
  ),
  configKey('report', "The report's name, or none.", textOf('name'), (spec, name) => {
    spec.report.name = name;
  }),
];

/**
 * All keys of a function's ConfigMap, the common ones first: the table of its README.
 *
 * @param own the function's rows; one that has the name of a common row replaces it
 */
export function configKeys(own: readonly ConfigKey[]): ConfigKey[] {
  const rows = new Map([...COMMON_KEYS, ...own].map((key) => [key.name, key]));
  return [...rows.values()];
}

/** The names of each function's own keys, to tell a key of another function from a misspelt one. */
export const FUNCTION_KEYS: Readonly<Record<string, readonly string[]>> = {
  'image-allowlist': ['ALLOWED_REGISTRIES', 'requireDigest'],
  'verify-signatures': [
    'ALLOW_UNSIGNED',
    'COSIGN_REQUIRED',
    'COSIGN_TIMEOUT',
    'PARALLEL_SCANS',
    'COSIGN_KEY',
    'CERTIFICATE_IDENTITY',
    'CERTIFICATE_OIDC_ISSUER',
    'pin',
  ],
  'kubeconform-check': [
    'kubernetes_version',
    'strict',
    'skip_kinds',
    'reject_kinds',
    'ignore_missing_schemas',
    'schema_location',
    'additional_schema_locations',
  ],
  'validate-tmf921': ['profile'],
  'compliance-score': [
    'threshold',
    'EMERGENCY_OVERRIDE',
    'OVERRIDE_LEVEL',
    'OVERRIDE_JUSTIFICATION',
    'OVERRIDE_APPROVED_BY',
    'OVERRIDE_EXPIRES',
  ],
};
