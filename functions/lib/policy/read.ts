import { nearest } from '../nearest.ts';
import { ConfigError, type Fault, keyPath, type Problem, problem, show } from './error.ts';
import { FORMATS } from './formats.ts';
import { type ConfigKey, configKeys, FUNCTION_KEYS, isVariable, POLICY_KEY } from './keys.ts';
import { API_VERSION, isMap, KIND, type Policy, type Spec, withDefaults } from './policy.ts';
import { validateSecurityPolicy } from './validator.lazy.ts';

export interface PolicyInput {
  /** What the ResourceList says: nothing, null, an empty map, a ConfigMap or a SecurityPolicy. */
  functionConfig: unknown;
  /** Name of the function, such as `image-allowlist`. */
  fn: string;
  /** The function's own ConfigMap keys. */
  keys: readonly ConfigKey[];
  /** The values of the SecurityPolicy resources of a name among the items. */
  findPolicies: (name: string) => unknown[];
  env: Readonly<Record<string, string | undefined>>;
}

/** A document that validateSecurityPolicy has nothing against. */
interface SecurityPolicy {
  metadata: { name: string };
  spec?: Partial<Spec>;
}

const FUNCTION_CONFIG = 'functionConfig';

/**
 * The policy that holds for a run of a function. A SecurityPolicy stands for itself. The keys of a ConfigMap override
 * the SecurityPolicy that its key `policy` names; without that key the environment fills in what they leave out.
 * Whatever is said nowhere has its default, at level strict.
 *
 * @throws ConfigError with all that is wrong
 */
export function readPolicy(input: PolicyInput): Policy {
  const config = input.functionConfig ?? {};
  if (!isMap(config)) throw noForm('ResourceList', FUNCTION_CONFIG, 'is not a map', config);
  if (Object.keys(config).length === 0) return readKeys({}, input, []);
  if (config.kind === 'ConfigMap') return readConfigMap(config, input);
  if (config.kind !== KIND) throw noForm(FUNCTION_CONFIG, 'kind', 'is neither form', config.kind);
  const problems = validateSecurityPolicy(config, FUNCTION_CONFIG);
  if (problems.length > 0) throw new ConfigError(problems);
  const policy = config as unknown as SecurityPolicy;
  return withDefaults(specOf(policy), policy.metadata.name);
}

function noForm(document: string, field: string, wrong: string, found: unknown): ConfigError {
  const fault = {
    document,
    field,
    wrong,
    found,
    allowed: `a ConfigMap (v1) or a ${KIND} (${API_VERSION})`,
    nearest: typeof found === 'string' ? nearest(found, ['ConfigMap', KIND]) : undefined,
    fix: 'write one of them, or leave the configuration out',
  };
  return new ConfigError([problem(fault)]);
}

const CONFIG_MAP_FIELDS = ['apiVersion', 'kind', 'metadata', 'data', 'immutable'];

function readConfigMap(configMap: Record<string, unknown>, input: PolicyInput): Policy {
  const problems: Problem[] = [];
  const report = (fault: Omit<Fault, 'document'>) =>
    problems.push(problem({ document: FUNCTION_CONFIG, ...fault }));
  const { apiVersion, data } = configMap;
  if (apiVersion !== 'v1') {
    const wrong = 'is not that of a ConfigMap';
    report({ field: 'apiVersion', wrong, found: apiVersion, allowed: '"v1"', fix: 'correct it' });
  }
  for (const field of Object.keys(configMap)) {
    if (CONFIG_MAP_FIELDS.includes(field)) continue;
    report({
      field: keyPath('', field),
      wrong: field === 'binaryData' ? 'is not read' : 'is not a field of a ConfigMap',
      found: field,
      allowed: CONFIG_MAP_FIELDS.join(', '),
      nearest: field === 'binaryData' ? 'data' : nearest(field, CONFIG_MAP_FIELDS),
      fix: 'write the keys below data',
    });
  }
  if (data !== undefined && data !== null && !isMap(data)) {
    const allowed = 'a map of keys to texts';
    report({ field: 'data', wrong: 'has the wrong type', found: data, allowed, fix: 'correct it' });
  }
  return readKeys(isMap(data) ? data : {}, input, problems);
}

