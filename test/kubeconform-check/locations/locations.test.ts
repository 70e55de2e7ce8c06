import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { schemaPath } from '../../../functions/kubeconform-check/locations/template.ts';
import { ConfigError } from '../../../functions/lib/policy/error.ts';
import { mounted, runCheck } from '../run.ts';

const thing = 'apiVersion: acme.example/v1\nkind: Thing\nmetadata: {name: a}\nspec: {size: 1, mode: fast}\n';
const schema = JSON.stringify({
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  properties: {
    apiVersion: { type: 'string' },
    kind: { type: 'string' },
    metadata: { type: 'object' },
    spec: {
      type: 'object',
      required: ['size'],
      additionalProperties: false,
      properties: {
        size: { type: 'integer', minimum: 0, exclusiveMinimum: true },
        mode: { type: 'string', pattern: '^(fast|slow)$' },
        port: { 'x-kubernetes-int-or-string': true },
        next: { $ref: '#/properties/spec' },
        times: { type: 'array', items: { $ref: 'common.json#/definitions/time' } },
      },
    },
  },
});
const common = JSON.stringify({ definitions: { time: { type: 'string', format: 'date-time' } } });
const catalog = '/schemas/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json';
const files = mounted({
  '/schemas/acme.example/thing_v1.json': schema,
  '/schemas/acme.example/common.json': common,
});
const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.acme.example}
spec:
  group: acme.example
  scope: Namespaced
  names: {kind: Thing, listKind: ThingList, plural: things, singular: thing}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties: {spec: {type: object, properties: {size: {type: integer}, mode: {type: string}}}}
`;

test("templates are kubeconform's", () => {
  const path = (location: string, apiVersion: string, kind: string, version = '1.34', strict = true) =>
    schemaPath(location, { apiVersion, kind, version, strict });
  assert.is(path(catalog, 'acme.example/v1', 'Thing'), '/schemas/acme.example/thing_v1.json');
  const all =
    '/{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json';
  assert.is(
    path(`/s${all}`, 'apps/v1', 'Deployment'),
    '/s/v1.34.0-standalone-strict/deployment-apps-v1.json',
  );
  assert.is(path(`/s${all}`, 'v1', 'Pod', '1.34.2', false), '/s/v1.34.2-standalone/pod-v1.json');
  assert.is(
    path('/s', 'networking.k8s.io/v1', 'Ingress'),
    '/s/v1.34.0-standalone-strict/ingress-networking-v1.json',
  );
  assert.is(path('/one.json', 'v1', 'Pod'), '/one.json');
  for (const kind of ['../../etc/passwd', 'a/b', '..', '']) assert.is(path(catalog, 'v1', kind), undefined);
  assert.is(path(catalog, '../x/v1', 'Pod'), undefined);
});

test('a JSON Schema of a mounted folder', () => {
  const lines = (text: string) => runCheck([text], { locations: [catalog] }, {}, files).lines;
  assert.equal(lines(thing), []);
  assert.equal(lines(thing.replace('size: 1', 'size: 0')), ['K8S-008 spec.size']);
  assert.equal(lines(thing.replace('size: 1', 'siez: 1')).sort(), ['K8S-008 spec.siez', 'K8S-008 spec.size']);
  assert.equal(lines(thing.replace('fast', 'fast1')), ['K8S-008 spec.mode']);
  assert.equal(lines(thing.replace('fast', 'fast, port: true')), ['K8S-008 spec.port']);
  assert.equal(lines(thing.replace('fast', 'fast, port: http')), []);
  assert.equal(lines(thing.replace('fast', 'fast, next: {size: x}')), ['K8S-008 spec.next.size']);
  assert.equal(lines(thing.replace('fast', 'fast, times: [now]')), ['K8S-008 spec.times[0]']);
  assert.equal(lines(thing.replace('fast', 'fast, times: ["2027-01-31T12:00:00Z"]')), []);
  assert.equal(lines(thing.replace('name: a', 'name: A')), ['K8S-101 metadata.name']);
  assert.equal(lines(thing.replace('Thing', 'Other')), ['K8S-300 kind']);
});

test('the first location that has a schema counts; default says where the built-in ones stand', () => {
  const first = mounted({
    '/a/thing.json': '{"required": ["a"]}',
    '/b/thing.json': '{"required": ["b"]}',
    '/a/pod.json': 'false',
  });
  const locations = ['/a/{{.ResourceKind}}.json', '/b/{{.ResourceKind}}.json'];
  assert.equal(runCheck([thing], { locations }, {}, first).lines, ['K8S-008 a']);
  assert.equal(runCheck([thing], { locations: [...locations].reverse() }, {}, first).lines, ['K8S-008 b']);
  const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n';
  assert.equal(runCheck([pod], { locations }, {}, first).lines, []);
  assert.is(runCheck([pod], { locations: [...locations, 'default'] }, {}, first).lines.length, 1);
  // What the policy names comes before what the package brings.
  assert.equal(runCheck([crd, thing], { locations }, {}, first).lines, ['K8S-008 a']);
});

test('CustomResourceDefinitions of a mounted folder, or in a ConfigMap', () => {
  const folder = mounted({
    '/crds/sub/things.yaml': `# two\n---\n${crd}---\napiVersion: v1\nkind: Namespace\n`,
  });
  const bad = thing.replace('size: 1', 'size: x');
  assert.equal(runCheck([bad], { locations: ['/crds'] }, {}, folder).lines, ['K8S-203 spec.size']);
  const list = mounted({
    '/crds/list.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${crd.trimEnd().replaceAll('\n', '\n  ')}\n`,
  });
  assert.equal(runCheck([bad], { locations: ['/crds'] }, {}, list).lines, ['K8S-203 spec.size']);
  const indented = crd.trimEnd().replaceAll('\n', '\n    ');
  const configMap = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: schemas}\ndata:\n  things.yaml: |\n    ${indented}\n`;
  assert.equal(runCheck([bad, configMap], { locations: ['configmap:schemas'] }).lines, ['K8S-203 spec.size']);
  const own = {
    ...JSON.parse(schema),
    'x-kubernetes-group-version-kind': [{ group: 'acme.example', version: 'v1', kind: 'Thing' }],
  };
  delete own.properties.spec.properties.times;
  const json = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: schemas}\ndata:\n  thing.json: '${JSON.stringify(own)}'\n`;
  assert.equal(runCheck([bad, json], { locations: ['configmap:schemas'] }).lines, ['K8S-008 spec.size']);
});

