import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Value } from '../../../functions/lib/yaml/read.ts';
import { checkJsonLd, checkTurtle } from './checks.ts';

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 1000) };

const PREFIX = '@prefix : <http://example.org/> .\n';
const PARTS = [
  ':s',
  'a',
  'x:y',
  '<z>',
  '_:b',
  '"t"',
  "'''t\n'''",
  '@en',
  '^^:d',
  '1',
  '1.5',
  'true',
  ...'[](){}.;,',
];
const MORE = [
  '@prefix',
  'PREFIX',
  '@base',
  '<',
  '"',
  '\\',
  '#',
  '\n',
  '\r\n',
  '😀',
  '\0',
  '=>',
  '?v',
  '<<',
  '@x',
  'word',
];

/** An object, of which brackets hold others. */
const { object } = fc.letrec<{ object: string; pairs: string }>((tie) => ({
  object: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom(
      ':o',
      '<o>',
      '_:o',
      'true',
      '-1.5e3',
      '"t"',
      '"t"@en-GB',
      "'t'^^:d",
      '"""a\n"b"""',
      '[]',
      '()',
    ),
    tie('pairs').map((pairs) => `[ ${pairs} ]`),
    fc.array(tie('object'), { maxLength: 3 }).map((items) => `( ${items.join(' ')} )`),
  ),
  pairs: fc
    .array(
      fc.tuple(fc.constantFrom('a', ':p', '<p>'), fc.array(tie('object'), { minLength: 1, maxLength: 2 })),
      {
        minLength: 1,
        maxLength: 2,
      },
    )
    .map((pairs) => pairs.map(([verb, objects]) => `${verb} ${objects.join(' , ')}`).join(' ; ')),
}));

test('Turtle that the grammar makes is valid, and less so without its last dot', () => {
  fc.assert(
    fc.property(fc.array(object, { minLength: 1, maxLength: 4 }), (objects) => {
      const text = PREFIX + objects.map((o) => `:s :p ${o} .`).join('\n');
      assert.equal(checkTurtle(text, 1000), []);
      assert.match(checkTurtle(text.slice(0, -1), 1000)[0]?.message ?? '', /does not end with a dot/);
    }),
    runs,
  );
});

test('whatever the text, the problems of Turtle stand within it', () => {
  const part = fc.oneof(
    fc.constantFrom(...PARTS),
    fc.constantFrom(...PARTS, ...MORE),
    fc.string({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), fc.constantFrom('', ' '), (parts, between) => {
      const text = PREFIX + parts.join(between);
      for (const { offset, message } of checkTurtle(text, 1000)) {
        assert.ok(offset !== undefined && offset >= 0 && offset <= text.length);
        assert.ok(message.length < 600);
      }
    }),
    runs,
  );
});

const KEYWORDS = [
  ...[
    '@id',
    '@type',
    '@value',
    '@language',
    '@direction',
    '@index',
    '@list',
    '@set',
    '@graph',
    '@reverse',
    '@nest',
  ],
  ...[
    '@included',
    '@context',
    '@container',
    '@vocab',
    '@base',
    '@version',
    '@protected',
    '@propagate',
    '@prefix',
  ],
];
const key = fc.oneof(
  fc.constantFrom(...KEYWORDS),
  fc.constantFrom('a', 'b', 'a:b', 'x:y', '', ':', '@foo', '__proto__'),
);
const { json } = fc.letrec<{ json: Value }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(key, fc.constantFrom<Value>(null, true, 1.1, 5n, '@set', 'http://x/')),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(key, tie('json'), { maxKeys: 4 }),
  ),
}));

test('whatever the value, the problems of JSON-LD stand within it', () => {
  fc.assert(
    fc.property(json, (value) => {
      for (const { segments, message } of checkJsonLd(value)) {
        let at: unknown = value;
        for (const segment of segments) {
          assert.ok(Object.hasOwn(at as object, segment), `${segments.join('/')} in ${message}`);
          at = (at as { [key: string]: unknown })[segment];
        }
        assert.ok(message.length < 600);
      }
    }),
    { numRuns: runs.numRuns * 5 },
  );
});

test.run();
