import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { YamlMap } from '../../../functions/lib/resource-list/resource-list.ts';
import type { Value } from '../../../functions/lib/yaml/read.ts';
import { problemsIn, problemsOfResource, told, yaml } from './crds.ts';

const OPEN = 'x-kubernetes-preserve-unknown-fields: true';
const LIST_MAP = `{type: array, items: {type: object, properties: {k: {type: string}, m: {type: integer}}, required: [k]},
  x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k]}`;

/** The schema of a spec, a spec, and what is wrong with it. */
const cases: [schema: string, spec: string, ...expected: string[]][] = [
  // Types.
  ['{type: string}', 'a'],
  ['{type: string}', '5', 'K8S-203 spec'],
  ['{type: integer}', '1.0'],
  ['{type: integer}', '1.5', 'K8S-203 spec'],
  ['{type: integer}', '"5"', 'K8S-203 spec'],
  ['{type: integer}', '9223372036854775807'],
  ['{type: integer}', '9223372036854775808', 'K8S-203 spec'],
  ['{type: number}', '1'],
  ['{type: number}', '1.5'],
  ['{type: number}', 'true', 'K8S-203 spec'],
  ['{type: boolean}', 'on'],
  ['{type: boolean}', '"on"', 'K8S-203 spec'],
  ['{type: array, items: {type: string}}', '[a]'],
  ['{type: array, items: {type: string}}', '[a, 5]', 'K8S-203 spec.1'],
  ['{type: array, items: {type: string}}', '{}', 'K8S-203 spec'],
  ['{type: object, additionalProperties: {type: string}}', '{a: b}'],
  ['{type: object, additionalProperties: {type: string}}', '{a: 5}', 'K8S-203 spec.a'],
  ['{type: object}', '[]', 'K8S-203 spec'],
  ['{x-kubernetes-int-or-string: true}', '5'],
  ['{x-kubernetes-int-or-string: true}', '5%'],
  ['{x-kubernetes-int-or-string: true}', '1.5', 'K8S-203 spec'],
  ['{x-kubernetes-int-or-string: true}', '{}', 'K8S-203 spec'],
  // Nulls: what may not be null and stands in a map is dropped.
  ['{type: object, properties: {a: {type: string}}}', '{a: null}'],
  ['{type: object, properties: {a: {type: string}}, required: [a]}', '{a: null}', 'K8S-204 spec.a'],
  ['{type: object, properties: {a: {type: string, nullable: true}}, required: [a]}', '{a: null}'],
  ['{type: object, properties: {a: {type: string, default: b}}, required: [a]}', '{a: null}'],
  ['{type: array, items: {type: string}}', '[null]', 'K8S-203 spec.0'],
  ['{type: array, items: {type: string, nullable: true}}', '[null]'],
  ['{type: array, items: {type: string, default: a}}', '[null]'],
  [
    '{type: object, properties: {a: {type: string, nullable: true, enum: [b]}}}',
    '{a: null}',
    'K8S-206 spec.a',
  ],
  [`{${OPEN}}`, '{a: null}'],
  // Required fields, and defaults.
  ['{type: object, properties: {a: {type: string}}, required: [a]}', '{}', 'K8S-204 spec.a'],
  ['{type: object, properties: {a: {type: string, default: b}}, required: [a]}', '{}'],
  [
    '{type: object, properties: {a: {type: object, default: {}, properties: {b: {type: string, default: c}}, required: [b]}}}',
    '{}',
  ],
  ['{type: object, properties: {a: {type: string, default: b}}, maxProperties: 0}', '{}', 'K8S-206 spec'],
  ['{type: object, required: [constructor]}', '{}', 'K8S-204 spec.constructor'],
  // Unknown fields.
  ['{type: object, properties: {a: {type: string}}}', '{b: 1}', 'K8S-205 spec.b'],
  ['{type: object}', '{b: 1}', 'K8S-205 spec.b'],
  [`{type: object, properties: {a: {type: string}}, ${OPEN}}`, '{b: {c: 1}}'],
  [`{type: object, properties: {a: {type: object}}, ${OPEN}}`, '{a: {c: 1}}', 'K8S-205 spec.a.c'],
  [`{${OPEN}}`, '[{a: {b: [{c: 1}]}}]'],
  ['{type: object, additionalProperties: true}', '{a: 1}'],
  ['{type: object, additionalProperties: true}', '{a: {b: 1}}', 'K8S-205 spec.a.b'],
  ['{type: object, additionalProperties: false}', '{a: 1}', 'K8S-206 spec.a'],
  ['{type: object, properties: {a: {type: string}}}', '{__proto__: 1}', 'K8S-205 spec.__proto__'],
  ['{type: string}', '{b: 1}', 'K8S-203 spec'],
  // Values.
  ['{type: string, enum: [a, b]}', 'a'],
  ['{type: string, enum: [a, b]}', 'c', 'K8S-206 spec'],
  ['{type: number, enum: [1]}', '1.0'],
  [`{${OPEN}, enum: [{a: [1]}]}`, '{a: [1]}'],
  [`{${OPEN}, enum: [{a: [1]}]}`, '{a: [2]}', 'K8S-206 spec'],
  ['{type: string, pattern: "^a+$"}', 'aa'],
  ['{type: string, pattern: "^a+$"}', 'ab', 'K8S-206 spec'],
  ['{type: string, format: ipv4}', '1.2.3.4'],
  ['{type: string, format: ipv4}', '1.2.3', 'K8S-206 spec'],
  ['{type: string, format: whatever}', '1.2.3'],
  ['{type: string, format: ipv4}', '[5]'],
  ['{type: string, format: ipv4}', '[{a: 1}]', 'K8S-205 spec.0.a'],
  ['{type: string, minLength: 2, maxLength: 3}', '"😀😀"'],
  ['{type: string, minLength: 2}', '"😀"', 'K8S-206 spec'],
  ['{type: string, maxLength: 3}', 'abcd', 'K8S-206 spec'],
  ['{type: integer, minimum: 1, maximum: 5}', '5'],
  ['{type: integer, minimum: 1, maximum: 5}', '0', 'K8S-206 spec'],
  ['{type: integer, minimum: 1, maximum: 5}', '6', 'K8S-206 spec'],
  ['{type: integer, maximum: 5, exclusiveMaximum: true}', '5', 'K8S-206 spec'],
  ['{type: number, minimum: 0.5, exclusiveMinimum: true}', '0.5', 'K8S-206 spec'],
  ['{type: number, minimum: 0.5}', '0.5'],
  ['{type: integer, format: int32}', '2147483647'],
  ['{type: integer, format: int32}', '2147483648', 'K8S-206 spec'],
  ['{type: number, format: float}', '1e39', 'K8S-206 spec'],
  ['{type: number, format: double}', '1e39'],
  ['{type: integer, maximum: 1.5}', '1', 'K8S-206 spec'],
  ['{type: integer, multipleOf: 3}', '9'],
  ['{type: integer, multipleOf: 3}', '10', 'K8S-206 spec'],
  ['{type: number, multipleOf: 0.1}', '0.3'],
  ['{type: number, multipleOf: 0.5}', '0.7', 'K8S-206 spec'],
  ['{type: number, multipleOf: 0.5}', '1', 'K8S-206 spec'],
  ['{type: array, items: {type: string}, minItems: 1, maxItems: 2}', '[a]'],
  ['{type: array, items: {type: string}, minItems: 1}', '[]', 'K8S-206 spec'],
  ['{type: array, items: {type: string}, maxItems: 1}', '[a, b]', 'K8S-206 spec'],
  [`{type: object, ${OPEN}, minProperties: 1}`, '{}', 'K8S-206 spec'],
  [`{type: object, ${OPEN}, maxProperties: 1}`, '{a: 1, b: 1}', 'K8S-206 spec'],
  // Alternatives.
  [`{${OPEN}, anyOf: [{required: [a]}, {required: [b]}]}`, '{b: 1, a: 1}'],
  [`{${OPEN}, anyOf: [{required: [a]}, {required: [b]}]}`, '{c: 1}', 'K8S-206 spec'],
  [`{${OPEN}, oneOf: [{required: [a]}, {required: [b]}]}`, '{a: 1}'],
  [`{${OPEN}, oneOf: [{required: [a]}, {required: [b]}]}`, '{b: 1, a: 1}', 'K8S-206 spec'],
  [`{${OPEN}, allOf: [{required: [a]}, {required: [b]}]}`, '{a: 1}', 'K8S-204 spec.b'],
  [`{${OPEN}, not: {required: [a]}}`, '{a: 1}', 'K8S-206 spec'],
  [`{${OPEN}, not: {required: [a]}}`, '{b: 1}'],
  ['{type: integer, not: {enum: [5]}}', '5', 'K8S-206 spec'],
  ['{type: integer, allOf: [{format: ipv4}]}', '5', 'K8S-203 spec'],
  // Lists that are sets and maps.
  ['{type: array, items: {type: string}, x-kubernetes-list-type: set}', '[a, b]'],
  ['{type: array, items: {type: string}, x-kubernetes-list-type: set}', '[a, b, a, a]', 'K8S-207 spec.2'],
  [
    `{type: array, items: {${OPEN}}, x-kubernetes-list-type: set}`,
    '[{a: 1, b: 2}, {b: 2, a: 1}, 1, "1"]',
    'K8S-207 spec.1',
  ],
  [LIST_MAP, '[{k: a}, {k: b}]'],
  [LIST_MAP, '[{k: a, m: 1}, {k: a, m: 2}]', 'K8S-207 spec.1'],
  [LIST_MAP.replace('map-keys: [k]', 'map-keys: [k, m]'), '[{k: a, m: 1}, {k: a, m: 2}]'],
  ['{type: array, items: {type: string}, uniqueItems: true}', '[a, a]', 'K8S-207 spec.1'],
  // Resources within.
  [
    `{type: object, x-kubernetes-embedded-resource: true, ${OPEN}}`,
    '{apiVersion: v1, kind: Pod, metadata: {name: a}, x: 1}',
  ],
  [
    `{type: object, x-kubernetes-embedded-resource: true, ${OPEN}}`,
    '{}',
    'K8S-204 spec.apiVersion',
    'K8S-204 spec.kind',
  ],
  [
    `{type: object, x-kubernetes-embedded-resource: true, ${OPEN}}`,
    '{apiVersion: a/b/c, kind: ""}',
    'K8S-206 spec.apiVersion',
    'K8S-206 spec.kind',
  ],
  [
    `{type: object, x-kubernetes-embedded-resource: true, ${OPEN}}`,
    '{apiVersion: 1, kind: Pod}',
    'K8S-203 spec.apiVersion',
  ],
  [
    `{type: object, x-kubernetes-embedded-resource: true, ${OPEN}}`,
    '{apiVersion: v1, kind: Pod, metadata: {name: a/b}}',
    'K8S-206 spec.metadata.name',
  ],
  [
    '{type: object, x-kubernetes-embedded-resource: true, properties: {a: {type: string}}}',
    '{apiVersion: v1, kind: Pod, metadata: {label: 1}, b: 1}',
    'K8S-205 spec.b',
    'K8S-005 spec.metadata.label',
  ],
];

