import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  brief,
  configMap,
  findingsOf,
  INTENT_28312,
  INTENT_V4,
  INTENT_V5,
  resource,
  verdicts,
} from '../run.ts';

const test = suite('rules');

/** What is said of an intent of TMF921 v5 with other fields, each without the part that all share. */
function ofV5(fields: object): string[] {
  return brief(findingsOf({ ...INTENT_V5, ...fields })).map((line) =>
    line.replace(/data\["intent\.json"\]\.?/, ''),
  );
}

/** What is said of a target of TS 28.312. */
function ofTarget(target: object): string[] {
  const [expectation] = INTENT_28312.intentExpectations;
  const document = {
    ...INTENT_28312,
    intentExpectations: [{ ...expectation, expectationTargets: [target] }],
  };
  return brief(findingsOf(document)).map((line) =>
    line.replace('data["intent.json"].intentExpectations[0].expectationTargets[0].', ''),
  );
}

const START = '2026-01-01T00:00:00Z';
const END = '2026-01-01T00:00:01+00:00';

/** Fields of an intent, and what is said of them. */
const FIELDS: [fields: object, findings: string[]][] = [
  // Periods
  [{ validFor: { startDateTime: START, endDateTime: END } }, []],
  [{ validFor: { startDateTime: END, endDateTime: START } }, ['error TMF-201 validFor.endDateTime']],
  [{ validFor: { startDateTime: START, endDateTime: START } }, []],
  // The same moment, though the text is smaller.
  [{ validFor: { startDateTime: '2026-01-01T02:00:00+02:00', endDateTime: START } }, []],
  [{ validFor: { endDateTime: START } }, []],
  [{ validFor: { startDateTime: '2026-12-31t23:59:60z' } }, []],
  [
    { validFor: { startDateTime: '2026-12-31T23:59:60Z', endDateTime: START } },
    ['error TMF-201 validFor.endDateTime'],
  ],
  [{ validFor: { startDateTime: '2026-01-01 00:00:00Z' } }, ['error TMF-103 validFor.startDateTime']],
  [{ validFor: { startDateTime: '2026-01-01T00:00:00+02' } }, ['error TMF-103 validFor.startDateTime']],
  [{ validFor: { startDateTime: '2026-02-30T00:00:00Z' } }, ['error TMF-103 validFor.startDateTime']],
  // A part whose type nobody knows still has fields that are known.
  [{ attachment: [{ '@type': 'X', size: 'x' }] }, ['error TMF-102 attachment[0].size']],
  [{ validFor: { startDateTime: 'tomorrow' } }, ['error TMF-103 validFor.startDateTime']],
  // Spelling of the lifecycle
  [{ lifecycleStatus: 'ACTIVE' }, []],
  [{ lifecycleStatus: 'in progress' }, []],
  [{ lifecycleStatus: 'on the shelf' }, []],
  [{ lifecycleStatus: 'Actve' }, ['warning TMF-107 lifecycleStatus']],
  // Misspelt fields
  [{ descripton: 'a', description: undefined }, ['warning TMF-106 descripton']],
  [{ 'acme:extension': 1 }, []],
  // Links
  [{ href: '/intent/1' }, []],
  [{ href: 'https://example.org/a' }, []],
  [{ href: 'javascript:alert(1)' }, ['error TMF-403 href']],
  [{ href: ' JaVa\tScript:alert(1)' }, ['error TMF-403 href']],
  [{ href: 'file:///etc/passwd' }, ['error TMF-403 href']],
  [{ href: 'data:text/html,<script>' }, ['error TMF-403 href', 'error TMF-404 href']],
  [{ '@schemaLocation': 'vbscript:x' }, ['error TMF-403 ["@schemaLocation"]']],
  [{ description: 'javascript:alert(1)' }, ['warning TMF-403 description']],
  [{ description: 'see file: intent.pdf' }, []],
  [{ href: `${' '.repeat(400)}javascript:x` }, ['error TMF-403 href']],
  [{ source_url: 'file:///etc/passwd' }, ['error TMF-403 source_url']],
  [{ href: 'data:text/javascript,x' }, ['error TMF-403 href']],
  [{ description: 'read [this](javascript:x)' }, ['error TMF-403 description']],
  [{ constructor: 1 }, ['error TMF-406 constructor']],
  // Characters
  [{ name: 'a\u202eb' }, ['error TMF-401 name']],
  [{ name: 'a\nb' }, ['error TMF-401 name']],
  [{ name: 'a\u0007b' }, ['error TMF-401 name']],
  [{ name: 'a\u200bb' }, ['warning TMF-402 name']],
  [{ name: 'Überlingen 東京' }, []],
  [{ name: '👩\u200d🚀' }, []],
  [{ name: 'a\u3164b' }, ['warning TMF-402 name']],
  [{ description: 'a\u{e0041}b' }, ['warning TMF-402 description']],
  [{ description: 'a\nb\tc' }, []],
  [{ description: 'a\u0000b' }, ['warning TMF-402 description']],
  [{ description: 'a\u2066b' }, ['warning TMF-402 description']],
  [{ 'na\u202eme': 1 }, ['error TMF-401 ["na\u202eme"]']],
  // HTML
  [{ description: '<script>alert(1)</script>' }, ['error TMF-404 description']],
  [{ description: '<img src=x onerror=alert(1)>' }, ['error TMF-404 description']],
  [{ description: '<a href="x" onclick="y">' }, ['error TMF-404 description']],
  [{ description: 'a <b>bold</b> plan' }, ['warning TMF-404 description']],
  [{ description: 'a < b and c > d, 3<4' }, []],
  [{ description: 'keep utilisation <link capacity, if load <base load' }, []],
  [
    {
      characteristic: [
        { '@type': 'ObjectCharacteristic', name: 'a', value: { expressionValue: '<x:y><img src=x>' } },
      ],
    },
    ['error TMF-404 characteristic[0].value.expressionValue'],
  ],
  // What readers that don't mind the case take for another one
  [{ Name: 'b' }, ['error TMF-405 Name']],
  [{ '@type': 'Intnt' }, ['warning TMF-107 ["@type"]']],
  [{ contact: 'a' }, []],
  [{ description: '<button formaction=javascript:x>' }, ['error TMF-404 description']],
  [{ description: '"x"onclick="y" <a>' }, ['error TMF-404 description']],
  [{ description: '<x:script xmlns:x="y">' }, ['error TMF-404 description']],
  [{ description: '@prefix <script>alert(1)</script>' }, ['error TMF-404 description']],
  [{ '<script>x</script>': 1 }, ['error TMF-404 ["<script>x</script>"]']],
  [
    {
      ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`x${i}`, '<b>x</b>'])),
      href: 'javascript:x',
    },
    [...Array.from({ length: 50 }, (_, i) => `warning TMF-404 x${i}`), 'error TMF-403 href'],
  ],
  // Ids and relationships
  [
    {
      characteristic: [1, 2].map((value) => ({
        '@type': 'NumberCharacteristic',
        id: 'a',
        name: `n${value}`,
        value,
      })),
    },
    ['error TMF-202 characteristic[1].id'],
  ],
  [
    {
      intentRelationship: [
        {
          '@type': 'EntityRelationship',
          '@referredType': 'Intent',
          relationshipType: 'dependsOn',
          id: 'nowhere',
        },
      ],
    },
    ['warning TMF-203 intentRelationship[0].id'],
  ],
  [
    {
      intentRelationship: [
        {
          '@type': 'EntityRelationship',
          '@referredType': 'Product',
          relationshipType: 'dependsOn',
          id: 'nowhere',
        },
      ],
    },
    [],
  ],
  [
    {
      id: 'self',
      intentRelationship: [
        {
          '@type': 'EntityRelationship',
          '@referredType': 'Intent',
          relationshipType: 'dependsOn',
          id: 'self',
        },
      ],
    },
    ['warning TMF-203 intentRelationship[0].id'],
  ],
  [
    {
      characteristic: [
        {
          '@type': 'StringCharacteristic',
          id: 'a',
          name: 'a',
          value: 'a',
          characteristicRelationship: [
            { '@type': 'CharacteristicRelationship', id: 'b', relationshipType: 'x' },
          ],
        },
      ],
    },
    ['warning TMF-203 characteristic[0].characteristicRelationship[0].id'],
  ],
  // What is valid by type
  [
    { characteristic: [{ '@type': 'BooleanCharacteristic', name: 'a', value: 'true' }] },
    ['error TMF-102 characteristic[0].value'],
  ],
  [{ priority: 1 }, ['error TMF-102 priority']],
];

