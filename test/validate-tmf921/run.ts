import { fieldPath } from '../../functions/lib/field-path.ts';
import type { Finding, Verdicts } from '../../functions/lib/finding.ts';
import type { Level } from '../../functions/lib/policy/levels.ts';
import { defaultPolicy, type Intents, type Policy } from '../../functions/lib/policy/policy.ts';
import type { Resource } from '../../functions/lib/resource.ts';
import type { YamlMap } from '../../functions/lib/resource-list/resource-list.ts';
import { check } from '../../functions/validate-tmf921/check.ts';

/** A ConfigMap with these data, in a file of its own. */
export function configMap(data: { [key: string]: unknown }, name = 'intent', folder = ''): Resource {
  return resource({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: data as YamlMap }, folder);
}

export function resource(value: YamlMap, folder = ''): Resource {
  return { value, path: 'file.yaml', fileIndex: 0, package: folder };
}

export function policyOf(intents: Partial<Intents> = {}, level: Level = 'strict'): Policy {
  const policy = defaultPolicy(level);
  return { ...policy, intents: { ...policy.intents, ...intents } };
}

/** What the function says of some resources. */
export function verdicts(
  resources: readonly Resource[],
  intents: Partial<Intents> = {},
  level: Level = 'strict',
): Verdicts {
  return check(resources, policyOf(intents, level));
}

/** What it says of one document below `intent.json`. */
export function findingsOf(
  document: unknown,
  intents: Partial<Intents> = {},
  key = 'intent.json',
): Finding[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document, null, 2);
  return verdicts([configMap({ [key]: text })], intents).findings;
}

/** Findings as `error TMF-101 data["intent.json"].name`, but for what was detected. */
export function brief(findings: readonly Finding[]): string[] {
  return findings
    .filter(({ code }) => code !== 'TMF-001')
    .map(
      ({ severity, code, segments, resource }) =>
        `${severity} ${code} ${fieldPath(segments, resource.value)}`,
    );
}

/** An intent of TMF921 v5 that nothing is wrong with. */
export const INTENT_V5 = {
  '@type': 'Intent',
  name: 'live-broadcast',
  description: 'Live broadcast of an event',
  validFor: { startDateTime: '2026-01-01T00:00:00Z', endDateTime: '2026-12-31T00:00:00Z' },
  isBundle: false,
  priority: '1',
  expression: {
    '@type': 'TurtleExpression',
    iri: 'https://intents.example.org/live-broadcast',
    expressionValue:
      '@prefix icm: <http://tio.models.tmforum.org/tio/v3.6.0/IntentCommonModel/> .\n@prefix ex: <https://intents.example.org/> .\nex:I1 a icm:Intent .\n',
  },
};

/** One of TMF921 v4. */
export const INTENT_V4 = {
  '@type': 'Intent',
  name: 'slice',
  expression: {
    '@type': 'TurtleExpression',
    expressionLanguage: 'Turtle',
    iri: 'https://intents.example.org/slice',
    expressionValue: INTENT_V5.expression.expressionValue,
  },
};

/** One of TS 28.312. */
export const INTENT_28312 = {
  id: 'ran-coverage',
  userLabel: 'coverage of the harbour',
  intentExpectations: [
    {
      expectationId: 'coverage',
      expectationVerb: 'ENSURE',
      expectationObject: {
        objectType: 'RAN_SubNetwork',
        objectContexts: [
          { contextAttribute: 'RAT', contextCondition: 'IS_ALL_OF', contextValueRange: ['NR'] },
        ],
      },
      expectationTargets: [
        {
          targetName: 'WeakRSRPRatio',
          targetCondition: 'IS_LESS_THAN',
          targetValueRange: 5,
          targetContexts: [
            {
              contextAttribute: 'WeakRSRPThreshold',
              contextCondition: 'IS_LESS_THAN',
              contextValueRange: -110,
            },
          ],
        },
      ],
    },
  ],
};
