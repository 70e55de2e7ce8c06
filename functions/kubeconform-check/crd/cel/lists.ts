import { type Environment, Optional } from '@marcbachmann/cel-js';
import { Duration, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { spend } from './cost.ts';
import { compare, durationOf, int, isEqual, keyOf, NoOverload, nanosecondsOf } from './operators.ts';

type List = readonly unknown[];

/** Kubernetes' functions on lists, and the extension libraries `lists` and `sets`. */
export function registerLists(environment: Environment): void {
  const namespace = (name: string, type: string, Library: new () => object) => {
    environment.registerType(type, Library).registerConstant(name, type, new Library());
  };
  namespace('sets', 'Sets', class Sets {});
  namespace('lists', 'Lists', class Lists {});
  environment
    .registerFunction('list.isSorted(): bool', (list: List) =>
      list.every((item, i) => i === 0 || compare(list[i - 1], item) <= 0),
    )
    .registerFunction('list.sum(): dyn', sum)
    .registerFunction('list.min(): dyn', (list: List) => extreme(list, -1))
    .registerFunction('list.max(): dyn', (list: List) => extreme(list, 1))
    .registerFunction('list.indexOfIn(dyn): int', (list: List, item: unknown) =>
      BigInt(list.findIndex((other) => isEqual(other, item))),
    )
    .registerFunction('list.lastIndexOfIn(dyn): int', (list: List, item: unknown) =>
      BigInt(list.findLastIndex((other) => isEqual(other, item))),
    )
    .registerFunction('list.reverse(): list', (list: List) => [...list].reverse())
    .registerFunction('list.sort(): list', sort)
    .registerFunction('list.distinct(): list', (list: List) => {
      spend(list.length);
      const found = new Map<string, unknown>();
      for (const item of list) if (!found.has(keyOf(item))) found.set(keyOf(item), item);
      return [...found.values()];
    })
    .registerFunction('list.slice(int, int): list', slice)
    .registerFunction('list.flatten(): list', (list: List) => flatten(list, 1n))
    .registerFunction('list.flatten(int): list', flatten)
    .registerFunction('list.first(): optional<dyn>', (list: List) => optionalOf(list[0]))
    .registerFunction('list.last(): optional<dyn>', (list: List) => optionalOf(list.at(-1)))
    .registerFunction('list.unwrapOpt(): list', unwrap)
    .registerFunction('OptionalNamespace.unwrap(list): list', (_: unknown, list: List) => unwrap(list))
    .registerFunction('OptionalNamespace.ofNonZeroValue(dyn): optional<dyn>', (_: unknown, value: unknown) =>
      isZero(value) ? Optional.none() : Optional.of(value),
    )
    .registerFunction('Lists.range(int): list<int>', (_: unknown, count: bigint) => {
      const size = Math.max(Number(count), 0);
      spend(size);
      return Array.from({ length: size }, (_, i) => BigInt(i));
    })
    .registerFunction('Sets.contains(list, list): bool', (_: unknown, a: List, b: List) => contains(a, b))
    .registerFunction(
      'Sets.equivalent(list, list): bool',
      (_: unknown, a: List, b: List) => contains(a, b) && contains(b, a),
    )
    .registerFunction('Sets.intersects(list, list): bool', (_: unknown, a: List, b: List) => {
      const keys = keysOf(b);
      return a.some((item) => keys.has(keyOf(item)));
    });
}

const optionalOf = (value: unknown) => (value === undefined ? Optional.none() : Optional.of(value));

function keysOf(list: List): Set<string> {
  spend(list.length);
  return new Set(list.map(keyOf));
}

function contains(all: List, some: List): boolean {
  const keys = keysOf(all);
  return some.every((item) => keys.has(keyOf(item)));
}

function sort(list: List): unknown[] {
  spend(list.length);
  const [first] = list;
  if (list.length === 1) compare(first, first);
  return [...list].sort(compare);
}

function slice(list: List, start: bigint, end: bigint): unknown[] {
  if (start < 0n || start > end || end > BigInt(list.length))
    throw new Error(`slice: cannot take ${start} to ${end} of ${list.length} items`);
  return list.slice(Number(start), Number(end));
}

function flatten(list: List, depth: bigint): unknown[] {
  if (depth < 0n) throw new Error('flatten: the level must not be negative');
  spend(list.length / 4);
  return list.flatMap((item) => (Array.isArray(item) && depth > 0n ? flatten(item, depth - 1n) : [item]));
}

function unwrap(list: List): unknown[] {
  return list.flatMap((item) => {
    if (!(item instanceof Optional)) throw new NoOverload('unwrapOpt of what is not optional');
    return item.hasValue() ? [item.value()] : [];
  });
}

function isZero(value: unknown): boolean {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array)
    return value.length === 0;
  if (value instanceof Map) return value.size === 0;
  if (value instanceof Duration) return nanosecondsOf(value) === 0n;
  if (value instanceof UnsignedInt) return value.valueOf() === 0n;
  return value === null || value === false || value === 0n || value === 0;
}

function sum(list: List): unknown {
  const [first = 0n] = list;
  if (first instanceof Duration) {
    return durationOf((list as Duration[]).reduce((total, item) => total + nanosecondsOf(item), 0n));
  }
  if (first instanceof UnsignedInt) {
    return new UnsignedInt((list as UnsignedInt[]).reduce((total, item) => total + item.valueOf(), 0n));
  }
  if (list.some((item) => typeof item !== typeof first)) throw new NoOverload('sum of different types');
  if (typeof first === 'number') return (list as number[]).reduce((a, b) => a + b, 0);
  if (typeof first === 'bigint') return (list as bigint[]).reduce((a, b) => int(a + b), 0n);
  throw new NoOverload('sum of what are no numbers');
}

function extreme(list: List, sign: number): unknown {
  if (list.length === 0) throw new Error('min or max of an empty list');
  return list.reduce((a, b) => (compare(b, a) * sign > 0 ? b : a));
}
