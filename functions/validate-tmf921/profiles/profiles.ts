import type { PROFILES } from '../../lib/policy/policy.ts';

/** A profile that intents can be of. */
export type ProfileName = Exclude<(typeof PROFILES)[number], 'auto'>;

/** Whether a profile is a version of TMF921, whose documents have expressions and types. */
export function isTmf921(name: ProfileName): name is 'tmf921-v5' | 'tmf921-v4' {
  return name === 'tmf921-v5' || name === 'tmf921-v4';
}

/** What tells that a document is of a profile. */
interface Profile {
  /** What messages call it. */
  standard: string;
  /** Fields that only documents of it have, and so tell more than those that others have too. */
  own: readonly string[];
  /** Fields that documents of it have. */
  fields: readonly string[];
  /** Values of `@type` that it has. */
  types: readonly string[];
}

/** Fields that only intents of TS 28.312 have. */
export const INTENT_FIELDS = [
  'intentExpectations',
  'intentContexts',
  'intentAdminState',
  'intentPriority',
  'intentPreemptionCapability',
  'intentReportReference',
  'intentFulfilmentInfo',
  'observationPeriod',
];

/** Fields that only reports of TS 28.312 have. */
export const REPORT_FIELDS = [
  'intentFulfilmentReport',
  'intentConflictReports',
  'intentFeasibilityCheckReport',
  'lastUpdatedTime',
  'intentReference',
];

/** Fields that only expectations of TS 28.312 have. */
const EXPECTATION_FIELDS = [
  'expectationId',
  'expectationVerb',
  'expectationObject',
  'expectationObjects',
  'expectationTargets',
  'expectationContexts',
];

/** The profiles; of those that fit equally well, the first counts. */
export const PROFILES_BY_NAME: { readonly [name in ProfileName]: Profile } = {
  'tmf921-v5': {
    standard: 'TMF921 v5',
    own: [
      'isBundle',
      'context',
      'attachment',
      'intentRelationship',
      'expressionSpecification',
      'specCharacteristic',
      'targetEntitySchema',
      'entitySpecRelationship',
      'intentSpecRelationship',
    ],
    fields: [
      'expression',
      'lifecycleStatus',
      'validFor',
      'priority',
      'intent',
      'intentSpecification',
      'characteristic',
      'relatedParty',
    ],
    types: ['Intent', 'ProbeIntent', 'IntentReport', 'IntentSpecification'],
  },
  'tmf921-v4': {
    standard: 'TMF921 v4',
    own: ['expressionLanguage'],
    fields: ['expression', 'lifecycleStatus', 'validFor', 'intent'],
    types: ['Intent', 'ProbeIntent', 'JudgeIntent', 'BestIntent', 'IntentReport'],
  },
  ts28312: {
    standard: 'TS 28.312',
    own: [...INTENT_FIELDS, ...REPORT_FIELDS, ...EXPECTATION_FIELDS],
    fields: ['userLabel', 'objectClass', 'contextSelectivity'],
    types: [],
  },
  'intent-to-o2-demo': {
    standard: 'the intent-to-o2 demo',
    own: [
      'intentType',
      'intentCharacteristic',
      'intentExpectationId',
      'intentExpectationType',
      'serviceIntent',
      'expectationList',
    ],
    fields: [
      'intentId',
      'serviceType',
      'targetSite',
      'resourceProfile',
      'sla',
      'state',
      'service',
      'slice',
      'qos',
      'expectation',
      'party',
      'intentSpecification',
      'characteristic',
      'relatedParty',
    ],
    types: ['NetworkSliceIntent', 'ServiceIntent', 'ResourceIntent', 'PolicyIntent', 'CustomIntent'],
  },
};
