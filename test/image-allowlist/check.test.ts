import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { check } from '../../functions/image-allowlist/check.ts';
import { LEVELS, type Level } from '../../functions/lib/policy/levels.ts';
import { defaultPolicy, type Images, type Policy } from '../../functions/lib/policy/policy.ts';
import type { Resource } from '../../functions/lib/resource.ts';

const digest = `sha256:${'a'.repeat(64)}`;

function policy(images: Partial<Images> = {}, level: Level = 'strict'): Policy {
  const base = defaultPolicy(level);
  return { ...base, images: { ...base.images, ...images } };
}

function resource(value: Resource['value'], path = 'a.yaml'): Resource {
  return { value, path, fileIndex: 0, package: '' };
}

function pod(...images: unknown[]): Resource {
  const containers = images.map((image, i) => ({ name: `c${i}`, image })) as Resource['value'][];
  return resource({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers } });
}

function judge(image: unknown, images: Partial<Images> = {}, level: Level = 'strict') {
  return check([pod(image)], policy(images, level)).findings;
}

function codes(image: unknown, images: Partial<Images> = {}, level: Level = 'strict'): string {
  return judge(image, images, level)
    .map(({ code, severity, rank }) => `${code} ${severity} ${rank}`)
    .join(', ');
}

// What each level makes of each code.
const table: Record<Level, Record<string, string>> = {
  strict: {
    'evil.example/x:1': 'IMG-003 error critical, IMG-002 info medium',
    '': 'IMG-005 error critical',
    'ghcr.io/A:1': 'IMG-005 error critical',
    '{{x}}': 'IMG-006 error critical',
    'ghcr.io/a/b': 'IMG-001 warning high, IMG-002 info medium',
    'ghcr.io/a/b:latest': 'IMG-001 warning high, IMG-002 info medium',
    'ghcr.io/a/b:Main': 'IMG-001 warning high, IMG-002 info medium',
    'ghcr.io/a/b:v1': 'IMG-002 info medium',
    [`ghcr.io/a/b:latest@${digest}`]: '',
    [`ghcr.io/a/b@${digest}`]: '',
    'nginx:1': 'IMG-003 error critical, IMG-002 info medium',
  },
  permissive: {
    'evil.example/x:1': 'IMG-003 warning high, IMG-002 info low',
    '': 'IMG-005 warning high',
    'ghcr.io/A:1': 'IMG-005 warning high',
    '{{x}}': 'IMG-006 warning high',
    'ghcr.io/a/b': 'IMG-001 warning high, IMG-002 info low',
    'ghcr.io/a/b:v1': 'IMG-002 info low',
    [`ghcr.io/a/b@${digest}`]: '',
    'nginx:1': 'IMG-002 info low',
    'nephio/x:1': 'IMG-002 info low',
    'oransc/x:1': 'IMG-002 info low',
    'acme/x:1': 'IMG-003 warning high, IMG-002 info low',
  },
  demo: {
    'evil.example/x:1': 'IMG-003 info low, IMG-002 info low',
    '': 'IMG-005 info low',
    'ghcr.io/A:1': 'IMG-005 info low',
    '{{x}}': 'IMG-006 info low',
    'ghcr.io/a/b': 'IMG-001 info high, IMG-002 info low',
    'ghcr.io/a/b:v1': 'IMG-002 info low',
    [`ghcr.io/a/b@${digest}`]: '',
    'nginx:1': 'IMG-002 info low',
  },
};

for (const level of LEVELS) {
  for (const [image, expected] of Object.entries(table[level])) {
    test(`${level}: "${image}"`, () => assert.is(codes(image, {}, level), expected));
  }
}

for (const [level, expected] of [
  ['strict', 'IMG-002 error medium'],
  ['permissive', 'IMG-002 warning low'],
  ['demo', 'IMG-002 info low'],
] as const) {
  test(`${level}: a digest that is required`, () => {
    assert.is(codes('ghcr.io/a/b:v1', { requireDigest: true }, level), expected);
    assert.is(codes(`ghcr.io/a/b@${digest}`, { requireDigest: true }, level), '');
    assert.is(codes(`ghcr.io/a/b:v1@${digest}`, { requireDigest: true }, level), '');
  });
}

