/** The ontologies of TM Forum's TR290 and TR292 family stand below this; version 3.6.0 is the one that intents use most. */
const TIO = 'http://tio.models.tmforum.org/tio/v3.6.0/';

/** The namespaces that intents use, by the prefixes that TM Forum's examples give them. */
const WELL_KNOWN: ReadonlyMap<string, string> = new Map([
  ['icm', `${TIO}IntentCommonModel/`],
  ['imo', `${TIO}IntentManagementOntology/`],
  ['ig', `${TIO}IntentGuaranteeOntology/`],
  ['insp', `${TIO}IntentSpecification/`],
  ['iv', `${TIO}IntentValidityOntology/`],
  ['fun', `${TIO}FunctionOntology/`],
  ['log', `${TIO}LogicalOperators/`],
  ['mf', `${TIO}MathFunctions/`],
  ['met', `${TIO}MetricsAndObservations/`],
  ['pbi', `${TIO}ProposalBestIntent/`],
  ['pre', `${TIO}PreferenceOfHandlingOutcomes/`],
  ['pro', `${TIO}IntentProbing/`],
  ['quan', `${TIO}QuantityOntology/`],
  ['set', `${TIO}SetOperators/`],
  ['ut', `${TIO}Utility/`],
  ['rdf', 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
  ['skos', 'http://www.w3.org/2004/02/skos/core#'],
  ['dct', 'http://purl.org/dc/terms/'],
  ['dcterms', 'http://purl.org/dc/terms/'],
  ['foaf', 'http://xmlns.com/foaf/0.1/'],
  ['t', 'http://www.w3.org/2006/time#'],
  ['time', 'http://www.w3.org/2006/time#'],
  ['geo', 'http://www.opengis.net/ont/geosparql#'],
]);

/** The namespace that a prefix is usually for. */
export function wellKnownNamespace(prefix: string): string | undefined {
  return WELL_KNOWN.get(prefix);
}
