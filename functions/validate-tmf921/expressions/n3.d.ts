/** What is used of n3, which ships no types: its lexer, with n3's own words for the types of tokens. */
declare module 'n3/lib/N3Lexer.js' {
  export interface Token {
    type: string;
    /** The name behind a prefix, the text of a literal, an IRI; unescaped. */
    value: string;
    /** The prefix of a name; the datatype of a number or boolean. */
    prefix: string;
    /** From 1. */
    line: number;
    /** UTF-16 columns from 0; `end` is behind the token, in the line `endLine` where that isn't `line`. */
    start: number;
    end: number;
    endLine?: number;
  }

  /** Called with the error that ends the tokens, or with the next token. */
  export type OnToken = (error: Error | null, token: Token) => void;

  /** As much of a stream as the lexer uses. */
  export interface Source {
    on(event: 'data', listener: (text: string) => void): void;
    on(event: 'end' | 'error', listener: () => void): void;
  }

  class Lexer {
    constructor(options: { n3: boolean });
    tokenize(input: Source, onToken: OnToken): void;
  }

  /** It is CommonJS, whose exports come as one default. */
  const exports: { default: typeof Lexer };
  export default exports;
}
