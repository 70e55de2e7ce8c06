import { type Document, Lexer, parseDocument } from 'yaml';

/** The library's document of a text: no scalar typed, no alias resolved, with its tokens. */
export function parse(text: string): Document.Parsed {
  // A text can have millions of errors, whose stack traces would take minutes.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(text, options) as Document.Parsed;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const options = {
  schema: 'failsafe',
  resolveKnownTags: false,
  uniqueKeys: false,
  keepSourceTokens: true,
  prettyErrors: false,
  // With 'silent' a second document would be no error.
  logLevel: 'error',
} as const;

/** How many tokens a text has, and how deep the brackets, dashes and question marks of one line nest. */
export function measure(text: string, maxTokens: number): { tokens: number; depth: number } {
  let tokens = 0;
  let depth = 0;
  let flow = 0;
  let inLine = 0;
  for (const token of new Lexer().lex(text)) {
    if (++tokens > maxTokens) break;
    const first = token.charCodeAt(0);
    if (token === '[' || token === '{') flow++;
    else if (token === ']' || token === '}') flow--;
    else if (token === '-' || token === '?') inLine++;
    else if (first === 10 || first === 13) inLine = 0;
    else continue;
    depth = Math.max(depth, flow, inLine);
  }
  return { tokens, depth };
}

export { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