for (const [fields, findings] of FIELDS) {
  test(`${JSON.stringify(fields).slice(0, 90)}: ${findings.join(', ') || 'nothing'}`, () => {
    assert.equal(ofV5(fields), findings);
  });
}

/** Expressions of v5 and v4, and what is said of them. */
const EXPRESSIONS: [intent: object, expression: object, findings: string[]][] = [
  [INTENT_V5, { '@type': 'TurtleExpression', iri: 'urn:a', expressionValue: '<urn:a> a <urn:b> .' }, []],
  [
    INTENT_V5,
    { '@type': 'TurtleExpression', iri: 'urn:a', expressionValue: '<urn:a> a' },
    ['error TMF-301 expressionValue'],
  ],
  [
    INTENT_V5,
    { '@type': 'TurtleExpression', iri: 'urn:a', expressionValue: 'x:a a x:b .' },
    ['error TMF-302 expressionValue'],
  ],
  [
    INTENT_V5,
    { '@type': 'TurtleExpression', iri: 'urn:a', expressionValue: {} },
    ['error TMF-102 expressionValue'],
  ],
  [
    INTENT_V5,
    {
      '@type': 'JsonLdExpression',
      iri: 'urn:a',
      expressionValue: { '@context': { a: 'urn:a#' }, '@type': 'a:b' },
    },
    [],
  ],
  [
    INTENT_V5,
    { '@type': 'JsonLdExpression', iri: 'urn:a', expressionValue: { '@context': {}, 'urn:p': 1 } },
    ['warning TMF-101 expressionValue["@type"]'],
  ],
  [
    INTENT_V5,
    { '@type': 'JsonLdExpression', iri: 'urn:a', expressionValue: 'text' },
    ['error TMF-102 expressionValue', 'error TMF-303 expressionValue'],
  ],
  [
    INTENT_V5,
    { '@type': 'JsonLdExpression', iri: 'urn:a', expressionValue: { '@type': 5 } },
    ['error TMF-303 expressionValue["@type"]'],
  ],
  [
    INTENT_V5,
    { '@type': 'turtleExpression', iri: 'urn:a', expressionValue: 'no turtle' },
    ['warning TMF-107 ["@type"]'],
  ],
  ...[{}, { '@context': {} }, { '@id': 'urn:a' }, { '@graph': [] }].map(
    (expressionValue): [object, object, string[]] => [
      INTENT_V5,
      { '@type': 'JsonLdExpression', iri: 'urn:a', expressionValue },
      ['error TMF-303 expressionValue'],
    ],
  ),
  [
    INTENT_V5,
    { '@type': 'IntentExpression', iri: 'urn:a', expressionValue: 'x' },
    ['warning TMF-307 ["@type"]'],
  ],
  [
    INTENT_V5,
    { '@type': 'TurtleExpression', iri: 'urn:a', expressionValue: '<urn:a> a <urn:b> . # <script>\u202e' },
    ['warning TMF-402 expressionValue', 'error TMF-404 expressionValue'],
  ],
  [
    INTENT_V5,
    {
      '@type': 'JsonLdExpression',
      iri: 'urn:a',
      expressionValue: {
        '@context': { see: { '@id': 'urn:see', '@type': '@id' } },
        '@type': 'urn:t',
        see: 'file:///etc/passwd',
      },
    },
    ['error TMF-403 expressionValue.see'],
  ],
  [INTENT_V4, { expressionLanguage: 'JSON-LD' }, ['error TMF-306 expressionLanguage']],
  [INTENT_V4, { expressionLanguage: 'turtle' }, ['error TMF-104 expressionLanguage']],
  [
    INTENT_V4,
    { '@type': 'JsonLdExpression', expressionLanguage: 'JSON-LD', expressionValue: '{"@type": "urn:x"}' },
    [],
  ],
  [
    INTENT_V4,
    { '@type': 'JsonLdExpression', expressionLanguage: 'JSON-LD', expressionValue: '{"@type": ' },
    ['error TMF-303 expressionValue'],
  ],
];

