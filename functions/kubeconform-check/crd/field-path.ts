import { isEmpty, mapOf, propertyOf, type Schema } from './schema.ts';

/** The field that a path names. */
export interface Field {
  segments: string[];
  /** undefined where the schema says nothing more of it. */
  schema: Schema | undefined;
}

/**
 * The field that a path such as `.spec.labels['a.b']` names in a schema.
 * Source: ValidFieldPath of k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel.
 *
 * @param allowsBrackets whether `['name']` may stand in it
 * @returns what is wrong with the path, where it names none: completes a sentence that starts with the path
 */
export function findField(path: string, schema: Schema, allowsBrackets = true): Field | string {
  const tokens = tokensOf(path);
  const segments: string[] = [];
  let at: Schema | undefined = schema;
  for (let i = 0; i < tokens.length; i++) {
    const opening = tokens[i];
    if (opening !== '.' && !(opening === '[' && allowsBrackets))
      return 'which must be a path such as .spec.color';
    const token = tokens[++i];
    const name = opening === '[' ? unquoted(token) : token;
    if (name === undefined) return 'which must be a path such as .spec.color';
    if (opening === '[' && tokens[++i] !== ']') return 'in which a ] is missing';
    // additionalProperties: true says nothing of what lies below.
    if (at === undefined) return { segments: [...segments, name], schema: undefined };
    segments.push(name);
    if (!isEmpty(mapOf(at, 'properties') ?? {})) {
      at = propertyOf(at, name);
      if (at === undefined) return 'which names no field of the schema';
    } else if (at.additionalProperties !== undefined && at.additionalProperties !== null) {
      at = mapOf(at, 'additionalProperties');
    } else {
      return 'which names no field of the schema';
    }
  }
  return { segments, schema: at };
}

/** Dots, brackets, quoted texts, and what stands between them. */
function tokensOf(path: string): string[] {
  return path.match(/'(?:[^'\\]|\\.)*(?:'|$)|[.[\]]|[^.[\]'][^.[\]]*/gs) ?? [];
}

function unquoted(token: string | undefined): string | undefined {
  if (token === undefined || token.length < 2 || !token.startsWith("'") || !token.endsWith("'"))
    return undefined;
  return token.slice(1, -1).replace(/\\(.)/gs, '$1');
}
