import type { Segments } from '../field-path.ts';
import type { Item, ResourceList } from '../resource-list/resource-list.ts';
import { isMap } from '../resource-list/resource-list.ts';
import { type Places, readYaml, type Value } from '../yaml/read.ts';
import { ANNOTATION_PREFIX } from './annotations.ts';

/** Annotations that kpt puts into what it hands to functions; they aren't in the file. */
const kptAnnotation =
  /^(?:internal\.config\.kubernetes\.io\/.*|config\.kubernetes\.io\/(?:path|index)|config\.k8s\.io\/id)$/;

/**
 * Tells in which line of its file a field stands, from the text that kpt handed over: without the annotations that kpt
 * added, behind the documents of the same file that stand before it. Exact for files formatted as kpt does.
 *
 * @param isAnnotated whether a resource carries this function's annotation in the file meant
 */
export class Lines {
  private readonly list: ResourceList;
  private readonly isAnnotated: ((item: Item) => boolean) | undefined;
  private readonly starts = new Map<Item, number>();
  private files: Map<string | undefined, Item[]> | undefined;
  /** The item whose fields were asked for last: findings of one come together. */
  private last: { item: Item; value: Value; places: Places } | undefined;

  /**
   * @param isAnnotated given: lines in the file as this function leaves it, other functions' annotations not counted,
   *   so that a later render finds the same; not given: lines in the file as it is
   */
  constructor(list: ResourceList, isAnnotated?: (item: Item) => boolean) {
    this.list = list;
    this.isAnnotated = isAnnotated;
  }

  /** The line (from 1) of a field of an item; undefined where the item has no file or the field can't be found. */
  of(item: Item, segments: Segments): number | undefined {
    if (item.origin.path === undefined) return undefined;
    const at = this.locate(item, segments);
    return at === undefined ? undefined : this.start(item) + this.count(item, at);
  }

  private locate(item: Item, segments: Segments): number | undefined {
    if (segments.length === 0) return item.start;
    if (this.list.frame.style !== 'block') return undefined;
    if (this.last?.item !== item) this.last = { item, ...this.read(item) };
    const { places } = this.last;
    let { value } = this.last;
    let at: number | undefined;
    for (const segment of segments) {
      if (typeof value !== 'object' || value === null) return at;
      const entries = places.get(value)?.entries ?? [];
      const entry =
        typeof segment === 'number' ? entries[segment] : entries.find(({ key }) => key === segment);
      if (!entry) return at;
      at = entry.start;
      value = (value as { [key: string]: Value })[segment] ?? null;
    }
    return at;
  }

  private read(item: Item): { value: Value; places: Places } {
    const { decoded, frame } = this.list;
    const { text } = decoded;
    const places: Places = new Map();
    const lineStart = text.lastIndexOf('\n', item.start) + 1;
    const { value } = readYaml(text, Math.max(lineStart, frame.start), item.end, places);
    return { value: Array.isArray(value) ? (value[0] ?? null) : null, places };
  }

  /** The line of the file before an item's first one. */
  private start(item: Item): number {
    if (item.origin.index === 0) return 0;
    this.files ??= Map.groupBy(this.list.items, ({ origin }) => origin.path);
    if (!this.starts.has(item)) {
      const { packagePath, path } = item.origin;
      const documents = (this.files.get(path) ?? [])
        .filter(({ origin }) => origin.packagePath === packagePath)
        .sort((a, b) => a.origin.index - b.origin.index);
      let start = 0;
      for (const document of documents) {
        this.starts.set(document, start);
        // A `---` stands between two documents.
        start += this.count(document, document.end) + 1;
      }
    }
    return this.starts.get(item) ?? 0;
  }

  /** How many lines of an item stand in its file up to the one that an offset lies in. */
  private count(item: Item, at: number): number {
    const { text } = this.list.decoded;
    const { places, value } = item;
    const isWhole = at === item.end;
    let lines = breaks(text, item.start, at) + (isWhole ? 0 : 1);
    const { metadata } = value;
    const place =
      isMap(metadata) && isMap(metadata.annotations) ? places.get(metadata.annotations) : undefined;
    const header = isMap(metadata)
      ? places.get(metadata)?.entries.find(({ key }) => key === 'annotations')
      : undefined;
    const annotated = this.isAnnotated?.(item) === true;
    if (!place || place.flow || !header) return lines;
    const isOurs = (key: string | number) => String(key).startsWith(ANNOTATION_PREFIX);
    const foreign = place.entries.filter(
      ({ key }) => kptAnnotation.test(String(key)) || (this.isAnnotated && isOurs(key)),
    );
    for (const entry of foreign) {
      if (entry.start < at) lines -= 1 + breaks(text, entry.start, Math.min(entry.end, at));
    }
    if (header.start >= at) return lines;
    const isNew = foreign.length === place.entries.length;
    // Behind a comment that ends the annotations kpt leaves a line blank before what is added there.
    const gap = foreign[0] && !isNew && isBlankBefore(text, foreign[0].start) ? 1 : 0;
    lines -= gap + (isNew ? 1 : 0);
    if (annotated) lines += 1 + gap + (isNew ? 1 : 0);
    return lines;
  }
}

/** Whether the line above the one that an offset lies in is blank. */
function isBlankBefore(text: string, at: number): boolean {
  const end = text.lastIndexOf('\n', at - 1);
  return text.slice(text.lastIndexOf('\n', end - 1) + 1, Math.max(end, 0)).trim() === '';
}

function breaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
