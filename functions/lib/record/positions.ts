import type { Finding } from '../finding.ts';
import { groupBy } from '../group-by.ts';
import type { Resource } from '../resource.ts';
import type { Item, ResourceList } from '../resource-list/resource-list.ts';
import { isMap } from '../resource-list/resource-list.ts';
import { type Entry, type Place, type Places, readYaml, type Value } from '../yaml/read.ts';
import { ScalarSource } from '../yaml/scalar-source.ts';
import { ANNOTATION_PREFIX } from './annotations.ts';

/** Annotations that kpt puts into what it hands to functions; they aren't in the file. */
const kptAnnotation =
  /^(?:internal\.config\.kubernetes\.io\/.*|config\.kubernetes\.io\/(?:path|index)|config\.k8s\.io\/id)$/;

/** Where a field stands in its file; all from 1. */
export interface Position {
  /** In the file as it is. */
  line: number;
  column: number;
  /**
   * The line in the file as this function leaves it, other functions' annotations not counted: the same in every
   * later render. Undefined in a report, which grows and shrinks with what is recorded.
   */
  recordedLine: number | undefined;
  /** What is written there, where it is one line and no part of a text. */
  source: string | undefined;
}

/**
 * Tells where in its file a field stands, from the text that kpt handed over: without the annotations that kpt added,
 * behind the documents of the same file that stand before it. Exact for files formatted as kpt does.
 */
export class Positions {
  private readonly list: ResourceList;
  private readonly resources: readonly Resource[];
  private readonly isAnnotated: (resource: Resource) => boolean;
  private readonly isReport: (resource: Resource) => boolean;
  /** Made for the first finding: most packages have none. */
  private items: ReadonlyMap<Resource, Item> | undefined;
  private annotated: ReadonlySet<Item> = new Set();
  private readonly known = new Map<Finding, Position | undefined>();
  private readonly starts = new Map<Item, Start>();
  private readonly foreigners = new WeakMap<Item, { recorded?: Foreign; asIs?: Foreign }>();
  private files: Map<string | undefined, Item[]> | undefined;
  /** The item whose fields were asked for last: findings of one come together. */
  private last: Reading | undefined;

  /**
   * @param resources one for each item, in their order
   * @param isAnnotated whether a resource carries this function's annotation in the file as the function leaves it
   * @param isReport whether a resource is one that this function writes its findings into
   */
  constructor(
    list: ResourceList,
    resources: readonly Resource[],
    isAnnotated: (resource: Resource) => boolean,
    isReport: (resource: Resource) => boolean,
  ) {
    this.list = list;
    this.resources = resources;
    this.isAnnotated = isAnnotated;
    this.isReport = isReport;
  }

  private itemOf(resource: Resource): Item {
    if (!this.items) {
      const items = new Map(this.resources.map((own, i) => [own, this.list.items[i] as Item]));
      this.items = items;
      this.annotated = new Set([...items].filter(([own]) => this.isAnnotated(own)).map(([, item]) => item));
    }
    return this.items.get(resource) as Item;
  }

  /** Where a finding stands; undefined where its resource has no file, or the field can't be found. */
  of(finding: Finding): Position | undefined {
    if (!this.known.has(finding)) {
      const place = this.ofField(this.itemOf(finding.resource), finding);
      const isFirm = place === undefined || !this.isReport(finding.resource);
      this.known.set(finding, isFirm ? place : { ...place, recordedLine: undefined });
    }
    return this.known.get(finding);
  }

  private ofField(item: Item, finding: Finding): Position | undefined {
    if (item.origin.path === undefined) return undefined;
    const place = this.locate(item, finding);
    if (place === undefined) return undefined;
    const { at, source } = place;
    const start = this.start(item);
    const breaks = this.last?.item === item ? this.last.breaks : new Breaks(this.list.decoded.text, item);
    const { frame } = this.list;
    // Items of a block list stand two columns behind its dashes, which aren't in the file.
    const indent = frame.style === 'block' ? (frame.items?.column ?? 0) + 2 : 0;
    return {
      line: start.line + this.count(item, at, false, breaks),
      column: Math.max(at - breaks.lineStart(at) - indent, 0) + 1,
      recordedLine: start.recorded + this.count(item, at, true, breaks),
      source,
    };
  }

