import type { Place, Places } from '../yaml/read.ts';

/** A key of the ResourceList itself with its value: whole lines of the text. */
export interface Section {
  key: string;
  start: number;
  end: number;
}

/** One item of a block list: the line that its `-` stands in, the `-`, and where the next item's line starts. */
export interface Span {
  lineStart: number;
  start: number;
  end: number;
}

/**
 * The outermost structure of a ResourceList's text. Block style is known from the lines alone: its sections start
 * at column 0, its items with a `-` at one column. Anything else is `flow`, whose places a reader has to find.
 */
export type Frame =
  | {
      style: 'block';
      start: number;
      end: number;
      sections: Section[];
      items: { column: number; spans: Span[] } | undefined;
    }
  | {
      style: 'flow';
      start: number;
      end: number;
      root: Place | undefined;
      list: Place | undefined;
      places: Places | undefined;
    };

const sectionKey = /(?:[A-Za-z][\w.-]{0,99}|"[\w.-]{1,99}"|'[\w.-]{1,99}') {0,99}:(?=[ \r\n]|$)/y;
const marker = /(?:---|\.\.\.)(?=[ \t\r\n]|$)/y;
const directive = /%YAML 1\.[12][ \t\r]*\n/y;
/** A ResourceList has five keys. */
const MAX_SECTIONS = 100;
/** The most items: a resource that kpt hands over has at least 200 characters, and 64 MiB hold no more of these. */
export const MAX_ITEMS = 350_000;

/** Finds the outermost structure of the first document in a text, from its lines alone. */
export function findFrame(text: string): Frame {
  const start = documentStart(text);
  const end = documentEnd(text, start);
  const flow: Frame = { style: 'flow', start, end, root: undefined, list: undefined, places: undefined };
  const sections: Section[] = [];
  const spans: Span[] = [];
  let column = -1;
  let inItems = false;
  let next = start;
  for (let line = start; line < end; line = next) {
    const lineFeed = text.indexOf('\n', line);
    next = lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1;
    const first = text[line];
    if (first === ' ' || first === '-') {
      if (!inItems) {
        if (sections.length === 0 && !isBlank(text.slice(line, next))) return flow;
        continue;
      }
      if (column < 0) {
        if (isBlank(text.slice(line, next))) continue;
        column = text.slice(line, next).search(/[^ ]/);
      }
      const dash = line + column;
      if (text[dash] !== '-' || !isSeparator(text.charCodeAt(dash + 1)) || !isIndent(text, line, dash)) {
        if (spans.length === 0) return flow;
        continue;
      }
      const last = spans.at(-1);
      if (last) last.end = line;
      if (spans.length === MAX_ITEMS) return flow;
      spans.push({ lineStart: line, start: dash, end });
      continue;
    }
    if (first === '\n' || first === '\r' || first === '#') continue;
    if (!isMatch(sectionKey, text, line)) return flow;
    const keyEnd = sectionKey.lastIndex;
    const key = text
      .slice(line, keyEnd - 1)
      .trim()
      .replace(/^["']|["']$/g, '');
    const last = sections.at(-1);
    if (last) last.end = line;
    if (sections.length === MAX_SECTIONS || sections.some((section) => section.key === key)) return flow;
    sections.push({ key, start: line, end });
    const span = spans.at(-1);
    if (inItems && span) span.end = line;
    inItems = key === 'items';
    if (inItems && !isBlank(text.slice(keyEnd, next))) return flow;
  }
  if (sections.length === 0) return flow;
  return { style: 'block', start, end, sections, items: spans.length > 0 ? { column, spans } : undefined };
}

/** Whether behind a document only markers and comments stand: a second document would go unread. */
export function isLastDocument(text: string, frame: Frame): boolean {
  return isOnly(text, frame.end, text.length, true);
}

/** Whether the lines from `start` to `end` hold nothing but comments, and markers of documents if they may. */
function isOnly(text: string, start: number, end: number, markers: boolean): boolean {
  let next = start;
  for (let line = start; line < end; line = next) {
    const lineFeed = text.indexOf('\n', line);
    next = lineFeed < 0 || lineFeed >= end ? end : lineFeed + 1;
    if (lineFeed === line) continue;
    const content = markers && isMatch(marker, text, line) ? line + 3 : line;
    if (!isBlank(text.slice(content, next))) return false;
  }
  return true;
}

/** Behind a byte order mark, directives, comments, blank lines and a `---` that has its line for itself. */
function documentStart(text: string): number {
  const start = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = start;
  while (line < text.length) {
    const lineFeed = text.indexOf('\n', line);
    const next = lineFeed < 0 ? text.length : lineFeed + 1;
    if (lineFeed === line) {
      line = next;
      continue;
    }
    if (isMatch(marker, text, line) && isBlank(text.slice(line + 3, next))) return next;
    if (!isMatch(directive, text, line) && !isBlank(text.slice(line, next))) return start;
    line = next;
  }
  return start;
}

/** The next line that starts with a marker, or the end of the text. */
function documentEnd(text: string, start: number): number {
  const nextMarker = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm;
  nextMarker.lastIndex = start;
  let behind = start;
  for (;;) {
    const found = nextMarker.exec(text);
    if (!found) return text.length;
    // `--- {…}` has its document on the line of the marker.
    if (!isOnly(text, behind, found.index, false)) return found.index;
    behind = found.index + 3;
  }
}

function isMatch(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Whether a line, or what is left of one, holds nothing but white space and a comment. */
function isBlank(line: string): boolean {
  return /^[ \t\r\n]*(?:#|$)/.test(line);
}

function isSeparator(c: number): boolean {
  return c === 32 || c === 10 || c === 13 || Number.isNaN(c);
}

function isIndent(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) !== 32) return false;
  return true;
}
