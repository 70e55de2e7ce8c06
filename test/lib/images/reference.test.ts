import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  findPlaceholder,
  formatReference,
  normaliseRegistry,
  parseReference,
  repairReference,
} from '../../../functions/lib/images/reference.ts';

const sha256 = `sha256:${'0123456789abcdef'.repeat(4)}`;
const sha384 = `sha384:${'0123456789abcdef'.repeat(6)}`;
const sha512 = `sha512:${'0123456789abcdef'.repeat(8)}`;
const hex64 = sha256.slice('sha256:'.length);

// What github.com/distribution/reference 0.6.0 says of each too, unless a line says otherwise.
const wellFormed: [text: string, registry: string, repository: string, tag?: string, digest?: string][] = [
  // The defaults of Docker Hub.
  ['nginx', 'docker.io', 'library/nginx'],
  ['nginx:1.25', 'docker.io', 'library/nginx', '1.25'],
  ['nephio/x', 'docker.io', 'nephio/x'],
  ['nephio/x/y:v1', 'docker.io', 'nephio/x/y', 'v1'],
  ['docker.io/nginx', 'docker.io', 'library/nginx'],
  ['docker.io/library/nginx', 'docker.io', 'library/nginx'],
  ['docker.io/nephio/x', 'docker.io', 'nephio/x'],
  ['index.docker.io/nginx', 'docker.io', 'library/nginx'],
  ['index.docker.io/nephio/x', 'docker.io', 'nephio/x'],
  ['library/nginx', 'docker.io', 'library/nginx'],
  ['gcr.io', 'docker.io', 'library/gcr.io'],
  ['localhost', 'docker.io', 'library/localhost'],
  ['host:5000', 'docker.io', 'library/host', '5000'],
  // Registries.
  ['gcr.io/x', 'gcr.io', 'x'],
  ['gcr.io.evil.com/x', 'gcr.io.evil.com', 'x'],
  ['gcrxio/x', 'docker.io', 'gcrxio/x'],
  ['evil/gcr.io/x', 'docker.io', 'evil/gcr.io/x'],
  ['gcr.io:443/x', 'gcr.io:443', 'x'],
  ['localhost/x', 'localhost', 'x'],
  ['localhost:5000/x:v1', 'localhost:5000', 'x', 'v1'],
  ['nexus:5000/x', 'nexus:5000', 'x'],
  ['nexus:5000/x/y:v1', 'nexus:5000', 'x/y', 'v1'],
  ['10.0.0.1/x', '10.0.0.1', 'x'],
  ['10.0.0.1:65535/x', '10.0.0.1:65535', 'x'],
  ['[::1]/x', '[::1]', 'x'],
  ['[::1]:5000/x:v1', '[::1]:5000', 'x', 'v1'],
  ['[2001:db8::1]:5000/x', '[2001:db8::1]:5000', 'x'],
  ['xn--gr-fka.io/x', 'xn--gr-fka.io', 'x'],
  ['a--b.c-d/x', 'a--b.c-d', 'x'],
  // The library keeps the case of a host, and all names of Docker Hub but one.
  ['GCR.IO/x', 'gcr.io', 'x'],
  ['Docker.IO/nginx', 'docker.io', 'library/nginx'],
  ['Nexus/x', 'nexus', 'x'],
  ['LOCALHOST/x', 'localhost', 'x'],
  ['registry-1.docker.io/nginx', 'docker.io', 'library/nginx'],
  ['registry.hub.docker.com/library/nginx', 'docker.io', 'library/nginx'],
  // Tags and digests.
  ['ghcr.io/a/b:V1_x.y-z', 'ghcr.io', 'a/b', 'V1_x.y-z'],
  ['ghcr.io/a/b:_', 'ghcr.io', 'a/b', '_'],
  [`ghcr.io/a/b:${'t'.repeat(128)}`, 'ghcr.io', 'a/b', 't'.repeat(128)],
  [`nginx@${sha256}`, 'docker.io', 'library/nginx', undefined, sha256],
  [`nginx:1.25@${sha256}`, 'docker.io', 'library/nginx', '1.25', sha256],
  [`nexus:5000/x@${sha256}`, 'nexus:5000', 'x', undefined, sha256],
  [`nexus:5000/x:1@${sha512}`, 'nexus:5000', 'x', '1', sha512],
  [`x@${sha384}`, 'docker.io', 'library/x', undefined, sha384],
  // Components.
  ['ghcr.io/a.b/c_d/e__f/g-h/i---j/0', 'ghcr.io', 'a.b/c_d/e__f/g-h/i---j/0'],
  [`ghcr.io/${'a'.repeat(255)}`, 'ghcr.io', 'a'.repeat(255)],
  ['a'.repeat(247), 'docker.io', `library/${'a'.repeat(247)}`],
  [`${hex64}:v1`, 'docker.io', `library/${hex64}`, 'v1'],
];
for (const [text, registry, repository, tag, digest] of wellFormed) {
  test(`"${text.slice(0, 60)}" is well-formed`, () => {
    assert.equal(parseReference(text), { reference: { registry, repository, tag, digest } });
  });
}

