import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Document, Scalar } from 'yaml';
import type { Finding } from '../../../functions/lib/finding.ts';
import { toResources } from '../../../functions/lib/packages.ts';
import { type Position, Positions } from '../../../functions/lib/record/positions.ts';
import { type ResourceList, readResourceList } from '../../../functions/lib/resource-list/resource-list.ts';
import { numRuns } from '../yaml/documents.ts';

/** Asks for the places of an item's fields, all items being annotated or none. */
function asker(list: ResourceList, annotated = false) {
  const resources = toResources(list.items);
  const positions = new Positions(
    list,
    resources,
    () => annotated,
    () => false,
  );
  return (
    item: { index: number },
    segments: readonly (string | number)[],
    inText?: Finding['inText'],
  ): Position | undefined =>
    positions.of({ resource: resources[item.index], segments, inText } as unknown as Finding);
}

/** What kpt adds to an item: with an `annotations:` of its own where the file has none. */
const added = (path: string, index: number) => [
  `    config.kubernetes.io/index: '${index}'`,
  `    config.kubernetes.io/path: '${path}'`,
  `    internal.config.kubernetes.io/index: '${index}'`,
  `    internal.config.kubernetes.io/path: '${path}'`,
  `    internal.config.kubernetes.io/seqindent: 'compact'`,
];

/** A document without the line break that ends it. */
const withoutEnd = (document: string) => document.replace(/\n$/, '');

/** A ResourceList as kpt makes it of a file, and the lines of that file. */
function source(path: string, documents: readonly string[]): { list: string; file: string[] } {
  const items = documents.map((document, i) => {
    const lines = withoutEnd(document).split('\n');
    const header = lines.indexOf('  annotations:');
    const at = header >= 0 ? header + 1 : lines.findIndex((line) => line.startsWith('  name:')) + 1;
    lines.splice(at, 0, ...(header >= 0 ? [] : ['  annotations:']), ...added(path, i));
    return `- ${lines.join('\n  ').replace(/^ +$/gm, '')}\n`;
  });
  const file = documents.map(withoutEnd).join('\n---\n');
  return {
    list: `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items.join('')}`,
    file: file.split('\n'),
  };
}

const plain = `# licence
apiVersion: v1
kind: Pod
metadata: # c
  name: plain
spec:
  containers:
  # the first
  - name: a
    image: one
  - name: b
    args:
    - |
      text

      image: no
    image: two
`;
const annotated = plain.replace('  name: plain\n', '  name: annotated\n  annotations:\n    a: b\n');
const marked = plain.replace(
  '  name: plain\n',
  '  name: marked\n  annotations:\n    security.nephio.org/verify-signatures: pass\n',
);
const both = plain.replace(
  '  name: plain\n',
  '  name: both\n  annotations:\n    a: b\n    security.nephio.org/image-allowlist: pass\n    c: |\n      text\n',
);

const fields = [
  [['spec', 'containers', 0, 'image'], 'image: one'],
  [['spec', 'containers', 1, 'image'], 'image: two'],
  [['kind'], 'kind: Pod'],
] as const;

for (const documents of [[plain], [annotated], [marked], [both], [plain, annotated, marked, both, plain]]) {
  const { list, file } = source('a/b.yaml', documents);
  const read = readResourceList(Buffer.from(list));
  test(`lines of the file as it is (${documents.length} documents)`, () => {
    const ask = asker(read);
    for (const item of read.items) {
      for (const [segments, expected] of fields) {
        const { line = 0, column = 0 } = ask(item, segments) ?? {};
        const text = file[line - 1]?.slice(column - 1);
        assert.is(text, expected, `${item.index} ${segments.join('.')}: ${line}:${column}`);
      }
    }
  });

  test(`lines of the file as a function leaves it (${documents.length} documents)`, () => {
    const saved = documents.map((document) => {
      const bare = document
        .replace(/ {4}security\.nephio\.org\/.*\n/g, '')
        .replace(/ {2}annotations:\n(?! {4})/, '');
      const own = '    security.nephio.org/image-allowlist: fail\n';
      return bare.includes('  annotations:\n')
        ? bare.replace('  annotations:\n', `  annotations:\n${own}`)
        : bare.replace(/( {2}name: .*\n)/, `$1  annotations:\n${own}`);
    });
    const after = source('a/b.yaml', saved).file;
    const ask = asker(read, true);
    for (const item of read.items) {
      for (const [segments, expected] of fields) {
        assert.is(
          after[(ask(item, segments)?.recordedLine ?? 0) - 1]?.trim(),
          expected,
          `${item.index} ${segments.join('.')}`,
        );
      }
    }
  });
}

