import {
  boolean,
  dateTime,
  definition,
  discriminated,
  documents,
  integer,
  list,
  map,
  number,
  type Properties,
  type Schema,
  text,
  uri,
} from './json-schema.ts';

/**
 * Whether a document is what a client sends to create a resource, which is where TM Forum requires most fields, or the
 * resource as a server gives it.
 */
type Form = 'create' | 'full';

/** The name of a type's schema: TM Forum calls those for creation FVO. */
function nameOf(type: string, form: Form): string {
  return form === 'create' ? `${type}_FVO` : type;
}

const timePeriod = map({ startDateTime: dateTime, endDateTime: dateTime });
const addressable: Properties = { id: text, href: text };
const characteristicValues: { readonly [type: string]: Schema } = {
  Boolean: boolean,
  Integer: integer,
  Number: number,
  Object: { type: 'object' },
  String: text,
};

/** The types of TMF921 v5.0.0, written from TM Forum's OpenAPI document. */
function typesOf(form: Form): { [name: string]: Schema } {
  const use = (type: string) => definition(nameOf(type, form));
  /** Required of every document, then those that creation requires besides. */
  const extensible = (
    properties: Properties,
    always: readonly string[] = [],
    creation: readonly string[] = [],
  ) =>
    map({ '@type': text, '@baseType': text, '@schemaLocation': text, ...properties }, [
      '@type',
      ...always,
      ...(form === 'create' ? creation : []),
    ]);
  const atCreation = (...names: string[]) => (form === 'create' ? names : []);
  const reference = (properties: Properties = {}) =>
    extensible({ ...addressable, name: text, '@referredType': text, ...properties }, ['id'], ['name']);
  const related: Properties = {
    href: text,
    name: text,
    role: text,
    validFor: timePeriod,
    associationSpec: use('EntityRef'),
    '@type': text,
    '@baseType': text,
    '@schemaLocation': text,
    relationshipType: text,
  };
  const characteristic = extensible(
    {
      id: text,
      name: text,
      valueType: text,
      characteristicRelationship: list(use('CharacteristicRelationship')),
    },
    [],
    ['name'],
  );
  const characteristics = Object.entries(characteristicValues).flatMap(([type, value]) => [
    [`${type}Characteristic`, map({ value }, atCreation('value'))],
    [`${type}ArrayCharacteristic`, map({ value: list(value) }, atCreation('value'))],
  ]);
  const intentFields: Properties = {
    ...addressable,
    name: text,
    description: text,
    validFor: timePeriod,
    isBundle: boolean,
    priority: text,
    statusChangeDate: dateTime,
    context: text,
    version: text,
    intentSpecification: use('EntityRef'),
    intentRelationship: list(use('EntityRelationship')),
    characteristic: list(use('Characteristic')),
    relatedParty: list(use('RelatedPartyRefOrPartyRoleRef')),
    attachment: list(use('AttachmentRefOrValue')),
    expression: use('IntentExpression'),
    creationDate: dateTime,
    lastUpdate: dateTime,
    lifecycleStatus: text,
  };
  // A server may leave them out of an answer; an intent in a package says nothing without them.
  const intent = extensible(intentFields, ['name', 'expression']);
  const attachmentFields: Properties = {
    content: { type: 'string', format: 'base64' },
    size: map({ amount: number, units: text }),
    validFor: timePeriod,
    attachmentType: text,
    mimeType: text,
  };
  const types: { [type: string]: Schema } = {
    Intent: intent,
    ProbeIntent: intent,
    IntentReport: extensible({
      ...addressable,
      name: text,
      description: text,
      validFor: timePeriod,
      intent: use('IntentRefOrValue'),
      expression: use('IntentExpression'),
      creationDate: dateTime,
    }),
    IntentSpecification: extensible(
      {
        ...addressable,
        name: text,
        description: text,
        lastUpdate: dateTime,
        lifecycleStatus: text,
        isBundle: boolean,
        validFor: timePeriod,
        version: text,
        attachment: list(use('AttachmentRefOrValue')),
        targetEntitySchema: map(
          { '@type': text, '@schemaLocation': text },
          atCreation('@type', '@schemaLocation'),
        ),
        specCharacteristic: list(use('CharacteristicSpecification')),
        relatedParty: list(use('RelatedPartyRefOrPartyRoleRef')),
        constraint: list(use('ConstraintRef')),
        entitySpecRelationship: list(use('EntitySpecificationRelationship')),
        expressionSpecification: extensible({ expressionLanguage: text, iri: text }),
        intentSpecRelationship: list(use('IntentSpecificationRelationship')),
      },
      [],
      ['name'],
    ),
    // The intent of a report is one that a server has, in full or in part.
    IntentRefOrValue: discriminated(extensible(intentFields), '@type', { IntentRef: use('EntityRef') }),
    // What JSON-LD values hold is checked where expressions are.
    IntentExpression: discriminated(extensible({ iri: text }, [], ['iri']), '@type', {
      TurtleExpression: map({ expressionValue: text }, atCreation('expressionValue')),
      JsonLdExpression: map({ expressionValue: { type: 'object' } }, atCreation('expressionValue')),
    }),
    EntityRef: reference(),
    ConstraintRef: reference({ version: text }),
    IntentSpecificationRelationship: reference({ role: text, relationshipType: text, validFor: timePeriod }),
    EntityRelationship: map(
      { id: text, '@referredType': text, ...related },
      atCreation('relationshipType', 'id', '@referredType', '@type'),
    ),
    EntitySpecificationRelationship: map(
      related,
      atCreation('role', 'relationshipType', 'validFor', 'associationSpec'),
    ),
    Characteristic: discriminated(characteristic, '@type', Object.fromEntries(characteristics)),
    CharacteristicRelationship: extensible(
      { id: text, relationshipType: text },
      [],
      ['id', 'relationshipType'],
    ),
    CharacteristicSpecification: extensible(
      {
        id: text,
        name: text,
        valueType: text,
        description: text,
        configurable: boolean,
        validFor: timePeriod,
        minCardinality: integer,
        maxCardinality: integer,
        isUnique: boolean,
        regex: text,
        extensible: boolean,
        '@valueSchemaLocation': text,
        charSpecRelationship: list(use('CharacteristicSpecificationRelationship')),
        characteristicValueSpecification: list(use('CharacteristicValueSpecification')),
      },
      [],
      ['name', 'valueType'],
    ),
    CharacteristicSpecificationRelationship: extensible(
      {
        relationshipType: text,
        name: text,
        characteristicSpecificationId: text,
        parentSpecificationHref: uri,
        validFor: timePeriod,
        parentSpecificationId: text,
      },
      [],
      ['parentSpecificationId', 'name', 'relationshipType'],
    ),
    CharacteristicValueSpecification: extensible({
      valueType: text,
      isDefault: boolean,
      unitOfMeasure: text,
      validFor: timePeriod,
      valueFrom: integer,
      valueTo: integer,
      rangeInterval: text,
      regex: text,
    }),
    RelatedPartyRefOrPartyRoleRef: extensible(
      { role: text, partyOrPartyRole: use('PartyRefOrPartyRoleRef') },
      [],
      ['role'],
    ),
    PartyRefOrPartyRoleRef: discriminated(reference(), '@type', {
      PartyRoleRef: map({ partyId: text, partyName: text }),
    }),
    AttachmentRefOrValue: discriminated(
      extensible({ ...addressable, name: text, description: text, url: text, ...attachmentFields }),
      '@type',
      {
        AttachmentRef: reference(),
        Attachment: map(attachmentFields, atCreation('attachmentType', 'mimeType')),
      },
    ),
  };
  return Object.fromEntries(Object.entries(types).map(([type, schema]) => [nameOf(type, form), schema]));
}

/** The types that a client can create. */
const CREATED = ['Intent', 'ProbeIntent', 'IntentSpecification'] as const;
/** The types that a document can be of. */
const TYPES = [...CREATED.flatMap((type) => [nameOf(type, 'create'), nameOf(type, 'full')]), 'IntentReport'];

/** Source: TM Forum's TMF921_Intent_Management_v5.0.0.oas.yaml. */
export const TMF921_V5: Schema = documents('tmf921-v5', TYPES, { ...typesOf('create'), ...typesOf('full') });
