import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The OpenAPI document of Kubernetes 1.34, which isn't part of the repository. */
export const SWAGGER = resolve(import.meta.dirname, '../../../../shared/data/kubernetes/swagger-1.34.json');

export const hasSwagger = existsSync(SWAGGER);

type Schema = { [key: string]: unknown };

/**
 * The kinds of the OpenAPI document as JSON Schemas, made as kubernetes-json-schema makes its strict ones: no unknown
 * fields, and null for those that aren't required.
 *
 * @returns the definitions, and the one of each `apiVersion/Kind`
 */
export function schemasOfSwagger(): { definitions: Schema; kinds: Map<string, string> } {
  const { definitions } = JSON.parse(readFileSync(SWAGGER, 'utf8')) as {
    definitions: Record<string, Schema>;
  };
  const kinds = new Map<string, string>();
  const made: Schema = {};
  for (const [name, definition] of Object.entries(definitions)) {
    made[name] = strict(name, definition);
    const ids = (definition['x-kubernetes-group-version-kind'] ?? []) as Record<string, string>[];
    for (const { group, version, kind } of ids)
      kinds.set(`${group === '' ? '' : `${group}/`}${version}/${kind}`, name);
  }
  return { definitions: made, kinds };
}

function strict(name: string, definition: Schema): Schema {
  if (name.endsWith('.IntOrString')) return { oneOf: [{ type: 'string' }, { type: 'integer' }] };
  if (name.endsWith('.Quantity')) return { oneOf: [{ type: 'string' }, { type: 'number' }] };
  const { type, properties, required = [], ...others } = definition;
  if (!properties)
    return type === undefined ? {} : { type, ...('format' in others && { format: others.format }) };
  const own = Object.entries(properties as Record<string, Schema>).map(([key, schema]) => {
    const inner = field(schema);
    return [key, (required as string[]).includes(key) ? inner : { anyOf: [inner, { type: 'null' }] }];
  });
  return { type: 'object', properties: Object.fromEntries(own), required, additionalProperties: false };
}

function field(schema: Schema): Schema {
  const { $ref, type, items, additionalProperties, format } = schema;
  if ($ref) return { $ref };
  if (type === 'array') return { type, items: { anyOf: [field(items as Schema), { type: 'null' }] } };
  if (type === 'object' && additionalProperties) {
    return {
      type,
      additionalProperties: { anyOf: [field(additionalProperties as Schema), { type: 'null' }] },
    };
  }
  return type === undefined ? {} : { type, ...(format !== undefined && { format }) };
}
