import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { allowMatcher, denials } from '../../functions/image-allowlist/allowlist.ts';
import { parseReference, type Reference } from '../../functions/lib/images/reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

function reference(text: string): Reference {
  const parsed = parseReference(text);
  assert.ok('reference' in parsed, `${text}: ${JSON.stringify(parsed)}`);
  return parsed.reference;
}

/** An entry, what it stands for, and what it doesn't. */
type Case = [entry: string, matched: string[], others: string[]];

const allowed: Case[] = [
  [
    'gcr.io',
    ['gcr.io/x', 'gcr.io/a/b/c:v1', 'GCR.IO/x', `gcr.io/x@${digest}`],
    [
      'gcr.io.evil.com/x',
      'gcrxio/x',
      'gcrxio.com/x',
      'evil/gcr.io/x',
      'evil.com/gcr.io/x',
      'gcr.io-evil/x',
      'gcr.io-evil.com/x',
      'us.gcr.io/x',
      'gcr.io:443/x',
      'gcr.io:5000/x',
      'gcr.io',
      'x',
    ],
  ],
  ['GCR.IO', ['gcr.io/x'], ['x']],
  ['gcr.io:443', ['gcr.io:443/x'], ['gcr.io/x', 'gcr.io:4430/x']],
  ['localhost', ['localhost/x'], ['localhost:5000/x', 'x/localhost']],
  ['nexus:5000', ['nexus:5000/x/y'], ['nexus:50001/x', 'nexus/x', 'nexus:5000']],
  ['nexus:5000/a', ['nexus:5000/a', 'nexus:5000/a/b'], ['nexus:5000/ab', 'nexus:5000/b/a']],
  [
    'ghcr.io/acme',
    ['ghcr.io/acme/upf', 'ghcr.io/acme/a/b', 'ghcr.io/acme:v1'],
    ['ghcr.io/acme-evil/upf', 'ghcr.io/evil/acme'],
  ],
  ['ghcr.io/acme/', ['ghcr.io/acme/upf'], ['ghcr.io/acmeupf']],
  [
    'docker.io',
    ['x', 'nephio/x', 'docker.io/a/b', 'index.docker.io/a', 'registry-1.docker.io/a/b'],
    ['docker.io:443/a'],
  ],
  ['index.docker.io', ['x', 'docker.io/nephio/x', 'registry.hub.docker.com/a/b'], []],
  ['docker.io/library', ['nginx', 'library/nginx', 'docker.io/nginx'], ['nephio/x', 'docker.io/libraryx/y']],
  ['docker.io/nephio', ['nephio/x', 'docker.io/nephio/x:v1'], ['nginx', 'nephiox/y', 'ghcr.io/nephio/x']],
  ['nephio/x', ['nephio/x', 'docker.io/nephio/x/y'], ['nephio/y', 'ghcr.io/nephio/x']],
  ['docker.io/nginx', ['nginx/unit'], ['nginx', 'library/nginx']],
  // Globs.
  [
    '*.gcr.io',
    ['us.gcr.io/x', 'eu.gcr.io/a/b'],
    ['gcr.io/x', 'us.gcr.io.evil.com/x', 'a/us.gcr.io/x', 'us.gcr.io:443/x'],
  ],
  ['*.GCR.io', ['us.gcr.io/x'], []],
  ['ghcr.io/acme/**', ['ghcr.io/acme/a', 'ghcr.io/acme/a/b'], ['ghcr.io/acme', 'ghcr.io/acmex/a']],
  [
    'ghcr.io/*/upf',
    ['ghcr.io/acme/upf', 'ghcr.io/b/upf:v1', 'ghcr.io/b/upf/c'],
    ['ghcr.io/upf', 'ghcr.io/a/b/upf', 'ghcr.io/a/upfx'],
  ],
  ['ghcr.io/**/upf', ['ghcr.io/upf', 'ghcr.io/a/b/upf'], ['quay.io/a/upf']],
  ['registry.{a,b}.io/x', ['registry.a.io/x', 'registry.b.io/x/y'], ['registry.c.io/x', 'registry.a.io/y']],
  ['registry[12].io', ['registry1.io/x', 'registry2.io/x'], ['registry3.io/x', 'registry.io/x']],
  ['quay.io/acme-?', ['quay.io/acme-1/x'], ['quay.io/acme-12/x']],
  ['*', ['x', 'gcr.io/a/b', 'localhost:5000/a'], []],
  ['nephio/*', ['nephio/x'], ['nginx', 'ghcr.io/nephio/x']],
  ['*:5000', ['nexus:5000/x'], ['nexus:5001/x']],
];

for (const [entry, matched, others] of allowed) {
  test(`${entry} allows what it names`, () => {
    const isAllowed = allowMatcher([entry]);
    for (const text of matched) assert.ok(isAllowed(reference(text)), text);
    for (const text of others) assert.not(isAllowed(reference(text)), text);
  });
}

