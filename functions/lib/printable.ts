/** Control, format (bidi, zero-width) and unassigned characters, lone surrogates; line and paragraph separators. */
const ascii = /^[ -~]*$/;
const invisible = /[\p{C}\p{Zl}\p{Zp}]/u;

/**
 * A text from a package as messages may show it: characters that a terminal would obey, or nobody sees, as `\u{…}`,
 * and no longer than the limit.
 */
export function printable(text: string, limit = 200): string {
  // Most texts are ASCII; the table of Unicode takes 5 ms to load.
  if (text.length <= limit && (ascii.test(text) || !invisible.test(text))) return text;
  let shown = '';
  for (const char of text.slice(0, limit)) {
    const next = invisible.test(char) ? `\\u{${(char.codePointAt(0) as number).toString(16)}}` : char;
    if (shown.length + next.length >= limit) return `${shown}…`;
    shown += next;
  }
  return text.length > limit ? `${shown}…` : shown;
}
