import type { Edit } from './edit.ts';
import { type Item, isMap, type ResourceList, type YamlMap } from './resource-list.ts';

/** A line of an annotation as kpt writes them: a plain key, a value of one line that needs no reader. */
const annotation = / +[\w./-]+: (?:[\w./@:-]*[\w./@-]|'[^'\n]*'|"[^"\\\n]*")(?=\r?\n)/y;
const SPACE = 32;
const HASH = 35;

/**
 * The edit that gives an item an annotation, by its lines alone: for the items that look as kpt hands them over, which
 * are nearly all, and without reading them once more. It makes the same edit as setIn and removeIn would.
 *
 * @param verdict the value, a plain word; null where there shall be none
 * @returns undefined where only a reader can tell
 */
export function annotateUsual(
  { decoded, frame, eol }: ResourceList,
  { value, start, end }: Item,
  key: string,
  verdict: string | null,
): Edit[] | undefined {
  const known = isMap(value.metadata) ? value.metadata.annotations : undefined;
  if (frame.style !== 'block' || !frame.items || !isMap(known)) return undefined;
  if (Object.hasOwn(known, key)) return known[key] === verdict && verdict !== null ? [] : undefined;
  const { text } = decoded;
  const column = frame.items.column + 2;
  // The first line of an item starts with its dash.
  const metadata = findLine(text, text.indexOf('\n', start) + 1, end, column, 'metadata:');
  if (metadata === undefined) return undefined;
  const inner = columnAt(text, metadata, end);
  if (inner <= column) return undefined;
  const annotations = findLine(text, metadata, end, inner, 'annotations:');
  if (annotations === undefined) return undefined;
  return edit(text, annotations, inner, known, { key, verdict, eol });
}

/**
 * Goes through the lines of the annotations from `at`, which stand deeper than `column`. As many lines as there are
 * annotations, all of one indent, are one each.
 */
function edit(
  text: string,
  at: number,
  column: number,
  known: YamlMap,
  { key, verdict, eol }: { key: string; verdict: string | null; eol: string },
): Edit[] | undefined {
  const indent = columnAt(text, at, text.length);
  // A flow map, an anchor, a tag or a complex key is for the reader.
  if (indent <= column || '{*&!?'.includes(text.charAt(at + indent))) return undefined;
  let next = at;
  let last = at;
  let count = 0;
  while (columnAt(text, next, text.length) === indent) {
    count++;
    last = next;
    next = text.indexOf('\n', next) + 1;
    if (next === 0) return undefined;
  }
  // What follows has to be the next key: a deeper line, a comment or a blank one belongs to what was read so far.
  if (!isShallow(text, next, column) || Object.keys(known).length !== count) return undefined;
  if (!isWhole(text, last)) return undefined;
  if (verdict === null) return [];
  return [{ start: next, end: next, text: `${text.slice(at, at + indent)}${key}: ${verdict}${eol}` }];
}

/** Whether a line holds an annotation to its end: a flow list may go on in a line that stands less deep. */
function isWhole(text: string, at: number): boolean {
  annotation.lastIndex = at;
  return annotation.test(text);
}

function isShallow(text: string, at: number, column: number): boolean {
  let i = at;
  while (text.charCodeAt(i) === SPACE) i++;
  const c = text.charCodeAt(i);
  return i < text.length && i - at <= column && c !== HASH && c !== 10 && c !== 13;
}

/**
 * The start of the line behind the one that holds a key alone; lines deeper than its column are passed over. What
 * stands less deep, a comment or a blank line ends the search.
 */
function findLine(text: string, from: number, end: number, column: number, key: string): number | undefined {
  for (let at = from; at > 0 && at < end; at = text.indexOf('\n', at) + 1) {
    const own = columnAt(text, at, end);
    if (own > column) continue;
    if (own < column) return undefined;
    if (!text.startsWith(key, at + column)) continue;
    const behind = at + column + key.length;
    if (text.charCodeAt(behind) === 10) return behind + 1;
    return text.startsWith('\r\n', behind) ? behind + 2 : undefined;
  }
  return undefined;
}

/** The column of a line's first character; -1 where it has none, or a comment. */
function columnAt(text: string, at: number, end: number): number {
  let i = at;
  while (i < end && text.charCodeAt(i) === SPACE) i++;
  const c = text.charCodeAt(i);
  return i >= end || c === 10 || c === 13 || c === HASH ? -1 : i - at;
}
