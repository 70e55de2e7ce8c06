import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigError } from '../../../functions/lib/policy/error.ts';
import {
  boolean,
  type ConfigKey,
  configKey,
  configKeys,
  csvOf,
  FUNCTION_KEYS,
  isVariable,
  oneOf,
} from '../../../functions/lib/policy/keys.ts';
import { CHECK_SEVERITY, LEVELS, SEVERITY } from '../../../functions/lib/policy/levels.ts';
import type { Policy } from '../../../functions/lib/policy/policy.ts';
import { readPolicy } from '../../../functions/lib/policy/read.ts';
import { configMap, fullSpec, securityPolicy, wrongSpecs } from './documents.ts';

const keys: ConfigKey[] = [
  configKey('ALLOWED_REGISTRIES', 'What is allowed.', csvOf('registry'), (spec, registries) => {
    spec.images.allowedRegistries = registries;
  }),
  configKey('requireDigest', 'Whether digests are.', boolean, (spec, requireDigest) => {
    spec.images.requireDigest = requireDigest;
  }),
];

interface Surroundings {
  env?: Record<string, string | undefined>;
  items?: { [key: string]: unknown }[];
  own?: ConfigKey[];
}

function read(functionConfig: unknown, { env = {}, items = [], own = keys }: Surroundings = {}): Policy {
  const findPolicies = (name: string) =>
    items.filter(({ metadata }) => (metadata as { name: string }).name === name);
  return readPolicy({ functionConfig, fn: 'image-allowlist', keys: own, findPolicies, env });
}

function errorOf(functionConfig: unknown, surroundings?: Surroundings): ConfigError {
  try {
    read(functionConfig, surroundings);
  } catch (error) {
    assert.instance(error, ConfigError);
    return error as ConfigError;
  }
  throw new Error(`accepted ${JSON.stringify(functionConfig)}`);
}

const production = ['gcr.io', 'ghcr.io', 'registry.k8s.io', 'quay.io'];
const development = [...production, 'docker.io/library', 'docker.io/nephio', 'docker.io/oransc'];

const defaults: Policy = {
  level: 'strict',
  mode: 'enforce',
  annotate: 'all',
  images: { allowedRegistries: production, deny: [], requireDigest: false, fields: [], kptFunctions: false },
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
      ...['intent.json', 'expectation.json', '*.tmf921.json', '*.jsonld', '*.ttl'].map((key) => ({
        kind: 'ConfigMap',
        key,
      })),
      { kind: 'Intent' },
    ],
    limits: { bytes: 10_485_760, depth: 200 },
  },
  compliance: { threshold: 90, checks: {}, waivers: [], baseline: null, now: null },
  report: {
    name: 'security-report',
    timestamp: null,
    git: { commit: null, branch: null },
    policyReport: 'none',
  },
  override: null,
};

for (const absent of [
  undefined,
  null,
  {},
  configMap({}),
  { apiVersion: 'v1', kind: 'ConfigMap', data: null },
]) {
  test(`defaults of ${JSON.stringify(absent)}`, () => assert.equal(read(absent), defaults));
}

test('defaults of an empty SecurityPolicy', () => {
  assert.equal(read(securityPolicy({})), { ...defaults, name: 'production' });
  const { spec: _, ...rest } = securityPolicy({});
  assert.equal(read(rest), { ...defaults, name: 'production' });
  const { images, signatures, schemas, intents, compliance, report } = defaults;
  const empty = {
    images: {},
    signatures: {},
    schemas: {},
    intents: { limits: {} },
    compliance: {},
    report: { git: {} },
  };
  assert.equal(read(securityPolicy(empty)), {
    ...defaults,
    ...{ images, signatures, schemas, intents, compliance, report },
    name: 'production',
  });
});

