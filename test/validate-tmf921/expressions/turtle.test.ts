import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Problem } from '../../../functions/validate-tmf921/problems.ts';
import { checkTurtle } from './checks.ts';

const PREFIXES = '@prefix : <http://example.org/> .\n@prefix ex: <http://example.org/#> .\n';
const ICM = '@prefix icm: <http://tio.models.tmforum.org/tio/v3.6.0/IntentCommonModel/> .\n';

/** Checks a text in which ¦ marks where its first problem should be. */
function check(marked: string): { problems: Problem[]; offset: number } {
  const offset = marked.indexOf('¦');
  return { problems: checkTurtle(marked.replace('¦', ''), 1000), offset };
}

const valid = [
  ':s :p :o .',
  ':s a :o.',
  ':s :p :o ; :q 1, 1.5, -2e3, true, false ; .',
  ':s :p :o ;; :q :r .',
  ':s :p "x", "x"@en, "x"@en-GB, "x"^^ex:d, "x" ^^ <http://d> .',
  ':s :p \'x\', \'\'\'a\n"b" \'c\'\'\', """a\n"b" \'c""", "\\t\\u0041\\U0001F600\\"" .',
  '[] :p [] . [ :p :o ] . [ :p :o ] :q :r .',
  ':s :p [ :q [ :r ( :a ( 1 "x"@en "y"^^ex:d ) [ ] ) ] ] .',
  '( 1 2 ) :p () .',
  '_:a :p _:b.c, _:1 .',
  '<> <p> <a/b#c> .',
  '@base <http://example.org/x/> . <a> <b> <../c> .',
  'BASE <http://example.org/> PREFIX p: <p#> p:a p:b p:c .',
  'prefix p: <p#> p:a p:b p:c .',
  ':a\\,b :p%20 ex:, ex:1.2-3, ex:a:b .',
  ':s :p :o . # a comment without a line end',
  '<s><p><o>,<b>;<q>"x".',
  '\ufeff:s :p :o .',
].map((text) => (text.startsWith('\ufeff') ? `\ufeff${PREFIXES}${text.slice(1)}` : PREFIXES + text));

for (const text of valid) {
  test(`valid: ${JSON.stringify(text.slice(PREFIXES.length))}`, () =>
    assert.equal(checkTurtle(text, 1000), []));
}

