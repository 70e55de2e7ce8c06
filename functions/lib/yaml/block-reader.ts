import type { Entry, Outline, Places } from './node.ts';
import { EVERYTHING, MAX_DEPTH, newBudget, TooDeep, tooManyValues } from './node.ts';
import { isNotFinite, typeScalar, type Value } from './scalar.ts';

const SPACE = 32;
const TAB = 9;
const LF = 10;
const CR = 13;
const QUOTE = 34;
const HASH = 35;
const APOSTROPHE = 39;
const COMMA = 44;
const DASH = 45;
const COLON = 58;
const FOLD = 62;
const LEFT_BRACKET = 91;
const RIGHT_BRACKET = 93;
const LEFT_BRACE = 123;
const LITERAL = 124;
const RIGHT_BRACE = 125;

/** Characters that a plain scalar can't start with, or that start something this reader leaves to the library. */
const notPlain = new Set([...',[]{}#&*!|>\'"%@`'].map((c) => c.charCodeAt(0)));
/** In flow collections only plain scalars that need no thought: which characters of ASCII these have. */
const usual = Uint8Array.from({ length: 128 }, (_, c) =>
  /[\w./+@$=~^()<>;\\-]/.test(String.fromCharCode(c)) ? 1 : 0,
);
/**
 * Texts that have been read, by a hash of theirs: few of a package's are different, and one that was read before is
 * found faster than made, and takes no memory. Keys, and scalars with what they mean where they aren't quoted.
 */
const knownKeys: string[] = new Array(1024).fill('');
const knownScalars: string[] = new Array(4096).fill('');
const knownValues: (Value | undefined)[] = new Array(4096).fill(undefined);
/** Longer texts are seldom there twice. */
const MAX_KNOWN = 48;
/** YAML allows implicit keys of up to 1,024 characters. */
const MAX_KEY = 1000;

/** What a collection of the other kind is instead of. */
const NO_MAP: { [key: string]: Value } = Object.freeze({});
const NO_LIST: Value[] = Object.freeze([]) as unknown as Value[];

class GiveUp extends Error {}
const giveUp = new GiveUp();

/**
 * Reads the YAML that kpt and people write: block maps and lists, plain and quoted scalars of one line, block
 * scalars, flow collections, JSON, comments. Whatever is rarer (anchors, tags, merge and complex keys, scalars
 * over several lines, tabs as white space, duplicate keys) and whatever is wrong makes it give up, and the library
 * decides. It exists for its speed: it reads 8 MB in a quarter of the time of the fastest library.
 *
 * @param text the whole text; the node stands in the lines from `start` to `end`
 * @param places filled with where each map and list stands, if given
 * @param outline which maps and lists get a place
 * @param budget what reading may cost
 * @returns the value, or undefined where it gave up
 * @throws TooDeep where the nesting exceeds MAX_DEPTH
 * @throws TooMuch where the budget doesn't suffice
 */
export function readBlock(
  text: string,
  start: number,
  end: number,
  places?: Places,
  outline: Outline = EVERYTHING,
  budget = newBudget(),
): Value | undefined {
  const reader = new BlockReader(text, start, end, places, outline, budget.values);
  try {
    const value = reader.read();
    budget.values = reader.left;
    return value;
  } catch (error) {
    if (error instanceof GiveUp) return undefined;
    throw error;
  }
}

class BlockReader {
  /** So many entries of maps and lists may still be read. */
  left: number;
  private readonly text: string;
  private readonly end: number;
  private readonly places: Places | undefined;
  /** That of the collection that is being read; undefined where nothing below needs a place. */
  private outline: Outline | undefined;
  /** Start of the next line. */
  private next: number;
  /** Column and offset of the token to read next; column -1 at the end of the text. */
  private column = -1;
  private at = 0;
  /** Where the content of the current line ends (before its line break). */
  private lineEnd = 0;
  private depth = 0;
  /** The values of the lists that are being read: a list that grows by itself takes room for 17 at its first. */
  private readonly stack: Value[] = [];
  private size = 0;
  /** Where the value read last ended. */
  private valueEnd = 0;
  /** The key looked at last, and its colon. */
  private keyAt = -1;
  private colon = -1;

