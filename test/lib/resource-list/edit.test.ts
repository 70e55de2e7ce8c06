import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Path } from '../../../functions/lib/resource-list/edit.ts';
import type { YamlMap as Resource } from '../../../functions/lib/resource-list/resource-list.ts';
import type { Value } from '../../../functions/lib/yaml/read.ts';
import { ANNOTATION, apply, head, judge, PATH, readText, remove, set } from './lists.ts';

/** A ResourceList with one item, and the item's lines from a text without indentation. */
const wrap = (item: string) => `${head}items:\n- ${item.replaceAll(/\n(?=[^\n])/g, '\n  ')}`;

/** Instead of a value: the key is taken out. */
const NONE = Symbol('none');

/** The first item after its annotation was set, or something else. */
function edited(text: string, path: Path = PATH, value: Value | typeof NONE = 'pass', index = 0): string {
  const list = readText(text);
  const item = list.items[index];
  assert.ok(item);
  assert.equal(item.faults, []);
  const out = apply(list, value === NONE ? remove(list, item, path) : set(list, item, path, value));
  const again = readText(out);
  const same = again.items[index];
  assert.ok(same);
  const edits = value === NONE ? remove(again, same, path) : set(again, same, path, value);
  assert.equal(edits, [], 'the same edit of the output is none');
  assert.equal(items(out)[index], same.value, 'an independent parser reads the same');
  return out;
}

const items = (text: string) => (judge(text) as { items: Resource[] }).items;
const basic = 'apiVersion: v1\nkind: A\n';

