import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fieldPath } from '../../functions/lib/field-path.ts';
import { defaultPolicy } from '../../functions/lib/policy/policy.ts';
import type { Resource } from '../../functions/lib/resource.ts';
import { findIntents } from '../../functions/validate-tmf921/find-intents.ts';
import { brief, configMap, INTENT_28312, INTENT_V5, resource, verdicts } from './run.ts';

const test = suite('find intents');
const { selectors } = defaultPolicy('strict').intents;
const V5 = JSON.stringify(INTENT_V5);

function found(resources: readonly Resource[], own = selectors): string[] {
  return findIntents(resources, own, () => false).map(({ resource: { value }, segments }) =>
    fieldPath(segments, value),
  );
}

test('the keys that packages have are found, and no others', () => {
  const keys = [
    'intent.json',
    'expectation.json',
    'a.tmf921.json',
    'a.jsonld',
    'a.ttl',
    'intent.yaml',
    'site',
    'xintent.json',
  ];
  const data = Object.fromEntries(keys.map((key) => [key, V5]));
  assert.equal(
    found([configMap(data)]),
    keys.slice(0, 5).map((key) => `data["${key}"]`),
  );
});

test('other kinds have no intents in their data', () => {
  assert.equal(
    found([
      resource({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { 'intent.json': V5 } }),
    ]),
    [],
  );
});

test('the kind Intent of this project is one, whatever it holds; another only where it looks like one', () => {
  const intent = (apiVersion: string, spec: unknown) =>
    resource({ apiVersion, kind: 'Intent', metadata: { name: 'a' }, spec: spec as never });
  assert.equal(found([intent('security.nephio.org/v1alpha1', {})]), ['spec']);
  assert.equal(found([intent('ido.intel.com/v1alpha1', { targetRef: {} })]), []);
  assert.equal(found([intent('intents.example.org/v1', { expression: {} })]), ['spec']);
  assert.equal(found([intent('intents.example.org/v1', INTENT_28312)]), ['spec']);
});

test('intents in a List are found', () => {
  const items = [configMap({ 'intent.json': V5 }).value, configMap({ 'intent.json': V5 }).value];
  assert.equal(found([resource({ apiVersion: 'v1', kind: 'List', items })]), [
    'items[0].data["intent.json"]',
    'items[1].data["intent.json"]',
  ]);
});

test('all fields of a selector must fit, any selector suffices', () => {
  const labelled = (name: string, labels: { [key: string]: string }, data: { [key: string]: string }) =>
    resource({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data });
  const resources = [
    labelled('a', { kind: 'intent' }, { 'a.json': V5, 'b.txt': 'no', 'c.yaml': 'x: 1' }),
    labelled('b', { kind: 'other' }, { 'a.json': V5 }),
    labelled('c', {}, { special: V5, 'x-1.doc': V5 }),
  ];
  assert.equal(found(resources, [{ kind: 'ConfigMap', label: 'kind=intent' }]), [
    'data["a.json"]',
    'data["c.yaml"]',
  ]);
  assert.equal(found(resources, [{ label: 'kind=other', key: 'a.json' }]), ['data["a.json"]']);
  assert.equal(found(resources, [{ label: 'kind=other', key: 'b.json' }]), []);
  assert.equal(found(resources, [{ key: 'special' }, { kind: 'ConfigMap', key: 'x-?.doc' }]), [
    'data.special',
    'data["x-1.doc"]',
  ]);
  assert.equal(found(resources, [{ kind: 'Secret', key: '*' }]), []);
});

test('a key that two selectors name is checked once', () => {
  assert.equal(found([configMap({ 'intent.json': V5 })], [{ key: 'intent.json' }, { key: '*.json' }]), [
    'data["intent.json"]',
  ]);
});

test('what is no text is an error', () => {
  assert.equal(brief(verdicts([configMap({ 'intent.json': { a: 1 } })]).findings), [
    'error TMF-003 data["intent.json"]',
  ]);
  const binary = resource({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    binaryData: { 'intent.json': 'e30=' },
  });
  assert.equal(brief(verdicts([binary]).findings), ['error TMF-003 binaryData["intent.json"]']);
});

test('a package without intents is told so, with the reason and the way out', () => {
  const kptfile = resource({ apiVersion: 'kpt.dev/v1', kind: 'Kptfile', metadata: { name: 'a' } });
  const { findings, checked } = verdicts([configMap({ 'my-intent.txt': '{}' }), kptfile]);
  assert.equal(brief(findings), ['info TMF-002 ']);
  assert.is(findings[0]?.resource, kptfile);
  assert.match(findings[0]?.message ?? '', /0 intents found/);
  assert.match(findings[0]?.message ?? '', /wrap them in a ConfigMap/);
  assert.is(checked.size, 0);
});

test('a text that looks like an intent is not passed over in silence', () => {
  const turtle = '@prefix icm: <urn:icm#> .\n<urn:a> a icm:Intent .\n';
  const resources = [
    configMap({ 'intent.json': V5, 'other.json': V5, 'settings.json': '{"a": 1}' }),
    configMap({
      'intent.yaml': 'intentExpectations:\n  - expectationId: a\n',
      'a.txt': turtle,
      note: 'the intentType of it',
    }),
  ];
  const { findings, checked } = verdicts(resources);
  assert.equal(brief(findings), [
    'warning TMF-006 data["other.json"]',
    'warning TMF-006 data["intent.yaml"]',
    'warning TMF-006 data["a.txt"]',
  ]);
  assert.is(checked.size, 2);
});

test('a package without resources has nothing to say it of', () => {
  assert.equal(verdicts([]).findings, []);
});

test.run();
