import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { YamlMap } from '../../../functions/lib/resource-list/resource-list.ts';
import type { Value } from '../../../functions/lib/yaml/read.ts';
import { change, crd, problemsOf, problemsWithin, told } from './crds.ts';

const ROOT = 'spec.versions.0.schema.openAPIV3Schema';
const SPEC = `${ROOT}.properties.spec`;

/** The schema of a spec; where below it something is wrong, if anything. */
const cases: [schema: string, expected?: string][] = [
  ['{}', 'type'],
  ['{type: text}', 'type'],
  ['{type: "null"}', 'type'],
  ['{x-kubernetes-preserve-unknown-fields: true}'],
  ['{x-kubernetes-preserve-unknown-fields: false, type: object}', 'x-kubernetes-preserve-unknown-fields'],
  ['{x-kubernetes-int-or-string: true}'],
  ['{x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}'],
  ['{x-kubernetes-int-or-string: true, anyOf: [{type: string}, {type: integer}]}', 'anyOf.0.type'],
  ['{x-kubernetes-int-or-string: true, allOf: [{anyOf: [{type: integer}, {type: string}]}, {pattern: a}]}'],
  [
    '{x-kubernetes-int-or-string: true, allOf: [{pattern: a}, {anyOf: [{type: integer}, {type: string}]}]}',
    'allOf.1.anyOf.0.type',
  ],
  [
    '{x-kubernetes-int-or-string: true, x-kubernetes-preserve-unknown-fields: true}',
    'x-kubernetes-int-or-string',
  ],
  ['{type: array}', 'items'],
  ['{type: array, items: {}}', 'items.type'],
  ['{type: array, items: [{type: string}]}', 'items'],
  ['{type: array, items: {type: string}}'],
  ['{type: object, additionalProperties: {}}', 'additionalProperties.type'],
  ['{type: object, additionalProperties: {type: string}}'],
  [
    '{type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}',
    'additionalProperties',
  ],
  ['{type: object, properties: {a: {type: string}}, additionalProperties: false}', 'additionalProperties'],
  ['{type: object, properties: {a: {type: string}}, additionalProperties: true}'],
  ['{type: object, properties: {a: null}}', 'properties.a.type'],
  ['{type: object, $ref: "#/a"}', '$ref'],
  ['{type: object, $ref: ""}', '$ref'],
  ['{type: object, id: a}', 'id'],
  ['{type: object, $schema: a}', '$schema'],
  ['{type: object, definitions: {a: {type: object}}}', 'definitions'],
  ['{type: object, definitions: {}}'],
  ['{type: object, dependencies: {}}', 'dependencies'],
  ['{type: object, patternProperties: {a: {type: object}}}', 'patternProperties'],
  ['{type: object, additionalItems: false}', 'additionalItems'],
  ['{type: array, items: {type: string}, uniqueItems: true}', 'uniqueItems'],
  ['{type: array, items: {type: string}, uniqueItems: false}'],
  // Alternatives say something of values only.
  ...['type: string', 'description: a', 'title: a', 'default: a', 'default: false', 'nullable: true'].map(
    (keyword): [string, string] => [
      `{type: string, anyOf: [{pattern: a}, {${keyword}}]}`,
      `anyOf.1.${keyword.split(':')[0]}`,
    ],
  ),
  ['{type: string, anyOf: [{pattern: a}, {description: "", nullable: false}]}'],
  [
    '{type: object, not: {x-kubernetes-preserve-unknown-fields: true}}',
    'not.x-kubernetes-preserve-unknown-fields',
  ],
  ['{type: object, not: {additionalProperties: true}}', 'not.additionalProperties'],
  ['{type: object, not: {additionalProperties: false}}'],
  [
    '{type: object, allOf: [{x-kubernetes-validations: [{rule: "true"}]}]}',
    'allOf.0.x-kubernetes-validations',
  ],
  [
    '{type: object, properties: {metadata: {type: object}}, oneOf: [{properties: {metadata: {}}}]}',
    'oneOf.0.properties.metadata',
  ],
  [
    '{type: object, properties: {a: {type: string}}, oneOf: [{properties: {a: {pattern: a}}, required: [a]}]}',
  ],
  // Resources within.
  ['{type: object, x-kubernetes-embedded-resource: true}', 'properties'],
  ['{type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}'],
  ['{x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}', 'type'],
  [
    '{type: object, x-kubernetes-embedded-resource: true, properties: {kind: {type: integer}}}',
    'properties.kind.type',
  ],
  [
    '{type: object, x-kubernetes-embedded-resource: true, additionalProperties: {type: string}}',
    'properties',
  ],
  // Lists.
  ['{type: object, x-kubernetes-list-type: set}', 'type'],
  ['{type: array, items: {type: string}, x-kubernetes-list-type: bag}', 'x-kubernetes-list-type'],
  ['{type: array, items: {type: string}, x-kubernetes-list-type: set}'],
  ['{type: array, items: {type: string, nullable: true}, x-kubernetes-list-type: set}', 'items.nullable'],
  ['{type: array, items: {type: object}, x-kubernetes-list-type: set}', 'items.x-kubernetes-map-type'],
  ['{type: array, items: {type: object, x-kubernetes-map-type: atomic}, x-kubernetes-list-type: set}'],
  ['{type: array, items: {type: object}, x-kubernetes-list-type: map}', 'x-kubernetes-list-map-keys'],
  [
    '{type: array, items: {type: string}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}',
    'items.type',
  ],
  ['{type: array, items: {type: string}, x-kubernetes-list-map-keys: [a]}', 'x-kubernetes-list-type'],
  [listMap('{a: {type: string}}', '[a]')],
  [listMap('{a: {type: string, default: x}}', '[]')],
  [listMap('{a: {type: string}}', '[]'), 'items.properties.a.default'],
  [listMap('{a: {type: string, nullable: true}}', '[a]'), 'items.properties.a.nullable'],
  [listMap('{a: {type: object}}', '[a]'), 'items.properties.a.type'],
  [listMap('{b: {type: string}}', '[a]'), 'x-kubernetes-list-map-keys'],
  ['{type: object, x-kubernetes-map-type: atomic}'],
  ['{type: object, x-kubernetes-map-type: loose}', 'x-kubernetes-map-type'],
  ['{type: string, x-kubernetes-map-type: atomic}', 'type'],
  // Patterns.
  ['{type: string, pattern: "^(?i)a$"}'],
  ['{type: string, pattern: "(?=a)"}', 'pattern'],
  ['{type: string, anyOf: [{pattern: "("}]}', 'anyOf.0.pattern'],
  // Defaults.
  ['{type: string, default: a}'],
  ['{type: string, default: 5}', 'default'],
  ['{type: string, default: null}'],
  ['{type: string, enum: [a], default: b}', 'default'],
  ['{type: object, properties: {a: {type: string}}, default: {a: x}}'],
  ['{type: object, properties: {a: {type: string}}, default: {b: x}}', 'default'],
  ['{type: array, items: {type: string}, default: [a, 5]}', 'default'],
  ['{type: object, additionalProperties: {type: string, default: 5}}'],
  // Rules.
  ['{type: object, x-kubernetes-validations: [{rule: "true"}]}'],
  ['{type: object, x-kubernetes-validations: [{rule: " "}]}', 'x-kubernetes-validations.0.rule'],
  [
    '{type: object, x-kubernetes-validations: [{rule: "true", message: " "}]}',
    'x-kubernetes-validations.0.message',
  ],
  [
    '{type: object, x-kubernetes-validations: [{rule: "true", message: "a\\nb"}]}',
    'x-kubernetes-validations.0.message',
  ],
  [
    '{type: object, x-kubernetes-validations: [{rule: "true &&\\ntrue"}]}',
    'x-kubernetes-validations.0.message',
  ],
  ['{type: object, x-kubernetes-validations: [{rule: "true &&\\ntrue", message: a}]}'],
  [
    '{type: object, x-kubernetes-validations: [{rule: "true", messageExpression: " "}]}',
    'x-kubernetes-validations.0.messageExpression',
  ],
  [
    '{type: object, x-kubernetes-validations: [{rule: "true", reason: Bad}]}',
    'x-kubernetes-validations.0.reason',
  ],
  ['{type: object, x-kubernetes-validations: [{rule: "true", reason: FieldValueInvalid}]}'],
  [
    '{type: object, properties: {a: {type: string}}, x-kubernetes-validations: [{rule: "true", fieldPath: .a}]}',
  ],
  [
    '{type: object, properties: {a: {type: string}}, x-kubernetes-validations: [{rule: "true", fieldPath: a}]}',
    'x-kubernetes-validations.0.fieldPath',
  ],
  [
    '{type: object, properties: {a: {type: string}}, x-kubernetes-validations: [{rule: "true", fieldPath: .b}]}',
    'x-kubernetes-validations.0.fieldPath',
  ],
  [
    '{type: object, additionalProperties: {type: string}, x-kubernetes-validations: [{rule: "true", fieldPath: "[\'a.b\']"}]}',
  ],
  // What the API's own schema says nothing of.
  ['{type: array, items: {type: 5}}', 'items.type'],
  ['{type: array, items: {type: string, maxLength: "5"}}', 'items.maxLength'],
  [
    '{type: object, additionalProperties: {type: object, properties: {a: true}}}',
    'additionalProperties.properties',
  ],
];

