import type { Reading } from './formats.ts';

/** A text of Turtle is one expression, which is read where expressions are checked: its value is the text. */
export function readTurtleText(text: string): Reading {
  return { value: text, problems: [] };
}

const spaceOrComment = /\s+|#[^\n]*/y;
const directive = /@?(?:prefix|base)\s/iy;

/** Whether a text starts as Turtle does, behind comments. */
export function looksLikeTurtle(text: string): boolean {
  let at = 0;
  for (spaceOrComment.lastIndex = 0; spaceOrComment.test(text); ) at = spaceOrComment.lastIndex;
  directive.lastIndex = at;
  return directive.test(text);
}
