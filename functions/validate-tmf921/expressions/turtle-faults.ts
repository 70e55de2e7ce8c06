import { printable } from '../../lib/printable.ts';

/** Longer extracts are cut. */
const MAX_SHOWN = 40;

const NOTATION_3 = new Set(['{', '}', '=', '@forAll', '@forSome', '@keywords', '@has', '@is', '@of']);

/** Whether a token is of Notation3, of which Turtle is the simple part. */
export function isOfNotation3(type: string): boolean {
  return NOTATION_3.has(type);
}

/** What is wrong at an offset where no token of Turtle starts. */
export function explainAsNoToken(text: string, offset: number): { problem: string; found: string } {
  const rest = text.slice(offset, offset + 200);
  const found = printable(/^\S*/.exec(rest)?.[0] ?? '', MAX_SHOWN);
  return { problem: explain(text, offset, rest, found), found };
}

function explain(text: string, offset: number, rest: string, found: string): string {
  switch (rest[0]) {
    case '"':
    case "'":
      return explainText(text, offset, found);
    case '<':
      if (rest.startsWith('<=')) break;
      return `the IRI ${found} holds a space or one of <>"{}|^\`\\, or is not closed; write it between "<" and ">", with such characters as %20 and the like`;
    case '=':
    case '!':
    case '?':
      break;
    case '^':
      if (rest.startsWith('^^')) return 'behind ^^ stands no datatype; write its name, such as xsd:decimal';
      break;
    case '@':
      return `${found} is no language and no directive that Turtle knows; write @prefix, @base, or a language such as @en right behind a text`;
    case '_':
      return `${found} is no blank node; write "_:" and a name of letters and digits`;
    case '\\':
      return `found "${found}": a backslash can only stand within a text or a name; remove it (the expression may be escaped twice)`;
  }
  if (/^[=!?^<{]/.test(rest)) {
    return `found "${found}": this is Notation3; Turtle knows no variables, rules, formulas and paths, so leave it out`;
  }
  if (/^[-+.\d]/.test(rest)) {
    return `${found} is no number; write only digits, a dot and an exponent, or put it in quotes`;
  }
  if (/^(?:true|false)\b/i.test(rest)) return `found "${found}"; write true or false in small letters`;
  if (/^[\p{L}\p{N}_.-]*:/u.test(rest)) {
    return `${found} is no prefixed name; put "\\" before the characters that names can't hold, or write the IRI in angle brackets`;
  }
  if (/^[\p{L}\d]/u.test(rest)) {
    return `${found} is a word without a prefix; put a prefix and a colon before it, or put it in quotes if it is a text`;
  }
  return `found "${found}", which is nothing that Turtle knows; remove it, or put it in quotes if it is a text`;
}

function explainText(text: string, offset: number, found: string): string {
  const quote = text[offset] as string;
  const isLong = text.startsWith(quote.repeat(3), offset);
  const end = endOfText(text, offset, isLong ? quote.repeat(3) : quote);
  if (end === undefined) {
    const [shown, several] = isLong
      ? [quote.repeat(3), '']
      : [quote, `; a text of several lines stands between ${quote.repeat(3)}`];
    return `the text ${found} is not closed; write ${shown} at its end${several}`;
  }
  return `the text ${found} holds an escape that Turtle does not know; allowed are \\t \\b \\n \\r \\f \\" \\' \\\\ \\uXXXX and \\UXXXXXXXX`;
}

/** Where the text that starts at an offset is closed. */
function endOfText(text: string, offset: number, quotes: string): number | undefined {
  for (let at = offset + quotes.length; at < text.length; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (quotes.length === 1 && (char === '\n' || char === '\r')) return undefined;
    else if (text.startsWith(quotes, at)) return at;
  }
  return undefined;
}