  /** The offset of a field, or of what encloses it, and what is written there if it is the field itself. */
  private locate(item: Item, { segments, inText }: Finding): { at: number; source?: string } | undefined {
    const path = inText ? segments.slice(0, inText.depth) : segments;
    if (path.length === 0) return { at: item.start };
    if (this.list.frame.style !== 'block') return undefined;
    if (this.last?.item !== item) this.last = this.read(item);
    const { places, keys } = this.last;
    let { value } = this.last;
    let last: Entry | undefined;
    for (const segment of path) {
      const entry =
        typeof value === 'object' && value !== null ? entryOf(places.get(value), segment, keys) : undefined;
      if (!entry) return last && { at: last.start };
      last = entry;
      value = (value as { [key: string]: Value })[segment] ?? null;
    }
    if (!last) return undefined;
    if (inText) return { at: this.inText(this.last, last, value, inText.offset) ?? last.start };
    const source = this.list.decoded.text.slice(last.valueStart, last.end);
    return { at: last.start, ...(!source.includes('\n') && { source }) };
  }

  /** Where a character of the text that an entry has as its value stands; undefined where it has none. */
  private inText({ texts }: Reading, entry: Entry, value: Value, offset: number): number | undefined {
    if (typeof value !== 'string') return undefined;
    let text = texts.get(entry);
    if (!text) {
      text = new ScalarSource(this.list.decoded.text, entry.valueStart, entry.end, value);
      texts.set(entry, text);
    }
    return text.placeOf(offset);
  }

  private read(item: Item): Reading {
    const { decoded, frame } = this.list;
    const { text } = decoded;
    const places: Places = new Map();
    const lineStart = text.lastIndexOf('\n', item.start) + 1;
    const { value } = readYaml(text, Math.max(lineStart, frame.start), item.end, places);
    return {
      item,
      value: Array.isArray(value) ? (value[0] ?? null) : null,
      places,
      breaks: new Breaks(text, item),
      keys: new Map(),
      texts: new Map(),
    };
  }

  /** The lines of the file before an item's first one. */
  private start(item: Item): Start {
    if (item.origin.index === 0) return { line: 0, recorded: 0 };
    this.files ??= groupBy(this.list.items, ({ origin }) => origin.path);
    if (!this.starts.has(item)) {
      const { packagePath, path } = item.origin;
      const documents = (this.files.get(path) ?? [])
        .filter(({ origin }) => origin.packagePath === packagePath)
        .sort((a, b) => a.origin.index - b.origin.index);
      let line = 0;
      let recorded = 0;
      for (const document of documents) {
        this.starts.set(document, { line, recorded });
        const breaks = new Breaks(this.list.decoded.text, document);
        // A `---` stands between two documents.
        line += this.count(document, document.end, false, breaks) + 1;
        recorded += this.count(document, document.end, true, breaks) + 1;
      }
    }
    return this.starts.get(item) ?? { line: 0, recorded: 0 };
  }

