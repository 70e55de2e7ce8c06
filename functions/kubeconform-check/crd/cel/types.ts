import type { Duration, List, Mapping, Optional, Timestamp, TypeName, Uint, Value } from './values.ts';

/** A type as the checker knows it. */
export interface Type<V extends Value = Value> {
  /** `int`, `list`, `dyn`, `object`; a parameter's begins with `$`. */
  readonly kind: string;
  /** Of a list, map, optional or type. */
  readonly parameters: readonly Type[];
  /** Of an object: what a schema declares, by escaped name. Two objects are of one type if they are the same Type. */
  readonly fields?: ReadonlyMap<string, Type>;
  /** Never there: it tells TypeScript which values are of this type. */
  readonly value?: V;
}

const simple = <V extends Value>(kind: string): Type<V> => ({ kind, parameters: [] });

export const BOOL = simple<boolean>('bool');
export const INT = simple<bigint>('int');
export const UINT = simple<Uint>('uint');
export const DOUBLE = simple<number>('double');
export const STRING = simple<string>('string');
export const BYTES = simple<Uint8Array>('bytes');
export const NULL = simple<null>('null_type');
export const DYN = simple<Value>('dyn');
export const TIMESTAMP = simple<Timestamp>('timestamp');
export const DURATION = simple<Duration>('duration');
export const A = simple<Value>('$A');
export const B = simple<Value>('$B');

export const listOf = (item: Type): Type<List> => ({ kind: 'list', parameters: [item] });
export const mapOf = (key: Type, value: Type): Type<Mapping> => ({ kind: 'map', parameters: [key, value] });
export const optionalOf = (value: Type): Type<Optional> => ({ kind: 'optional_type', parameters: [value] });
export const typeOf = (of: Type): Type<TypeName> => ({ kind: 'type', parameters: [of] });
export const opaque = <V extends Value>(kind: string): Type<V> => simple<V>(kind);
export const objectOf = (fields: ReadonlyMap<string, Type>): Type<Mapping> => ({
  kind: 'object',
  parameters: [],
  fields,
});

const isParameter = (type: Type) => type.kind.startsWith('$');

/** A type in words, for messages. */
export function describe(type: Type): string {
  const words = (of: Type, depth: number): string => {
    if (isParameter(of)) return 'dyn';
    if (of.parameters.length === 0) return of.kind;
    // A type may be as deep as the expression, and twice as wide each time.
    return depth > 4
      ? '…'
      : `${of.kind}(${of.parameters.map((inner) => words(inner, depth + 1)).join(', ')})`;
  };
  return words(type, 0);
}

/** Kinds that null isn't assignable to: https://github.com/google/cel-go/blob/v0.26.0/checker/types.go */
const NEVER_NULL = new Set(['bool', 'int', 'uint', 'double', 'string', 'bytes', 'list', 'map', 'type']);

/** What the parameters of generic types stand for, found by unification. */
export class Bindings {
  readonly #bound = new Map<string, Type>();
  #made = 0;
  readonly #look: () => void;

  /** @param look is told of each look at a type, and may throw: those doubled by each of nested macros would take for ever */
  constructor(look: () => void) {
    this.#look = look;
  }

  /** A parameter nobody else has. */
  fresh(): Type {
    this.#made++;
    return simple(`$${this.#made}`);
  }

  /** Whether each type may be given where its counterpart is asked for; if so, parameters are bound. */
  assign(given: readonly Type[], wanted: readonly Type[]): boolean {
    if (given.length !== wanted.length) return false;
    const undo: [string, Type | undefined][] = [];
    const fits = given.every((type, index) => this.#fits(type, wanted[index] as Type, undo));
    if (!fits) {
      for (const [name, before] of undo.reverse()) {
        if (before === undefined) this.#bound.delete(name);
        else this.#bound.set(name, before);
      }
    }
    return fits;
  }

  /** The one type of both, or undefined. */
  join(a: Type, b: Type): Type | undefined {
    return this.assign([a], [b]) ? this.#general(a, b) : undefined;
  }

  /** The type with its parameters replaced by what they stand for; `local` renames those of a declaration. */
  resolve(type: Type, local?: ReadonlyMap<string, Type>): Type {
    this.#look();
    if (isParameter(type)) {
      const bound = local?.get(type.kind) ?? this.#bound.get(type.kind);
      return bound === undefined ? type : this.resolve(bound);
    }
    if (type.parameters.length === 0) return type;
    return { kind: type.kind, parameters: type.parameters.map((inner) => this.resolve(inner, local)) };
  }

  #fits(a: Type, b: Type, undo: [string, Type | undefined][]): boolean {
    this.#look();
    if (isParameter(b)) {
      const { valid, bound } = this.#stands(a, b, undo);
      if (valid || bound) return valid;
    }
    if (isParameter(a)) return this.#stands(b, a, undo).valid;
    if (a.kind === 'dyn' || b.kind === 'dyn') return true;
    if (a.kind === 'null_type') return !NEVER_NULL.has(b.kind);
    if (b.kind === 'null_type') return !NEVER_NULL.has(a.kind);
    if (a.kind !== b.kind) return false;
    if (a.kind === 'type') return true;
    if (a.fields !== undefined || b.fields !== undefined) return a.fields === b.fields;
    return a.parameters.every((inner, index) => this.#fits(inner, b.parameters[index] as Type, undo));
  }

  /** Whether a parameter may stand for a type, and whether it already stood for one. */
  #stands(
    type: Type,
    parameter: Type,
    undo: [string, Type | undefined][],
  ): { valid: boolean; bound: boolean } {
    if (type.kind === parameter.kind) return { valid: true, bound: true };
    const before = this.#bound.get(parameter.kind);
    if (before !== undefined) {
      if (!this.#fits(type, before, undo)) return { valid: false, bound: true };
      this.#bind(parameter, this.#general(type, before), undo);
      return { valid: true, bound: true };
    }
    return { valid: this.#bind(parameter, type, undo), bound: false };
  }

  /** Binds, unless the parameter occurs in the type: that would never end. */
  #bind(parameter: Type, type: Type, undo: [string, Type | undefined][]): boolean {
    if (this.#occurs(parameter, type)) return false;
    undo.push([parameter.kind, this.#bound.get(parameter.kind)]);
    this.#bound.set(parameter.kind, type);
    return true;
  }

  #occurs(parameter: Type, type: Type): boolean {
    this.#look();
    if (type.kind === parameter.kind) return true;
    const bound = isParameter(type) ? this.#bound.get(type.kind) : undefined;
    if (bound !== undefined) return this.#occurs(parameter, bound);
    return type.parameters.some((inner) => this.#occurs(parameter, inner));
  }

  #general(a: Type, b: Type): Type {
    return this.#asGeneral(a, b) ? a : b;
  }

  #asGeneral(a: Type, b: Type): boolean {
    this.#look();
    if (a.kind === 'dyn' || isParameter(a)) return true;
    if (b.kind === 'dyn' || isParameter(b) || a.kind !== b.kind) return false;
    if (a.fields !== undefined) return a.fields === b.fields;
    return a.parameters.every((inner, index) => this.#asGeneral(inner, b.parameters[index] as Type));
  }
}
