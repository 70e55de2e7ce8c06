import { printable } from '../../lib/printable.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Budget } from '../document.ts';
import { isValidBySchema } from './intent-schemas.lazy.ts';
import { INTENT_FIELDS, isTmf921, PROFILES_BY_NAME, type ProfileName, REPORT_FIELDS } from './profiles.ts';

/** What a document is taken for. */
export interface Detection {
  profile: ProfileName;
  /** All profiles that fit, the one that counts first. */
  profiles: readonly ProfileName[];
  /** Its type as the profile's schema calls it; undefined where the profile has none for such a document. */
  type: string | undefined;
  /** The language of an expression that stands alone. */
  language?: 'Turtle' | 'JSON-LD';
  /** What tells it, in words. */
  reason: string;
}

const NAMES = Object.keys(PROFILES_BY_NAME) as ProfileName[];

/** What an own field tells more than one that other profiles have too. */
const OWN_WEIGHT = 10;

/**
 * Which profile a document is of, by the fields that it has.
 *
 * @param container the field of 3GPP's network resource model that holds it, if one does
 */
export function detect(document: YamlMap, container: string | undefined, budget: Budget): Detection {
  const { expression } = document;
  const has = new Set([...Object.keys(document), ...(isMap(expression) ? Object.keys(expression) : [])]);
  const evidence = NAMES.map((name) => ({ name, ...evidenceOf(name, document, has) }));
  const best = evidence.reduce((a, b) => (b.weight > a.weight ? b : a));
  if (best.weight === 0 && container !== undefined) {
    const type = typeOf('ts28312', document, container);
    return {
      profile: 'ts28312',
      profiles: ['ts28312'],
      type,
      reason: 'it stands where 3GPP has its intents',
    };
  }
  const reason =
    best.weight === 0
      ? 'nothing in it tells of which, and that is the newest'
      : `it has ${best.fields.slice(0, 4).join(', ')}`;
  const { name: profile } = best;
  if (!isTmf921(profile)) {
    return { profile, profiles: [profile], type: typeOf(profile, document, container), reason };
  }
  // Both versions have the same types, and whoever writes the one knows the other: what fits says more than single fields.
  const other: ProfileName = profile === 'tmf921-v5' ? 'tmf921-v4' : 'tmf921-v5';
  const type = typeOf(profile, document, container);
  const otherType = typeOf(other, document, container);
  const fitsOther = otherType !== undefined && isValidBySchema(other, otherType, document, budget);
  // The fields of v5 have types that v4 knows nothing of: what is wrong with them must not be passed over as v4.
  const isWrong = () => type === undefined || !isValidBySchema(profile, type, document, budget);
  if (fitsOther && other === 'tmf921-v5' && isWrong()) {
    const detected = PROFILES_BY_NAME[other].standard;
    return {
      profile: other,
      profiles: [other],
      type: otherType,
      reason: `it is valid by ${detected}, and not by ${PROFILES_BY_NAME[profile].standard}`,
    };
  }
  return {
    profile,
    profiles: fitsOther ? [profile, other] : [profile],
    type,
    reason: reason + unknownType(document),
  };
}

/** What is said of a type that the standard doesn't have: without its super-class it counts as an intent. */
function unknownType({ '@type': type, '@baseType': base }: YamlMap): string {
  const { types } = PROFILES_BY_NAME['tmf921-v4'];
  const known = [...types, ...PROFILES_BY_NAME['tmf921-v5'].types];
  if (typeof type !== 'string' || known.includes(type) || known.includes(base as string)) return '';
  return `; its @type ${printable(type, 60)} is none of the standard's, so that it counts as an Intent unless @baseType says otherwise`;
}

