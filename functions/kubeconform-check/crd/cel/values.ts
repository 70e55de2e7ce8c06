import { EvaluationError } from './errors.ts';
import type { Run } from './run.ts';

/**
 * A value of CEL at run time: int is bigint, double is number, bytes are Uint8Array; the others are Things.
 * https://github.com/google/cel-spec/blob/master/doc/langdef.md#values
 */
export type Value = null | boolean | bigint | number | string | Uint8Array | Thing;

/** What JavaScript has no type for: uint, list, map, duration, address … */
export abstract class Thing {
  /** The name that declarations of functions know it by. */
  abstract readonly kind: string;
  /** @param other of the same kind */
  abstract equals(other: Thing, run: Run): boolean;
}

export class Uint extends Thing {
  readonly kind = 'uint';
  readonly value: bigint;

  constructor(value: bigint) {
    super();
    this.value = value;
  }

  equals(other: Uint): boolean {
    return this.value === other.value;
  }
}

export class Duration extends Thing {
  readonly kind = 'duration';
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    super();
    this.nanoseconds = nanoseconds;
  }

  equals(other: Duration): boolean {
    return this.nanoseconds === other.nanoseconds;
  }
}

export class Timestamp extends Thing {
  readonly kind = 'timestamp';
  /** Since 1970. */
  readonly nanoseconds: bigint;
  /** Seconds east of Greenwich that it is written with. */
  readonly offset: number;

  constructor(nanoseconds: bigint, offset: number) {
    super();
    this.nanoseconds = nanoseconds;
    this.offset = offset;
  }

  equals(other: Timestamp): boolean {
    return this.nanoseconds === other.nanoseconds;
  }
}

/** What `type(x)` and the names of types (`int`) give. */
export class TypeName extends Thing {
  readonly kind = 'type';
  readonly of: string;

  constructor(of: string) {
    super();
    this.of = of;
  }

  equals(other: TypeName): boolean {
    return this.of === other.of;
  }
}

export class Optional extends Thing {
  static readonly none = new Optional(undefined);
  readonly kind = 'optional_type';
  readonly value: Value | undefined;

  constructor(value: Value | undefined) {
    super();
    this.value = value;
  }

  equals(other: Optional, run: Run): boolean {
    if (this.value === undefined || other.value === undefined) return this.value === other.value;
    return equal(this.value, other.value, run);
  }
}

/** What makes elements the same in lists that are sets or maps. */
export type Identity = (item: Value) => string;

export abstract class List extends Thing {
  readonly kind = 'list';
  readonly identity: Identity | undefined;
  abstract readonly size: number;
  abstract at(index: number): Value;

  constructor(identity?: Identity) {
    super();
    this.identity = identity;
  }

  *[Symbol.iterator](): Iterator<Value> {
    for (let index = 0; index < this.size; index++) yield this.at(index);
  }

  /** Sets and maps don't mind the order. */
  equals(other: List, run: Run): boolean {
    if (this.size !== other.size) return false;
    if (this.identity !== undefined) {
      const mine = keyed(this, this.identity, run);
      return [...keyed(other, this.identity, run)].every(([key, item]) => {
        const same = mine.get(key);
        return same !== undefined && equal(same, item, run);
      });
    }
    for (let index = 0; index < this.size; index++)
      if (!equal(this.at(index), other.at(index), run)) return false;
    return true;
  }

  /** `this + other`: sets unite, maps merge, where what the other has takes the place of what is here. */
  plus(other: List, run: Run): List {
    run.spend(2 * (this.size + other.size));
    if (this.identity === undefined) return new Items([...this, ...other]);
    const all = new Map([...keyed(this, this.identity, run), ...keyed(other, this.identity, run)]);
    return new Items([...all.values()], this.identity);
  }
}

function keyed(list: List, identity: Identity, run: Run): Map<string, Value> {
  run.spend(list.size * 4);
  return new Map([...list].map((item) => [identity(item), item]));
}

export class Items extends List {
  readonly #items: readonly Value[];

