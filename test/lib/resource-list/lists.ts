import { type Document, parseAllDocuments, visit } from 'yaml';
import type { Edit, Path } from '../../../functions/lib/resource-list/edit.ts';
import { applyEdits, removeIn, setIn } from '../../../functions/lib/resource-list/edit.ts';
import {
  type Item,
  type ResourceList,
  readResourceList,
} from '../../../functions/lib/resource-list/resource-list.ts';
import type { Value } from '../../../functions/lib/yaml/read.ts';

export const ANNOTATION = 'security.nephio.org/image-allowlist';
export const PATH = ['metadata', 'annotations', ANNOTATION];

/** The head of a ResourceList, as kpt writes it. */
export const head = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n';

export const readText = (text: string) => readResourceList(Buffer.from(text));

/** What the one document of a text says to an independent parser, as plain JSON. */
export function judge(text: string): Value {
  const options = {
    version: '1.1',
    merge: true,
    intAsBigInt: true,
    uniqueKeys: true,
    logLevel: 'error',
  } as const;
  const docs = parseAllDocuments(text, options) as Document.Parsed[];
  const error = docs.flatMap(({ errors }) => errors)[0];
  if (error) throw new Error(`${error.message}\n${text}`);
  // A block scalar that ends with the text, without a line break, has none for go-yaml.
  const isOpen = text.slice(text.lastIndexOf('\n') + 1).trim() !== '';
  for (const doc of isOpen ? docs : []) {
    visit(doc, {
      Scalar(_, node) {
        const isLast = (node.range?.[1] ?? 0) >= text.length && node.type?.startsWith('BLOCK');
        if (isLast && typeof node.value === 'string') node.value = node.value.replace(/\n$/, '');
      },
    });
  }
  const values = docs.map((doc) => doc.toJS({ maxAliasCount: -1 })).filter((value) => value !== null);
  if (values.length > 1) throw new Error(`more than one document\n${text}`);
  const value = values[0];
  return JSON.parse(JSON.stringify(value ?? null, (_, v) => (typeof v === 'bigint' ? Number(v) : v)));
}

export const set = (list: ResourceList, item: Item, path: Path, value: Value): Edit[] => {
  const { value: root, places } = item.placed();
  return setIn({ text: list.decoded.text, eol: list.eol, places }, root, path, value);
};

export const remove = (list: ResourceList, item: Item, path: Path): Edit[] => {
  const { value: root, places } = item.placed();
  return removeIn({ text: list.decoded.text, eol: list.eol, places }, root, path);
};

export const apply = (list: ResourceList, edits: readonly Edit[]) => applyEdits(list.decoded.text, edits);

/** Lines as one text, without the indentation that they have in the test. */
export function dedent([text = '']: readonly string[]): string {
  const lines = text.replace(/^\n/, '').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const by = Math.min(...indents);
  return lines
    .map((line) => line.slice(by))
    .join('\n')
    .replace(/\n *$/, '\n');
}