for (const [intent, expression, findings] of EXPRESSIONS) {
  test(`expression ${JSON.stringify(expression).slice(0, 100)}: ${findings.join(', ') || 'nothing'}`, () => {
    const profile = intent === INTENT_V4 ? 'tmf921-v4' : 'tmf921-v5';
    const base = intent === INTENT_V4 ? INTENT_V4.expression : {};
    const found = brief(findingsOf({ ...intent, expression: { ...base, ...expression } }, { profile }));
    assert.equal(
      found.map((line) => line.replace(/data\["intent\.json"\]\.expression\.?/, '')),
      findings,
    );
  });
}

/** Targets of TS 28.312, and what is said of them. */
const TARGETS: [target: object, findings: string[]][] = [
  [
    {
      targetName: 'own',
      targetCondition: 'IS_WITHIN_RANGE',
      targetValueRange: { startTime: START, endTime: '2026-02-01T00:00:00Z' },
    },
    [],
  ],
  [
    { targetName: 'own', targetCondition: 'IsWithinRange', targetValueRange: [2, 1] },
    ['warning TMF-107 targetCondition', 'error TMF-204 targetValueRange'],
  ],
  [{ targetName: 'own', targetValueRange: [null] }, ['error TMF-102 targetValueRange[0]']],
  [{ targetName: 'own', targetValueRange: [[1]] }, ['error TMF-102 targetValueRange[0]']],
  [{ targetName: 'WeakRSRPRatio', targetCondition: 'IS_LESS_THAN', targetValueRange: 100 }, []],
  [
    { targetName: 'WeakRSRPRatio', targetCondition: 'IS_LESS_THAN', targetValueRange: 101 },
    ['error TMF-204 targetValueRange'],
  ],
  [
    { targetName: 'WeakRSRPRatio', targetCondition: 'IS_GREATER_THAN', targetValueRange: 5 },
    ['warning TMF-204 targetCondition'],
  ],
  [
    { targetName: 'WeakRSRPRatio', targetCondition: 'is_less_than', targetValueRange: 5 },
    ['warning TMF-107 targetCondition'],
  ],
  [
    { targetName: 'weak_rsrp_ratio', targetCondition: 'IS_LESS_THAN', targetValueRange: 5 },
    ['warning TMF-107 targetName'],
  ],
  [{ targetName: 'DlLatency', targetCondition: 'IS_LESS_THAN', targetValueRange: 10 }, []],
  [{ targetName: 'DlLatency', targetCondition: 'IS_LESS_THAN', targetValueRange: [10] }, []],
  [
    { targetName: 'DlLatency', targetCondition: 'IS_LESS_THAN', targetValueRange: '10ms' },
    ['error TMF-204 targetValueRange'],
  ],
  [
    { targetName: 'DlLatency', targetCondition: 'IS_LESS_THAN', targetValueRange: 1.5 },
    ['error TMF-204 targetValueRange'],
  ],
  [{ targetName: 'own', targetCondition: 'IS_WITHIN_RANGE', targetValueRange: [1, 2] }, []],
  [
    { targetName: 'own', targetCondition: 'IS_WITHIN_RANGE', targetValueRange: [2, 1] },
    ['error TMF-204 targetValueRange'],
  ],
  [
    { targetName: 'own', targetCondition: 'IS_OUTSIDE_RANGE', targetValueRange: 5 },
    ['warning TMF-204 targetValueRange'],
  ],
  [
    { targetName: 'own', targetCondition: 'IS_ONE_OF', targetValueRange: [] },
    ['error TMF-204 targetValueRange'],
  ],
  [
    { targetName: 'own', targetCondition: 'IS_LESS_THAN', targetValueRange: [1, 2] },
    ['error TMF-204 targetValueRange'],
  ],
  [{ targetName: 'own', targetCondition: 'IS_LESS', targetValueRange: 1 }, ['error TMF-104 targetCondition']],
  [
    {
      targetContexts: [{ contextAttribute: 'RAT', contextCondition: 'IS_ALL_OF', contextValueRange: ['5G'] }],
    },
    ['error TMF-204 targetContexts[0].contextValueRange'],
  ],
  [
    {
      targetContexts: [
        { contextAttribute: 'StartTime', contextCondition: 'IS_EQUAL_TO', contextValueRange: 'noon' },
      ],
    },
    ['error TMF-204 targetContexts[0].contextValueRange'],
  ],
];

