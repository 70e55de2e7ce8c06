import type { Value } from '../../../functions/lib/yaml/read.ts';

/** A generator of numbers from 0 to below `n`, the same for the same seed. */
export function random(seed: number): (n: number) => number {
  let state = seed >>> 0 || 1;
  return (n) => {
    // xorshift32
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % n;
  };
}

/** Whether a null stands in a list, which Kubernetes reads as an empty object and kubeconform accepts. */
export function hasNullItem(value: Value): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (Array.isArray(value) && value.includes(null)) || Object.values(value).some(hasNullItem);
}

type Node = { [key: string]: Value } | Value[];

/** A copy in which one thing was broken, or only changed: what it was as a text. */
export function mutate(value: Value, pick: (n: number) => number): { value: Value; change: string } {
  const copy = structuredClone(value);
  const places: { node: Node; key: string | number; path: string }[] = [];
  const visit = (node: Value, path: string) => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, inner] of Object.entries(node)) {
      const own = Array.isArray(node) ? Number(key) : key;
      if (path !== '' || !['apiVersion', 'kind'].includes(key))
        places.push({ node, key: own, path: `${path}.${key}` });
      visit(inner, `${path}.${key}`);
    }
  };
  visit(copy, '');
  if (places.length === 0) return { value: copy, change: 'nothing' };
  const { node, key, path } = places[pick(places.length)] as (typeof places)[number];
  const at = node as { [key: string | number]: Value };
  const own = at[key] as Value;
  const changes: [string, () => void][] = [
    ['removed', () => (Array.isArray(node) ? node.splice(key as number, 1) : delete at[key])],
    [
      'null',
      () => {
        at[key] = null;
      },
    ],
    [
      'a number',
      () => {
        at[key] = 7;
      },
    ],
    [
      'a fraction',
      () => {
        at[key] = 1.5;
      },
    ],
    [
      'too large',
      () => {
        at[key] = 99999999999;
      },
    ],
    [
      'a boolean',
      () => {
        at[key] = true;
      },
    ],
    [
      'a text',
      () => {
        at[key] = 'abc';
      },
    ],
    [
      'an empty text',
      () => {
        at[key] = '';
      },
    ],
    [
      'a list of it',
      () => {
        at[key] = [own];
      },
    ],
    [
      'a map of it',
      () => {
        at[key] = { a: own };
      },
    ],
    [
      'an empty list',
      () => {
        at[key] = [];
      },
    ],
    [
      'an empty map',
      () => {
        at[key] = {};
      },
    ],
    [
      'another name',
      () => {
        if (!Array.isArray(node)) {
          delete at[key];
          at[`${key}x`] = own;
        }
      },
    ],
    [
      'a field more',
      () => {
        if (!Array.isArray(node)) at.unknown = 'x';
      },
    ],
  ];
  const [name, change] = changes[pick(changes.length)] as (typeof changes)[number];
  change();
  return { value: copy, change: `${path} ${name}` };
}
