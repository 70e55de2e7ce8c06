import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from '../../functions/lib/host.ts';
import { LEVELS } from '../../functions/lib/policy/levels.ts';
import type { YamlMap } from '../../functions/lib/resource-list/resource-list.ts';
import { validateTmf921 } from '../../functions/validate-tmf921/validate-tmf921.ts';
import { configOf, listOf, parseList } from '../support/lists.ts';
import {
  brief,
  configMap,
  findingsOf,
  INTENT_28312,
  INTENT_V4,
  INTENT_V5,
  resource,
  verdicts,
} from './run.ts';

const test = suite('validate-tmf921');

test('a right intent of each standard passes, and says what it was taken for', () => {
  const cases = [
    [INTENT_V5, 'tmf921-v5', { profile: 'tmf921-v5' }],
    [INTENT_V4, 'tmf921-v4', { profile: 'tmf921-v4', profiles: ['tmf921-v4', 'tmf921-v5'] }],
    [INTENT_28312, 'ts28312', { profile: 'ts28312' }],
  ] as const;
  for (const [intent, profile, summary] of cases) {
    const { findings, ...others } = verdicts([configMap({ 'intent.json': JSON.stringify(intent) })]);
    assert.equal(
      findings.map(({ code, severity, tags }) => [code, severity, tags]),
      [['TMF-001', 'info', { profile }]],
    );
    assert.equal(others.summary, summary);
  }
});

test('a profile that the policy names is not detected, and holds', () => {
  assert.equal(findingsOf(INTENT_V5, { profile: 'tmf921-v5' }), []);
  assert.equal(brief(findingsOf(INTENT_V5, { profile: 'tmf921-v4' })), [
    'error TMF-101 data["intent.json"].expression.expressionLanguage',
  ]);
  assert.equal(brief(findingsOf(INTENT_V5, { profile: 'ts28312' })), [
    'error TMF-101 data["intent.json"].intentExpectations',
  ]);
  assert.ok(findingsOf(INTENT_28312, { profile: 'tmf921-v5' }).some(({ code }) => code === 'TMF-101'));
});

/** What documents are taken for. */
const DETECTED: [document: object, profile: string][] = [
  [{ '@type': 'JudgeIntent', name: 'a', expression: {} }, 'tmf921-v4'],
  [{ name: 'a', expression: { '@type': 'TurtleExpression', expressionLanguage: 'Turtle' } }, 'tmf921-v4'],
  [{ name: 'a', expression: { '@type': 'TurtleExpression' } }, 'tmf921-v5'],
  // Some who write v5 keep the language of v4: only v5 fits.
  [{ ...INTENT_V5, expression: { ...INTENT_V5.expression, expressionLanguage: 'turtle' } }, 'tmf921-v5'],
  [{ '@type': 'IntentSpecification', name: 'a' }, 'tmf921-v5'],
  [{ '@type': 'IntentReport' }, 'tmf921-v5'],
  [{ name: 'a' }, 'tmf921-v5'],
  [{}, 'tmf921-v5'],
  [{ intentExpectations: [] }, 'ts28312'],
  [{ Intent: [{ id: 'a' }] }, 'ts28312'],
  [{ id: 'a', attributes: INTENT_28312 }, 'ts28312'],
  [{ intentFulfilmentReport: {} }, 'ts28312'],
  [{ expectationId: 'a', expectationTarget: [] }, 'ts28312'],
  [{ lastUpdatedTime: '2026-01-01T00:00:00Z', intentReference: 'Intent=1' }, 'ts28312'],
  [{ IntentHandlingFunction: [{ IntentReport: [{ id: 'r' }] }] }, 'ts28312'],
  [{ intentType: 'ServiceIntent', state: 'acknowledged', '@type': 'ServiceIntent' }, 'intent-to-o2-demo'],
  [{ intentId: 'a', service: {}, targetSite: 'edge1' }, 'intent-to-o2-demo'],
  [{ serviceIntent: {} }, 'intent-to-o2-demo'],
  [{ intentExpectationId: 'a', intentExpectationTarget: {} }, 'intent-to-o2-demo'],
];

