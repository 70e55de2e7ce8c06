import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ConfigError, keyPath, problem, show } from '../../../functions/lib/policy/error.ts';
import { printable } from '../../../functions/lib/printable.ts';

for (const [text, expected] of [
  ['plain ä 日本', 'plain ä 日本'],
  ['a\nb\t\u001b[31m\u007f\u0085', 'a\\u{a}b\\u{9}\\u{1b}[31m\\u{7f}\\u{85}'],
  ['\u202e\u2066\u200b\ufeff\u2028\u061c', '\\u{202e}\\u{2066}\\u{200b}\\u{feff}\\u{2028}\\u{61c}'],
  ['\ud800x\u{e0041}', '\\u{d800}x\\u{e0041}'],
] as const) {
  test(`printable: ${expected}`, () => assert.is(printable(text), expected));
}

test('what is shown is at most 200 characters long', () => {
  for (const text of ['x'.repeat(1_000_000), '\u202e'.repeat(300), '😀'.repeat(300)]) {
    for (const shown of [printable(text), show(text)]) {
      assert.ok(shown.length <= 200 && shown.length > 190, `${shown.length}`);
      assert.match(shown, '…');
    }
  }
  assert.is(printable('x'.repeat(199)), 'x'.repeat(199));
});

for (const [value, expected] of [
  [undefined, 'nothing'],
  [null, 'null'],
  ['', '""'],
  ['true', '"true"'],
  [true, 'true'],
  [1.5, '1.5'],
  [2n ** 64n, '18446744073709551616'],
  [[1], 'a list'],
  [{ a: 1 }, 'a map'],
  [Object.create(null), 'a map'],
] as const) {
  test(`show: ${expected}`, () => assert.is(show(value), expected));
}

for (const [parent, key, expected] of [
  ['', 'spec', 'spec'],
  ['spec', 'level', 'spec.level'],
  ['spec.compliance.checks', 'POD-017', 'spec.compliance.checks.POD-017'],
  ['data', 'a.b', 'data["a.b"]'],
  ['data', '', 'data[""]'],
  ['data', '\u202e', 'data["\\u{202e}"]'],
] as const) {
  test(`key path: ${expected}`, () => assert.is(keyPath(parent, key), expected));
}

const fault = {
  document: 'functionConfig',
  field: 'data.mode',
  wrong: 'has an unknown value',
  found: 'enforced',
  allowed: '"enforce", "report"',
  nearest: 'enforce',
  fix: 'correct it',
};

test('a problem is one sentence', () => {
  assert.equal(problem(fault), {
    field: 'data.mode',
    found: '"enforced"',
    allowed: '"enforce", "report"',
    nearest: 'enforce',
    message:
      'data.mode of the functionConfig has an unknown value: found "enforced", allowed "enforce", "report" (did you mean enforce?); correct it',
  });
});

test('an error has the fields of its first problem and counts the others', () => {
  const first = problem(fault);
  const other = problem({ ...fault, field: 'data.annotate', nearest: undefined });
  const { name, message, field, found, allowed, nearest } = new ConfigError([first]);
  assert.equal({ field, found, allowed, nearest, message }, first);
  assert.is(name, 'ConfigError');
  const error = new ConfigError([other, first, first]);
  assert.is(error.message, `${other.message} (and 2 more)`);
  assert.is(error.nearest, undefined);
  assert.equal(error.problems, [other, first, first]);
});

test.run();