/** Reads the keys of a ConfigMap, adding to the problems that were found so far. */
function readKeys(data: Record<string, unknown>, input: PolicyInput, problems: Problem[]): Policy {
  const { fn, env } = input;
  const rows = new Map(configKeys(input.keys).map((row) => [row.name, row]));
  const named = Object.hasOwn(data, POLICY_KEY);
  const base = named ? findPolicy(data[POLICY_KEY], input, problems) : undefined;
  const spec = specOf(base);
  const read = (row: ConfigKey, document: string, field: string, text: string) => {
    for (const flaw of row.read(text, spec)) {
      problems.push(problem({ document, field, found: text, allowed: row.allowed, ...flaw }));
    }
  };

  for (const [key, value] of Object.entries(data)) {
    const row = rows.get(key);
    const field = keyPath('data', key);
    if (row === undefined) problems.push(unknownKey(key, fn, [...rows.keys()]));
    else if (typeof value !== 'string') problems.push(notText(field, value, row.allowed));
    else read(row, FUNCTION_CONFIG, field, value);
  }
  if (!named) {
    for (const row of rows.values()) {
      const text = env[row.name];
      if (!isVariable(row.name) || Object.hasOwn(data, row.name) || text === undefined) continue;
      read(row, 'environment', row.name, text);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return withDefaults(spec, base?.metadata.name);
}

function unknownKey(key: string, fn: string, known: readonly string[]): Problem {
  const owner = Object.keys(FUNCTION_KEYS).find((name) => FUNCTION_KEYS[name]?.includes(key));
  return problem({
    document: FUNCTION_CONFIG,
    field: keyPath('data', key),
    wrong: owner === undefined ? `is not a key of ${fn}` : `belongs to ${owner}, not to ${fn}`,
    found: key,
    allowed: known.join(', '),
    nearest: owner === undefined ? nearest(key, known) : undefined,
    fix: owner === undefined ? 'correct or remove it' : `move it to the functionConfig of ${owner}`,
  });
}

function notText(field: string, value: unknown, allowed: string): Problem {
  const scalar = value !== null && typeof value !== 'object';
  return problem({
    document: FUNCTION_CONFIG,
    field,
    wrong: 'is not a text',
    found: value,
    allowed,
    nearest: typeof value === 'boolean' ? show(String(value)) : undefined,
    // kpt takes the quotes off yes, no, on and off, which Kubernetes' YAML then takes for booleans.
    fix:
      typeof value === 'boolean'
        ? 'write true or false in quotes (not yes, no, on or off)'
        : scalar
          ? 'put it in quotes, as every value of a ConfigMap'
          : 'give it a text or leave it out',
  });
}

/** The one right SecurityPolicy of a name; undefined, with the problems added, where there isn't one. */
function findPolicy(
  name: unknown,
  { findPolicies }: PolicyInput,
  problems: Problem[],
): SecurityPolicy | undefined {
  // What isn't a name at all is the key's own fault.
  if (typeof name !== 'string' || FORMATS.name.flaw(name)) return undefined;
  const [policy, ...others] = findPolicies(name);
  if (policy === undefined || others.length > 0) {
    const [count, fix] =
      policy === undefined
        ? ['no', 'correct the name or add the policy']
        : [others.length + 1, 'give each its own name'];
    problems.push(
      problem({
        document: FUNCTION_CONFIG,
        field: `data.${POLICY_KEY}`,
        wrong: `names ${count} ${KIND} among the items`,
        found: name,
        allowed: 'the name of exactly one',
        fix,
      }),
    );
    return undefined;
  }
  for (const found of validateSecurityPolicy(policy, `${KIND} ${show(name)}`)) problems.push(found);
  return problems.length === 0 ? (policy as SecurityPolicy) : undefined;
}

/** A copy of what a SecurityPolicy says, so that keys can be written into it. */
function specOf(policy: SecurityPolicy | undefined): Spec {
  const spec = policy?.spec;
  return {
    ...spec,
    images: { ...spec?.images },
    signatures: { ...spec?.signatures },
    schemas: { ...spec?.schemas },
    intents: { ...spec?.intents },
    compliance: { ...spec?.compliance },
    report: { ...spec?.report },
  };
}