for (const [document, profile] of DETECTED) {
  test(`${JSON.stringify(document).slice(0, 70)} is taken for ${profile}`, () => {
    const [first] = findingsOf(document);
    assert.is(first?.code, 'TMF-001');
    assert.is(first?.tags?.profile, profile);
  });
}

/** Documents that are no intents, or not as a package needs them. */
const NONE: [document: unknown, message: RegExp][] = [
  ['"text"', /is a text \("text"\), where an intent is a map/],
  ['42', /is a number/],
  ['null', /is null/],
  ['[]', /is an empty list/],
  ['[1]', /is a number/],
  [[{ op: 'replace', path: '/name', value: 'a' }], /JSON Patch/],
  [
    { eventType: 'IntentCreateEvent', eventId: '1', event: { intent: INTENT_V5 } },
    /notification "IntentCreateEvent".*event\.intent/,
  ],
];

for (const [document, message] of NONE) {
  test(`${JSON.stringify(document).slice(0, 60)} is no intent`, () => {
    const findings = findingsOf(document);
    assert.is(findings.length, 1);
    assert.is(findings[0]?.code, 'TMF-005');
    assert.is(findings[0]?.severity, 'error');
    assert.match(findings[0]?.message ?? '', message);
  });
}

test('a text may hold a list of intents, each judged by itself', () => {
  const { name: _, ...unnamed } = INTENT_V5;
  assert.equal(brief(findingsOf([INTENT_V5, unnamed, INTENT_28312])), [
    'error TMF-101 data["intent.json"][1].name',
  ]);
});

test('what 3GPP nests is unwrapped, but nothing hides beside it', () => {
  const wrong = { ...INTENT_28312, id: 'other', intentPriority: 101 };
  assert.equal(brief(findingsOf({ Intent: [INTENT_28312, wrong] })), [
    'error TMF-104 data["intent.json"].Intent[1].intentPriority',
  ]);
  assert.equal(brief(findingsOf({ SubNetwork: [{ id: 'a', Intent: [wrong] }] })), [
    'error TMF-104 data["intent.json"].SubNetwork[0].Intent[0].intentPriority',
  ]);
  assert.equal(brief(findingsOf({ ...wrong, Intent: [INTENT_28312] })), [
    'error TMF-104 data["intent.json"].intentPriority',
  ]);
});

test('reports are as a server gives them: nothing is required of what they are about', () => {
  const turtle = { '@type': 'TurtleExpression', expressionValue: '<urn:a> a <urn:b> .' };
  assert.equal(brief(findingsOf({ '@type': 'IntentReport', expression: turtle })), []);
  const intent = { '@type': 'Intent', id: '2' };
  assert.equal(brief(findingsOf({ '@type': 'IntentReport', id: '1', href: 'urn:1', intent })), []);
  assert.equal(brief(findingsOf({ '@type': 'IntentReport', intent: { ...intent, priority: 5 } })), [
    'error TMF-102 data["intent.json"].intent.priority',
  ]);
  assert.equal(brief(findingsOf({ IntentReport: [{ id: 'r', lastUpdatedTime: 'now' }] })), [
    'error TMF-103 data["intent.json"].IntentReport[0].lastUpdatedTime',
  ]);
});

test('a document of two standards is refused, unless the policy says which one holds', () => {
  const both = {
    ...INTENT_V5,
    ...INTENT_28312,
    expression: { ...INTENT_V5.expression, expressionValue: 'no turtle' },
  };
  assert.ok(brief(findingsOf(both)).includes('error TMF-005 data["intent.json"].intentExpectations'));
  for (const field of ['expectationId', 'intentFulfilmentReport', 'intentConflictReports', 'serviceIntent'])
    assert.ok(
      findingsOf({ ...INTENT_V5, name: 5, [field]: {} }).some(({ severity }) => severity === 'error'),
      field,
    );
  assert.equal(brief(findingsOf(both, { profile: 'tmf921-v5' })), [
    'error TMF-301 data["intent.json"].expression.expressionValue',
  ]);
  const report = { ...INTENT_28312, intentPriority: 0, intentFulfilmentReport: {} };
  assert.ok(brief(findingsOf(report)).includes('error TMF-104 data["intent.json"].intentPriority'));
});

