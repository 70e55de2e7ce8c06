const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const APOSTROPHE = 39;
const FOLD = 62;
const BACKSLASH = 92;
const LITERAL = 124;

/** A character is remembered so far behind the one before it, in the value or in the source. */
const STEP = 1024;
const SOURCE_STEP = 4096;

/** What stands behind a backslash in double quotes, and what it means: an escaped line break is as good as a space. */
const escapes: Readonly<Record<string, number>> = {
  '0': 0,
  a: 7,
  b: 8,
  t: TAB,
  '\t': TAB,
  n: LF,
  '\n': SPACE,
  v: 11,
  f: 12,
  r: CR,
  '\r': SPACE,
  e: 27,
  ' ': SPACE,
  '"': QUOTE,
  '/': 47,
  '\\': BACKSLASH,
  N: 0x85,
  _: 0xa0,
  L: 0x2028,
  P: 0x2029,
};
/** How many hexadecimal digits follow. */
const digits: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Tells where the characters of a scalar's value stand in its source. All offsets are UTF-16 code units.
 *
 * The styles of YAML (literal, folded, in quotes, plain) differ in white space alone: they indent, fold and chomp it.
 * All other characters stand in the source in the order of the value, so both are read side by side, each past its own
 * white space. They are read once, as far as anybody asks, and one of their characters in each step is remembered:
 * a question takes the time of a step, however long the text is and whatever is in it.
 */
export class ScalarSource {
  private readonly text: string;
  private readonly end: number;
  private readonly value: string;
  /** The quote that it stands in; 0 for none. */
  private readonly quote: number;
  /**
   * Offsets of characters in the value, and where they stand in the text; at last one behind the value, where its last
   * character ends.
   */
  private readonly offsets: number[] = [];
  private readonly places: number[] = [];
  /** Whether there is nothing more to remember. */
  private isRead = false;
  /** Where reading has come to, in the value and in the text. */
  private offset = 0;
  private at = 0;
  /** The character of the source that was looked at last, and how many stand for it there. */
  private code = 0;
  private length = 0;

  /**
   * @param text the whole text; the scalar stands from `start` to `end`, with its anchor and tag
   * @param value what the scalar says
   */
  constructor(text: string, start: number, end: number, value: string) {
    const content = skipProperties(text, start, end);
    const first = text.charCodeAt(content);
    const isBlock = first === LITERAL || first === FOLD;
    this.text = text;
    this.value = value;
    this.quote = first === QUOTE || first === APOSTROPHE ? first : 0;
    this.end = end;
    this.remember(0, isBlock ? lineEnd(text, content, end) : content + (this.quote ? 1 : 0), 0, 0);
  }

  /**
   * Where a character of the value stands in the text: an escaped one at its backslash, the second half of a pair at
   * the first.
   *
   * @param offset from 0 to the length of the value; white space counts as the character behind it, or as the end of
   * the last one
   * @returns undefined where the value has no such offset or is blank, and where the source doesn't say the value (an
   * alias, !!binary)
   */
  placeOf(offset: number): number | undefined {
    const { value, offsets, places } = this;
    if (offset < 0 || offset > value.length) return undefined;
    const wanted = isInPair(value, offset) ? offset - 1 : offset;
    while (!this.isRead && (offsets.at(-1) as number) <= wanted) {
      const [from, at] = [offsets.at(-1) as number, places.at(-1) as number];
      this.remember(from, at, from + STEP, at + SOURCE_STEP);
    }
    const next = firstAbove(offsets, wanted);
    if (next === 0 || next === offsets.length) return places[next];
    const from = offsets[next - 1] as number;
    // From a step on there is only white space up to the next one that is remembered.
    const limit = Math.min(from + STEP, offsets[next] as number, value.length);
    const found = this.read(from, places[next - 1] as number, wanted, Number.POSITIVE_INFINITY, limit);
    return found ? this.at : places[next];
  }

  /** Remembers the first character from `offset` or `at` on, reading from one that is known. */
  private remember(from: number, fromAt: number, offset: number, at: number): void {
    const { value, offsets, places } = this;
    const found = this.read(from, fromAt, offset, at, value.length);
    this.isRead = !found;
    const isEnd = this.offset === value.length && offsets.length > 0;
    if (!found && !isEnd) return;
    offsets.push(found ? this.offset : value.length + 1);
    places.push(this.at);
  }

  /**
   * Reads on to the first character that stands at `offset` or behind it in the value, or at `at` or behind it in the
   * text.
   *
   * @returns whether there is one before `limit` in the value, and the source says the same up to it
   */
  private read(from: number, fromAt: number, offset: number, at: number, limit: number): boolean {
    const { value } = this;
    this.offset = from;
    this.at = fromAt;
    for (;;) {
      while (this.offset < limit && isWhite(value.charCodeAt(this.offset))) this.offset++;
      if (this.offset >= limit || !this.look()) return false;
      if (this.offset >= offset || this.at >= at) return true;
      const isPair = this.code > 0xffff;
      const code = isPair ? value.codePointAt(this.offset) : value.charCodeAt(this.offset);
      if (code !== this.code) return false;
      this.offset += isPair ? 2 : 1;
      this.at += this.length;
    }
  }

  /** Goes to the next character of the source that isn't white; false where there is none. */
  private look(): boolean {
    const { text, end, quote } = this;
    for (let { at } = this; at < end; at += this.length) {
      this.code = text.charCodeAt(at);
      this.length = 1;
      if (quote === QUOTE && this.code === BACKSLASH) this.unescape(at + 1);
      else if (quote === APOSTROPHE && this.code === APOSTROPHE) this.length = 2;
      if (!isWhite(this.code)) {
        this.at = at;
        return true;
      }
    }
    return false;
  }

  /** @param at where the character behind the backslash stands */
  private unescape(at: number): void {
    const letter = this.text[at] ?? '';
    const count = digits[letter] ?? 0;
    this.length = 2 + count;
    this.code =
      count > 0
        ? Number.parseInt(this.text.slice(at + 1, at + 1 + count), 16)
        : (escapes[letter] ?? Number.NaN);
  }
}

function isWhite(code: number): boolean {
  return code === SPACE || code === LF || code === CR || code === TAB;
}

/** Where a scalar starts behind its anchor and tag, and the comments between them. */
function skipProperties(text: string, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const c = text[at];
    if (isWhite(text.charCodeAt(at))) at++;
    else if (c === '#') at = lineEnd(text, at, end);
    else if (c === '&' || c === '!') while (at < end && !isWhite(text.charCodeAt(at))) at++;
    else break;
  }
  return at;
}

function lineEnd(text: string, start: number, end: number): number {
  const at = text.indexOf('\n', start);
  return at < 0 ? end : Math.min(at, end);
}

/** Whether the second half of a surrogate pair stands there. */
function isInPair(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff;
}

/** The index of the first of sorted numbers that is larger than a limit; their count where none is. */
function firstAbove(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