for (const [target, findings] of TARGETS) {
  test(`target ${JSON.stringify(target).slice(0, 100)}: ${findings.join(', ') || 'nothing'}`, () => {
    assert.equal(ofTarget(target), findings);
  });
}

test('the time of a service of TS 28.312 must not end before it starts', () => {
  const times = (start: string, end: string) => [
    { contextAttribute: 'ServiceStartTime', contextCondition: 'IS_EQUAL_TO', contextValueRange: start },
    { contextAttribute: 'ServiceEndTime', contextCondition: 'IS_EQUAL_TO', contextValueRange: end },
  ];
  assert.equal(brief(findingsOf({ ...INTENT_28312, intentContexts: times(START, END) })), []);
  assert.equal(brief(findingsOf({ ...INTENT_28312, intentContexts: times(END, START) })), [
    'error TMF-201 data["intent.json"].intentContexts[1].contextValueRange',
  ]);
});

test('an id of an intent stands once in a package, and expectations once in an intent', () => {
  const a = configMap({ 'intent.json': JSON.stringify({ ...INTENT_V5, id: 'a' }) }, 'a');
  const same = configMap(
    { 'intent.json': JSON.stringify({ ...INTENT_V5, '@type': 'ProbeIntent', id: 'a' }) },
    'b',
  );
  const report = configMap({ 'intent.json': JSON.stringify({ '@type': 'IntentReport', id: 'a' }) }, 'c');
  const elsewhere = configMap({ 'intent.json': JSON.stringify({ ...INTENT_V5, id: 'a' }) }, 'd', 'sub');
  assert.equal(brief(verdicts([a, same, report, elsewhere]).findings), [
    'error TMF-202 data["intent.json"].id',
  ]);
  const [expectation] = INTENT_28312.intentExpectations;
  assert.equal(brief(findingsOf({ intentExpectations: [expectation, expectation] })), [
    'error TMF-202 data["intent.json"].intentExpectations[1].expectationId',
  ]);
});