for (const [level, registries, threshold] of [
  ['strict', production, 90],
  ['permissive', development, 60],
  ['demo', development, null],
] as const) {
  test(`level ${level}`, () => {
    for (const policy of [
      read(configMap({ SECURITY_POLICY_LEVEL: level })),
      read(null, { env: { SECURITY_POLICY_LEVEL: level } }),
      read(securityPolicy({ level })),
    ]) {
      assert.is(policy.level, level);
      assert.equal(policy.images.allowedRegistries, registries);
      assert.is(policy.compliance.threshold, threshold);
    }
  });
}

test('severities by level', () => {
  const row = (of: Readonly<Record<(typeof LEVELS)[number], string>>) => LEVELS.map((level) => of[level]);
  assert.equal(row(SEVERITY.registry), ['error', 'warning', 'info']);
  assert.equal(row(SEVERITY.digest), ['error', 'warning', 'info']);
  assert.equal(row(SEVERITY['mutable-tag']), ['warning', 'warning', 'info']);
  assert.equal(row(SEVERITY['no-digest']), ['info', 'info', 'info']);
  assert.equal(row(CHECK_SEVERITY['IMG-003']), ['critical', 'high', 'low']);
});

test('a SecurityPolicy says everything', () => {
  const allowedRegistries = ['gcr.io', 'localhost:5000', 'docker.io/nephio', '*.example.org/team-{a,b}'];
  assert.equal(read(securityPolicy(fullSpec)), {
    ...fullSpec,
    images: { ...fullSpec.images, allowedRegistries },
    name: 'production',
  });
});

test('part of a section leaves the defaults of the rest', () => {
  const spec = {
    intents: { limits: { depth: 5 } },
    report: { git: { branch: 'main' } },
    images: { requireDigest: true },
  };
  const policy = read(securityPolicy(spec));
  assert.equal(policy.intents, { ...defaults.intents, limits: { bytes: 10_485_760, depth: 5 } });
  assert.equal(policy.report, { ...defaults.report, git: { commit: null, branch: 'main' } });
  assert.equal(policy.images, { ...defaults.images, requireDigest: true });
});

test('each common key is read', () => {
  const policy = read(
    configMap({ mode: 'report', annotate: 'none', report: 'none', SECURITY_POLICY_LEVEL: 'demo' }),
  );
  assert.is(policy.mode, 'report');
  assert.is(policy.annotate, 'none');
  assert.is(policy.report.name, 'none');
  assert.is(policy.level, 'demo');
});

for (const [text, expected] of [
  ['gcr.io', ['gcr.io']],
  [' gcr.io ,\n docker.io/nephio/ ', ['gcr.io', 'docker.io/nephio']],
  ['', []],
  [' \n', []],
] as const) {
  test(`list ${JSON.stringify(text)}`, () => {
    assert.equal(read(configMap({ ALLOWED_REGISTRIES: text })).images.allowedRegistries, expected);
    assert.equal(read(null, { env: { ALLOWED_REGISTRIES: text } }).images.allowedRegistries, expected);
  });
}

test('keys override the SecurityPolicy that `policy` names, and the input stays as it was', () => {
  const item = securityPolicy(fullSpec);
  const before = structuredClone(item);
  const items = [securityPolicy({ level: 'demo' }, 'other'), item];
  assert.equal(read(configMap({ policy: 'production' }), { items }), read(item));
  const policy = read(
    configMap({ policy: 'production', mode: 'enforce', requireDigest: 'false', report: 'r' }),
    { items },
  );
  assert.equal(policy, {
    ...read(item),
    mode: 'enforce',
    images: { ...read(item).images, requireDigest: false },
    report: { ...fullSpec.report, name: 'r' },
  });
  assert.equal(item, before);
});

test('the level that a key gives brings its registries', () => {
  const items = [securityPolicy({ level: 'strict' })];
  const policy = read(configMap({ policy: 'production', SECURITY_POLICY_LEVEL: 'permissive' }), { items });
  assert.equal(policy.images.allowedRegistries, development);
});

