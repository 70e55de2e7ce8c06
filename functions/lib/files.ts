/**
 * Files beside the ResourceList that a configuration names by absolute paths, such as mounted schemas. A function gets
 * them handed in, as it does its input: it opens nothing by itself.
 */
export interface Files {
  /** The text of a file; undefined where there is none. Links are followed. */
  read(path: string): string | undefined;
  /** The paths of the files below a folder, sorted, at most `most` of them; undefined where there is no such folder. */
  list(folder: string, most: number): string[] | undefined;
}

/** For where there are none: the SDK. */
export const NO_FILES: Files = { read: () => undefined, list: () => undefined };
