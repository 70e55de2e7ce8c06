/** What of JSON Schema (draft 7) the schemas of intents need. */
export interface Schema {
  $id?: string;
  $ref?: string;
  type?: string | readonly string[];
  format?: 'date-time' | 'uri' | 'base64';
  enum?: readonly (string | boolean)[];
  const?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  minLength?: number;
  maxLength?: number;
  items?: Schema;
  properties?: { readonly [key: string]: Schema };
  required?: readonly string[];
  additionalProperties?: boolean;
  allOf?: readonly Schema[];
  if?: Schema;
  then?: Schema;
  definitions?: { readonly [name: string]: Schema };
}

export type Properties = { readonly [key: string]: Schema };

export const text: Schema = { type: 'string' };
export const integer: Schema = { type: 'integer' };
export const number: Schema = { type: 'number' };
export const boolean: Schema = { type: 'boolean' };
/** RFC 3339, as the standards say. */
export const dateTime: Schema = { type: 'string', format: 'date-time' };

/** An absolute one. */
export const uri: Schema = { type: 'string', format: 'uri' };

export function list(items: Schema): Schema {
  return { type: 'array', items };
}

export function oneOf(...values: string[]): Schema {
  return { type: 'string', enum: values };
}

/** A map that may have more fields than these. */
export function map(properties: Properties, required: readonly string[] = []): Schema {
  return { type: 'object', properties, required };
}

/** A map that may have no other fields. */
export function closedMap(properties: Properties, required: readonly string[] = []): Schema {
  return { ...map(properties, required), additionalProperties: false };
}

export function definition(name: string): Schema {
  return { $ref: `#/definitions/${name}` };
}

/** A map that has to be more than itself, by the value of a field: what the standards call a discriminator. */
export function discriminated(
  base: Schema,
  field: string,
  variants: { readonly [value: string]: Schema },
): Schema {
  const cases = Object.entries(variants).map(
    ([value, variant]): Schema => ({
      if: { properties: { [field]: { const: value } }, required: [field] },
      // biome-ignore lint/suspicious/noThenProperty: the keyword is called so
      then: variant,
    }),
  );
  return { ...base, allOf: [...(base.allOf ?? []), ...cases] };
}

/**
 * The schema of a profile: a map of one field, which is called by the type of the document and holds it. So one
 * validator suffices for all types.
 */
export function documents(
  profile: string,
  types: readonly string[],
  definitions: { readonly [name: string]: Schema },
): Schema {
  const properties = Object.fromEntries(types.map((type) => [type, definition(type)]));
  return { $id: profile, type: 'object', properties, definitions };
}
