import type { CST, Node, Pair, ParsedNode } from 'yaml';
import type { Anchor, Budget, Entry, Fault, Places, Reading } from './node.ts';
import { MAX_DEPTH, newBudget, TooDeep, TooMuch, tooManyValues } from './node.ts';
import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  measure,
  parse,
} from './parse-document.lazy.ts';
import { isNotFinite, keyText, type Scalar, typeScalar, type Value } from './scalar.ts';

/** How many nodes aliases may stand for in one text, before it counts as an alias bomb. */
const MAX_ALIASED = 100_000;

/** How many tokens the library may be given at once: it needs half a kilobyte for each. */
const MAX_TOKENS = 1_500_000;

const CORE = 'tag:yaml.org,2002:';

/** Raised where a text isn't YAML at all; `at` is the offset of the first error. */
export class MalformedYaml extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * Reads any YAML by the library `yaml`, with the values that Kubernetes gives it: for what readBlock leaves.
 *
 * @param base is added to all offsets in places, faults and errors
 * @throws MalformedYaml
 * @throws TooDeep where the nesting exceeds MAX_DEPTH
 * @throws TooMuch where the budget doesn't suffice
 */
export function readLibrary(text: string, base: number, places?: Places, budget = newBudget()): Reading {
  // The library needs seconds and gigabytes for what is nested deep or dense.
  const { tokens, depth } = measure(text, Math.min(budget.tokens, MAX_TOKENS));
  budget.tokens -= tokens;
  if (budget.tokens < 0 || tokens > MAX_TOKENS)
    throw new TooMuch('holds too much YAML in an unusual style (anchors, tags or multi-line scalars)');
  if (depth > MAX_DEPTH) throw new TooDeep();
  const doc = parse(text);
  const error = doc.errors[0];
  // The library catches this error itself.
  if (error && /^Maximum call stack/.test(error.message)) throw new TooDeep();
  if (error) throw new MalformedYaml(error.message, base + error.pos[0]);
  const converter = new Converter(text, base, places, budget);
  const value = doc.contents ? converter.convert(doc.contents as ParsedNode, 0) : null;
  return { value, faults: converter.faults };
}

class Converter {
  readonly faults: Fault[] = [];
  private readonly text: string;
  private readonly base: number;
  private readonly places: Places | undefined;
  private readonly budget: Budget;
  private readonly anchors = new Map<string, { value: Value; size: number; anchor: Anchor }>();
  private size = 0;
  private aliased = 0;

  constructor(text: string, base: number, places: Places | undefined, budget: Budget) {
    this.text = text;
    this.base = base;
    this.places = places;
    this.budget = budget;
    if (places) places.anchors ??= [];
  }

  convert(node: Node | null, depth: number): Value {
    if (node === null) return null;
    if (depth > MAX_DEPTH) return this.fault('depth', node, `is nested deeper than ${MAX_DEPTH} levels`);
    if (--this.budget.values < 0) throw tooManyValues();
    const before = this.size++;
    let value: Value;
    if (isAlias(node)) return this.alias(node.source, node);
    if (isMap(node)) value = this.map(node, depth);
    else if (isSeq(node)) value = this.list(node, depth);
    else value = isScalar(node) ? this.scalar(node) : null;
    if ((isCollection(node) || isScalar(node)) && node.anchor) {
      const anchor = { value, start: this.base + (node.range?.[0] ?? 0), aliases: [] };
      // A name that was given again inside this node stands for that inner one from there on.
      const inner = this.anchors.get(node.anchor);
      if (!inner || inner.anchor.start < anchor.start) {
        this.anchors.set(node.anchor, { value, size: this.size - before, anchor });
      }
      this.places?.anchors?.push(anchor);
    }
    return value;
  }

  private fault(kind: Fault['kind'], node: Node, reason: string): null {
    this.faults.push({ kind, reason, at: this.base + (node.range?.[0] ?? 0) });
    return null;
  }

  private alias(name: string, node: Node): Value {
    const known = this.anchors.get(name);
    if (!known)
      return this.fault('alias', node, `uses the alias *${name}, which no anchor before it defines`);
    const { size, value, anchor } = known;
    const [start, end] = node.range ?? [0, 0];
    anchor.aliases.push({ start: this.base + start, end: this.base + end });
    this.size += size;
    this.aliased += size;
    if (this.aliased > MAX_ALIASED) {
      return this.fault('value', node, `has aliases that stand for more than ${MAX_ALIASED} values`);
    }
    this.budget.aliased -= size;
    if (this.budget.aliased < 0) throw new TooMuch('has aliases that stand for more values than can be read');
    return value;
  }

