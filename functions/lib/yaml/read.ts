import { readBlock } from './block-reader.ts';
import { MalformedYaml, readLibrary } from './library-reader.ts';
import { type Budget, MAX_DEPTH, type Outline, type Places, type Reading, TooDeep } from './node.ts';

export { MalformedYaml } from './library-reader.ts';
export type { Anchor, Budget, Entry, Fault, Outline, Place, Places, Reading } from './node.ts';
export { newBudget, TooMuch } from './node.ts';
export type { Value } from './scalar.ts';

/** What the library may be given at once: it needs about 60 times the memory of its text. */
const MAX_LIBRARY = 4 * 1024 * 1024;

/**
 * Reads the node that stands in the lines from `start` to `end` of a text.
 *
 * @param places filled with where each map and list stands (offsets into `text`), if given
 * @param outline which maps and lists need one
 * @param budget what reading may cost, shared with the other parts of the text
 * @returns the value, and the faults that make it unusable
 * @throws MalformedYaml where it isn't YAML
 * @throws TooMuch where the budget doesn't suffice
 */
export function readYaml(
  text: string,
  start: number,
  end: number,
  places?: Places,
  outline?: Outline,
  budget?: Budget,
): Reading {
  try {
    const value = readBlock(text, start, end, places, outline, budget);
    if (value !== undefined) return { value, faults: [] };
    if (end - start > MAX_LIBRARY) {
      const size = `${Math.ceil((end - start) / 1024 / 1024)} MiB`;
      throw new MalformedYaml(
        `${size} of YAML in an unusual style (anchors, tags or multi-line scalars); at most 4 MiB of that can be read`,
        start,
      );
    }
    // What was found before it gave up is found again.
    places?.clear();
    return readLibrary(text.slice(start, end), start, places, budget);
  } catch (error) {
    if (!(error instanceof TooDeep || error instanceof RangeError)) throw error;
    return {
      value: null,
      faults: [{ kind: 'depth', reason: `is nested deeper than ${MAX_DEPTH} levels`, at: start }],
    };
  }
}
