import { EvaluationError } from './errors.ts';
import type { Run } from './run.ts';
import { parseDate, parseDateTime, parseLooseDuration } from './time.ts';
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  objectOf,
  STRING,
  TIMESTAMP,
  type Type,
} from './types.ts';
import { equal, type Identity, List, Mapping, mapKey, type Value } from './values.ts';

/** What matters here of the JSONSchemaProps in a CRD. It comes from the package: a member may be anything. */
export interface Schema {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly nullable?: unknown;
  readonly properties?: unknown;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly 'x-kubernetes-int-or-string'?: unknown;
  readonly 'x-kubernetes-embedded-resource'?: unknown;
  readonly 'x-kubernetes-preserve-unknown-fields'?: unknown;
  readonly 'x-kubernetes-list-type'?: unknown;
  readonly 'x-kubernetes-list-map-keys'?: unknown;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const schemaIn = (value: unknown): Schema | undefined => (isRecord(value) ? value : undefined);
const isEmbedded = (schema: Schema) => schema['x-kubernetes-embedded-resource'] === true;

/** `for` is written `__for__`, `a-b` is `a__dash__b`: k8s.io/apiserver/pkg/cel/escaping.go */
const KEYWORDS = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const ESCAPES: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/** The name of a property in rules; undefined if it has none. */
function escapeName(name: string): string | undefined {
  if (KEYWORDS.has(name)) return `__${name}__`;
  if (!/^[A-Za-z_./-][\w./-]*$/.test(name)) return undefined;
  return name.replace(/__|[./-]/g, (part) => ESCAPES[part] as string);
}

/** A schema made ready: its type, and for objects which field is which property. */
interface Ready {
  readonly type: Type | undefined;
  readonly fields: ReadonlyMap<string, { readonly name: string; readonly schema: Schema }>;
}

/** Per schema, as a plain value and as the root of a resource. */
const ready: readonly WeakMap<Schema, Ready>[] = [new WeakMap(), new WeakMap()];

function prepare(schema: Schema, resource: boolean): Ready {
  const cache = ready[Number(resource)] as WeakMap<Schema, Ready>;
  const known = cache.get(schema);
  if (known !== undefined) return known;
  const fields = new Map<string, { name: string; schema: Schema }>();
  const made = { type: typeIn(resource ? asResource(schema) : schema, fields), fields };
  cache.set(schema, made);
  return made;
}

/**
 * The type of what a schema describes; undefined if CEL can't see it (k8s.io/apiserver/pkg/cel/common/schemas.go).
 *
 * @param resource it is the root of a custom resource
 */
export function typeOfSchema(schema: Schema, resource: boolean): Type | undefined {
  return prepare(schema, resource).type;
}

function typeIn(schema: Schema, fields: Map<string, { name: string; schema: Schema }>): Type | undefined {
  if (schema['x-kubernetes-int-or-string'] === true) return DYN;
  switch (schema.type) {
    case 'array': {
      const item = typeBelow(schema.items);
      return item && listOf(item);
    }
    case 'object': {
      if (isRecord(schema.additionalProperties)) {
        const value = typeBelow(schema.additionalProperties);
        return value && mapOf(STRING, value);
      }
      const types = new Map<string, Type>();
      for (const [name, property] of Object.entries(propertiesOf(schema))) {
        const field = escapeName(name);
        const type = typeBelow(property);
        if (field === undefined || type === undefined) continue;
        // Kubernetes 1.36 also takes `self.if` for `self.__if__`.
        for (const alias of KEYWORDS.has(name) ? [field, name] : [field]) {
          types.set(alias, type);
          fields.set(alias, { name, schema: property as Schema });
        }
      }
      return objectOf(types);
    }
    case 'string':
      if (schema.format === 'byte') return BYTES;
      if (schema.format === 'duration') return DURATION;
      return schema.format === 'date' || schema.format === 'date-time' ? TIMESTAMP : STRING;
    case 'boolean':
      return BOOL;
    case 'number':
      return DOUBLE;
    case 'integer':
      return INT;
    default:
      return undefined;
  }
}

function typeBelow(value: unknown): Type | undefined {
  const schema = schemaIn(value);
  return schema && typeOfSchema(schema, isEmbedded(schema));
}

const TEXT: Schema = { type: 'string' };

/** Rules see these of a resource, and of its metadata nothing else unless the schema has them, too. */
function asResource(schema: Schema): Schema {
  const properties = propertiesOf(schema);
  const metadata = propertiesOf(properties.metadata);
  const texts = [properties.apiVersion, properties.kind, metadata.name, metadata.generateName];
  if (texts.every((text) => schemaIn(text)?.type === 'string')) return schema;
  const seen: Schema = { type: 'object', properties: { name: TEXT, generateName: TEXT } };
  return { ...schema, properties: { ...properties, apiVersion: TEXT, kind: TEXT, metadata: seen } };
}

function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> {
  const properties = schemaIn(schema)?.properties;
  return isRecord(properties) ? properties : {};
}

/**
 * The value of CEL for a plain one (k8s.io/apiserver/pkg/cel/common/valuesunstructured.go).
 *
 * @param resource it is the root of a custom resource
 * @throws EvaluationError if it isn't what the schema says
 */
export function toValue(raw: unknown, schema: Schema, resource: boolean, run: Run): Value {
  if (raw === null || raw === undefined) {
    if (schema.nullable === true) return null;
    throw new EvaluationError('invalid data, got null for schema with nullable=false');
  }
  if (schema['x-kubernetes-int-or-string'] === true) {
    if (typeof raw === 'string') return raw;
    return integer(raw);
  }
  switch (schema.type) {
    case 'object':
      if (!isRecord(raw)) throw mismatch('a map');
      if (isRecord(schema.additionalProperties) && !resource) {
        return new RecordMap(raw, schema.additionalProperties, run);
      }
      return new RecordObject(raw, schema, resource, run);
    case 'array':
      if (!Array.isArray(raw)) throw mismatch('an array');
      return new ArrayList(raw, schema, run);
    case 'string':
      if (typeof raw !== 'string') throw mismatch('string');
      run.spendText(raw);
      return formatted(raw, schema.format);
    case 'number':
      if (typeof raw === 'number' || typeof raw === 'bigint') return Number(raw);
      throw mismatch('float');
    case 'integer':
      return integer(raw);
    case 'boolean':
      if (typeof raw === 'boolean') return raw;
      throw mismatch('bool');
    default:
      throw new EvaluationError('invalid type, its schema has no type');
  }
}

const mismatch = (wanted: string) => new EvaluationError(`invalid data, expected ${wanted}`);

function integer(raw: unknown): bigint {
  if (typeof raw === 'bigint') return raw;
  if (Number.isInteger(raw)) return BigInt(raw as number);
  throw mismatch('int');
}

function formatted(text: string, format: unknown): Value {
  switch (format) {
    case 'byte': {
      // Kubernetes reads it in the alphabet of URLs, though it isn't written so.
      const digits = text.replace(/[\r\n]/g, '');
      if (digits.length % 4 !== 0 || !/^[\w-]*={0,2}$/.test(digits)) {
        throw new EvaluationError('Invalid byte formatted string');
      }
      return Buffer.from(digits, 'base64url');
    }
    case 'duration':
      return parseLooseDuration(text);
    case 'date':
      return parseDate(text);
    case 'date-time':
      return parseDateTime(text);
    default:
      return text;
  }
}

/** A list of the resource. Its elements become values as they are asked for. */
class ArrayList extends List {
  readonly #raw: readonly unknown[];
  readonly #items: Schema;
  readonly #run: Run;

