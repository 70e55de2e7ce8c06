import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Value } from '../../../functions/lib/yaml/read.ts';
import { checkJsonLd } from './checks.ts';

const EX = { ex: 'http://example.org/' };
const ICM = { icm: 'http://tio.models.tmforum.org/tio/v3.6.0/IntentCommonModel/' };

/** What is found, as "code weight place". */
function check(value: Value): string[] {
  return checkJsonLd(value).map(({ code, weight, segments }) => `${code} ${weight} ${segments.join('/')}`);
}

/** A context of one term, and a value for it. */
function term(definition: Value, value: Value = 'x'): Value {
  return { '@context': { ...EX, p: definition }, p: value };
}

const clean: [name: string, value: Value][] = [
  ['an empty map', {}],
  ['an empty list', []],
  ['nodes in a list', [{ '@context': EX, 'ex:a': 1 }, { '@id': 'http://example.org/' }]],
  [
    'a context of all kinds',
    {
      '@context': [
        null,
        {
          '@version': 1.1,
          '@base': null,
          '@vocab': '',
          '@language': 'en',
          '@direction': null,
          '@protected': false,
          '@propagate': true,
        },
      ],
    },
  ],
  [
    'terms of all kinds',
    {
      '@context': {
        ...EX,
        a: 'ex:a',
        b: null,
        c: { '@id': 'ex:c', '@type': 'ex:T', '@container': ['@set', '@index'], '@index': 'ex:i' },
        d: { '@reverse': 'ex:d', '@container': null },
        e: '@id',
        f: {
          '@id': 'ex:f',
          '@language': null,
          '@direction': 'ltr',
          '@protected': true,
          '@prefix': false,
          '@nest': '@nest',
          '@context': { g: 'ex:g' },
        },
        '@type': { '@container': '@set' },
      },
    },
  ],
  ['a term of @vocab', { '@context': { '@vocab': 'http://example.org/', a: {} }, a: 1, b: 2 }],
  ['a term of a prefix', { '@context': { ...EX, 'ex:a': { '@type': '@id' } }, 'ex:a': 'ex:b' }],
  [
    'value objects',
    term('ex:p', [
      { '@value': 1, '@type': 'ex:T' },
      { '@value': 'x', '@language': 'en', '@direction': 'ltr', '@index': 'i' },
      { '@value': { a: [] }, '@type': '@json' },
      { '@value': null },
    ]),
  ],
  ['lists and sets', term('ex:p', [{ '@list': [1, [2]] }, { '@set': ['a'], '@index': 'i' }])],
  [
    '@graph, @included, @reverse, @nest, @index',
    {
      '@context': EX,
      '@graph': [
        {
          '@included': { 'ex:a': 1 },
          '@reverse': { 'ex:b': { '@id': 'ex:c' } },
          '@nest': [{ 'ex:d': 1 }],
          '@index': 'i',
        },
      ],
    },
  ],
  [
    'a value with a context of its own',
    { '@context': EX, 'ex:a': { '@context': { v: '@value', t: '@type' }, v: 1, t: 'ex:T' } },
  ],
  ['types by two names', { '@context': { ...EX, t: '@type' }, t: 'ex:T', '@type': 'ex:U' }],
  ['a context in @reverse', { '@reverse': { '@context': EX, 'ex:a': { '@id': 'ex:b' } } }],
  [
    'null for a language, a direction, a container',
    {
      '@context': { ...EX, a: { '@id': 'ex:a', '@container': null } },
      a: { '@value': 'x', '@language': null, '@direction': null },
    },
  ],
  ['nothing included', { '@included': [] }],
  ['a language map', term({ '@id': 'ex:p', '@container': '@language' }, { en: ['a', null], de: 'b' })],
  ['an index map', term({ '@id': 'ex:p', '@container': '@index' }, { a: 1, b: [{ 'ex:c': 1 }] })],
  ['JSON as it is', term({ '@id': 'ex:p', '@type': '@json' }, { '@id': 5, '@value': { 'undeclared:x': 1 } })],
  ['keys that mean nothing', { name: { '@id': 5 }, '12:30': 1, 'a b:c': 1 }],
  ['texts that look like names', term('ex:p', ['note: x', '12:30', 'undeclared:x', 'http://x', 'xsd:y z'])],
  [
    'schemes and blank nodes',
    { '@id': 'urn:uuid:1', '@type': ['http://x/', '_:b', 'tag:x', 'mailto:a@b'], 'urn:x': 1, '_:c': 2 },
  ],
  ['a term that is no IRI but relative', { '@id': '../a', '@type': 'Thing' }],
  ['a text that starts with a colon', { '@id': ':a', ':b': 1 }],
  [
    'a context for the nodes of a type',
    {
      '@context': { ...EX, T: { '@id': 'ex:T', '@context': { q: { '@id': 'ex:q', '@type': '@id' } } } },
      '@type': 'T',
      q: 'ex:x',
    },
  ],
  ['numbers that only bigint holds', { '@context': EX, 'ex:a': 12345678901234567890n }],
];