for (const [schema, spec, ...expected] of cases) {
  test(`${schema.replace(/\s+/g, ' ')} of ${spec}: ${expected.join(', ') || 'good'}`, () => {
    assert.equal(problemsIn(schema, spec).map(told), expected);
  });
}

/** What a message says in full. */
for (const [schema, spec, message, proposed] of [
  ['{type: string}', '5', 'is a number (5), wanted is a text; put it in quotes', undefined],
  ['{type: integer}', '"5"', 'is a text ("5"), wanted is an integer; write 5', '5'],
  [
    '{type: object, properties: {replicas: {type: integer}}}',
    '{replica: 1}',
    'replica is no field that the schema knows here; write replicas',
    'replicas',
  ],
  [
    '{type: object, properties: {a: {type: integer}}}',
    '{replica: 1}',
    'replica is no field that the schema knows here; remove it, or write one of a',
    undefined,
  ],
  [
    '{type: string, enum: [Always, Never]}',
    'Alway',
    'has "Alway", which is none of the allowed values; write Always (allowed: Always, Never)',
    'Always',
  ],
  [
    `{${OPEN}, oneOf: [{required: [a]}, {required: [b, c]}]}`,
    '{}',
    'needs exactly one of a, b with c; add what is missing',
    undefined,
  ],
  [
    `{${OPEN}, oneOf: [{required: [a]}, {required: [b]}]}`,
    '{a: 1, b: 1}',
    'may have exactly one of a, b only; remove the others',
    undefined,
  ],
  [
    `{${OPEN}, not: {anyOf: [{required: [a]}, {required: [b]}]}}`,
    '{a: 1}',
    'may have none of a, b here; remove it',
    undefined,
  ],
  [
    '{type: object, properties: {a: {type: integer}, b: {type: integer}}, anyOf: [{required: [a, b], properties: {a: {maximum: 1}}}, {properties: {a: {maximum: 3}}}]}',
    '{a: 5}',
    'fits none of the 2 alternatives that its schema allows; the one that fits best says: a has 5, allowed is at most 3; correct it',
    undefined,
  ],
] as const) {
  test(message, () => {
    const [problem] = problemsIn(schema, spec);
    assert.is(problem?.message, message);
    assert.is(problem?.proposed, proposed);
  });
}