function listMap(properties: string, required: string): string {
  const items = `{type: object, properties: ${properties}, required: ${required}}`;
  return `{type: array, items: ${items}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [a]}`;
}

for (const [schema, expected] of cases) {
  test(`${schema}: ${expected ?? 'good'}`, () => {
    const found = problemsOf(crd(schema)).filter(({ code }) => code !== 'K8S-209');
    assert.equal(found.map(told).slice(0, 1), expected === undefined ? [] : [`K8S-202 ${SPEC}.${expected}`]);
  });
}

/** What is set at the root of the schema; where something is wrong, if anything. */
for (const [path, value, expected] of [
  ['type', 'array', 'items'],
  ['type', '', 'type'],
  ['nullable', true, 'nullable'],
  ['additionalProperties', { type: 'string' }, 'additionalProperties'],
  ['properties.metadata', { type: 'object' }, undefined],
  [
    'properties.metadata',
    { type: 'object', properties: { name: { type: 'string', maxLength: 5 } } },
    undefined,
  ],
  [
    'properties.metadata',
    { type: 'object', properties: { labels: { type: 'object' } } },
    'properties.metadata',
  ],
  ['properties.metadata', { type: 'object', description: 'a' }, 'properties.metadata'],
  ['properties.metadata', { type: 'string' }, 'properties.metadata.type'],
  ['properties.kind', { type: 'string', default: 'A' }, 'properties.kind.default'],
  ['properties.apiVersion', { type: 'integer' }, 'properties.apiVersion.type'],
  ['oneOf', [{ required: ['spec'] }], undefined],
  ['oneOf', [{ properties: { spec: { properties: { a: {} } } } }], 'oneOf.0.properties.spec.properties.a'],
] as const) {
  test(`${path} ${JSON.stringify(value)} at the root: ${expected ?? 'good'}`, () => {
    const found = problemsOf(change(crd(), `${ROOT}.${path}`, value)).map(told);
    assert.equal(found.includes(`K8S-202 ${ROOT}.${expected}`), expected !== undefined, found.join());
    if (expected === undefined) assert.equal(found, []);
  });
}

