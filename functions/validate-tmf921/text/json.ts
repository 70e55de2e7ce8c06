import type { Segments } from '../../lib/field-path.ts';
import { linesBefore } from '../../lib/lines-before.ts';
import { printable } from '../../lib/printable.ts';
import { put } from '../../lib/put.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Problem } from '../problems.ts';
import { tooDeep } from '../values.ts';
import type { Reading } from './formats.ts';
import { type Paths, pathsOf } from './paths.ts';

/** So many keys that stand twice are told of one text. */
const MAX_KEYS = 50;

/**
 * Reads JSON (RFC 8259) strictly.
 *
 * @param maxDepth so many levels of maps and lists may be nested; what is deeper is a problem, and isn't read
 * @returns the value, of a key that stands twice the last one; undefined where the text is no JSON
 */
export function readJson(text: string, maxDepth: number): Reading {
  const reader = new Reader(text, maxDepth);
  try {
    return { value: reader.document(), problems: reader.problems };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { value: undefined, problems: [...reader.problems, error.problem] };
  }
}

/**
 * Where fields stand in a text that `readJson` could read: the offsets of their keys, of a list's items the items
 * themselves. A field that isn't there stands where what would hold it does.
 */
export function locateJson(text: string, fields: readonly Segments[]): number[] {
  const locator = new Locator(text);
  locator.locate(pathsOf(fields));
  return fields.map((_, i) => locator.found.get(i) ?? 0);
}

class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** What both readers need: a place in a text of JSON. */
class Cursor {
  protected readonly text: string;
  protected at = 0;

  constructor(text: string) {
    this.text = text;
  }

