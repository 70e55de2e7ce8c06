/** Terms by the module of TM Forum's intent ontology (TIO) that defines them. */
type Modules = Readonly<Record<string, string>>;

/**
 * TIO 3.6.0, all modules: the Turtle files that TM Forum published beside TR290 (Intent Common Model: TR290A, TR290B; its
 * vocabulary: TR290V) and TR292 (Intent Management Ontology and its parts), with what these use and only forgot to define
 * (icm:Report, imo:Error, met:Metric, ig:GuaranteeReport, fun:function).
 */
export const TIO_3_6_0: Modules = {
  FunctionOntology:
    'Error Function Vocabulary Warning argumentNames argumentTypes arityMax arityMin function ' +
    'resultIfInvalid resultType',
  IntentCommonModel:
    'ConditionReport Context ContextReport DeliveryExpectation DeliveryExpectationReport Expectation ' +
    'ExpectationReport Information Intent IntentElement IntentReport ObservationReportingExpectation ' +
    'PropertyExpectation PropertyExpectationReport Reason Report ReportingExpectation ' +
    'ReportingExpectationReport Target TargetReport Vocabulary about chooseFrom context contextReport ' +
    'deliveryDescription deliveryType information intentElements intentHandlingState intentUpdateState ' +
    'reason reportDestination reportDestinations reportGenerated reportNumber reportTriggers result ' +
    'resultFrom target targetCount targetReport valuesOfTargetProperty',
  IntentGuaranteeOntology:
    'ConfidenceLevelNotObtainable ConfidenceLevelNotReached ConflictingGuarantees Guarantee ' +
    'GuaranteeAccepted GuaranteePeriodNotObtainable GuaranteePeriodTooLong GuaranteePeriodUpdate ' +
    'GuaranteePeriodUpdateIntervalTooLong GuaranteeRejected GuaranteeReport ' +
    'GuaranteeReportingExpectation GuaranteeStateCompliant GuaranteeStateDegraded State Vocabulary ' +
    'confidenceLevel guaranteePeriod guaranteePeriodUpdateInterval hasGuarantee state stateReportedAt ' +
    'until',
  IntentManagementOntology:
    'BaseOntologyModel Complies Degrades Error Event Handler HandlingEnded IntentAccepted ' +
    'IntentCommonModel IntentExtensionModel IntentHandlingEvent IntentHandlingState IntentManager ' +
    'IntentReceived IntentRejected IntentRemoval LCMrole Now Owner StateCompliant StateDegraded ' +
    'StateFinalizing StateIntentReceived StateNoUpdate StateUpdateReceived StateUpdating TIOmodel ' +
    'UpdateAccepted UpdateFinished UpdateReceived UpdateRejected Vocabulary Warning ' +
    'associatedValueCombination associatedValueType event eventFor eventIssuedBy eventIssuedFor handler ' +
    'handlingState handlingStateOf owner timeOfLastEventFor timeOfLastEventsFor timeOfLastReportFor ' +
    'updateState updateStateOf',
  IntentProbing: 'Vocabulary expectedObservation expectedResult',
  IntentSpecification:
    'ContentTemplate IntentSpecification ObjectTemplate Template Vocabulary VocabularyTemplate ' +
    'allowedValues alternative applicableIf applicableIfNot availableVocabulary chosenAll chosenAllFor ' +
    'chosenAny chosenAnyFor chosenHandlingDomain chosenIntentHandler content contentUsing ' +
    'intentHandlerVendor intentOwner intentOwnerDomain intentOwnerVendor mandatory mandatoryIntent ' +
    'mandatorySpecification option optionalIntent optionalSpecification selectValues templateType ' +
    'usedVocabularyFor valueSelected valueSelectedFor',
  IntentValidityOntology:
    'Validity ValidityChange ValidityChangeInvalid ValidityChangeValid ValidityReport ' +
    'ValidityReportingExpectation Vocabulary isValid sameValidityAs validIf validityOf validityStatus ' +
    'valueIfNotValid',
  LogicalOperators:
    'Condition Vocabulary allOf anyOf match matchAll matchAny matchNone matchOne matchStatement noneOf ' +
    'oneOf',
  MathFunctions: 'Vocabulary c coefficients input k l logistic map mapping poly x0',
  MetricsAndObservations:
    'Metric Observation Vocabulary lastObserved lastValue metric observed observedMetric observedValue ' +
    'obtainedAt',
  PreferenceOfHandlingOutcomes:
    'JudgementRequest Preference PreferenceScore ScoreInterpretation Vocabulary about aboutOption ' +
    'judgementRequest maxScore minScore neutral objected objectedThreshold preference ' +
    'preferenceDeadline preferred preferredThreshold score scoreInterpretation scoreValue',
  ProposalBestIntent:
    'BestProposalExpectation BestProposalReport Proposal Vocabulary proposal proposed proposedBest ' +
    'proposedFor',
  QuantityOntology:
    'MonetaryQuantity Quantity Vocabulary atLeast atMost difference division exactly greater greatest ' +
    'greatestInSet inRange mean meanOfSet median medianOfSet multiplication multiplicationOfSet ' +
    'quantity smaller smallest smallestInSet sum sumOfSet unit',
  SetOperators:
    'Vocabulary difference elementOf empty forAll includedIn intersection intersectsWith isMember ' +
    'membersAfter membersBefore membersSameTime membersWhile newestMember oldestMember resourcesOfType ' +
    'resourcesWithProperty resourcesWithPropertyObject typesOfMembers union valuesOfObjectProperty',
  Utility:
    'UtilityInformation UtilityProfile Vocabulary elevatedMaxUtility forMetric function maxUtility ' +
    'minUtility utility utilityProfile utilityResult withArgument withArguments',
};