const annotated: readonly (readonly [name: string, before: string, after: string])[] = [
  [
    'behind the last annotation',
    'metadata:\n  annotations:\n    a: b\n  name: x\n',
    `metadata:\n  annotations:\n    a: b\n    ${ANNOTATION}: pass\n  name: x\n`,
  ],
  [
    'where the value was another one',
    `metadata:\n  annotations:\n    ${ANNOTATION}: fail # why\n    a: b\n`,
    `metadata:\n  annotations:\n    ${ANNOTATION}: pass # why\n    a: b\n`,
  ],
  [
    'where the value was quoted and another one',
    `metadata:\n  annotations:\n    '${ANNOTATION}': "fail"\n`,
    `metadata:\n  annotations:\n    '${ANNOTATION}': pass\n`,
  ],
  [
    'where the value was missing',
    `metadata:\n  annotations:\n    ${ANNOTATION}:\n    a: b\n`,
    `metadata:\n  annotations:\n    ${ANNOTATION}: pass\n    a: b\n`,
  ],
  [
    'where the value was missing before a comment',
    `metadata:\n  annotations:\n    ${ANNOTATION}: # none\n`,
    `metadata:\n  annotations:\n    ${ANNOTATION}: pass # none\n`,
  ],
  [
    'where the value was a block scalar',
    `metadata:\n  annotations:\n    ${ANNOTATION}: |\n      fail\n    a: b\n`,
    `metadata:\n  annotations:\n    ${ANNOTATION}: pass\n    a: b\n`,
  ],
  [
    'where there were no annotations',
    'metadata:\n  name: x\nspec: {}\n',
    `metadata:\n  name: x\n  annotations:\n    ${ANNOTATION}: pass\nspec: {}\n`,
  ],
  [
    'where the annotations were empty',
    'metadata:\n  annotations: {}\n  name: x\n',
    `metadata:\n  annotations: {"${ANNOTATION}": "pass"}\n  name: x\n`,
  ],
  [
    'where the annotations were missing',
    'metadata:\n  annotations:\n  name: x\n',
    `metadata:\n  annotations:\n    ${ANNOTATION}: pass\n  name: x\n`,
  ],
  [
    'where the annotations were missing before a comment',
    'metadata:\n  annotations: # none\n  # yet\n  name: x\n',
    `metadata:\n  annotations: # none\n    ${ANNOTATION}: pass\n  # yet\n  name: x\n`,
  ],
  [
    'where the annotations were null',
    'metadata:\n  annotations: null # none\n  name: x\n',
    `metadata:\n  annotations: {"${ANNOTATION}": "pass"} # none\n  name: x\n`,
  ],
  [
    'where the annotations were ~',
    'metadata:\n  annotations: ~\n',
    `metadata:\n  annotations: {"${ANNOTATION}": "pass"}\n`,
  ],
  [
    'in a flow map',
    'metadata: {annotations: {a: b}, name: x}\n',
    `metadata: {annotations: {a: b, "${ANNOTATION}": "pass"}, name: x}\n`,
  ],
  [
    'in a flow map over lines',
    'metadata:\n  annotations: {\n    a: b, # first\n    c: d # last\n  }\n',
    `metadata:\n  annotations: {\n    a: b, # first\n    c: d, "${ANNOTATION}": "pass" # last\n  }\n`,
  ],
  [
    'in a flow map with a comma at its end',
    'metadata:\n  annotations: {a: b,}\n',
    `metadata:\n  annotations: {a: b, "${ANNOTATION}": "pass",}\n`,
  ],
  [
    'in a flow map with white space',
    'metadata: { annotations: { } }\n',
    `metadata: { annotations: { "${ANNOTATION}": "pass"} }\n`,
  ],
  [
    'in a flow map whose annotations have no value',
    'metadata: {annotations, name: x}\n',
    `metadata: {annotations: {"${ANNOTATION}": "pass"}, name: x}\n`,
  ],
  [
    'in a flow map whose annotations are missing',
    'metadata: {annotations: , name: x}\n',
    `metadata: {annotations: {"${ANNOTATION}": "pass"} , name: x}\n`,
  ],
  [
    'in a flow map without annotations',
    'metadata: {name: x}\n',
    `metadata: {name: x, "annotations": {"${ANNOTATION}": "pass"}}\n`,
  ],
  [
    'where there was no metadata',
    'spec: {}\n',
    `spec: {}\nmetadata:\n  annotations:\n    ${ANNOTATION}: pass\n`,
  ],
  [
    'where the metadata was missing',
    'metadata:\nspec: {}\n',
    `metadata:\n  annotations:\n    ${ANNOTATION}: pass\nspec: {}\n`,
  ],
  [
    'where the metadata was null',
    'metadata: ~\nspec: {}\n',
    `metadata: {"annotations": {"${ANNOTATION}": "pass"}}\nspec: {}\n`,
  ],
  [
    'between comments',
    'metadata:\n  # first\n  annotations: # second\n    # third\n    a: b # fourth\n    # fifth\n  # sixth\n  name: x\n',
    `metadata:\n  # first\n  annotations: # second\n    # third\n    a: b # fourth\n    ${ANNOTATION}: pass\n    # fifth\n  # sixth\n  name: x\n`,
  ],
  [
    'with quoted keys',
    '"metadata":\n  \'annotations\':\n    "a": b\n',
    `"metadata":\n  'annotations':\n    "a": b\n    ${ANNOTATION}: pass\n`,
  ],
  [
    'behind a literal text',
    'metadata:\n  annotations:\n    a: |\n      annotations:\n      - b\n\n  name: x\n',
    `metadata:\n  annotations:\n    a: |\n      annotations:\n      - b\n    ${ANNOTATION}: pass\n\n  name: x\n`,
  ],
  [
    'behind a literal text without its line break',
    'metadata:\n  annotations:\n    a: |-\n      b\n  name: x\n',
    `metadata:\n  annotations:\n    a: |-\n      b\n    ${ANNOTATION}: pass\n  name: x\n`,
  ],
  [
    'behind a literal text with all its line breaks',
    'metadata:\n  annotations:\n    a: |+\n      b\n\n  name: x\n',
    `metadata:\n  annotations:\n    a: |+\n      b\n\n    ${ANNOTATION}: pass\n  name: x\n`,
  ],
  [
    'behind a folded text',
    'metadata:\n  annotations:\n    a: >-\n      b\n      c\n  name: x\n',
    `metadata:\n  annotations:\n    a: >-\n      b\n      c\n    ${ANNOTATION}: pass\n  name: x\n`,
  ],
  [
    'behind an empty literal text',
    'metadata:\n  annotations:\n    a: |\n  name: x\n',
    `metadata:\n  annotations:\n    a: |\n    ${ANNOTATION}: pass\n  name: x\n`,
  ],
  [
    'behind a plain text over lines',
    'metadata:\n  annotations:\n    a: b\n      c\n  name: x\n',
    `metadata:\n  annotations:\n    a: b\n      c\n    ${ANNOTATION}: pass\n  name: x\n`,
  ],
  [
    'behind a quoted text over lines',
    'metadata:\n  annotations:\n    a: "b\n\n      c" # d\n  name: x\n',
    `metadata:\n  annotations:\n    a: "b\n\n      c" # d\n    ${ANNOTATION}: pass\n  name: x\n`,
  ],
  [
    'at an odd indentation',
    'metadata:\n     annotations:\n      a: b\n     name: x\n',
    `metadata:\n     annotations:\n      a: b\n      ${ANNOTATION}: pass\n     name: x\n`,
  ],
  [
    'behind an empty value',
    'metadata:\n  annotations:\n    a:\n  name: x\n',
    `metadata:\n  annotations:\n    a:\n    ${ANNOTATION}: pass\n  name: x\n`,
  ],
];

