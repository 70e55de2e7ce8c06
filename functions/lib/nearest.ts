/** Longer texts are no misspelling of any name here, and the distance costs time by the square of the length. */
const MAX_LENGTH = 64;

/** How much may still be compared, in pairs of characters; shared by many questions, so that they can't take hours. */
export interface Effort {
  left: number;
}

/**
 * The known name that a misspelt text most likely means.
 *
 * @param text what was written; case doesn't count
 * @param effort what it may cost; where that is used up, nothing is found any more
 * @param edits so many it may have at most, besides a third of the name's length
 * @returns the known name with the fewest edits, at most a third of its length; undefined where none is that near
 */
export function nearest(
  text: string,
  known: readonly string[],
  effort: Effort = { left: Number.POSITIVE_INFINITY },
  edits: number = Number.POSITIVE_INFINITY,
): string | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  let best: string | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const name of known) {
    const most = Math.min(edits, Math.max(1, Math.floor(name.length / 3)));
    // So many characters have to be added or taken away.
    if (Math.abs(name.length - text.length) > most) continue;
    effort.left -= text.length * name.length;
    if (effort.left < 0) return undefined;
    const own = distance(text.toLowerCase(), name.toLowerCase());
    if (own < fewest && own <= most) {
      best = name;
      fewest = own;
    }
  }
  return best;
}

/** Damerau-Levenshtein distance (optimal string alignment): insertions, deletions, replacements, swapped neighbours. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let edits = Math.min(at(last, j) + 1, at(row, j - 1) + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, at(beforeLast, j - 2) + 1);
      }
      row.push(edits);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: number[], index: number): number {
  return row[index] as number;
}