  protected space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at++;
    }
  }

  protected char(): string {
    return this.text.charAt(this.at);
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them
const plainCharacters = /[^"\\\0-\x1f]*/y;
const numberPattern = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const wordPattern = /[\w$.+-]*/y;

class Reader extends Cursor {
  readonly problems: Problem[] = [];
  private readonly maxDepth: number;
  private readonly path: (string | number)[] = [];

  constructor(text: string, maxDepth: number) {
    super(text);
    this.maxDepth = maxDepth;
  }

  document(): Value {
    if (this.text.charCodeAt(0) === 0xfeff)
      this.refuse(0, 'starts with a byte order mark; save it without one');
    this.space();
    if (this.at === this.text.length) this.refuse(0, 'is empty; write the intent, or remove the key');
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length)
      this.refuse(this.at, `goes on with ${this.next()} behind its end; remove that`);
    return value;
  }

  private value(depth: number): Value {
    this.space();
    switch (this.char()) {
      case '{':
        return this.map(depth + 1);
      case '[':
        return this.list(depth + 1);
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private open(depth: number): void {
    if (depth > this.maxDepth) {
      throw new Refused({
        code: 'TMF-004',
        weight: 'error',
        segments: this.path.slice(0, 20),
        at: this.at,
        message: tooDeep(this.maxDepth),
        allowed: `${this.maxDepth} levels`,
      });
    }
    this.at++;
    this.space();
  }

  private map(depth: number): Value {
    const start = this.at;
    this.open(depth);
    const map: { [key: string]: Value } = {};
    if (this.char() === '}') {
      this.at++;
      return map;
    }
    for (;;) {
      if (this.char() !== '"') this.refuse(this.at, this.wrongKey());
      const keyAt = this.at;
      const key = this.string();
      this.checkKey(map, key, keyAt);
      this.space();
      if (this.char() !== ':')
        this.refuse(this.at, `has ${this.next()} behind the key "${printable(key, 100)}"; write a colon`);
      this.at++;
      this.path.push(key);
      put(map, key, this.value(depth));
      this.path.pop();
      if (this.isEnd('}', 'map', start)) return map;
      this.space();
    }
  }

  private list(depth: number): Value {
    const start = this.at;
    this.open(depth);
    const list: Value[] = [];
    if (this.char() === ']') {
      this.at++;
      return list;
    }
    for (;;) {
      this.path.push(list.length);
      list.push(this.value(depth));
      this.path.pop();
      if (this.isEnd(']', 'list', start)) return list;
    }
  }

  /** Whether a map or list ends here; if not, a comma was there. */
  private isEnd(bracket: string, what: string, start: number): boolean {
    this.space();
    const char = this.char();
    if (char === bracket) {
      this.at++;
      return true;
    }
    if (char === ',') {
      const comma = this.at++;
      this.space();
      if (this.char() === bracket)
        this.refuse(comma, `has a comma before ${bracket}, where JSON allows none; remove it`);
      return false;
    }
    if (char === '') {
      const line = linesBefore(this.text, start) + 1;
      this.refuse(
        this.at,
        `ends within the ${what} that starts at its line ${line}; close it with ${bracket}`,
      );
    }
    return this.refuse(this.at, `has ${this.next()} where a comma or ${bracket} is needed; add it`);
  }

  private checkKey(map: object, key: string, at: number): void {
    if (this.problems.length >= MAX_KEYS) return;
    const segments = [...this.path, key];
    const shown = printable(key, 100);
    if (Object.hasOwn(map, key)) {
      const message = `the key "${shown}" stands twice, and readers differ on which one holds; remove one`;
      this.problems.push({ code: 'TMF-405', weight: 'harmful', segments, at, message, found: shown });
    }
  }

  private string(): string {
    const start = this.at++;
    let isPlain = true;
    for (;;) {
      plainCharacters.lastIndex = this.at;
      plainCharacters.test(this.text);
      this.at = plainCharacters.lastIndex;
      const char = this.char();
      if (char === '"') {
        const raw = this.text.slice(start, ++this.at);
        return isPlain ? raw.slice(1, -1) : JSON.parse(raw);
      }
      isPlain = false;
      if (char === '') this.refuse(start, 'has a text in quotes that never ends; close it with "');
      if (char !== '\\') {
        const advice =
          char === '\n' || char === '\r'
            ? 'a line break inside of a text; write \\n'
            : 'a control character in a text; write it as \\u00…';
        this.refuse(this.at, `has ${advice}`);
      }
      escapePattern.lastIndex = this.at;
      if (!escapePattern.test(this.text)) {
        const shown = printable(this.text.slice(this.at, this.at + 2), 20);
        this.refuse(this.at, `has the escape ${shown}, which JSON doesn't know; write \\\\ for a backslash`);
      }
      this.at = escapePattern.lastIndex;
    }
  }

  private scalar(): Value {
    numberPattern.lastIndex = this.at;
    wordPattern.lastIndex = this.at;
    wordPattern.test(this.text);
    const word = this.text.slice(this.at, wordPattern.lastIndex);
    if (numberPattern.test(this.text) && numberPattern.lastIndex === wordPattern.lastIndex) {
      const number = Number(word);
      if (!Number.isFinite(number))
        this.refuse(
          this.at,
          `has the number ${printable(word, 40)}, which no reader can hold; write a smaller one`,
        );
      this.at += word.length;
      return number;
    }
    if (word === 'true' || word === 'false' || word === 'null') {
      this.at += word.length;
      return word === 'null' ? null : word === 'true';
    }
    return this.refuse(this.at, this.wrongValue(word));
  }

  private wrongValue(word: string): string {
    const known = {
      True: 'true',
      False: 'false',
      None: 'null',
      undefined: 'null',
      TRUE: 'true',
      FALSE: 'false',
    };
    const meant = Object.hasOwn(known, word) ? known[word as keyof typeof known] : undefined;
    const advice =
      meant === undefined ? 'write a text in double quotes, a number, true, false or null' : `write ${meant}`;
    if (this.char() === '/') return 'has a comment, which JSON does not allow; remove it';
    if (this.char() === "'") return 'has a text in single quotes; write it in double quotes';
    return `has ${this.next()} where a value is needed; ${advice}`;
  }

  private wrongKey(): string {
    if (this.char() === '/') return 'has a comment, which JSON does not allow; remove it';
    if (this.char() === "'") return 'has a key in single quotes; write it in double quotes';
    if (this.char() === '') return 'ends within a map; close it with }';
    return `has ${this.next()} where a key in double quotes is needed`;
  }

  /** What stands here, as messages show it. */
  private next(): string {
    wordPattern.lastIndex = this.at;
    wordPattern.test(this.text);
    const word = this.text.slice(this.at, wordPattern.lastIndex) || this.char();
    return word === '' ? 'nothing' : printable(word, 40);
  }

  private refuse(at: number, what: string): never {
    const message = `is no JSON: line ${linesBefore(this.text, at) + 1} of it ${what}`;
    throw new Refused({ code: 'TMF-003', weight: 'error', segments: [], at, message });
  }
}

/**
 * Where characters of a text in quotes stand in the JSON around it.
 *
 * @param field the offset of the field's key, or of the text itself where it is a list's item or the document
 * @param offsets of the characters in the text
 */
export function locateInString(text: string, field: number, offsets: readonly number[]): number[] {
  let at = valueStart(text, field) + 1;
  let passed = 0;
  const found = new Map<number, number>();
  for (const offset of [...offsets].sort((a, b) => a - b)) {
    while (passed < offset) {
      const backslash = text.indexOf('\\', at);
      if (backslash < 0 || backslash - at >= offset - passed) {
        at += offset - passed;
        passed = offset;
      } else {
        passed += backslash - at + 1;
        at = backslash + (text.charAt(backslash + 1) === 'u' ? 6 : 2);
      }
    }
    found.set(offset, at);
  }
  return offsets.map((offset) => found.get(offset) ?? field);
}

const keyAndColon = /"(?:[^"\\]|\\.)*"\s*:\s*/y;

/** Where the value of a field stands; it is the field where it has no key. */
function valueStart(text: string, field: number): number {
  keyAndColon.lastIndex = field;
  return keyAndColon.test(text) ? keyAndColon.lastIndex : field;
}

/** Goes through a text of JSON once, into those fields only that are looked for. */
class Locator extends Cursor {
  readonly found = new Map<number, number>();

  locate(paths: Paths): void {
    this.space();
    this.value(paths, this.at);
  }

  /** @param start where the field stands whose value is here */
  private value(paths: Paths, start: number): void {
    this.space();
    this.note(paths, start);
    const char = this.char();
    if (paths.below.size === 0 || (char !== '{' && char !== '[')) {
      this.skip();
      return;
    }
    this.at++;
    for (let i = 0; ; i++) {
      this.space();
      if (this.char() === '}' || this.char() === ']') break;
      const fieldStart = this.at;
      let segment: string | number = i;
      if (char === '{') {
        this.skip();
        segment = JSON.parse(this.text.slice(fieldStart, this.at));
        this.space();
        this.at++;
      }
      const below = paths.below.get(segment);
      if (below) this.value(below, fieldStart);
      else this.skip();
      this.space();
      if (this.char() === ',') this.at++;
    }
    this.at++;
  }

  /** Where what is looked for stands, or would stand: a field that isn't there is noted at what holds it. */
  private note(paths: Paths, start: number): void {
    for (const i of paths.all) this.found.set(i, start);
  }

  private skip(): void {
    this.space();
    let depth = 0;
    do {
      const char = this.char();
      if (char === '"') {
        this.at++;
        while (this.char() !== '"') {
          plainCharacters.lastIndex = this.at;
          plainCharacters.test(this.text);
          this.at = plainCharacters.lastIndex;
          if (this.char() === '\\') this.at += 2;
        }
        this.at++;
      } else if (char === '{' || char === '[') {
        depth++;
        this.at++;
      } else if (char === '}' || char === ']') {
        depth--;
        this.at++;
      } else {
        scalarPattern.lastIndex = this.at;
        scalarPattern.test(this.text);
        this.at = Math.max(scalarPattern.lastIndex, this.at + 1);
      }
    } while (depth > 0 && this.at < this.text.length);
  }
}

const scalarPattern = /[^\s{}[\]",:]+/y;