  constructor(
    text: string,
    start: number,
    end: number,
    places: Places | undefined,
    outline: Outline,
    left: number,
  ) {
    this.left = left;
    this.text = text;
    this.next = start;
    this.end = end;
    this.places = places;
    this.outline = places && outline;
  }

  read(): Value {
    if (!this.nextLine()) return null;
    const value = this.node(-1);
    if (this.column !== -1) throw giveUp;
    return value;
  }

  /** Goes to the next line that holds more than white space and comment. */
  private nextLine(): boolean {
    const { text, end } = this;
    let lineStart = this.next;
    while (lineStart < end) {
      let at = lineStart;
      let c = text.charCodeAt(at);
      while (c === SPACE) c = text.charCodeAt(++at);
      if (at >= end) break;
      if (c === LF) {
        lineStart = at + 1;
        continue;
      }
      if (c === TAB) throw giveUp;
      let lineEnd = text.indexOf('\n', at);
      if (lineEnd < 0 || lineEnd > end) lineEnd = end;
      this.next = lineEnd + 1;
      if (text.charCodeAt(lineEnd - 1) === CR) lineEnd--;
      if (c === HASH || lineEnd === at) {
        lineStart = this.next;
        continue;
      }
      this.column = at - lineStart;
      this.at = at;
      this.lineEnd = lineEnd;
      return true;
    }
    this.next = end;
    this.column = -1;
    return false;
  }

  private isItem(): boolean {
    if (this.text.charCodeAt(this.at) !== DASH) return false;
    return this.at + 1 >= this.lineEnd || this.text.charCodeAt(this.at + 1) === SPACE;
  }

  /** The node whose first token is the current one; its parent's entries start at the column `parent`. */
  private node(parent: number): Value {
    if (++this.depth > MAX_DEPTH) throw new TooDeep();
    let value: Value;
    if (this.isItem()) value = this.list(this.column);
    else if (this.keyEnd(this.at) >= 0) value = this.map(this.column);
    else value = this.inline(this.at, parent);
    this.depth--;
    return value;
  }

  private map(column: number): Value {
    const { text } = this;
    const map: { [key: string]: Value } = {};
    const entries = this.openPlace(map, false, this.at, column);
    const { outline } = this;
    while (this.column === column) {
      if (--this.left < 0) throw tooManyValues();
      const start = this.at;
      const colon = this.keyEnd(start);
      if (colon < 0) throw giveUp;
      const key = this.key(start, colon);
      // `in` also finds what every object inherits (`constructor`): the library's reader takes care of those.
      if (key in map) throw giveUp;
      const valueStart = this.skipSpaces(colon + 1);
      let entry: Entry | undefined;
      if (entries) {
        entry = { key, start, valueStart, end: 0 };
        entries.push(entry);
        this.outline = outline?.[key];
      }
      if (valueStart < this.lineEnd && text.charCodeAt(valueStart) !== HASH) {
        map[key] = this.inline(valueStart, column);
      } else {
        this.valueEnd = colon + 1;
        if (entry) entry.valueStart = colon + 1;
        this.nextLine();
        if (this.column > column || (this.column === column && this.isItem())) {
          if (entry) entry.valueStart = this.at;
          map[key] = this.column > column ? this.node(column) : this.sameColumnList(column);
        } else {
          map[key] = null;
        }
      }
      if (entry) entry.end = this.valueEnd;
    }
    if (this.column > column) throw giveUp;
    this.outline = outline;
    this.closePlace(map);
    return map;
  }

  private sameColumnList(column: number): Value {
    if (++this.depth > MAX_DEPTH) throw new TooDeep();
    const value = this.list(column);
    this.depth--;
    return value;
  }