for (const [name, before, after] of annotated) {
  test(`an annotation is set ${name}`, () => {
    assert.is(edited(wrap(basic + before)), wrap(basic + after));
  });
  test(`an annotation is set ${name}, in a text with CRLF`, () => {
    const crlf = (text: string) => wrap(basic + text).replaceAll('\n', '\r\n');
    assert.is(edited(crlf(before)), crlf(after));
  });
  test(`an annotation that was set ${name} can be taken out again`, () => {
    const out = edited(wrap(basic + after), PATH, NONE);
    const was = readText(wrap(basic + before)).items[0]?.value.metadata as Resource | null | undefined;
    const { [ANNOTATION]: _, ...others } = (was?.annotations ?? {}) as Resource;
    const is = items(out)[0]?.metadata as Resource;
    assert.equal(is.annotations, others);
  });
}

test('a value that is right keeps its bytes, however it is written', () => {
  for (const value of [
    'pass',
    '"pass"',
    "'pass'",
    '|-\n        pass',
    '>-\n        pass',
    '"\\u0070ass"',
    '!!str pass',
  ]) {
    const text = wrap(`${basic}metadata:\n  annotations:\n    ${ANNOTATION}: ${value}\n`);
    assert.is(edited(text), text);
  }
});

test('a text without a final line break keeps what it says', () => {
  for (const [last, after] of [
    ['a: b', 'a: b'],
    ['a: "b"', 'a: "b"'],
    ['a:', 'a:'],
    ['a: |-\n        b', 'a: |-\n        b'],
    ['a: |\n        b', 'a: |-\n        b'],
    ['a: |+\n        b', 'a: |-\n        b'],
    ['a: >2 # c\n        b', 'a: >2- # c\n        b'],
  ]) {
    const before = wrap(`${basic}metadata:\n  annotations:\n    ${last}`).replaceAll('        b', '      b');
    const out = edited(before);
    assert.is(
      out,
      `${wrap(`${basic}metadata:\n  annotations:\n    ${after}`).replaceAll('        b', '      b')}\n      ${ANNOTATION}: pass`,
    );
  }
});

/** Removals, each from the text on the left to the one on the right. */
const removals: readonly (readonly [name: string, before: string, after: string])[] = [
  [
    'the first of several',
    `metadata:\n  annotations:\n    ${ANNOTATION}: pass\n    a: b\n`,
    'metadata:\n  annotations:\n    a: b\n',
  ],
  [
    'one between comments',
    `metadata:\n  annotations:\n    # a\n    a: b\n    # ours\n    ${ANNOTATION}: pass # why\n    # c\n    c: d\n`,
    'metadata:\n  annotations:\n    # a\n    a: b\n    # ours\n    # c\n    c: d\n',
  ],
  [
    'the only one',
    `metadata:\n  annotations:\n    ${ANNOTATION}: pass\n  name: x\n`,
    'metadata:\n  annotations:\n    {}\n  name: x\n',
  ],
  [
    'the only one of a flow map',
    `metadata:\n  annotations: {${ANNOTATION}: pass}\n`,
    'metadata:\n  annotations: {}\n',
  ],
  [
    'the only one of a flow map with a comma',
    `metadata:\n  annotations: {${ANNOTATION}: pass,}\n`,
    'metadata:\n  annotations: {}\n',
  ],
  [
    'the first of a flow map',
    `metadata:\n  annotations: {${ANNOTATION}: pass, a: b}\n`,
    'metadata:\n  annotations: {a: b}\n',
  ],
  [
    'the last of a flow map',
    `metadata:\n  annotations: {a: b, ${ANNOTATION}: pass}\n`,
    'metadata:\n  annotations: {a: b}\n',
  ],
  [
    'one with a literal text',
    `metadata:\n  annotations:\n    a: b\n    ${ANNOTATION}: |\n      pass\n    c: d\n`,
    'metadata:\n  annotations:\n    a: b\n    c: d\n',
  ],
  [
    'one behind a text that keeps its line breaks',
    `metadata:\n  annotations:\n    a: |+\n      b\n    ${ANNOTATION}: pass\n\n    c: d\n`,
    'metadata:\n  annotations:\n    a: |+\n      b\n    #\n\n    c: d\n',
  ],
  [
    'one between a text and a deeper comment',
    `metadata:\n  annotations:\n    a: |\n      b\n    ${ANNOTATION}: pass\n      # deep\n    c: d\n`,
    'metadata:\n  annotations:\n    a: |\n      b\n    #\n      # deep\n    c: d\n',
  ],
];