test('without strict unknown fields are left out, and so do not count', () => {
  const schema = '{type: object, properties: {a: {type: string}}, minProperties: 1}';
  assert.equal(problemsIn(schema, '{b: 1}', { strict: false }).map(told), ['K8S-206 spec']);
  assert.equal(problemsIn(schema, '{b: 1, a: x}', { strict: false }), []);
});

test('a format counts from the version that brought it', () => {
  const schema = '{type: string, format: k8s-short-name}';
  assert.equal(problemsIn(schema, 'A', { version: '1.33' }), []);
  assert.equal(problemsIn(schema, 'A', { version: '1.34' }).map(told), ['K8S-206 spec']);
});

test('metadata is ObjectMeta, whatever the schema', () => {
  const resource = yaml('{apiVersion: a/v1, kind: A, metadata: {name: a, labels: {a: 5}, label: {}}}');
  const found = problemsOfResource({ type: 'object' }, resource).map(told);
  assert.equal(found, ['K8S-001 metadata.labels.a', 'K8S-005 metadata.label']);
  assert.equal(problemsOfResource({ type: 'object' }, { ...resource, metadata: null }), []);
});

test('a schema may say something of the name', () => {
  const schema = yaml(
    '{type: object, properties: {metadata: {type: object, properties: {name: {type: string, maxLength: 1}}}}}',
  );
  const resource = yaml('{apiVersion: a/v1, kind: A, metadata: {name: ab, labels: {a: b}}}');
  assert.equal(problemsOfResource(schema, resource).map(told), ['K8S-206 metadata.name']);
});