  private scalar(node: { source?: string; value: unknown; type?: string; tag?: string } & Node): Scalar {
    const text = this.source(node);
    const plain = node.type === 'PLAIN' || node.type === undefined;
    const tag = node.tag?.startsWith(CORE) ? node.tag.slice(CORE.length) : node.tag;
    switch (tag) {
      case undefined: {
        if (!plain) return text;
        if (isNotFinite(text))
          return this.fault('value', node, `has the number ${text}, which JSON can't hold`);
        return typeScalar(text);
      }
      case 'null':
      case 'bool':
      case 'int':
      case 'float': {
        const value = typeScalar(text);
        const type = value === null ? 'null' : typeof value === 'boolean' ? 'bool' : typeof value;
        const wanted = tag === 'int' || tag === 'float' ? ['number', 'bigint'] : [tag];
        if (!wanted.includes(type) || (tag === 'int' && !Number.isInteger(Number(value)))) {
          return this.fault('value', node, `has a value that isn't of its tag !!${tag}`);
        }
        return value;
      }
      case 'map':
      case 'seq':
        return this.fault('value', node, `has a value that isn't of its tag !!${tag}`);
      case 'binary':
        return Buffer.from(text, 'base64').toString('utf8');
      default:
        return text;
    }
  }

  /** The library ends a block scalar with a line break where the text ends without one; go-yaml doesn't. */
  private source(node: { source?: string; value: unknown; type?: string } & Node): string {
    const source = node.source ?? String(node.value ?? '');
    if (
      !node.type?.startsWith('BLOCK') ||
      (node.range?.[1] ?? 0) < this.text.length ||
      !source.endsWith('\n')
    )
      return source;
    const isOpen = this.text.slice(this.text.lastIndexOf('\n') + 1).trim() !== '';
    return isOpen ? source.slice(0, -1) : source;
  }