test('in a large document nothing hides behind a doubt', () => {
  const more = { more: Array(25_000).fill(1) };
  const v4 = { ...INTENT_V4, href: '/relative', name: 5, ...more };
  assert.ok(findingsOf(v4, { profile: 'tmf921-v4' }).some(({ severity }) => severity === 'error'));
  const [expectation] = INTENT_28312.intentExpectations;
  const wrong = { ...expectation, expectationVerb: 'deliver', expectationObject: { objectType: 'none' } };
  assert.ok(
    findingsOf({ intentExpectations: [wrong], ...more }).some(({ severity }) => severity === 'error'),
  );
});

test('a type that the standard does not have is told', () => {
  const message = (document: object) => findingsOf(document)[0]?.message ?? '';
  assert.match(
    message({ ...INTENT_V5, '@type': 'BroadcastIntent' }),
    /its @type BroadcastIntent is none of the standard's/,
  );
  assert.not.match(
    message({ ...INTENT_V5, '@type': 'BroadcastIntent', '@baseType': 'Intent' }),
    /none of the standard's/,
  );
});

test('a context makes no expression of a document that lacks its own', () => {
  const context = { '@context': {} };
  const { expression, ...without } = INTENT_V5;
  for (const document of [
    { ...without, ...context },
    { ...without, ...context, expresion: expression },
    { ...INTENT_28312, ...context, intentPriority: 0 },
    { intentId: 'a', ...context },
  ]) {
    for (const key of ['intent.json', 'a.tmf921.json'])
      assert.ok(
        findingsOf(document, {}, key).some(({ severity }) => severity === 'error'),
        JSON.stringify(document),
      );
  }
  assert.equal(brief(findingsOf({ '@context': { a: 'urn:a#' }, '@id': 'a:b', 'a:c': 1 })), []);
  for (const text of ['[]', '{}', '{"intentExpectations": 5}', '{"Intent": [{"intentExpectations": 5}]}'])
    assert.ok(
      findingsOf(text, {}, 'a.jsonld').some(({ severity }) => severity === 'error'),
      text,
    );
});

test('fields that others have too do not make an intent one of the demo', () => {
  assert.equal(brief(findingsOf({ ...INTENT_V5, sla: {}, serviceType: 'a', targetSite: 'all' })), []);
});

test('nothing hides in a ConfigMap that is called like the report, or in a list of another kind', () => {
  const wrong = { 'intent.json': '{', 'validate-tmf921.json': '{}' };
  assert.equal(brief(verdicts([configMap(wrong, 'security-report')]).findings), [
    'error TMF-003 data["intent.json"]',
  ]);
  assert.is(verdicts([configMap(wrong, 'security-report-2')]).checked.size, 0);
  const list = resource({
    apiVersion: 'v1',
    kind: 'ConfigMapList',
    items: [{ metadata: { name: 'a' }, data: wrong }],
  });
  assert.equal(brief(verdicts([list]).findings), ['error TMF-003 items[0].data["intent.json"]']);
});

test('an Intent is annotated, though it is of the group of the gate', () => {
  const text = 'apiVersion: security.nephio.org/v1alpha1\nkind: Intent\nmetadata:\n  name: a\nspec: {}\n';
  const { items } = parseList(
    run(validateTmf921, Buffer.from(listOf([text], configOf({ mode: 'report' }))), {}).stdout,
  );
  assert.is(items[0].metadata.annotations['security.nephio.org/validate-tmf921'], 'fail');
});

test('the order of resources does not matter', () => {
  const same = ['a', 'b', 'c'].map((name) => ({
    ...configMap({ 'intent.json': JSON.stringify({ ...INTENT_V5, id: 'same' }) }, name),
    path: `${name}.yaml`,
  }));
  const failing = (resources: typeof same) =>
    verdicts(resources)
      .findings.flatMap(({ severity, resource: { path } }) => (severity === 'error' ? path : []))
      .sort();
  assert.equal(failing(same), ['b.yaml', 'c.yaml']);
  assert.equal(failing(same.toReversed()), ['b.yaml', 'c.yaml']);
});

