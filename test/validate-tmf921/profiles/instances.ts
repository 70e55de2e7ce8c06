import type { Schema } from '../../../functions/validate-tmf921/profiles/json-schema.ts';

type Definitions = { readonly [name: string]: Schema };
export type Json = { [key: string]: unknown };

/** What fits the patterns that the schemas have. */
const PATTERNS: { readonly [pattern: string]: string } = {
  '^[a-zA-Z0-9_-]+$': 'text',
  '^\\d+\\.\\d+\\.\\d+$': '1.0.0',
  '^[0-9A-Fa-f]{6}$': '0a1b2c',
  '^[0-9]{5,6}$': '00101',
};
const FORMATS = { 'date-time': '2026-11-27T08:30:00Z', uri: 'https://example.org/a', base64: 'YQ==' };
/** Expressions have to be readable too. */
const EXPRESSIONS: { readonly [type: string]: unknown } = {
  'TurtleExpression string': '<urn:a> a <urn:b> .',
  'JsonLdExpression object': { '@context': { a: 'urn:a#' }, '@type': 'a:b' },
  'JsonLdExpression string': '{"@context": {"a": "urn:a#"}, "@type": "a:b"}',
};

/** A schema with what it refers to, and with the variant of a discriminated one that a value is of. */
export function resolve(schema: Schema, definitions: Definitions, value?: unknown): Schema {
  if (schema.$ref !== undefined) {
    return resolve(definitions[schema.$ref.slice('#/definitions/'.length)] as Schema, definitions, value);
  }
  const { allOf = [], ...base } = schema;
  const variants = allOf
    .filter((variant) => fits(variant.if, value))
    .map(({ then }) => resolve(then as Schema, definitions, value));
  return variants.reduce(merge, base);
}

function fits(condition: Schema | undefined, value: unknown): boolean {
  return Object.entries(condition?.properties ?? {}).every(
    ([key, rule]) => (value as Json | undefined)?.[key] === rule.const,
  );
}

function merge(a: Schema, b: Schema): Schema {
  return {
    ...a,
    properties: { ...a.properties, ...b.properties },
    required: [...new Set([...(a.required ?? []), ...(b.required ?? [])])],
  };
}

/** Values that fit a schema: together they have all its fields, and all its variants. */
export function instances(schema: Schema, definitions: Definitions): unknown[] {
  if (schema.$ref !== undefined) {
    const { allOf = [] } = definitions[schema.$ref.slice('#/definitions/'.length)] as Schema;
    const base = instances(resolve(schema, definitions), definitions);
    return [
      ...variantsOf(schema, definitions),
      ...base.filter((value) => !allOf.some((variant) => fits(variant.if, value))),
    ];
  }
  const { enum: values, const: constant, type, format, pattern, properties, items, minimum } = schema;
  if (constant !== undefined) return [constant];
  if (values) return [values[0]];
  if (pattern !== undefined) return [PATTERNS[pattern]];
  if (format !== undefined) return [FORMATS[format]];
  switch ([type].flat()[0]) {
    case 'string':
      return ['text'];
    case 'integer':
    case 'number':
      return [Math.max(1, minimum ?? 1)];
    case 'boolean':
      return [true];
    case 'array':
      return items ? instances(items, definitions).map((item) => [item]) : [[]];
    default:
      return properties ? maps(properties, definitions) : [{}];
  }
}

function variantsOf(schema: Schema, definitions: Definitions): unknown[] {
  const target = definitions[(schema.$ref ?? '').slice('#/definitions/'.length)] as Schema;
  return (target.allOf ?? []).flatMap(({ if: condition }) => {
    const chosen = Object.fromEntries(
      Object.entries(condition?.properties ?? {}).map(([key, rule]) => [key, rule.const]),
    );
    const { properties = {} } = resolve(target, definitions, chosen);
    return maps(properties, definitions).map((map) => withExpression({ ...map, ...chosen }, properties));
  });
}

function maps(properties: { readonly [key: string]: Schema }, definitions: Definitions): Json[] {
  const choices = Object.entries(properties).map(
    ([key, schema]) => [key, instances(schema, definitions)] as const,
  );
  const first = Object.fromEntries(choices.map(([key, [value]]) => [key, value]));
  const others = choices.flatMap(([key, [, ...more]]) => more.map((value) => ({ ...first, [key]: value })));
  return [first, ...others];
}

function withExpression(map: Json, properties: { readonly [key: string]: Schema }): Json {
  const { expressionValue } = properties;
  const languages: { [type: string]: string } = {
    TurtleExpression: 'Turtle',
    JsonLdExpression: 'JSON-LD',
    RdfXmlExpression: 'RDF-XML',
    RdxmlExpression: 'RDF-XML',
  };
  const language =
    'expressionLanguage' in map ? { expressionLanguage: languages[map['@type'] as string] } : {};
  if (!expressionValue) return map;
  return {
    ...map,
    ...language,
    expressionValue: EXPRESSIONS[`${map['@type']} ${expressionValue.type}`] ?? '<rdf/>',
  };
}

/** A place in a value, and the schema that it has to fit. */
export interface Node {
  path: (string | number)[];
  schema: Schema;
  value: unknown;
}

/** All places of a value that a schema says something of. */
export function nodesOf(
  value: unknown,
  schema: Schema,
  definitions: Definitions,
  path: (string | number)[] = [],
): Node[] {
  const own = resolve(schema, definitions, value);
  const node = { path, schema: own, value };
  if (Array.isArray(value) && own.items) {
    const { items } = own;
    return [node, ...value.flatMap((item, i) => nodesOf(item, items, definitions, [...path, i]))];
  }
  if (typeof value !== 'object' || value === null || !own.properties) return [node];
  const { properties } = own;
  return [
    node,
    ...Object.entries(value).flatMap(([key, inner]) => {
      const rule = properties[key];
      return rule ? nodesOf(inner, rule, definitions, [...path, key]) : [];
    }),
  ];
}
