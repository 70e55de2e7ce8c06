import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Places, readYaml } from '../../../functions/lib/yaml/read.ts';
import { ScalarSource } from '../../../functions/lib/yaml/scalar-source.ts';
import { numRuns } from './documents.ts';

/** The scalar that the key `k` has, in a map of its own or wherever the text puts it. */
function scalarOf(text: string): { value: string; source: ScalarSource } {
  const places: Places = new Map();
  readYaml(text, 0, text.length, places);
  for (const [map, { entries }] of places) {
    const entry = entries.find(({ key }) => key === 'k');
    const value = (map as { k?: unknown }).k;
    if (entry && typeof value === 'string')
      return { value, source: new ScalarSource(text, entry.valueStart, entry.end, value) };
  }
  throw new Error(`no text in ${JSON.stringify(text)}`);
}

/** Each with one `Ж` in its value, written as it is or as the last column has it. */
const scalars: [name: string, text: string, written?: string][] = [
  ['literal', 'k: |\n  {\n    "a": Ж }\n'],
  ['literal, stripped', 'k: |-\n  {\n\n    "a": Ж }\n'],
  ['literal, kept', 'k: |+\n  a\n\n  Ж\n\nl: 1\n'],
  ['literal with its indentation', 'k: |2\n    a\n   Ж\n'],
  ['literal with its indentation and chomping', 'k: |2-\n    a\n   Ж\n'],
  ['literal with chomping and its indentation', 'k: |-2\n    a\n   Ж\n'],
  ['literal behind a comment', 'k: | # a "quoted" \\comment\n  a Ж\n'],
  ['literal that starts with blank lines', 'k: |\n\n\n  a\n  Ж\n'],
  ['literal that holds what looks like comments, quotes and escapes', "k: |\n  # a '' \"\\n\\u0041\n  Ж\n"],
  ['literal with tabs', 'k: |\n  \ta\t\n  \tb\tЖ\n'],
  ['literal with an anchor and a tag', 'k: &a !!str |\n  a\n  Ж\n'],
  ['literal below its tag, behind a comment', 'k: !!str\n  # |c\n  |\n  a\n  Ж\n'],
  ['literal of the last line, without a line break', 'k: |\n  a\n  Ж'],
  ['literal with CRLF', 'k: |\r\n  a\r\n\r\n  Ж\r\n'],
  ['literal with pairs', 'k: |\n  😀 😀Ж\n'],
  ['literal in a list', '- k: |\n    a\n    Ж\n'],
  ['folded', 'k: >\n  a\n  b\n\n  c\n    d\n\n  Ж\n'],
  ['folded, stripped', 'k: >-\n  a\n  b Ж\n'],
  ['double', 'k: "a Ж"\n'],
  ['double with what JSON escapes', String.raw`k: "{\n\t\"a\": \"\\n\u00e9\/\", Ж}"`],
  [
    'double with what YAML escapes',
    String.raw`k: "\0\a\b\e\f\v\N\_\L\P\ \x41\x20\U0001F600\U00000020\u0020\ud83d\ude00Ж"`,
  ],
  ['double with an escaped backslash before a quote', String.raw`k: "\\\"\\Ж\\"`],
  ['double, the character itself escaped', String.raw`k: "a\n\u0416b"`, String.raw`\u0416`],
  [
    'double, the character itself escaped at length',
    String.raw`k: "\u0020\U00000416"`,
    String.raw`\U00000416`,
  ],
  ['double over several lines', 'k: "a\n  b\n\n  c Ж"\n'],
  ['double with escaped line breaks', 'k: "a\\\n  b\\\n  \\  c\\\n  \\\n\n  Ж"\n'],
  ['double with escaped line breaks of CRLF', 'k: "a\\\r\n  b\\\r\n  Ж"\r\n'],
  ['double with a tab that is escaped as it is', 'k: "a\\\tЖ"\n'],
  ['double that holds single quotes', 'k: "\'\'Ж"\n'],
  ['double below its key', 'k:\n  "a\n  Ж"\n'],
  ['double with an anchor', 'k: &a "Ж" # c\n'],
  ['double in a flow map', '{"k": "a\\nЖ"}\n'],
  ['single', "k: 'a Ж'\n"],
  ['single with quotes', "k: '''a'''' ''Ж'''\n"],
  ['single that holds backslashes', "k: '\\n\\u0041 Ж'\n"],
  ['single over several lines', "k: 'a\n  ''b\n\n  Ж'\n"],
  ['plain', 'k: a Ж # c\n'],
  ['plain with quotes and escapes', "k: a '' \"\\n\\u0041 Ж\n"],
  ['plain over several lines', 'k: a\n  b\n\n  c Ж\n'],
  ['plain below its key', 'k:\n  a\n  Ж\n'],
  ['plain with a tag', 'k: !!str\n  Ж\n'],
  ['plain in a flow map', '{a: b, k: c Ж}\n'],
];