  constructor(raw: readonly unknown[], schema: Schema, run: Run) {
    super(identityOf(schema));
    const items = schemaIn(schema.items);
    if (items === undefined)
      throw new EvaluationError('invalid array type, expected Items with a non-empty Schema');
    this.#raw = raw;
    this.#items = items;
    this.#run = run;
  }

  get size(): number {
    return this.#raw.length;
  }

  at(index: number): Value {
    return toValue(this.#raw[index], this.#items, isEmbedded(this.#items), this.#run);
  }
}

function identityOf(schema: Schema): Identity | undefined {
  const kind = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'];
  if (kind === 'set') return (item) => `${mapKey(item)}`;
  return kind === 'map' && Array.isArray(keys) ? (item) => keyOf(item, keys) : undefined;
}

function keyOf(item: Value, keys: readonly unknown[]): string {
  if (!(item instanceof Mapping)) return '';
  return JSON.stringify(keys.map((key) => mapKey(item.get(escapeName(`${key}`) ?? '') ?? null) ?? null));
}

/** The members' names. JavaScript takes long to list them. */
function namesIn(raw: Readonly<Record<string, unknown>>, run: Run): readonly string[] {
  const names = Object.keys(raw);
  run.spend(names.length * 4);
  return names;
}

/** An object with additionalProperties. */
class RecordMap extends Mapping {
  readonly #raw: Readonly<Record<string, unknown>>;
  readonly #values: Schema;
  readonly #run: Run;