/** What can't be used is an error of the configuration. */
const wrong: [it: string, location: string, says: RegExp, files?: Record<string, string>][] = [
  ['a folder that is not there', '/nowhere', /is no folder that is there/],
  ['a ConfigMap that is not there', 'configmap:none', /names no ConfigMap/],
  ['a schema that is no JSON', '/a/{{.ResourceKind}}.json', /no JSON/, { '/a/thing.json': '{' }],
  [
    'a schema with a wrong keyword',
    '/a/{{.ResourceKind}}.json',
    /can not be compiled/,
    { '/a/thing.json': '{"type": "thing"}' },
  ],
  [
    'a schema with a pattern that is none',
    '/a/{{.ResourceKind}}.json',
    /pattern/,
    { '/a/thing.json': '{"properties": {"a": {"pattern": "("}}}' },
  ],
  [
    'a reference to what is not mounted',
    '/a/{{.ResourceKind}}.json',
    /refers to/,
    { '/a/thing.json': '{"$ref": "https://example.org/a.json"}' },
  ],
  ['a CRD that is no YAML', '/a', /can not be read/, { '/a/x.yaml': 'a: [' }],
];

for (const [it, location, says, texts = {}] of wrong) {
  test(`refused: ${it}`, () => {
    try {
      runCheck([thing], { locations: [location] }, {}, mounted(texts));
    } catch (error) {
      assert.instance(error, ConfigError);
      assert.match((error as ConfigError).message, says);
      assert.match((error as ConfigError).field, /^spec\.schemas\.locations\[0\]$/);
      return;
    }
    assert.unreachable();
  });
}

test('patterns that backtrack and schemas that refer to themselves take their time, and no more', () => {
  const hostile = mounted({
    '/a/thing.json': JSON.stringify({
      definitions: { node: { properties: { next: { $ref: '#/definitions/node' } } } },
      properties: {
        spec: { properties: { mode: { pattern: '^(a+)+$' }, tree: { $ref: '#/definitions/node' } } },
      },
    }),
  });
  const text = thing.replace('fast', `${'a'.repeat(50_000)}b, tree: {next: {next: {next: {}}}}`);
  assert.equal(runCheck([text], { locations: ['/a/{{.ResourceKind}}.json'] }, {}, hostile).lines, [
    'K8S-008 spec.mode',
  ]);
});

test('items that must differ are told, and long lists take linear time', () => {
  const unique = mounted({
    '/a/thing.json': JSON.stringify({
      properties: {
        spec: {
          properties: {
            list: { uniqueItems: true, items: { oneOf: [{ type: 'integer' }, { type: 'object' }] } },
          },
        },
      },
    }),
  });
  const withList = (list: string) => thing.replace('mode: fast', `list: [${list}]`);
  const lines = (list: string) =>
    runCheck([withList(list)], { locations: ['/a/{{.ResourceKind}}.json'] }, {}, unique).lines;
  assert.equal(lines('1, 2, {a: 1, b: 2}'), []);
  assert.equal(lines('{a: 1, b: 2}, 1, {b: 2, a: 1}'), ['K8S-008 spec.list']);
  assert.equal(lines(Array.from({ length: 100_000 }, (_, i) => i).join()), []);
  const wrong = lines(Array.from({ length: 20_000 }, (_, i) => `x${i}`).join());
  assert.ok(wrong.length > 100 && wrong.length <= 1000, String(wrong.length));
});

test.run();
