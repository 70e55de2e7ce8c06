import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { versionsOf } from '../../../functions/kubeconform-check/crd/definition.ts';
import type { YamlMap } from '../../../functions/lib/resource-list/resource-list.ts';
import { change, crd, problemsOf, told, yaml } from './crds.ts';

const V = 'spec.versions.0';

test('a good CustomResourceDefinition has no problems', () => {
  assert.equal(problemsOf(crd()), []);
});

/** What is changed, to what; the problem, if any. */
const cases: [path: string, value: unknown, expected?: string][] = [
  ['metadata.name', 'widget.example.com', 'K8S-201 metadata.name'],
  ['metadata.name', undefined, 'K8S-201 metadata.name'],
  ['spec.preserveUnknownFields', true, 'K8S-201 spec.preserveUnknownFields'],
  ['spec.preserveUnknownFields', false],
  ['spec.scope', 'cluster', 'K8S-201 spec.scope'],
  ['spec.scope', undefined, 'K8S-201 spec.scope'],
  ['spec.scope', 'Cluster'],
  ['spec.group', undefined, 'K8S-201 spec.group'],
  ['spec.names.singular', 'Widget', 'K8S-201 spec.names.singular'],
  ['spec.names.singular', undefined],
  ['spec.names.kind', '', 'K8S-201 spec.names.kind'],
  ['spec.names.kind', 'My_Widget', 'K8S-201 spec.names.kind'],
  ['spec.names.kind', 'MyWidget'],
  ['spec.names.listKind', 'Widget', 'K8S-201 spec.names.listKind'],
  ['spec.names.listKind', 'Widgets'],
  ['spec.names.shortNames', ['w', 'W'], 'K8S-201 spec.names.shortNames.1'],
  ['spec.names.categories', ['all', ''], 'K8S-201 spec.names.categories.1'],
  ['spec.versions', [], 'K8S-201 spec.versions'],
  [`${V}.storage`, false, 'K8S-201 spec.versions'],
  [`${V}.served`, false],
  [`${V}.name`, '1', `K8S-201 ${V}.name`],
  [`${V}.schema`, undefined, `K8S-201 ${V}.schema.openAPIV3Schema`],
  [`${V}.deprecationWarning`, 'old', `K8S-201 ${V}.deprecationWarning`],
  [
    `${V}.subresources`,
    { status: {}, scale: { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n' } },
  ],
  [
    `${V}.subresources`,
    { scale: { specReplicasPath: '.status.n', statusReplicasPath: '.status.n' } },
    `K8S-201 ${V}.subresources.scale.specReplicasPath`,
  ],
  [
    `${V}.subresources`,
    { scale: { specReplicasPath: '.spec.n' } },
    `K8S-201 ${V}.subresources.scale.statusReplicasPath`,
  ],
  [
    `${V}.subresources`,
    { scale: { specReplicasPath: '.spec.n', statusReplicasPath: '.status.n', labelSelectorPath: '.x' } },
    `K8S-201 ${V}.subresources.scale.labelSelectorPath`,
  ],
  [`${V}.additionalPrinterColumns`, [{ name: 'A', type: 'date', jsonPath: '.spec.a', format: 'date' }]],
  [
    `${V}.additionalPrinterColumns`,
    [{ name: 'A', type: 'time', jsonPath: '.spec.a' }],
    `K8S-201 ${V}.additionalPrinterColumns.0.type`,
  ],
  [
    `${V}.additionalPrinterColumns`,
    [{ name: 'A', type: 'date', jsonPath: 'spec.a' }],
    `K8S-201 ${V}.additionalPrinterColumns.0.jsonPath`,
  ],
  [
    `${V}.additionalPrinterColumns`,
    [{ name: 'A', type: 'date', jsonPath: '.a', format: 'x' }],
    `K8S-201 ${V}.additionalPrinterColumns.0.format`,
  ],
  [`${V}.selectableFields`, [{ jsonPath: '.kind' }], `K8S-201 ${V}.selectableFields.0.jsonPath`],
  [`${V}.selectableFields`, [{ jsonPath: '.spec' }], `K8S-201 ${V}.selectableFields.0.jsonPath`],
  [`${V}.selectableFields`, [{ jsonPath: 'spec' }], `K8S-201 ${V}.selectableFields.0.jsonPath`],
  ['spec.conversion', { strategy: 'None' }],
  ['spec.conversion', { strategy: 'Other' }, 'K8S-201 spec.conversion.strategy'],
  ['spec.conversion', { strategy: 'Webhook' }, 'K8S-201 spec.conversion.webhook.clientConfig'],
  ['spec.conversion', webhook({ url: 'https://example.com/convert' })],
  ['spec.conversion', webhook({ service: { name: 'a', namespace: 'b', path: '/c', port: 443 } })],
  ['spec.conversion', webhook({}), 'K8S-201 spec.conversion.webhook.clientConfig'],
  ['spec.conversion', webhook({ url: 'http://a' }), 'K8S-201 spec.conversion.webhook.clientConfig.url'],
  [
    'spec.conversion',
    webhook({ service: { name: 'a', namespace: 'b', path: 'c' } }),
    'K8S-201 spec.conversion.webhook.clientConfig.service.path',
  ],
  [
    'spec.conversion',
    webhook({ service: { name: 'a', namespace: 'b', port: 0 } }),
    'K8S-201 spec.conversion.webhook.clientConfig.service.port',
  ],
  [
    'spec.conversion',
    webhook({ url: 'https://a' }, ['v2']),
    'K8S-201 spec.conversion.webhook.conversionReviewVersions',
  ],
  [
    'spec.conversion',
    webhook({ url: 'https://a' }, ['v1', 'v1']),
    'K8S-201 spec.conversion.webhook.conversionReviewVersions.1',
  ],
  [
    'spec.conversion',
    { ...webhook({ url: 'https://a' }), strategy: 'None' },
    'K8S-201 spec.conversion.webhook',
  ],
];

function webhook(clientConfig: unknown, conversionReviewVersions = ['v1']) {
  return { strategy: 'Webhook', webhook: { clientConfig, conversionReviewVersions } };
}

for (const [path, value, expected] of cases) {
  test(`${path} ${JSON.stringify(value)}: ${expected ?? 'good'}`, () => {
    assert.equal(
      problemsOf(change(crd(), path, value))
        .map(told)
        .slice(0, 1),
      expected ? [expected] : [],
    );
  });
}

/** A group, the annotation of approval, and whether that will do. */
for (const [group, approval, isRight] of [
  ['example.com', undefined, true],
  ['x.k8s.io', undefined, false],
  ['x.k8s.io', 'unapproved, an experiment', true],
  ['x.kubernetes.io', 'https://github.com/kubernetes/kubernetes/pull/1', true],
  ['x.kubernetes.io', 'approved', false],
  ['xk8s.io', undefined, true],
] as const) {
  test(`api-approved ${approval} for ${group}: ${isRight}`, () => {
    const definition = change(change(crd(), 'spec.group', group), 'metadata.name', `widgets.${group}`);
    change(definition, 'metadata.annotations', {
      ...(approval && { 'api-approved.kubernetes.io': approval }),
    });
    const expected = isRight ? [] : ['K8S-201 metadata.annotations.api-approved.kubernetes.io'];
    assert.equal(problemsOf(definition).map(told), expected);
  });
}

test('a group needs a dot', () => {
  const definition = change(change(crd(), 'spec.group', 'example'), 'metadata.name', 'widgets.example');
  assert.equal(problemsOf(definition).map(told), ['K8S-201 spec.group']);
});

test('the name that is meant is proposed', () => {
  const [problem] = problemsOf(change(crd(), 'metadata.name', 'widget'));
  assert.is(problem?.proposed, 'widgets.example.com');
});

test('versions stand once, and one of them is stored', () => {
  const definition = crd();
  const versions = (definition.spec as YamlMap).versions as YamlMap[];
  versions.push(structuredClone(versions[0] as YamlMap));
  assert.equal(problemsOf(definition).map(told), ['K8S-201 spec.versions', 'K8S-201 spec.versions.1.name']);
});

for (const [warning, isRight] of [
  ['use v2', true],
  ['', false],
  ['x'.repeat(257), false],
  ['a\u200bb', false],
] as const) {
  test(`deprecationWarning ${JSON.stringify(warning.slice(0, 9))}: ${isRight}`, () => {
    const definition = change(change(crd(), `${V}.deprecated`, true), `${V}.deprecationWarning`, warning);
    assert.equal(problemsOf(definition).map(told), isRight ? [] : [`K8S-201 ${V}.deprecationWarning`]);
  });
}

/** Fields of a spec with a, b and c, and the number of the wrong one. */
for (const [paths, expected] of [
  [['.spec.a', '.spec.b'], []],
  [['.spec.a', '.spec.a'], [1]],
  [['.spec.c'], [0]],
  [['.spec.x'], [0]],
  [["['spec'].a"], [0]],
] as const) {
  test(`selectableFields ${paths}`, () => {
    const definition = crd(
      '{type: object, properties: {a: {type: string}, b: {type: integer}, c: {type: number}}}',
    );
    change(
      definition,
      `${V}.selectableFields`,
      paths.map((jsonPath) => ({ jsonPath })),
    );
    const wanted = expected.map((i) => `K8S-201 ${V}.selectableFields.${i}.jsonPath`);
    assert.equal(problemsOf(definition).map(told), wanted);
  });
}

test('versionsOf gives what can be used', () => {
  const [version] = versionsOf(
    change(crd(), `${V}.subresources`, { status: {}, scale: { specReplicasPath: '.spec.n' } }),
  );
  assert.is(version?.name, 'v1');
  assert.is(version?.served, true);
  assert.is(version?.storage, true);
  assert.is(version?.deprecated, false);
  assert.is(version?.schema?.type, 'object');
  assert.equal(version?.subresources, { status: true, specReplicasPath: '.spec.n' });
});

test('versionsOf reads v1beta1', () => {
  const old = yaml('{spec: {version: v1, validation: {openAPIV3Schema: {type: object}}}}');
  assert.equal(
    versionsOf(old).map(({ name, schema }) => [name, schema?.type]),
    [['v1', 'object']],
  );
  const shared = yaml(
    '{spec: {versions: [{name: v1}, {name: v2}], validation: {openAPIV3Schema: {type: object}}}}',
  );
  assert.equal(
    versionsOf(shared).map(({ name, schema }) => [name, schema?.type]),
    [
      ['v1', 'object'],
      ['v2', 'object'],
    ],
  );
});

for (const junk of [
  '{}',
  '{spec: 5}',
  '{spec: {versions: 5}}',
  '{spec: {versions: [5, null, [], {}, {name: 5}, {name: ""}]}}',
  '{spec: {group: 5, names: [], scope: {}, conversion: 1, versions: {a: 1}}, metadata: 5}',
  '{spec: {names: {shortNames: 5, plural: [], kind: {}}, versions: [{name: a, schema: 5, subresources: [], selectableFields: 7}]}}',
  '{spec: {versions: [{name: a, schema: {openAPIV3Schema: {properties: 1, items: [], required: {}, anyOf: 5, x-kubernetes-validations: [5]}}}]}}',
]) {
  test(`junk does no harm: ${junk}`, () => {
    const definition: YamlMap = { apiVersion: 'apiextensions.k8s.io/v1', ...yaml(junk) };
    assert.ok(versionsOf(definition).every(({ name }) => name !== ''));
    assert.ok(Array.isArray(problemsOf(definition)));
  });
}

test.run();