test('an empty list allows nothing', () => {
  assert.match(codes(`ghcr.io/a/b@${digest}`, { allowedRegistries: [] }), /^IMG-003 error/);
  assert.match(judge('ghcr.io/a/b:v1', { allowedRegistries: [] })[0]?.message ?? '', /allowed: none at all/);
});

test('a denial wins over what allows', () => {
  const images = { allowedRegistries: ['*'], deny: ['docker.io/library/nginx:*'] };
  assert.is(codes(`nginx@${digest}`, images), 'IMG-003 error critical');
  assert.is(codes(`registry-1.docker.io/library/nginx@${digest}`, images), 'IMG-003 error critical');
  assert.is(codes(`redis@${digest}`, images), '');
});

// Nobody gets an image past the check by spoiling its name.
for (const image of [
  '',
  ' ',
  null,
  5,
  true,
  [],
  {},
  ['ghcr.io/a/b'],
  '$' + '{x}',
  '{{x}}',
  '$(x)',
  '<x>',
  'ghcr.io/a/$' + '{x}:v1',
  'ghcr.io/a/b:{{ .tag }}',
  'ghcr.io/a/b@<digest>',
  'ghcr.io/a/b:v1 ',
  'ghcr.io/a/b@md5:d41d8cd98f00b204e9800998ecf8427e',
  `ghcr.io/a/b@${digest.toUpperCase()}`,
  'a'.repeat(64),
  digest,
  'https://ghcr.io/a/b',
  'ghcr.io/a/b\u200b',
  'ghcr.io/../b',
  'x'.repeat(100_000),
]) {
  test(`never a pass: ${JSON.stringify(image).slice(0, 50)}`, () => {
    const [finding, ...more] = judge(image, { allowedRegistries: ['*.io', 'docker.io/library/x'] });
    assert.equal(more, []);
    assert.match(finding?.code ?? '', /^IMG-00[356]$/);
    assert.is(finding?.check, 'IMG-003');
    assert.is(finding?.severity, 'error');
    assert.match(finding?.message ?? '', /; (?:write|use) /);
  });
}

// What is found, allowed and proposed, and all that a package's author reads.
const messages: [image: unknown, images: Partial<Images>, expected: object][] = [
  [
    'nginx:1.25',
    {},
    {
      message:
        'container c0 uses nginx:1.25 (docker.io/library/nginx:1.25), which the policy does not allow (allowed: gcr.io, ghcr.io, registry.k8s.io, quay.io); use an image from there, or have the policy allow this one',
      found: 'nginx:1.25',
      allowed: 'gcr.io, ghcr.io, registry.k8s.io, quay.io',
      proposed: undefined,
    },
  ],
  [
    'k8s.gcr.io/pause:3.9',
    {},
    {
      message:
        'container c0 uses k8s.gcr.io/pause:3.9, which the policy does not allow (allowed: gcr.io, ghcr.io, registry.k8s.io, quay.io); use registry.k8s.io/pause:3.9',
      found: 'k8s.gcr.io/pause:3.9',
      allowed: 'gcr.io, ghcr.io, registry.k8s.io, quay.io',
      proposed: 'registry.k8s.io/pause:3.9',
    },
  ],
  [
    'ghcr.io/acme/upf:v1',
    { deny: ['ghcr.io/acme/upf:*'] },
    {
      message:
        'container c0 uses ghcr.io/acme/upf:v1, which the policy denies (ghcr.io/acme/upf:*); use another image',
      found: 'ghcr.io/acme/upf:v1',
      allowed: 'gcr.io, ghcr.io, registry.k8s.io, quay.io',
      proposed: undefined,
    },
  ],
  [
    'ghcr.io/Acme/upf:v1',
    {},
    {
      message:
        'container c0 uses the image "ghcr.io/Acme/upf:v1", which has upper case in the repository component "Acme"; write ghcr.io/acme/upf:v1',
      found: 'ghcr.io/Acme/upf:v1',
      allowed: undefined,
      proposed: 'ghcr.io/acme/upf:v1',
    },
  ],
  [
    'nginx ',
    {},
    {
      message:
        'container c0 uses the image "nginx ", which has white space around it; write a reference such as ghcr.io/acme/upf:v1.2.3',
      found: 'nginx ',
      allowed: undefined,
      proposed: undefined,
    },
  ],
  [
    null,
    {},
    {
      message:
        'container c0 uses the image "", which is empty; write a reference such as ghcr.io/acme/upf:v1.2.3',
      found: '',
      allowed: undefined,
      proposed: undefined,
    },
  ],
  [
    5,
    {},
    {
      message: 'container c0 has an image that is no text; write a reference such as ghcr.io/acme/upf:v1.2.3',
      found: undefined,
      allowed: undefined,
      proposed: undefined,
    },
  ],
  [
    'ghcr.io/acme/upf:{{ .tag }}',
    {},
    {
      message:
        'container c0 uses the image "ghcr.io/acme/upf:{{ .tag }}", in which the placeholder {{ .tag }} stands for a value; write the value, or render the template before this check',
      found: 'ghcr.io/acme/upf:{{ .tag }}',
      allowed: undefined,
      proposed: undefined,
    },
  ],
];

