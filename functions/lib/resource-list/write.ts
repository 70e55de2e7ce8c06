import type { Place, Value } from '../yaml/read.ts';
import { applyEdits, type Edit } from './edit.ts';
import { formatBlock, formatFlow } from './format.ts';
import { isMap, type Item, type Map, type ResourceList } from './resource-list.ts';

/** The bytes of the resource list with some edits; without any they are the input's. */
export function write(list: ResourceList, edits: readonly Edit[]): Buffer {
  return list.decoded.encode(applyEdits(list.decoded.text, edits));
}

/** The edit that adds resources at the end of the items. */
export function addItems(list: ResourceList, values: readonly Map[]): Edit[] {
  if (values.length === 0) return [];
  return appendTo(list, 'items', [...values]);
}

/** The edit that puts another resource in the place of one, written anew. */
export function replaceItem(list: ResourceList, item: Item, value: Map): Edit {
  const { frame, eol } = list;
  if (frame.style === 'flow') return { start: item.start, end: item.end, text: formatFlow(value) };
  const column = frame.items?.column ?? 0;
  const lineStart = item.start - column;
  return { start: lineStart, end: item.end, text: formatBlock([value], column, eol) };
}

/** The edit that takes a resource out. */
export function removeItem(list: ResourceList, item: Item): Edit {
  const { frame } = list;
  if (frame.style === 'block') {
    const isOnly = list.items.length === 1;
    const column = frame.items?.column ?? 0;
    return { start: item.start - column, end: item.end, text: isOnly ? `${' '.repeat(column)}[]${list.eol}` : '' };
  }
  const entries = frame.list?.entries ?? [];
  const i = item.index;
  const [entry, next, previous] = [entries[i], entries[i + 1], entries[i - 1]];
  if (!entry) return { start: item.start, end: item.end, text: '' };
  if (frame.list?.flow) {
    if (next) return { start: entry.start, end: next.start, text: '' };
    return { start: previous ? previous.end : entry.start, end: entry.end, text: '' };
  }
  const only = entries.length === 1;
  const lineFeed = list.decoded.text.indexOf('\n', entry.end);
  const end = next ? next.start : lineFeed < 0 ? list.decoded.text.length : lineFeed + 1;
  return only
    ? { start: entry.start, end: entry.end, text: '[]' }
    : next
      ? { start: entry.start, end, text: '' }
      : { start: entry.start - (frame.list?.column ?? 0), end, text: '' };
}

/**
 * The edits that add results of a function at the end of the document. Those that the same function left there
 * before (`tags.function`) are replaced, those of others stay.
 */
export function addResults(list: ResourceList, fn: string, results: readonly Map[]): Edit[] {
  const old = Array.isArray(list.results) ? list.results : [];
  const isOwn = (result: Value) => isMap(result) && isMap(result.tags) && result.tags.function === fn;
  if (!old.some(isOwn)) return results.length === 0 ? [] : appendTo(list, 'results', [...results]);
  // Written anew: the results that a function finds are those of an earlier run, and nobody's source.
  return replaceSection(list, 'results', [...old.filter((result) => !isOwn(result)), ...results]);
}

function appendTo(list: ResourceList, key: 'items' | 'results', values: Value[]): Edit[] {
  const { frame, decoded, eol } = list;
  const { text } = decoded;
  const present = key === 'items' ? list.items : list.results;
  const filled = Array.isArray(present) && present.length > 0;
  if (frame.style === 'block') {
    const section = frame.sections.find((s) => s.key === key);
    if (!section) return [linesAt(text, frame.end, `${key}:${eol}${blockItems(values, 0, eol)}`, eol)];
    if (!filled) return [{ ...section, text: `${key}:${eol}${blockItems(values, 0, eol)}` }];
    if (key === 'items') {
      return [linesAt(text, section.end, blockItems(values, frame.items?.column ?? 0, eol), eol)];
    }
    return replaceSection(list, key, [...(present as Value[]), ...values]);
  }
  const place = key === 'items' ? frame.list : undefined;
  if (place && !(place.flow && !filled && place.entries.length > 0)) return [appendEntries(text, place, values, eol)];
  return replaceSection(list, key, [...((Array.isArray(present) ? present : []) as Value[]), ...values]);
}

function appendEntries(text: string, place: Place, values: Value[], eol: string): Edit {
  const last = place.entries.at(-1);
  if (!place.flow) {
    const lineFeed = text.indexOf('\n', place.end);
    return linesAt(text, lineFeed < 0 ? text.length : lineFeed + 1, blockItems(values, place.column, eol), eol);
  }
  const items = values.map(formatFlow).join(', ');
  const at = last ? last.end : place.start + 1;
  return { start: at, end: at, text: last ? `, ${items}` : items };
}

/** Sets a key of the ResourceList itself, at the end of the document where it is new. */
function replaceSection(list: ResourceList, key: string, values: Value[]): Edit[] {
  const { frame, decoded, eol } = list;
  if (frame.style === 'block') {
    const lines = values.length > 0 ? `${key}:${eol}${blockItems(values, 0, eol)}` : '';
    const section = frame.sections.find((s) => s.key === key);
    return [section ? { ...section, text: lines } : linesAt(decoded.text, frame.end, lines, eol)];
  }
  const { root } = frame;
  if (!root) throw new Error('a flow document has no place');
  const entry = root.entries.find((e) => e.key === key);
  if (entry) return [{ start: entry.valueStart, end: entry.end, text: formatFlow(values) }];
  const last = root.entries.at(-1);
  if (!root.flow) {
    return [linesAt(decoded.text, frame.end, `${key}:${eol}${blockItems(values, root.column, eol)}`, eol)];
  }
  const at = last ? last.end : root.start + 1;
  return [{ start: at, end: at, text: `${last ? ', ' : ''}${formatFlow(key)}: ${formatFlow(values)}` }];
}

/** Whole lines at an offset: behind a last line without a line break they get one before them. */
function linesAt(text: string, at: number, lines: string, eol: string): Edit {
  const isLineStart = at === 0 || text[at - 1] === '\n';
  return { start: at, end: at, text: isLineStart ? lines : eol + lines.replace(/\r?\n$/, '') };
}

/** The items of a block list; one by one, since thousands of results are much text to hold in pieces. */
function blockItems(values: readonly Value[], column: number, eol: string): string {
  return values.map((value) => formatBlock([value], column, eol)).join('');
}
