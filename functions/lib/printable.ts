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
  const start = text.slice(0, limit);
  if (ascii.test(start)) return `${start.slice(0, -1)}…`;
  // Joined at the end: as a sum of characters each text would take 30 times its size.
  const shown: string[] = [];
  let length = 0;
  for (const char of start) {
    const next = invisible.test(char) ? `\\u{${(char.codePointAt(0) as number).toString(16)}}` : char;
    length += next.length;
    if (length >= limit) return `${shown.join('')}…`;
    shown.push(next);
  }
  return text.length > limit ? `${shown.join('')}…` : shown.join('');
}
