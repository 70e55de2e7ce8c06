import type { Segments } from '../../lib/field-path.ts';
import { groupBy } from '../../lib/group-by.ts';
import { printable } from '../../lib/printable.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Document } from '../document.ts';
import type { Source } from '../find-intents.ts';
import type { Problem } from '../problems.ts';

/** A problem and the document that it is of. */
export type Placed = readonly [Document, Problem];

/** Ids that stand twice in one document, by the list that they are in and the field that they are. */
const LISTS = [
  ['intentExpectations', 'expectationId'],
  ['expectation', 'id'],
  ['characteristic', 'id'],
] as const;

/** Whether ids are unique, and relationships lead to something, within the package that a document is in. */
export function checkReferences(documents: readonly Document[]): Placed[] {
  const packages = groupBy(documents.toSorted(byPlace), ({ source }) => source.resource.package);
  return [...packages.values()].flatMap((own) => {
    const ids = idsOf(own);
    return [...duplicates(own), ...own.flatMap((document) => firstOf(dangling(document, ids)))];
  });
}

/** More of one kind aren't told of a document. */
const MAX_PROBLEMS = 100;

function firstOf(problems: Iterable<Placed>): Placed[] {
  const told: Placed[] = [];
  for (const problem of problems) if (told.push(problem) >= MAX_PROBLEMS) break;
  return told;
}

/** By file, so that the order in which resources come doesn't matter. */
function byPlace({ source: { resource: a } }: Document, { source: { resource: b } }: Document): number {
  const [pathA, pathB] = [a.path ?? '', b.path ?? ''];
  return pathA === pathB ? a.fileIndex - b.fileIndex : pathA < pathB ? -1 : 1;
}

/** The ids of each family of documents, and how many documents of it there are. */
type Ids = ReadonlyMap<string, { ids: ReadonlySet<string>; count: number }>;

function idsOf(documents: readonly Document[]): Ids {
  const families = groupBy(documents, familyOf);
  return new Map(
    [...families].map(([family, own]) => [
      family,
      { ids: new Set(own.flatMap((document) => idOf(document)?.[1] ?? [])), count: own.length },
    ]),
  );
}

/** What an id is unique among: intents of all types, reports, specifications. */
function familyOf({ detection: { type = '' } }: Document): string {
  return type.replace(/_FVO$/, '').replace(/^(?:Probe|Judge|Best|Service)Intent$/, 'Intent');
}

/** What holds a document of 3GPP that is nested: ids there are unique below the same object only. */
function containerOf({ segments, source }: Document, numberOf: (source: Source) => number): Segments {
  const isNested = segments.some((segment) => typeof segment === 'string');
  return isNested ? [numberOf(source), ...segments.slice(0, -1)] : [];
}

function idOf({ value }: Document): [field: string, id: string] | undefined {
  if (!isMap(value)) return undefined;
  for (const field of ['id', 'intentId', 'expectationId']) {
    const id = value[field];
    if (typeof id === 'string' && id !== '') return [field, id];
  }
  return undefined;
}

function* duplicates(documents: readonly Document[]): Generator<Placed> {
  const numbers = new Map<Source, number>();
  const numberOf = (source: Source) => {
    const known = numbers.get(source) ?? numbers.size;
    numbers.set(source, known);
    return known;
  };
  const first = new Map<string, Document>();
  for (const document of documents) {
    const [field = '', id = ''] = idOf(document) ?? [];
    // Ids of expectations are unique within their intent only.
    if (id !== '' && familyOf(document) !== 'IntentExpectation') {
      const key = JSON.stringify([familyOf(document), ...containerOf(document, numberOf), id]);
      const other = first.get(key);
      if (other) yield [document, twice([field], id, `the ${familyOf(document)} of ${placeOf(other)}`)];
      else first.set(key, document);
    }
    if (!isMap(document.value)) continue;
    for (const [list, idField] of LISTS) {
      const problems = duplicatesIn(document, document.value[list], list, idField);
      yield* firstOf(problems);
    }
  }
}

