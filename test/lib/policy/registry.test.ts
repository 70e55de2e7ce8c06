import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { registryFlaw } from '../../../functions/lib/policy/registry.ts';

const digest = `sha256:${'0a'.repeat(32)}`;

for (const entry of [
  'gcr.io',
  'GCR.io',
  'gcr.io/',
  'gcr.io/google-containers',
  'docker.io/library/',
  'localhost',
  'localhost:5000',
  'registry:5000',
  'registry:5000/team',
  'registry.local/a/b/c',
  'nephio/upf',
  '*',
  '*.example.org',
  '**/upf',
  'eu?.gcr.io/team-[ab]/{upf,smf}',
  'quay.io/a__b/c.d-e',
]) {
  test(`${entry} may be allowed and denied`, () => {
    assert.is(registryFlaw(entry, false), undefined);
    assert.is(registryFlaw(entry, true), undefined);
  });
}

for (const [entry, wrong, meant] of [
  ['', 'an empty entry'],
  [' ', 'blank'],
  [' gcr.io', 'blank', 'gcr.io'],
  ['gcr.io ghcr.io', 'blank'],
  ['gcr.io,ghcr.io', 'comma'],
  ['https://gcr.io', 'scheme', 'gcr.io'],
  ['https://gcr.io/', 'scheme', 'gcr.io'],
  ['oci://ghcr.io/x', 'scheme', 'ghcr.io/x'],
  ['://', 'scheme'],
  ['/gcr.io', 'is not the name'],
  ['gcr.io//x', 'is not the name'],
  ['gcr.io/x//', 'is not the name'],
  ['gcr.io:port/x', 'is not the name'],
  ['gcr.io:/x', 'is not the name'],
  ['gcr.io:123456/x', 'is not the name'],
  ['gcr.io/x:y:z', 'is not the name'],
  ['gcr.io/x@y@z', 'is not the name'],
  ['gcr.io/x/:tag', 'is not the name'],
  ['!gcr.io', 'is not the name'],
  ['gcr.io\u202e', 'is not the name'],
  ['gcr.io/é', 'is not the name'],
  ['gcr.io/[ab', 'bracket'],
  ['gcr.io/{a', 'bracket'],
  ['gcr.io/a]', 'bracket'],
  ['gcr.io/Team', 'upper case', 'gcr.io/team'],
  ['GCR.io/Team', 'upper case', 'GCR.io/team'],
  [`gcr.io/${'a'.repeat(600)}`, 'longer than 512'],
] as const) {
  test(`"${entry.slice(0, 40)}" is wrong, allowed or denied`, () => {
    for (const denied of [false, true]) {
      const flaw = registryFlaw(entry, denied);
      assert.match(flaw?.wrong ?? '', wrong);
      assert.is(flaw?.nearest, meant);
    }
  });
}

for (const [entry, meant] of [
  ['gcr.io/upf:1.0', 'gcr.io/upf'],
  ['gcr.io/upf:*', 'gcr.io/upf'],
  [`gcr.io/upf@${digest}`, 'gcr.io/upf'],
  [`gcr.io/upf:1.0@${digest}`, 'gcr.io/upf'],
  ['localhost:5000/upf:V1', 'localhost:5000/upf'],
  ['nginx:*', 'nginx'],
  ['gcr.io:latest', 'gcr.io'],
] as const) {
  test(`${entry} may be denied, not allowed`, () => {
    assert.is(registryFlaw(entry, true), undefined);
    const flaw = registryFlaw(entry, false);
    assert.match(flaw?.wrong ?? '', /^has a (tag|digest)$/);
    assert.is(flaw?.nearest, meant);
  });
}

test('a denied digest is in lower case', () => {
  const flaw = registryFlaw('gcr.io/x:V1@sha256:AB', true);
  assert.match(flaw?.wrong ?? '', 'upper case');
  assert.is(flaw?.nearest, 'gcr.io/x:V1@sha256:ab');
});

test('a single word lacks its registry', () => {
  const flaw = registryFlaw('nephio', false);
  assert.match(flaw?.fix ?? '', 'docker.io/nephio');
  assert.match(flaw?.fix ?? '', 'docker.io/library/nephio');
  assert.is(flaw?.nearest, 'docker.io/nephio');
  assert.is(registryFlaw('nginx/', true)?.nearest, 'docker.io/library/nginx');
});

test('hostile entries cost nothing', () => {
  const start = performance.now();
  for (const part of ['a', '/', ':', '[', '[a', '{a,', '*', ' ', 'a/', '\u0000', '://']) {
    for (const size of [500, 1_000_000]) assert.ok(registryFlaw(`${part.repeat(size)}!`, true));
  }
  assert.ok(performance.now() - start < 500);
});

test.run();
