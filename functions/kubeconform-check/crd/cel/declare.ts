import type { Run } from './run.ts';
import type { Type } from './types.ts';
import type { Value } from './values.ts';

/** One form of a function. */
export interface Overload {
  readonly name: string;
  /** `x.name()` rather than `name(x)`; x is the first of args then. */
  readonly member: boolean;
  readonly args: readonly Type[];
  readonly result: Type;
  readonly run: (run: Run, ...args: Value[]) => Value;
  /** @throws CompileError if arguments that are written out (others are undefined) can't be right */
  readonly checkLiterals?: (args: readonly (Value | undefined)[], run: Run) => void;
}

type ValuesOf<T extends readonly Type[]> = { [I in keyof T]: T[I] extends Type<infer V> ? V : never };
type Body<T extends readonly Type[]> = (run: Run, ...args: ValuesOf<T>) => Value;
type Check = Overload['checkLiterals'];

const overload =
  (member: boolean) =>
  <const T extends readonly Type[]>(
    name: string,
    args: T,
    result: Type,
    body: Body<T>,
    checkLiterals?: Check,
  ): Overload => ({
    name,
    member,
    args,
    result,
    run: body as unknown as Overload['run'],
    ...(checkLiterals && { checkLiterals }),
  });

/** `name(args)` */
export const fn = overload(false);
/** `first.name(rest)` */
export const method = overload(true);
