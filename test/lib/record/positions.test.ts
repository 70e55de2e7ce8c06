import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../../functions/lib/finding.ts';
import { toResources } from '../../../functions/lib/packages.ts';
import { type Position, Positions } from '../../../functions/lib/record/positions.ts';
import { type ResourceList, readResourceList } from '../../../functions/lib/resource-list/resource-list.ts';

/** Asks for the places of an item's fields, all items being annotated or none. */
function asker(list: ResourceList, annotated = false) {
  const resources = toResources(list.items);
  const positions = new Positions(
    list,
    resources,
    () => annotated,
    () => false,
  );
  return (item: { index: number }, segments: readonly (string | number)[]): Position | undefined =>
    positions.of({ resource: resources[item.index], segments } as unknown as Finding);
}

/** What kpt adds to an item: with an `annotations:` of its own where the file has none. */
const added = (path: string, index: number) => [
  `    config.kubernetes.io/index: '${index}'`,
  `    config.kubernetes.io/path: '${path}'`,
  `    internal.config.kubernetes.io/index: '${index}'`,
  `    internal.config.kubernetes.io/path: '${path}'`,
  `    internal.config.kubernetes.io/seqindent: 'compact'`,
];

/** A ResourceList as kpt makes it of a file, and the lines of that file. */
function source(path: string, documents: readonly string[]): { list: string; file: string[] } {
  const items = documents.map((document, i) => {
    const lines = document.trimEnd().split('\n');
    const header = lines.indexOf('  annotations:');
    const at = header >= 0 ? header + 1 : lines.findIndex((line) => line.startsWith('  name:')) + 1;
    lines.splice(at, 0, ...(header >= 0 ? [] : ['  annotations:']), ...added(path, i));
    return `- ${lines.join('\n  ')}\n`;
  });
  const file = documents.map((document) => document.trimEnd()).join('\n---\n');
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

test.run();