test('what is proposed is never the opposite', () => {
  const proposed = (targetCondition: string) => {
    const target = { targetName: 'a', targetCondition };
    return findingsOf({ intentExpectations: [{ expectationId: 'a', expectationTargets: [target] }] }).flatMap(
      (own) => own.proposed ?? [],
    );
  };
  for (const condition of ['IS_MORE_THAN', 'IS_NOT_WITHIN_RANGE', 'IS_NONE_OF'])
    assert.equal(proposed(condition), [], condition);
  for (const lifecycleStatus of ['Deactive', 'Unfulfilled', 'Incomplete', 'Unaccepted'])
    assert.equal(brief(findingsOf({ ...INTENT_V5, lifecycleStatus })), [], lifecycleStatus);
  const [version] = findingsOf({ ...INTENT_V5, version: 1.1 }, { profile: 'tmf921-v5' });
  assert.is(version?.proposed, undefined);
});

test('levels decide on what blocks', () => {
  const severities = (document: object) =>
    LEVELS.map(
      (level) =>
        verdicts([configMap({ 'intent.json': JSON.stringify(document) })], { profile: 'tmf921-v5' }, level)
          .findings[0]?.severity,
    );
  const { name: _, ...unnamed } = INTENT_V5;
  assert.equal(severities(unnamed), ['error', 'warning', 'info']);
  assert.equal(severities({ ...INTENT_V5, isBundled: true, isBundle: undefined }), [
    'warning',
    'warning',
    'info',
  ]);
  assert.equal(severities({ ...INTENT_V5, name: 'a\u202eb' }), ['error', 'warning', 'warning']);
  assert.equal(severities({ ...INTENT_V5, description: 'a\u202eb' }), ['warning', 'warning', 'warning']);
});

test('limits of the policy hold', () => {
  const text = JSON.stringify(INTENT_V5);
  const size = Buffer.byteLength(text);
  const limited = (bytes: number, depth = 200) => brief(findingsOf(text, { limits: { bytes, depth } }));
  assert.equal(limited(size), []);
  assert.equal(limited(size - 1), ['error TMF-004 data["intent.json"]']);
  assert.equal(limited(size, 2), []);
  assert.equal(limited(size, 1), ['error TMF-004 data["intent.json"].validFor']);
  const spec = resource({
    apiVersion: 'security.nephio.org/v1alpha1',
    kind: 'Intent',
    metadata: { name: 'a' },
    spec: INTENT_V5 as never,
  });
  assert.equal(brief(verdicts([spec]).findings), []);
  assert.equal(brief(verdicts([spec], { limits: { bytes: 100, depth: 200 } }).findings), [
    'error TMF-004 spec',
  ]);
  assert.equal(brief(verdicts([spec], { limits: { bytes: 10_000, depth: 1 } }).findings), [
    'error TMF-004 spec',
  ]);
});

test('YAML is read as JSON is, and its positions are those of its text', () => {
  const text = 'intentExpectations:\n  - expectationId: a\n    expectationVerb: DELIVERR\n';
  const [, wrong] = findingsOf(text, {}, 'a.tmf921.json');
  assert.is(wrong, undefined);
  const findings = findingsOf(text, { selectors: [{ key: 'intent.yaml' }] }, 'intent.yaml');
  assert.equal(brief(findings), ['error TMF-104 data["intent.yaml"].intentExpectations[0].expectationVerb']);
  assert.equal(findings[1]?.inText, { depth: 2, offset: text.indexOf('expectationVerb') });
  assert.is(findings[1]?.proposed, 'DELIVER');
});

/** YAML that can't be read, or that readers differ on. */
const YAML: [text: string, code: string][] = [
  ['a: [', 'TMF-003'],
  ['a: 1\na: 2\nname: x', 'TMF-405'],
  ['a: *b', 'TMF-003'],
  [`a: ${'['.repeat(300)}${']'.repeat(300)}`, 'TMF-004'],
  [`a: ${'['.repeat(10_000)}${']'.repeat(10_000)}`, 'TMF-004'],
  ['a: 1\n---\nb: 2\n', 'TMF-003'],
];

for (const [text, code] of YAML) {
  test(`YAML ${JSON.stringify(text).slice(0, 30)} is ${code}`, () => {
    const findings = findingsOf(text, { selectors: [{ key: 'intent.yaml' }] }, 'intent.yaml');
    assert.ok(
      findings.some((finding) => finding.code === code && finding.severity === 'error'),
      brief(findings).join('\n'),
    );
  });
}