  private map(node: Node & { items: Pair[]; flow?: boolean; srcToken?: CST.Token }, depth: number): Value {
    const map: { [key: string]: Value } = {};
    const explicit = new Set<string>();
    const merged = new Map<string, Value>();
    const place = this.place(map, node);
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const keyNode = pair.key as Node;
      if (isExplicit(pair)) {
        this.fault(
          'key',
          keyNode ?? node,
          'has an explicit key (?), which no resource needs and readers disagree on',
        );
        continue;
      }
      const entry = place && this.mapEntry(pair);
      const isMerge =
        isScalar(keyNode) &&
        keyNode.source === '<<' &&
        (keyNode.tag === `${CORE}merge` || (keyNode.tag === undefined && keyNode.type === 'PLAIN'));
      const key = isMerge ? '<<' : this.key(keyNode, depth);
      // With the tag `!` go-yaml merges even what stands in quotes: what one reader hides, another runs.
      if (key === '<<' && !isMerge)
        this.fault('key', keyNode, 'has a key "<<" in quotes or with a tag; write <<');
      const value = this.convert(pair.value as Node | null, depth + 1);
      if (key === undefined) continue;
      if (entry) {
        entry.key = key;
        if (!place.flow && place.entries.length === 0 && entry.start < place.start) {
          // An anchor or tag of the first key: the map starts with it.
          place.column -= place.start - entry.start;
          place.start = entry.start;
        }
        place.entries.push(entry);
      }
      if (isMerge) {
        for (const source of this.mergeSources(value, keyNode)) {
          for (const [k, v] of Object.entries(source)) {
            // go-yaml v2 lets a merge key override what stands before it, the specification doesn't.
            if (explicit.has(k))
              this.fault(
                'duplicate',
                keyNode,
                `has a merge key (<<) behind the key "${k}" that it also sets`,
              );
            else if (!merged.has(k)) merged.set(k, v);
          }
        }
        continue;
      }
      if (explicit.has(key)) this.fault('duplicate', keyNode, `has the key "${key}" twice`);
      explicit.add(key);
      set(map, key, value);
    }
    for (const [key, value] of merged) if (!explicit.has(key)) set(map, key, value);
    return map;
  }

  private key(node: Node, depth: number): string | undefined {
    const value = this.convert(node, depth + 1);
    if (typeof value === 'string') return value;
    if (value === null || typeof value === 'object') {
      this.fault('key', node, 'has a key that is no text');
      return undefined;
    }
    return keyText(value);
  }

  private mergeSources(value: Value, node: Node): { [key: string]: Value }[] {
    const sources = Array.isArray(value) ? value : [value];
    const maps = sources.filter((s) => s !== null && typeof s === 'object' && !Array.isArray(s));
    if (maps.length !== sources.length) this.fault('key', node, 'has a merge key (<<) whose value is no map');
    return maps as { [key: string]: Value }[];
  }

  private list(
    node: Node & { items: unknown[]; flow?: boolean; srcToken?: CST.Token },
    depth: number,
  ): Value {
    const list: Value[] = [];
    const place = this.place(list, node);
    const tokens = node.srcToken && 'items' in node.srcToken ? node.srcToken.items : [];
    node.items.forEach((item, i) => {
      const value = this.convert(item as Node | null, depth + 1);
      list.push(value);
      if (place) {
        const { range } = item as ParsedNode;
        const start = tokens[i]?.start ?? [];
        const dash = start.find((t) => t.type === 'seq-item-ind');
        const props = start.filter((t) => t.type === 'anchor' || t.type === 'tag')[0];
        const valueStart = this.base + (props?.offset ?? range[0]);
        const entryStart = dash ? this.base + dash.offset : valueStart;
        const isEmpty = range[0] === range[1] && !props;
        const position = isEmpty && dash ? entryStart + 1 : valueStart;
        const end = isEmpty && dash ? position : this.valueEnd(item as ParsedNode, props);
        place.entries.push(entry(i, entryStart, position, end, item as Node));
      }
    });
    return list;
  }

  private place(collection: object, node: Node & { flow?: boolean }) {
    if (!this.places || !node.range) return undefined;
    const start = this.base + node.range[0];
    const isFlow = node.flow === true;
    const place = {
      flow: isFlow,
      start,
      end: this.valueEnd(node as ParsedNode),
      column: isFlow ? 0 : node.range[0] - (this.text.lastIndexOf('\n', node.range[0] - 1) + 1),
      entries: [] as Entry[],
      // `[a: b]` is a list of a map that has no braces.
      ...(isFlow && isMap(node) && this.text[node.range[0]] !== '{' && { whole: true as const }),
    };
    this.places.set(collection, place);
    return place;
  }

  private mapEntry(pair: Pair): Entry {
    const key = pair.key as ParsedNode;
    const value = pair.value as ParsedNode | null;
    const tokens = (pair as { srcToken?: CST.CollectionItem }).srcToken;
    const before = tokens?.start.find((t) => t.type === 'anchor' || t.type === 'tag');
    const start = this.base + (before?.offset ?? key.range[0]);
    const colon = tokens?.sep?.find((t) => t.type === 'map-value-ind');
    const props = tokens?.sep?.find((t) => t.type === 'anchor' || t.type === 'tag');
    const lastProp = tokens?.sep?.findLast((t) => t.type === 'anchor' || t.type === 'tag');
    if (!value || (value.range[0] === value.range[1] && !props)) {
      const position = this.base + (colon ? colon.offset + 1 : key.range[1]);
      return entry('', start, position, position, value);
    }
    const valueStart = this.base + (props?.offset ?? value.range[0]);
    return entry('', start, valueStart, this.valueEnd(value, lastProp), value);
  }

  /** Offset behind the last character of a value, without the line break that ends a block. */
  private valueEnd(node: ParsedNode, props?: CST.SourceToken): number {
    let end = node.range[1];
    if (isCollection(node) && !node.flow) {
      const last = node.items.at(-1) as Pair | ParsedNode | undefined;
      const inner = isPair(last) ? (last.value ?? last.key) : last;
      if (isPair(last)) return Math.max(this.mapEntry(last).end, this.base);
      if (inner) return this.listItemEnd(node, inner as ParsedNode);
    }
    const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED');
    if (isBlock) {
      if (this.text[end - 1] === '\n') end--;
      if (this.text[end - 1] === '\r') end--;
      end = Math.max(end, node.range[0] + 1);
    }
    return this.base + Math.max(end, props ? props.offset + props.source.length : 0);
  }

  private listItemEnd(list: ParsedNode, item: ParsedNode): number {
    const tokens = list.srcToken && 'items' in list.srcToken ? list.srcToken.items : [];
    const start = tokens.findLast((t) => t.start.some((s) => s.type === 'seq-item-ind'))?.start ?? [];
    const last = start.findLast((t) => ['seq-item-ind', 'anchor', 'tag'].includes(t.type));
    const isEmpty = item.range[0] === item.range[1];
    if (isEmpty) return this.base + (last ? last.offset + last.source.length : item.range[1]);
    return this.valueEnd(item, last);
  }
}

function isExplicit(pair: Pair): boolean {
  const tokens = (pair as { srcToken?: CST.CollectionItem }).srcToken;
  return tokens?.start.some((t) => t.type === 'explicit-key-ind') ?? false;
}

function entry(
  key: string | number,
  start: number,
  valueStart: number,
  end: number,
  node: Node | null,
): Entry {
  return { key, start, valueStart, end, ...(isAlias(node) && { alias: node.source }) };
}

/** Sets a key as an own property, `__proto__` too. */
function set(map: { [key: string]: Value }, key: string, value: Value): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    map[key] = value;
  }
}
