import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { InputError, readResourceList } from '../../../functions/lib/resource-list/resource-list.ts';
import {
  addItems,
  addResults,
  changeItems,
  removeItem,
  replaceItem,
  write,
} from '../../../functions/lib/resource-list/write.ts';
import { ANNOTATION, apply, head, judge, PATH, readText, set } from './lists.ts';

const a = { apiVersion: 'v1', kind: 'A', metadata: { name: 'a' } };
const b = { apiVersion: 'v1', kind: 'B', metadata: { name: 'b' } };
const blockA = '- apiVersion: v1\n  kind: A\n  metadata:\n    name: a\n';
const blockB = '- apiVersion: v1\n  kind: B\n  metadata:\n    name: b\n';
const flowA = '{apiVersion: v1, kind: A, metadata: {name: a}}';
const flowB = '{apiVersion: v1, kind: B, metadata: {name: b}}';
const indent = (text: string) => text.replaceAll(/^(?=.)/gm, '  ');
const json = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items: [a, b] };

/** Every form in which two resources, a and b, may come. */
const forms: readonly (readonly [name: string, text: string])[] = [
  ['as kpt writes it', `${head}items:\n${blockA}${blockB}`],
  ['items indented', `${head}items:\n${indent(blockA + blockB)}`],
  ['items indented by five', `${head}items:\n${(blockA + blockB).replaceAll(/^(?=.)/gm, '     ')}`],
  ['CRLF', `${head}items:\n${blockA}${blockB}`.replaceAll('\n', '\r\n')],
  ['a byte order mark', `\ufeff${head}items:\n${blockA}${blockB}`],
  ['--- before', `---\n${head}items:\n${blockA}${blockB}`],
  ['--- with a comment before', `# head\n--- # start\n${head}items:\n${blockA}${blockB}`],
  ['a directive before', `%YAML 1.1\n---\n${head}items:\n${blockA}${blockB}`],
  ['... behind', `${head}items:\n${blockA}${blockB}...\n`],
  ['--- behind', `${head}items:\n${blockA}${blockB}---\n`],
  ['a comment before, --- behind', `# head\n${head}items:\n${blockA}${blockB}---\n# end\n`],
  [
    'everything around',
    `\ufeff# head\n\n---\n# list\n${head}\nitems: # all\n\n# a\n${blockA}\n  # still a\n# b\n${blockB}# end\n...\n# behind\n`,
  ],
  ['items first', `items:\n${blockA}${blockB}${head}`],
  [
    'items between',
    `kind: ResourceList\nitems:\n${indent(blockA + blockB)}apiVersion: config.kubernetes.io/v1\n`,
  ],
  [
    'quoted keys',
    `"apiVersion": "config.kubernetes.io/v1"\n'kind': ResourceList\n"items" :\n${blockA}${blockB}`,
  ],
  [
    'an older version',
    `apiVersion: config.kubernetes.io/v1beta1\nkind: ResourceList\nitems:\n${blockA}${blockB}`,
  ],
  ['without a final line break', `${head}items:\n${blockA}${blockB}`.trimEnd()],
  ['flow items', `${head}items: [${flowA}, ${flowB}]\n`],
  ['flow items over lines', `${head}items: [\n  ${flowA}, # a\n  ${flowB}, # b\n]\n`],
  ['a flow item in a block list', `${head}items:\n- ${flowA}\n- ${flowB} # b\n`],
  [
    'a whole document in flow style',
    `{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [${flowA}, ${flowB}]}\n`,
  ],
  [
    'flow style behind ---',
    `--- {apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [${flowA}, ${flowB}]}\n`,
  ],
  ['JSON', JSON.stringify(json)],
  ['pretty JSON', JSON.stringify(json, undefined, 2)],
  ['JSON with tabs', `${JSON.stringify(json, undefined, '\t')}\n`],
  ['JSON with CRLF', JSON.stringify(json, undefined, 2).replaceAll('\n', '\r\n')],
  ['an anchor in an item', `${head}items:\n${blockA.replace('metadata:', 'metadata: &m')}${blockB}`],
  ['an anchor across items', `${head}items:\n${blockA.replace('v1', '&v v1')}${blockB.replace('v1', '*v')}`],
  [
    'an anchor in the functionConfig',
    `${head}functionConfig: {x: &v v1}\nitems:\n${blockA.replace('v1', '*v')}${blockB}`,
  ],
  [
    'an anchor for the functionConfig',
    `${head}items:\n${blockA.replace('v1', '&v v1')}${blockB}functionConfig: {x: *v}\n`,
  ],
  [
    'a merge key as kpt writes it',
    `${head}items:\n- x: &x\n    apiVersion: v1\n  !!merge <<: *x\n  kind: A\n  metadata:\n    name: a\n${blockB}`,
  ],
  ['an anchor of the first key', `&x ${head}items:\n${blockA}${blockB}`],
  [
    'a last text that keeps its line breaks',
    `${head}items:\n${blockA}  x: |+\n    text\n${blockB}`.trimEnd(),
  ],
  [
    'a `- ` on a line of its own',
    `${head}items:\n-\n${indent(flowA)}\n-\n  apiVersion: v1\n  kind: B\n  metadata: {name: b}\n`,
  ],
];