test('relationships lead to what is in the package', () => {
  const relationship = {
    '@type': 'EntityRelationship',
    '@referredType': 'Intent',
    relationshipType: 'dependsOn',
    id: 'b',
  };
  const a = configMap(
    { 'intent.json': JSON.stringify({ ...INTENT_V5, id: 'a', intentRelationship: [relationship] }) },
    'a',
  );
  const b = configMap({ 'intent.json': JSON.stringify({ ...INTENT_V5, id: 'b' }) }, 'b');
  assert.equal(brief(verdicts([a, b]).findings), []);
  const report = (id: string) =>
    configMap(
      { 'intent.json': JSON.stringify({ '@type': 'IntentReport', intent: { '@type': 'IntentRef', id } }) },
      'r',
    );
  assert.equal(brief(verdicts([b, report('b')]).findings), []);
  assert.equal(brief(verdicts([b, report('c')]).findings), ['warning TMF-203 data["intent.json"].intent.id']);
  // A report alone: its intent is kept elsewhere.
  assert.equal(brief(verdicts([report('c')]).findings), []);
});

test('a site or slice that nothing else mentions is doubtful', () => {
  const intent = (value: string) =>
    configMap({
      'intent.json': JSON.stringify({
        ...INTENT_V5,
        characteristic: [{ '@type': 'StringCharacteristic', name: 'targetSite', value }],
      }),
    });
  const namespace = (name: string, labels = {}) =>
    resource({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });
  const warned = ['warning TMF-205 data["intent.json"].characteristic[0].value'];
  assert.equal(brief(verdicts([intent('edge1')]).findings), warned);
  assert.equal(brief(verdicts([intent('edge1'), namespace('edge10')]).findings), warned);
  assert.equal(brief(verdicts([intent('edge1'), namespace('edge1')]).findings), []);
  assert.equal(brief(verdicts([intent('edge1'), namespace('a', { site: 'edge1-north' })]).findings), []);
  assert.equal(brief(verdicts([intent('all')]).findings), []);
  assert.equal(
    brief(verdicts([intent('edge1'), { ...namespace('edge1'), package: 'sub' }]).findings),
    warned,
  );
});

