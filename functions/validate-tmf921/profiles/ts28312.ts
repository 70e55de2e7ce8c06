import {
  dateTime,
  definition,
  documents,
  integer,
  list,
  map,
  oneOf,
  type Properties,
  type Schema,
  text,
} from './json-schema.ts';

/** What every managed object of the NRM has (TS 28.623). */
const top: Properties = { id: { type: ['string', 'null'] }, objectClass: text, objectInstance: text };
const selectivity = oneOf('ALL_OF', 'ONE_OF', 'ANY_OF');
const context = definition('Context');
const expectations = { ...list(definition('IntentExpectation')), minItems: 1 };
/** A value, a list of values, or a map that names its parts: TS 28.312 allows a dozen types of values. */
const valueRange: Schema = {
  type: ['number', 'string', 'boolean', 'array', 'object'],
  items: { type: ['number', 'string', 'boolean', 'object'] },
};
const contextProperties: Properties = {
  contextAttribute: text,
  contextCondition: definition('Condition'),
  contextValueRange: valueRange,
};
/** One in the definitions of single targets, a list in the general one. */
const contexts: Schema = { ...list(context), type: ['array', 'object'], properties: contextProperties };

const fulfilmentInfo = map({
  fulfilmentStatus: oneOf('FULFILLED', 'NOT_FULFILLED'),
  fulfilStatus: oneOf('FULFILLED', 'NOT_FULFILLED'),
  notFullfilledState: oneOf(
    'ACKNOWLEDGED',
    'COMPLIANT',
    'DEGRADED',
    'SUSPENDED',
    'TERMINATED',
    'FULFILMENTFAILED',
  ),
  notFulfilledReasons: { type: ['string', 'array'], items: text },
});

/** The types that a document can be of. */
const TYPES = ['Intent', 'IntentExpectation', 'IntentReport'] as const;

/**
 * Rel-18, and what only Rel-17 has.
 * Source: 3GPP's TS28312_IntentNrm.yaml and TS28312_IntentExpectations.yaml (17.5.0, 18.2.0).
 */
export const TS28312: Schema = documents('ts28312', TYPES, {
  Intent: map(
    {
      ...top,
      userLabel: text,
      intentExpectations: expectations,
      contextSelectivity: selectivity,
      intentContexts: list(context),
      intentAdminState: oneOf('ACTIVATED', 'DEACTIVATED'),
      intentPriority: { type: 'integer', minimum: 1, maximum: 100 },
      // The document lists them without quotes, as readers of YAML take for booleans.
      intentPreemptionCapability: { type: ['string', 'boolean'], enum: ['TRUE', 'FALSE', true, false] },
      observationPeriod: integer,
      intentReportReference: text,
      intentFulfilmentInfo: fulfilmentInfo,
    },
    // Its table of attributes has one or more; its OpenAPI document forgets to say so.
    ['intentExpectations'],
  ),
  IntentExpectation: map(
    {
      expectationId: text,
      expectationVerb: oneOf('DELIVER', 'ENSURE'),
      expectationObject: definition('ExpectationObject'),
      expectationObjects: list(definition('ExpectationObject')),
      expectationTargets: list(
        map({
          targetName: text,
          targetCondition: definition('Condition'),
          targetValueRange: valueRange,
          contextSelectivity: selectivity,
          targetContexts: contexts,
          targetFulfilmentInfo: fulfilmentInfo,
        }),
      ),
      contextSelectivity: selectivity,
      expectationContexts: list(context),
      expectationfulfilmentInfo: fulfilmentInfo,
    },
    ['expectationId'],
  ),
  ExpectationObject: map({
    // The two documents of a release spell one of them differently.
    objectType: oneOf(
      'RAN_SubNetwork',
      'Edge_Service_Support',
      'EdgeService_Support',
      'Service_Support',
      '5GC_SubNetwork',
      'Radio_Service',
    ),
    objectInstance: text,
    contextSelectivity: selectivity,
    objectContexts: list(context),
  }),
  Context: map(contextProperties),
  Condition: oneOf(
    'IS_EQUAL_TO',
    'IS_LESS_THAN',
    'IS_GREATER_THAN',
    'IS_WITHIN_RANGE',
    'IS_OUTSIDE_RANGE',
    'IS_ONE_OF',
    'IS_NOT_ONE_OF',
    'IS_EQUAL_TO_OR_LESS_THAN',
    'IS_EQUAL_TO_OR_GREATER_THAN',
    'IS_ALL_OF',
  ),
  IntentReport: map({
    ...top,
    intentFulfilmentReport: map({
      intentFulfilmentInfo: fulfilmentInfo,
      expectationFulfilmentResult: list(
        map({
          expectationId: text,
          expectaitonId: text,
          expectationFulfilmentInfo: fulfilmentInfo,
          targetFulfilmentResult: list(
            map({
              targetName: text,
              targetFulfilmentInfo: fulfilmentInfo,
              targetAchievedValue: { type: 'number' },
            }),
          ),
        }),
      ),
    }),
    intentConflictReports: list(
      map({
        conflictId: text,
        conflictType: oneOf('INTENT_CONFLICT', 'EXPECTATION_CONFLICT', 'TARGET_CONFLICT'),
        conflictingIntent: text,
        conflictingExpectation: text,
        conflictingTarget: text,
      }),
    ),
    intentFeasibilityCheckReport: map({
      feasibilityCheckResult: oneOf('FEASIBLE', 'INFEASIBLE'),
      infeasibilityReason: text,
    }),
    lastUpdatedTime: dateTime,
    intentReference: text,
  }),
});
