import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Fault, MalformedYaml, newBudget, readYaml, TooMuch } from '../../../functions/lib/yaml/read.ts';
import type { Value } from '../../../functions/lib/yaml/scalar.ts';

const read = (text: string) => readYaml(text, 0, text.length);

/** Unusual YAML and what it means, as sigs.k8s.io/yaml v1.6.0 reads it (its strict mode refuses to merge what is set). */
const unusual: readonly (readonly [name: string, text: string, value: Value])[] = [
  ['an alias stands for its anchor', 'a: &x {k: 1}\nb: *x\n', { a: { k: 1 }, b: { k: 1 } }],
  ['an alias of a scalar', 'a: &x 0644\nb: [*x, *x]\n', { a: 420, b: [420, 420] }],
  ['the last anchor of a name counts', 'a: &x 1\nb: *x\nc: &x 2\nd: *x\n', { a: 1, b: 1, c: 2, d: 2 }],
  ['an alias as a key', 'a: &x k\n*x : 1\n', { a: 'k', k: 1 }],
  ['a merge key', 'a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  l: 3\n', { a: { k: 1, l: 2 }, b: { k: 1, l: 3 } }],
  ['a merge key as kpt writes it', 'a: &x {k: 1}\nb:\n  !!merge <<: *x\n', { a: { k: 1 }, b: { k: 1 } }],
  ['of several merged maps the first wins', 'b:\n  <<: [{k: 1}, {k: 2, l: 3}]\n', { b: { k: 1, l: 3 } }],
  [
    'merging goes through merged maps',
    'a: &x {k: 1}\nb: &y\n  <<: *x\n  l: 2\nc:\n  <<: *y\n',
    { a: { k: 1 }, b: { k: 1, l: 2 }, c: { k: 1, l: 2 } },
  ],
  [
    'an anchor given again inside another of its name is the later one',
    'a: &y\n  b: &y 1\nd: *y\n',
    { a: { b: 1 }, d: 1 },
  ],
  [
    'keys that are no text become text',
    '1: a\ntrue: b\n0x10: c\n1.5: d\n',
    { 1: 'a', true: 'b', 16: 'c', '1.5': 'd' },
  ],
  [
    'tags',
    'a: !!str 1\nb: !!int "2"\nc: !!null ""\nd: !!bool "true"\ne: !!float "1.5"\nf: !custom x\n',
    { a: '1', b: 2, c: null, d: true, e: 1.5, f: 'x' },
  ],
  ['binary', 'a: !!binary aGVsbG8=\n', { a: 'hello' }],
  ['a plain text over lines', 'a: b\n  c\n\n  d\n', { a: 'b c\nd' }],
  ['quoted texts over lines', 'a: "b\n  c \\\n  d"\nb: \'e\n\n  f\'\n', { a: 'b c d', b: 'e\nf' }],
  ['a block scalar with an indentation of its own', 'a: |2\n    b\n   c\n', { a: '  b\n c\n' }],
  ['a block scalar without a final line break', 'a: |\n  b', { a: 'b' }],
  ['a list of pairs', 'a: [b: c, d]\n', { a: [{ b: 'c' }, 'd'] }],
  ['a flow map with a key alone', 'a: {b, c: d}\n', { a: { b: null, c: 'd' } }],
  ['JSON without a space behind a colon', '{"a":{"b":[1,"c"]}}', { a: { b: [1, 'c'] } }],
  [
    'keys that every object has',
    '__proto__: 1\nconstructor: 2\ntoString: {hasOwnProperty: 3}\n',
    JSON.parse('{"__proto__":1,"constructor":2,"toString":{"hasOwnProperty":3}}'),
  ],
  ['a document of comments', '# nothing\n\n# at all\n', null],
  ['nothing', '', null],
];

for (const [name, text, value] of unusual) {
  test(name, () => {
    const reading = read(text);
    assert.equal(reading.faults, []);
    assert.equal(reading.value, value);
    const keys = (v: Value) => (typeof v === 'object' && v !== null ? Object.keys(v) : []);
    assert.equal(keys(reading.value), keys(value), 'no key may become a prototype');
  });
}