test('a SecurityPolicy among the items counts only where it is named', () => {
  const items = [securityPolicy({ level: 'demo' })];
  assert.equal(read(null, { items }), defaults);
  assert.equal(read(configMap({}), { items }), defaults);
});

const env = {
  SECURITY_POLICY_LEVEL: 'demo',
  ALLOWED_REGISTRIES: 'quay.io',
  requireDigest: 'true',
  mode: 'report',
  policy: 'production',
  CI: 'true',
  ENVIRONMENT: 'development',
};

test('the environment fills in the upper-case keys that a ConfigMap leaves out', () => {
  const images = { ...defaults.images, allowedRegistries: ['quay.io'] };
  const demo = {
    ...defaults,
    level: 'demo',
    images,
    compliance: { ...defaults.compliance, threshold: null },
  };
  assert.equal(read(undefined, { env }), demo);
  assert.equal(read(configMap({}), { env }), demo);
  assert.is(read(configMap({ SECURITY_POLICY_LEVEL: 'permissive' }), { env }).level, 'permissive');
  assert.equal(read(configMap({ ALLOWED_REGISTRIES: '' }), { env }).images.allowedRegistries, []);
  assert.equal(
    read(null, { env: { ALLOWED_REGISTRIES: undefined, CI: 'true', ENVIRONMENT: 'dev' } }),
    defaults,
  );
});

test('the environment counts for nothing beside a SecurityPolicy', () => {
  const items = [securityPolicy({})];
  const expected = { ...defaults, name: 'production' };
  assert.equal(read(securityPolicy({}), { env }), expected);
  assert.equal(read(configMap({ policy: 'production' }), { env, items }), expected);
  assert.equal(
    read(configMap({ policy: 'production' }), { env: { SECURITY_POLICY_LEVEL: 'x' }, items }),
    expected,
  );
});

test('a wrong variable is an error, unless the ConfigMap has the key', () => {
  const wrong = { SECURITY_POLICY_LEVEL: 'stric' };
  const error = errorOf(undefined, { env: wrong });
  assert.is(error.field, 'SECURITY_POLICY_LEVEL');
  assert.is(error.nearest, 'strict');
  assert.match(error.message, 'SECURITY_POLICY_LEVEL of the environment');
  assert.is(read(configMap({ SECURITY_POLICY_LEVEL: 'demo' }), { env: wrong }).level, 'demo');
});

test("a function's row replaces the common one of its name", () => {
  let collects = false;
  const mode = configKey('mode', 'What it does.', oneOf(['enforce', 'report', 'collect']), (spec, value) => {
    if (value === 'collect') collects = true;
    else spec.mode = value;
  });
  assert.is(read(configMap({ mode: 'collect' }), { own: [mode] }).mode, 'enforce');
  assert.ok(collects);
  assert.match(errorOf(configMap({ mode: 'x' }), { own: [mode] }).allowed, '"collect"');
  assert.equal(
    configKeys([mode])
      .map(({ description }) => description)
      .filter((text) => text === mode.description),
    [mode.description],
  );
});

test('the table of keys', () => {
  const rows = configKeys(keys);
  assert.equal(
    rows.map(({ name }) => name),
    ['mode', 'policy', 'SECURITY_POLICY_LEVEL', 'annotate', 'report', 'ALLOWED_REGISTRIES', 'requireDigest'],
  );
  assert.equal(rows.map(({ name }) => name).filter(isVariable), [
    'SECURITY_POLICY_LEVEL',
    'ALLOWED_REGISTRIES',
  ]);
  for (const { description, allowed } of rows) {
    assert.match(description, /^[A-Z].*\.$/);
    assert.ok(allowed);
  }
  const all = Object.values(FUNCTION_KEYS).flat();
  assert.is(new Set(all).size, all.length);
});

const known = 'mode, policy, SECURITY_POLICY_LEVEL, annotate, report, ALLOWED_REGISTRIES, requireDigest';
const bool = '"true" or "false"';
const forms = 'a ConfigMap (v1) or a SecurityPolicy (security.nephio.org/v1alpha1)';
const fields = 'apiVersion, kind, metadata, data, immutable';
const registries =
  'a comma-separated list, each entry a registry or repository such as gcr.io or docker.io/nephio';
