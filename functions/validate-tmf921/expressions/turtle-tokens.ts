// Not from 'n3', which imports readable-stream.
import lexer, { type Source, type Token } from 'n3/lib/N3Lexer.js';

/**
 * The tokens of a Turtle text, one after the other.
 *
 * @returns whether all of the text is tokens; where it isn't, they end before what is none
 */
export function readTurtleTokens(text: string, onToken: (token: Token) => void): boolean {
  let isWhole = true;
  new lexer.default({ n3: false }).tokenize(asSource(text), (error, token) => {
    if (error) isWhole = false;
    else onToken(token);
  });
  return isWhole;
}

/** Of a string the lexer would make a list of tokens, twenty times its size; a stream it reads as the data come. */
function asSource(text: string): Source {
  return {
    on: (event: 'data' | 'end' | 'error', listener: (text: string) => void) => {
      if (event !== 'error') listener(text);
    },
  };
}