/** What YAML allows and Kubernetes, or whoever reads the file next, doesn't. */
const faulty: readonly (readonly [
  name: string,
  text: string,
  kind: Fault['kind'],
  reason: RegExp,
  at: string,
])[] = [
  ['a key twice', 'a: 1\nb: 2\na: 3\n', 'duplicate', /^has the key "a" twice$/, 'a: 3'],
  [
    'a key twice in different spelling',
    'a:\n  b: 1\n  "b": 2\n',
    'duplicate',
    /^has the key "b" twice$/,
    '"b"',
  ],
  ['a key twice in a flow map', 'x: {a: 1, a: 2}\n', 'duplicate', /twice/, 'a: 2'],
  ['a key twice in a map of a list', '- a: 1\n  a: 1\n', 'duplicate', /twice/, 'a: 1\n'],
  ['a merge key behind what it sets', 'a:\n  k: 1\n  <<: {k: 2}\n', 'duplicate', /merge key.*"k"/, '<<'],
  ['a merge key of no map', 'a:\n  <<: text\n', 'key', /merge key .* no map/, '<<'],
  ['a << in quotes', 'a:\n  "<<": 1\n', 'key', /"<<" in quotes/, '"<<"'],
  ['a << in quotes with a tag', 'a:\n  ! "<<": {b: 1}\n', 'key', /"<<" in quotes/, '"<<"'],
  ['a << in quotes in a flow map', 'a: {"<<": {b: 1}}\n', 'key', /"<<" in quotes/, '"<<"'],
  ['an explicit key', '? a\n: b\n', 'key', /explicit key/, 'a\n'],
  ['a map as a key', '{{a: b}: c}\n', 'key', /no text/, '{a: b}:'],
  ['a list as a key', '[a]: c\n', 'key', /no text/, '[a]'],
  ['an unknown alias', 'a: *x\n', 'alias', /\*x, which no anchor before it defines/, '*x'],
  ['an alias before its anchor', 'a: *x\nb: &x 1\n', 'alias', /\*x/, '*x'],
  ['an alias inside its own anchor', 'a: &x\n  b: *x\n', 'alias', /\*x/, '*x'],
  ['infinity', 'a: -.inf\n', 'value', /-\.inf, which JSON can't hold/, '-.inf'],
  ['not a number', 'a: [1, .nan]\n', 'value', /\.nan/, '.nan'],
  ["a value that isn't of its tag", 'a: !!int text\n', 'value', /!!int/, 'text'],
  ["a map that isn't one", 'a: !!map 1\n', 'value', /!!map/, '1'],
  ["a null that isn't one", 'a: !!null text\n', 'value', /!!null/, 'text'],
];

for (const [name, text, kind, reason, at] of faulty) {
  test(`${name} is a fault`, () => {
    const { faults } = read(text);
    assert.is(faults.length, 1, JSON.stringify(faults));
    const [fault] = faults as [Fault];
    assert.is(fault.kind, kind);
    assert.match(fault.reason, reason);
    assert.ok(text.startsWith(at, fault.at), `it points to "${text.slice(fault.at)}"`);
  });
}

for (const [name, text] of [
  ['a key behind a value', 'a: b: c\n'],
  ["a bracket that isn't closed", 'a: [b\nc: d\n'],
  ["a quote that isn't closed", 'a: "b\nc: d\n'],
  ['a line between two indentations', 'a:\n    b: 1\n  c: 2\n'],
  ['a list where a key was expected', 'a: 1\n- b\n'],
  ['text behind a flow map', 'a: {b: c} d\n'],
  ['a tab as indentation', 'a:\n\tb: c\n'],
  ['a reserved character', 'a: @b\n'],
  ['a key without a colon', 'a: 1\nb\nc: 2\n'],
  ['two documents', 'a: 1\n---\nb: 2\n'],
  ['an empty key', ': b\n'],
  ['an unknown escape', 'a: "\\q"\n'],
] as const) {
  test(`${name} is no YAML that can be used`, () => {
    let faults: unknown;
    try {
      ({ faults } = read(text));
    } catch (error) {
      assert.instance(error, MalformedYaml);
      return;
    }
    assert.is.not((faults as Fault[]).length, 0);
  });
}

/** Nesting, in each way that there is to write it. */
const nested: readonly (readonly [string, (depth: number) => string])[] = [
  ['lists on a line', (n) => `${'- '.repeat(n)}x\n`],
  ['flow lists', (n) => `${'['.repeat(n)}${']'.repeat(n)}\n`],
  ['flow maps', (n) => `${'{a: '.repeat(n)}1${'}'.repeat(n)}\n`],
  ['JSON', (n) => `${'{"a":['.repeat(n / 2)}1${']}'.repeat(n / 2)}\n`],
  ['flow lists that are never closed', (n) => '['.repeat(n)],
  ['flow lists behind an anchor', (n) => `- &x 1\n- ${'['.repeat(n)}${']'.repeat(n)}\n`],
  ['lists behind an anchor', (n) => `- &x 1\n${'- '.repeat(n)}x\n`],
  ['explicit keys', (n) => `${'? '.repeat(n)}x\n`],
  ['pairs in lists', (n) => `${'[a: '.repeat(n)}x${']'.repeat(n)}\n`],
];

for (const [name, text] of nested) {
  for (const depth of [10_000, 100_000]) {
    test(`${depth} ${name}: a bounded error`, () => {
      const start = performance.now();
      let outcome: unknown;
      try {
        outcome = read(text(depth)).faults[0]?.kind;
      } catch (error) {
        outcome = error;
      }
      assert.ok(
        outcome === 'depth' || outcome === 'key' || outcome instanceof MalformedYaml,
        String(outcome),
      );
      assert.ok(performance.now() - start < 10_000);
    });
  }
}

for (const depth of [10_000, 100_000]) {
  test(`maps nested ${depth} deep by indentation or by aliases: a bounded error`, () => {
    const size = Math.min(depth, 2000);
    const block = Array.from({ length: size }, (_, i) => `${' '.repeat(i)}a:\n`).join('');
    assert.is(read(block).faults[0]?.kind, 'depth');
    // Each anchor holds the one before: 100,000 deep, though no line is nested.
    const chain = Array.from({ length: depth }, (_, i) => `- &a${i + 1} [*a${i}]\n`).join('');
    const { faults } = read(`- &a0 1\n${chain}`);
    assert.ok(faults.some(({ reason }) => /aliases that stand for/.test(reason)));
  });
}

test('512 levels are read', () => {
  const text = `${'['.repeat(511)}x${']'.repeat(511)}\n`;
  assert.equal(read(text).faults, []);
});

test('an alias bomb is a fault, at the alias that is one too many', () => {
  const levels = Array.from(
    { length: 30 },
    (_, i) => `a${i + 1}: &a${i + 1} [${Array(10).fill(`*a${i}`).join(', ')}]\n`,
  );
  const { faults } = read(`a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${levels.join('')}`);
  assert.match(faults[0]?.reason ?? '', /aliases that stand for more than 100000 values/);
});

test('many small alias bombs share one budget', () => {
  const text = `a: &a [${'1, '.repeat(1000)}]\nb: [${'*a, '.repeat(90)}]\n`;
  const budget = newBudget();
  assert.equal(readYaml(text, 0, text.length, undefined, undefined, budget).faults, []);
  assert.throws(
    () => {
      for (let i = 0; i < 20; i++) readYaml(text, 0, text.length, undefined, undefined, budget);
    },
    (error: unknown) => error instanceof TooMuch && /aliases/.test(error.message),
  );
});

test('a budget bounds the values of all parts of a text together', () => {
  for (const text of ['- 1\n- {a: [1, 2]}\n', '- &a 1\n- {a: [1, 2]}\n']) {
    const budget = { ...newBudget(), values: 100 };
    let times = 0;
    assert.throws(
      () => {
        for (; times < 1000; times++) readYaml(text, 0, text.length, undefined, undefined, budget);
      },
      (error: unknown) => error instanceof TooMuch && /^holds more than \d+ values$/.test(error.message),
    );
    assert.ok(times >= 10 && times <= 20, String(times));
  }
});

test('a large merge is read in linear time', () => {
  const keys = Array.from({ length: 30_000 }, (_, i) => `k${i}: 1`).join(', ');
  const start = performance.now();
  const { value } = read(`a:\n  <<: {${keys}}\n`);
  assert.is(Object.keys((value as { a: object }).a).length, 30_000);
  assert.ok(performance.now() - start < 10_000);
});

test('what would need the library for more than 4 MiB is refused', () => {
  const text = `a: &x 1\nb: ${'x'.repeat(4 * 1024 * 1024)}\n`;
  assert.throws(
    () => read(text),
    (error: unknown) => error instanceof MalformedYaml && /at most 4 MiB/.test(error.message),
  );
});

test.run();
