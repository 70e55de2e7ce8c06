import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse, parseAllDocuments } from 'yaml';
import { lineOfField, toItem } from '../../functions/cli/documents.ts';
import { readResourceList } from '../../functions/lib/resource-list/resource-list.ts';
import { type Document, splitDocuments, Unreadable } from '../../functions/lib/yaml/documents.ts';

const PATH = 'internal.config.kubernetes.io/path';
const INDEX = 'internal.config.kubernetes.io/index';

const splits: { it: string; text: string; lines: number[] }[] = [
  { it: 'one document', text: 'a: 1\n', lines: [1] },
  { it: 'documents with markers between them', text: 'a: 1\n---\nb: 2\n--- # c\nc: 3', lines: [1, 3, 5] },
  { it: 'a marker before the first', text: '\n---\na: 1\n', lines: [3] },
  { it: 'no document of comments and blanks', text: '# a\n---\n\n---\n# b\n\na: 1\n---\n', lines: [5] },
  { it: 'directives', text: '%YAML 1.2\n---\na: 1\n', lines: [3] },
  { it: 'ends of documents', text: 'a: 1\n...\n# c\n---\nb: 2\n...\n', lines: [1, 5] },
  { it: 'markers inside a block of text, which end it', text: 'a: |\n  x\n---\nb: 2\n', lines: [1, 4] },
  { it: 'no markers that are indented or longer', text: 'a: |\n  ---\n  x\nb: "----"\n----: 1\n', lines: [] },
  { it: 'nothing', text: '', lines: [] },
];

for (const { it, text, lines } of splits.filter(({ lines }) => lines.length > 0)) {
  test(`splitDocuments: ${it}`, () => {
    const documents = splitDocuments(text);
    assert.equal(
      documents.map(({ line }) => line),
      lines,
    );
    const values = parseAllDocuments(text.replace(/^%.*\n/, ''));
    const wanted = (Array.isArray(values) ? values : [])
      .map((value) => value.toJS())
      .filter((value) => value !== null);
    assert.equal(
      documents.map((document) => parse(document.text)),
      wanted,
    );
  });
}

test('splitDocuments refuses what kpt refuses, or does not read', () => {
  const refused: [string, number][] = [
    ['a: 1\n--- {b: 2}\n', 2],
    ['----\na: 1\n', 1],
    ['a: 1\n...\nb: 2\n', 3],
  ];
  for (const [text, line] of refused) {
    assert.throws(
      () => splitDocuments(text),
      (error: Error) => error instanceof Unreadable && error.line === line,
      text,
    );
  }
});

const items: { it: string; text: string }[] = [
  { it: 'a plain resource', text: 'kind: A\nmetadata:\n  name: a\n' },
  { it: 'no metadata', text: 'kind: A\nspec: {}\n' },
  { it: 'metadata and annotations that are null', text: 'kind: A\nmetadata:\n  annotations:\nspec: 1\n' },
  { it: 'annotations of its own', text: 'kind: A\nmetadata:\n  annotations:\n    x: z # c\nspec: 1\n' },
  { it: 'flow style', text: 'kind: A\nmetadata: {name: a, annotations: {}}\n' },
  { it: 'JSON', text: '{\n\t"kind": "A",\n\t"metadata": {"name": "a"}\n}\n' },
  { it: 'an indented document behind a comment', text: '# c\n\n  kind: A\n  metadata:\n    name: a\n' },
  { it: 'anchors', text: 'kind: A\nmetadata:\n  annotations: &a\n    x: z\nspec: *a\n' },
  {
    it: 'texts',
    text: 'kind: A\ndata:\n  a: |\n    x\n\n      - y\n  b: >-\n    x\n    y\n  c: "x\n    y"\n',
  },
  {
    it: 'texts with an indentation indicator',
    text: 'kind: A\ndata:\n  a: |1\n    x\n   y\n  b: |+\n    x\n\n',
  },
  { it: 'paths from an earlier run', text: `kind: A\nmetadata:\n  annotations:\n    ${PATH}: 'x.yaml'\n` },
];

for (const { it, text } of items) {
  test(`toItem: ${it}`, () => {
    const [document] = splitDocuments(text);
    const item = toItem(document as Document, 'sub/a b.yaml', 3);
    const list = readResourceList(
      Buffer.from(`apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${item}${item}`),
    );
    assert.is(list.items.length, 2);
    for (const { value, origin } of list.items) {
      assert.equal([origin.path, origin.index], ['sub/a b.yaml', 3]);
      const metadata = value.metadata as { annotations: { [key: string]: string } };
      const { [PATH]: _path, [INDEX]: _index, ...annotations } = metadata.annotations;
      const was = parse(text.replaceAll('\t', ' '));
      const { [PATH]: _old, ...before } = was.metadata?.annotations ?? {};
      assert.equal(annotations, before);
      assert.equal({ ...value, metadata: 0 }, { ...was, metadata: 0 });
    }
  });
}

test('toItem says where a document is unfit', () => {
  const unfit: [string, number, RegExp][] = [
    ['# c\nkind: A\nkind: B\n', 2, /kind/],
    ['kind: A\nspec: [1\n', 2, /malformed YAML/],
    ['- a\n', 1, /no map/],
    ['kind: A\nmetadata: x\n', 1, /metadata are no map/],
    ['kind: A\nmetadata: {annotations: [x]}\n', 1, /annotations are no map/],
  ];
  for (const [text, line, message] of unfit) {
    const [document] = splitDocuments(text) as [Document];
    assert.throws(
      () => toItem(document, 'a.yaml', 0),
      (error: Error) =>
        error instanceof Unreadable && (error.line ?? 0) >= line && message.test(error.message),
      text,
    );
  }
});

test('lineOfField finds fields as results name them', () => {
  const [, document] = splitDocuments(`a: 1
---
# a comment
spec:
  containers:
  - name: first
    image: a
  - name: second
    # another
    image: b
  - image: c
data:
  "x.y": z
`) as [Document, Document];
  const lines: [string, number][] = [
    ['', 3],
    ['spec', 4],
    ['spec.containers[name=second].image', 10],
    ['spec.containers[2].image', 11],
    ['spec.containers[name=second].nothing', 8],
    ['data["x.y"]', 13],
  ];
  for (const [field, line] of lines) assert.is(lineOfField(document, field, Number.NaN), line, field);
});

test.run();
