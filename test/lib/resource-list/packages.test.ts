import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { isMap, type YamlMap as Resource } from '../../../functions/lib/resource-list/resource-list.ts';
import { ANNOTATION, apply, head, judge, PATH, readText, remove, set } from './lists.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/packages', import.meta.url));
const isThere = existsSync(folder);
if (!isThere) console.log('skipped: the example packages (../shared/data/packages) are not here');

function yamlFiles(path: string): string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$|^Kptfile$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
}

/** A file's documents as items, each indented below its `-`, as kpt hands them over. */
function wrap(text: string): string | undefined {
  const documents = text.split(/^---.*\r?\n/m).filter((part) => /^[^#\s]/m.test(part));
  const isPlain = documents.every((part) => {
    const [doc, ...more] = parseAllDocuments(part, { version: '1.1' });
    return more.length === 0 && doc?.errors.length === 0 && isMap(doc.toJS());
  });
  if (!isPlain || documents.length === 0) return undefined;
  const items = documents.map((part) => `-\n${part.trimEnd().replaceAll(/^(?=.)/gm, '  ')}\n`);
  return `${head}items:\n${items.join('')}`;
}

const check = isThere ? test : test.skip;

check('every file of the example packages can be annotated, and nothing else of it changes', () => {
  let files = 0;
  let items = 0;
  for (const file of yamlFiles(folder)) {
    const text = wrap(readFileSync(file, 'utf8'));
    if (text === undefined) continue;
    const list = readText(text);
    const sound = list.items.filter(({ faults }) => faults.every(({ reason }) => /^has no/.test(reason)));
    assert.is(sound.length, list.items.length, file);
    const edits = list.items.flatMap((item) => set(list, item, PATH, 'pass'));
    const out = apply(list, edits);
    const input = judge(text) as { items: Resource[] };
    const expected = input.items.map((item) => {
      const metadata = (item.metadata ?? {}) as Resource;
      return {
        ...item,
        metadata: {
          ...metadata,
          annotations: { ...((metadata.annotations ?? {}) as Resource), [ANNOTATION]: 'pass' },
        },
      };
    });
    assert.equal((judge(out) as { items: unknown }).items, expected, file);
    const isNew = input.items.every(
      ({ metadata }) =>
        !isMap(metadata) || !isMap(metadata.annotations) || !Object.hasOwn(metadata.annotations, ANNOTATION),
    );
    if (isNew && edits.every(({ start, end }) => start === end)) {
      const kept = new Set(text.split('\n'));
      const added = out.split('\n').filter((line) => !kept.has(line));
      assert.ok(
        added.every((line) => line.includes(ANNOTATION) || /^ *(?:metadata|annotations):$/.test(line)),
        file,
      );
    }
    const again = readText(out);
    assert.equal(
      again.items.flatMap((item) => set(again, item, PATH, 'pass')),
      [],
    );
    const gone = judge(
      apply(
        again,
        again.items.flatMap((item) => remove(again, item, PATH)),
      ),
    ) as { items: Resource[] };
    assert.is(JSON.stringify(gone.items).includes(ANNOTATION), false);
    files++;
    items += list.items.length;
  }
  assert.ok(files > 100 && items > 100, `${files} files, ${items} resources`);
});

test.run();