for (const [name, text] of forms) {
  test(`a ResourceList in this form is read: ${name}`, () => {
    const list = readText(text);
    assert.equal(
      list.items.map(({ value }) => [value.kind, (value.metadata as { name: string }).name]),
      [
        ['A', 'a'],
        ['B', 'b'],
      ],
    );
    assert.equal(
      list.items.flatMap(({ faults }) => faults),
      [],
    );
    assert.equal(
      { items: list.items.map(({ value }) => value) },
      { items: (judge(text) as { items: unknown[] }).items },
    );
  });

  test(`nothing changes without an edit: ${name}`, () => {
    const bytes = Buffer.from(text);
    assert.equal(write(readResourceList(bytes), []), bytes);
  });

  test(`items are added, taken out and replaced: ${name}`, () => {
    const list = readText(text);
    const [first, second] = list.items;
    assert.ok(first && second);
    const { items, ...others } = judge(text) as { items: unknown[] };
    const [itemA, itemB] = items;
    const c = { apiVersion: 'v1', kind: 'C', data: { x: 'line\nline\n' } };
    const result = (edits: Parameters<typeof apply>[1]) => judge(apply(list, edits));
    assert.equal(result(addItems(list, [c])), { ...others, items: [itemA, itemB, c] });
    assert.equal(result(addItems(list, [c, c])), { ...others, items: [itemA, itemB, c, c] });
    assert.equal(result(replaceItem(list, first, c)), { ...others, items: [c, itemB] });
    assert.equal(result(replaceItem(list, second, c)), { ...others, items: [itemA, c] });
    // What only an anchor in the other items says stays out of this.
    if (/functionConfig/.test(text)) return;
    assert.equal(result(removeItem(list, first)), { ...others, items: [itemB] });
    assert.equal(result(removeItem(list, second)), { ...others, items: [itemA] });
    assert.equal(result(changeItems(list, [first, second], [])), { ...others, items: [] });
    assert.equal(result(changeItems(list, [first, second], [c])), { ...others, items: [c] });
    assert.equal(result(changeItems(list, [second], [c])), { ...others, items: [itemA, c] });
  });

  test(`results are added, and an own one replaced: ${name}`, () => {
    const list = readText(text);
    const out = apply(list, addResults(list, 'f', [{ message: 'x', tags: { function: 'f' } }]));
    const input = judge(text) as object;
    assert.equal(judge(out), { ...input, results: [{ message: 'x', tags: { function: 'f' } }] });
    const again = readText(out);
    const second = apply(again, addResults(again, 'f', [{ message: 'y', tags: { function: 'f' } }]));
    assert.equal(judge(second), { ...input, results: [{ message: 'y', tags: { function: 'f' } }] });
    const third = apply(again, addResults(again, 'g', [{ message: 'z' }]));
    assert.equal(judge(third), {
      ...input,
      results: [{ message: 'x', tags: { function: 'f' } }, { message: 'z' }],
    });
  });
}

