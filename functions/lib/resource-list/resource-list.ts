import {
  type Budget,
  type Fault,
  MalformedYaml,
  newBudget,
  type Outline,
  type Places,
  type Reading,
  readYaml,
  TooMuch,
  type Value,
} from '../yaml/read.ts';
import { type Decoded, decode, isUndecodable } from './bytes.ts';
import { formatFlow } from './format.ts';
import { type Frame, findFrame, isLastDocument, MAX_ITEMS, type Span } from './frame.ts';

/** The largest input: seven times the 10,000 resources that a big repository has. */
export const MAX_INPUT = 64 * 1024 * 1024;

export type YamlMap = { [key: string]: Value };

/** Where a resource came from. `path` and `index` say which document of which file, `package` which package. */
export interface Origin {
  /** An absolute path of the host: only to tell packages apart, never to be shown. */
  packagePath: string | undefined;
  path: string | undefined;
  index: number;
}

/** One resource of the list. */
export interface Item {
  /** Its place in the list. */
  index: number;
  /** The resource; an empty map where a fault forbids to use it. */
  value: YamlMap;
  origin: Origin;
  /**
   * The value with where its maps and lists stand, as deep as edits go: `metadata.annotations`, `status.conditions`. It
   * is read again at the first call, since few items are edited and the places are as much as the value.
   */
  placed(): Placed;
  /** The item's characters in the text: from its `-` (block style) or first character to the next item's. */
  start: number;
  end: number;
  /** Why the item can't be used, if it can't: each completes a sentence that starts with the resource. */
  readonly faults: readonly Fault[];
}

/** A value whose collections have their places; equal to the item's own, but not the same object. */
export interface Placed {
  value: YamlMap;
  places: Places;
}

export class InputError extends Error {}

/** What of an item is ever edited: annotations, the data of the report, a Kptfile's conditions. */
const EDITED: Outline = { metadata: { annotations: {} }, data: {}, status: { conditions: {} } };

/**
 * A ResourceList as kpt and others write it, with its text.
 * Source: KRM Functions Specification v1, and what kpt does beyond it.
 */
export interface ResourceList {
  items: Item[];
  functionConfig: Value;
  /** The values of the results that are there already. */
  results: Value;
  frame: Frame;
  decoded: Decoded;
  /** Line break of the text: what is added has it too. */
  eol: string;
}

/** Characters that YAML forbids, and the line breaks of YAML 1.1 that YAML 1.2 takes for text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const forbidden = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\r(?!\n)/;

/** What a text in ASCII has to hold to be looked at more closely. */
const unusual = /[^\t\n -~]/;

/**
 * Reads a ResourceList from its bytes (YAML or JSON).
 *
 * @throws InputError where it isn't a ResourceList or isn't YAML; what is wrong with one item is a fault of that item
 */
export function readResourceList(bytes: Buffer): ResourceList {
  if (bytes.length > MAX_INPUT) throw new InputError(tooLarge());
  const decoded = decode(bytes);
  const { text } = decoded;
  const eol = text[text.indexOf('\n') - 1] === '\r' ? '\r\n' : '\n';
  const frame = findFrame(text);
  if (!isLastDocument(text, frame)) {
    throw new InputError('the input holds more than one YAML document; a function reads one ResourceList');
  }
  const wellFormed = isWellFormed(decoded);
  const list = readParts(text, frame);
  const { header } = list;
  checkHeader(header);
  if (!wellFormed) checkOutside(decoded, list);
  for (const item of list.items) {
    if (!wellFormed) item.add(characterFaults(decoded, item.start, item.end));
    item.add(shapeFaults(item));
  }
  return {
    items: list.items,
    functionConfig: header.functionConfig ?? null,
    results: header.results ?? null,
    frame: list.frame,
    decoded,
    eol,
  };
}