  /**
   * How many lines of an item stand in its file up to the one that an offset lies in.
   *
   * @param recorded in the file as this function leaves it
   */
  private count(item: Item, at: number, recorded: boolean, breaks: Breaks): number {
    const { text } = this.list.decoded;
    const { places, value } = item.placed();
    const isWhole = at === item.end;
    let lines = breaks.between(item.start, at) + (isWhole ? 0 : 1);
    const { metadata } = value;
    const place =
      isMap(metadata) && isMap(metadata.annotations) ? places.get(metadata.annotations) : undefined;
    const header = isMap(metadata)
      ? places.get(metadata)?.entries.find(({ key }) => key === 'annotations')
      : undefined;
    const annotated = recorded && this.annotated.has(item);
    if (!place || place.flow || !header) return lines;
    const foreign = this.foreign(item, place, recorded, breaks);
    // Most fields stand behind all annotations.
    if (foreign.end <= at) lines -= foreign.lines;
    else {
      for (const entry of foreign.entries) {
        if (entry.start < at) lines -= 1 + breaks.between(entry.start, Math.min(entry.end, at));
      }
    }
    if (header.start >= at) return lines;
    const isNew = foreign.entries.length === place.entries.length;
    // Behind a comment that ends the annotations kpt leaves a line blank before what is added there.
    const [first] = foreign.entries;
    const gap = first && !isNew && isBlankBefore(text, first.start) ? 1 : 0;
    lines -= gap + (isNew ? 1 : 0);
    if (annotated) lines += 1 + gap + (isNew ? 1 : 0);
    return lines;
  }

  /** The annotations of an item that aren't in its file: kpt's, and the gate's where lines are recorded. */
  private foreign(item: Item, place: Place, recorded: boolean, breaks: Breaks): Foreign {
    const known = this.foreigners.get(item) ?? {};
    this.foreigners.set(item, known);
    const key = recorded ? 'recorded' : 'asIs';
    let own = known[key];
    if (!own) {
      const isForeign = (name: string) =>
        kptAnnotation.test(name) || (recorded && name.startsWith(ANNOTATION_PREFIX));
      const entries = place.entries.filter((entry) => isForeign(String(entry.key)));
      const lines = entries.map(({ start, end }) => 1 + breaks.between(start, end));
      own = { entries, lines: lines.reduce((a, b) => a + b, 0), end: entries.at(-1)?.end ?? 0 };
      known[key] = own;
    }
    return own;
  }
}

/** What is known of an item while its fields are asked for. */
interface Reading {
  item: Item;
  value: Value;
  places: Places;
  breaks: Breaks;
  keys: Map<Place, Map<string | number, Entry>>;
  /** The texts that findings stand in. */
  texts: Map<Entry, ScalarSource>;
}

/** Annotations that aren't in the file, how many lines they have, and where the last one ends. */
interface Foreign {
  entries: readonly Entry[];
  lines: number;
  end: number;
}

interface Start {
  line: number;
  recorded: number;
}

/** @param keys remembers the entries of maps by their keys: each of a map's thousands of fields may have a finding */
function entryOf(place: Place | undefined, segment: string | number, keys: Reading['keys']) {
  if (!place) return undefined;
  if (typeof segment === 'number') return place.entries[segment];
  let entries = keys.get(place);
  if (!entries) {
    entries = new Map(place.entries.map((entry) => [entry.key, entry]));
    keys.set(place, entries);
  }
  return entries.get(segment);
}

/** The line breaks of an item: counted once, since a large item may have hundreds of findings. */
class Breaks {
  private readonly offsets: number[] = [];
  private readonly text: string;
  private readonly start: number;

  constructor(text: string, { start, end }: Item) {
    this.text = text;
    this.start = start;
    for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1))
      this.offsets.push(at);
  }

  /** How many stand between two offsets. */
  between(start: number, end: number): number {
    return this.before(end) - this.before(start);
  }

  /** The start of the line that an offset lies in. Looked up: a line may be as long as the text. */
  lineStart(at: number): number {
    const last = this.offsets[this.before(at) - 1];
    return (last ?? this.text.lastIndexOf('\n', this.start - 1)) + 1;
  }

  /** How many stand before an offset. */
  private before(offset: number): number {
    let low = 0;
    let high = this.offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.offsets[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether the line above the one that an offset lies in is blank. */
function isBlankBefore(text: string, at: number): boolean {
  const end = text.lastIndexOf('\n', at - 1);
  return text.slice(text.lastIndexOf('\n', end - 1) + 1, Math.max(end, 0)).trim() === '';
}
