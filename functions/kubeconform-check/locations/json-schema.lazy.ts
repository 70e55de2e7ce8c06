import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import type { Value } from '../../lib/yaml/read.ts';
import { formats } from '../crd/formats.ts';
import { Meter } from '../crd/steps.ts';
import { canonical } from '../crd/values.ts';

/** What is wrong with a value: where, and a sentence. */
export interface SchemaError {
  segments: (string | number)[];
  message: string;
}

/** Why a schema can't be used: the message completes a sentence that starts with it. */
export interface SchemaFlaw {
  flaw: string;
}

/** Validates a value by a compiled schema. */
export type Validator = (value: unknown) => SchemaError[];

type Json = { [key: string]: unknown };

/** More errors of one resource aren't explained. */
const MAX_ERRORS = 1000;

/** A schema that refers to more other files is none that people wrote. */
const MAX_REFERENCES = 100;

/**
 * Compiles a JSON Schema (draft 4 to 2020, as kubeconform takes them; `$schema` isn't looked at).
 *
 * @param path of the schema's file, from which references to other files start
 * @param read gives the text of another file that it refers to
 * @param matches whether a text fits a pattern, in RE2's syntax as in kubeconform
 */
export function compileSchema(
  schema: unknown,
  path: string,
  read: (path: string) => string | undefined,
  matches: (pattern: string, text: string) => boolean | { uncompilable: string },
): Validator | SchemaFlaw {
  const regExp = Object.assign(
    (pattern: string) => {
      const probe = matches(pattern, '');
      if (typeof probe === 'object') throw new Error(`its pattern ${pattern} ${probe.uncompilable}`);
      return { test: (text: string) => matches(pattern, text) === true };
    },
    { code: '' },
  );
  const options = {
    strict: false,
    allErrors: true,
    verbose: true,
    logger: false,
    formats,
    code: { regExp },
  } as const;
  const id = `file://${path}`;
  try {
    const validate = compile(new Map([[id, modernise(schema) as Json]]), id, options, read);
    return (value) => {
      if (validate(plain(value))) return [];
      return explain((validate.errors ?? []).slice(0, MAX_ERRORS));
    };
  } catch (error) {
    return {
      flaw:
        error instanceof RangeError
          ? 'is nested too deep'
          : `can not be compiled: ${(error as Error).message}`,
    };
  }
}

/** Compiles the schema of an id, with those that it refers to: each that is missing is read, and all begun anew. */
function compile(
  schemas: Map<string, Json>,
  id: string,
  options: Options,
  read: (path: string) => string | undefined,
): ValidateFunction {
  const ajv = new Ajv(options);
  // Ajv compares each item with each other.
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: (isUnique: boolean, items: Value[]) => !isUnique || areDistinct(items),
    error: { message: 'has items that are the same' },
  });
  for (const [name, schema] of schemas) ajv.addSchema(schema, name);
  try {
    const validate = ajv.getSchema(id);
    if (!validate) throw new Error('it is no schema');
    return validate;
  } catch (error) {
    const { missingSchema } = error as { missingSchema?: string };
    if (missingSchema === undefined || schemas.size > MAX_REFERENCES) throw error;
    const text = missingSchema.startsWith('file://')
      ? read(missingSchema.slice('file://'.length))
      : undefined;
    if (text === undefined || schemas.has(missingSchema)) {
      throw new Error(`it refers to ${missingSchema}, which is not among the mounted files`);
    }
    return compile(schemas.set(missingSchema, modernise(JSON.parse(text)) as Json), id, options, read);
  }
}

function areDistinct(items: readonly Value[]): boolean {
  const meter = new Meter({ steps: Number.POSITIVE_INFINITY });
  return new Set(items.map((item) => canonical(item, meter))).size === items.length;
}

/** Keywords whose values are maps of names to schemas, and such as hold schemas. */
const NAMED = ['properties', 'patternProperties', 'definitions', '$defs', 'dependentSchemas'];
const INNER = [
  'items',
  'additionalProperties',
  'additionalItems',
  'not',
  'contains',
  'allOf',
  'anyOf',
  'oneOf',
];

/** A copy of a schema in the words of ajv's draft: those of draft 4 and of OpenAPI mean something else there. */
function modernise(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(modernise);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $schema, id, $id, ...copy } = schema as Json;
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    const { [exclusive]: flag } = copy;
    if (typeof flag !== 'boolean') continue;
    delete copy[exclusive];
    if (!flag || copy[bound] === undefined) continue;
    copy[exclusive] = copy[bound];
    delete copy[bound];
  }
  // ajv takes `nullable` without a type for an error.
  if (copy.type === undefined) delete copy.nullable;
  if (copy['x-kubernetes-int-or-string'] === true) {
    delete copy.type;
    copy.oneOf ??= [{ type: 'string' }, { type: 'integer' }];
  }
  for (const key of NAMED) {
    const named = copy[key];
    if (typeof named !== 'object' || named === null) continue;
    copy[key] = Object.fromEntries(Object.entries(named).map(([name, inner]) => [name, modernise(inner)]));
  }
  for (const key of INNER) if (key in copy) copy[key] = modernise(copy[key]);
  return copy;
}

/** A copy with numbers that ajv knows: it takes a bigint for no number. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function explain(errors: readonly ErrorObject[]): SchemaError[] {
  // What each branch of a choice lacks is said by the choice itself.
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const inChoice = ({ schemaPath }: ErrorObject) =>
    choices.some((choice) => schemaPath.startsWith(`${choice.schemaPath}/`));
  return errors
    .filter((error) => error.keyword !== 'if' && !inChoice(error))
    .map((error) => toError(error, errors));
}

function toError(error: ErrorObject, all: readonly ErrorObject[]): SchemaError {
  const segments = segmentsOf(error);
  switch (error.keyword) {
    case 'required':
      segments.push(error.params.missingProperty);
      return {
        segments,
        message: `${error.params.missingProperty} is missing, which the schema requires; add it`,
      };
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = error.params.additionalProperty ?? error.params.unevaluatedProperty;
      segments.push(name);
      return { segments, message: `${name} is no field that the schema knows; correct or remove it` };
    }
    case 'enum':
      return {
        segments,
        message: `is none of ${error.params.allowedValues.map(String).join(', ')}; take one of these`,
      };
    case 'anyOf':
    case 'oneOf': {
      const inner = all.filter(({ schemaPath }) => schemaPath.startsWith(`${error.schemaPath}/`));
      const reasons = [...new Set(inner.map(({ message }) => message))].slice(0, 5).join('; or ');
      return {
        segments,
        message: `fits none of the forms that the schema allows${reasons === '' ? '' : ` (${reasons})`}`,
      };
    }
    default:
      return { segments, message: `${error.message}; correct it` };
  }
}

/** The place of an error, whose numbers are indexes where a list is. */
function segmentsOf({ instancePath }: ErrorObject): (string | number)[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^(?:0|[1-9]\d*)$/.test(step) ? Number(step) : step));
}