const invalid: [text: string, message: RegExp][] = [
  ['', /is empty/],
  ['# nothing\n', /is empty/],
  [':s :p :o¦', /line 3 .*does not end with a dot; write one$/],
  [':s :p :o ;¦', /does not end with a dot/],
  [':s :p¦', /ends within the statement of line 3, where an object/],
  [':s :p :o\n¦:t :p :o .', /line 4 .*end the statement of line 3 with a dot/],
  [':s :p [ :q :r ¦.', /"\[" of line 3 is not closed: write "\]" before the dot/],
  [':s :p [ :q :r ¦:t .', /close the "\[" of line 3/],
  [':s :p ( :q :r ¦.', /"\(" of line 3 is not closed/],
  [':s :p ( :q¦', /the "\(" of line 3 is not closed; write "\)"/],
  [':s :p [ :q ( :r ¦] .', /"\(" of line 3 is not closed: write "\)" before it/],
  [':s :p [ :q :r ¦) .', /"\[" of line 3 is not closed: write "\]" before it/],
  [':s :p :o ¦] .', /no "\[" is open here/],
  [':s :p :o ¦) .', /no "\(" is open here/],
  [':s :p [ :q ¦] .', /complete what stands before it/],
  [':s :p ( :a ¦, :b ) .', /items of a list/],
  [':s :p ( ¦:a@en ) .', /is no prefixed name/],
  [':s :p :o ¦:x :y .', /";" before another predicate/],
  [':s ¦.', /write the predicate and its object/],
  [':s :p ¦.', /complete the statement before it/],
  [':s :p :o, ¦.', /where an object/],
  [':s :p ¦; :q :r .', /where an object/],
  ['¦. :s :p :o .', /remove the dot$/],
  ['PREFIX p: <p> ¦. :s :p :o .', /PREFIX and BASE have none/],
  ['¦; :s :p :o .', /replace the dot before it/],
  ['¦a :p :o .', /name the subject before "a"/],
  [':s :p ¦a .', /"a" can only be a predicate: write rdf:type/],
  ['¦"x" :p :o .', /name a subject before it/],
  [':s ¦"p" :o .', /a text or number can only be an object/],
  [':s ¦_:p :o .', /only names and IRIs can be predicates/],
  [':s ¦[ :p :o ] :o .', /only names and IRIs can be predicates/],
  [':s :p 1^^¦ex:d .', /stands behind a text in quotes, once/],
  [':s :p "x"@en^^¦ex:d .', /stands behind a text in quotes, once/],
  ['@prefix p: <p#>\n¦:s :p :o .', /end the declaration before it with a dot/],
  ['@prefix ¦p <p#> .', /where a prefix with its colon/],
  ['@prefix ¦ex:p <p#> .', /write the colon right behind the prefix/],
  ['@prefix p: ¦http://x/ .', /where the IRI of the prefix in angle brackets/],
  ['@prefix p: ¦"x" .', /write the IRI between "<" and ">"/],
  ['@base ¦x .', /where an IRI in angle brackets/],
  ['¦@PREFIX p: <p#> .', /small letters/],
  ['¦@keywords :a .', /Notation3/],
  // What Turtle hasn't.
  ['¦{ :s :p :o } => { :s :p :q } .', /Notation3/],
  [':s :p ¦{ :a :b :c } .', /Notation3/],
  [':s ¦=> :o .', /Notation3/],
  [':s ¦= :o .', /Notation3/],
  [':s ¦<= :o .', /Notation3/],
  ['¦?x :p :o .', /Notation3/],
  [':s¦!:p :q :r .', /Notation3/],
  [':s¦^:p :q :r .', /Notation3/],
  ['¦@forAll :x .', /Notation3/],
  ['¦@forSome :x .', /Notation3/],
  [':g ¦{ :s :p :o }', /Notation3/],
  ['¦<< :s :p :o >> :q :r .', /Turtle 1\.2/],
  [':s :p :o ¦{| :q :r |} .', /Turtle 1\.2/],
  // What is no token.
  [':s :p ¦"x .', /the text "x is not closed; write " at its end; a text of several lines/],
  [':s :p ¦"x\ny" .', /is not closed/],
  [':s :p ¦"""x .', /is not closed; write """ at its end$/],
  [":s :p ¦'x .", /is not closed/],
  [':s :p ¦"a\\qb" .', /an escape that Turtle does not know/],
  [':s :p ¦"""a\\u00""" .', /an escape that Turtle does not know/],
  [':s :p ¦<http://a b> .', /the IRI <http:\/\/a holds a space/],
  [':s :p ¦<http://a', /is not closed/],
  [':s a ¦<:Intent> .', /no scheme before it; .*a prefixed name without the angle brackets/],
  [':s :p "x"¦^^ .', /stands no datatype/],
  [':s :p "x"¦^^"d" .', /stands no datatype/],
  [':s :p ¦word .', /word without a prefix/],
  [':s :p ¦True .', /write true or false in small letters/],
  [':s :p ¦http://a/b .', /write the IRI in angle brackets/],
  [':s :p ¦12px .', /is no number/],
  [':s :p ¦\\"x\\" .', /a backslash can only stand within a text/],
  [':s :p ¦_: .', /is no blank node/],
  [':s :p ¦@1 .', /is no language and no directive/],
  [':s :p # a comment\n ¦% .', /line 4 .*nothing that Turtle knows/],
];

for (const [text, message] of invalid) {
  test(`invalid: ${JSON.stringify(text)}`, () => {
    const { problems, offset } = check(PREFIXES + text);
    const [first] = problems;
    assert.is(first?.code, 'TMF-301');
    assert.is(first?.weight, 'error');
    assert.equal(first?.segments, []);
    assert.match(first?.message ?? '', message);
    assert.is(first?.offset, Math.max(offset, 0));
  });
}

test('behind a fault the text is read on from the next dot, for ten faults', () => {
  const { problems } = check(`${PREFIXES}:s "x" .\n:s :p .\n:s :p :o .\n:s :p [ .\n`);
  assert.equal(
    problems.map(({ message }) => message.slice(0, 6)),
    ['line 3', 'line 4', 'line 6'],
  );
  assert.is(checkTurtle(PREFIXES + ':s "x" .\n'.repeat(100_000), 1000).length, 10);
});

test('offsets count UTF-16 code units, and lines as Turtle has them', () => {
  const text = `${PREFIXES}:s :p "😀",\r\n"""\r😀\n""" ;\r :q "é" ; ¦"x" .`;
  const { problems, offset } = check(text);
  assert.is(problems[0]?.offset, offset);
  assert.match(problems[0]?.message ?? '', /^line 7 /);
});

const undeclared: [text: string, message: RegExp][] = [
  [
    '¦icm:a :p :o .',
    /icm: is not declared \(line 3 .*"@prefix icm: <http:\/\/tio\.models\.tmforum\.org\/tio\/v3\.6\.0\/IntentCommonModel\/> \."/,
  ],
  [':s :p "1"^^¦xsd:int .', /<http:\/\/www\.w3\.org\/2001\/XMLSchema#>/],
  [':s :p ¦catalgue:x . @prefix catalogue: <http://c/> .', /declare it by "@prefix catalgue: <…> \."/],
  [
    '@prefix catalogue: <http://c/> . :s :p ¦catalgue:x .',
    /write catalogue: if that is meant, or declare it/,
  ],
  [':s :p ¦urn:x .', /write the IRI between "<" and ">"/],
  [':s :p ¦constructor:x .', /./],
];

for (const [text, message] of undeclared) {
  test(`undeclared: ${text}`, () => {
    const { problems, offset } = check(PREFIXES + text);
    assert.is(problems.length, 1);
    assert.is(problems[0]?.code, 'TMF-302');
    assert.is(problems[0]?.weight, 'error');
    assert.is(problems[0]?.offset, offset);
    assert.match(problems[0]?.message ?? '', message);
  });
}

test('every undeclared prefix is found, once, and other faults too', () => {
  const problems = checkTurtle('a:s a:p b:o ; c:q "x"^^d:t .\n: a e:T "x"', 1000);
  assert.equal(
    problems.map(({ code, found }) => `${code} ${found}`),
    ['TMF-302 a:', 'TMF-302 b:', 'TMF-302 c:', 'TMF-302 d:', 'TMF-302 :', 'TMF-302 e:', 'TMF-301 "x"'],
  );
});

test('of very many undeclared prefixes the first hundred are named, the others counted', () => {
  const problems = checkTurtle(Array.from({ length: 1000 }, (_, i) => `p${i}:s a <x> .`).join('\n'), 1000);
  assert.is(problems.length, 101);
  assert.match(problems.at(-1)?.message ?? '', /^900 further prefixes/);
});

test('a term that its ontology lacks', () => {
  const { problems, offset } = check(
    `${ICM}<x> a icm:Intent, ¦icm:Intnet ; icm:targt <y> . <z> a icm:Intnet .`,
  );
  assert.equal(
    // The field holds all of the text, so that no value can be proposed for it.
    problems.map(({ code, weight, found, proposed }) => [code, weight, found, proposed]),
    [
      ['TMF-305', 'warning', 'icm:Intnet', undefined],
      ['TMF-305', 'warning', 'icm:targt', undefined],
    ],
  );
  assert.is(problems[0]?.offset, offset);
  assert.match(
    problems[0]?.message ?? '',
    /icm:Intnet is no term of TM Forum's IntentCommonModel 3\.6\.0; write icm:Intent/,
  );
});

test('a term in angle brackets, and as a datatype', () => {
  const iri = 'http://www.w3.org/2001/XMLSchema#';
  const problems = checkTurtle(`<x> <y> "1"^^<${iri}Integer>, "1"^^<${iri}decimal> .`, 1000);
  assert.equal(
    problems.map(({ found, message }) => [found, message.includes(`write <${iri}integer>`)]),
    [[`<${iri}Integer>`, true]],
  );
});

test('brackets nest as deep as is allowed', () => {
  const nested = (depth: number) => `<a> <b> ${'[ <c> '.repeat(depth)}1${' ]'.repeat(depth)} .`;
  assert.equal(checkTurtle(nested(200), 200), []);
  for (const depth of [201, 10_000]) {
    const problems = checkTurtle(nested(depth), 200);
    assert.equal(
      problems.map(({ code, weight, offset }) => [code, weight, offset]),
      [['TMF-004', 'error', '<a> <b> '.length + 200 * '[ <c> '.length]],
    );
  }
});

test('what is written for a text shows printable, and short', () => {
  const [problem] = checkTurtle(`<a> <b> \u202e\u0007${'x'.repeat(1000)} .`, 1000);
  assert.match(problem?.message ?? '', /\\u\{202e\}\\u\{7\}x/);
  assert.ok((problem?.message.length ?? 0) < 300);
});

const MiB = 1024 * 1024;
const fill = (part: string, size = 10 * MiB) => part.repeat(Math.ceil(size / part.length));
const hostile: [name: string, text: () => string, problems: number][] = [
  ['10 MB of statements', () => PREFIXES + fill(':s :p "text"@en ; :q [ :r 1.5 ] .\n'), 0],
  ['10,000 brackets', () => `${PREFIXES}:s :p ${'[ :p ( '.repeat(10_000)}`, 1],
  [
    '10,000 brackets, closed',
    () => `${PREFIXES}:s :p ${'[ :p ( '.repeat(10_000)}${') ] '.repeat(10_000)}.`,
    0,
  ],
  ['millions of brackets', () => `${PREFIXES}:s :p ${fill('(')}`, 1],
  ['millions of faults', () => PREFIXES + fill('; . ) "x" , ] '), 10],
  [
    'millions of prefixes',
    () => Array.from({ length: 300_000 }, (_, i) => `p${i}:s a <x> .`).join('\n'),
    101,
  ],
  [
    'millions of unknown terms',
    () => ICM + Array.from({ length: 300_000 }, (_, i) => `icm:Intnet${i} a <x> .`).join('\n'),
    100,
  ],
  ['an open text', () => `${PREFIXES}:s :p "${fill('\\"')}`, 1],
  ['a long name', () => `${PREFIXES}:${fill('x.')}`, 1],
  ['a long number', () => `${PREFIXES}:s :p ${fill('1')}x .`, 1],
  ['a long blank node', () => `${PREFIXES}_:${fill('a.')}! .`, 2],
  [
    'a base that takes n3 itself quadratic time',
    () => `@base <http://x/${fill('a/../', MiB)}> .${fill('<a> <b> <c> .\n', 4 * MiB)}`,
    0,
  ],
  ['carriage returns', () => `${fill('\r')}x`, 1],
  ['null characters', () => fill('\0'), 1],
];

for (const [name, text, count] of hostile) {
  test(`hostile: ${name}`, () => {
    const written = text();
    assert.is(checkTurtle(written, Number.POSITIVE_INFINITY).length, count);
  });
}

test.run();