for (const [name, before, after] of removals) {
  test(`an annotation is taken out: ${name}`, () => {
    const out = edited(wrap(basic + before), PATH, NONE);
    assert.is(out, wrap(basic + after));
    const annotations = (text: string) =>
      (items(text)[0] as { metadata: { annotations: Resource } }).metadata.annotations;
    const { [ANNOTATION]: _, ...others } = annotations(wrap(basic + before));
    assert.equal(annotations(out), others);
  });
}

test("what isn't there is taken out without an edit", () => {
  for (const metadata of [
    'metadata:\n  name: x\n',
    'metadata:\n  annotations: {}\n',
    'metadata:\n',
    'spec: {}\n',
  ]) {
    const text = wrap(basic + metadata);
    assert.is(edited(text, PATH, NONE), text);
  }
});

/** Maps that an anchor shares. Each item is edited alone, then all of them at once. */
const shared: readonly (readonly [name: string, text: string])[] = [
  [
    'the annotations, with a template',
    '- apiVersion: v1\n  kind: A\n  metadata:\n    annotations: &x\n      a: b\n  spec:\n    template:\n      annotations: *x\n    other: *x\n',
  ],
  [
    'the metadata, with a template',
    '- apiVersion: v1\n  kind: A\n  metadata: &x\n    name: a\n  spec: {metadata: *x}\n',
  ],
  [
    'the annotations of a template',
    '- apiVersion: v1\n  kind: A\n  spec:\n    annotations: &x {a: b}\n  metadata:\n    annotations: *x\n',
  ],
  [
    'a merge key of the annotations',
    '- apiVersion: v1\n  kind: A\n  spec: &x {a: b}\n  metadata:\n    annotations:\n      <<: *x\n',
  ],
  [
    'a merge key from the annotations',
    '- apiVersion: v1\n  kind: A\n  metadata:\n    annotations: &x\n      a: b\n  spec:\n    <<: *x\n    c: d\n',
  ],
  [
    'a merge key of the metadata',
    '- apiVersion: v1\n  kind: A\n  spec: &x {annotations: {a: b}, name: y}\n  metadata:\n    <<: *x\n    name: z\n',
  ],
  [
    'metadata across items',
    '- apiVersion: v1\n  kind: A\n  metadata: &x\n    name: a\n    annotations: &y {a: b}\n- apiVersion: v1\n  kind: B\n  metadata: *x\n- apiVersion: v1\n  kind: C\n  metadata:\n    annotations: *y\n- apiVersion: v1\n  kind: D\n  metadata:\n    <<: *x\n',
  ],
  [
    'whole items',
    '- &x\n  apiVersion: v1\n  kind: A\n  metadata: &y\n    name: a\n- *x\n- apiVersion: v1\n  kind: B\n  metadata: *y\n',
  ],
  [
    'a name that is used twice',
    '- apiVersion: v1\n  kind: A\n  metadata: &x {name: a}\n  spec:\n    a: *x\n    b: &x text\n    c: *x\n    d: &x {k: v}\n    e: *x\n',
  ],
  [
    'the value itself',
    `- apiVersion: v1\n  kind: A\n  metadata:\n    annotations:\n      ${ANNOTATION}: &x warn\n      other: *x\n  spec: [*x]\n`,
  ],
  [
    'annotations that are null',
    '- apiVersion: v1\n  kind: A\n  metadata:\n    annotations: &x\n    name: y\n  spec: *x\n',
  ],
  [
    'an anchor in a flow map',
    '- {apiVersion: v1, kind: A, metadata: &x {annotations: &y {a: b}}, spec: [*x, *y, {<<: *y}]}\n',
  ],
];

