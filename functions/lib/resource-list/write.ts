import { MalformedYaml, type Place, type Places, readYaml, type Value } from '../yaml/read.ts';
import { applyEdits, applyToBytes, type Edit, gapBefore, keepAliases, lineBehind, linesAt } from './edit.ts';
import { formatBlock, formatFlow } from './format.ts';
import type { Frame, Section } from './frame.ts';
import { type Item, isMap, type YamlMap as Resource, type ResourceList } from './resource-list.ts';

/** The bytes of the resource list with some edits; without any they are the input's. */
export function write(list: ResourceList, edits: readonly Edit[]): Buffer {
  const { ascii, encode, text } = list.decoded;
  return ascii ? applyToBytes(ascii, edits) : encode(applyEdits(text, edits));
}

/** The edits that add resources at the end of the items. */
export function addItems(list: ResourceList, values: readonly Resource[]): Edit[] {
  return changeItems(list, [], values);
}

/** The edits that take a resource out. */
export function removeItem(list: ResourceList, item: Item): Edit[] {
  return changeItems(list, [item], []);
}

/** The edits that put another resource in the place of one, written anew. */
export function replaceItem(list: ResourceList, item: Item, value: Resource): Edit[] {
  const { frame, eol } = list;
  const { start, end } = item;
  if (frame.style === 'flow')
    return [...keepAliases(item.placed().places, start, end), { start, end, text: formatFlow(value) }];
  const column = frame.items?.column ?? 0;
  return [{ start: start - column, end, text: formatBlock([value], column, eol) }];
}

/** The edits that take resources out and add others at the end of the items: all at once, since they may touch. */
export function changeItems(
  list: ResourceList,
  removed: readonly Item[],
  added: readonly Resource[],
): Edit[] {
  if (removed.length === 0 && added.length === 0) return [];
  const { frame, eol } = list;
  if (frame.style === 'flow') return changeList(list, frame, removed, added);
  const section = frame.sections.find(({ key }) => key === 'items');
  if (!section || !frame.items) return appendTo(list, 'items', null, [...added]);
  const { column } = frame.items;
  const lines = blockItems(added, column, eol);
  const edits: Edit[] = removed.map(({ start, end }) => ({ start: start - column, end, text: '' }));
  if (added.length > 0) {
    // Where the last ones go, the others take their place: behind them the text may end without a line break.
    const out = new Set(removed);
    const first = list.items.findLastIndex((item) => !out.has(item)) + 1;
    const at = list.items[first]?.start;
    if (at === undefined) return [...edits, ...lastLines(list, section, section.end, lines)];
    return [...edits, { start: at - column, end: at - column, text: lines }];
  }
  if (removed.length < list.items.length) return edits;
  const colon = list.decoded.text.indexOf(':', section.start) + 1;
  return [...edits, { start: colon, end: colon, text: ' []' }];
}

/** The same in a list that was read with the whole document. */
function changeList(
  list: ResourceList,
  frame: Frame & { style: 'flow' },
  removed: readonly Item[],
  added: readonly Resource[],
): Edit[] {
  const { text } = list.decoded;
  const { list: place, places = new Map() } = frame;
  if (removed.length === 0 || !place) return appendTo(list, 'items', list.items, [...added]);
  const out = new Set(removed.map(({ index }) => index));
  const edits: Edit[] = [];
  const cut = (start: number, end: number, by = '') =>
    edits.push(...keepAliases(places, start, end), { start, end, text: by });
  const { entries } = place;
  const kept = entries.filter((_, i) => !out.has(i));
  const last = kept.at(-1);
  if (!last) {
    cut(place.start, place.end, (place.flow ? '' : '  ') + formatFlow([...added]));
    return edits;
  }
  for (let from = 0; from < entries.length; from++) {
    if (!out.has(from)) continue;
    let to = from;
    while (out.has(to + 1)) to++;
    const [before, first, final, next] = [entries[from - 1], entries[from], entries[to], entries[to + 1]];
    if (!first || !final) break;
    if (!place.flow)
      cut(first.start - place.column, next ? next.start - place.column : lineBehind(text, final.end));
    else if (next) cut(first.start, next.start);
    else cut(before?.end ?? first.start, final.end);
    from = to;
  }
  const gone = entries[entries.indexOf(last) + 1];
  if (added.length > 0 && gone && !place.flow) {
    const at = gone.start - place.column;
    edits.push({ start: at, end: at, text: blockItems(added, place.column, list.eol) });
  } else if (added.length > 0) edits.push(...appendEntries(list, place, places, last.end, added));
  return edits;
}

/**
 * The edits that add results of a function at the end of the document. Those that the same function left there
 * before (`tags.function`) are replaced, those of others stay.
 */
export function addResults(list: ResourceList, fn: string, results: readonly Resource[]): Edit[] {
  const old = Array.isArray(list.results) ? list.results : [];
  const isOwn = (result: Value) => isMap(result) && isMap(result.tags) && result.tags.function === fn;
  if (!old.some(isOwn))
    return results.length === 0 ? [] : appendTo(list, 'results', list.results, [...results]);
  // Written anew: the results that a function finds are those of an earlier run, and nobody's source.
  return replaceResults(list, [...old.filter((result) => !isOwn(result)), ...results]);
}

