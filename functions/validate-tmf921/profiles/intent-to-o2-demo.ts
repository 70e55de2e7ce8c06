import {
  closedMap,
  dateTime,
  documents,
  list,
  map,
  number,
  oneOf,
  type Schema,
  text,
  uri,
} from './json-schema.ts';

const id: Schema = { type: 'string', pattern: '^[a-zA-Z0-9_-]+$' };
const timePeriod = closedMap({ startDateTime: dateTime, endDateTime: dateTime });
const party = closedMap(
  {
    id: text,
    href: uri,
    name: text,
    role: oneOf('customer', 'provider', 'networkOperator', 'networkEngineer', 'businessOwner'),
    validFor: timePeriod,
  },
  ['id', 'role'],
);

/** What its guardrails call an intent of TMF921 v5; TM Forum's is another one. */
const intent = closedMap(
  {
    id,
    href: uri,
    name: { type: 'string', maxLength: 255 },
    description: { type: 'string', maxLength: 1024 },
    intentType: oneOf(
      'NetworkSliceIntent',
      'ServiceIntent',
      'ResourceIntent',
      'PolicyIntent',
      'CustomIntent',
    ),
    priority: { type: 'integer', minimum: 1, maximum: 5 },
    state: oneOf('acknowledged', 'inProgress', 'fulfilled', 'cancelled', 'failed'),
    version: { type: 'string', pattern: '^\\d+\\.\\d+\\.\\d+$' },
    creationDate: dateTime,
    lastModified: dateTime,
    characteristic: list(
      closedMap(
        {
          name: text,
          value: { type: ['string', 'number', 'boolean'] },
          valueType: oneOf('string', 'integer', 'float', 'boolean'),
          unit: text,
        },
        ['name', 'value'],
      ),
    ),
    expectation: list(
      closedMap(
        {
          id: text,
          name: text,
          expectationType: oneOf(
            'DeliveryExpectation',
            'PerformanceExpectation',
            'QualityExpectation',
            'SecurityExpectation',
          ),
          targetCondition: text,
          targetValue: closedMap({ value: { type: ['string', 'number'] }, unit: text }, ['value']),
          contextCriteria: text,
        },
        ['id', 'name', 'expectationType'],
      ),
    ),
    intentSpecification: closedMap({ id: text, href: uri, name: text, version: text }, ['id']),
    party: list(party),
    relatedParty: list(party),
    validFor: timePeriod,
    '@baseType': oneOf('Intent'),
    '@type': text,
    '@schemaLocation': uri,
  },
  ['id', 'intentType', 'state', '@baseType', '@type'],
);

/** What its adapter makes of a sentence. */
const serviceIntent = closedMap(
  {
    intentId: { ...id, minLength: 1 },
    name: { type: 'string', minLength: 1, maxLength: 255 },
    description: text,
    service: map(
      {
        name: { type: 'string', minLength: 1 },
        type: oneOf('eMBB', 'URLLC', 'mMTC', 'generic'),
        characteristics: { type: 'object' },
      },
      ['name', 'type'],
    ),
    targetSite: oneOf('edge1', 'edge2', 'edge3', 'edge4', 'both'),
    qos: map({
      dl_mbps: { ...number, minimum: 0, maximum: 10_000 },
      ul_mbps: { ...number, minimum: 0, maximum: 10_000 },
      latency_ms: { ...number, minimum: 0, maximum: 1000 },
      jitter_ms: { ...number, minimum: 0 },
      packet_loss_rate: { ...number, minimum: 0, maximum: 1 },
    }),
    slice: map({
      sst: { type: 'integer', minimum: 0, maximum: 255 },
      sd: { type: ['string', 'null'], pattern: '^[0-9A-Fa-f]{6}$' },
      plmn: { type: ['string', 'null'], pattern: '^[0-9]{5,6}$' },
    }),
    priority: oneOf('low', 'medium', 'high', 'critical'),
    lifecycle: oneOf('draft', 'active', 'suspended', 'terminated'),
    metadata: map({ createdAt: dateTime, updatedAt: dateTime, version: text }),
  },
  ['intentId', 'name', 'service', 'targetSite'],
);

/** The types that a document can be of: its guardrails' and its adapter's. */
const TYPES = ['Intent', 'ServiceIntent'] as const;

/** Source: the schemas that nephio-intent-to-o2-demo (e2893da) has for its guardrails and its adapter. */
export const INTENT_TO_O2_DEMO: Schema = documents('intent-to-o2-demo', TYPES, {
  Intent: intent,
  ServiceIntent: serviceIntent,
});
