import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findMatches, matchesPattern } from '../../../functions/kubeconform-check/crd/pattern.lazy.ts';

const part = '[0-9a-fA-F]{1,4}';
const ipv6 = `^((${part}:){7}${part}|(${part}:){1,7}:|(${part}:){1,6}:${part}|(${part}:){1,5}(:${part}){1,2})$`;

/** A pattern, and texts that Go's regexp finds it in, and not. */
for (const [pattern, good, bad] of [
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', ['a', 'a-b'], ['', 'A', 'a-', 'a\n']],
  ['b', ['abc'], ['ac']],
  ['^.$', ['😀', 'é'], ['\n', 'ab']],
  ['(?i)k', ['K', '\u212a'], ['l']],
  ['\\bfoo\\b', ['a foo'], ['afoo', 'éfoo1']],
  ['^\\p{Greek}+\\z', ['αβ'], ['a']],
  ['\\Qa.b\\E', ['a.b'], ['acb']],
  ['^\\w\\d\\s$', ['a1 '], ['é1 ', 'a٣ ', 'a1\u00a0']],
  [ipv6, ['1:2:3:4:5:6:7:8', 'fe80::1'], ['1:2', 'g::']],
  ['^(a{1,63}){1,15}$', ['a'.repeat(900)], ['b']],
] as const) {
  test(`pattern ${pattern}`, () => {
    for (const text of good) assert.is(matchesPattern(pattern, text), true, text);
    for (const text of bad) assert.is(matchesPattern(pattern, text), false, text);
  });
}

for (const pattern of [
  '(',
  '(?=a)',
  '(a)\\1',
  'a**',
  'x{1001}',
  '(a{100}){100}',
  '\\Z',
  '[z-a]',
  '\\p{Foo}',
  '(?>a)',
]) {
  test(`${pattern} is no pattern of Go`, () => {
    const result = matchesPattern(pattern, 'a');
    assert.match((result as { uncompilable: string }).uncompilable, /^can't be compiled: .+$/);
  });
}

for (const [pattern, text, most, expected] of [
  ['[a-z]+', 'ab 1 c', 9, ['ab', 'c']],
  ['[a-z]+', 'ab 1 c', 1, ['ab']],
  ['x*', 'axb', 9, ['', 'x', '']],
  ['.*', 'a', 9, ['a']],
  ['a', 'b', 9, []],
] as const) {
  test(`the first ${most} of ${pattern} in ${text}`, () => {
    assert.equal(findMatches(pattern, text, most), expected);
  });
}

test('a pattern whose backtracking would never end', () => {
  assert.is(matchesPattern('^(a+)+$', `${'a'.repeat(10_000)}b`), false);
});

test('what is too long is not tried', () => {
  const long = matchesPattern('a'.repeat(30_000), 'a');
  assert.match((long as { uncompilable: string }).uncompilable, 'longer than');
  const costly = matchesPattern('(a?){900}b', 'a'.repeat(1_000_000));
  assert.match((costly as { uncompilable: string }).uncompilable, 'too long');
});

test('the same pattern costs the same each time, by its size and that of the text', () => {
  const costOf = (pattern: string, text: string) => {
    let cost = 0;
    const spend = (steps: number) => {
      cost += steps;
    };
    matchesPattern(pattern, text, { spend, paid: new Set() });
    return cost;
  };
  assert.is(costOf('(b?){500}', 'a'), costOf('(b?){500}', 'a'));
  assert.ok(costOf('(b?){500}', 'a'.repeat(1000)) > 10_000);
});

test.run();
