import type { ErrorObject } from 'ajv';
import { valueAt } from '../../lib/field-path.ts';
import { nearest } from '../../lib/nearest.ts';
import { printable } from '../../lib/printable.ts';
import { described, show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Problem } from '../problems.ts';
import { bare, plain } from '../values.ts';
import { isRelative } from './formats.ts';
import { PROFILES_BY_NAME, type ProfileName } from './profiles.ts';

/** More errors of one document aren't told. */
const MAX_ERRORS = 200;

const FORMATS: { readonly [format: string]: string } = {
  'date-time': 'a date and time of RFC 3339 such as 2026-11-27T08:30:00Z',
  uri: 'an absolute address such as https://example.org/intent/1',
  base64: 'a text in base64',
};

const TYPES: { readonly [type: string]: string } = {
  string: 'a text',
  number: 'a number',
  integer: 'an integer',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  null: 'null',
};

/**
 * Errors of the validator as problems of a document.
 *
 * @param document the one that the errors are about
 * @param profile whose schema it was held against
 * @param isTolerant whether what the standards waver on themselves is only doubtful
 */
export function explain(
  errors: readonly ErrorObject[],
  document: Value,
  profile: ProfileName,
  isTolerant: boolean,
): Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors) {
    // What it leads to says what is wrong.
    if (error.keyword === 'if') continue;
    const wrong = toProblem(error, document, profile);
    const problem = isTolerant ? wrong : { ...wrong, weight: 'error' as const };
    const key = JSON.stringify([problem.code, problem.segments]);
    if (!problems.has(key)) problems.set(key, problem);
  }
  const [sure, doubtful] = [true, false].map((isError) =>
    [...problems.values()].filter(({ weight }) => (weight === 'error') === isError),
  ) as [Problem[], Problem[]];
  return [...firstOf(sure), ...firstOf(doubtful)];
}

/** No more of them than anybody reads, and how many there are. */
function firstOf(problems: Problem[]): Problem[] {
  const [first] = problems;
  if (!first || problems.length <= MAX_ERRORS) return problems;
  const message = `${problems.length - MAX_ERRORS} more things are wrong by the schema; mend the first ones`;
  return [
    ...problems.slice(0, MAX_ERRORS),
    { code: first.code, weight: first.weight, segments: [], message },
  ];
}

function toProblem(error: ErrorObject, document: Value, profile: ProfileName): Problem {
  const { standard } = PROFILES_BY_NAME[profile];
  const segments = segmentsOf(error.instancePath, document);
  const value = valueAt(document, segments);
  const problem = { weight: 'error' as const, segments, found: bare(value) };
  const { params } = error;
  switch (error.keyword) {
    case 'required': {
      const key: string = params.missingProperty;
      const message = `${key} is missing, which ${standard} requires here; add it`;
      return { code: 'TMF-101', weight: 'error', segments: [...segments, key], message };
    }
    case 'type': {
      const types = String(params.type).split(',');
      const wanted = types.map((type) => TYPES[type] ?? type).join(' or ');
      const proposed = converted(value, types);
      const isNumber = typeof value === 'number' && types.includes('string');
      const advice =
        proposed === undefined ? (isNumber ? 'put it in quotes' : 'correct it') : `write ${proposed}`;
      const message = `is ${described(value)}, where ${standard} has ${wanted}; ${advice}`;
      return {
        ...problem,
        code: 'TMF-102',
        message,
        allowed: wanted,
        ...(proposed !== undefined && { proposed }),
      };
    }
    case 'format': {
      const allowed = FORMATS[params.format] ?? params.format;
      if (params.format === 'uri' && isRelative(value as string)) {
        const message = `is the relative reference ${show(value)}, where ${standard} has an absolute address; write it in full, since nobody knows what it is relative to`;
        return { ...problem, weight: 'warning', code: 'TMF-103', message, allowed };
      }
      return {
        ...problem,
        code: 'TMF-103',
        message: `is ${show(value)}, which is not ${allowed}; correct it`,
        allowed,
      };
    }
    case 'enum':
      return notAllowed(problem, value, params.allowedValues, profile);
    case 'additionalProperties': {
      const key: string = params.additionalProperty;
      const message = `${printable(key, 100)} is no field that ${standard} has here, and it allows no others; remove or rename it`;
      return {
        code: 'TMF-105',
        weight: 'error',
        segments: [...segments, key],
        found: printable(key, 100),
        message,
      };
    }
    case 'minItems':
      return { ...problem, code: 'TMF-104', message: `is empty, where ${standard} has one or more; add one` };
    default:
      return { ...problem, code: 'TMF-104', ...outOfRange(error, value, standard) };
  }
}