for (const [name, lines] of shared) {
  const text = `${head}items:\n${lines}`;
  const before = items(text);
  const expected = (item: Resource, value: string | undefined): Resource => {
    const metadata = { ...(item.metadata as Resource) };
    const { [ANNOTATION]: _, ...annotations } = (metadata.annotations ?? {}) as Resource;
    if (value === undefined && metadata.annotations == null) return item;
    return {
      ...item,
      metadata: {
        ...metadata,
        annotations: value === undefined ? annotations : { ...annotations, [ANNOTATION]: value },
      },
    };
  };
  test(`an annotation doesn't travel along an anchor: ${name}`, () => {
    for (const [i] of before.entries()) {
      assert.equal(
        items(edited(text, PATH, 'pass', i)),
        before.map((item, j) => (i === j ? expected(item, 'pass') : item)),
      );
    }
  });
  test(`all items that share an anchor get their annotation at once: ${name}`, () => {
    const list = readText(text);
    const all = list.items.flatMap((item, i) => set(list, item, PATH, `v${i}`));
    const out = apply(list, all);
    assert.equal(
      items(out),
      before.map((item, i) => expected(item, `v${i}`)),
    );
    const again = readText(out);
    const gone = apply(
      again,
      again.items.flatMap((item) => remove(again, item, PATH)),
    );
    assert.equal(
      items(gone),
      before.map((item, i) => expected(expected(item, `v${i}`), undefined)),
    );
  });
}

test('an annotation that a merge key gives is taken out without the map that it comes from', () => {
  const text = `${head}items:\n- apiVersion: v1\n  kind: A\n  spec: &x {a: b, ${ANNOTATION}: warn}\n  metadata:\n    annotations:\n      <<: *x\n      c: d\n`;
  const [item] = items(edited(text, PATH, NONE));
  assert.equal(item?.metadata, { annotations: { a: 'b', c: 'd' } });
  assert.equal(item?.spec, { a: 'b', [ANNOTATION]: 'warn' });
});

const kptfile = 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: x\n';
const condition = {
  type: 'security.nephio.org/compliance',
  status: 'False',
  reason: 'ScoreTooLow',
  message: 'score 50, threshold 80',
};

const conditions: readonly (readonly [
  name: string,
  before: string,
  path: Path,
  value: Value,
  after: string,
])[] = [
  [
    'the status is made',
    'info: {}\n',
    ['status', 'conditions'],
    [condition],
    'info: {}\nstatus:\n  conditions:\n  - type: security.nephio.org/compliance\n    status: "False"\n    reason: ScoreTooLow\n    message: "score 50, threshold 80"\n',
  ],
  [
    'a condition is appended',
    'status:\n  conditions:\n  - type: Other\n    status: "True" # yes\n',
    ['status', 'conditions', 1],
    { type: 'T', status: 'True' },
    'status:\n  conditions:\n  - type: Other\n    status: "True" # yes\n  - type: T\n    status: "True"\n',
  ],
  [
    'a condition is appended to indented ones',
    'status:\n  conditions:\n    - type: Other\n  # end\n',
    ['status', 'conditions', 1],
    { type: 'T' },
    'status:\n  conditions:\n    - type: Other\n    - type: T\n  # end\n',
  ],
  [
    'a condition is appended to flow ones',
    'status: {conditions: [{type: Other}]}\n',
    ['status', 'conditions', 1],
    { type: 'T' },
    'status: {conditions: [{type: Other}, {"type": "T"}]}\n',
  ],
  [
    'a first condition',
    'status:\n  conditions: []\n',
    ['status', 'conditions', 0],
    { type: 'T' },
    'status:\n  conditions: [{"type": "T"}]\n',
  ],
  [
    'conditions where there are none',
    'status:\n  x: y\n',
    ['status', 'conditions', 0],
    { type: 'T' },
    'status:\n  x: y\n  conditions:\n  - type: T\n',
  ],
  [
    'the status of a condition',
    'status:\n  conditions:\n  - type: A\n  - type: B\n    status: "True" # gate\n    reason: R\n',
    ['status', 'conditions', 1, 'status'],
    'False',
    'status:\n  conditions:\n  - type: A\n  - type: B\n    status: "False" # gate\n    reason: R\n',
  ],
  [
    'a key of a condition',
    'status:\n  conditions:\n  - type: A\n  - type: B\n',
    ['status', 'conditions', 0, 'reason'],
    'R',
    'status:\n  conditions:\n  - type: A\n    reason: R\n  - type: B\n',
  ],
  [
    'a whole condition',
    'status:\n  conditions:\n  - type: A\n    status: "True"\n  - type: B\n',
    ['status', 'conditions', 0],
    { type: 'A', status: 'False' },
    'status:\n  conditions:\n  - {"type": "A", "status": "False"}\n  - type: B\n',
  ],
  [
    'conditions that are an alias',
    'x: &x [{type: A}]\nstatus: {conditions: *x}\n',
    ['status', 'conditions', 1],
    { type: 'B' },
    'x: &x [{type: A}]\nstatus: {conditions: [{"type": "A"}, {"type": "B"}]}\n',
  ],
  [
    'a pair in a list',
    'status: {conditions: [type: A, {type: B}]}\n',
    ['status', 'conditions', 0, 'status'],
    'True',
    'status: {conditions: [{"type": "A", "status": "True"}, {type: B}]}\n',
  ],
];