for (const [name, text, written = 'Ж'] of scalars) {
  test(`${name}: a character is found where it stands`, () => {
    const { value, source } = scalarOf(text);
    assert.is(source.placeOf(value.indexOf('Ж')), text.indexOf(written));
  });
}

test('all characters of a text, asked for in any order', () => {
  const { value, source } = scalarOf('k: "ab\\t c\\n\n\n  😀\\U0001F600 "\n');
  assert.is(value, 'ab\t c\n\n😀😀 ');
  const places = Array.from({ length: value.length + 1 }, (_, i) => source.placeOf(value.length - i));
  // White space counts as what stands behind it, and at the end as the end of the last character.
  assert.equal(places.toReversed(), [4, 5, 9, 9, 9, 16, 16, 16, 16, 18, 18, 28, 28]);
});

const NONE: [name: string, text: string, offset: number][] = [
  ['before the text', 'k: |\n  a\n', -1],
  ['behind the text', 'k: |\n  a\n', 3],
  ['in an empty text', 'k: ""\n', 0],
  ['in an empty block', 'k: |\nl: 1\n', 0],
  ['in a blank text', 'k: " \\n "\n', 1],
  ['in an alias', 'j: &a text\nk: *a\n', 2],
  ['in base64', `k: !!binary ${btoa('binary')}\n`, 2],
];
for (const [name, text, offset] of NONE) {
  test(`${name}: nowhere`, () => assert.is(scalarOf(text).source.placeOf(offset), undefined));
}

test('what another text says is nowhere, without a crash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.nat(40), (text, value, offset) => {
      const place = new ScalarSource(text, 0, text.length, value).placeOf(offset);
      assert.ok(place === undefined || (place >= 0 && place <= text.length));
    }),
    { numRuns },
  );
});

test('long texts with long white space: the same whatever was asked before', () => {
  // Steps are a thousand characters of the value, four thousand of the source.
  const pieces = fc.array(
    fc.tuple(fc.constantFrom('a', '\\n', ' ', '\\\n  ', '\\U0001F600', '\\u0041', '  '), fc.nat(3000)),
    { minLength: 1, maxLength: 8 },
  );
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (runs, asked) => {
      const text = `k: "${runs.map(([piece, count]) => piece.repeat(count)).join('')}Ж"\n`;
      const { value, source } = scalarOf(text);
      const of = () => new ScalarSource(text, 3, text.length - 1, value);
      for (const offset of asked.map((n) => n % (value.length + 1)))
        assert.is(source.placeOf(offset), of().placeOf(offset), `${offset}`);
      assert.is(source.placeOf(value.length - 1), text.indexOf('Ж'));
      // Every character has a place of its own, in their order.
      const places = [...value].flatMap((char, i, all) =>
        i % 97 > 0 || /\s/.test(char) ? [] : [source.placeOf(all.slice(0, i).join('').length)],
      );
      assert.equal(
        places,
        [...new Set(places)].sort((a = 0, b = 0) => a - b),
      );
    }),
    { numRuns: Math.ceil(numRuns / 20) },
  );
});

test.run();
