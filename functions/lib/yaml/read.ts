import { readBlock, TooDeep } from './block-reader.ts';
import { MalformedYaml, readLibrary } from './library-reader.ts';
import { MAX_DEPTH, type Outline, type Places, type Reading } from './node.ts';

export { MalformedYaml } from './library-reader.ts';
export type { Entry, Fault, Outline, Place, Places, Reading } from './node.ts';
export type { Value } from './scalar.ts';

/** What the library may be given at once: it needs about 60 times the memory of its text. */
const MAX_LIBRARY = 4 * 1024 * 1024;

/**
 * Reads the node that stands in the lines from `start` to `end` of a text.
 *
 * @param places filled with where each map and list stands (offsets into `text`), if given
 * @param outline which maps and lists need one
 * @returns the value, and the faults that make it unusable
 * @throws MalformedYaml where it isn't YAML
 */
export function readYaml(text: string, start: number, end: number, places?: Places, outline?: Outline): Reading {
  try {
    const value = readBlock(text, start, end, places, outline);
    if (value !== undefined) return { value, faults: [] };
    if (end - start > MAX_LIBRARY) {
      const size = `${Math.ceil((end - start) / 1024 / 1024)} MiB`;
      throw new MalformedYaml(
        `is ${size} of YAML in an unusual style (anchors, tags or multi-line scalars); at most 4 MiB of that can be read`,
        start,
      );
    }
    return readLibrary(text.slice(start, end), start, places);
  } catch (error) {
    if (!(error instanceof TooDeep || error instanceof RangeError)) throw error;
    return { value: null, faults: [{ kind: 'depth', reason: `is nested deeper than ${MAX_DEPTH} levels`, at: start }] };
  }
}
