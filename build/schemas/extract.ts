import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a field holds: a scalar's code (see `scalarOf`), the name of a definition, a list or a map of such. */
export type Type = string | { list: Type } | { map: Type };

/** The fields of an object, in the order of the API document. */
export interface Definition {
  fields: Map<string, Type>;
  required: Set<string>;
}

/** What a version of Kubernetes knows. */
export interface Api {
  definitions: Map<string, Definition>;
  /** The definition of each kind by `group/version/Kind`; the core group is empty. */
  kinds: Map<string, string>;
  /** The kinds that live in namespaces. */
  namespaced: Set<string>;
}

/**
 * Reads the whole API out of the generated code of `@kubernetes/client-node`: fields and their types stand in the
 * attributeTypeMap of each model, which fields are required in its declarations, and the kinds in the paths of the
 * API classes. Compared with the published OpenAPI document of 1.34 nothing is missing but what corrections.ts adds.
 *
 * @param folder an installed package
 * @throws where the code isn't of the form that is known
 */
export function extract(folder: string): Api {
  const models = join(folder, 'dist/gen/models');
  const definitions = new Map<string, Definition>();
  // The package carries models of older versions along; those that are in use stand in this map.
  const serializer = readFileSync(join(models, 'ObjectSerializer.js'), 'utf8');
  const typeMap = /let typeMap = \{([^}]*)\}/.exec(serializer)?.[1];
  if (typeMap === undefined) throw new Error(`${folder} has no typeMap`);
  for (const [, name] of typeMap.matchAll(/"(\w+)":/g)) {
    definitions.set(name as string, readModel(models, name as string));
  }
  return { definitions, ...readKinds(join(folder, 'dist/gen/apis'), definitions) };
}

function readModel(models: string, name: string): Definition {
  const code = readFileSync(join(models, `${name}.js`), 'utf8');
  const map = /\.attributeTypeMap = (\[[\s\S]*?\]);/.exec(code)?.[1];
  if (map === undefined) throw new Error(`${name} has no attributeTypeMap`);
  const attributes = JSON.parse(map) as { name: string; baseName: string; type: string; format: string }[];
  const declarations = readFileSync(join(models, `${name}.d.ts`), 'utf8');
  const optional = new Map(
    [...declarations.matchAll(/^ {4}'([^']+)'(\??): /gm)].map(([, field, mark]) => [field, mark === '?']),
  );
  const fields = new Map<string, Type>();
  const required = new Set<string>();
  for (const attribute of attributes) {
    fields.set(attribute.baseName, typeOf(attribute.type, attribute.format));
    const isOptional = optional.get(attribute.name);
    if (isOptional === undefined) throw new Error(`${name}.${attribute.name} isn't declared`);
    if (!isOptional) required.add(attribute.baseName);
  }
  return { fields, required };
}

function typeOf(type: string, format: string): Type {
  const list = /^(?:Array|Set)<(.*)>$/.exec(type)?.[1];
  if (list !== undefined) return { list: typeOf(list, format) };
  const map = /^\{ \[key: string\]: (.*); \}$/.exec(type)?.[1];
  if (map !== undefined) return { map: typeOf(map, format) };
  return scalarOf(type, format) ?? type;
}

/** The code of a scalar; undefined for the name of a definition. */
function scalarOf(type: string, format: string): string | undefined {
  switch (type) {
    case 'string':
      return format === 'byte' ? 'bytes' : 'string';
    case 'boolean':
      return 'boolean';
    case 'number':
      return format === 'int32' || format === 'int64' ? format : 'number';
    case 'Date':
    case 'V1MicroTime':
      return 'date-time';
    case 'IntOrString':
      return 'int-or-string';
    case 'any':
      return 'any';
    default:
      return undefined;
  }
}

const PATH =
  /^\/(?:api|apis\/(?<group>[^/]+))\/(?<version>v\w+)\/(?<namespaced>namespaces\/\{namespace\}\/)?[a-z]+(?:\/\{name\})?$/;

function readKinds(apis: string, definitions: Api['definitions']): Pick<Api, 'kinds' | 'namespaced'> {
  const kinds = new Map<string, string>();
  const namespaced = new Set<string>();
  for (const file of readdirSync(apis).filter((name) => name.endsWith('Api.js'))) {
    const code = readFileSync(join(apis, file), 'utf8');
    for (const method of code.split(/^ {4}async /m)) {
      const [, operation = ''] = /^(\w+)\(/.exec(method) ?? [];
      const groups = PATH.exec(/localVarPath = '([^']+)'/.exec(method)?.[1] ?? '')?.groups;
      const definition = definitionOf(operation, method, code);
      const prefix = /^(?:\w*?)V\d+(?:(?:alpha|beta)\d+)?/;
      if (!groups || definition === undefined || !definitions.get(definition)?.fields.has('kind')) continue;
      const id = `${groups.group ?? ''}/${groups.version}/${definition.replace(prefix, '')}`;
      kinds.set(id, definition);
      if (operation.startsWith('create') && groups.namespaced !== undefined) namespaced.add(id);
    }
  }
  return { kinds, namespaced };
}

/** What a method creates, replaces or lists. */
function definitionOf(operation: string, method: string, code: string): string | undefined {
  if (/^(?:create|replace)/.test(operation)) return /serialize\(body, "(\w+)", ""\)/.exec(method)?.[1];
  if (!operation.startsWith('list')) return undefined;
  const response = code.indexOf(`\n    async ${operation}WithHttpInfo(response) {`);
  return /deserialize\([\s\S]*?, "(\w+)"/.exec(code.slice(response, response + 1000))?.[1];
}