const levels = '"strict", "permissive", "demo"';

// [functionConfig, field, found, allowed, nearest, what else the message says]
const wrongConfigs: [unknown, string, string, string, string | undefined, string][] = [
  ['strict', 'functionConfig', '"strict"', forms, undefined, 'of the ResourceList is not a map'],
  [[], 'functionConfig', 'a list', forms, undefined, 'leave the configuration out'],
  [false, 'functionConfig', 'false', forms, undefined, 'is not a map'],
  [{ a: 1 }, 'kind', 'nothing', forms, undefined, 'write one of them'],
  [{ kind: 'Securitypolicy' }, 'kind', '"Securitypolicy"', forms, 'SecurityPolicy', 'is neither form'],
  [{ kind: 'Configmap', apiVersion: 'v1' }, 'kind', '"Configmap"', forms, 'ConfigMap', 'is neither form'],
  [{ kind: 5 }, 'kind', '5', forms, undefined, 'is neither form'],
  [{ kind: 'ConfigMap' }, 'apiVersion', 'nothing', '"v1"', undefined, 'correct it'],
  [{ ...configMap({}), binaryData: {} }, 'binaryData', '"binaryData"', fields, 'data', 'is not read'],
  [{ ...configMap({}), dat: {} }, 'dat', '"dat"', fields, 'data', 'not a field of a ConfigMap'],
  [configMap([]), 'data', 'a list', 'a map of keys to texts', undefined, 'wrong type'],
  [
    configMap({ requireDigest: true }),
    'data.requireDigest',
    'true',
    bool,
    '"true"',
    'write true or false in quotes',
  ],
  [configMap({ requireDigest: 1 }), 'data.requireDigest', '1', bool, undefined, 'put it in quotes'],
  [
    configMap({ requireDigest: 2n ** 60n }),
    'data.requireDigest',
    `${2n ** 60n}`,
    bool,
    undefined,
    'put it in quotes',
  ],
  [configMap({ requireDigest: null }), 'data.requireDigest', 'null', bool, undefined, 'leave it out'],
  [configMap({ requireDigest: {} }), 'data.requireDigest', 'a map', bool, undefined, 'give it a text'],
  [configMap({ requireDigest: 'True' }), 'data.requireDigest', '"True"', bool, 'true', 'unknown value'],
  [configMap({ requireDigest: 'yes' }), 'data.requireDigest', '"yes"', bool, undefined, 'unknown value'],
  [configMap({ requireDigest: ' true' }), 'data.requireDigest', '" true"', bool, 'true', 'unknown value'],
  [
    configMap({ require_digest: 'true' }),
    'data.require_digest',
    '"require_digest"',
    known,
    'requireDigest',
    'is not a key of image-allowlist',
  ],
  [configMap({ 'a.b': 'true' }), 'data["a.b"]', '"a.b"', known, undefined, 'correct or remove it'],
  [
    configMap(JSON.parse('{"__proto__": "x"}')),
    'data.__proto__',
    '"__proto__"',
    known,
    undefined,
    'is not a key',
  ],
  [configMap({ constructor: 'x' }), 'data.constructor', '"constructor"', known, undefined, 'is not a key'],
  [
    configMap({ COSIGN_KEY: 'x' }),
    'data.COSIGN_KEY',
    '"COSIGN_KEY"',
    known,
    undefined,
    'belongs to verify-signatures',
  ],
  [
    configMap({ threshold: 90 }),
    'data.threshold',
    '"threshold"',
    known,
    undefined,
    'belongs to compliance-score',
  ],
  [
    configMap({ mode: 'enforced' }),
    'data.mode',
    '"enforced"',
    '"enforce", "report"',
    'enforce',
    'unknown value',
  ],
  [
    configMap({ mode: 'collect' }),
    'data.mode',
    '"collect"',
    '"enforce", "report"',
    undefined,
    'unknown value',
  ],
  [
    configMap({ annotate: 'All' }),
    'data.annotate',
    '"All"',
    '"all", "failing", "none"',
    'all',
    'unknown value',
  ],
  [
    configMap({ report: 'A' }),
    'data.report',
    '"A"',
    'a name in lower-case letters, digits, - and .',
    undefined,
    'name of a resource',
  ],
  [
    configMap({ SECURITY_POLICY_LEVEL: '' }),
    'data.SECURITY_POLICY_LEVEL',
    '""',
    levels,
    undefined,
    'unknown value',
  ],
  [
    configMap({ SECURITY_POLICY_LEVEL: 'permisive' }),
    'data.SECURITY_POLICY_LEVEL',
    '"permisive"',
    levels,
    'permissive',
    'did you mean',
  ],
  [
    configMap({ ALLOWED_REGISTRIES: 'gcr.io,,quay.io' }),
    'data.ALLOWED_REGISTRIES',
    '""',
    registries,
    undefined,
    'empty entry',
  ],
  [
    configMap({ ALLOWED_REGISTRIES: 'gcr.io,' }),
    'data.ALLOWED_REGISTRIES',
    '""',
    registries,
    undefined,
    'empty entry',
  ],
  [
    configMap({ ALLOWED_REGISTRIES: 'https://gcr.io' }),
    'data.ALLOWED_REGISTRIES',
    '"https://gcr.io"',
    registries,
    'gcr.io',
    'scheme',
  ],
  [
    configMap({ ALLOWED_REGISTRIES: 'gcr.io quay.io' }),
    'data.ALLOWED_REGISTRIES',
    '"gcr.io quay.io"',
    registries,
    undefined,
    'blank',
  ],
  [
    configMap({ ALLOWED_REGISTRIES: 'gcr.io, nephio' }),
    'data.ALLOWED_REGISTRIES',
    '"nephio"',
    registries,
    'docker.io/nephio',
    'docker.io/library/nephio',
  ],
  [
    configMap({ policy: 'production' }),
    'data.policy',
    '"production"',
    'the name of exactly one',
    undefined,
    'names no SecurityPolicy',
  ],
  [
    configMap({ policy: '' }),
    'data.policy',
    '""',
    'a name in lower-case letters, digits, - and .',
    undefined,
    'not the name of a resource',
  ],
  [
    configMap({ policy: 5 }),
    'data.policy',
    '5',
    'a name in lower-case letters, digits, - and .',
    undefined,
    'put it in quotes',
  ],
  [
    { ...securityPolicy({}), apiVersion: 'security.nephio.org/v1' },
    'apiVersion',
    '"security.nephio.org/v1"',
    '"security.nephio.org/v1alpha1"',
    'security.nephio.org/v1alpha1',
    'did you mean',
  ],
  [
    { ...securityPolicy({}), apiVersion: 'v1' },
    'apiVersion',
    '"v1"',
    '"security.nephio.org/v1alpha1"',
    undefined,
    'unknown value',
  ],
];