const denied: Case[] = [
  [
    'docker.io/library/nginx:*',
    [
      'nginx',
      'nginx:1.25',
      'docker.io/nginx',
      `nginx@${digest}`,
      `nginx:1@${digest}`,
      'index.docker.io/library/nginx:2',
      'DOCKER.IO/nginx',
    ],
    ['nginx/unit', 'library/nginx/x', 'ghcr.io/library/nginx', 'redis'],
  ],
  ['docker.io/library/nginx', ['nginx', 'nginx:1', `nginx@${digest}`], ['redis', 'nginxinc/nginx']],
  ['nginx:*', ['nginx', 'nginx:1', `library/nginx@${digest}`], ['acme/nginx', 'ghcr.io/nginx']],
  [
    'nginx:1.2*',
    ['nginx:1.2', 'nginx:1.25', `nginx:1.25@${digest}`],
    ['nginx:1.3', 'nginx', `nginx@${digest}`],
  ],
  ['nginx:latest', ['nginx', 'nginx:latest'], ['nginx:1', `nginx@${digest}`]],
  ['docker.io/nginx:1', ['nginx:1', 'docker.io/library/nginx:1'], ['nginx:2']],
  [
    'ghcr.io/acme',
    ['ghcr.io/acme/upf', `ghcr.io/acme/upf:v1@${digest}`, 'ghcr.io:443/acme/upf'],
    ['ghcr.io/acmex/upf', 'ghcr.io:444/acme/upf'],
  ],
  ['ghcr.io/acme/', ['ghcr.io/acme/upf'], []],
  ['GHCR.io', ['ghcr.io/x', 'GHCR.IO/x', 'ghcr.io:443/x'], ['quay.io/x']],
  [
    `ghcr.io/acme/upf@${digest}`,
    [`ghcr.io/acme/upf@${digest}`, `ghcr.io/acme/upf:v1@${digest}`],
    ['ghcr.io/acme/upf', `ghcr.io/acme/upf@sha256:${'b'.repeat(64)}`],
  ],
  [
    'ghcr.io/acme/upf@sha256:aa*',
    [`ghcr.io/acme/upf@${digest}`],
    [`ghcr.io/acme/upf@sha256:${'b'.repeat(64)}`],
  ],
  [`*@${digest}`, [`nginx@${digest}`, `ghcr.io/a/b@${digest}`], ['nginx']],
  ['nexus:5000', ['nexus:5000/x', 'nexus:5000'], ['nexus:5001/x', 'nexus:1']],
  ['nexus:5000/app:1.*', ['nexus:5000/app:1.0'], ['nexus:5000/app:2.0', 'nexus:5000/app']],
  ['gcr.io:443', ['gcr.io:443/x'], ['gcr.io/x']],
  // Globs.
  ['*', ['x', 'gcr.io/a'], []],
  [
    '*:latest',
    ['nginx', 'ghcr.io/a/b', 'ghcr.io/a/b:latest', 'localhost:5000/x:latest'],
    ['nginx:1', `nginx@${digest}`],
  ],
  ['**/nginx:*', ['nginx', 'ghcr.io/a/nginx:1', `nginx@${digest}`], ['ghcr.io/nginx/a']],
  ['nginx*:1', ['nginx:1', 'nginx-unit:1'], ['nginx:2', 'redis:1']],
  ['*.gcr.io', ['us.gcr.io/x', 'us.gcr.io:443/x'], ['gcr.io/x']],
  ['*.gcr.io:latest', ['us.gcr.io/x', 'us.gcr.io/a/b:latest'], ['us.gcr.io/x:1']],
  ['ghcr.io/*/upf:v1', ['ghcr.io/a/upf:v1'], ['ghcr.io/a/upf:v2', 'ghcr.io/a/b/upf:v1']],
  ['registry.{a,b}.io', ['registry.a.io/x', 'registry.b.io/x'], ['registry.c.io/x']],
  ['[gq]cr.io/x', ['gcr.io/x', 'qcr.io/x:1'], ['acr.io/x']],
  // All names of Docker Hub are one registry.
  ...[
    'docker.io',
    'index.docker.io',
    'Registry-1.docker.io',
    'registry.hub.docker.com',
    '*.docker.io',
    'registry.hub.*.com',
    'docker.i?',
  ].map(
    (entry): Case => [
      entry,
      [
        'nginx',
        'nephio/x',
        'docker.io/a/b',
        'index.docker.io/a/b',
        'registry-1.docker.io/a/b',
        'registry.hub.docker.com/a/b',
        'docker.io:443/a/b',
        'registry-1.docker.io:443/a/b',
      ],
      ['ghcr.io/docker.io/x', 'docker.io.evil.com/x', 'localhost/docker.io'],
    ],
  ),
  [
    'docker.io/library/nginx:1',
    ['docker.io:443/nginx:1', 'registry-1.docker.io:443/library/nginx:1'],
    ['docker.io:444/library/nginx:1'],
  ],
];