for (const [name, items] of [
  ['missing', ''],
  ['null', 'items:\n'],
  ['null before a comment', 'items: # none\n# at all\n'],
  ['~', 'items: ~\n'],
  ['empty', 'items: []\n'],
] as const) {
  test(`items that are ${name}: none, and one can be added`, () => {
    for (const text of [head + items, items + head, `---\n${head}${items}results:\n- message: x\n`]) {
      const list = readText(text);
      assert.equal(list.items, []);
      const { items: _, ...others } = judge(text) as { items?: unknown };
      const out = apply(list, addItems(list, [a]));
      assert.equal(judge(out), { ...others, items: [a] });
      for (const comment of text.match(/#.*/g) ?? []) assert.ok(out.includes(comment));
    }
  });
}

for (const [name, text] of [
  ['in flow style without a value', '{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items}'],
  ['in flow style with null', '{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: null}'],
  ['in JSON, empty', '{"apiVersion":"config.kubernetes.io/v1","kind":"ResourceList","items":[]}'],
  ['in JSON, missing', '{"apiVersion":"config.kubernetes.io/v1","kind":"ResourceList"}'],
  ['missing, read as a whole', `${head}"x y": &x 1\nitems:\n`],
] as const) {
  test(`items ${name}: one can be added`, () => {
    const list = readText(text);
    assert.equal((judge(apply(list, addItems(list, [a]))) as { items: unknown }).items, [a]);
  });
}

test('JSON is answered in JSON', () => {
  for (const space of [undefined, 2, '\t']) {
    const list = readText(JSON.stringify(json, undefined, space));
    const edits = [
      ...list.items.slice(1).flatMap((item) => set(list, item, PATH, 'pass')),
      ...changeItems(list, list.items.slice(0, 1), [{ ...a, data: { x: 'a\nb' } }]),
      ...addResults(list, 'f', [{ message: 'x' }]),
    ];
    const { items, results } = JSON.parse(apply(list, edits));
    assert.equal(items, [
      { ...b, metadata: { name: 'b', annotations: { [ANNOTATION]: 'pass' } } },
      { ...a, data: { x: 'a\nb' } },
    ]);
    assert.equal(results, [{ message: 'x' }]);
  }
});

test('several reports at the end of a JSON list are taken out together', () => {
  const list = readText(JSON.stringify({ ...json, items: [a, b, a, b] }));
  for (const [removed, kept] of [
    [
      [2, 3],
      [a, b],
    ],
    [
      [0, 1],
      [a, b],
    ],
    [
      [1, 3],
      [a, a],
    ],
    [
      [0, 2],
      [b, b],
    ],
    [[1, 2, 3], [a]],
  ] as const) {
    const items = list.items.filter((_, i) => (removed as readonly number[]).includes(i));
    assert.equal(JSON.parse(apply(list, changeItems(list, items, []))).items, kept);
  }
});

for (const [name, config] of [
  [
    'a ConfigMap',
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'function-input' }, data: { mode: 'report' } },
  ],
  [
    'another object',
    { apiVersion: 'security.nephio.org/v1alpha1', kind: 'SecurityPolicy', spec: { level: 'strict' } },
  ],
  ['null', null],
  ['empty', {}],
  ['text', 'x'],
] as const) {
  test(`a functionConfig that is ${name} is given as it is`, () => {
    const value = JSON.stringify(config);
    assert.equal(readText(`${head}functionConfig: ${value}\nitems:\n${blockA}`).functionConfig, config);
    assert.equal(readText(`${head}items:\n${blockA}functionConfig:\n  ${value}\n`).functionConfig, config);
    assert.equal(readText(JSON.stringify({ ...json, functionConfig: config })).functionConfig, config);
  });
}

test('a functionConfig that is missing is null', () =>
  assert.is(readText(`${head}items:\n${blockA}`).functionConfig, null));

test('an item says where it came from', () => {
  const annotate = (annotations: object) =>
    `${head}items:\n- apiVersion: v1\n  kind: A\n  metadata:\n    annotations: ${JSON.stringify(annotations)}\n`;
  const origin = (annotations: object) => readText(annotate(annotations)).items[0]?.origin;
  const prefix = 'internal.config.kubernetes.io/';
  assert.equal(
    origin({ [`${prefix}path`]: 'x/a.yaml', [`${prefix}index`]: '2', [`${prefix}package-path`]: '/pkg' }),
    { packagePath: '/pkg', path: 'x/a.yaml', index: 2 },
  );
  assert.equal(origin({ 'config.kubernetes.io/path': 'a.yaml', 'config.kubernetes.io/index': '1' }), {
    packagePath: undefined,
    path: 'a.yaml',
    index: 1,
  });
  assert.equal(origin({}), { packagePath: undefined, path: undefined, index: 0 });
});