for (const [config, field, found, allowed, nearest, also] of wrongConfigs) {
  test(`wrong: ${field} is ${found}`, () => {
    const error = errorOf(config);
    assert.equal(
      error.problems.map((problem) => problem.field),
      [field],
    );
    assert.is(error.field, field);
    assert.is(error.found, found);
    assert.is(error.allowed, allowed);
    assert.is(error.nearest, nearest);
    for (const part of [field, `found ${found}`, `allowed ${allowed}`, also])
      assert.match(error.message, part);
    if (nearest !== undefined) assert.match(error.message, `(did you mean ${nearest}?)`);
  });
}

for (const { spec, field } of wrongSpecs.slice(0, 12)) {
  test(`wrong in the functionConfig and in a named policy: ${field}`, () => {
    assert.is(errorOf(securityPolicy(spec)).field, field);
    const error = errorOf(configMap({ policy: 'production' }), { items: [securityPolicy(spec)] });
    assert.is(error.field, field);
    assert.match(error.message, `${field} of the SecurityPolicy "production"`);
  });
}

test('two policies of the name are one too many', () => {
  const items = [securityPolicy({}), securityPolicy({})];
  const error = errorOf(configMap({ policy: 'production' }), { items });
  assert.is(error.field, 'data.policy');
  assert.match(error.message, 'names 2 SecurityPolicy among the items');
});

