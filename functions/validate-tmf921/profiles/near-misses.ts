import { groupBy } from '../../lib/group-by.ts';
import { type Effort, nearest } from '../../lib/nearest.ts';
import { printable } from '../../lib/printable.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Problem } from '../problems.ts';
import { plain } from '../values.ts';
import type { Schema } from './json-schema.ts';

/** More of them of one document aren't told. */
const MAX_MISSES = 50;

/** Shorter names are near to many words. */
const SHORT = 5;

/**
 * Fields that a schema doesn't know, and that are nearly ones that it does. The standards allow further fields, so they
 * don't make a document invalid; but most likely they are misspelt, and nobody reads them.
 *
 * @param type whose definition the document was held against
 * @param problems those that say already that a field is misspelt
 * @param effort what guessing may cost
 */
export function findNearMisses(
  document: Value,
  type: string,
  definitions: { readonly [name: string]: Schema },
  problems: readonly Problem[],
  effort: Effort,
): Problem[] {
  const misses: Problem[] = [];
  const path: (string | number)[] = [];
  const told = new Set(
    problems.filter(({ code }) => code === 'TMF-105').map(({ segments }) => JSON.stringify(segments)),
  );
  const isSpent = () => effort.left < 0 || misses.length >= MAX_MISSES;
  const visit = (value: Value, schemas: readonly Schema[]): void => {
    if (typeof value !== 'object' || value === null) return;
    const all = schemas.flatMap((schema) => expand(schema, value, definitions));
    if (Array.isArray(value)) {
      const items = all.flatMap(({ items }) => items ?? []);
      for (const [i, item] of value.entries()) if (items.length > 0) below(i, item, items);
      return;
    }
    const rules = groupBy(
      all.flatMap(({ properties }) => Object.entries(properties ?? {})),
      ([key]) => key,
    );
    if (rules.size === 0) return;
    missType(value, all);
    const missing = [...rules.keys()].filter((key) => !Object.hasOwn(value, key));
    for (const [key, inner] of Object.entries(value)) {
      const own = rules.get(key);
      if (own)
        below(
          key,
          inner,
          own.map(([, schema]) => schema),
        );
      else if (!isSpent()) {
        const same = twin(key, rules);
        if (same === undefined || !Object.hasOwn(value, same)) miss(key, missing);
        else twice(key, same);
      }
    }
  };
  const below = (segment: string | number, value: Value, schemas: readonly Schema[]): void => {
    if (isSpent()) return;
    path.push(segment);
    visit(value, schemas);
    path.pop();
  };
  /** Readers that don't mind the case take either of two such keys. */
  const twice = (key: string, same: string): void => {
    const found = printable(key, 100);
    const message = `the keys ${found} and ${same} are the same to readers that do not mind the case, and who knows which one holds; remove one`;
    misses.push({ code: 'TMF-405', weight: 'harmful', segments: [...path, key], message, found });
  };
  /** A type that is nearly one that the schema says more of. */
  const missType = (value: YamlMap, schemas: readonly Schema[]): void => {
    const type = value['@type'];
    const known = schemas.flatMap(({ allOf = [] }) =>
      allOf.flatMap(({ if: condition }) => condition?.properties?.['@type']?.const ?? []),
    );
    if (typeof type !== 'string' || known.length === 0 || known.includes(type)) return;
    const proposed = nearest(type, known, effort, 2);
    if (proposed === undefined) return;
    const found = printable(type, 100);
    const message = `is "${found}", of which the standard says nothing, so that what it holds is not checked; most likely ${proposed} is meant`;
    misses.push({
      code: 'TMF-107',
      weight: 'warning',
      segments: [...path, '@type'],
      message,
      found,
      proposed,
    });
  };
  const miss = (key: string, missing: readonly string[]): void => {
    const segments = [...path, key];
    // Each costs something, also where no name is near enough to be compared.
    effort.left -= missing.length;
    // A letter in four: words of other meanings are further away.
    const proposed = nearest(key, missing, effort, Math.max(1, Math.floor(key.length / 4)));
    if (proposed === undefined || told.has(JSON.stringify(segments))) return;
    // Short names are near to many words: only another case, or an @ too many or too few, is sure.
    if (proposed.length < SHORT && plain(key).replace('@', '') !== plain(proposed).replace('@', '')) return;
    const found = printable(key, 100);
    const message = `${found} is no field that the standard has here, so nobody reads it; most likely ${proposed} is meant`;
    misses.push({ code: 'TMF-106', weight: 'warning', segments, message, found, proposed });
  };
  visit(document, [{ $ref: `#/definitions/${type}` }]);
  return misses;
}

/** The field of a schema that a key is, but for its case. */
function twin(key: string, rules: ReadonlyMap<string, unknown>): string | undefined {
  if (key.length > 64) return undefined;
  const lower = key.toLowerCase();
  for (const known of rules.keys()) if (known.toLowerCase() === lower) return known;
  return undefined;
}

/** A schema and what it says besides: the definition that it refers to, and the variants that a value is of. */
function expand(schema: Schema, value: Value, definitions: { readonly [name: string]: Schema }): Schema[] {
  if (schema.$ref !== undefined) {
    const target = definitions[schema.$ref.slice('#/definitions/'.length)];
    return target ? expand(target, value, definitions) : [];
  }
  const variants = (schema.allOf ?? []).filter(({ if: condition }) => !condition || fits(value, condition));
  return [schema, ...variants.flatMap(({ then }) => (then ? expand(then, value, definitions) : []))];
}

function fits(value: Value, { properties = {} }: Schema): boolean {
  return isMap(value) && Object.entries(properties).every(([key, rule]) => value[key] === rule.const);
}