/**
 * What other versions have besides: the draft 1.0.0 of the Intent Common Model (2022), and terms that TM Forum's own
 * examples of TMF921 and the intents of its Catalysts use. No list of these versions is complete.
 */
export const TIO_OTHERS: Modules = {
  IntentCommonModel:
    'Condition DeliveryParam ExpectationParam ExpectationReportParam ExpectationTarget HandlingEnded ' +
    'IndividualTarget InformationElement IntentAccepted IntentHandlingEvent IntentHandlingState ' +
    'IntentManagementProcedure IntentManagementState IntentModelUnknown IntentReceived IntentRejected ' +
    'IntentRemoval IntentUnknownFormat IntentUpdateState NewEventTypes OneElementOf OwnerNotAccepted ' +
    'ParamReason ParamReasonUnspecified Parameter ProcedureSET PropertyParam ' +
    'ReasonConditionCannotBeEvaluated ReasonNoObservationAvailable ReasonNoTarget ' +
    'ReasonTargetResourceNotSelected ReferenceableNode RejectionReason ReportContext ' +
    'ReportingDurationExpired ReportingIntervalExpired ReportingParam RequirementDefiner ' +
    'RequirementElement RequirementExplainer RequirementReportExplainer RequirementReporter ' +
    'StateAccepted StateCompliant StateComplies StateDegraded StateDegrades StateFinalizing ' +
    'StateIntentReceived StateNoUpdate StateUpdateReceived StateUpdating SuccessfulHandlingNotExpected ' +
    'TargetUnavailable UnspecifiedRejection UpdateAccepted UpdateFinished UpdateReceived UpdateRejected ' +
    'ValuePending allOf atLeast atMost compliant constraints currentIntentHandlingState ' +
    'currentIntentUpdateState degraded elementType exactly greater handlingState hasContext ' +
    'hasExpectation hasExpectationReport hasInformation hasReportContext intentOwner latestValueOf ' +
    'observation oneOf params paramsCompliant paramsDegraded paramsUnknown partOfProcedure ' +
    'reasonForParamDegraded reasonForParamUnknown receiver rejectedBecause reportHandlingState ' +
    'reportTimestamp reportedEvent reportingDuration reportingDurationLeft reportingEvent ' +
    'reportingInterval reportingIntervalLeft reportingIntervalRemaining reportsAbout smaller ' +
    'subjectContainer targetDescription targetType unit80000 updateState value',
  IntentManagementOntology:
    'IntentComplies IntentDegrades SuccessfulHandlingNotExpected id intentHandler intentOwner ' +
    'parameters timeOfLastEvent',
  LogicalOperators: 'if',
  ProposalBestIntent: 'ProposalExpectation ProposalParam ProposeImmediately proposingFrequency proposingTime',
  QuantityOntology: 'equal',
};