test('all that is wrong is reported', () => {
  const data = { mode: 'x', policy: 'production', requireDigest: true, ALLOWED_REGISTRIES: 'a,,gcr.io:x' };
  const items = [securityPolicy({ level: 'x' })];
  const error = errorOf(
    { ...configMap(data), binaryData: {} },
    { items, env: { SECURITY_POLICY_LEVEL: 'x' } },
  );
  assert.equal(
    error.problems.map(({ field }) => field),
    [
      'binaryData',
      'spec.level',
      'data.mode',
      'data.requireDigest',
      ...Array(3).fill('data.ALLOWED_REGISTRIES'),
    ],
  );
  assert.ok(error.message.endsWith(' (and 6 more)'));
});

/** Reads anything: a policy, or a ConfigError whose texts may be printed. */
function readAnything(config: unknown, surroundings?: Surroundings): void {
  try {
    assert.ok(LEVELS.includes(read(config, surroundings).level));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const { field, found, allowed, nearest = '', message } of error.problems) {
      assert.ok(found.length <= 200 && nearest.length <= 200 && message.length < 3000, message);
      assert.not.match(`${field}${found}${allowed}${nearest}${message}`, /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }
  }
}

const nested = () => {
  let value: unknown = 'deep';
  for (let depth = 0; depth < 512; depth++) value = depth % 2 ? [value] : { value };
  return value;
};
const junk = fc.oneof(
  fc.anything({ withBigInt: true, withNullPrototype: true }),
  fc.json().map((text) => JSON.parse(text)),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'x'.repeat(100_000),
    '\u202e'.repeat(1000),
    nested(),
    JSON.parse('{"__proto__": {"a": 1}}'),
  ),
);

test('anything is read or is a ConfigError', () =>
  fc.assert(fc.property(junk, (config) => readAnything(config))));

test('a ConfigMap of anything', () => {
  const key = fc.oneof(
    fc.constantFrom(...configKeys(keys).map(({ name }) => name)),
    fc.string({ unit: 'binary' }),
  );
  const value = fc.oneof(fc.constantFrom('true', 'strict', 'report', 'production', ''), fc.string(), junk);
  const items = [securityPolicy(fullSpec)];
  fc.assert(fc.property(fc.dictionary(key, value), (data) => readAnything(configMap(data), { items })));
});

/** Every place in a value, as the keys that lead there. */
function places(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

function replaced(value: unknown, [key, ...path]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value) && !/^\d{1,3}$/.test(key)) return value;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], path, by);
  return copy;
}

test('a SecurityPolicy with anything in one place', () => {
  const document = securityPolicy(fullSpec);
  const place = fc.tuple(fc.constantFrom(...places(document)), fc.option(fc.string({ unit: 'binary' })));
  fc.assert(
    fc.property(place, junk, ([path, extra], value) => {
      readAnything(replaced(document, extra === null ? path : [...path.slice(0, -1), extra], value));
    }),
    { numRuns: 1000 },
  );
});

test('no number of wrong entries is too many', () => {
  const allowedRegistries = Array(200_000).fill(' ');
  const items = [securityPolicy({ images: { allowedRegistries } })];
  assert.is(
    errorOf(configMap({ policy: 'production' }), { items }).problems.length,
    allowedRegistries.length,
  );
  assert.is(errorOf(configMap({ ALLOWED_REGISTRIES: ','.repeat(199_999) })).problems.length, 200_000);
});

test.run();
