import fc from 'fast-check';
import * as jsYaml from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readBlock } from '../../../functions/lib/yaml/block-reader.ts';
import { MalformedYaml, readLibrary } from '../../../functions/lib/yaml/library-reader.ts';
import { TooDeep } from '../../../functions/lib/yaml/node.ts';
import type { Place, Places, Reading } from '../../../functions/lib/yaml/read.ts';
import { typeScalar, type Value } from '../../../functions/lib/yaml/scalar.ts';
import { document, mutated, numRuns } from './documents.ts';

/** The structure is js-yaml's; plain scalars have the type that the table of scalars proves. */
const typed = new jsYaml.Type('tag:test,2026:typed', {
  kind: 'scalar',
  resolve: (text: string | null) => typeof text === 'string' && typeof typeScalar(text) !== 'string',
  construct: (text: string) => typeScalar(text),
});
const schema = jsYaml.FAILSAFE_SCHEMA.extend({ implicit: [typed] });
const independent = (text: string) => jsYaml.load(text, { schema }) as Value;

function library(text: string, places?: Places): Reading | undefined {
  try {
    return readLibrary(text, 0, places);
  } catch (error) {
    assert.instance(error, MalformedYaml);
    return undefined;
  }
}

/** How many of the documents a reader took, so that a property isn't true for lack of cases. */
function shareOf(counts: { all: number; read: number }): number {
  return counts.read / counts.all;
}

test('the library reader reads documents as js-yaml does', () => {
  const counts = { all: 0, read: 0 };
  fc.assert(
    fc.property(document, (text) => {
      counts.all++;
      const reading = library(text);
      if (!reading || reading.faults.length > 0) return;
      counts.read++;
      assert.equal(reading.value, independent(text));
    }),
    { numRuns },
  );
  assert.ok(shareOf(counts) > 0.5, `only ${shareOf(counts)} were read`);
});

test('the block reader reads documents as the library reader and js-yaml do, or gives up', () => {
  const counts = { all: 0, read: 0 };
  fc.assert(
    fc.property(document, (text) => {
      counts.all++;
      const value = readBlock(text, 0, text.length);
      if (value === undefined) return;
      counts.read++;
      assert.equal(value, independent(text));
      assert.equal(library(text), { value, faults: [] });
    }),
    { numRuns },
  );
  assert.ok(shareOf(counts) > 0.15, `only ${shareOf(counts)} were read`);
});

test('a broken document is read as others read it, or not at all', () => {
  fc.assert(
    fc.property(mutated, (text) => {
      // Nothing is done with a resource that has a carriage return alone.
      if (/\r(?!\n)/.test(text)) return;
      const value = readBlock(text, 0, text.length);
      const reading = library(text);
      if (value === undefined) return;
      // The library refuses `[...` at the end of a line, which js-yaml and go-yaml read.
      assert.equal(reading ?? { value: independent(text), faults: [] }, { value, faults: [] });
    }),
    { numRuns },
  );
});

test('a part of a text is read as if it were alone', () => {
  fc.assert(
    fc.property(document, document, document, (before, text, after) => {
      const all = before + text + after;
      const [start, end] = [before.length, before.length + text.length];
      const places: Places = new Map();
      const alone: Places = new Map();
      const value = readBlock(all, start, end, places);
      assert.equal(value, readBlock(text, 0, text.length, alone));
      if (value === undefined) return;
      const moved = (place: Place) => [
        place.start - start,
        place.end - start,
        place.entries.map((entry) => [
          entry.key,
          entry.start - start,
          entry.valueStart - start,
          entry.end - start,
        ]),
      ];
      const unmoved = (place: Place) => [
        place.start,
        place.end,
        place.entries.map((entry) => [entry.key, entry.start, entry.valueStart, entry.end]),
      ];
      assert.equal([...places.values()].map(moved), [...alone.values()].map(unmoved));
    }),
    { numRuns },
  );
});

/** All maps and lists inside a value with their places, by path. */
function placesByPath(value: Value, places: Places, path = '$'): { [path: string]: Place | undefined } {
  if (typeof value !== 'object' || value === null) return {};
  const inner = Object.entries(value).map(([key, v]) => placesByPath(v, places, `${path}.${key}`));
  return Object.assign({ [path]: places.get(value) }, ...inner);
}

/** An empty block scalar ends behind its header to one reader, behind its blank lines to the other. */
const hasEmptyBlockScalar = (value: Value): boolean =>
  value === '' ||
  (typeof value === 'object' && value !== null && Object.values(value).some(hasEmptyBlockScalar));

test('both readers find the same places', () => {
  let compared = 0;
  fc.assert(
    fc.property(document, (text) => {
      const [fast, slow]: [Places, Places] = [new Map(), new Map()];
      const value = readBlock(text, 0, text.length, fast);
      if (value === undefined || hasEmptyBlockScalar(value)) return;
      compared++;
      const reading = library(text, slow) as Reading;
      assert.equal(placesByPath(value, fast), placesByPath(reading.value, slow));
    }),
    { numRuns },
  );
  assert.ok(compared > numRuns / 10);
});

test('a place holds exactly the text of its value: read alone, it gives the value', () => {
  fc.assert(
    fc.property(document, (text) => {
      const places: Places = new Map();
      const reading = library(text, places);
      if (!reading || reading.faults.length > 0) return;
      for (const [collection, place] of places) {
        if (place.whole) continue;
        const column = place.flow ? 0 : place.column;
        const eol = text.includes('\r\n') ? '\r\n' : '\n';
        const alone = ' '.repeat(column) + text.slice(place.start, place.end) + eol;
        // What belongs to a block scalar's end is told by the place of the entry.
        assert.equal(library(alone)?.value, collection as Value, alone);
      }
    }),
    { numRuns },
  );
});

test('the entries of a place start with their key and hold their value', () => {
  fc.assert(
    fc.property(document, (text) => {
      const places: Places = new Map();
      const reading = library(text, places);
      if (!reading || reading.faults.length > 0) return;
      for (const [collection, { entries, whole }] of places) {
        if (whole) continue;
        assert.equal(entries.map(({ key }) => String(key)).sort(), Object.keys(collection).sort());
        for (const { key, start, valueStart, end } of entries) {
          assert.ok(start <= valueStart && valueStart <= end);
          const value = (collection as { [key: string]: Value })[key];
          if (typeof value === 'object' && value !== null) assert.is(places.get(value)?.end, end);
          if (typeof key === 'string' && /^\w/.test(text.slice(start)))
            assert.ok(text.startsWith(key, start));
        }
      }
    }),
    { numRuns },
  );
});

test('nesting beyond 512 levels is refused by the block reader as by the library reader', () => {
  for (const depth of [512, 513]) {
    const texts = [`${'- '.repeat(depth - 1)}x\n`, `${'['.repeat(depth - 1)}x${']'.repeat(depth - 1)}\n`];
    for (const text of texts) {
      const isRead = depth <= 512;
      let value: Value | undefined;
      try {
        value = readBlock(text, 0, text.length);
      } catch (error) {
        assert.instance(error, TooDeep);
      }
      assert.is(value !== undefined, isRead, `${depth}`);
    }
  }
});

test.run();