  private list(column: number): Value {
    const { text } = this;
    const list: Value[] = [];
    const entries = this.openPlace(list, false, this.at, column);
    const { size } = this;
    while (this.column === column && this.isItem()) {
      if (--this.left < 0) throw tooManyValues();
      const start = this.at;
      const valueStart = this.skipSpaces(start + 1);
      let entry: Entry | undefined;
      if (entries) {
        entry = { key: this.size - size, start, valueStart, end: 0 };
        entries.push(entry);
      }
      if (valueStart < this.lineEnd && text.charCodeAt(valueStart) !== HASH) {
        this.column += valueStart - start;
        this.at = valueStart;
        this.push(this.node(column));
      } else {
        this.valueEnd = start + 1;
        if (entry) entry.valueStart = start + 1;
        this.nextLine();
        if (this.column > column) {
          if (entry) entry.valueStart = this.at;
          this.push(this.node(column));
        } else {
          this.push(null);
        }
      }
      if (entry) entry.end = this.valueEnd;
    }
    if (this.column > column) throw giveUp;
    this.closePlace(list);
    return this.pop(size, entries && list);
  }

  private push(value: Value): void {
    this.stack[this.size++] = value;
  }

  /** The values from a size of the stack on, in a list that takes no more room than they need, or in one that is there. */
  private pop(size: number, list: Value[] | undefined): Value[] {
    const values = this.stack.slice(size, this.size);
    this.size = size;
    if (!list) return values;
    for (const value of values) list.push(value);
    return list;
  }

  private openPlace(collection: object, flow: boolean, start: number, column: number): Entry[] | undefined {
    if (!this.places || !this.outline) return undefined;
    const entries: Entry[] = [];
    this.places.set(collection, { flow, start, end: start, column, entries });
    return entries;
  }

  private closePlace(collection: object): void {
    const place = this.outline && this.places?.get(collection);
    if (place) place.end = this.valueEnd;
  }

  private skipSpaces(at: number): number {
    while (this.text.charCodeAt(at) === SPACE) at++;
    return at;
  }

  /** Offset of the colon behind the key that starts at `at`, or -1 where no key stands. */
  private keyEnd(at: number): number {
    if (at !== this.keyAt) {
      this.colon = this.findColon(at);
      this.keyAt = at;
    }
    return this.colon;
  }

  private findColon(at: number): number {
    const { text, lineEnd } = this;
    const first = text.charCodeAt(at);
    let colon: number;
    if (first === QUOTE || first === APOSTROPHE) {
      colon = this.skipSpaces(this.quotedEnd(at));
      if (text.charCodeAt(colon) !== COLON) return -1;
      const behind = text.charCodeAt(colon + 1);
      if (colon + 1 < lineEnd && behind !== SPACE) throw giveUp;
    } else {
      if (first === DASH || first === 63) {
        const second = text.charCodeAt(at + 1);
        if (second === SPACE || at + 1 >= lineEnd) throw giveUp;
      } else if (notPlain.has(first)) {
        return -1;
      }
      colon = at;
      for (; ; colon++) {
        if (colon >= lineEnd) return -1;
        const c = text.charCodeAt(colon);
        if (c === COLON && (colon + 1 >= lineEnd || text.charCodeAt(colon + 1) === SPACE)) break;
        if (c === HASH && text.charCodeAt(colon - 1) === SPACE) return -1;
        if (c === TAB) throw giveUp;
      }
    }
    if (colon - at > MAX_KEY) throw giveUp;
    return colon;
  }

  private key(start: number, colon: number): string {
    const { text } = this;
    const first = text.charCodeAt(start);
    if (first === QUOTE || first === APOSTROPHE) return this.quotedKey(start);
    let end = colon;
    while (text.charCodeAt(end - 1) === SPACE) end--;
    return plainKey(text, start, end);
  }

  /** A value that starts on the current line at `at`; then goes to the line behind it. */
  private inline(at: number, parent: number): Value {
    const { text } = this;
    let value: Value;
    switch (text.charCodeAt(at)) {
      case QUOTE:
      case APOSTROPHE:
        value = this.quoted(at);
        this.endOfLine(this.valueEnd);
        break;
      case LEFT_BRACE:
      case LEFT_BRACKET:
        value = this.flow(at);
        this.endOfLine(this.valueEnd);
        break;
      case LITERAL:
      case FOLD:
        return this.blockScalar(at, parent);
      default:
        return this.plain(at, parent);
    }
    this.nextLine();
    return value;
  }