  constructor(items: readonly Value[], identity?: Identity) {
    super(identity);
    this.#items = items;
  }

  get size(): number {
    return this.#items.length;
  }

  at(index: number): Value {
    return this.#items[index] as Value;
  }
}

export abstract class Mapping extends Thing {
  readonly kind = 'map';
  abstract readonly size: number;
  abstract get(key: Value): Value | undefined;
  abstract keys(): readonly Value[];

  equals(other: Mapping, run: Run): boolean {
    if (this.size !== other.size) return false;
    return this.keys().every((key) => {
      const theirs = other.get(key);
      return theirs !== undefined && equal(this.get(key) as Value, theirs, run);
    });
  }
}

export class Entries extends Mapping {
  readonly #entries: ReadonlyMap<string, readonly [Value, Value]>;

  constructor(entries: ReadonlyMap<string, readonly [Value, Value]>) {
    super();
    this.#entries = entries;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Value): Value | undefined {
    return this.#entries.get(mapKey(key) ?? '')?.[1];
  }

  keys(): readonly Value[] {
    return [...this.#entries.values()].map(([key]) => key);
  }
}

/** What tells keys of a map apart: `1`, `1u` and `1.0` are the same. Undefined for what can't be a key. */
export function mapKey(value: Value): string | undefined {
  if (typeof value === 'string') return `"${value}`;
  if (typeof value === 'boolean' || typeof value === 'bigint') return `${value}`;
  if (value instanceof Uint) return `${value.value}`;
  if (Number.isInteger(value)) return `${BigInt(value as number)}`;
  return undefined;
}

/** The kind of a value as declarations of functions name it. */
export function kindOf(value: Value): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    default:
      if (value === null) return 'null_type';
      return value instanceof Uint8Array ? 'bytes' : value.kind;
  }
}

/** `a == b`: numbers of all types compare by what they are worth, values of other types are never equal. */
export function equal(a: Value, b: Value, run: Run): boolean {
  run.spend(1);
  if (typeof a === 'string') {
    if (typeof b !== 'string' || a.length !== b.length) return false;
    run.spendText(a);
    return a === b;
  }
  const left = numberOf(a);
  const right = numberOf(b);
  if (left !== undefined && right !== undefined) return order(left, right) === 0;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b, run) === 0;
  if (a instanceof Thing) return b instanceof Thing && a.kind === b.kind && a.equals(b, run);
  return a === b;
}

/**
 * The order of two values: below, at or above 0.
 *
 * @throws EvaluationError if there is none
 */
export function compare(a: Value, b: Value, run: Run): number {
  const left = numberOf(a);
  const right = numberOf(b);
  if (left !== undefined && right !== undefined) {
    const result = order(left, right);
    if (Number.isNaN(result)) throw new EvaluationError('NaN values cannot be ordered');
    return result;
  }
  if (typeof a === 'string' && typeof b === 'string') {
    run.spendText(a);
    return compareText(a, b);
  }
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b, run);
  if (a instanceof Duration && b instanceof Duration) return order(a.nanoseconds, b.nanoseconds);
  if (a instanceof Timestamp && b instanceof Timestamp) return order(a.nanoseconds, b.nanoseconds);
  throw new EvaluationError('no such overload');
}

function numberOf(value: Value): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return value instanceof Uint ? value.value : undefined;
}

/** JavaScript compares bigint and number exactly, as CEL does. NaN if one of them is. */
function order(a: bigint | number, b: bigint | number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : 0;
}

function compareBytes(a: Uint8Array, b: Uint8Array, run: Run): number {
  run.spendText(a);
  return Buffer.compare(a, b);
}

/** By code points, as Go does by bytes of UTF-8; JavaScript puts those beyond U+FFFF before U+E000. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === a.length || at === b.length) return a.length - b.length;
  return rank(a.charCodeAt(at)) - rank(b.charCodeAt(at));
}

/** Moves surrogates behind all other units. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** The code points of a text: what CEL counts and cuts by. The text itself if each is one unit. */
export function codePoints(text: string): string | readonly string[] {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : text;
}
