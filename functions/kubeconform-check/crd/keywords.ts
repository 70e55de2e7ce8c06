import { isMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Schema } from './schema.ts';
import { isInteger, isNumber } from './values.ts';

type Test = (value: Value) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isFlag: Test = (value) => typeof value === 'boolean';
const isList: Test = (value) => Array.isArray(value);
const isListOf = (test: Test) => (value: Value) =>
  Array.isArray(value) && value.every((item) => item === null || test(item));
const isMapOf = (test: Test) => (value: Value) =>
  isMap(value) && Object.values(value).every((item) => item === null || test(item));

/** The keywords by their types, with these in words. What may be anything isn't in it. */
const KEYWORDS: readonly (readonly [allowed: string, test: Test, keywords: string])[] = [
  [
    'a text',
    isText,
    'id $schema $ref description type format title pattern x-kubernetes-list-type x-kubernetes-map-type',
  ],
  ['a number', isNumber, 'maximum minimum multipleOf'],
  ['an integer', isInteger, 'maxLength minLength maxItems minItems maxProperties minProperties'],
  [
    'true or false',
    isFlag,
    `exclusiveMaximum exclusiveMinimum uniqueItems nullable x-kubernetes-preserve-unknown-fields
    x-kubernetes-embedded-resource x-kubernetes-int-or-string`,
  ],
  ['a list', isList, 'enum'],
  ['a list of texts', isListOf(isText), 'required x-kubernetes-list-map-keys'],
  ['a list of maps', isListOf(isMap), 'allOf anyOf oneOf x-kubernetes-validations'],
  ['a map', isMap, 'not externalDocs'],
  ['a map of schemas', isMapOf(isMap), 'properties patternProperties definitions'],
  [
    'a schema, or true or false',
    (value) => isMap(value) || isFlag(value),
    'additionalProperties additionalItems',
  ],
];

const byKeyword = new Map(
  KEYWORDS.flatMap(([allowed, test, keywords]) =>
    keywords.split(/\s+/).map((key) => [key, { allowed, test }] as const),
  ),
);

/** The keywords of a schema that hold something of a wrong type, with the type that they want. */
export function wrongKeywords(schema: Schema): (readonly [keyword: string, value: Value, allowed: string])[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    const wanted = byKeyword.get(keyword);
    return wanted === undefined || value === null || wanted.test(value)
      ? []
      : [[keyword, value, wanted.allowed]];
  });
}
