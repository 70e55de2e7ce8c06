import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fieldPath, type Segments } from '../../functions/lib/field-path.ts';

const root = {
  spec: {
    containers: [
      { name: 'upf' },
      { name: 'smf' },
      { name: 'twice' },
      { name: 'twice' },
      {},
      null,
      'text',
      { name: 5 },
    ],
    odd: [{ name: 'a b' }, { name: 'a]b' }, { name: '' }, { name: 'x'.repeat(101) }, { name: 'a.b-c_d' }],
    nested: [[{ name: 'in' }]],
  },
  data: { 'intent.json': { 'a"b': 1 } },
};

const cases: [segments: Segments, path: string][] = [
  [[], ''],
  [['spec'], 'spec'],
  [['spec', 'containers'], 'spec.containers'],
  [['spec', 'containers', 0, 'image'], 'spec.containers[name=upf].image'],
  [['spec', 'containers', 1], 'spec.containers[name=smf]'],
  // A name that several items have tells them not apart.
  [['spec', 'containers', 2, 'image'], 'spec.containers[2].image'],
  [['spec', 'containers', 4, 'image'], 'spec.containers[4].image'],
  [['spec', 'containers', 5], 'spec.containers[5]'],
  [['spec', 'containers', 6], 'spec.containers[6]'],
  [['spec', 'containers', 7], 'spec.containers[7]'],
  [['spec', 'containers', 99, 'image'], 'spec.containers[99].image'],
  // Nor do names that would have to be quoted.
  [['spec', 'odd', 0], 'spec.odd[0]'],
  [['spec', 'odd', 1], 'spec.odd[1]'],
  [['spec', 'odd', 2], 'spec.odd[2]'],
  [['spec', 'odd', 3], 'spec.odd[3]'],
  [['spec', 'odd', 4], 'spec.odd[name=a.b-c_d]'],
  [['spec', 'nested', 0, 0, 'x'], 'spec.nested[0][name=in].x'],
  [['data', 'intent.json', 'a"b'], 'data["intent.json"]["a\\"b"]'],
  [['data', ''], 'data[""]'],
  [['metadata', 'annotations', 'acme.example/x'], 'metadata.annotations["acme.example/x"]'],
  [['a-b', 'c_d', 'e f'], 'a-b.c_d["e f"]'],
  [['missing', 0, 'below', 1], 'missing[0].below[1]'],
  [['__proto__', 'constructor', 0], '__proto__.constructor[0]'],
  [[0, 'image'], '[0].image'],
];

for (const [segments, path] of cases) {
  test(`${JSON.stringify(segments)} is ${path}`, () => assert.is(fieldPath(segments, root), path));
}

for (const value of [undefined, null, 'text', 1, []]) {
  test(`a root that is ${JSON.stringify(value)}`, () => assert.is(fieldPath(['a', 0, 'b'], value), 'a[0].b'));
}

test('a long list costs nothing: its items have numbers', () => {
  const items = Array.from({ length: 100_000 }, (_, i) => ({ name: `c${i}` }));
  const start = performance.now();
  for (let i = 0; i < 1000; i++) assert.is(fieldPath(['items', i], { items }), `items[${i}]`);
  assert.ok(performance.now() - start < 500);
});

test.run();