for (const [entry, matched, others] of denied) {
  test(`${entry} denies what it names`, () => {
    const deniedBy = denials(['other.example', entry]);
    for (const text of matched) assert.is(deniedBy(reference(text)), entry, text);
    for (const text of others) assert.is(deniedBy(reference(text)), undefined, text);
  });
}

test('empty lists match nothing', () => {
  assert.not(allowMatcher([])(reference('nginx')));
  assert.is(denials([])(reference('nginx')), undefined);
});

const registry = fc.constantFrom(
  'gcr.io',
  'ghcr.io',
  'docker.io',
  'index.docker.io',
  'localhost:5000',
  'gcr.io:443',
  'GCR.IO',
  'gcr.io.evil.com',
);
const word = fc.constantFrom('acme', 'nephio', 'library', 'upf', 'nginx', 'gcr.io');
const image = fc
  .tuple(
    fc.option(registry),
    fc.array(word, { minLength: 1, maxLength: 3 }),
    fc.option(fc.constantFrom('latest', '1', '1.25')),
    fc.boolean(),
  )
  .map(([host, path, tag, pinned]) =>
    reference(
      `${host ? `${host}/` : ''}${path.join('/')}${tag ? `:${tag}` : ''}${pinned ? `@${digest}` : ''}`,
    ),
  );
const entry = fc
  .tuple(
    fc.oneof(registry, fc.constantFrom('*.io', 'gcr.*', 'g?cr.io', '*')),
    fc.array(fc.oneof(word, fc.constantFrom('*', '**', 'ngin?')), { maxLength: 3 }),
  )
  .map((parts) => parts.flat().join('/'));
const denial = fc
  .tuple(entry, fc.constantFrom('', ':*', ':latest', ':1*', `@${digest}`))
  .map((parts) => parts.join(''));

test('another allowed entry never takes anything away, and a denial never adds anything', () => {
  const lists = fc.tuple(
    image,
    fc.array(entry, { maxLength: 4 }),
    entry,
    fc.array(denial, { maxLength: 4 }),
    denial,
  );
  fc.assert(
    fc.property(lists, ([ref, allow, more, deny, further]) => {
      if (allowMatcher(allow)(ref)) assert.ok(allowMatcher([...allow, more])(ref));
      if (denials(deny)(ref) !== undefined) assert.ok(denials([...deny, further])(ref));
    }),
    { numRuns: 2000 },
  );
});

test('order and repetition of entries make no difference', () => {
  fc.assert(
    fc.property(
      image,
      fc.array(entry, { maxLength: 4 }),
      fc.array(denial, { maxLength: 4 }),
      (ref, allow, deny) => {
        assert.is(allowMatcher(allow)(ref), allowMatcher([...allow, ...allow].reverse())(ref));
        assert.is(denials(deny)(ref) === undefined, denials([...deny, ...deny].reverse())(ref) === undefined);
      },
    ),
    { numRuns: 1000 },
  );
});

test('a registry that no entry names is never allowed', () => {
  const named = fc
    .tuple(fc.constantFrom('gcr.io', 'ghcr.io', 'quay.io', 'docker.io'), fc.array(word, { maxLength: 3 }))
    .map((parts) => parts.flat().join('/'));
  const host = fc.domain().filter((name) => !['gcr.io', 'ghcr.io', 'quay.io', 'docker.io'].includes(name));
  const near = fc
    .tuple(
      fc.constantFrom('gcr.io', 'ghcr.io', 'quay.io', 'docker.io'),
      fc.constantFrom('.evil.com', ':443', '-evil.com', 'x', '.io'),
      fc.constantFrom('', 'x', 'a.'),
    )
    .map(([name, after, before]) => before + name + after)
    .filter((name) => !['gcr.io', 'ghcr.io', 'quay.io', 'docker.io'].includes(name));
  fc.assert(
    fc.property(
      fc.oneof(host, near),
      fc.array(word, { minLength: 1, maxLength: 4 }),
      fc.array(named),
      (other, path, allow) => {
        assert.not(allowMatcher(allow)(reference([other, ...path].join('/'))));
      },
    ),
    { numRuns: 2000 },
  );
});

test('an image in an allowed registry or folder is allowed', () => {
  fc.assert(
    fc.property(image, fc.nat(), (ref, n) => {
      const parts = [ref.registry, ...ref.repository.split('/')];
      assert.ok(allowMatcher([parts.slice(0, 1 + (n % parts.length)).join('/')])(ref));
    }),
    { numRuns: 1000 },
  );
});

test.run();