/** What can't be processed at all, with a part of what is said about it. */
const refused: readonly (readonly [name: string, text: string, reason: RegExp])[] = [
  ['nothing', '', /the input is empty/],
  ['blank lines and comments', '\n# nothing\n\n', /the input is empty/],
  ['a --- alone', '---\n', /the input is empty/],
  ['a Deployment', 'apiVersion: apps/v1\nkind: Deployment\n', /no ResourceList.*apps\/v1.*Deployment/],
  ['a List', 'apiVersion: v1\nkind: List\nitems: []\n', /no ResourceList.*List/],
  ["another API's ResourceList", 'apiVersion: v1\nkind: ResourceList\nitems: []\n', /no ResourceList/],
  ['a version that is a number', 'apiVersion: 99999999999999999999\nkind: ResourceList\n', /no ResourceList/],
  [
    'a map by its prototype',
    '"__proto__":\n  apiVersion: config.kubernetes.io/v1\n  kind: ResourceList\n',
    /no ResourceList/,
  ],
  ['text', 'hello\n', /no ResourceList/],
  ['a list', '- a\n', /no ResourceList/],
  ['items that are a map', `${head}items: {}\n`, /no map with a list of items/],
  ['items that are text', `${head}items: text\n`, /no map with a list of items/],
  ['broken YAML', `${head}items:\n- a: [\n`, /malformed YAML at line \d+, column \d+/],
  ['broken YAML in the functionConfig', `${head}functionConfig: {\nitems: []\n`, /malformed YAML/],
  ['a key twice', `${head}kind: ResourceList\nitems: []\n`, /the key "kind" twice/],
  ['items twice', `${head}items:\n${blockA}items:\n${blockB}`, /the key "items" twice/],
  [
    'items twice in different spelling',
    `${head}items:\n${blockA}"items":\n${blockB}`,
    /the key "items" twice/,
  ],
  [
    'a key twice in the functionConfig',
    `${head}functionConfig:\n  a: 1\n  a: 2\nitems: []\n`,
    /has the key "a" twice/,
  ],
  ['two documents', `${head}items: []\n---\n${head}items: []\n`, /more than one YAML document/],
  [
    'two documents behind a comment',
    `# c\n${head}items: []\n---\n${head}items: []\n`,
    /more than one YAML document/,
  ],
  [
    'two JSON documents',
    `${JSON.stringify(json)}\n---\n${JSON.stringify(json)}`,
    /more than one YAML document/,
  ],
  ['an alias for the items', `${head}functionConfig: {x: &x []}\nitems: *x\n`, /alias for its items/],
  ['a lone carriage return before the items', `${head}items: # c\r- apiVersion: v1\n${blockA}`, /U\+000d/],
  ['a NEL in a comment before the items', `# c\u0085x\n${head}items:\n${blockA}`, /U\+0085/],
  ['a byte order mark in the middle', `${head}\ufeffitems:\n${blockA}`, /malformed YAML|U\+feff/],
  ['nesting without end', '['.repeat(100_000), /nested deeper than 512/],
];

for (const [name, text, reason] of refused) {
  test(`this is refused: ${name}`, () => {
    assert.throws(
      () => readText(text),
      (error: unknown) => error instanceof InputError && reason.test(error.message),
    );
  });
}

test('broken YAML is told with its file', () => {
  const path =
    '    annotations:\n      internal.config.kubernetes.io/path: "dir/b.yaml"\n      internal.config.kubernetes.io/package-path: /secret\n';
  assert.throws(
    () => readText(`${head}items:\n${blockA}- apiVersion: v1\n  metadata:\n${path}  spec: {\n`),
    (error: unknown) =>
      error instanceof InputError && /file dir\/b\.yaml/.test(error.message) && !/secret/.test(error.message),
  );
});

