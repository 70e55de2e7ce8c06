import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findPattern, matchesPattern } from '../../../functions/kubeconform-check/crd/pattern.lazy.ts';

for (const [pattern, text, expected] of [
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'my-name', true],
  ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'my-name-', false],
  ['b', 'abc', true],
  ['', '', true],
  ['a$', 'a\n', false],
  ['(?m)a$', 'a\nb', true],
  ['a\\z', 'ba', true],
  ['^.$', '😀', true],
  ['^.$', '\n', false],
  ['(?s)^.$', '\n', true],
  ['(?i)straße', 'STRAßE', true],
  ['(?i)k', '\u212a', true],
  ['^\\pL+$', 'äΣ', true],
  ['^\\w$', 'ä', false],
  ['^\\d$', '٣', false],
  ['[[:upper:]]', 'a', false],
  ['\\bb', 'a b', true],
  ['^\\Qa.b\\E$', 'a.b', true],
  ['^(?P<x>a)(?<y>b)$', 'ab', true],
  ['a{,2}', 'a{,2}', true],
  ['(a+)+$', `${'a'.repeat(100_000)}b`, false],
] as const) {
  test(`${pattern} in ${JSON.stringify(text.slice(0, 20))}: ${expected}`, () => {
    assert.is(matchesPattern(pattern, text), expected);
  });
}

for (const pattern of [
  '(',
  '[',
  'a++',
  'x**',
  '(?=a)',
  '(a)\\1',
  'a{1001}',
  'a{1000}{1000}',
  '((a{100}){100}){100}',
  '\\pX',
  '[z-a]',
  '\\',
]) {
  test(`${pattern} can't be compiled`, () => {
    const result = matchesPattern(pattern, 'a');
    assert.type(typeof result === 'object' && result.uncompilable, 'string');
    assert.equal(matchesPattern(pattern, 'a'), result);
  });
}

test('nothing takes more than a second', () => {
  const long = 'a'.repeat(10_000_000);
  for (const [pattern, text] of [
    ['a'.repeat(1_000_000), ''],
    ['('.repeat(9_000), ''],
    [`${'(?:'.repeat(2_000)}a${')*'.repeat(2_000)}`, 'a'],
    ['\\pL'.repeat(3_000), ''],
    [`[${'\\pL'.repeat(3_000)}]`, ''],
    ['(?i)\\pL{900}', 'é'.repeat(10_000)],
    ['^(a?){500}a{500}$', 'a'.repeat(50_000)],
    ['^(a?){500}a{500}$', long],
    ['(a+)+$', `${long}b`],
    ['(a|b)*a(a|b){12}c', 'ab'.repeat(500_000)],
  ] as const) {
    const start = performance.now();
    const result = matchesPattern(pattern, text);
    assert.ok(typeof result === 'boolean' || /^(?:it |error parsing regexp: )/.test(result.uncompilable));
    assert.ok(
      performance.now() - start < 1000,
      `${pattern.slice(0, 30)} took ${performance.now() - start} ms`,
    );
  }
});

test('the cost is told beforehand', () => {
  let steps = 0;
  matchesPattern('ab?c', 'a'.repeat(16_000), (more) => {
    steps += more;
  });
  assert.ok(steps > 4000);
  const refuse = () => {
    throw new RangeError('too much');
  };
  assert.throws(() => matchesPattern('abc?', 'a', refuse), 'too much');
  assert.throws(() => findPattern('abc?', 'a', 1, refuse), 'too much');
});

test('finds as Go does', () => {
  const find = (pattern: string, text: string, limit = Number.POSITIVE_INFINITY) =>
    findPattern(pattern, text, limit, () => {});
  assert.equal(find('a+', 'aab a'), ['aa', 'a']);
  assert.equal(find('a*', 'baac'), ['', 'aa', '']);
  assert.equal(find('', '😀a'), ['', '', '']);
  assert.equal(find('[a-c]', 'abc', 2), ['a', 'b']);
  assert.equal(find('x', 'abc'), []);
});

test('for plain letters and classes it is the same as RegExp', () => {
  const atom = fc.constantFrom('a', 'b', '[ab]', '[^a]', '\\.', '(?:ab|b)', 'a?', 'b*', '[a-z]+');
  fc.assert(
    fc.property(
      fc.array(atom, { maxLength: 6 }),
      fc.string({ unit: fc.constantFrom('a', 'b', '.', 'z', 'é') }),
      (atoms, text) => {
        const pattern = `^${atoms.join('')}$`;
        assert.is(matchesPattern(pattern, text), new RegExp(pattern, 'u').test(text));
      },
    ),
    { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 200) },
  );
});

test.run();
