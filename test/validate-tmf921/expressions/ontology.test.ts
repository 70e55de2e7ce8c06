import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findOntology, findTerm } from '../../../functions/validate-tmf921/expressions/ontology.ts';

const TIO = 'http://tio.models.tmforum.org/tio';
const effort = () => ({ left: 1_000_000 });

for (const [iri, isKnown] of [
  [`${TIO}/v3.6.0/IntentCommonModel/Intent`, true],
  [`${TIO}/v3.6.0/IntentCommonModel/Condition`, false],
  [`${TIO}/v3.2.0/IntentCommonModel#Condition`, true],
  [`${TIO}/v3.4.0/IntentManagmentOntology/IntentAccepted`, true],
  [`${TIO}/v3.6.0/IntentManagementOntology/IntentRemoved`, false],
  [`${TIO}/v3.2.0/IntentValidity#validIf`, true],
  ['http://www.models.tmforum.org/tio/v1.0.0/IntentCommonModel#params', true],
  ['http://tio.labs.tmforum.org/tio/v1.0.0/IntentCommonModel/hasExpectation', true],
  ['http://www.w3.org/2001/XMLSchema#decimal', true],
  ['http://www.w3.org/2001/XMLSchema#Decimal', false],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns#_12', true],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns#_0', false],
  ['http://www.w3.org/2000/01/rdf-schema#label', true],
  // No list of these is known.
  [`${TIO}/v3.8.0/TimeOntology/delay`, undefined],
  [`${TIO}/v3.6.0/EnterpriseVpnSlaOntology/latency`, undefined],
  [`${TIO}/v3.6.0/IntentCommonModel`, undefined],
  [`${TIO}/v3.6.0/IntentCommonModel/`, undefined],
  [`${TIO}/v3.6.0/IntentCommonModel/a/b`, undefined],
  ['http://example.org/#Intent', undefined],
  ['http://evil.example/tio.models.tmforum.org/tio/v3.6.0/IntentCommonModel/x', undefined],
  ['Intent', undefined],
  ['', undefined],
] as const) {
  test(`${iri} is ${isKnown}`, () => assert.is(findTerm(iri)?.isKnown, isKnown));
}

for (const [local, nearest] of [
  ['Intnet', 'Intent'],
  ['intent', 'Intent'],
  ['targt', 'target'],
  ['Targt', 'Target'],
  ['somethingElse', undefined],
] as const) {
  test(`${local} is nearest to ${nearest}`, () => {
    const ontology = findOntology(`${TIO}/v3.6.0/IntentCommonModel/`);
    assert.is(ontology?.nearest(local, effort()), nearest);
  });
}

test('a term of another module of the same family', () => {
  const ontology = findOntology(`${TIO}/v3.6.0/IntentCommonModel/`);
  assert.equal(ontology?.elsewhere('Condition'), ['LogicalOperators']);
  assert.equal(findOntology('http://www.w3.org/2001/XMLSchema#')?.elsewhere('Condition'), []);
});

test('only of version 3.6.0 all terms are known', () => {
  assert.is(findOntology(`${TIO}/v3.6.0/IntentCommonModel/`)?.isComplete, true);
  assert.is(findOntology(`${TIO}/v3.4.0/IntentCommonModel/`)?.isComplete, false);
});

test.run();