function* duplicatesIn(
  document: Document,
  list: Value | undefined,
  name: string,
  field: string,
): Generator<Placed> {
  const seen = new Set<Value>();
  for (const [i, item] of (Array.isArray(list) ? list : []).entries()) {
    const id = isMap(item) ? item[field] : undefined;
    if (typeof id !== 'string') continue;
    if (seen.has(id)) yield [document, twice([name, i, field], id, 'another one of the list')];
    seen.add(id);
  }
}

function twice(segments: Segments, id: string, other: string): Problem {
  const found = printable(id, 100);
  const message = `"${found}" is the id of ${other} too, so nobody can tell which one is meant; give each its own`;
  return { code: 'TMF-202', weight: 'error', segments, message, found };
}

function placeOf({ source: { resource } }: Document): string {
  const { kind, metadata } = resource.value;
  const name = isMap(metadata ?? null) ? (metadata as YamlMap).name : undefined;
  return printable(`${kind} ${name ?? '(unnamed)'}`, 200);
}

/** A field that leads to another document, or to another part of its own. */
interface Reference {
  segments: Segments;
  id: string;
  family: 'Intent' | 'IntentSpecification';
}

function* dangling(document: Document, all: Ids): Generator<Placed> {
  const { value } = document;
  if (!isMap(value)) return;
  for (const { segments, id, family } of referencesOf(value)) {
    const { ids, count } = all.get(family) ?? { ids: new Set(), count: 0 };
    const isSelf = idOf(document)?.[1] === id && familyOf(document) === family;
    if (ids.has(id) && !isSelf) continue;
    // Specifications and the intents of reports are usually kept elsewhere, unless the package shows that it keeps them.
    if (segments[0] !== 'intentRelationship' && count === 0) continue;
    const found = printable(id, 100);
    const message = isSelf
      ? `leads to "${found}", which is this intent itself; name the other one`
      : `leads to "${found}", which is the id of no ${family} in the package; add it, or make sure that it is there already`;
    yield [document, { code: 'TMF-203', weight: 'warning', segments, message, found }];
  }
  yield* danglingCharacteristics(document, value);
}

function* referencesOf(value: YamlMap): Generator<Reference> {
  const { intentRelationship, intentSpecification, intent } = value;
  for (const [i, item] of (Array.isArray(intentRelationship) ? intentRelationship : []).entries()) {
    if (!isMap(item)) continue;
    const { relatedIntent, '@referredType': type = 'Intent' } = item;
    const isNested = isMap(relatedIntent);
    const id = isNested ? relatedIntent.id : item.id;
    if (typeof id !== 'string' || typeof type !== 'string' || !/Intent(?:Ref)?$/.test(type)) continue;
    const segments = ['intentRelationship', i, ...(isNested ? ['relatedIntent'] : []), 'id'];
    yield { segments, id, family: 'Intent' };
  }
  if (isMap(intentSpecification) && typeof intentSpecification.id === 'string')
    yield {
      segments: ['intentSpecification', 'id'],
      id: intentSpecification.id,
      family: 'IntentSpecification',
    };
  if (isMap(intent) && typeof intent.id === 'string')
    yield { segments: ['intent', 'id'], id: intent.id, family: 'Intent' };
}

function* danglingCharacteristics(document: Document, { characteristic }: YamlMap): Generator<Placed> {
  const list = Array.isArray(characteristic) ? characteristic : [];
  const ids = new Set(list.map((item) => (isMap(item) ? item.id : undefined)));
  for (const [i, item] of list.entries()) {
    const relationships =
      isMap(item) && Array.isArray(item.characteristicRelationship) ? item.characteristicRelationship : [];
    for (const [j, relationship] of relationships.entries()) {
      const id = isMap(relationship) ? relationship.id : undefined;
      if (typeof id !== 'string' || ids.has(id)) continue;
      const found = printable(id, 100);
      const message = `leads to "${found}", which is the id of no characteristic of this intent; correct it`;
      const segments = ['characteristic', i, 'characteristicRelationship', j, 'id'];
      yield [document, { code: 'TMF-203', weight: 'warning', segments, message, found }];
    }
  }
}
