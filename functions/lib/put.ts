import type { Value } from './yaml/read.ts';

/** Sets a key as an own one, `__proto__` too. */
export function put(map: { [key: string]: Value }, key: string, value: Value): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    map[key] = value;
  }
}
