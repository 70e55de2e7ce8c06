import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Finding } from '../../../functions/lib/finding.ts';
import type { Schema } from '../../../functions/validate-tmf921/profiles/json-schema.ts';
import type { ProfileName } from '../../../functions/validate-tmf921/profiles/profiles.ts';
import { PROFILE_SCHEMAS } from '../../../functions/validate-tmf921/profiles/schema.ts';
import { findingsOf } from '../run.ts';
import { instances, type Json, type Node, nodesOf } from './instances.ts';

const test = suite('mutations');

/** A value, and one mutation of it by which it becomes wrong at a place. */
interface Mutation {
  what: string;
  document: unknown;
  place: (string | number)[];
}

for (const [profile, schema] of Object.entries(PROFILE_SCHEMAS) as [ProfileName, Schema][]) {
  const definitions = schema.definitions ?? {};
  for (const type of Object.keys(schema.properties ?? {})) {
    const root: Schema = { $ref: `#/definitions/${type}` };
    const documents = instances(root, definitions).map((document) => ofType(profile, type, document as Json));

    test(`${profile} ${type}: what the schema allows is valid`, () => {
      assert.ok(documents.length > 0);
      for (const document of documents) {
        const errors = findingsOf(document, { profile }).filter(({ severity }) => severity === 'error');
        assert.equal(errors.map(describe), [], JSON.stringify(document));
      }
    });

    test(`${profile} ${type}: every mutation is found where it is`, () => {
      const missed: string[] = [];
      let count = 0;
      const seen = new Set<string>();
      for (const document of documents) {
        for (const node of nodesOf(document, root, definitions)) {
          for (const { what, document: mutated, place } of mutationsOf(document, node)) {
            // Documents differ in a few places only.
            const key = JSON.stringify([what, place, typesAlong(document, place)]);
            if (seen.has(key)) continue;
            seen.add(key);
            count++;
            const found = findingsOf(mutated, { profile });
            if (!found.some((finding) => isAt(finding, place)))
              missed.push(`${what} at ${place.join('.')}: ${found.map(describe)}`);
          }
        }
      }
      assert.ok(count > 10, String(count));
      assert.equal(missed, []);
    });
  }
}

/** Instances have texts for ids and types; which type a document is of is said by them. */
function ofType(profile: string, type: string, document: Json): Json {
  if (profile.startsWith('tmf921')) {
    const name = type.replace(/_FVO$/, '');
    const { id, href, ...others } = document;
    return type.endsWith('_FVO') ? { ...others, '@type': name } : { ...document, '@type': name };
  }
  return document;
}

function* mutationsOf(document: unknown, { path, schema, value }: Node): Generator<Mutation> {
  const replaced = (what: string, wrong: unknown): Mutation => ({
    what,
    document: withValue(document, path, wrong),
    place: path,
  });
  for (const key of schema.required ?? []) {
    // Which type it is of depends on these.
    if (path.length === 0 && ['@type', 'id', 'href', 'intentId'].includes(key)) continue;
    yield {
      what: `without ${key}`,
      document: withValue(document, [...path, key], undefined),
      place: [...path, key],
    };
  }
  if (path.length === 0) return;
  const types = [schema.type].flat();
  for (const wrong of [null, 'text', 1.5, true, [], {}]) {
    if (
      schema.type === undefined ||
      types.includes(typeName(wrong)) ||
      (typeof wrong === 'number' && types.includes('number'))
    )
      continue;
    if (path.length === 1 && ['@type', 'id', 'href'].includes(String(path[0]))) continue;
    yield replaced(`${JSON.stringify(wrong)} for ${types}`, wrong);
  }
  if (schema.format) yield replaced(`no ${schema.format}`, 'not one of them');
  if (schema.enum && typeof value === 'string' && !(path.length === 1 && path[0] === '@type'))
    yield replaced('none of them', 'none-of-them');
  if (schema.pattern !== undefined) yield replaced('not the pattern', '?!');
  if (schema.minimum !== undefined) yield replaced('too little', schema.minimum - 1);
  if (schema.maximum !== undefined) yield replaced('too much', schema.maximum + 1);
  if (schema.maxLength !== undefined) yield replaced('too long', 'a'.repeat(schema.maxLength + 1));
  if (schema.minLength !== undefined) yield replaced('too short', '');
  if (schema.minItems !== undefined) yield replaced('too few', []);
  if (schema.additionalProperties === false)
    yield {
      what: 'another field',
      document: withValue(document, [...path, 'other'], 1),
      place: [...path, 'other'],
    };
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

/** A copy with another value at a place; without it where that is undefined. */
function withValue(node: unknown, [segment, ...rest]: (string | number)[], value: unknown): unknown {
  if (segment === undefined) return value;
  if (Array.isArray(node))
    return node.map((item, i) => (i === segment ? withValue(item, rest, value) : item));
  return { ...(node as Json), [segment]: withValue((node as Json)[segment], rest, value) };
}

/** The types of what holds a place: they decide on the schema that it has to fit. */
function typesAlong(node: unknown, [segment, ...rest]: (string | number)[]): unknown[] {
  if (typeof node !== 'object' || node === null || segment === undefined) return [];
  return [(node as Json)['@type'], ...typesAlong((node as Json)[segment], rest)];
}

/** Whether a finding that is no mere note stands at a place of the document. */
function isAt({ severity, segments }: Finding, place: (string | number)[]): boolean {
  return severity !== 'info' && JSON.stringify(segments.slice(2)) === JSON.stringify(place);
}

function describe({ severity, code, segments, message }: Finding): string {
  return `${severity} ${code} ${segments.slice(2).join('.')} ${message}`;
}

test.run();
