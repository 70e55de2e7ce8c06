import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkRdfXml } from '../../../functions/validate-tmf921/expressions/rdf-xml.ts';

test('RDF/XML is not parsed', () => {
  const [problem, ...others] = checkRdfXml(
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
  );
  assert.equal(others, []);
  assert.is(problem?.code, 'TMF-307');
  assert.is(problem?.weight, 'info');
});

for (const [name, text] of [
  [
    'a document type',
    '<?xml version="1.0"?>\n¦<!DOCTYPE rdf:RDF [ <!ENTITY x SYSTEM "file:///etc/passwd"> ]>',
  ],
  ['an entity', '¦<!ENTITY a "&b;&b;">'],
  ['small letters', ' ¦<!doctype x>'],
] as const) {
  test(`${name} is harmful`, () => {
    const problems = checkRdfXml(text.replace('¦', ''));
    assert.equal(
      problems.map(({ code, weight, offset }) => [code, weight, offset]),
      [['TMF-307', 'harmful', text.indexOf('¦')]],
    );
  });
}

test('hostile: 10 MB', () => {
  assert.is(checkRdfXml('<!'.repeat(5_000_000))[0]?.weight, 'info');
});

test.run();
