import type { Segments } from '../../lib/field-path.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Problem } from '../problems.ts';
import { locateInString, locateJson, readJson } from './json.ts';
import { looksLikeTurtle, readTurtleText } from './turtle.ts';
import { locateYaml, readYamlText } from './yaml.ts';

/** What a text says; undefined where that can't be read. Problems have their offsets in the text. */
export interface Reading {
  value: Value | undefined;
  problems: Problem[];
}

/** A language that intents are written in. */
export interface Format {
  name: string;
  /** Whether its texts are expressions, not documents that hold one. */
  isExpression?: true;
  /** The keys whose texts are in it. */
  keys: RegExp;
  /** Whether a text looks like it, where the key doesn't tell. */
  fits(text: string): boolean;
  read(text: string, maxDepth: number): Reading;
  /** Where fields of a text that could be read stand in it. */
  locate(text: string, fields: readonly Segments[]): number[];
  /** Where characters of a field's text stand, by the offsets of the field and of the characters in its text. */
  locateInString(text: string, field: number, offsets: readonly number[]): number[];
}

/** The formats; a text that is none of the others is YAML. */
const FORMATS: readonly Format[] = [
  {
    name: 'JSON',
    keys: /\.(?:json|jsonld)$/i,
    fits: (text) => /^\s*[{[]/.test(text),
    read: readJson,
    locate: locateJson,
    locateInString,
  },
  {
    name: 'Turtle',
    isExpression: true,
    keys: /\.(?:ttl|turtle)$/i,
    fits: looksLikeTurtle,
    read: readTurtleText,
    locate: (_, fields) => fields.map(() => 0),
    locateInString: (_text, _field, offsets) => [...offsets],
  },
];
const YAML: Format = {
  name: 'YAML',
  keys: /\.ya?ml$/i,
  fits: () => true,
  read: readYamlText,
  locate: locateYaml,
  // An expression that is a text in a text: what holds it is near enough.
  locateInString: (_, field, offsets) => offsets.map(() => field),
};

/** The format of a text, by the key that it stands under, else by how it starts. */
export function formatOf(key: string, text: string): Format {
  const named = [...FORMATS, YAML].find(({ keys }) => keys.test(key));
  return named ?? FORMATS.find(({ fits }) => fits(text)) ?? YAML;
}
