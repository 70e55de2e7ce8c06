import { type Effort, nearest } from '../../lib/nearest.ts';
import { TIO_3_6_0, TIO_OTHERS } from './tio-terms.ts';

/** The terms of a namespace. */
export interface Ontology {
  /** As people call it. */
  readonly name: string;
  /** Whether all of its terms are known here: what it doesn't hold is then misspelt, or made up. */
  readonly isComplete: boolean;
  /** Whether names that differ by the case of their first letter mean different things: classes and properties. */
  readonly isCased: boolean;
  has(local: string): boolean;
  /** The term that a misspelt one most likely means. */
  nearest(local: string, effort: Effort): string | undefined;
  /** The ontologies of the same family that have a term of this name. */
  elsewhere(local: string): readonly string[];
}

export interface Term {
  ontology: Ontology;
  /** The IRI's part before the term's name. */
  namespace: string;
  local: string;
  isKnown: boolean;
}

/** https://www.w3.org/TR/rdf11-schema/ and rdf-concepts; the members _1, _2 … of containers are a rule, not a list. */
const RDF =
  'Alt Bag CompoundLiteral HTML JSON List PlainLiteral Property Seq Statement XMLLiteral dirLangString direction first ' +
  'langString language nil object predicate reifies rest subject type value';
const RDFS =
  'Class Container ContainerMembershipProperty Datatype Literal Resource comment domain isDefinedBy label member range ' +
  'seeAlso subClassOf subPropertyOf';
/** https://www.w3.org/TR/xmlschema11-2/: the datatypes, and the facets, which OWL uses as properties. */
const XSD =
  'ENTITIES ENTITY ID IDREF IDREFS NCName NMTOKEN NMTOKENS NOTATION Name QName anyAtomicType anySimpleType anyType anyURI ' +
  'base64Binary boolean byte date dateTime dateTimeStamp dayTimeDuration decimal double duration float gDay gMonth ' +
  'gMonthDay gYear gYearMonth hexBinary int integer language long negativeInteger nonNegativeInteger ' +
  'nonPositiveInteger normalizedString positiveInteger short string time token unsignedByte unsignedInt unsignedLong ' +
  'unsignedShort untypedAtomic yearMonthDuration ' +
  'assertion enumeration explicitTimezone fractionDigits length maxExclusive maxInclusive maxLength maxScale minExclusive ' +
  'minInclusive minLength minScale pattern totalDigits whiteSpace';

class TermList implements Ontology {
  readonly name: string;
  readonly isComplete: boolean;
  readonly isCased: boolean;
  private readonly terms: ReadonlySet<string>;
  /** The list, the names in small letters first, and last. */
  private readonly lists: { smallFirst: readonly string[]; smallLast: readonly string[] };
  private readonly rule: RegExp | undefined;

  constructor(name: string, terms: string, { isComplete = true, isCased = false, rule }: Options = {}) {
    this.name = name;
    this.isComplete = isComplete;
    this.isCased = isCased;
    const list = terms.split(' ');
    this.terms = new Set(list);
    const [small, other] = [list.filter(isSmall), list.filter((term) => !isSmall(term))];
    this.lists = { smallFirst: [...small, ...other], smallLast: [...other, ...small] };
    this.rule = rule;
  }

  has(local: string): boolean {
    return this.terms.has(local) || (this.rule?.test(local) ?? false);
  }

  nearest(local: string, effort: Effort): string | undefined {
    // Of equally near names the first is meant: a class for a class, a property for a property.
    return nearest(local, isSmall(local) ? this.lists.smallFirst : this.lists.smallLast, effort);
  }

  elsewhere(local: string): readonly string[] {
    return this.isCased ? Object.keys(TIO_3_6_0).filter((module) => TIO_MODULES.get(module)?.has(local)) : [];
  }
}

/** Whether a name starts with a small letter, as properties do. */
export function isSmall(name: string): boolean {
  return name.charAt(0) === name.charAt(0).toLowerCase();
}

interface Options {
  isComplete?: boolean;
  isCased?: boolean;
  rule?: RegExp;
}

const ONTOLOGIES: ReadonlyMap<string, Ontology> = new Map([
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns#', new TermList('RDF', RDF, { rule: /^_[1-9]\d{0,9}$/ })],
  ['http://www.w3.org/2000/01/rdf-schema#', new TermList('RDF Schema', RDFS)],
  ['http://www.w3.org/2001/XMLSchema#', new TermList('XML Schema', XSD)],
]);

/** The namespaces of TM Forum's intent ontology: any version, and the three hosts and both ends that examples have. */
const TIO =
  /^https?:\/\/(?:tio\.models|www\.models|tio\.labs)\.tmforum\.org\/tio\/v([\d.]{1,20})\/(\w{1,60})[#/]$/;

/** Names of modules that versions before 3.6.0, and TM Forum's own examples, spell otherwise. */
const MODULE_NAMES: ReadonlyMap<string, string> = new Map([
  ['IntentManagmentOntology', 'IntentManagementOntology'],
  ['IntentValidity', 'IntentValidityOntology'],
]);

const TIO_MODULES: ReadonlyMap<string, Ontology> = new Map(
  Object.keys(TIO_3_6_0).map((module) => [
    module,
    new TermList(`TM Forum's ${module} 3.6.0`, TIO_3_6_0[module] ?? '', { isCased: true }),
  ]),
);
const OTHER_TIO_MODULES: ReadonlyMap<string, Ontology> = new Map(
  Object.keys(TIO_3_6_0).map((module) => {
    const terms = [TIO_3_6_0[module], TIO_OTHERS[module]].filter((list) => list !== undefined).join(' ');
    return [module, new TermList(`TM Forum's ${module}`, terms, { isCased: true, isComplete: false })];
  }),
);

/** The ontology of a namespace (its IRI, with the "#" or "/" at its end), if its terms are known here. */
export function findOntology(namespace: string): Ontology | undefined {
  const [, version, module] = TIO.exec(namespace) ?? [];
  if (module === undefined) return ONTOLOGIES.get(namespace);
  return (version === '3.6.0' ? TIO_MODULES : OTHER_TIO_MODULES).get(MODULE_NAMES.get(module) ?? module);
}

/** The term that an IRI names, if it is of a known ontology. */
export function findTerm(iri: string): Term | undefined {
  const start = Math.max(iri.lastIndexOf('#'), iri.lastIndexOf('/')) + 1;
  const namespace = iri.slice(0, start);
  const local = iri.slice(start);
  const ontology = local === '' ? undefined : findOntology(namespace);
  return ontology && { ontology, namespace, local, isKnown: ontology.has(local) };
}