for (const [image, images, expected] of messages) {
  test(`the first finding on ${JSON.stringify(image)}`, () => {
    const { message, found, allowed, proposed } = judge(image, images)[0] ?? {};
    assert.equal({ message, found, allowed, proposed }, expected);
    assert.match(message ?? '', /^[ -~]*$/);
  });
}

test('mutable tags and missing digests say what to do', () => {
  const images = { requireDigest: true };
  const said = (image: string) =>
    judge(image, images).map(({ message }) => message.replace('container c0 uses ', ''));
  assert.equal(said('ghcr.io/a/b'), [
    'ghcr.io/a/b with no tag, which means latest; name a version',
    'ghcr.io/a/b without a digest, and the policy requires one; append @sha256:<digest>',
  ]);
  assert.is(
    said('ghcr.io/a/b:latest')[0],
    'ghcr.io/a/b:latest with the tag latest, which moves; name a version',
  );
  const long = `ghcr.io/${'a/'.repeat(100)}b:latest`;
  assert.match(said(long)[0] ?? '', / with the tag latest, which moves; name a version$/);
  assert.is(
    judge('ghcr.io/a/b:v1')[0]?.message,
    'container c0 uses ghcr.io/a/b:v1 without a digest, and a tag can be moved; append @sha256:<digest>',
  );
});

test('a proposal is only made where the policy admits it, and where it replaces all of the field', () => {
  const proposed = (image: string, images: Partial<Images> = {}) => judge(image, images)[0]?.proposed;
  assert.is(proposed('k8s.gcr.io/pause:3.9', { allowedRegistries: ['ghcr.io'] }), undefined);
  assert.is(proposed('k8s.gcr.io/pause:3.9', { deny: ['registry.k8s.io/pause'] }), undefined);
  assert.is(proposed('ghcr.io/Acme/upf', { deny: ['ghcr.io/acme'] }), undefined);
  assert.is(proposed('https://evil.example/x'), undefined);
  assert.is(
    proposed('gcr.io/kpt-fn/set-labels:v0.2', { allowedRegistries: ['ghcr.io'] }),
    'ghcr.io/kptdev/krm-functions-catalog/set-labels:v0.2',
  );
  const kustomization = resource({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    images: [
      { name: 'pause', newName: 'k8s.gcr.io/pause', newTag: '3.9' },
      { name: 'b', newName: 'ghcr.io/B', newTag: '1' },
    ],
  });
  const { findings } = check([kustomization], policy());
  assert.equal(
    findings.map(({ code, proposed: text }) => `${code} ${text}`),
    ['IMG-003 undefined', 'IMG-002 undefined', 'IMG-005 undefined'],
  );
});

test('kustomize without a tag leaves tag and digest to what it changes', () => {
  const kustomization = resource({
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    images: [
      { name: 'a', newName: 'ghcr.io/acme/a' },
      { name: 'b', newName: 'evil.example/b' },
    ],
  });
  assert.equal(
    check([kustomization], policy({ requireDigest: true })).findings.map(({ code }) => code),
    ['IMG-003'],
  );
});

test('kpt chooses a tag among versions', () => {
  const kptfile = resource({
    apiVersion: 'kpt.dev/v1',
    kind: 'Kptfile',
    pipeline: { mutators: [{ image: 'set-labels', tag: '>=0.2' }] },
  });
  const { findings } = check([kptfile], policy({ requireDigest: true }));
  assert.equal(
    findings.map(({ code, severity, message }) => `${code} ${severity} ${message}`),
    [
      'IMG-001 warning kpt function uses ghcr.io/kptdev/krm-functions-catalog/set-labels with the versions >=0.2, which move; name a version',
      'IMG-002 error kpt function uses ghcr.io/kptdev/krm-functions-catalog/set-labels without a digest, and the policy requires one; append @sha256:<digest>',
    ],
  );
});