for (const [name, before, path, value, after] of conditions) {
  test(`a Kptfile's conditions: ${name}`, () => {
    assert.is(edited(wrap(kptfile + before), path, value), wrap(kptfile + after));
  });
}

const section = '{\n  "verdict": "pass",\n\n  "findings": []\n}\n';
const literal = '|\n    {\n      "verdict": "pass",\n\n      "findings": []\n    }\n';
const quoted = JSON.stringify(section);

const data: readonly (readonly [name: string, before: string, after: string])[] = [
  ['a key is added', 'data:\n  a: b\n', `data:\n  a: b\n  r.json: ${literal}`],
  [
    'a text is replaced',
    'data:\n  r.json: |\n    {\n      "verdict": "fail"\n    }\n  z: 1\n',
    `data:\n  r.json: ${literal}  z: 1\n`,
  ],
  ['a plain value is replaced', 'data:\n  r.json: old\n  z: 1\n', `data:\n  r.json: ${literal}  z: 1\n`],
  [
    'a plain value with a comment is replaced',
    'data:\n  r.json: old # c\n  z: 1\n',
    `data:\n  r.json: ${quoted} # c\n  z: 1\n`,
  ],
  [
    'a value before a deep comment is replaced',
    'data:\n  r.json: old\n\n     # c\n  z: 1\n',
    `data:\n  r.json: ${quoted}\n\n     # c\n  z: 1\n`,
  ],
  [
    'a key is added before a deep comment',
    'data:\n  a: b\n    # c\nz: 1\n',
    `data:\n  a: b\n  "r.json": ${quoted}\n    # c\nz: 1\n`,
  ],
  [
    'a map on lines of its own is replaced',
    'data:\n  r.json:\n    a: b\n  z: 1\n',
    `data:\n  r.json:\n    ${quoted}\n  z: 1\n`,
  ],
  ['in a flow map', 'data: {r.json: old}\n', `data: {r.json: ${quoted}}\n`],
  [
    'where data is missing',
    'data:\nz: 1\n',
    `data:\n  r.json: ${literal}z: 1\n`.replaceAll('\n    ', '\n    '),
  ],
];

for (const [name, before, after] of data) {
  test(`a text of several lines in data: ${name}`, () => {
    assert.is(edited(wrap(basic + before), ['data', 'r.json'], section), wrap(basic + after));
  });
}

test('a text comes back as it was, whatever it holds', () => {
  for (const text of [
    '',
    ' ',
    'a\n',
    'a\n\n',
    '\na',
    ' a\nb\n',
    'a \nb',
    'a\tb\nc',
    '# a\nb',
    '- a\n- b\n',
    '---\na\n',
    '"',
    "'",
    'a: b',
    'yes',
    '0644',
    '1_0',
    'é\nü\n',
    '\u0085',
    '\u2028\n',
    '\ufeff',
    '\u0000',
    '\r\n',
    '{{a}}',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a',
    '...',
    'a #b',
    '😀\n😀',
    '\ud800',
    '<<',
    '=',
  ]) {
    const out = edited(wrap(`${basic}data:\n  a: b\n`), ['data', 'r'], text.toWellFormed());
    assert.equal(items(out)[0]?.data, { a: 'b', r: text.toWellFormed() });
    assert.equal(readText(out).items[0]?.faults, []);
  }
});

test.run();