  /** What stands behind a value on its line must be white space or a comment. */
  private endOfLine(at: number): void {
    const behind = this.skipSpaces(at);
    if (behind >= this.lineEnd) return;
    if (behind === at || this.text.charCodeAt(behind) !== HASH) throw giveUp;
  }

  private plain(at: number, parent: number): Value {
    const { text, lineEnd } = this;
    const first = text.charCodeAt(at);
    if (notPlain.has(first)) throw giveUp;
    if (first === DASH || first === COLON || first === 63) {
      if (at + 1 >= lineEnd || text.charCodeAt(at + 1) === SPACE) throw giveUp;
    }
    let end = lineEnd;
    for (let i = at; i < lineEnd; i++) {
      const c = text.charCodeAt(i);
      if (c === COLON && (i + 1 >= lineEnd || text.charCodeAt(i + 1) === SPACE)) throw giveUp;
      if (c === TAB) throw giveUp;
      if (c === HASH && text.charCodeAt(i - 1) === SPACE) {
        end = i;
        break;
      }
    }
    while (text.charCodeAt(end - 1) === SPACE) end--;
    this.valueEnd = end;
    this.nextLine();
    // A deeper line goes on with the scalar, or is wrong.
    if (this.column > parent) throw giveUp;
    return scalar(text, at, end);
  }

  private quotedKey(at: number): string {
    const key = this.quoted(at);
    if (key === '<<') throw giveUp;
    return key;
  }

  private quotedEnd(at: number): number {
    const { text, lineEnd } = this;
    const quote = text.charCodeAt(at);
    for (let i = at + 1; i < lineEnd; i++) {
      const c = text.charCodeAt(i);
      if (c === quote) {
        if (quote === QUOTE || text.charCodeAt(i + 1) !== APOSTROPHE) return i + 1;
        i++;
      } else if (c === 92 && quote === QUOTE) {
        i++;
      }
    }
    throw giveUp;
  }

  private quoted(at: number): string {
    const { text } = this;
    const end = this.quotedEnd(at);
    this.valueEnd = end;
    const inner = textOf(text, at + 1, end - 1);
    if (text.charCodeAt(at) === APOSTROPHE) return inner.includes("'") ? inner.replaceAll("''", "'") : inner;
    if (!inner.includes('\\')) return inner;
    try {
      // JSON's escapes mean the same in YAML; the others of YAML are errors to JSON.
      return JSON.parse(text.slice(at, end));
    } catch {
      throw giveUp;
    }
  }

  private flow(at: number): Value {
    if (++this.depth > MAX_DEPTH) throw new TooDeep();
    const { text } = this;
    const isMap = text.charCodeAt(at) === LEFT_BRACE;
    const close = isMap ? RIGHT_BRACE : RIGHT_BRACKET;
    // One of the two only: small collections in this style are many.
    const map: { [key: string]: Value } = isMap ? {} : NO_MAP;
    const list: Value[] = isMap ? NO_LIST : [];
    const entries = this.openPlace(isMap ? map : list, true, at, 0);
    const { outline, size } = this;
    let i = this.skipBlank(at + 1);
    if (text.charCodeAt(i) !== close) {
      for (;;) {
        if (--this.left < 0) throw tooManyValues();
        const start = i;
        let key: string | number = this.size - size;
        if (isMap) {
          key = this.flowKey(i);
          if (key in map) throw giveUp;
          i = this.skipBlank(this.valueEnd + 1);
          if (outline) this.outline = outline[key];
        }
        const value = this.flowValue(i);
        const end = this.valueEnd;
        if (isMap) map[key] = value;
        else this.push(value);
        entries?.push({ key, start, valueStart: i, end });
        i = this.skipBlank(end);
        const c = text.charCodeAt(i);
        if (c === close) break;
        if (c !== COMMA) throw giveUp;
        i = this.skipBlank(i + 1);
      }
    }
    this.valueEnd = i + 1;
    this.outline = outline;
    this.closePlace(isMap ? map : list);
    this.depth--;
    return isMap ? map : this.pop(size, entries && list);
  }

