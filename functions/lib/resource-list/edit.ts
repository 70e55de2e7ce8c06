import type { Entry, Place, Places, Value } from '../yaml/read.ts';
import { formatBlock, formatFlow } from './format.ts';
import { isMap } from './resource-list.ts';

/** Replaces the characters from `start` to `end` of the text (an insertion where they are equal). */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A text, the line break of what is added to it, and where its values stand. */
export interface Where {
  text: string;
  eol: string;
  places: Places;
}

/** Keys of maps and indexes of lists; an index behind the last item appends. */
export type Path = readonly (string | number)[];

/** The text that edits turn a text into. They must not overlap; those at one place keep their order. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    if (edit.start < at) throw new Error(`edits overlap at ${edit.start}`);
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}

/**
 * The edits that set a value somewhere inside a map, making the maps on the way where they are missing. No edit
 * where the value is there already, however it is written. Nothing else changes: where a map on the way has an
 * anchor that is used elsewhere too, the other places keep what they had.
 */
export function setIn(where: Where, root: Value, path: Path, value: Value): Edit[] {
  return new Editor(where).set(root, path, value);
}

/** The edits that take a key out of a map; none where it isn't there. */
export function removeIn(where: Where, root: Value, path: Path): Edit[] {
  return new Editor(where).remove(root, path);
}

class Editor {
  private readonly text: string;
  private readonly eol: string;
  private readonly places: Places;
  private readonly edits: Edit[] = [];

  constructor({ text, eol, places }: Where) {
    this.text = text;
    this.eol = eol;
    this.places = places;
  }

  set(root: Value, path: Path, value: Value): Edit[] {
    let node = root;
    for (const [i, key] of path.entries()) {
      const place = this.placeOf(node);
      const rest = path.slice(i + 1);
      const current = (node as { [key: string]: Value })[key];
      const entry = place.entries.find((e) => e.key === key);
      if (rest.length === 0 && current !== undefined && isEqual(current, value)) return [];
      if (!entry) {
        this.unshare(place, node);
        // A key that only a merge key gives is set beside it, with all that it had.
        this.insert(place, key, nest(rest, value, current));
        return this.edits;
      }
      if (rest.length === 0 || current === null || entry.alias !== undefined || typeof current !== 'object') {
        this.unshare(place, node);
        this.replace(place, entry, nest(rest, value, current));
        return this.edits;
      }
      this.unshare(place, node);
      node = current as Value;
    }
    return this.edits;
  }

  remove(root: Value, path: Path): Edit[] {
    if (!has(root, path)) return [];
    let node = root;
    for (const [i, key] of path.entries()) {
      const place = this.places.get(node as object);
      const entry = place?.entries.find((e) => e.key === key);
      if (!place || !entry) return [];
      this.unshare(place, node);
      if (i === path.length - 1) {
        this.cut(place, entry);
        return this.edits;
      }
      const next = (node as { [key: string]: Value })[key] as Value;
      if (entry.alias !== undefined) {
        const copy = structuredClone(next) as { [key: string]: Value };
        let inner: { [key: string]: Value } = copy;
        for (const k of path.slice(i + 1, -1)) inner = inner[k] as { [key: string]: Value };
        delete inner[path.at(-1) as string];
        this.replace(place, entry, copy);
        return this.edits;
      }
      node = next;
    }
    return this.edits;
  }

  private placeOf(node: Value): Place {
    const place = this.places.get(node as object);
    if (!place) throw new Error('the place of a value is unknown');
    return place;
  }

  /**
   * Where a map has an anchor that aliases elsewhere use, the anchor moves to the first of them, with a copy of what
   * the map was: so they keep their value, and the map can change.
   */
  private unshare(place: Place, value: Value): void {
    const { anchor } = place;
    if (!anchor) return;
    let first: Entry | undefined;
    let redefined = Number.POSITIVE_INFINITY;
    for (const { anchor: other } of this.places.values()) {
      if (other?.name === anchor.name && other.start > anchor.start) redefined = Math.min(redefined, other.start);
    }
    for (const { entries } of this.places.values()) {
      for (const entry of entries) {
        const isUse = entry.alias === anchor.name && entry.valueStart > anchor.end && entry.valueStart < redefined;
        if (isUse && (!first || entry.valueStart < first.valueStart)) first = entry;
      }
    }
    if (!first) return;
    const spaces = /^ */.exec(this.text.slice(anchor.end, anchor.end + 100))?.[0].length ?? 0;
    const isLineEnd = /^\r?\n/.test(this.text.slice(anchor.end + spaces, anchor.end + spaces + 2));
    const start = isLineEnd && this.text[anchor.start - 1] === ' ' ? anchor.start - 1 : anchor.start;
    this.edits.push({ start, end: anchor.end + spaces, text: '' });
    const copy = `&${anchor.name} ${formatFlow(value)}`;
    this.edits.push({ start: first.valueStart, end: first.end, text: copy });
  }

