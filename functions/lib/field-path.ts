/** Where a field stands in a resource: keys of maps, indexes of lists. */
export type Segments = readonly (string | number)[];

/** Nobody shows more of a path: keys may be megabytes, and stand in thousands of findings. */
const MAX_LENGTH = 4000;

/**
 * A field path as people read it: dotted, with `[i]` or `[name=x]` for list items and `["a.b"]` for keys that hold
 * dots.
 *
 * @param root the resource: an item that alone has its name is shown by it
 */
export function fieldPath(segments: Segments, root: unknown): string {
  let path = '';
  let node: unknown = root;
  for (const segment of segments) {
    if (path.length > MAX_LENGTH) return `${path}…`;
    if (typeof segment === 'number') {
      path += itemLabel(node, segment);
    } else if (/^[\w-]+$/.test(segment)) {
      path += path === '' ? segment : `.${segment}`;
    } else {
      path += `[${JSON.stringify(segment.slice(0, MAX_LENGTH))}]`;
    }
    node = (node as { [key: string]: unknown } | null | undefined)?.[segment as string];
  }
  return path;
}

function itemLabel(list: unknown, index: number): string {
  const name = (item: unknown): unknown => (item as { name?: unknown } | null | undefined)?.name;
  if (Array.isArray(list)) {
    const own = name(list[index]);
    const isUnique = list.length <= 1000 && list.filter((item) => name(item) === own).length === 1;
    if (typeof own === 'string' && isUnique && /^[\w.-]{1,100}$/.test(own)) return `[name=${own}]`;
  }
  return `[${index}]`;
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(root: unknown, segments: Segments): unknown {
  let node = root;
  for (const segment of segments) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, segment)) return undefined;
    node = (node as { [key: string]: unknown })[segment];
  }
  return node;
}