  /** White space and line breaks inside a flow collection. */
  private skipBlank(at: number): number {
    const { text, end } = this;
    let i = at;
    for (;;) {
      const c = text.charCodeAt(i);
      if (c === SPACE) {
        i++;
      } else if (c === LF || (c === CR && text.charCodeAt(i + 1) === LF)) {
        i += c === LF ? 1 : 2;
        if (i >= end) throw giveUp;
        let lineEnd = text.indexOf('\n', i);
        if (lineEnd < 0 || lineEnd > end) lineEnd = end;
        this.next = lineEnd + 1;
        if (text.charCodeAt(lineEnd - 1) === CR) lineEnd--;
        this.lineEnd = lineEnd;
        // Only JSON's tabs: those that indent a line.
        while (text.charCodeAt(i) === TAB) i++;
      } else {
        if (i >= end) throw giveUp;
        return i;
      }
    }
  }

  private flowKey(at: number): string {
    const { text } = this;
    const first = text.charCodeAt(at);
    if (first === QUOTE || first === APOSTROPHE) {
      const key = this.quotedKey(at);
      const colon = this.skipSpaces(this.valueEnd);
      if (text.charCodeAt(colon) !== COLON || colon - at > MAX_KEY) throw giveUp;
      this.valueEnd = colon;
      return key;
    }
    const colon = this.flowPlain(at);
    if (text.charCodeAt(colon) !== COLON || text.charCodeAt(colon + 1) !== SPACE) throw giveUp;
    return plainKey(text, at, colon);
  }

  private flowValue(at: number): Value {
    switch (this.text.charCodeAt(at)) {
      case QUOTE:
      case APOSTROPHE: {
        const value = this.quoted(at);
        // A colon makes it the key of a single pair; `["a":1]` is legal.
        if (this.text.charCodeAt(this.skipSpaces(this.valueEnd)) === COLON) throw giveUp;
        return value;
      }
      case LEFT_BRACE:
      case LEFT_BRACKET: {
        const value = this.flow(at);
        if (this.text.charCodeAt(this.skipSpaces(this.valueEnd)) === COLON) throw giveUp;
        return value;
      }
      default: {
        const end = this.flowPlain(at);
        const behind = this.text.charCodeAt(end);
        const isEnd = behind === COMMA || behind === RIGHT_BRACE || behind === RIGHT_BRACKET;
        if (!isEnd && behind !== SPACE && behind !== LF && behind !== CR) throw giveUp;
        // Behind white space a plain scalar may go on, on the next line too.
        const c = this.text.charCodeAt(this.peekBlank(end));
        if (c !== COMMA && c !== RIGHT_BRACE && c !== RIGHT_BRACKET) throw giveUp;
        return scalar(this.text, at, end);
      }
    }
  }

  private peekBlank(at: number): number {
    let i = at;
    for (;;) {
      const c = this.text.charCodeAt(i);
      if (c !== SPACE && c !== LF && c !== CR) return i;
      i++;
    }
  }

  /** The end of the plain scalar at `at`: words with spaces between them. A `:` is text when text follows. */
  private flowPlain(at: number): number {
    const { text } = this;
    let end = at;
    for (let i = at; ; ) {
      const start = i;
      while (isUsual(text.charCodeAt(i))) i++;
      if (i === start) break;
      end = i;
      if (text.charCodeAt(i) === COLON) i++;
      else i = this.skipSpaces(i);
      if (i === end) break;
    }
    const first = text.charCodeAt(at);
    if (end === at || notPlain.has(first)) throw giveUp;
    if (first === DASH) {
      const isAlone = end === at + 1 || text.charCodeAt(at + 1) === SPACE;
      if (isAlone || text.startsWith('---', at)) throw giveUp;
    }
    if (end === at + 2 && text.startsWith('<<', at)) throw giveUp;
    this.valueEnd = end;
    return end;
  }