test('of a status that is dropped the types and unknown fields are checked', () => {
  const schema = yaml(
    '{type: object, properties: {status: {type: object, properties: {a: {type: string, pattern: b}, m: {type: integer}}, required: [m]}}}',
  );
  const resource = yaml('{apiVersion: a/v1, kind: A, metadata: {name: a}, status: {a: c, b: 1}}');
  const dropped = { subresources: { status: true, specReplicasPath: undefined } };
  assert.equal(problemsOfResource(schema, resource).map(told), [
    'K8S-205 status.b',
    'K8S-206 status.a',
    'K8S-204 status.m',
  ]);
  assert.equal(problemsOfResource(schema, resource, dropped).map(told), ['K8S-205 status.b']);
  const wrong = yaml('{apiVersion: a/v1, kind: A, metadata: {name: a}, status: {a: 5}}');
  assert.equal(problemsOfResource(schema, wrong, dropped).map(told), ['K8S-203 status.a']);
});

test('replicas of the scale subresource are not negative', () => {
  const schema = yaml('{type: object, properties: {spec: {type: object, properties: {m: {type: integer}}}}}');
  const subresources = { status: false, specReplicasPath: '.spec.m' };
  const withReplicas = (m: number) => ({
    apiVersion: 'a/v1',
    kind: 'A',
    metadata: { name: 'a' },
    spec: { m },
  });
  assert.equal(problemsOfResource(schema, withReplicas(0), { subresources }), []);
  assert.equal(problemsOfResource(schema, withReplicas(-1), { subresources }).map(told), ['K8S-206 spec.m']);
  assert.equal(problemsOfResource(schema, withReplicas(2 ** 31), { subresources }).map(told), [
    'K8S-206 spec.m',
  ]);
});

