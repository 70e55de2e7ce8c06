/** Why a file can't be used: the message completes a sentence that starts with the file. */
export class Unreadable extends Error {
  /** The line it is about (from 1), if it is about one. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/** One YAML document of a file. */
export interface Document {
  /** Without markers, directives and blank lines before it. */
  text: string;
  /** The line of the file (from 1) in which it starts. */
  line: number;
}

/** The documents of a file; those that hold nothing but comments don't count, as in kpt. */
export function splitDocuments(text: string): Document[] {
  const documents: Document[] = [];
  let lines: string[] = [];
  let start = 1;
  let isEnded = false;
  const close = () => {
    if (lines.every(isBlank)) return;
    const first = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('%'));
    documents.push({ text: `${lines.slice(first).join('\n')}\n`, line: start + first });
  };
  for (const [i, line] of text.replace(/\n$/, '').split('\n').entries()) {
    // At the start of a line these are markers wherever they stand, even inside a block of text.
    const [, marker, rest = ''] = /^(---|\.\.\.)(.*)$/.exec(line) ?? [];
    if (marker && !/^\s*(?:$|\s#)/.test(rest)) {
      throw new Unreadable(
        `has something behind ${marker} on the same line, which kpt refuses; put it on the next line`,
        i + 1,
      );
    }
    if (marker) {
      close();
      [lines, start, isEnded] = [[], i + 2, marker === '...'];
      continue;
    }
    if (isEnded && !isBlank(line)) {
      throw new Unreadable(
        'goes on behind the end of a document (...), where kpt reads no more; put --- there',
        i + 1,
      );
    }
    lines.push(line);
  }
  close();
  return documents;
}

function isBlank(line: string): boolean {
  return /^(?:\s*(?:#.*)?|%.*)$/.test(line);
}