function isWellFormed({ text, isUtf8, ascii }: Decoded): boolean {
  // Most texts need no more than this, which takes two thirds of the time.
  if (ascii && !unusual.test(text)) return true;
  return isUtf8 && !forbidden.test(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
}

export function tooLarge(): string {
  return `the input is larger than ${MAX_INPUT / 1024 / 1024} MiB; split the package`;
}

function readParts(text: string, frame: Frame): Parts {
  try {
    return frame.style === 'block'
      ? readItems(text, frame, newBudget())
      : readWhole(text, frame, newBudget());
  } catch (error) {
    if (error instanceof TooMuch) throw new InputError(`the input ${error.message}; split the package`);
    throw error;
  }
}

interface Parts {
  frame: Frame;
  items: OwnItem[];
  header: YamlMap;
}

/** The usual way: a document in block style, each item read by itself. */
function readItems(text: string, frame: Frame & { style: 'block' }, budget: Budget): Parts {
  const header: YamlMap = Object.create(null);
  for (const section of frame.sections) {
    if (section.key === 'items' && frame.items) continue;
    const { value, faults } = readPart(text, section.start, section.end, budget, section.key);
    // An anchor of another part may define it.
    if (faults.some(({ kind }) => kind === 'alias')) return readWhole(text, frame, newBudget());
    if (faults[0]) throw new InputError(`${section.key} ${faults[0].reason}`);
    Object.assign(header, value);
  }
  const items: OwnItem[] = [];
  for (const span of frame.items?.spans ?? []) {
    let reading: Reading;
    try {
      reading = readYaml(text, span.lineStart, span.end, undefined, undefined, budget);
    } catch (error) {
      if (!(error instanceof MalformedYaml)) throw error;
      // Only the whole text can tell whether this is where the item ends.
      return readWhole(text, frame, newBudget(), error);
    }
    const isOne = Array.isArray(reading.value) && reading.value.length === 1;
    if (!isOne && reading.faults.length === 0) return readWhole(text, frame, newBudget());
    if (reading.faults.some((fault) => fault.kind === 'alias')) return readWhole(text, frame, newBudget());
    const value = Array.isArray(reading.value) ? (reading.value[0] ?? null) : null;
    items.push(new OwnItem(items.length, value, reading.faults, text, span));
  }
  return { frame, items, header };
}

function readPlaced(text: string, start: number, end: number): Placed {
  const places: Places = new Map();
  const { value } = readYaml(text, start, end, places, EDITED);
  const first = Array.isArray(value) ? value[0] : undefined;
  return { value: isMap(first) ? first : {}, places };
}

/** The unusual way: JSON, flow style, or anchors that items share; all is read at once. */
function readWhole(text: string, frame: Frame, budget: Budget, cause?: MalformedYaml): Parts {
  const places: Places = new Map();
  const { value, faults } = readPart(text, frame.start, frame.end, budget, undefined, places, cause);
  if (value === null && faults[0])
    throw new InputError(`the input ${faults[0].reason}${position(text, faults[0].at)}`);
  if (value === null) throw new InputError('the input is empty: no ResourceList came on stdin');
  const list = isMap(value) ? value.items : undefined;
  if (!isMap(value) || !(list === undefined || list === null || Array.isArray(list))) {
    throw new InputError('the input is no ResourceList: it is no map with a list of items');
  }
  const values = (list ?? []) as Value[];
  if (values.length > MAX_ITEMS) throw new TooMuch(`holds more than ${MAX_ITEMS} items`);
  const root = places.get(value);
  const place = list ? places.get(list) : undefined;
  if (list && places.anchors?.some((anchor) => anchor.value === list && anchor.aliases.length > 0)) {
    throw new InputError('the input has an alias for its items, which makes them part of something else too');
  }
  const sorted = faults.toSorted((a, b) => a.at - b.at);
  let next = 0;
  const outside = () =>
    new InputError(`the input ${sorted[next]?.reason}${position(text, sorted[next]?.at ?? 0)}`);
  const items = values.map((item, i) => {
    const entry = place?.entries[i];
    const { valueStart: start, end } = entry ?? { valueStart: 0, end: 0 };
    const from = next;
    while (next < sorted.length && (sorted[next] as Fault).at < end) next++;
    if (next > from && (sorted[from] as Fault).at < start) {
      next = from;
      throw outside();
    }
    const value = entry?.alias ? ownCopy(item, places, start, end) : item;
    return new OwnItem(i, value, sorted.slice(from, next), text, { start, end, lineStart: start }, places);
  });
  if (next < sorted.length) throw outside();
  const whole: Frame = { style: 'flow', start: frame.start, end: frame.end, root, list: place, places };
  const { items: _, ...header } = value;
  return { frame: whole, items, header };
}

/** An item that is an alias becomes a value of its own, so that it can change without the one that it is an alias of. */
function ownCopy(item: Value, places: Places, start: number, end: number): Value {
  if (!isMap(item)) return item;
  const copy = { ...item };
  places.set(copy, { flow: true, start, end, column: 0, entries: [], whole: true });
  return copy;
}

function readPart(
  text: string,
  start: number,
  end: number,
  budget: Budget,
  name: string | undefined,
  places?: Places,
  cause?: MalformedYaml,
): Reading {
  try {
    return readYaml(text, start, end, places, { items: EDITED, results: {} }, budget);
  } catch (error) {
    if (!(error instanceof MalformedYaml)) throw error;
    const first = cause && cause.at < error.at ? cause : error;
    throw new InputError(
      `the input is malformed YAML${name ? ` in ${name}` : ''}${position(text, first.at)}: ${first.message}${fileNear(text, first.at)}`,
    );
  }
}

function position(text: string, at: number): string {
  let line = 1;
  let lineStart = 0;
  for (
    let lineFeed = text.indexOf('\n');
    lineFeed >= 0 && lineFeed < at;
    lineFeed = text.indexOf('\n', lineStart)
  ) {
    line++;
    lineStart = lineFeed + 1;
  }
  return ` at line ${line}, column ${at - lineStart + 1} of the ResourceList`;
}

/** The file of the item that an offset lies in, read from its text, since its YAML can't be. */
function fileNear(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 1_000_000), at);
  const after = text.slice(at, at + 1_000_000);
  const path = /config\.kubernetes\.io\/path["']?: *["']?([^"'\r\n]{1,300})/g;
  const found = [...before.matchAll(path)].at(-1) ?? after.match(path.source);
  return found ? ` (in or near the file ${found[1]})` : '';
}

