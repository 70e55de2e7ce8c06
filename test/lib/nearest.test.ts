import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { nearest } from '../../functions/lib/nearest.ts';

const known = ['strict', 'permissive', 'demo', 'ALLOWED_REGISTRIES'];

for (const [text, expected] of [
  ['strict', 'strict'],
  ['Strict', 'strict'],
  ['stirct', 'strict'],
  ['stric', 'strict'],
  ['permisive', 'permissive'],
  ['demmo', 'demo'],
  ['demxy', undefined],
  ['allowed_registrys', 'ALLOWED_REGISTRIES'],
  ['production', undefined],
  ['', undefined],
] as const) {
  test(`"${text}" is nearest to ${expected}`, () => assert.is(nearest(text, known), expected));
}

test('of equally near names the first is meant', () => assert.is(nearest('ab', ['aa', 'bb', 'ac']), 'aa'));

test('a hostile text costs nothing', () => {
  const start = performance.now();
  for (let i = 0; i < 1000; i++) assert.is(nearest('x'.repeat(1_000_000), known), undefined);
  assert.ok(performance.now() - start < 500);
});

test('the effort is shared by all questions, and nothing is found when it is used up', () => {
  const effort = { left: 200 };
  assert.is(nearest('replica', ['replicas'], effort), 'replicas');
  assert.ok(effort.left > 0 && effort.left < 200);
  // Names that are much longer or shorter cost nothing.
  const { left } = effort;
  assert.is(nearest('replica', ['x', 'a'.repeat(60)], effort), undefined);
  assert.is(effort.left, left);
  for (let i = 0; i < 10; i++) nearest('replica', ['replicas'], effort);
  assert.is(nearest('replica', ['replicas'], effort), undefined);
});

test.run();
