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

test.run();