/** A ConfigMap in a file, as kpt hands it over. */
function item(text: string, header = 'intent.json: |'): string {
  const body = text.replaceAll('\n', '\n    ');
  return `apiVersion: v1
kind: ConfigMap
metadata:
  name: broadcast
  annotations:
    config.kubernetes.io/index: '0'
    config.kubernetes.io/path: 'intent.yaml'
    internal.config.kubernetes.io/index: '0'
    internal.config.kubernetes.io/path: 'intent.yaml'
data:
  ${header}
    ${body}
`;
}

test('line, column and field of a finding are those of the file', () => {
  const { name: _, ...unnamed } = { ...INTENT_V5, priority: 1 };
  const list = listOf([item(JSON.stringify(unnamed, null, 2))], configOf({ profile: 'tmf921-v5' }));
  const { exitCode, stdout, stderr } = run(validateTmf921, Buffer.from(list), {});
  assert.is(exitCode, 1);
  const { items, results = [] } = parseList(stdout);
  assert.is(items[0].metadata.annotations['security.nephio.org/validate-tmf921'], 'fail');
  const places = results.map(({ field, tags, file }) => [
    field.path,
    tags.code,
    tags.line,
    tags.column,
    tags.profile,
    file.path,
  ]);
  // The file starts with apiVersion, kind, metadata, name, data, intent.json.
  const lines = JSON.stringify(unnamed, null, 2).split('\n');
  const lineOf = (key: string) => String(7 + lines.findIndex((line) => line.includes(`"${key}"`)));
  assert.equal(places, [
    ['data["intent.json"].name', 'TMF-101', '7', '5', 'tmf921-v5', 'intent.yaml'],
    ['data["intent.json"].priority', 'TMF-102', lineOf('priority'), '7', 'tmf921-v5', 'intent.yaml'],
  ]);
  assert.match(
    stderr[2] ?? '',
    new RegExp(
      `^intent\\.yaml:${lineOf('priority')}:7: TMF-102 v1/ConfigMap/broadcast data\\["intent\\.json"\\]\\.priority: `,
    ),
  );
});

test('a fault of Turtle within JSON stands where it is in the file', () => {
  const intent = {
    ...INTENT_V5,
    expression: {
      ...INTENT_V5.expression,
      expressionValue: '@prefix icm: <urn:icm#> .\n"\\u00e9" ex:I1 a icm:Intent .\n',
    },
  };
  const text = JSON.stringify(intent, null, 2);
  const list = listOf([item(text)]);
  const { results = [] } = parseList(run(validateTmf921, Buffer.from(list), {}).stdout);
  const finding = results.find(({ tags }) => tags.code === 'TMF-302');
  const lines = text.split('\n');
  const line = lines.findIndex((own) => own.includes('ex:I1'));
  assert.is(finding.tags.line, String(7 + line));
  assert.is(finding.tags.column, String(5 + (lines[line] as string).indexOf('ex:I1')));
});

test('Turtle in the spec of an Intent stands where it is in the file', () => {
  const text = `apiVersion: security.nephio.org/v1alpha1
kind: Intent
metadata:
  name: broadcast
  annotations:
    internal.config.kubernetes.io/index: '0'
    internal.config.kubernetes.io/path: 'intent.yaml'
spec:
  "@type": Intent
  name: broadcast
  expression:
    "@type": TurtleExpression
    iri: https://intents.example.org/broadcast
    expressionValue: |
      @prefix icm: <urn:icm#> .

      ex:I1 a icm:Intent .
`;
  const { results = [] } = parseList(run(validateTmf921, Buffer.from(listOf([text])), {}).stdout);
  const finding = results.find(({ tags }) => tags.code === 'TMF-302');
  assert.equal(
    [finding.field.path, finding.tags.line, finding.tags.column],
    ['spec.expression.expressionValue', '14', '7'],
  );
});

