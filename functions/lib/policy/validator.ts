import type { ErrorObject } from 'ajv';
import { nearest } from '../nearest.ts';
import { type Fault, keyPath, type Problem, problem, show } from './error.ts';
import { FORMATS } from './formats.ts';
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
  const { field, value } = locate(root, error.instancePath);
  const rule = ruleAt(error.schemaPath);
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
      };
    }
    case 'additionalProperties': {
      const key: string = error.params.additionalProperty;
      const known = Object.keys(rule.properties ?? {});
      return {
        field: keyPath(field, key),
        wrong: 'is not a known key',
        found: key,
        allowed: known.join(', '),
        nearest: nearest(key, known),
        fix: 'correct or remove it',
      };
    }
    case 'format': {
      const format = FORMATS[rule.format as keyof typeof FORMATS];
      const key = error.propertyName;
      const text = key ?? (value as string);
      const flaw = format.flaw(text) as NonNullable<ReturnType<typeof format.flaw>>;
      const at = key === undefined ? field : keyPath(field, key);
      return { field: at, found: text, allowed: allowed(rule), ...flaw };
    }
    case 'type':
      return {
        field,
        wrong: 'has the wrong type',
        found: value,
        allowed: allowed(rule),
        fix: retype(value, rule),
      };
    case 'enum':
    case 'const': {
      const known = rule.enum ?? [rule.const as string];
      const meant = typeof value === 'string' ? nearest(value, known) : undefined;
      return {
        field,
        wrong: 'has an unknown value',
        found: value,
        allowed: allowed(rule),
        nearest: meant,
        fix: 'correct it',
      };
    }
    case 'pattern':
    case 'minProperties':
      return {
        field,
        wrong: 'is empty',
        found: value,
        allowed: allowed(rule),
        fix: 'fill it in or leave it out',
      };
    default:
      return { field, wrong: 'is out of range', found: value, allowed: allowed(rule), fix: 'correct it' };
  }
}

/** Follows a JSON pointer into a value; `field` is the same in the dotted form. */
function locate(root: unknown, pointer: string): { field: string; value: unknown } {
  let field = '';
  let value = root;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    field = Array.isArray(value) ? `${field}[${key}]` : keyPath(field, key);
    value = (value as Record<string, unknown>)[key];
  }
  return { field, value };
}

/** The part of the schema that a failed keyword stands in. */
function ruleAt(schemaPath: string): Schema {
  let rule: unknown = schema;
  for (const step of schemaPath.split('/').slice(1, -1)) rule = (rule as Record<string, unknown>)[step];
  return rule as Schema;
}

function retype(value: unknown, rule: Schema): string {
  if (value === null) return 'give it a value or leave the key out';
  if (typeof value === 'object') return 'correct it';
  if (typeof value !== 'string')
    return [rule.type].flat().includes('string') ? 'put it in quotes' : 'correct it';
  return rule.type === 'object' || rule.type === 'array' ? 'correct it' : 'write it without quotes';
}

/** What a rule allows, in words. */
function allowed(rule: Schema): string {
  const values = rule.enum ?? (rule.const === undefined ? undefined : [rule.const]);
  if (values) return values.map(show).join(', ');
  return [rule.type]
    .flat()
    .map((type) => allowedOf(type, rule))
    .join(' or ');
}

function allowedOf(type: string | undefined, rule: Schema): string {
  const { minimum, maximum, properties } = rule;
  switch (type) {
    case 'string':
      return rule.format ? FORMATS[rule.format].allowed : 'a text';
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