/** What speaks for a profile in a document, of the fields that it and its expression have, and how much that weighs. */
function evidenceOf(
  name: ProfileName,
  document: YamlMap,
  has: ReadonlySet<string>,
): { weight: number; fields: string[] } {
  const { own, fields, types } = PROFILES_BY_NAME[name];
  const [ownFound, found] = [own.filter((key) => has.has(key)), fields.filter((key) => has.has(key))];
  const type = [document['@type'], document['@baseType']].find((value) => types.includes(value as string));
  const typed = type === undefined ? [] : [`@type ${type}`];
  return {
    // The expression is all of an intent of TMF921, whichever version.
    weight:
      OWN_WEIGHT * (ownFound.length + (found.includes('expression') ? 1 : 0)) +
      found.length +
      2 * typed.length,
    fields: [...ownFound, ...typed, ...found],
  };
}

/** Whether a document has a field that only documents of one of the standards have. */
export function hasOwnFields(document: YamlMap): boolean {
  return 'expression' in document || NAMES.some((name) => ownFields(name, document).length > 0);
}

/** Where 3GPP's network resource model nests its documents. */
export const CONTAINERS = ['SubNetwork', 'IntentHandlingFunction', 'Intent', 'IntentReport'];

/** The fields of a document by which it would be of another standard than it was taken for. */
export function foreignFields(document: YamlMap, profile: ProfileName): string[] {
  switch (profile) {
    case 'tmf921-v5':
    case 'tmf921-v4': {
      const held = CONTAINERS.filter((key) => typeof document[key] === 'object' && document[key] !== null);
      return 'intentExpectations' in document ? ['intentExpectations', ...held] : held;
    }
    case 'ts28312': {
      const { types } = PROFILES_BY_NAME['tmf921-v5'];
      const isTmf = types.includes(document['@type'] as string);
      return [...('expression' in document ? ['expression'] : []), ...(isTmf ? ['@type'] : [])];
    }
    // Its schemas allow no fields of others.
    case 'intent-to-o2-demo':
      return [];
  }
}

function ownFields(name: ProfileName, document: YamlMap): string[] {
  return PROFILES_BY_NAME[name].own.filter((key) => key in document);
}

/**
 * The type of a document in a profile, as its schema calls it.
 *
 * @param container the field of 3GPP's network resource model that holds it, if one does
 */
export function typeOf(
  profile: ProfileName,
  document: YamlMap,
  container: string | undefined,
): string | undefined {
  switch (profile) {
    case 'tmf921-v5': {
      const type = tmfType(document, PROFILES_BY_NAME[profile].types);
      // What has its address has been created; what hasn't is to be. Reports are made by servers.
      const isCreated = (isText(document.id) && isText(document.href)) || type === 'IntentReport';
      return isCreated || type === undefined ? type : `${type}_FVO`;
    }
    case 'tmf921-v4':
      return tmfType(document, PROFILES_BY_NAME[profile].types);
    case 'ts28312':
      if (INTENT_FIELDS.some((key) => key in document)) return 'Intent';
      if (container === 'IntentReport' || REPORT_FIELDS.some((key) => key in document)) return 'IntentReport';
      return isExpectation(document) ? 'IntentExpectation' : 'Intent';
    case 'intent-to-o2-demo':
      if ('intentType' in document || 'state' in document || 'id' in document) return 'Intent';
      return 'intentId' in document ? 'ServiceIntent' : undefined;
  }
}

function isExpectation(document: YamlMap): boolean {
  return Object.keys(document).some((key) => key.startsWith('expectation') && key !== 'expectationList');
}

/** A type of TMF921: as the document says, or as its super-class or its fields do. */
function tmfType(document: YamlMap, types: readonly string[]): string | undefined {
  const said = [document['@type'], document['@baseType']].filter(isText);
  const known = said.find((type) => types.includes(type));
  if (known !== undefined) return known;
  const all = Object.values(PROFILES_BY_NAME).flatMap((profile) => profile.types);
  if (said.some((type) => all.includes(type) && type.startsWith('Intent') && type !== 'Intent'))
    return undefined;
  if (isMap(document.intent)) return types.find((type) => type === 'IntentReport');
  if ('expressionSpecification' in document || 'specCharacteristic' in document)
    return types.find((type) => type === 'IntentSpecification');
  return 'Intent';
}

function isText(value: Value | undefined): value is string {
  return typeof value === 'string' && value !== '';
}
