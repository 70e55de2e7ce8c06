import type { Definition, Kubernetes, Node } from '../../functions/kubeconform-check/built-in/kubernetes.ts';

type Schema = { [key: string]: unknown };

/**
 * A built-in kind as the JSON Schema that kubeconform takes: laid out like those of kubernetes-json-schema, with
 * definitions instead of copies.
 *
 * @param strict without unknown fields
 */
export function jsonSchemaOf(
  kubernetes: Kubernetes,
  apiVersion: string,
  kind: string,
  strict: boolean,
): Schema {
  const found = kubernetes.find(apiVersion, kind);
  if (!found) throw new Error(`there is no ${apiVersion} ${kind}`);
  const definitions: Schema = {};
  const refer = (definition: Definition): Schema => {
    const { name, fields, required } = definition.contents;
    if (!(name in definitions)) {
      definitions[name] = {};
      const properties: Schema = {};
      for (const [key, node] of fields) {
        const schema = toSchema(node, refer);
        properties[key] = required.includes(key) ? schema : orNull(schema);
      }
      definitions[name] = {
        type: 'object',
        ...(fields.size > 0 && { properties, ...(strict && { additionalProperties: false }) }),
        ...(required.length > 0 && { required }),
      };
    }
    return { $ref: `#/definitions/${name}` };
  };
  return { ...refer(found.definition), definitions };
}

function orNull(schema: Schema): Schema {
  if (typeof schema.type === 'string') return { ...schema, type: [schema.type, 'null'] };
  return Object.keys(schema).length === 0 ? schema : { anyOf: [schema, { type: 'null' }] };
}

function toSchema(node: Node, refer: (definition: Definition) => Schema): Schema {
  switch (node.type) {
    case 'definition':
      return refer(node);
    case 'list':
      return { type: 'array', items: orNull(toSchema(node.item, refer)) };
    case 'map':
      return { type: 'object', additionalProperties: orNull(toSchema(node.item, refer)) };
    case 'string':
    case 'boolean':
    case 'number':
    case 'object':
      return { type: node.type };
    case 'int32':
    case 'int64':
      return { type: 'integer', format: node.type };
    case 'int-or-string':
      return { oneOf: [{ type: 'string' }, { type: 'integer', format: 'int32' }] };
    case 'quantity':
      return { oneOf: [{ type: 'string', format: 'quantity' }, { type: 'number' }] };
    case 'bytes':
      return { type: 'string', format: 'byte' };
    case 'date-time':
      return { type: 'string', format: 'date-time' };
    default:
      return {};
  }
}