test('the resources with an image are checked, whatever is found', () => {
  const good = pod(`ghcr.io/a/b@${digest}`);
  const bad = pod('');
  const none = resource({ apiVersion: 'v1', kind: 'Service', spec: {} });
  const { findings, checked } = check([good, none, bad], policy());
  assert.equal([...checked], [good, bad]);
  assert.equal(
    findings.map((finding) => finding.resource),
    [bad],
  );
  assert.equal(findings[0]?.segments, ['spec', 'containers', 0, 'image']);
});

test('what a package says of itself excuses nothing', () => {
  const annotations = {
    'security.nephio.org/image-allowlist': 'pass',
    'config.kubernetes.io/local-config': 'true',
  };
  const value = { ...pod('evil.example/x').value, metadata: { name: 'p', annotations } };
  assert.is(check([resource(value)], policy()).findings[0]?.code, 'IMG-003');
});

test('messages show neither control characters nor endless texts', () => {
  const name = '\u001b[31m\u202e'.repeat(1000);
  const value = { apiVersion: 'v1', kind: 'Pod', spec: { containers: [{ name, image: `${name}/x` }] } };
  const { findings } = check(
    [resource(value)],
    policy({ allowedRegistries: Array.from({ length: 1000 }, (_, i) => `r${i}.io`) }),
  );
  const long = check(
    [pod('evil.example/x')],
    policy({ allowedRegistries: Array.from({ length: 1000 }, (_, i) => `r${i}.io`) }),
  );
  for (const { message } of [...findings, ...long.findings]) {
    assert.not.match(message, /\p{C}/u);
    assert.ok(message.length < 2000, String(message.length));
  }
});

const image = fc.oneof(
  fc.constantFrom(
    'nginx',
    'ghcr.io/a/b:v1',
    `gcr.io/x@${digest}`,
    'evil.example/x',
    '',
    '{{x}}',
    'ghcr.io/A',
    'gcr.io.evil.com/x',
    'nephio/x:latest',
  ),
  fc.string(),
  fc.constant(null),
  fc.integer(),
);

test("verdicts are the same each time, and don't depend on the other resources", () => {
  const pods = fc.array(fc.array(image, { maxLength: 3 }), { maxLength: 6 });
  const lists = fc.constantFrom<Partial<Images>>(
    {},
    { allowedRegistries: [] },
    { deny: ['*:latest'] },
    { requireDigest: true },
  );
  fc.assert(
    fc.property(pods, lists, fc.constantFrom(...LEVELS), (groups, images, level) => {
      const resources = groups.map((group) => pod(...group));
      const said = (list: Resource[]) => {
        const { findings, checked } = check(list, policy(images, level));
        return resources.map((one) => [
          checked.has(one),
          findings.filter((finding) => finding.resource === one),
        ]);
      };
      const all = said(resources);
      assert.equal(said(resources), all);
      assert.equal(said([...resources].reverse()), all);
      assert.equal(
        all,
        resources.map((one, i) => said([one])[i]),
      );
    }),
    { numRuns: 500 },
  );
});

test("what is found doesn't depend on the level, only how severe it is", () => {
  fc.assert(
    fc.property(image, (any) => {
      const images = { allowedRegistries: ['ghcr.io', 'gcr.io'] };
      const said = (level: Level) =>
        judge(any, images, level).map(({ code, message, proposed }) => [code, message, proposed]);
      assert.equal(said('permissive'), said('strict'));
      assert.equal(said('demo'), said('strict'));
    }),
    { numRuns: 1000 },
  );
});

test('10,000 resources are judged in less time than they are read', () => {
  const resources = Array.from({ length: 10_000 }, (_, i) =>
    pod(`ghcr.io/acme/nf-${i % 500}:v1`, 'registry.k8s.io/pause:3.9'),
  );
  const start = performance.now();
  assert.is(check(resources, policy()).findings.length, 20_000);
  assert.ok(performance.now() - start < 1500, `${performance.now() - start} ms`);
});

test.run();
