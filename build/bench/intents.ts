import { listOf } from './resources.ts';

/**
 * A ResourceList of ConfigMaps with an intent each, as `kpt fn render` hands it to a function, about 1,700 bytes each:
 * in turns TMF921 v5 with Turtle, TMF921 v5 with JSON-LD, and TS 28.312. All are valid.
 */
export function intentList(count: number): string {
  const items = Array.from({ length: count }, (_, i) => item(i, MAKERS[i % MAKERS.length] as Maker));
  return listOf(items);
}

type Maker = (id: string) => object;

const NAMESPACES = {
  icm: 'http://tio.models.tmforum.org/tio/v3.6.0/IntentCommonModel/',
  ex: 'https://intents.example.org/',
};

const MAKERS: readonly Maker[] = [turtle, jsonLd, ts28312];

function item(i: number, make: Maker): string {
  const text = JSON.stringify(make(`intent-${i}`), null, 2).replaceAll('\n', '\n      ');
  return `- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: intent-${i}
    annotations:
      config.kubernetes.io/index: '0'
      config.kubernetes.io/path: 'intent-${i}.yaml'
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/path: 'intent-${i}.yaml'
  data:
    intent.json: |
      ${text}
`;
}

function intent(id: string, expression: object): object {
  return {
    '@type': 'Intent',
    id,
    name: id,
    description: 'Uplink for the cameras of a harbour',
    validFor: { startDateTime: '2026-12-01T06:00:00Z', endDateTime: '2027-11-30T22:00:00Z' },
    isBundle: false,
    priority: '1',
    characteristic: [{ '@type': 'NumberCharacteristic', id: 'cameras', name: 'cameras', value: 12 }],
    expression: { iri: `${NAMESPACES.ex}${id}`, ...expression },
  };
}

function turtle(id: string): object {
  const prefixes = Object.entries(NAMESPACES).map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .\n`);
  const expectations = ['latency', 'uplink', 'availability'].map(
    (name) => `ex:${name} a icm:PropertyExpectation ;\n  icm:target ex:slice .\n`,
  );
  const expressionValue = `${prefixes.join('')}\nex:${id} a icm:Intent .\n${expectations.join('')}ex:slice a icm:Target .\n`;
  return intent(id, { '@type': 'TurtleExpression', expressionValue });
}

function jsonLd(id: string): object {
  const nodes = ['latency', 'uplink', 'availability'].map((name) => ({
    '@id': `ex:${name}`,
    '@type': 'icm:PropertyExpectation',
    'icm:target': { '@id': 'ex:slice' },
  }));
  const expressionValue = {
    '@context': NAMESPACES,
    '@id': `ex:${id}`,
    '@type': 'icm:Intent',
    '@graph': nodes,
  };
  return intent(id, { '@type': 'JsonLdExpression', expressionValue });
}

function ts28312(id: string): object {
  const expectations = ['WeakRSRPRatio', 'LowSINRRatio'].map((targetName) => ({
    expectationId: targetName,
    expectationVerb: 'ENSURE',
    expectationObject: {
      objectType: 'RAN_SubNetwork',
      objectContexts: [{ contextAttribute: 'RAT', contextCondition: 'IS_ALL_OF', contextValueRange: ['NR'] }],
    },
    expectationTargets: [{ targetName, targetCondition: 'IS_LESS_THAN', targetValueRange: 5 }],
  }));
  return { id, userLabel: 'Coverage of a harbour', intentPriority: 10, intentExpectations: expectations };
}
