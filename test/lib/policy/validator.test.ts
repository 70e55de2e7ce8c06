import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultPolicy } from '../../../functions/lib/policy/policy.ts';
import { type Schema, schema } from '../../../functions/lib/policy/schema.ts';
import { validateSecurityPolicy } from '../../../functions/lib/policy/validator.lazy.ts';
import { fullSpec, securityPolicy, wrongSpecs } from './documents.ts';

const problemsOf = (value: unknown) => validateSecurityPolicy(value, 'functionConfig');

for (const spec of [{}, fullSpec, { report: { timestamp: null, git: { commit: null, branch: null } } }]) {
  test(`right: ${JSON.stringify(spec).slice(0, 60)}`, () =>
    assert.equal(problemsOf(securityPolicy(spec)), []));
}

test('the spec may be left out', () => {
  const { spec: _, ...rest } = securityPolicy({});
  assert.equal(problemsOf(rest), []);
});

for (const { spec, field, found, allowed, nearest } of wrongSpecs) {
  test(`wrong: ${field} is ${found}`, () => {
    const [problem, ...others] = problemsOf(securityPolicy(spec));
    assert.equal(others, []);
    assert.is(problem?.field, field);
    assert.is(problem?.found, found);
    assert.match(problem?.allowed ?? '', allowed);
    assert.is(problem?.nearest, nearest);
    const message = problem?.message ?? '';
    for (const part of [`${field} of the functionConfig`, `found ${found}`, `allowed ${problem?.allowed}`]) {
      assert.ok(message.includes(part), message);
    }
    assert.is(message.includes('did you mean'), nearest !== undefined);
    assert.ok(message.includes(nearest ?? ''), message);
  });
}

for (const [value, ...fields] of [
  [{ ...securityPolicy({}), apiVersion: 'security.nephio.org/v1' }, 'apiVersion'],
  [{ ...securityPolicy({}), kind: 'Policy' }, 'kind'],
  [{ ...securityPolicy({}), metadata: {} }, 'metadata.name'],
  [{ ...securityPolicy({}), metadata: { name: 'A' } }, 'metadata.name'],
  [{ ...securityPolicy({}), status: {} }, 'status'],
  [{ ...securityPolicy({}), spec: null }, 'spec'],
  [{}, 'apiVersion', 'kind', 'metadata'],
  [null, ''],
  [securityPolicy({ level: 1, images: { deny: 1, fields: [{}] } }), 'spec.level', 'spec.images.deny'].concat(
    ['group', 'kind', 'path'].map((key) => `spec.images.fields[0].${key}`),
  ),
] as [unknown, ...string[]][]) {
  test(`all that is wrong is reported: ${fields.join(', ')}`, () => {
    assert.equal(
      problemsOf(value).map(({ field }) => field),
      fields,
    );
  });
}

test('labels and annotations are free', () => {
  const metadata = {
    name: 'a',
    labels: { x: 'y' },
    annotations: { 'config.kubernetes.io/local-config': 'true' },
  };
  assert.equal(problemsOf({ ...securityPolicy({}), metadata }), []);
});

/** The properties of a schema with their paths, lists' and open maps' excepted. */
function* properties(rule: Schema, path: string[] = []): Generator<[string[], Schema]> {
  for (const [key, property] of Object.entries(rule.properties ?? {})) {
    yield [[...path, key], property];
    yield* properties(property, [...path, key]);
  }
}

const specSchema = schema.properties?.spec as Schema;
const isMap = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

test('each property of the schema has a description of one line', () => {
  for (const [path, rule] of properties(schema)) {
    assert.match(rule.description ?? '', /^[A-Z].*\.$/, path.join('.'));
    for (const [inner, item] of properties(rule.items ?? {})) assert.ok(item.description, inner.join('.'));
  }
});

test('schema and defaults have the same properties, and the schema tells each default', () => {
  const found = new Map([...properties(specSchema)].map(([path, rule]) => [path.join('.'), rule]));
  const visit = (value: object, path: string[]) => {
    for (const [key, inner] of Object.entries(value)) {
      const name = [...path, key].join('.');
      const rule = found.get(name);
      assert.ok(rule, name);
      if (isMap(inner) && rule?.properties) visit(inner, [...path, key]);
      else assert.equal(rule?.default, inner, name);
    }
  };
  visit(defaultPolicy('strict'), []);
  const spelt = new Set(Object.keys(fullSpec));
  assert.equal(
    Object.keys(specSchema.properties ?? {}).filter((key) => !spelt.has(key)),
    [],
  );
});

test.run();