/** Faults of one item, which leave the others usable. */
const faulty: readonly (readonly [name: string, item: string, reason: RegExp])[] = [
  ['no apiVersion', '- kind: A\n', /^has no apiVersion$/],
  ['no kind', '- apiVersion: v1\n', /^has no kind$/],
  ['a kind that is no text', '- apiVersion: v1\n  kind: 5\n', /^has no kind$/],
  ['text', '- text\n', /^is no map$/],
  ['null', '-\n', /^is no map$/],
  ['a list', '- - apiVersion: v1\n', /^is no map$/],
  ['metadata that are a list', '- apiVersion: v1\n  kind: A\n  metadata: []\n', /metadata that are no map/],
  [
    'annotations that are text',
    '- apiVersion: v1\n  kind: A\n  metadata: {annotations: x}\n',
    /annotations that are no map/,
  ],
  ['a key twice', '- apiVersion: v1\n  kind: A\n  a: 1\n  a: 2\n', /the key "a" twice/],
  ['infinity', '- apiVersion: v1\n  kind: A\n  a: .inf\n', /\.inf/],
  ['an explicit key', '- apiVersion: v1\n  kind: A\n  ? a\n  : b\n', /explicit key/],
  ['an unknown alias', '- apiVersion: v1\n  kind: A\n  a: *nowhere\n', /\*nowhere/],
  ['a cycle', '- apiVersion: v1\n  kind: A\n  a: &a [*a]\n', /\*a/],
  [
    'deep nesting',
    `- apiVersion: v1\n  kind: A\n  a: ${'['.repeat(1000)}${']'.repeat(1000)}\n`,
    /nested deeper than 512/,
  ],
  [
    'an alias bomb',
    `- apiVersion: v1\n  kind: A\n  a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n${[0, 1, 2, 3, 4, 5, 6].map((i) => `  a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]\n`).join('')}`,
    /aliases that stand for more/,
  ],
  ['a NEL', '- apiVersion: v1\n  kind: A\n  a: b\u0085c\n', /U\+0085/],
  ['a line separator', '- apiVersion: v1\n  kind: A\n  a: b\u2028c\n', /U\+2028/],
  ['a paragraph separator', '- apiVersion: v1\n  kind: A\n  a: b\u2029c\n', /U\+2029/],
  ['a lone carriage return', '- apiVersion: v1\n  kind: A\n  a: b # c\rd: e\n', /U\+000d/],
  ['a null character', '- apiVersion: v1\n  kind: A\n  a: b\0c\n', /U\+0000|malformed/],
];

for (const [name, item, reason] of faulty) {
  test(`an item that has or is ${name} is a fault of its own`, () => {
    const text = `${head}items:\n${blockA}${item}${blockB}`;
    const list = readText(text);
    assert.is(list.items.length, 3);
    assert.equal([list.items[0]?.faults, list.items[2]?.faults], [[], []]);
    const faults = list.items[1]?.faults ?? [];
    assert.ok(
      faults.some((fault) => reason.test(fault.reason)),
      JSON.stringify(faults),
    );
    const start = `${head}items:\n${blockA}`.length;
    for (const { at } of faults) assert.ok(at >= start && at <= start + item.length);
  });
}

test("an item that hides behind a tab isn't overlooked", () => {
  const text = `${head}items:\n${blockA}-\t${flowB}\n`;
  let count: number | undefined;
  try {
    count = readText(text).items.length;
  } catch (error) {
    assert.instance(error, InputError);
  }
  assert.ok(count === undefined || count === 2);
});

test('bytes that are no UTF-8 are a fault of their item, and all bytes stay', () => {
  const broken = Buffer.from(
    `${head}items:\n${blockA}- apiVersion: v1\n  kind: X\n  a: "\xff\xfe" # \xe9\n${blockB.replace('name: b', 'name: é')}`,
    'latin1',
  );
  const bytes = Buffer.concat([broken, Buffer.from('# ü\n')]);
  const list = readResourceList(Buffer.from(bytes));
  assert.match(list.items[1]?.faults[0]?.reason ?? '', /no UTF-8/);
  assert.equal(list.items[0]?.faults, []);
  assert.equal(write(list, []), bytes);
  const [first] = list.items;
  assert.ok(first);
  const edits = [
    ...set(list, first, ['metadata', 'x'], 'ü…😀'),
    ...addResults(list, 'f', [{ message: 'é' }]),
  ];
  const out = write(list, edits);
  assert.ok(out.includes(Buffer.from('"ü…😀"')) && out.includes(Buffer.from('message: "é"')));
  const at = list.decoded.text.indexOf('- apiVersion: v1\n  kind: X');
  const length = bytes.length - at;
  assert.ok(
    out.includes(bytes.subarray(at, at + length)),
    'what stands behind the first item is there byte for byte',
  );
});

test('the faults that are told of one item are few, and none of another', () => {
  const item = `{apiVersion: v1, kind: A, ${'? x, '.repeat(100)}}`;
  const list = readText(
    `{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [${flowA}, ${item}, ${flowB}]}`,
  );
  assert.equal(
    list.items.map(({ faults }) => faults.length),
    [0, 20, 0],
  );
});

test.run();