/** Adds values to the list of one of the document's keys, or sets the key where there is none. */
function appendTo(
  list: ResourceList,
  key: 'items' | 'results',
  present: Value | readonly Item[],
  values: Value[],
): Edit[] {
  const { frame, decoded, eol } = list;
  const { root, places, section } = locate(list, key);
  const entry = root?.entries.find((e) => e.key === key);
  if (!root || !entry) {
    if (frame.style === 'block' || !root?.flow) {
      const lines = `${key}:${eol}${blockItems(values, 0, eol)}`;
      const column = root?.column ?? 0;
      const indented = column === 0 ? lines : formatBlock({ [key]: values }, column, eol);
      return lastLines(list, section ?? lastSection(list), frame.end, indented);
    }
    const at = root.entries.at(-1)?.end;
    const text = `${at === undefined ? '' : ', '}${formatFlow(key)}: ${formatFlow(values)}`;
    return [{ start: at ?? root.start + 1, end: at ?? root.start + 1, text }];
  }
  const place = Array.isArray(present) ? placeOf(list, key, places) : undefined;
  const last = place?.entries.at(-1);
  if (place && last) return appendEntries(list, place, places, last.end, values);
  if (!root.flow && entry.valueStart === entry.end) {
    const lines = blockItems(values, root.column, eol);
    return linesAt(decoded.text, lineBehind(decoded.text, entry.end), lines, eol, places);
  }
  const text = gapBefore(decoded.text, root, entry) + formatFlow(values);
  return [
    ...keepAliases(places, entry.valueStart, entry.end),
    { start: entry.valueStart, end: entry.end, text },
  ];
}

function appendEntries(
  list: ResourceList,
  place: Place,
  places: Places,
  at: number,
  values: readonly Value[],
): Edit[] {
  const { text } = list.decoded;
  if (place.flow) return [{ start: at, end: at, text: `, ${values.map(formatFlow).join(', ')}` }];
  const line = lineBehind(text, place.end);
  return linesAt(text, line, blockItems(values, place.column, list.eol), list.eol, places);
}

function replaceResults(list: ResourceList, values: Value[]): Edit[] {
  const { text } = list.decoded;
  const { root, places } = locate(list, 'results');
  const entry = root?.entries.find(({ key }) => key === 'results');
  if (!root || !entry) throw new Error('the place of the results is unknown');
  const { start, valueStart, end } = entry;
  if (root.flow || list.frame.style === 'flow') {
    return [
      ...keepAliases(places, valueStart, end),
      { start: valueStart, end, text: gapBefore(text, root, entry) + formatFlow(values) },
    ];
  }
  const lines = values.length > 0 ? `results:${list.eol}${blockItems(values, 0, list.eol)}` : '';
  return [{ start, end: lineBehind(text, end), text: lines }];
}

interface Located {
  root: Place | undefined;
  places: Places;
  section: Section | undefined;
}

/** The map that has a key of the document, with its place: of a document in block style only that part is read. */
function locate({ frame, decoded }: ResourceList, key: string): Located {
  if (frame.style === 'flow')
    return { root: frame.root, places: frame.places ?? new Map(), section: undefined };
  const section = frame.sections.find((s) => s.key === key);
  const places: Places = new Map();
  if (!section) return { root: undefined, places, section };
  const { value } = readYaml(decoded.text, section.start, section.end, places);
  return { root: places.get(value as object), places, section };
}

function placeOf(list: ResourceList, key: 'items' | 'results', places: Places): Place | undefined {
  const { frame } = list;
  if (key === 'items') return frame.style === 'flow' ? frame.list : undefined;
  if (frame.style === 'flow') return places.get(list.results as object);
  for (const place of places.values())
    if (typeof place.entries[0]?.key === 'number' || place.flow) return place;
  return undefined;
}

function lastSection({ frame }: ResourceList): Section | undefined {
  return frame.style === 'block' ? frame.sections.at(-1) : undefined;
}

/** Whole lines at the end of a section. */
function lastLines(list: ResourceList, section: Section | undefined, at: number, lines: string): Edit[] {
  const { decoded, eol, frame } = list;
  const { text } = decoded;
  if (at === 0 || text[at - 1] === '\n') return [{ start: at, end: at, text: lines }];
  const places: Places = frame.style === 'flow' && frame.places ? frame.places : new Map();
  try {
    if (section) readYaml(text, section.start, section.end, places);
  } catch (error) {
    // A lone carriage return at the end can't be read as a whole; its item has that fault.
    if (!(error instanceof MalformedYaml)) throw error;
  }
  return linesAt(text, at, lines, eol, places);
}

/** The items of a block list; one by one, since thousands of results are much text to hold in pieces. */
function blockItems(values: readonly Value[], column: number, eol: string): string {
  return values.map((value) => formatBlock([value], column, eol)).join('');
}
