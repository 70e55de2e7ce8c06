import { linesBefore } from '../lib/lines-before.ts';
import { applyEdits, setIn } from '../lib/resource-list/edit.ts';
import { isMap, type YamlMap as Value } from '../lib/resource-list/resource-list.ts';
import { type Document, Unreadable } from '../lib/yaml/documents.ts';
import { MalformedYaml, type Places, readYaml } from '../lib/yaml/read.ts';

/**
 * The lines of a document as an item of a ResourceList, with the annotations that say where it came from.
 *
 * @throws Unreadable where it can't be an item
 */
export function toItem(document: Document, path: string, index: number): string {
  const annotations = { path, ...(index > 0 && { index: String(index) }) };
  let { text } = document;
  for (const [key, value] of Object.entries(annotations)) {
    const places: Places = new Map();
    const root = readMap(text, document.line, places);
    const where = ['metadata', 'annotations', `internal.config.kubernetes.io/${key}`];
    text = applyEdits(text, setIn({ text, eol: '\n', places }, root, where, value));
  }
  return `- ${indent(text).slice(2)}`;
}

/** The lines of a document as the value of a key of a ResourceList. */
export function toSection(key: string, { text, line }: Document): string {
  readMap(text, line, new Map());
  return `${key}:\n${indent(text)}`;
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** The map that a document is, fit to be given annotations. */
function readMap(text: string, line: number, places: Places): Value {
  const lineOf = (at: number) => line + linesBefore(text, at);
  try {
    const { value, faults } = readYaml(text, 0, text.length, places);
    const [fault] = faults;
    if (fault) throw new Unreadable(fault.reason, lineOf(fault.at));
    if (!isMap(value)) throw new Unreadable('holds a document that is no map, so no resource', line);
    for (const [owner, key] of [
      [value, 'metadata'],
      [value.metadata, 'annotations'],
    ] as const) {
      const inner = isMap(owner) ? owner[key] : undefined;
      if (inner !== undefined && inner !== null && !isMap(inner)) {
        throw new Unreadable(`holds a resource whose ${key} are no map`, line);
      }
    }
    return value;
  } catch (error) {
    if (!(error instanceof MalformedYaml)) throw error;
    throw new Unreadable(`is malformed YAML: ${error.message}`, lineOf(error.at));
  }
}

/**
 * The line of the file (from 1) in which a field of a document stands, or else what encloses it.
 *
 * @param field its path as results have it: `spec.containers[name=x].image`
 * @param inText the line of a field that lies in a document within a text of this one
 */
export function lineOfField(document: Document, field: string, inText: number): number {
  const { value, places, lineStarts } = outline(document);
  let node: unknown = value;
  let at = 0;
  for (const segment of segmentsOf(field)) {
    const entries = places.get(node as object)?.entries ?? [];
    const isNamed = typeof segment === 'object' && Array.isArray(node);
    const key = isNamed
      ? (node as unknown[]).findIndex((item) => isMap(item) && item.name === segment.name)
      : segment;
    const entry = entries.find((candidate) => candidate.key === key);
    if (!entry) {
      if (typeof node === 'string' && !Number.isNaN(inText)) return inText;
      break;
    }
    at = entry.start;
    node = (node as { [key: string]: unknown })[entry.key];
  }
  const below = lineStarts.findLastIndex((start) => start <= at);
  return document.line + below;
}

interface Outline {
  value: unknown;
  places: Places;
  /** The offset of each line. */
  lineStarts: number[];
}

const outlines = new WeakMap<Document, Outline>();

function outline(document: Document): Outline {
  let known = outlines.get(document);
  if (!known) {
    const { text } = document;
    const places: Places = new Map();
    const { value } = readYaml(text, 0, text.length, places);
    known = { value, places, lineStarts: [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)] };
    outlines.set(document, known);
  }
  return known;
}

function* segmentsOf(field: string): Generator<string | number | { name: string }> {
  for (const [, key, index, name, quoted] of field.matchAll(
    /\.?([\w-]+)|\[(\d+)\]|\[name=([\w.-]+)\]|\[("(?:[^"\\]|\\.)*")\]/gy,
  )) {
    if (key !== undefined) yield key;
    else if (index !== undefined) yield Number(index);
    else if (name !== undefined) yield { name };
    else yield JSON.parse(quoted as string);
  }
}