test('the resource does not change, and the walk ends where it began', () => {
  const schema =
    '{type: object, properties: {a: {type: string, default: b}, c: {type: object, properties: {}}, l: {type: array, items: {type: string, default: x}}}}';
  const spec = yaml('{x: 1, c: {z: 1}, l: [null]}');
  const before = structuredClone(spec);
  assert.equal(problemsIn(schema, spec).map(told), ['K8S-205 spec.x', 'K8S-205 spec.c.z']);
  assert.equal(spec, before);
});

test('junk for a schema does no harm', () => {
  for (const junk of [
    '{properties: 5}',
    '{properties: {a: 5}}',
    '{items: 5, type: array}',
    '{type: 5, enum: 5, required: 5}',
    '{anyOf: {}, oneOf: [5], not: 5}',
    '{x-kubernetes-validations: [5, {rule: 5}]}',
    '{additionalProperties: 5, minLength: x}',
    '{default: {}, format: []}',
  ]) {
    assert.ok(Array.isArray(problemsIn(junk, '{a: {b: [1]}}')));
    assert.ok(Array.isArray(problemsIn(junk, '[1, {a: b}]')));
  }
});

function nested(depth: number, last: Value, wrap: (inner: Value) => Value): Value {
  let value = last;
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
}

test('what is nested too deep is an error, not followed', () => {
  const value = nested(5000, 'a', (inner) => [inner]);
  for (const schema of [
    nested(5000, { type: 'string' }, (items) => ({ type: 'array', items })),
    nested(5000, {}, (inner) => ({ allOf: [inner] })),
    nested(5000, {}, (inner) => ({ not: inner })),
    nested(5000, {}, (additionalProperties) => ({ additionalProperties })),
    { [OPEN.split(':')[0] as string]: true, items: {}, 'x-kubernetes-list-type': 'set' },
  ]) {
    for (const own of [value, { a: value }, [value, value]]) {
      const found = problemsOfResource({ properties: { l: schema } }, { l: own });
      assert.ok(found.every(({ code }) => ['K8S-203', 'K8S-205', 'K8S-206', 'K8S-209'].includes(code)));
    }
  }
  const lists = nested(5000, { type: 'string' }, (items) => ({ type: 'array', items }));
  assert.equal(problemsOfResource({ properties: { l: lists } }, { l: value }).map(told), ['K8S-209 ']);
});

test('where the budget does not suffice is an error', () => {
  const many = Array.from({ length: 1000 }, (_, i) => `${i}`);
  const schema = { type: 'object', properties: { l: { type: 'array', items: { type: 'string' } } } };
  assert.equal(problemsOfResource(schema, { l: many }, { steps: 5000 }), []);
  assert.equal(problemsOfResource(schema, { l: many }, { steps: 500 }).map(told), ['K8S-209 ']);
});

test('alternatives in alternatives cost no more than their number', () => {
  const deep = nested(40, { required: ['a'] }, (inner) => ({
    anyOf: [inner, { required: ['b'] }],
  })) as YamlMap;
  const schema = { type: 'object', [OPEN.split(':')[0] as string]: true, ...deep };
  assert.equal(problemsOfResource(schema, { c: 1 }, { steps: 10_000 }).map(told), ['K8S-206 ']);
});

test('a list that is a set is checked in one pass', () => {
  const schema = yaml(
    '{type: object, properties: {l: {type: array, items: {type: integer}, x-kubernetes-list-type: set}}}',
  );
  const list = Array.from({ length: 50_000 }, (_, i) => i);
  assert.equal(problemsOfResource(schema, { l: [...list, 7] }, { steps: 500_000 }).map(told), [
    'K8S-207 l.50000',
  ]);
});

test.run();
