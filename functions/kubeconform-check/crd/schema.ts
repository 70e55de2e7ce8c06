import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';

/**
 * An OpenAPI v3 schema of a CustomResourceDefinition as it was written: JSONSchemaProps of apiextensions.k8s.io/v1. It
 * comes from a package, so any keyword may hold anything; what doesn't have its type reads as if it weren't there.
 */
export type Schema = Readonly<YamlMap>;

/** The deepest that schemas and resources are looked into: twice what the reader of YAML lets through. */
export const MAX_DEPTH = 1024;

/** The keywords that hold alternatives. */
export const JUNCTORS = ['allOf', 'anyOf', 'oneOf'] as const;
export type Junctor = (typeof JUNCTORS)[number];

/** Of a resource, and of one that is embedded: what every object of Kubernetes has. */
export const META_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

/** A keyword's text; empty where there is none, as Go has it. */
export function textOf(schema: Schema, keyword: string): string {
  const value = schema[keyword];
  return typeof value === 'string' ? value : '';
}

/** Whether a keyword is true. */
export function isTrue(schema: Schema, keyword: string): boolean {
  return schema[keyword] === true;
}

/** A keyword's number; Kubernetes holds all of them as float64 or int64. */
export function numberOf(schema: Schema, keyword: string): number | undefined {
  const value = schema[keyword];
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : undefined;
}

/** A keyword's list; empty where there is none. */
export function listOf(schema: Schema, keyword: string): readonly Value[] {
  const value = schema[keyword];
  return Array.isArray(value) ? value : [];
}

/** The texts in a keyword's list. */
export function textsOf(schema: Schema, keyword: string): string[] {
  return listOf(schema, keyword).filter((value) => typeof value === 'string');
}

/** A keyword's map or schema; undefined where there is none. */
export function mapOf(schema: Schema, keyword: string): Schema | undefined {
  const value = schema[keyword];
  return isMap(value) ? value : undefined;
}

/** A property's schema; undefined where there is none. */
export function propertyOf(schema: Schema, name: string): Schema | undefined {
  const properties = mapOf(schema, 'properties');
  return properties !== undefined && Object.hasOwn(properties, name) ? mapOf(properties, name) : undefined;
}

/** Whether a keyword says nothing: it isn't there, or has the zero value of its type in Go. */
export function isUnset(value: Value | undefined): boolean {
  if (value === undefined || value === null || value === '' || value === false) return true;
  return typeof value === 'object' && isEmpty(value);
}

/** Whether a map or list holds nothing. */
export function isEmpty(value: object): boolean {
  for (const _ in value) return false;
  return true;
}
