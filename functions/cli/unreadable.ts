/** Why a file can't be used: the message completes a sentence that starts with the file. */
export class Unreadable extends Error {
  /** The line it is about (from 1), if it is about one. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}
