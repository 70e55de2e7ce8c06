import { Duration } from '@marcbachmann/cel-js/evaluator';
import { isTrue, mapOf, type Schema, textOf } from '../schema.ts';
import { parseLooseDuration, parseTimestamp } from './time.ts';

/** Words that no identifier of CEL may be, which Kubernetes escapes as `__word__`. */
const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
);
const PARTS: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
};

/**
 * The name of a property in expressions; undefined where it has none.
 * Source: k8s.io/apiserver/pkg/cel/escaping.go.
 */
export function escapeName(name: string): string | undefined {
  if (RESERVED.has(name)) return `__${name}__`;
  const escaped = name.replace(/__|[./-]/g, (part) => PARTS[part] as string);
  return /^[A-Za-z_]\w*$/.test(escaped) ? escaped : undefined;
}

type Spend = (steps: number) => void;

/** Of an item of a set or a map (x-kubernetes-list-type): what no other item has. */
export type ListType = (item: unknown) => unknown;

const listTypes = new WeakMap<object, ListType>();

/** What tells the items of a list apart, where it is a set or a map by its schema. */
export function listTypeOf(list: object): ListType | undefined {
  return listTypes.get(list);
}

export function withListType<T extends object>(list: T, type: ListType | undefined): T {
  if (type) listTypes.set(list, type);
  return list;
}

function typeOfList(schema: Schema): ListType | undefined {
  const type = textOf(schema, 'x-kubernetes-list-type');
  if (type === 'set') return (item) => item;
  const keys = schema['x-kubernetes-list-map-keys'];
  if (type !== 'map' || !Array.isArray(keys)) return undefined;
  const names = keys.map((key) => escapeName(String(key)) ?? String(key));
  return (item) =>
    JSON.stringify(
      names.map((name) => {
        const value: unknown = item instanceof Map ? item.get(name) : undefined;
        return typeof value === 'bigint' ? Number(value) : (value ?? null);
      }),
    );
}

/** A value as the evaluator takes it, by its schema: integers are bigint, times and durations have their own types. */
export function toCel(schema: Schema, value: unknown, isResource: boolean, spend: Spend): unknown {
  spend(1);
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) {
    const items = mapOf(schema, 'items') ?? {};
    const isEmbedded = isTrue(items, 'x-kubernetes-embedded-resource');
    return withListType(
      value.map((item) => toCel(items, item, isEmbedded, spend)),
      typeOfList(schema),
    );
  }
  if (typeof value === 'object')
    return toObject(schema, value as { [key: string]: unknown }, isResource, spend);
  if (typeof value === 'string') return typed(schema, value, spend);
  if (typeof value === 'number' && textOf(schema, 'type') !== 'number' && Number.isInteger(value))
    return BigInt(value);
  return typeof value === 'bigint' && textOf(schema, 'type') === 'number' ? Number(value) : value;
}

/** No type that the evaluator knows, so it refuses to look at it. */
class BytesOfStandardAlphabet {}

function typed(schema: Schema, value: string, spend: Spend): unknown {
  spend(value.length / 64);
  switch (textOf(schema, 'format')) {
    case 'date':
    case 'date-time':
    case 'datetime':
      // Kubernetes takes times without a zone, too.
      return parseTimestamp(value) ?? parseTimestamp(`${value}Z`) ?? value;
    case 'duration': {
      const nanoseconds = parseLooseDuration(value);
      if (nanoseconds === undefined) return value;
      return new Duration(nanoseconds / 1_000_000_000n, Number(nanoseconds % 1_000_000_000n));
    }
    case 'byte':
      // Kubernetes reads it with the alphabet of URLs, and fails where a rule looks at another.
      if (/[+/]/.test(value)) return new BytesOfStandardAlphabet();
      return Uint8Array.from(Buffer.from(value, 'base64'));
    default:
      return value;
  }
}

function toObject(
  schema: Schema,
  value: { [key: string]: unknown },
  isResource: boolean,
  spend: Spend,
): unknown {
  const properties = mapOf(schema, 'properties');
  const additional = mapOf(schema, 'additionalProperties');
  const isOpen = isTrue(schema, 'x-kubernetes-preserve-unknown-fields');
  const entries = new Map<string, unknown>();
  if (isResource && !hasMetadata(properties)) {
    for (const key of ['apiVersion', 'kind'])
      if (typeof value[key] === 'string') entries.set(key, value[key]);
    entries.set('metadata', metadataOf(value.metadata));
  }
  for (const [key, inner] of Object.entries(value)) {
    const property = properties && Object.hasOwn(properties, key) ? mapOf(properties, key) : undefined;
    if (property) {
      const name = escapeName(key);
      if (name === undefined || entries.has(name) || inner === null) continue;
      const made = toCel(property, inner, isTrue(property, 'x-kubernetes-embedded-resource'), spend);
      entries.set(name, made);
      // Where it is a field, the word itself is understood, too.
      if (RESERVED.has(key)) entries.set(key, made);
    } else if (additional) {
      entries.set(key, toCel(additional, inner, false, spend));
    } else if (isOpen) {
      entries.set(properties ? (escapeName(key) ?? key) : key, toCel(OPEN, inner, false, spend));
    }
  }
  return entries;
}

/** Whether a schema says of itself what Kubernetes adds to those of resources. */
function hasMetadata(properties: Schema | undefined): boolean {
  const isText = (parent: Schema | undefined, name: string) =>
    parent !== undefined && textOf(mapOf(parent, name) ?? {}, 'type') === 'string';
  const metadata = mapOf(mapOf(properties ?? {}, 'metadata') ?? {}, 'properties');
  return (
    isText(properties, 'kind') &&
    isText(properties, 'apiVersion') &&
    isText(metadata, 'name') &&
    isText(metadata, 'generateName')
  );
}

const OPEN: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

/** All that rules may know of a resource's metadata. */
function metadataOf(value: unknown): Map<string, unknown> {
  const metadata = (value ?? {}) as { name?: unknown; generateName?: unknown };
  const entries = [
    ['name', metadata.name],
    ['generateName', metadata.generateName],
  ].filter(([, text]) => typeof text === 'string');
  return new Map(entries as [string, string][]);
}