for (const [name, value] of clean) test(`clean: ${name}`, () => assert.equal(checkJsonLd(value), []));

const faults: [name: string, value: Value, ...problems: string[]][] = [
  ['a text', 'x', 'TMF-303 error '],
  ['null', null, 'TMF-303 error '],
  ['a list of a text', [{}, 'x'], 'TMF-303 error 1'],
  // The context.
  ['a context that is a number', { '@context': 5 }, 'TMF-303 error @context'],
  ['a context in a list', { '@context': [{}, true] }, 'TMF-303 error @context/1'],
  ['@version', { '@context': { '@version': 1 } }, 'TMF-303 error @context/@version'],
  ['@base', { '@context': { '@base': 1 } }, 'TMF-303 error @context/@base'],
  ['@vocab', { '@context': { '@vocab': {} } }, 'TMF-303 error @context/@vocab'],
  ['@language', { '@context': { '@language': [] } }, 'TMF-303 error @context/@language'],
  ['@direction', { '@context': { '@direction': 'up' } }, 'TMF-303 error @context/@direction'],
  ['@propagate', { '@context': { '@propagate': 'no' } }, 'TMF-303 error @context/@propagate'],
  ['@protected', { '@context': { '@protected': 'no' } }, 'TMF-303 error @context/@protected'],
  ['@import', { '@context': { '@import': 1 } }, 'TMF-303 error @context/@import'],
  ['a keyword as a term', { '@context': { '@id': 'http://x/' } }, 'TMF-303 error @context/@id'],
  [
    '@type as another term',
    { '@context': { '@type': { '@id': 'http://x/' } } },
    'TMF-303 error @context/@type',
  ],
  ['a term like a keyword', { '@context': { '@foo': 'http://x/' } }, 'TMF-303 warning @context/@foo'],
  ['a term that is empty', { '@context': { '': 'http://x/' } }, 'TMF-303 error @context/'],
  ['a term that is a number', term(5), 'TMF-303 error @context/p'],
  ['a term that is a list', term([]), 'TMF-303 error @context/p'],
  ['a term with a strange key', term({ '@id': 'ex:p', id: 'x' }), 'TMF-303 error @context/p/id'],
  ['a term without an IRI', term({}), 'TMF-303 error @context/p'],
  ['a term that means a word', term('word'), 'TMF-303 error @context/p'],
  ['@id of a term', term({ '@id': 5 }), 'TMF-303 error @context/p/@id'],
  ['@id of a term like a keyword', term({ '@id': '@foo' }), 'TMF-303 warning @context/p/@id'],
  ['another name for @context', term('@context'), 'TMF-303 error @context/p'],
  ['@type of a term', term({ '@id': 'ex:p', '@type': ['x'] }), 'TMF-303 error @context/p/@type'],
  ['@type of a term is no IRI', term({ '@id': 'ex:p', '@type': 'word' }), 'TMF-303 error @context/p/@type'],
  ['@reverse of a term', term({ '@reverse': 5 }, {}), 'TMF-303 error @context/p/@reverse'],
  ['@reverse and @id', term({ '@reverse': 'ex:p', '@id': 'ex:p' }, {}), 'TMF-303 error @context/p/@reverse'],
  [
    '@reverse in a list',
    term({ '@reverse': 'ex:p', '@container': '@list' }, {}),
    'TMF-303 error @context/p/@container',
  ],
  [
    'an unknown container',
    term({ '@id': 'ex:p', '@container': '@bag' }),
    'TMF-303 error @context/p/@container',
  ],
  [
    'containers that do not go together',
    term({ '@id': 'ex:p', '@container': ['@list', '@set'] }),
    'TMF-303 error @context/p/@container',
  ],
  [
    'a container by type of texts',
    term({ '@id': 'ex:p', '@container': '@type', '@type': 'ex:T' }),
    'TMF-303 error @context/p/@type',
  ],
  [
    '@index without its container',
    term({ '@id': 'ex:p', '@index': 'ex:i' }),
    'TMF-303 error @context/p/@index',
  ],
  ['@language of a term', term({ '@id': 'ex:p', '@language': 5 }), 'TMF-303 error @context/p/@language'],
  [
    '@direction of a term',
    term({ '@id': 'ex:p', '@direction': 'up' }),
    'TMF-303 error @context/p/@direction',
  ],
  ['@nest of a term', term({ '@id': 'ex:p', '@nest': '@id' }), 'TMF-303 error @context/p/@nest'],
  ['@prefix of a term', term({ '@id': 'ex:p', '@prefix': 'yes' }), 'TMF-303 error @context/p/@prefix'],
  ['@prefix of a keyword', term({ '@id': '@type', '@prefix': true }), 'TMF-303 error @context/p/@prefix'],
  [
    '@protected of a term',
    term({ '@id': 'ex:p', '@protected': 'yes' }),
    'TMF-303 error @context/p/@protected',
  ],
  ['@context of a term', term({ '@id': 'ex:p', '@context': 5 }), 'TMF-303 error @context/p/@context'],
  [
    'a fault in the context of a term, once',
    term({ '@id': 'ex:p', '@context': { q: 5 } }, [{}, {}]),
    'TMF-303 error @context/p/@context/q',
  ],
  [
    'a compact IRI that means something else',
    { '@context': { ...EX, 'ex:a': 'http://other/' } },
    'TMF-303 error @context/ex:a',
  ],
  ['terms that define each other', { '@context': { a: 'b:x', b: 'a:y' } }, 'TMF-303 error @context/b'],
  [
    'a protected term',
    { '@context': [{ a: { '@id': 'http://x/', '@protected': true } }, { a: 'http://y/' }] },
    'TMF-303 error @context/1/a',
  ],
  [
    'null where terms are protected',
    { '@context': [{ '@protected': true, a: 'http://x/' }, null] },
    'TMF-303 error @context/1',
  ],
  // Nodes and values.
  ['@id', { '@id': 5 }, 'TMF-303 error @id'],
  ['@type', { '@type': [5] }, 'TMF-303 error @type'],
  ['@type is null', { '@type': null }, 'TMF-303 error @type'],
  ['@index', { '@index': 5 }, 'TMF-303 error @index'],
  ['@graph', { '@graph': 'x' }, 'TMF-303 error @graph'],
  ['a keyword twice in @nest', { '@nest': [{ '@id': 'a' }, { '@id': 'b' }] }, 'TMF-303 error @nest/1'],
  ['a value with a key that means nothing', term('ex:p', { '@value': 1, unit: 'ms' }), 'TMF-303 warning p'],
  [
    'a value whose type holds a space',
    term('ex:p', { '@value': 1, '@type': 'ex:a b' }),
    'TMF-303 error p/@type',
  ],
  [
    'a type of a value by another name',
    { '@context': { ...EX, t: '@type' }, 'ex:a': { '@value': 1, t: '@id' } },
    'TMF-303 error ex:a/t',
  ],
  ['@included', { '@included': 'x' }, 'TMF-303 error @included'],
  ['@reverse', { '@reverse': 'x' }, 'TMF-303 error @reverse'],
  ['a keyword in @reverse', { '@reverse': { '@id': 'x' } }, 'TMF-303 error @reverse/@id'],
  ['a text in @reverse', { '@context': EX, '@reverse': { 'ex:a': 'x' } }, 'TMF-303 error @reverse/ex:a'],
  ['a text for a reverse term', term({ '@reverse': 'ex:p' }), 'TMF-303 error p'],
  ['@nest', { '@nest': 'x' }, 'TMF-303 error @nest'],
  ['@nest of a value', { '@nest': [{ '@value': 'x' }] }, 'TMF-303 error @nest/0'],
  ['a keyword by two names', { '@context': { id: '@id' }, id: 'a', '@id': 'b' }, 'TMF-303 error @id'],
  ['a word like a keyword', { '@foo': 1 }, 'TMF-303 warning @foo'],
  ['a keyword that belongs into a context', { '@vocab': 'http://x/' }, 'TMF-303 warning @vocab'],
  ['@value of a map', term('ex:p', { '@value': {} }), 'TMF-303 error p/@value'],
  ['@value and a property', term('ex:p', { '@value': 1, 'ex:q': 2 }), 'TMF-303 error p'],
  [
    '@value with @type and @language',
    term('ex:p', { '@value': 'x', '@type': 'ex:T', '@language': 'en' }),
    'TMF-303 error p',
  ],
  ['@value of a number with @language', term('ex:p', { '@value': 1, '@language': 'en' }), 'TMF-303 error p'],
  ['@value of two types', term('ex:p', { '@value': 1, '@type': ['ex:T'] }), 'TMF-303 error p/@type'],
  ['@value of a keyword', term('ex:p', { '@value': 1, '@type': '@id' }), 'TMF-303 error p/@type'],
  ['@value of a word', term('ex:p', { '@value': 1, '@type': 'String' }), 'TMF-303 warning p/@type'],
  ['@language of a value', term('ex:p', { '@value': 'x', '@language': 5 }), 'TMF-303 error p/@language'],
  [
    '@direction of a value',
    term('ex:p', { '@value': 'x', '@direction': 'up' }),
    'TMF-303 error p/@direction',
  ],
  ['@list and a property', term('ex:p', { '@list': [], 'ex:q': 1 }), 'TMF-303 error p'],
  ['@set and @id', term('ex:p', { '@set': [], '@id': 'ex:q' }), 'TMF-303 error p'],
  [
    'a language map of numbers',
    term({ '@id': 'ex:p', '@container': '@language' }, { en: 5 }),
    'TMF-303 error p/en',
  ],
  [
    'a property index of texts',
    term({ '@id': 'ex:p', '@container': '@index', '@index': 'ex:i' }, { a: 'x' }),
    'TMF-303 error p',
  ],
  // Prefixes.
  ['a key with an undeclared prefix', { 'xsd:a': 1 }, 'TMF-304 warning xsd:a'],
  [
    'an @id and a @type with undeclared prefixes',
    { '@id': 'a:x', '@type': ['b:x', 'b:y'] },
    'TMF-304 warning @id',
    'TMF-304 warning @type/0',
  ],
  [
    'a term with an undeclared prefix',
    term({ '@id': 'ex:p', '@type': 'xsd:int' }, 1),
    'TMF-304 warning @context/p/@type',
  ],
  [
    'a text that is an @id by its term',
    term({ '@id': 'ex:p', '@type': '@id' }, ['ex:a', 'no:b']),
    'TMF-304 warning p/1',
  ],
  [
    'a prefix of an inner context',
    { '@context': EX, 'ex:a': { '@context': { in: 'http://in/' }, 'in:a': { 'in:b': 1 } }, 'in:c': 1 },
    'TMF-304 warning in:c',
  ],
  [
    'a context that null ends',
    { '@context': EX, 'ex:a': { '@context': null, 'ex:b': 1 } },
    'TMF-304 warning ex:a/ex:b',
  ],
  [
    'a term that is no prefix',
    { '@context': { voc: 'http://example.org/v1' }, 'voc:a': 1 },
    'TMF-304 warning voc:a',
  ],
  [
    'a term that @prefix makes one',
    { '@context': { voc: { '@id': 'http://example.org/v1', '@prefix': true } }, 'voc:a': 1 },
  ],
  ['geo, which is a scheme too', { 'geo:longitude': 1 }, 'TMF-304 warning geo:longitude'],
  // Contexts that would have to be loaded.
  [
    'a remote context',
    { '@context': ['http://x/', 'http://y/'], 'xsd:a': { '@type': 'foo:b' }, word: 1 },
    'TMF-307 info @context/0',
  ],
  [
    'a remote context by @import',
    { '@context': { '@import': 'http://x/' }, 'xsd:a': 1 },
    'TMF-307 info @context/@import',
  ],
  [
    'a fault beside a remote context',
    { '@context': 'http://x/', '@id': 5, p: { '@value': [] } },
    'TMF-307 info @context',
    'TMF-303 error @id',
    'TMF-303 error p/@value',
  ],
  // Terms.
  [
    'unknown terms',
    { '@context': ICM, '@type': 'icm:Intnet', 'icm:targt': 'icm:Trget' },
    'TMF-305 warning @type',
    'TMF-305 warning icm:targt',
    'TMF-305 warning icm:targt',
  ],
  [
    'an unknown term in a context',
    { '@context': { ...ICM, t: 'icm:targt' }, t: 1 },
    'TMF-305 warning @context/t',
  ],
  [
    'an unknown term of @vocab',
    { '@context': { '@vocab': ICM.icm }, target: 1, targt: 1 },
    'TMF-305 warning targt',
  ],
  [
    'an unknown term, once',
    { '@context': ICM, '@graph': [{ '@type': 'icm:X' }, { '@type': 'icm:X' }] },
    'TMF-305 warning @graph/0/@type',
  ],
  ['names of nodes are no terms', { '@context': ICM, '@id': 'icm:myIntent' }],
];

