import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readLibrary } from '../../../functions/lib/yaml/library-reader.ts';
import { readYaml } from '../../../functions/lib/yaml/read.ts';
import { isNotFinite, keyText, typeScalar } from '../../../functions/lib/yaml/scalar.ts';
import { notFinite, scalars } from './scalars.ts';

const shown = (value: unknown) => `${typeof value} ${String(value)}`;

for (const [text, value] of scalars) {
  test(`the plain scalar "${text}" is the ${shown(value)}`, () => {
    const typed = typeScalar(text);
    assert.ok(typed === value, `it became the ${shown(typed)}`);
  });
}

test('both readers type every plain scalar so', () => {
  for (const [text, value] of scalars) {
    const line = `a: ${text}\n`;
    assert.equal(readYaml(line, 0, line.length).value, { a: value }, line);
    assert.equal(readLibrary(line, 0).value, { a: value }, line);
  }
});

test('quotes make every one of them a string', () => {
  for (const [text] of scalars) {
    for (const line of [`a: "${text}"\n`, `a: '${text}'\n`]) {
      assert.equal(readYaml(line, 0, line.length).value, { a: text }, line);
      assert.equal(readLibrary(line, 0).value, { a: text }, line);
    }
  }
});

for (const text of notFinite) {
  test(`${text} is a number that JSON can't hold: a fault`, () => {
    assert.ok(isNotFinite(text));
    const line = `a: ${text}\n`;
    const { value, faults } = readLibrary(line, 0);
    assert.equal(value, { a: null });
    assert.equal(
      faults.map(({ kind, at }) => [kind, at]),
      [['value', 3]],
    );
  });
}

test('no other scalar is infinite or not a number', () => {
  assert.equal(
    scalars.filter(([text]) => isNotFinite(text)),
    [],
  );
});

for (const [key, text] of [
  [null, 'null'],
  [true, 'true'],
  [8080, '8080'],
  [18446744073709551615n, '18446744073709551615'],
  [1.5, '1.5'],
] as const) {
  test(`the key ${text} becomes text`, () => assert.is(keyText(key), text));
}

for (const [name, text] of [
  ['decimal', '1'.repeat(1_000_001)],
  ['hexadecimal', `0x${'f'.repeat(1_000_000)}`],
  ['binary', `0b${'1'.repeat(1_000_000)}`],
  ['underscored', `1${'_'.repeat(1_000_000)}`],
  ['dotted', `.${'1_1'.repeat(400_000)}`],
] as const) {
  test(`a ${name} number of a million digits is text, and read at once`, () => {
    const start = performance.now();
    assert.ok(typeScalar(text) === text);
    assert.ok(performance.now() - start < 1000);
  });
}

test('an integer too long for 64 bits never becomes a big integer', () => {
  const start = performance.now();
  assert.is(typeScalar(`1${'0'.repeat(300)}`), 1e300);
  assert.is(typeScalar(`0x${'f'.repeat(900_000)}`), `0x${'f'.repeat(900_000)}`);
  assert.ok(performance.now() - start < 1000);
});

test.run();
