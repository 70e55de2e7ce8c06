import fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Segments } from '../../../functions/lib/field-path.ts';
import { locateInString, locateJson, readJson } from '../../../functions/validate-tmf921/text/json.ts';
import { numRuns } from '../../lib/yaml/documents.ts';

const test = suite('JSON');

test('what JSON.stringify writes is read as it was', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom(0, 1, 4), (json, indent) => {
      const text = JSON.stringify(JSON.parse(json), null, indent);
      const { value, problems } = readJson(text, 200);
      assert.equal(JSON.stringify(value), JSON.stringify(JSON.parse(text)));
      assert.equal(problems, []);
    }),
    { numRuns },
  );
});

test('what JSON.parse takes is taken, and nothing else', () => {
  const fragments = [
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b',
    '1',
    '-',
    '0',
    '.5',
    'e3',
    'true',
    'nul',
    ' ',
    '\n',
    '\\',
    "'",
    '//',
    '\t',
    '\u00a0',
    '1e999',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...fragments), { maxLength: 12 }), (parts) => {
      const text = parts.join('');
      let wanted: unknown;
      try {
        wanted = JSON.parse(text);
      } catch {
        wanted = undefined;
      }
      const { value, problems } = readJson(text, 200);
      // A number that is none any more is the one thing that JSON.parse lets pass.
      if (JSON.stringify(wanted ?? null).includes('null') && text.includes('e999')) return;
      if (wanted === undefined) assert.is(problems.at(-1)?.code, 'TMF-003', text);
      else assert.equal(value, wanted, text);
    }),
    { numRuns },
  );
});

test('every field is found where it stands', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(0, 2), (json, indent) => {
      const value = JSON.parse(json);
      const text = JSON.stringify(value, null, indent);
      const paths = pathsOf(value);
      const found = locateJson(text, paths);
      paths.forEach((path, i) => {
        const last = path.at(-1);
        const at = found[i] as number;
        const node = valueAt(value, path);
        const start = typeof last === 'string' ? JSON.stringify(last) : JSON.stringify(node).slice(0, 1);
        assert.ok(text.startsWith(start, at), `${path.join('.')} at ${at} of ${text}`);
      });
      // In the order of the text each stands behind the one before it, so that none is found in another's place.
      if (!hasIntegerKeys(text))
        assert.equal(
          found,
          found.toSorted((a, b) => a - b),
        );
    }),
    { numRuns },
  );
});

test('a field that is not there stands where its map does', () => {
  const text = '{"a": {"b": 1}, "c": [{"d": 2}]}';
  assert.equal(locateJson(text, [['a', 'x'], ['c', 0, 'x'], ['y', 'z'], []]), [1, 22, 0, 0]);
});

test('a character of a text is found behind escapes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.boolean(), (value, isField) => {
      const json = JSON.stringify(value);
      const text = isField ? `{ "k\\"e" : ${json} }` : json;
      const start = text.indexOf(json, isField ? 6 : 0);
      const decoded = `${value.slice(0, 10)}`;
      const at = locateInString(text, isField ? 2 : 0, [decoded.length])[0] as number;
      assert.is(JSON.parse(`${text.slice(start, at)}"`), decoded);
    }),
    { numRuns },
  );
});

/** Texts that are no JSON, and what is said of them, with the offset that it is said of. */
const WRONG: [text: string, message: RegExp, at: number][] = [
  ['', /is empty/, 0],
  ['  \n', /is empty/, 0],
  ['\ufeff{}', /byte order mark/, 0],
  ['{"a": 1,}', /comma before }/, 7],
  ['[1, 2,]', /comma before \]/, 5],
  ['{"a" 1}', /has 1 behind the key "a"; write a colon/, 5],
  ['{"a": 1 "b": 2}', /where a comma or } is needed/, 8],
  ["{'a': 1}", /key in single quotes/, 1],
  ['{a: 1}', /has a where a key in double quotes is needed/, 1],
  ['{"a": True}', /write true/, 6],
  ['{"a": None}', /write null/, 6],
  ['{"a": NaN}', /has NaN where a value is needed/, 6],
  ['{"a": 01}', /has 01 where a value is needed/, 6],
  ['{"a": .5}', /has .5 where a value is needed/, 6],
  ['{"a": +1}', /has \+1 where a value is needed/, 6],
  ['{"a": 1e999}', /no reader can hold/, 6],
  ['{"a": "b\n"}', /line break inside of a text/, 8],
  ['{"a": "\u0001"}', /control character/, 7],
  ['{"a": "\\x"}', /escape \\x/, 7],
  ['{"a": "\\u12"}', /escape \\u/, 7],
  ['{"a": "b', /never ends/, 6],
  ['{"a": {"b": 1}', /ends within the map that starts at its line 1/, 14],
  ['[1', /ends within the list/, 2],
  ['{} {}', /goes on with { behind its end/, 3],
  ['// a\n{}', /comment/, 0],
  ['{"a": /* b */ 1}', /comment/, 6],
];

for (const [text, message, at] of WRONG) {
  test(`${JSON.stringify(text)} is refused at ${at}`, () => {
    const { value, problems } = readJson(text, 200);
    assert.is(value, undefined);
    assert.is(problems.length, 1);
    assert.is(problems[0]?.code, 'TMF-003');
    assert.match(problems[0]?.message ?? '', message);
    assert.is(problems[0]?.at, at);
  });
}

test('keys that stand twice are told where they stand, and none changes a prototype', () => {
  const { value, problems } = readJson('{"a": 1, "b": {"a": 2, "a": 3}, "__proto__": {"x": 1}}', 200);
  assert.equal(
    problems.map(({ code, weight, segments, at }) => [code, weight, segments, at]),
    [['TMF-405', 'harmful', ['b', 'a'], 23]],
  );
  assert.equal((value as { b: unknown }).b, { a: 3 });
  assert.ok(Object.hasOwn(value as object, '__proto__'));
  assert.is(Object.getPrototypeOf(value), Object.prototype);
});

test('nesting is bounded', () => {
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const nested = (depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
    assert.equal(readJson(nested(200), 200).problems, []);
    for (const depth of [201, 10_000, 1_000_000]) {
      const { value, problems } = readJson(nested(depth), 200);
      assert.is(value, undefined);
      assert.is(problems[0]?.code, 'TMF-004');
      assert.is(problems[0]?.at, open.length * 200);
    }
  }
});

function pathsOf(value: unknown, path: (string | number)[] = []): Segments[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([segment, inner]) => {
    const own = [...path, segment];
    return [own, ...pathsOf(inner, own)];
  });
}

function valueAt(value: unknown, path: Segments): unknown {
  return path.reduce<unknown>((node, segment) => (node as { [key: string]: unknown })[segment], value);
}

/** Objects have such keys in front, whatever the order of the text. */
function hasIntegerKeys(text: string): boolean {
  return /"(?:0|[1-9]\d*)"\s*:/.test(text);
}

test.run();