test('with a status subresource some keywords may not stand at the root', () => {
  const definition = change(crd(), 'spec.versions.0.subresources', { status: {} });
  assert.equal(problemsOf(definition), []);
  change(definition, `${ROOT}.oneOf`, [{ required: ['spec'] }]);
  assert.equal(problemsOf(definition).map(told), [`K8S-202 ${ROOT}.oneOf`]);
});

function nested(depth: number, wrap: (inner: Value) => Value): Value {
  let value: Value = { type: 'string' };
  for (let i = 0; i < depth; i++) value = wrap(value);
  return value;
}

test('what is nested too deep is refused, not followed', () => {
  for (const wrap of [
    (inner: Value): Value => ({ type: 'array', items: inner }),
    (inner: Value): Value => ({ type: 'object', properties: { a: inner } }),
  ]) {
    const found = problemsOf(change(crd(), SPEC, nested(100_000, wrap)));
    assert.match(found.at(-1)?.message ?? '', 'nested deeper than');
  }
});

test('a schema that stands for more than can be looked at is refused', () => {
  const shared = nested(60, (inner) => ({ type: 'object', properties: { a: inner, b: inner } }));
  const found = problemsOf(change(crd(), SPEC, shared));
  assert.equal(
    found.map(({ code }) => code),
    ['K8S-202'],
  );
  assert.match(found[0]?.message ?? '', 'too many steps');
});

