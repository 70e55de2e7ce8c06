/** What is wrong with a text: `wrong` as a verb phrase, `fix` as an imperative, `nearest` the text that was meant. */
export interface Flaw {
  wrong: string;
  fix: string;
  nearest?: string | undefined;
  /** The part of the text that is wrong, where it isn't all of it. */
  found?: string;
}