/** A value that is none of those allowed: spelt otherwise, or another one. */
function notAllowed(
  problem: Pick<Problem, 'segments' | 'weight' | 'found'>,
  value: unknown,
  values: readonly unknown[],
  profile: ProfileName,
): Problem {
  const { standard } = PROFILES_BY_NAME[profile];
  const allowed = values.map(String).join(', ');
  // TS 28.312 spells its own values in several ways; the others decide by them.
  if (typeof value === 'string' && profile === 'ts28312') {
    const meant = values.find((known) => plain(String(known)) === plain(value));
    if (meant !== undefined) {
      const message = `is spelt ${show(value)}, where ${standard} spells it ${meant}; write ${meant}`;
      return { ...problem, weight: 'warning', code: 'TMF-107', message, allowed, proposed: String(meant) };
    }
  }
  // A letter turns a condition into its opposite: none of them is sure.
  const isCondition = values.some((known) => String(known).startsWith('IS_'));
  const near =
    typeof value === 'string' && !isCondition ? nearest(value, values.map(String), undefined, 1) : undefined;
  const advice = near === undefined ? 'take one of them' : `most likely ${near} is meant`;
  const message = `is ${show(value)}, which is none of those that ${standard} has (${allowed}); ${advice}`;
  return { ...problem, code: 'TMF-104', message, allowed, ...(near !== undefined && { proposed: near }) };
}

function outOfRange(
  { keyword, params }: ErrorObject,
  value: unknown,
  standard: string,
): { message: string; allowed: string } {
  const allowed: { readonly [keyword: string]: string } = {
    minimum: `at least ${params.limit}`,
    maximum: `at most ${params.limit}`,
    minLength: `at least ${params.limit} characters`,
    maxLength: `at most ${params.limit} characters`,
    pattern: `a text of the pattern ${params.pattern}`,
  };
  const wanted = allowed[keyword] ?? keyword;
  return { message: `is ${show(value)}, where ${standard} has ${wanted}; correct it`, allowed: wanted };
}

/** The same value in another type, where there is only one reading. */
function converted(value: unknown, types: readonly string[]): string | undefined {
  if (types.length !== 1) return undefined;
  const [type] = types;
  // Of a number nobody knows how it was written: 1.10 and 1.1 are the same.
  if (type === 'string' && typeof value === 'boolean') return JSON.stringify(String(value));
  if (typeof value !== 'string') return undefined;
  if (type === 'boolean' && /^(?:true|false)$/.test(value)) return value;
  if (type === 'integer' && /^-?(?:0|[1-9]\d{0,14})$/.test(value)) return value;
  return type === 'number' && /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/.test(value) ? value : undefined;
}

/** The place that a JSON pointer leads to, below the profile and the type that it starts with. */
function segmentsOf(pointer: string, document: Value): (string | number)[] {
  let value: unknown = document;
  return pointer
    .split('/')
    .slice(3)
    .map((step) => {
      const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
      const segment = Array.isArray(value) ? Number(key) : key;
      value = (value as { [key: string]: unknown })[key];
      return segment;
    });
}