const malformed: [text: string, problem: RegExp][] = [
  ['', /^is empty$/],
  [' ', /white space around/],
  [' nginx', /white space around/],
  ['nginx ', /white space around/],
  ['nginx\n', /white space around/],
  ['\ufeffnginx', /white space around/],
  ['ngi nx', /white space in/],
  ['ghcr.io/a\tb', /white space in/],
  ['ghcr.io/a\u00a0b', /white space in/],
  ['ghcr.io/a\u2028b', /white space in/],
  ['ghcr.io/a\0b', /which no registry accepts/],
  ['ghcr.io/a\u001bb', /which no registry accepts/],
  ['ghcr.io/a\u200bb', /which no registry accepts/],
  // Schemes.
  ['https://ghcr.io/a/b', /has a scheme/],
  ['docker://nginx', /has a scheme/],
  ['oci://ghcr.io/a/b', /has a scheme/],
  ['//ghcr.io/a', /has an empty component/],
  // Hosts.
  ['gcr.io./x', /no host name/],
  ['.gcr.io/x', /no host name/],
  ['gcr..io/x', /no host name/],
  ['-gcr.io/x', /no host name/],
  ['gcr-.io/x', /no host name/],
  // The library takes it for a path without registry, which no runtime does.
  ['a_b.io/x', /no host name/],
  ['gc\u0433.io/x', /no host name/],
  ['gcr.\uff49o/x', /no host name/],
  ['*.gcr.io/x', /no host name/],
  ['user:pass@ghcr.io/x', /digest of the kind "ghcr.io/],
  ['gcr.io:/x', /no host name/],
  [':5000/x', /no host name/],
  ['gcr.io:http/x', /no host name/],
  ['::1/x', /no host name/],
  ['[::1/x', /no host name/],
  ['[fe80::1%eth0]/x', /no host name/],
  ['[::ffff:10.0.0.1]/x', /no host name/],
  ['[]/x', /which no registry accepts/],
  ['[abc]/x', /which no registry accepts/],
  ['gcr.io:65536/x', /port 65536, which doesn't exist/],
  ['gcr.io:0443/x', /port 0443, which doesn't exist/],
  ['gcr.io:0/x', /port 0, which doesn't exist/],
  // Repositories.
  ['gcr.io/', /without a repository/],
  ['localhost:5000/', /without a repository/],
  ['/x', /empty component/],
  ['gcr.io//x', /empty component/],
  ['gcr.io/x/', /empty component/],
  ['gcr.io/x/:v1', /empty component/],
  ['NGINX', /upper case in the repository component "NGINX"/],
  ['ghcr.io/Acme/upf', /upper case in the repository component "Acme"/],
  ['ghcr.io/acme/\u212aube', /which no registry accepts/],
  ['ghcr.io/acme/\u0443pf', /which no registry accepts/],
  ['ghcr.io/.x', /which no registry accepts/],
  ['ghcr.io/x.', /which no registry accepts/],
  ['ghcr.io/..', /which no registry accepts/],
  ['ghcr.io/../x', /which no registry accepts/],
  ['ghcr.io/a___b', /which no registry accepts/],
  ['ghcr.io/a..b', /which no registry accepts/],
  ['ghcr.io/a-', /which no registry accepts/],
  ['ghcr.io/a+b', /which no registry accepts/],
  ['ghcr.io/a%2fb', /which no registry accepts/],
  ['ghcr.io/a\\b', /which no registry accepts/],
  ['ghcr.io/a?b', /which no registry accepts/],
  [`ghcr.io/${'a'.repeat(256)}`, /more than 255 characters/],
  ['a'.repeat(248), /more than 255 characters/],
  [`ghcr.io/${'a/'.repeat(128)}a`, /more than 255 characters/],
  ['a'.repeat(1025), /^is 1025 characters long/],
  // Tags.
  ['nginx:', /empty tag/],
  ['nginx:.1', /the tag ".1"/],
  ['nginx:-1', /the tag "-1"/],
  ['nginx:1:2', /which no registry accepts/],
  ['nginx:1+2', /the tag "1\+2"/],
  ['nginx:\u00e9', /the tag "\u00e9"/],
  [`nginx:${'t'.repeat(129)}`, /the tag "t+"/],
  // Digests.
  ['nginx@', /digest of the kind ""/],
  ['nginx@sha256', /isn't 64 lower-case/],
  ['nginx@sha256:', /isn't 64 lower-case/],
  [`nginx@${sha256.slice(0, -1)}`, /isn't 64 lower-case/],
  [`nginx@${sha256}0`, /isn't 64 lower-case/],
  [`nginx@sha256:${hex64.toUpperCase()}`, /isn't 64 lower-case/],
  [`nginx@sha256:${'g'.repeat(64)}`, /isn't 64 lower-case/],
  [`nginx@sha512:${hex64}`, /isn't 128 lower-case/],
  [`nginx@${sha256}:1`, /isn't 64 lower-case/],
  [`nginx@${sha256}@${sha256}`, /isn't 64 lower-case/],
  [`nginx@SHA256:${hex64}`, /digest of the kind "SHA256"/],
  ['nginx@md5:d41d8cd98f00b204e9800998ecf8427e', /digest of the kind "md5"/],
  ['nginx@sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709', /digest of the kind "sha1"/],
  [`nginx@sha256+b64:${hex64}`, /digest of the kind "sha256\+b64"/],
  [`nginx@__proto__:${hex64}`, /digest of the kind "__proto__"/],
  [`@${sha256}`, /has no name/],
  [':v1', /has no name/],
  // Runtimes take these for images that the node has already.
  [hex64, /image ID/],
  [sha256, /image ID/],
];
for (const [text, problem] of malformed) {
  test(`${JSON.stringify(text).slice(0, 60)} is malformed`, () => {
    const parsed = parseReference(text);
    assert.ok('problem' in parsed, JSON.stringify(parsed));
    assert.match(parsed.problem, problem);
  });
}

for (const [text, expected] of [
  ['docker.io', 'docker.io'],
  ['Index.Docker.io', 'docker.io'],
  ['registry-1.docker.io', 'docker.io'],
  ['registry.hub.docker.com', 'docker.io'],
  ['index.docker.io:443', 'index.docker.io:443'],
  ['GCR.io', 'gcr.io'],
] as const) {
  test(`the registry ${text} is ${expected}`, () => assert.is(normaliseRegistry(text), expected));
}

for (const [text, expected] of [
  ['$' + '{REGISTRY}/upf:v1', '$' + '{REGISTRY}'],
  ['ghcr.io/acme/upf:$' + '{TAG', '$' + '{TAG'],
  ['{{ .Values.image }}', '{{ .Values.image }}'],
  ['{{x}}', '{{x}}'],
  ['ghcr.io/{{x', '{{x'],
  ['$(IMAGE)', '$(IMAGE)'],
  ['$IMAGE', '$IMAGE'],
  ['<image>', '<image>'],
  ['ghcr.io/<your org>/upf', '<your org>'],
  ['%IMAGE%', '%IMAGE%'],
  ['@IMAGE@', '@IMAGE@'],
  ['nginx', undefined],
  [`nginx@${sha256}`, undefined],
  ['', undefined],
  [['a'.repeat(2000), '{{x}}'].join(''), undefined],
] as const) {
  test(`the placeholder of "${text.slice(0, 40)}" is ${expected}`, () =>
    assert.is(findPlaceholder(text), expected));
}

for (const [text, expected] of [
  [' nginx:1.25\n', 'nginx:1.25'],
  ['https://ghcr.io/acme/upf:v1', 'ghcr.io/acme/upf:v1'],
  ['docker://ghcr.io/acme/upf', 'ghcr.io/acme/upf'],
  ['oci://ghcr.io/acme/upf/', 'ghcr.io/acme/upf'],
  ['ghcr.io/Acme/UPF:V1', 'ghcr.io/acme/upf:V1'],
  [`nginx@sha256:${hex64.toUpperCase()}`, `nginx@${sha256}`],
  ['Nginx', 'nginx'],
  ['nginx', undefined],
  ['', undefined],
  ['ftp://ghcr.io/acme/upf', undefined],
  ['IMAGE_NAME', undefined],
  ['ghcr.io/acme/\u212aube', undefined],
  ['ghcr.io/acme//upf', undefined],
  [`nginx@md5:${'0'.repeat(32)}`, undefined],
  [hex64, undefined],
  ['x'.repeat(2000), undefined],
] as const) {
  test(`${JSON.stringify(text).slice(0, 60)} means ${expected}`, () =>
    assert.is(repairReference(text), expected));
}

const alnum = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const name = fc
  .tuple(
    fc.constantFrom(
      '',
      'gcr.io/',
      'GCR.io/',
      'localhost/',
      'localhost:5000/',
      'docker.io/',
      'index.docker.io/',
      '[::1]:80/',
    ),
    fc.array(fc.array(alnum, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
    fc.constantFrom('.', '_', '__', '-', '---'),
  )
  .map(([registry, path, separator]) => registry + path.map((words) => words.join(separator)).join('/'));
const reference = fc
  .tuple(name, fc.option(fc.stringMatching(/^[\w][\w.-]{0,20}$/)), fc.boolean())
  .map(([text, tag, pinned]) => `${text}${tag === null ? '' : `:${tag}`}${pinned ? `@${sha256}` : ''}`);

test('the full text of a reference is the same reference', () => {
  fc.assert(
    fc.property(reference, (text) => {
      const parsed = parseReference(text);
      assert.ok('reference' in parsed, JSON.stringify(parsed));
      assert.equal(parseReference(formatReference(parsed.reference)), parsed);
    }),
    { numRuns: 2000 },
  );
});

test('only lower-case ASCII without control characters or blanks comes out of any text', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.tuple(reference, fc.string({ unit: 'binary' })).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(text, (any) => {
      const parsed = parseReference(any);
      if ('problem' in parsed) return;
      const { registry, repository } = parsed.reference;
      assert.match(`${registry}/${repository}`, /^[a-z0-9.:[\]-]+(?:\/[a-z0-9._-]+)+$/);
    }),
    { numRuns: 5000 },
  );
});

const hostile = [
  'a',
  '-',
  '_',
  '.',
  '/',
  ':',
  '@',
  '[',
  '<',
  '%',
  '$(',
  '{{',
  'a-',
  'a.',
  'a/',
  'a:',
  ' ',
  '\n',
  'A',
  '__',
  'sha256:',
  '\ud800',
];

test('hostile texts of 10 MB cost nothing', () => {
  const start = performance.now();
  for (const part of hostile) {
    const text = part.repeat(10_000_000 / part.length);
    assert.ok('problem' in parseReference(text));
    findPlaceholder(text);
    assert.is(repairReference(text), undefined);
  }
  assert.ok(performance.now() - start < 5000, `${performance.now() - start} ms`);
});

test('no text makes a regular expression slow', () => {
  for (const part of hostile) {
    for (const end of ['', '!', '/x', '@', `@${sha256}`]) {
      const text = part.repeat(Math.floor(900 / part.length)) + end;
      const start = performance.now();
      for (let i = 0; i < 20; i++) {
        parseReference(text);
        findPlaceholder(text);
        repairReference(text);
      }
      assert.ok(performance.now() - start < 200, `${JSON.stringify(part)}: ${performance.now() - start} ms`);
    }
  }
});

test.run();
