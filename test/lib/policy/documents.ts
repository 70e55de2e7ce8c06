/** A SecurityPolicy with the spec given. */
export function securityPolicy(spec: object, name = 'production'): { [key: string]: unknown } {
  return { apiVersion: 'security.nephio.org/v1alpha1', kind: 'SecurityPolicy', metadata: { name }, spec };
}

/** A ConfigMap as kpt makes it of `configMap:`. */
export function configMap(data: object): { [key: string]: unknown } {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'function-input' }, data };
}

/** Every field of a SecurityPolicy. */
export const fullSpec = {
  level: 'permissive',
  mode: 'report',
  annotate: 'failing',
  images: {
    allowedRegistries: ['gcr.io', 'localhost:5000', 'docker.io/nephio/', '*.example.org/team-{a,b}'],
    deny: ['docker.io/library/nginx:*', 'quay.io/x@sha256:*', 'nginx:1.27'],
    requireDigest: true,
    fields: [{ group: 'workload.nephio.org', kind: 'NFDeployment', path: 'spec.image' }],
    kptFunctions: true,
  },
  signatures: {
    allowUnsigned: true,
    noMatch: 'warn',
    matchRepository: true,
    policies: ['keyless', { apiVersion: 'policy.sigstore.dev/v1beta1', kind: 'ClusterImagePolicy' }],
    trustedRoot: { mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1' },
  },
  schemas: {
    kubernetesVersion: '1.34',
    strict: false,
    skipKinds: ['apps/v1/Deployment'],
    rejectKinds: ['Pod'],
    ignoreMissing: true,
    locations: ['configmap:schemas'],
  },
  intents: {
    profile: 'tmf921-v5',
    selectors: [{ kind: 'ConfigMap', label: 'a=b', key: '*.json' }],
    limits: { bytes: 1, depth: 2 },
  },
  compliance: {
    threshold: 75.5,
    checks: { 'POD-017': { severity: 'info' } },
    waivers: [
      {
        check: 'POD-005',
        resource: { group: 'apps', kind: 'Deployment', namespace: 'ran', name: 'upf*' },
        container: 'upf',
        reason: 'user plane',
        owner: 'ran-team',
        expires: '2028-02-29',
      },
    ],
    baseline: { configMap: 'security-baseline' },
    now: '2026-11-22',
  },
  report: {
    name: 'none',
    timestamp: '2026-11-22T10:30:00.5+01:00',
    git: { commit: 'abc123', branch: 'main' },
    policyReport: 'openreports',
  },
  override: {
    level: 'demo',
    justification: 'outage 4711',
    approvedBy: 'duty-officer',
    expires: '2026-12-31',
  },
};

/** A wrong spec, and what its problem must say. */
export interface WrongSpec {
  spec: object;
  field: string;
  found: string;
  allowed: RegExp;
  nearest?: string;
}

const waiver = fullSpec.compliance.waivers[0];
const registry = (entry: unknown) => ({ spec: { images: { allowedRegistries: [entry] } } });

export const wrongSpecs: WrongSpec[] = [
  {
    spec: { level: 'Strict' },
    field: 'spec.level',
    found: '"Strict"',
    allowed: /^"strict", "permissive", "demo"$/,
    nearest: 'strict',
  },
  { spec: { level: null }, field: 'spec.level', found: 'null', allowed: /"demo"/ },
  { spec: { mode: 'collect' }, field: 'spec.mode', found: '"collect"', allowed: /^"enforce", "report"$/ },
  { spec: { mode: ['enforce'] }, field: 'spec.mode', found: 'a list', allowed: /"report"/ },
  {
    spec: { annotate: 'failling' },
    field: 'spec.annotate',
    found: '"failling"',
    allowed: /"all"/,
    nearest: 'failing',
  },
  { spec: { image: {} }, field: 'spec.image', found: '"image"', allowed: /images/, nearest: 'images' },
  { spec: { 'a.b\n': 1 }, field: 'spec["a.b\\u{a}"]', found: '"a.b\\u{a}"', allowed: /images/ },
  {
    spec: JSON.parse('{"__proto__": {"level": "demo"}}'),
    field: 'spec.__proto__',
    found: '"__proto__"',
    allowed: /level/,
  },
  { spec: { images: [] }, field: 'spec.images', found: 'a list', allowed: /^a map with allowedRegistries/ },
  {
    spec: { images: { requiredDigest: true } },
    field: 'spec.images.requiredDigest',
    found: '"requiredDigest"',
    allowed: /requireDigest/,
    nearest: 'requireDigest',
  },
  {
    spec: { images: { requireDigest: 'true' } },
    field: 'spec.images.requireDigest',
    found: '"true"',
    allowed: /^true or false$/,
  },
  {
    spec: { images: { allowedRegistries: 'gcr.io' } },
    field: 'spec.images.allowedRegistries',
    found: '"gcr.io"',
    allowed: /^a list$/,
  },
  { ...registry(7), field: 'spec.images.allowedRegistries[0]', found: '7', allowed: /gcr\.io/ },
  {
    ...registry('https://gcr.io'),
    field: 'spec.images.allowedRegistries[0]',
    found: '"https://gcr.io"',
    allowed: /gcr\.io/,
    nearest: 'gcr.io',
  },
  {
    spec: { images: { deny: ['gcr.io', 'nginx'] } },
    field: 'spec.images.deny[1]',
    found: '"nginx"',
    allowed: /nginx/,
    nearest: 'docker.io/library/nginx',
  },
  {
    spec: { images: { fields: [{ group: '', kind: 'Pod' }] } },
    field: 'spec.images.fields[0].path',
    found: 'nothing',
    allowed: /text/,
  },
  {
    spec: { signatures: { noMatch: 'deney' } },
    field: 'spec.signatures.noMatch',
    found: '"deney"',
    allowed: /"deny", "warn", "allow"/,
    nearest: 'deny',
  },
  {
    spec: { signatures: { policies: [3] } },
    field: 'spec.signatures.policies[0]',
    found: '3',
    allowed: /name.* or a map$/,
  },
  {
    spec: { signatures: { policies: ['A b'] } },
    field: 'spec.signatures.policies[0]',
    found: '"A b"',
    allowed: /name/,
  },
  {
    spec: { signatures: { trustedRoot: 'public-god' } },
    field: 'spec.signatures.trustedRoot',
    found: '"public-god"',
    allowed: /^"public-good" or a map$/,
    nearest: 'public-good',
  },
  {
    spec: { schemas: { kubernetesVersion: 1.34 } },
    field: 'spec.schemas.kubernetesVersion',
    found: '1.34',
    allowed: /"1\.34"/,
  },
  {
    spec: { schemas: { kubernetesVersion: 'master' } },
    field: 'spec.schemas.kubernetesVersion',
    found: '"master"',
    allowed: /1\.34/,
    nearest: 'latest',
  },
  {
    spec: { schemas: { kubernetesVersion: '1.99' } },
    field: 'spec.schemas.kubernetesVersion',
    found: '"1.99"',
    allowed: /1\.34/,
  },
  {
    spec: { schemas: { rejectKinds: ['a/b/c/Secret'] } },
    field: 'spec.schemas.rejectKinds[0]',
    found: '"a/b/c/Secret"',
    allowed: /a kind such as Deployment/,
  },
  {
    spec: { schemas: { locations: ['https://example.org/{{.ResourceKind}}.json'] } },
    field: 'spec.schemas.locations[0]',
    found: '"https://example.org/{{.ResourceKind}}.json"',
    allowed: /a folder/,
  },
  {
    spec: { schemas: { locations: ['/schemas/{{.ResourceKinds}}.json'] } },
    field: 'spec.schemas.locations[0]',
    found: '"/schemas/{{.ResourceKinds}}.json"',
    allowed: /a folder/,
    nearest: '.ResourceKind',
  },
  {
    spec: { schemas: { skipKinds: [' '] } },
    field: 'spec.schemas.skipKinds[0]',
    found: '" "',
    allowed: /a kind such as Deployment/,
  },
  {
    spec: { intents: { profile: 'tmf921-v6' } },
    field: 'spec.intents.profile',
    found: '"tmf921-v6"',
    allowed: /"auto", "tmf921-v5", "tmf921-v4", "ts28312", "intent-to-o2-demo"/,
    nearest: 'tmf921-v5',
  },
  {
    spec: { intents: { selectors: [{}] } },
    field: 'spec.intents.selectors[0]',
    found: 'a map',
    allowed: /kind, label, key/,
  },
  {
    spec: { intents: { selectors: [{ label: 'a' }] } },
    field: 'spec.intents.selectors[0].label',
    found: '"a"',
    allowed: /label/,
  },
  {
    spec: { intents: { limits: { bytes: 0 } } },
    field: 'spec.intents.limits.bytes',
    found: '0',
    allowed: /at least 1/,
  },
  {
    spec: { intents: { limits: { depth: 12345678901234567890n } } },
    field: 'spec.intents.limits.depth',
    found: '12345678901234567890',
    allowed: /^an integer/,
  },
  {
    spec: { compliance: { threshold: 101 } },
    field: 'spec.compliance.threshold',
    found: '101',
    allowed: /from 0 to 100/,
  },
  {
    spec: { compliance: { threshold: Number.NaN } },
    field: 'spec.compliance.threshold',
    found: 'NaN',
    allowed: /from 0 to 100/,
  },
  {
    spec: { compliance: { checks: { 'a/b~c': {} } } },
    field: 'spec.compliance.checks["a/b~c"]',
    found: '"a/b~c"',
    allowed: /POD-005/,
  },
  {
    spec: { compliance: { checks: { 'POD-017': { severity: 'hihg' } } } },
    field: 'spec.compliance.checks.POD-017.severity',
    found: '"hihg"',
    allowed: /"critical"/,
    nearest: 'high',
  },
  ...['check', 'reason', 'owner', 'expires'].map((key) => ({
    spec: { compliance: { waivers: [waiver, { ...waiver, [key]: undefined }] } },
    field: `spec.compliance.waivers[1].${key}`,
    found: 'nothing',
    allowed: /^[^.]/,
  })),
  ...['2027-02-29', '2027-1-31', '2027-13-01', '31.01.2027', '2027-01-31T00:00:00Z'].map((expires) => ({
    spec: { compliance: { waivers: [{ ...waiver, expires }] } },
    field: 'spec.compliance.waivers[0].expires',
    found: `"${expires}"`,
    allowed: /^a date such as "2027-01-31"$/,
  })),
  {
    spec: { compliance: { waivers: [{ ...waiver, reason: '\t' }] } },
    field: 'spec.compliance.waivers[0].reason',
    found: '"\\u{9}"',
    allowed: /text/,
  },
  {
    spec: { compliance: { waivers: [{ ...waiver, resource: {} }] } },
    field: 'spec.compliance.waivers[0].resource',
    found: 'a map',
    allowed: /namespace/,
  },
  {
    spec: { compliance: { baseline: 'security-baseline' } },
    field: 'spec.compliance.baseline',
    found: '"security-baseline"',
    allowed: /^a map with configMap$/,
  },
  {
    spec: { compliance: { baseline: {} } },
    field: 'spec.compliance.baseline.configMap',
    found: 'nothing',
    allowed: /name/,
  },
  {
    spec: { compliance: { now: 20261122 } },
    field: 'spec.compliance.now',
    found: '20261122',
    allowed: /date/,
  },
  {
    spec: { report: { name: 'Report' } },
    field: 'spec.report.name',
    found: '"Report"',
    allowed: /lower-case/,
  },
  {
    spec: { report: { name: `${'a.'.repeat(127)}a` } },
    field: 'spec.report.name',
    found: `"${'a.'.repeat(98)}a…"`,
    allowed: /lower-case/,
  },
  {
    spec: { report: { timestamp: '2026-02-30T10:00:00Z' } },
    field: 'spec.report.timestamp',
    found: '"2026-02-30T10:00:00Z"',
    allowed: /time such as .* or null/,
  },
  { spec: { report: { git: { commit: 1 } } }, field: 'spec.report.git.commit', found: '1', allowed: /text/ },
  {
    spec: { report: { policyReport: 'openreport' } },
    field: 'spec.report.policyReport',
    found: '"openreport"',
    allowed: /"none", "wgpolicyk8s", "openreports"/,
    nearest: 'openreports',
  },
  ...['level', 'justification', 'approvedBy', 'expires'].map((key) => ({
    spec: { override: { ...fullSpec.override, [key]: undefined } },
    field: `spec.override.${key}`,
    found: 'nothing',
    allowed: /^./,
  })),
];