for (const [name, value, ...problems] of faults) {
  test(`found: ${name}`, () => assert.equal(check(value), problems));
}

for (const [name, value, message, proposed] of [
  [
    'a prefix that is nearly declared',
    { '@context': { catalogue: 'http://x/' }, 'catalgue:a': 1 },
    /write catalogue: if that is meant, or add "catalgue": "…"/,
  ],
  [
    'a prefix that is well known',
    { '@context': EX, 'xsd:a': 1 },
    /add "xsd": "http:\/\/www\.w3\.org\/2001\/XMLSchema#" to the @context/,
  ],
  [
    'an unknown term',
    { '@context': ICM, '@type': 'icm:Intnet' },
    /icm:Intnet is no term of TM Forum's IntentCommonModel 3\.6\.0; write icm:Intent/,
    'icm:Intent',
  ],
  ['a term of another module', { '@context': ICM, '@type': 'icm:Condition' }, /is one of LogicalOperators/],
  ['hidden characters', { '@id': ['\u202e'] }, /@id is a list/],
  ['hidden characters in a key', { '@context': EX, '\u202eex:a': 1, '@type': 5 }, /@type is 5/],
] as [string, Value, RegExp, string?][]) {
  test(`message: ${name}`, () => {
    const [problem] = checkJsonLd(value);
    assert.match(problem?.message ?? '', message);
    assert.is(problem?.proposed, proposed);
  });
}