function checkHeader(header: YamlMap): void {
  const { apiVersion, kind } = header;
  const said = `apiVersion: ${formatFlow(apiVersion ?? null)}, kind: ${formatFlow(kind ?? null)}`.slice(
    0,
    200,
  );
  if (
    kind !== 'ResourceList' ||
    typeof apiVersion !== 'string' ||
    !apiVersion.startsWith('config.kubernetes.io/')
  ) {
    throw new InputError(
      `the input is no ResourceList: expected apiVersion: config.kubernetes.io/v1 and kind: ResourceList, found ${said}; ` +
        'run the function by kpt fn render, kpt fn eval or kpt fn source',
    );
  }
}

/** So many faults of one item are told. */
const MAX_FAULTS = 20;

const NO_FAULTS: readonly Fault[] = [];

class OwnItem implements Item {
  readonly index: number;
  readonly value: YamlMap;
  readonly start: number;
  readonly end: number;
  readonly origin: Origin;
  faults: readonly Fault[] = NO_FAULTS;
  /** The text in whose lines it can be read by itself, and the first of them. */
  private readonly text: string;
  private readonly lineStart: number;
  private known: Placed | undefined;

  /** @param places those of a text that was read at once */
  constructor(
    index: number,
    value: Value,
    faults: readonly Fault[],
    text: string,
    span: Span,
    places?: Places,
  ) {
    this.index = index;
    this.value = isMap(value) ? value : {};
    this.start = span.start;
    this.end = span.end;
    this.origin = originOf(this.value);
    this.text = text;
    this.lineStart = span.lineStart;
    this.known = places && { value: this.value, places };
    this.add(faults.slice(0, MAX_FAULTS));
    if (!isMap(value)) this.add([{ kind: 'value', reason: 'is no map', at: span.start }]);
  }

  add(faults: readonly Fault[]): void {
    if (faults.length > 0) this.faults = [...this.faults, ...faults];
  }

  placed(): Placed {
    this.known ??= readPlaced(this.text, this.lineStart, this.end);
    return this.known;
  }
}

/** What stands outside of the items can't hide anything: a comment ends where YAML 1.1 sees a line break. */
function checkOutside(decoded: Decoded, { items }: Parts): void {
  const { text } = decoded;
  let start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let i = 0; i <= items.length; i++) {
    const fault = characterFaults(decoded, start, items[i]?.start ?? text.length)[0];
    if (fault) throw new InputError(`the input ${fault.reason}${position(text, fault.at)}`);
    start = items[i]?.end ?? text.length;
  }
}

function characterFaults(decoded: Decoded, start: number, end: number): Fault[] {
  if (isUndecodable(decoded, start, end)) {
    return [{ kind: 'value', reason: 'holds bytes that are no UTF-8; save the file as UTF-8', at: start }];
  }
  const at = decoded.text.slice(start, end).search(forbidden);
  if (!decoded.isUtf8 || at < 0) return [];
  const code = (decoded.text.codePointAt(start + at) ?? 0).toString(16).padStart(4, '0');
  const reason = `holds the character U+${code}, which YAML forbids or takes for a line break; write it as \\u${code} in double quotes`;
  return [{ kind: 'value', reason, at: start + at }];
}

function shapeFaults({ value: { apiVersion, kind, metadata }, start }: Item): Fault[] {
  const annotations = isMap(metadata) ? metadata.annotations : undefined;
  const reasons: string[] = [];
  if (typeof apiVersion !== 'string' || apiVersion === '') reasons.push('has no apiVersion');
  if (typeof kind !== 'string' || kind === '') reasons.push('has no kind');
  if (metadata !== undefined && metadata !== null && !isMap(metadata))
    reasons.push('has metadata that are no map');
  if (annotations !== undefined && annotations !== null && !isMap(annotations)) {
    reasons.push('has metadata.annotations that are no map');
  }
  return reasons.map((reason) => ({ kind: 'value', reason, at: start }));
}

/** Where a resource came from, as the internal annotations of kpt or the older ones of kustomize say. */
export function originOf({ metadata }: YamlMap): Origin {
  const annotations = isMap(metadata) && isMap(metadata.annotations) ? metadata.annotations : {};
  const text = (value: Value | undefined) => (typeof value === 'string' ? value : undefined);
  return {
    packagePath: text(annotations['internal.config.kubernetes.io/package-path']),
    path: text(annotations['internal.config.kubernetes.io/path'] ?? annotations['config.kubernetes.io/path']),
    index:
      Number(
        annotations['internal.config.kubernetes.io/index'] ?? annotations['config.kubernetes.io/index'],
      ) || 0,
  };
}

/** Whether a value is a map (an object, not a list or null). */
export function isMap(value: unknown): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