  constructor(raw: Readonly<Record<string, unknown>>, values: Schema, run: Run) {
    super();
    this.#raw = raw;
    this.#values = values;
    this.#run = run;
  }

  get size(): number {
    return this.keys().length;
  }

  get(key: Value): Value | undefined {
    if (typeof key !== 'string' || !Object.hasOwn(this.#raw, key)) return undefined;
    return toValue(this.#raw[key], this.#values, isEmbedded(this.#values), this.#run);
  }

  keys(): readonly Value[] {
    return namesIn(this.#raw, this.#run);
  }
}

/** An object with properties. Null counts as absent here. */
class RecordObject extends Mapping {
  readonly #raw: Readonly<Record<string, unknown>>;
  readonly #ready: Ready;
  readonly #run: Run;

  constructor(raw: Readonly<Record<string, unknown>>, schema: Schema, resource: boolean, run: Run) {
    super();
    this.#raw = raw;
    this.#ready = prepare(schema, resource);
    this.#run = run;
  }

  get size(): number {
    return namesIn(this.#raw, this.#run).length;
  }

  get(key: Value): Value | undefined {
    const field = typeof key === 'string' ? this.#ready.fields.get(key) : undefined;
    if (field === undefined) return undefined;
    const raw = Object.hasOwn(this.#raw, field.name) ? this.#raw[field.name] : undefined;
    if (raw === null || raw === undefined) return undefined;
    return toValue(raw, field.schema, isEmbedded(field.schema), this.#run);
  }

  keys(): readonly Value[] {
    return [...this.#ready.fields.keys()].filter((key) => this.get(key) !== undefined);
  }

  /** What the schema doesn't know (x-kubernetes-preserve-unknown-fields) counts, too. */
  override equals(other: Mapping, run: Run): boolean {
    if (!(other instanceof RecordObject)) return super.equals(other, run);
    const known = new Set<string>();
    for (const [key, { name }] of this.#ready.fields) {
      known.add(name);
      const mine = this.get(key);
      const theirs = other.get(key);
      if (mine === undefined || theirs === undefined) {
        if (mine !== theirs) return false;
      } else if (!equal(mine, theirs, run)) return false;
    }
    return sameExcept(known, this.#raw, other.#raw, run);
  }
}

/** Whether plain values are the same, apart from some members. */
function sameExcept(skip: ReadonlySet<string>, a: unknown, b: unknown, run: Run): boolean {
  run.spend(1);
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => sameExcept(new Set(), item, b[index], run));
  }
  if (!isRecord(a)) return a === b;
  if (!isRecord(b)) return false;
  const names = new Set([...namesIn(a, run), ...namesIn(b, run)]);
  return [...names].every((name) => skip.has(name) || sameExcept(new Set(), a[name], b[name], run));
}
