import { fn, method, type Overload } from './declare.ts';
import { EvaluationError } from './errors.ts';
import { int } from './numbers.ts';
import type { Run } from './run.ts';
import { duration } from './time.ts';
import {
  A,
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  optionalOf,
  STRING,
  TIMESTAMP,
  type Type,
  UINT,
} from './types.ts';
import { compare, Duration, equal, Items, kindOf, List, Optional, Uint, type Value } from './values.ts';

const LIST = listOf(A);
const COMPARABLE: readonly Type[] = [INT, UINT, DOUBLE, BOOL, DURATION, TIMESTAMP, STRING, BYTES];

const items = (list: List, run: Run): Value[] => {
  run.spend(1 + list.size);
  return [...list];
};

/** The element that is before all others, in the order of `sign`. */
function extreme(name: string, sign: number, list: List, run: Run): Value {
  const [first, ...rest] = items(list, run);
  if (first === undefined) throw new EvaluationError(`${name} called on empty list`);
  return rest.reduce((best, item) => (compare(item, best, run) * sign < 0 ? item : best), first);
}

function isSorted(list: List, run: Run): boolean {
  const all = items(list, run);
  return all.every((item, index) => index === 0 || compare(all[index - 1] as Value, item, run) <= 0);
}

/** Adds elements up, from the zero of their type. */
const SUMS: readonly (readonly [Type, Value, (a: Value, b: Value) => Value])[] = [
  [INT, 0n, (a, b) => int((a as bigint) + (b as bigint))],
  [UINT, new Uint(0n), (a, b) => new Uint((a as Uint).value + (b as Uint).value)],
  [DOUBLE, 0, (a, b) => (a as number) + (b as number)],
  [DURATION, new Duration(0n), (a, b) => duration((a as Duration).nanoseconds + (b as Duration).nanoseconds)],
];

function sum(type: Type, zero: Value, add: (a: Value, b: Value) => Value, list: List, run: Run): Value {
  return items(list, run).reduce((total, item) => {
    if (kindOf(item) !== type.kind) throw new EvaluationError('no such overload');
    return add(total, item);
  }, zero);
}

function indexOf(list: List, item: Value, run: Run): bigint {
  for (let index = 0; index < list.size; index++) if (equal(list.at(index), item, run)) return BigInt(index);
  return -1n;
}

function lastIndexOf(list: List, item: Value, run: Run): bigint {
  for (let index = list.size - 1; index >= 0; index--)
    if (equal(list.at(index), item, run)) return BigInt(index);
  return -1n;
}

/** The elements in the order of their keys, which are of one type. */
export function sortBy(list: List, keys: List, run: Run): List {
  const all = items(list, run);
  const ranked = items(keys, run).map((key, index) => ({ key, item: all[index] as Value }));
  const kind = ranked[0] && kindOf(ranked[0].key);
  if (ranked.some(({ key }) => kindOf(key) !== kind))
    throw new EvaluationError('list elements must have the same type');
  return new Items(ranked.sort((a, b) => compare(a.key, b.key, run)).map(({ item }) => item));
}

function distinct(list: List, run: Run): List {
  const found: Value[] = [];
  for (const item of items(list, run)) if (!found.some((other) => equal(other, item, run))) found.push(item);
  return new Items(found);
}

function flatten(list: List, depth: bigint, run: Run): Value[] {
  if (depth < 0n) throw new EvaluationError('level must be non-negative');
  return items(list, run).flatMap((item) =>
    item instanceof List && depth > 0n ? flatten(item, depth - 1n, run) : [item],
  );
}

function slice(list: List, start: bigint, end: bigint, run: Run): List {
  if (start < 0n || start > end || end > BigInt(list.size))
    throw new EvaluationError(`cannot slice(${start}, ${end})`);
  return new Items(items(list, run).slice(Number(start), Number(end)));
}

function range(count: bigint, run: Run): List {
  const size = count < 0n ? 0 : Number(count);
  run.spend(1 + size);
  return new Items(Array.from({ length: size }, (_, index) => BigInt(index)));
}

const includes = (list: List, item: Value, run: Run): boolean => indexOf(list, item, run) >= 0n;
const containsAll = (list: List, other: List, run: Run): boolean =>
  items(other, run).every((item) => includes(list, item, run));

function unwrap(list: List, run: Run): List {
  const values: Value[] = [];
  for (const item of items(list, run)) {
    if (!(item instanceof Optional)) throw new EvaluationError('a value is not optional');
    if (item.value !== undefined) values.push(item.value);
  }
  return new Items(values);
}

function end(list: List, index: number): Optional {
  return list.size === 0 ? Optional.none : new Optional(list.at(index));
}

/** Kubernetes' lists, and cel-go's extensions lists (version 3), sets and optional types. */
export const LISTS: readonly Overload[] = [
  ...COMPARABLE.flatMap((type) => [
    method('isSorted', [listOf(type)], BOOL, (run, list) => isSorted(list, run)),
    method('min', [listOf(type)], type, (run, list) => extreme('min', 1, list, run)),
    method('max', [listOf(type)], type, (run, list) => extreme('max', -1, list, run)),
    method('sort', [listOf(type)], listOf(type), (run, list) => sortBy(list, list, run)),
  ]),
  ...SUMS.map(([type, zero, add]) =>
    method('sum', [listOf(type)], type, (run, list) => sum(type, zero, add, list, run)),
  ),
  method('indexOf', [LIST, A], INT, (run, list, item) => indexOf(list, item, run)),
  method('lastIndexOf', [LIST, A], INT, (run, list, item) => lastIndexOf(list, item, run)),
  method('slice', [LIST, INT, INT], LIST, (run, list, from, to) => slice(list, from, to, run)),
  method('flatten', [listOf(LIST)], LIST, (run, list) => new Items(flatten(list, 1n, run))),
  method(
    'flatten',
    [listOf(DYN), INT],
    listOf(DYN),
    (run, list, depth) => new Items(flatten(list, depth, run)),
  ),
  method('reverse', [LIST], LIST, (run, list) => new Items(items(list, run).reverse())),
  method('distinct', [LIST], LIST, (run, list) => distinct(list, run)),
  method('first', [LIST], optionalOf(A), (_, list) => end(list, 0)),
  method('last', [LIST], optionalOf(A), (_, list) => end(list, list.size - 1)),
  fn('lists.range', [INT], listOf(INT), (run, count) => range(count, run)),
  fn('optional.unwrap', [listOf(optionalOf(A))], LIST, (run, list) => unwrap(list, run)),
  method('unwrapOpt', [listOf(optionalOf(A))], LIST, (run, list) => unwrap(list, run)),
  fn('sets.contains', [LIST, LIST], BOOL, (run, list, other) => containsAll(list, other, run)),
  fn('sets.equivalent', [LIST, LIST], BOOL, (run, a, b) => containsAll(a, b, run) && containsAll(b, a, run)),
  fn('sets.intersects', [LIST, LIST], BOOL, (run, a, b) =>
    items(a, run).some((item) => includes(b, item, run)),
  ),
];