  private insert(place: Place, key: string | number, value: Value): void {
    const last = place.entries.at(-1);
    if (place.flow) {
      const item = typeof key === 'number' ? formatFlow(value) : `${formatFlow(key)}: ${formatFlow(value)}`;
      if (last) this.edits.push({ start: last.end, end: last.end, text: `, ${item}` });
      else this.edits.push({ start: place.start + 1, end: place.start + 1, text: item });
      return;
    }
    const lines = formatBlock(typeof key === 'number' ? [value] : { [key]: value }, place.column, this.eol);
    this.insertLines(last ? last.end : place.end, lines);
  }

  /** Inserts whole lines behind the line that an offset lies in. */
  private insertLines(behind: number, lines: string): void {
    const lineFeed = this.text.indexOf('\n', behind);
    if (lineFeed >= 0) this.edits.push({ start: lineFeed + 1, end: lineFeed + 1, text: lines });
    else this.edits.push({ start: this.text.length, end: this.text.length, text: this.eol + withoutEol(lines) });
  }

  private replace(place: Place, entry: Entry, value: Value): void {
    const { valueStart: start, end } = entry;
    const gap = start === end && this.text[start - 1] !== ' ' ? ' ' : '';
    const isCollection = typeof value === 'object' && value !== null;
    if (place.flow || (isCollection && start !== end)) {
      this.edits.push({ start, end, text: gap + formatFlow(value) });
      return;
    }
    if (isCollection) {
      // Behind `key:` and its comment; a list's map stands one level deeper than its key.
      this.insertLines(end, formatBlock(value, place.column + 2, this.eol));
      return;
    }
    const [, text = ''] = /^[^:]*: ([^]*)$/.exec(withoutEol(formatBlock({ k: value }, place.column, this.eol))) ?? [];
    this.edits.push({ start, end, text: gap + text });
  }

  private cut(place: Place, entry: Entry): void {
    const i = place.entries.indexOf(entry);
    const { length } = place.entries;
    if (place.flow) {
      const next = place.entries[i + 1];
      const previous = place.entries[i - 1];
      if (next) this.edits.push({ start: entry.start, end: next.start, text: '' });
      else this.edits.push({ start: previous ? previous.end : entry.start, end: entry.end, text: '' });
      return;
    }
    if (length === 1) {
      // The last entry of a block map: an empty map is left.
      this.edits.push({ start: place.start, end: place.end, text: '{}' });
      return;
    }
    const lineFeed = this.text.indexOf('\n', entry.end);
    const end = lineFeed < 0 ? this.text.length : lineFeed + 1;
    const lineStart = this.text.lastIndexOf('\n', entry.start) + 1;
    const isOwnLine = this.text.slice(lineStart, entry.start).trim() === '';
    const next = place.entries[i + 1];
    // The first entry of a map in a list stands on the line of the `-`, which stays.
    if (isOwnLine) this.edits.push({ start: lineStart, end, text: '' });
    else this.edits.push({ start: entry.start, end: next ? next.start : entry.end, text: '' });
  }
}

function has(root: Value, path: Path): boolean {
  let node: unknown = root;
  for (const key of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return false;
    node = (node as { [key: string]: Value })[key];
  }
  return true;
}

/** The value that a path leads to, inside what was there before. */
function nest(path: Path, value: Value, before: Value | undefined): Value {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof key === 'number') return [nest(rest, value, undefined)];
  const old = isMap(before) ? before : {};
  return { ...old, [key]: nest(rest, value, Object.hasOwn(old, key) ? old[key] : undefined) };
}

function withoutEol(lines: string): string {
  return lines.replace(/\r?\n$/, '');
}

/** Whether two values are the same; the order of keys doesn't matter. */
export function isEqual(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isEqual((a as never)[key], (b as never)[key]));
}
