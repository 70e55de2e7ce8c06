import type { ErrorObject } from 'ajv';
import type { Segments } from '../field-path.ts';
import { nearest } from '../nearest.ts';
import { type Fault, keyPath, type Problem, problem, show } from './error.ts';
import type { Flaw } from './flaw.ts';
import { FORMATS, type FormatName } from './formats.ts';
import { type Schema, schema } from './schema.ts';
import { validate } from './security-policy.ajv.ts';

/**
 * What is wrong with a value that should be a SecurityPolicy.
 *
 * @param document what messages call it
 * @returns one problem a field, in the order of the schema; none where it is right
 */
export function validateSecurityPolicy(value: unknown, document: string): Problem[] {
  if (validate(value)) return [];
  const problems = new Map<string, Problem>();
  for (const error of validate.errors ?? []) {
    // The error of the name itself says what is wrong with it.
    if (error.keyword === 'propertyNames') continue;
    const fault = explain(error, value);
    if (!problems.has(fault.field)) problems.set(fault.field, problem({ document, ...fault }));
  }
  return [...problems.values()];
}

function explain(error: ErrorObject, root: unknown): Omit<Fault, 'document'> {
  const { field, value, segments } = locate(root, error.instancePath);
  const rule = ruleAt(error.schemaPath);
  const fault = { field, found: value, allowed: allowed(rule), fix: 'correct it', segments };
  switch (error.keyword) {
    case 'required': {
      const key: string = error.params.missingProperty;
      const wanted = allowed(rule.properties?.[key] as Schema);
      return {
        field: keyPath(field, key),
        wrong: 'is missing',
        found: undefined,
        allowed: wanted,
        fix: 'add it',
        segments: [...segments, key],
      };
    }
    case 'additionalProperties': {
      const key: string = error.params.additionalProperty;
      const known = Object.keys(rule.properties ?? {});
      const meant = { allowed: known.join(', '), nearest: nearest(key, known), fix: 'correct or remove it' };
      const wrong = 'is not a known key';
      return { field: keyPath(field, key), wrong, found: key, ...meant, segments: [...segments, key] };
    }
    case 'format': {
      const { propertyName: key } = error;
      const text = key ?? (value as string);
      const flaw = FORMATS[rule.format as FormatName].flaw(text) as Flaw;
      return { ...fault, field: key === undefined ? field : keyPath(field, key), found: text, ...flaw };
    }
    case 'type':
      return { ...fault, wrong: 'has the wrong type', fix: retype(value, rule) };
    case 'enum':
    case 'const': {
      const known = rule.enum ?? [rule.const as string];
      const meant = typeof value === 'string' ? nearest(value, known) : undefined;
      return { ...fault, wrong: 'has an unknown value', nearest: meant };
    }
    case 'pattern':
    case 'minProperties':
      return { ...fault, wrong: 'is empty', fix: 'fill it in or leave it out' };
    default:
      return { ...fault, wrong: 'is out of range' };
  }
}

/** Follows a JSON pointer into a value; `field` is the same in the dotted form. */
function locate(root: unknown, pointer: string): { field: string; value: unknown; segments: Segments } {
  let field = '';
  let value = root;
  const segments: (string | number)[] = [];
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    segments.push(Array.isArray(value) ? Number(key) : key);
    field = Array.isArray(value) ? `${field}[${key}]` : keyPath(field, key);
    value = (value as Record<string, unknown>)[key];
  }
  return { field, value, segments };
}

/** The part of the schema that a failed keyword stands in. */
function ruleAt(schemaPath: string): Schema {
  let rule: unknown = schema;
  for (const step of schemaPath.split('/').slice(1, -1)) rule = (rule as Record<string, unknown>)[step];
  return rule as Schema;
}

function retype(value: unknown, rule: Schema): string {
  const types = [rule.type].flat();
  if (value === null) return 'give it a value or leave the key out';
  if (typeof value !== 'object' && types.includes('string')) return 'put it in quotes';
  const quoted = typeof value === 'string' && !types.includes('object') && !types.includes('array');
  return quoted ? 'write it without quotes' : 'correct it';
}

/** What a rule allows, in words. */
function allowed(rule: Schema): string {
  const values = rule.enum ?? (rule.const === undefined ? undefined : [rule.const]);
  if (values) return values.map(show).join(', ');
  const types = [rule.type].flat().map((type) => allowedOf(type, rule));
  return types.join(' or ');
}

function allowedOf(type: string | undefined, rule: Schema): string {
  const { minimum, maximum, properties } = rule;
  switch (type) {
    case 'string':
      return rule.format ? FORMATS[rule.format].allowed : 'a text that is not blank';
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `an integer of at least ${minimum}`;
    case 'number':
      return `a number from ${minimum} to ${maximum}`;
    case 'object':
      return properties ? `a map with ${Object.keys(properties).join(', ')}` : 'a map';
    case 'array':
      return 'a list';
    default:
      return 'null';
  }
}