/** Requests for clusters, and what is said of them. */
const REQUESTS: [request: object, findings: string[]][] = [
  [{ spec: { templateName: 'a', templateVersion: 'v1', templateParameters: {} } }, []],
  [
    { spec: { description: 'x', targetCluster: 'edge1' } },
    [
      'error TMF-501 spec.templateName',
      'error TMF-501 spec.templateVersion',
      'error TMF-501 spec.templateParameters',
      'warning TMF-503 spec.targetCluster',
    ],
  ],
  [
    { spec: null },
    [
      'error TMF-501 spec.templateName',
      'error TMF-501 spec.templateVersion',
      'error TMF-501 spec.templateParameters',
    ],
  ],
  [
    { spec: { templateName: '', templateVersion: 1, templateParameters: [] } },
    [
      'error TMF-501 spec.templateName',
      'error TMF-502 spec.templateVersion',
      'error TMF-502 spec.templateParameters',
    ],
  ],
  [
    {
      metadata: { name: 'a', namespace: 'b' },
      spec: { templateName: 'a', templateVersion: 'v1', templateParameters: {} },
    },
    ['warning TMF-502 metadata.namespace'],
  ],
  [
    {
      apiVersion: 'focom.nephio.org/v1alpha1',
      kind: 'FocomProvisioningRequest',
      spec: { templateName: 'a', templateVersion: 'v1', templateParameters: {} },
    },
    ['error TMF-501 spec.oCloudId', 'error TMF-501 spec.oCloudNamespace'],
  ],
  [{ apiVersion: 'example.org/v1', spec: {} }, ['info TMF-002 ']],
];

for (const [request, findings] of REQUESTS) {
  test(`request ${JSON.stringify(request).slice(0, 90)}: ${findings.join(', ') || 'nothing'}`, () => {
    const value = {
      apiVersion: 'o2ims.provisioning.oran.org/v1alpha1',
      kind: 'ProvisioningRequest',
      metadata: { name: 'a' },
      ...request,
    };
    assert.equal(
      brief(verdicts([resource(value as never)]).findings).filter(
        (line) => findings.includes('info TMF-002 ') || !line.startsWith('info'),
      ),
      findings,
    );
  });
}

test.run();
