import {
  dateTime,
  definition,
  discriminated,
  documents,
  map,
  oneOf,
  type Properties,
  type Schema,
  text,
  uri,
} from './json-schema.ts';

const extensible: Properties = { '@type': text, '@baseType': text, '@schemaLocation': uri };
const addressable: Properties = { id: text, href: uri };
const timePeriod = map({ startDateTime: dateTime, endDateTime: dateTime });
const named: Properties = { name: text, description: text, creationDate: dateTime, validFor: timePeriod };
const written = map({ expressionValue: text }, ['expressionValue']);

const expression = discriminated(
  map(
    {
      ...extensible,
      // TM Forum's document has RdxmlExpression, its text RdfXmlExpression.
      '@type': oneOf('TurtleExpression', 'JsonLdExpression', 'RdfXmlExpression', 'RdxmlExpression'),
      expressionLanguage: oneOf('Turtle', 'JSON-LD', 'RDF-XML'),
      iri: text,
    },
    ['@type', 'expressionLanguage'],
  ),
  '@type',
  {
    TurtleExpression: written,
    JsonLdExpression: written,
    RdfXmlExpression: written,
    RdxmlExpression: written,
  },
);

const intentProperties: Properties = {
  ...extensible,
  ...addressable,
  ...named,
  lastUpdate: dateTime,
  lifecycleStatus: text,
  statusChangeDate: dateTime,
  version: text,
  expression: definition('Expression'),
};
const intent = map(intentProperties, ['name', 'expression']);

/** The types that a document can be of. */
const TYPES = ['Intent', 'ProbeIntent', 'JudgeIntent', 'BestIntent', 'IntentReport'] as const;

/** Source: TM Forum's TMF921_Intent_Management_API_v4.0.0_swagger.json. */
export const TMF921_V4: Schema = documents('tmf921-v4', TYPES, {
  Intent: intent,
  ProbeIntent: intent,
  JudgeIntent: intent,
  BestIntent: intent,
  IntentReport: map(
    {
      ...extensible,
      ...addressable,
      ...named,
      expression: definition('Expression'),
      intent: map({ ...intentProperties, '@referredType': text }),
    },
    ['intent'],
  ),
  Expression: expression,
});