test('a second run changes nothing', () => {
  const list = listOf(
    [item(JSON.stringify({ ...INTENT_V5, isBundled: true }, null, 2))],
    configOf({ mode: 'report' }),
  );
  const once = run(validateTmf921, Buffer.from(list), {});
  const input = Buffer.from(once.stdout.toString().replace(/^results:[\s\S]*/m, ''));
  const twice = run(validateTmf921, input, {});
  assert.is(once.exitCode, 0);
  const withoutResults = (output: Buffer) => output.toString().replace(/^results:[\s\S]*/m, '');
  assert.is(withoutResults(twice.stdout), withoutResults(once.stdout));
});

test('the report that quotes a site does not mention it', () => {
  const intent = { ...INTENT_V5, targetSite: 'berlin-7' };
  let input = listOf([item(JSON.stringify(intent, null, 2))], configOf({ mode: 'report' }));
  const outputs = [1, 2, 3].map(() => {
    const { stdout } = run(validateTmf921, Buffer.from(input), {});
    input = stdout.toString().replace(/^results:[\s\S]*/m, '');
    return input;
  });
  assert.match(outputs[0] ?? '', /validate-tmf921: warn/);
  assert.equal(outputs.slice(1), [outputs[0], outputs[0]]);
});

test('JSON-LD that a key names is JSON-LD, whatever its terms are called', () => {
  for (const document of [
    { '@context': { name: 'http://schema.org/name' }, name: 'x' },
    { '@context': { id: '@id', type: '@type', x: 'urn:x#' }, id: 'urn:x', type: 'x:Intent' },
    { '@context': { '@vocab': 'urn:x#' }, '@type': ['PropertyExpectation'], context: { '@id': 'urn:x' } },
  ])
    assert.equal(brief(findingsOf(document, {}, 'a.jsonld')), [], JSON.stringify(document));
});

test('fields of another standard are extensions, unless they are intents themselves', () => {
  for (const field of ['lastUpdatedTime', 'intentReference', 'intentPriority', 'intentType', 'expectationId'])
    assert.equal(brief(findingsOf({ ...INTENT_V5, [field]: 'x' })), [], field);
  for (const field of ['SubNetwork', 'Intent', 'intentExpectations'])
    assert.equal(
      brief(findingsOf({ ...INTENT_V5, [field]: [INTENT_28312] })),
      [`error TMF-005 data["intent.json"].${field}`],
      field,
    );
});

test('what others cost does not change what an ordinary document is', () => {
  const wrong = { ...INTENT_V5, characteristic: Array(4900).fill({ '@type': 'Characteristic' }) };
  const costly = Array.from({ length: 12 }, (_, i) =>
    configMap({ 'intent.json': JSON.stringify(wrong) }, `c${i}`),
  );
  const v4 = configMap({ 'intent.json': JSON.stringify({ ...INTENT_V4, href: '/rel/1' }) }, 'v4');
  const said = (resources: (typeof v4)[]) =>
    verdicts(resources)
      .findings.filter(({ resource: own }) => own === v4)
      .map(({ code, severity, tags }) => [code, severity, tags?.profile]);
  const alone = said([v4]);
  assert.equal(alone, [
    ['TMF-001', 'info', 'tmf921-v4'],
    ['TMF-103', 'warning', 'tmf921-v4'],
  ]);
  assert.equal(said([v4, ...costly]), alone);
  assert.equal(said([...costly, v4]), alone);
});

test('the report names the profiles', () => {
  const list = listOf([item(JSON.stringify(INTENT_V4))]);
  const { items } = parseList(run(validateTmf921, Buffer.from(list), {}).stdout);
  const report = items.find(({ metadata }) => metadata.name === 'security-report');
  const section = JSON.parse(report.data['validate-tmf921.json']);
  assert.is(section.profile, 'tmf921-v4');
  assert.equal(section.profiles, ['tmf921-v4', 'tmf921-v5']);
  assert.is(section.findings[0].profile, 'tmf921-v4');
});

test('only what holds an intent or a request is annotated', () => {
  const namespace = resource({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } });
  const intent = configMap({ 'intent.json': JSON.stringify(INTENT_V5) });
  const request = resource({
    apiVersion: 'focom.nephio.org/v1alpha1',
    kind: 'FocomProvisioningRequest',
    metadata: { name: 'a' },
    spec: {} as YamlMap,
  });
  const { checked } = verdicts([namespace, intent, request]);
  assert.equal([...checked], [intent, request]);
});

test.run();
