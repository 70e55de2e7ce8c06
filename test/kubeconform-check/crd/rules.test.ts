import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { change, crd, problemsIn, problemsOf, problemsOfResource, told, yaml } from './crds.ts';

const SPEC = 'spec.versions.0.schema.openAPIV3Schema.properties.spec';
const REFUSED = `K8S-202 ${SPEC}.x-kubernetes-validations.0.rule`;
const UNDECIDED = `K8S-209? ${SPEC}.x-kubernetes-validations.0.rule`;

function withRule(rule: string, more = ''): string {
  return `{type: object, properties: {a: {type: integer, default: 3}, b: {type: string}, l: {type: array, items: {type: object, properties: {c: {type: integer}}, x-kubernetes-validations: [{rule: "self.c < 5"}]}}}, x-kubernetes-validations: [{rule: '${rule}'${more}}]}`;
}

/** A rule with its other fields, a spec, and what is wrong with it. */
for (const [rule, more, spec, ...expected] of [
  ['self.a > 2', '', '{a: 3}'],
  ['self.a > 2', '', '{a: 2}', 'K8S-208 spec'],
  ['self.a > 2', '', '{}'],
  ['self.a > 2', ', fieldPath: .a', '{a: 2}', 'K8S-208 spec.a'],
  ['self.b.size() > 0', '', '{}', 'K8S-208 spec'],
  ['!has(self.b) || self.b.size() > 0', '', '{b: ""}', 'K8S-208 spec'],
  ['self.a == oldSelf.a', '', '{a: 2}'],
  ['true', '', '{l: [{c: 1}, {c: 9}]}', 'K8S-208 spec.l.1'],
  ['nonsense(self)', '', '{}', 'K8S-209? spec'],
] as const) {
  test(`rule ${rule}${more} of ${spec}: ${expected.join() || 'good'}`, () => {
    assert.equal(problemsIn(withRule(rule, more), spec).map(told), expected);
  });
}

test('a broken rule says its message', () => {
  const [problem] = problemsIn(withRule('self.a > 2', ', message: a must be more than 2'), '{a: 1}');
  assert.is(problem?.message, 'breaks a rule of its schema: a must be more than 2 (self.a > 2); correct it');
});

test('a broken rule says what its messageExpression makes', () => {
  const more = `, message: static, messageExpression: '"got " + string(self.a)'`
    .replaceAll("'", "''")
    .replace("''", "'")
    .replace(/''$/, "'");
  const [problem] = problemsIn(withRule('self.a > 2', more), '{a: 1}');
  assert.match(problem?.message ?? '', ': got 1 (');
});

test('rules are not evaluated where what is wrong would mislead them', () => {
  assert.equal(problemsIn(withRule('self.a > 2'), '{a: text}').map(told), ['K8S-203 spec.a']);
});

test('rules of the root see the name', () => {
  const schema = yaml('{type: object, x-kubernetes-validations: [{rule: "self.metadata.name == \'b\'"}]}');
  const resource = yaml('{apiVersion: a/v1, kind: A, metadata: {name: a}}');
  assert.equal(problemsOfResource(schema, resource).map(told), ['K8S-208 ']);
});

test('a rule that costs too much is an error', () => {
  const schema = withRule('self.l.all(i, self.l.all(j, self.l.all(k, i.c + j.c + k.c < 100)))');
  const list = Array.from({ length: 200 }, () => '{c: 1}').join();
  assert.equal(
    problemsIn(schema, `{l: [${list}]}`, { steps: 100_000 }).map(({ code }) => code),
    ['K8S-208'],
  );
});

for (const [rule, expected] of [
  ['self.a > 2', []],
  ['self.a >', [REFUSED]],
  ['nonsense(self)', [REFUSED]],
  ['self.a > limit', [REFUSED]],
  ['self.nothing > 1', [REFUSED]],
  ['self.b.c == ""', [REFUSED]],
  ['self.l.c == 1', [REFUSED]],
  ['self.a == self.b', [REFUSED]],
  ['self.a', [REFUSED]],
  ['self.a && true', [REFUSED]],
  ['self.b.all(x, true)', [REFUSED]],
  // Only Kubernetes can say.
  ['google.protobuf.Any == type(self.a)', [UNDECIDED]],
  ['self.b.check()', [UNDECIDED]],
  ['self.l == self.b', [UNDECIDED]],
  ['self.b.lowerAscii(1) == ""', [UNDECIDED]],
  ['dyn(self.a)', [UNDECIDED]],
] as const) {
  test(`the CustomResourceDefinition with the rule ${rule}`, () => {
    assert.equal(problemsOf(crd(withRule(rule))).map(told), expected);
  });
}

test('what is wrong with a rule is told', () => {
  const [problem] = problemsOf(crd(withRule('self.nothing > 1')));
  assert.is(
    problem?.message,
    'is refused by Kubernetes: it refers to the field nothing, which its schema has not; correct it',
  );
});

test('oldSelf is refused where old and new items have nothing to do with each other', () => {
  const list = '{type: array, items: {type: string, x-kubernetes-validations: [{rule: self == oldSelf}]}}';
  const found = problemsOf(crd(list)).map(told);
  assert.equal(found, [`K8S-202 ${SPEC}.items.x-kubernetes-validations.0.rule`]);
});

test('optionalOldSelf needs a rule with oldSelf', () => {
  const definition = change(crd('{type: string}'), `${SPEC}.x-kubernetes-validations`, [
    { rule: 'true', optionalOldSelf: true },
  ]);
  assert.equal(problemsOf(definition).map(told), [
    `K8S-202 ${SPEC}.x-kubernetes-validations.0.optionalOldSelf`,
  ]);
});

test.run();