  /** A literal (`|`) or folded (`>`) scalar, by the algorithm of libyaml, which go-yaml has too. */
  private blockScalar(at: number, parent: number): string {
    if (parent < 0) throw giveUp;
    const { text, end } = this;
    const literal = text.charCodeAt(at) === LITERAL;
    const chomp = text[at + 1] === '-' || text[at + 1] === '+' ? text[at + 1] : '';
    const headerEnd = at + 1 + (chomp ? 1 : 0);
    this.endOfLine(headerEnd);
    this.valueEnd = headerEnd;
    let indent = -1;
    const parts: string[] = [];
    let lineBreak = '';
    let blankLines = 0;
    let leadingBlank = false;
    let lineStart = this.next;
    while (lineStart < end) {
      let i = lineStart;
      while (text.charCodeAt(i) === SPACE && (indent < 0 || i - lineStart < indent)) i++;
      let lineEnd = text.indexOf('\n', i);
      if (lineEnd < 0 || lineEnd > end) throw giveUp;
      const next = lineEnd + 1;
      if (text.charCodeAt(lineEnd - 1) === CR) lineEnd--;
      if (i >= lineEnd) {
        if (indent < 0 && i - lineStart > parent + 1) throw giveUp;
        blankLines++;
        if (chomp === '+') this.valueEnd = lineEnd;
        lineStart = next;
        continue;
      }
      if (text.charCodeAt(i) === TAB && (indent < 0 || i - lineStart < indent)) throw giveUp;
      if (indent < 0) {
        if (i - lineStart <= parent) break;
        indent = i - lineStart;
      }
      if (i - lineStart < indent) break;
      const c = text.charCodeAt(i);
      const trailingBlank = c === SPACE || c === TAB;
      if (!literal && lineBreak && !leadingBlank && !trailingBlank) {
        if (blankLines === 0) parts.push(' ');
      } else if (lineBreak) {
        parts.push(lineBreak);
      }
      if (blankLines > 0) parts.push('\n'.repeat(blankLines));
      parts.push(text.slice(i, lineEnd));
      lineBreak = '\n';
      blankLines = 0;
      leadingBlank = trailingBlank;
      this.valueEnd = lineEnd;
      lineStart = next;
    }
    if (chomp !== '-') parts.push(lineBreak);
    if (chomp === '+') parts.push('\n'.repeat(blankLines));
    this.next = lineStart;
    this.nextLine();
    return parts.join('');
  }
}

function plainKey(text: string, start: number, end: number): string {
  const length = end - start;
  const slot = (text.charCodeAt(start) + text.charCodeAt(end - 1) * 31 + length * 7) & (knownKeys.length - 1);
  const known = knownKeys[slot] as string;
  if (known.length === length && known !== '' && text.startsWith(known, start)) return known;
  const key = text.slice(start, end);
  if (length > MAX_KEY || key === '<<' || key === '' || typeScalar(key) !== key) throw giveUp;
  if (length <= MAX_KNOWN) knownKeys[slot] = key;
  return key;
}

function isUsual(c: number): boolean {
  return c < 128 && usual[c] === 1;
}

/** The slot of what stands there among the scalars that have been read; -1 where it is too long. */
function slotOf(text: string, start: number, end: number): number {
  const length = end - start;
  if (length > MAX_KNOWN || length === 0) return -1;
  const ends = text.charCodeAt(start) * 7 + text.charCodeAt(end - 1) * 131;
  const slot = (ends + text.charCodeAt(start + (length >> 1)) * 17 + length * 31) & (knownScalars.length - 1);
  const known = knownScalars[slot] as string;
  if (known.length !== length || !text.startsWith(known, start)) {
    knownScalars[slot] = text.slice(start, end);
    knownValues[slot] = undefined;
  }
  return slot;
}

function textOf(text: string, start: number, end: number): string {
  const slot = slotOf(text, start, end);
  return slot < 0 ? text.slice(start, end) : (knownScalars[slot] as string);
}

/** What the plain scalar there means. */
function scalar(text: string, start: number, end: number): Value {
  const slot = slotOf(text, start, end);
  if (slot < 0) return plainValue(text.slice(start, end));
  knownValues[slot] ??= plainValue(knownScalars[slot] as string);
  return knownValues[slot];
}

function plainValue(text: string): Value {
  const value = typeScalar(text);
  // Infinity is a fault, which the library's reader tells.
  if (value === text && (text.charCodeAt(0) === 46 || text.charCodeAt(1) === 46) && isNotFinite(text))
    throw giveUp;
  return value;
}