/** A definition that has to hold each value of a default against each of many alternatives. */
function costlyDefault(values: number): YamlMap {
  const anyOf = Array.from({ length: 1000 }, (_, i) => ({ minLength: 1000 - i }));
  const list = Array.from({ length: values }, () => 'a');
  return change(crd(), SPEC, { type: 'array', items: { type: 'string', anyOf }, default: list });
}

test('a messageExpression has to compile to a text', () => {
  const withMessage = (messageExpression: string) =>
    problemsOf(
      change(crd(), SPEC, {
        type: 'object',
        properties: { n: { type: 'integer' }, s: { type: 'string' } },
        'x-kubernetes-validations': [{ rule: 'self.n > 5', messageExpression }],
      }),
    ).map(told);
  for (const good of ['"n is " + string(self.n)', 'self.s', 'has(self.s) ? self.s : "none"'])
    assert.equal(withMessage(good), [], good);
  for (const wrong of ['nope + 1 +', '1', 'self.n', 'self.missing', 'nope'])
    assert.equal(withMessage(wrong), [`K8S-202 ${SPEC}.x-kubernetes-validations.0.messageExpression`], wrong);
});

test('defaults spend what the definition may cost', () => {
  const budget = { steps: 100_000_000, patterns: { steps: 0 } };
  assert.equal(problemsWithin(costlyDefault(1000), budget), []);
  assert.ok(budget.steps < 99_000_000, `${budget.steps}`);
});

test('a definition that takes more than its share is refused, and told of once', () => {
  const definition = costlyDefault(10_000);
  const [version] = (definition.spec as YamlMap).versions as [YamlMap];
  change(definition, 'spec.versions', [version, { ...version, name: 'v2', storage: false }]);
  const budget = { steps: 100_000_000, patterns: { steps: 0 } };
  assert.equal(problemsWithin(definition, budget).map(told), [`K8S-202 ${ROOT}`]);
  assert.ok(budget.steps > 90_000_000, `${budget.steps}`);
});

test('a definition for which others left too little is not decided', () => {
  const found = problemsOf(costlyDefault(1000), { steps: 100_000 });
  assert.equal(found.map(told), [`K8S-209 ${ROOT}`]);
});

/** A definition of texts with these patterns, each one the text of its default. */
function withPatterns(patterns: readonly string[]): YamlMap {
  const properties = patterns.map((pattern, i) => [`p${i}`, { type: 'string', pattern, default: pattern }]);
  return change(crd(), SPEC, { type: 'object', properties: Object.fromEntries(properties) });
}

test('thousands of patterns are tried', () => {
  const patterns = Array.from({ length: 2000 }, (_, i) => `a(?:b?[-a-z0-9]*c){2}${i}|`);
  assert.equal(problemsOf(withPatterns(patterns)), []);
});

test('where patterns take too much the others are not decided', () => {
  const patterns = ['a', `${'(?:ab?){100}'.repeat(10)}|`, '('];
  const found = (steps: number) => problemsOf(withPatterns(patterns), { patterns: steps }).map(told);
  assert.equal(found(100_000_000), [`K8S-202 ${SPEC}.properties.p2.pattern`]);
  assert.equal(found(1000), ['K8S-209? spec.versions']);
});

test.run();