test("TM Forum's way of writing an intent has no errors", () => {
  const intent = {
    '@context': {
      icm: 'http://www.models.tmforum.org/tio/v1.0.0/IntentCommonModel#',
      idan: 'http://example.org/idan#',
    },
    'idan:Event': {
      '@type': 'icm:Intent',
      'icm:intentOwner': 'idan:Owner',
      'icm:hasExpectation': {
        'idan:Delivery': {
          '@type': 'icm:DeliveryExpectation',
          'icm:target': '_:service',
          'icm:params': { 'icm:targetDescription': 'idan:x' },
        },
      },
    },
  };
  assert.equal(checkJsonLd(intent), []);
});

/** A value in very many others. */
function nested(depth: number, wrap: (inner: Value) => Value): Value {
  let value: Value = 1;
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
}

function mapOf(size: number, entry: (index: number) => [string, Value]): { [key: string]: Value } {
  return Object.fromEntries(Array.from({ length: size }, (_, index) => entry(index)));
}

const shared = nested(100, (inner) => ({
  a: { '@id': 'http://a/', '@context': inner === 1 ? {} : inner },
  b: { '@id': 'http://b/', '@context': inner === 1 ? {} : inner },
}));
const hostile: [name: string, value: () => Value, last: string | undefined][] = [
  [
    '10 MB',
    () => ({
      '@context': EX,
      '@graph': Array.from({ length: 100_000 }, (_, i) => ({
        '@id': `ex:${i}`,
        '@type': 'ex:T',
        'ex:a': [{ 'ex:b': 'ex:c' }],
      })),
    }),
    undefined,
  ],
  ['10,000 maps', () => nested(10_000, (inner) => ({ 'http://x/': inner })), 'TMF-307 error'],
  ['10,000 lists', () => ({ 'http://x/': nested(10_000, (inner) => [inner]) }), 'TMF-307 error'],
  ['10,000 contexts', () => nested(10_000, (inner) => ({ '@context': EX, 'ex:a': inner })), 'TMF-307 error'],
  [
    'terms that need each other',
    () => ({ '@context': mapOf(100_000, (i) => [`t${i}`, `t${i + 1}:x`]) }),
    'TMF-307 error',
  ],
  ['contexts of terms that multiply', () => ({ '@context': shared, a: 1 }), 'TMF-307 error'],
  [
    'a large context of a term that is used often',
    () => ({
      '@context': { p: { '@id': 'http://p/', '@context': mapOf(50_000, (i) => [`t${i}`, 'http://x/']) } },
      '@graph': Array.from({ length: 50_000 }, () => ({ p: {} })),
    }),
    'TMF-307 error',
  ],
  [
    'a large context, and small ones in it',
    () => ({
      '@context': mapOf(100_000, (i) => [`t${i}`, 'http://x/']),
      '@graph': Array.from({ length: 100_000 }, () => ({ '@context': {}, t5: 1 })),
    }),
    undefined,
  ],
  ['a million faults', () => Array.from({ length: 1_000_000 }, () => ({ '@id': 5 })), 'TMF-307 error'],
  ['very many prefixes', () => mapOf(300_000, (i) => [`p${i}:x`, i]), 'TMF-304 warning'],
  [
    'very many unknown terms',
    () => ({ '@context': ICM, ...mapOf(300_000, (i) => [`icm:Intnet${i}`, i]) }),
    'TMF-305 warning',
  ],
  [
    'names of the prototype',
    () =>
      JSON.parse(
        '{"@context":{"__proto__":"http://x/","toString":"http://y/"},"__proto__":1,"toString":1,"constructor:x":1}',
      ),
    'TMF-304 warning',
  ],
];

for (const [name, value, last] of hostile) {
  test(`hostile: ${name}`, () => {
    const written = value();
    const problems = checkJsonLd(written);
    const problem = problems.at(-1);
    assert.is(problem && `${problem.code} ${problem.weight}`, last);
    assert.ok(problems.length <= 201);
  });
}

test.run();