test('behind a comment that ends the annotations kpt adds a blank line, which is not in the file', () => {
  const file = [
    'apiVersion: v1',
    'kind: Pod',
    'metadata:',
    '  name: a',
    '  annotations:',
    '    a: b',
    '    # behind the last',
    'spec: 1',
  ];
  const item = [...file.slice(0, 7), '', ...added('a.yaml', 0), ...file.slice(7)]
    .join('\n  ')
    .replaceAll('  \n', '\n');
  const read = readResourceList(
    Buffer.from(`apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n- ${item}\n`),
  );
  const [pod] = read.items;
  if (!pod) throw new Error('no item');
  assert.equal(asker(read)(pod, ['spec']), { line: 8, column: 1, recordedLine: 8, source: '1' });
  // kpt keeps the blank line in front of an annotation that a function adds there.
  assert.equal(asker(read, true)(pod, ['spec']), { line: 8, column: 1, recordedLine: 10, source: '1' });
});

test('no line without a file; the nearest line above where a field is missing', () => {
  const { list, file } = source('x.yaml', [plain]);
  const read = readResourceList(Buffer.from(list));
  const [item] = read.items;
  if (!item) throw new Error('no item');
  const { line = 0 } = asker(read)(item, ['spec', 'containers', 1, 'command', 0]) ?? {};
  assert.is(file[line - 1]?.trim(), '- name: b');
  const { list: fileless } = source('x.yaml', [plain]);
  const other = readResourceList(Buffer.from(fileless.replace(/.*(?:path|index): '.*\n/g, '')));
  assert.is(asker(other)({ index: 0 }, ['kind']), undefined);
});

const intent = `apiVersion: v1
kind: ConfigMap
metadata:
  name: intent
data:
  text: |-
    {
      "a": [],

      "b": Ж
    }
  empty: ""
  number: 5
`;
const inIntent: [
  name: string,
  segments: string[],
  inText: Finding['inText'],
  line: number,
  column: number,
][] = [
  ['a field of the text', ['data', 'text', 'b'], { depth: 2, offset: 21 }, 10, 12],
  ['the text itself', ['data', 'text'], { depth: 2, offset: 0 }, 7, 5],
  ['the end of the text', ['data', 'text'], { depth: 2, offset: 24 }, 11, 6],
  ['behind the end of the text', ['data', 'text', 'b'], { depth: 2, offset: 25 }, 6, 3],
  ['an empty text', ['data', 'empty', 'b'], { depth: 2, offset: 0 }, 12, 3],
  ['what is no text', ['data', 'number', 'b'], { depth: 2, offset: 0 }, 13, 3],
  ['a map', ['data', 'text', 'b'], { depth: 1, offset: 0 }, 5, 1],
  ['the resource', ['data', 'text', 'b'], { depth: 0, offset: 0 }, 1, 1],
  ['a text that is not there', ['data', 'other', 'b'], { depth: 2, offset: 0 }, 5, 1],
];
for (const [name, segments, inText, line, column] of inIntent) {
  test(`in a text: ${name}`, () => {
    const { list } = source('x.yaml', [intent]);
    const place = asker(readResourceList(Buffer.from(list)))({ index: 0 }, segments, inText);
    assert.equal(place, { line, column, recordedLine: line, source: undefined });
  });
}

test('a text that stands behind a document, in a file of CRLF', () => {
  const { list, file } = source('x.yaml', [annotated, intent]);
  const read = readResourceList(Buffer.from(list.replaceAll('\n', '\r\n')));
  const { line = 0, column } =
    asker(read, true)({ index: 1 }, ['data', 'text'], { depth: 2, offset: 21 }) ?? {};
  assert.equal([file[line - 1], column], ['      "b": Ж', 12]);
});

/** Texts with one `Ж`: JSON as a program or a person writes it, and lines of words. */
const json = fc
  .tuple(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 2 }), fc.constantFrom('', 1, 2, 4, '\t'))
  .map(([before, behind, indent]) => JSON.stringify({ before, mark: 'Ж', behind }, null, indent));
const word = fc.constantFrom(
  'a',
  '"b"',
  "it's",
  '\\n',
  '\\u0416',
  '#c',
  '{',
  ']: ',
  '😀',
  'é,',
  '-',
  '@p',
  'é'.repeat(90),
);
const gap = fc.constantFrom(' ', ' ', '  ', '\n', '\n\n', '\n  ', '\t', '\n\t', ' \n');
const words = fc.array(fc.tuple(word, gap), { maxLength: 20 }).map((pairs) => pairs.flat().join(''));
const prose = fc
  .tuple(fc.constantFrom('', 'word ', '\n', ' '), words, gap, words, fc.constantFrom('', '\n', '\n\n', ' '))
  .map(([start, before, space, behind, end]) => `${start}${before}Ж${space}${behind}${end}`);
const styles = [
  Scalar.BLOCK_LITERAL,
  Scalar.BLOCK_FOLDED,
  Scalar.QUOTE_DOUBLE,
  Scalar.QUOTE_SINGLE,
  Scalar.PLAIN,
] as const;

/** A ConfigMap with a text at a path, as the library writes it. */
function configMap(
  text: string,
  type: Scalar.Type,
  path: readonly (string | number)[],
  lineWidth: number,
): string {
  const scalar = Object.assign(new Scalar(text), { type });
  const nested = path.reduceRight<object>(
    (value, key) => (typeof key === 'number' ? ['first', value] : { a: 'one\ntwo\n', [key]: value, z: 1 }),
    scalar,
  );
  const document = new Document({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, ...nested });
  return document.toString({ lineWidth, indentSeq: false });
}

for (const type of styles) {
  test(`in a text as ${type}: a character is found where it stands in the file`, () => {
    const cases = fc.record({
      text: fc.oneof(json, prose),
      path: fc.constantFrom<(string | number)[]>(
        ['data', 'x.json'],
        ['list', 1],
        ['b', 'c', 'd'],
        ['list', 1, 'text'],
      ),
      lineWidth: fc.constantFrom(0, 25, 80),
      isSecond: fc.boolean(),
      isAnnotated: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ text, path, lineWidth, isSecond, isAnnotated }) => {
        const bare = configMap(text, type, path, lineWidth);
        const own = isAnnotated ? bare.replace('  name: x\n', '  name: x\n  annotations:\n    a: b\n') : bare;
        const { list, file } = source('x.yaml', isSecond ? [both, own] : [own]);
        const read = readResourceList(Buffer.from(list));
        const item = { index: isSecond ? 1 : 0 };
        const value = path.reduce<unknown>(
          (node, key) => (node as never)[key],
          read.items[item.index]?.value,
        );
        assert.type(value, 'string');
        const inText = { depth: path.length, offset: (value as string).indexOf('Ж') };
        const { line = 0, column } = asker(read)(item, [...path, 'mark'], inText) ?? {};
        const lines = file.map((own) => own.indexOf('Ж'));
        assert.equal([line, column], [lines.findIndex((at) => at >= 0) + 1, Math.max(...lines) + 1]);
      }),
      { numRuns },
    );
  });
}

test.run();
