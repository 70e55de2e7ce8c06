import { CompileError, EvaluationError, SureFlaw } from './errors.ts';
import { findOverloads, isElsewhere, NAMED_TYPES, type Overload } from './library.ts';
import { sortBy } from './lists.ts';
import type { Element, Loop, Node } from './parse.ts';
import type { Run } from './run.ts';
import {
  A,
  B,
  Bindings,
  BOOL,
  BYTES,
  DOUBLE,
  DYN,
  describe,
  INT,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  STRING,
  type Type,
  UINT,
} from './types.ts';
import { Entries, equal, Items, kindOf, List, Mapping, mapKey, Optional, type Value } from './values.ts';

/** What an expression runs in. */
interface Frame {
  readonly run: Run;
  readonly roots: Readonly<Record<string, Value>>;
  /** The variables of macros, the outermost first. */
  readonly locals: Value[];
}

type Plan = (frame: Frame) => Value;

/** A part of an expression: its type, and how to evaluate it. */
interface Part {
  readonly type: Type;
  readonly plan: Plan;
}

/** The variables that a part sees. */
interface Scope {
  readonly types: Readonly<Record<string, Type>>;
  readonly locals: readonly { readonly name: string; readonly type: Type }[];
  /** Lists that are formatted may hold values of several types. */
  readonly mayMix: boolean;
}

/** An error forgiven by `||` costs JavaScript much more than other steps. */
const FORGIVEN = 100;

/** An entry of a map takes much more memory than an element of a list. */
const ENTRY = 20;

/** An expression, made ready to be evaluated with values for its variables. */
export type Program = (roots: Readonly<Record<string, Value>>, run: Run) => Value;

/**
 * Checks the types of an expression, as Kubernetes does when it takes a CRD, and makes it ready.
 * https://github.com/google/cel-go/blob/v0.26.0/checker/checker.go
 *
 * @param variables their types
 * @param wanted the type that it must have
 * @param run pays for it, and looks whether patterns that are written out are right
 * @param looks how many types may be looked at
 * @throws CompileError, or CostError
 */
export function compile(
  node: Node,
  variables: Readonly<Record<string, Type>>,
  wanted: Type,
  run: Run,
  looks: number,
): Program {
  const compiler = new Compiler(run, looks);
  const { type, plan } = compiler.part(node, { types: variables, locals: [], mayMix: false });
  compiler.checkMixes();
  const result = compiler.resolve(type);
  if (result.kind !== wanted.kind) {
    throw flaw(isPlain(result), `it must give a ${wanted.kind}, and gives a ${describe(result)}`);
  }
  return (roots, own) => plan({ run: own, roots, locals: [] });
}

/** Looks at types that cost as much as a step of evaluating. */
const LOOKS_PER_STEP = 2;

class Compiler {
  readonly #run: Run;
  readonly #bindings: Bindings;
  /** Types that must turn out to be the same: those in a list or map that is written out. */
  readonly #alike: (readonly Type[])[] = [];

  constructor(run: Run, looks: number) {
    this.#run = run;
    let left = looks;
    this.#bindings = new Bindings(() => {
      run.spend(1 / LOOKS_PER_STEP);
      if (left-- <= 0) throw new CompileError('its types are too complex');
    });
  }

  /** @throws CompileError where a list or map that is written out mixes types, known by now */
  checkMixes(): void {
    for (const types of this.#alike) {
      const [first, ...rest] = types.map((type) => this.resolve(type));
      for (const other of rest) {
        if (sameType(first as Type, other)) continue;
        throw new CompileError(`it mixes ${describe(first as Type)} and ${describe(other)} in a list or map`);
      }
    }
  }

  /** Whether only evaluating can tell what a value is; a type that is still free no longer is. */
  #isOpen(type: Type): boolean {
    return type.kind === 'dyn' || (type.kind.startsWith('$') && this.#bindings.assign([DYN], [type]));
  }

  resolve(type: Type): Type {
    return this.#bindings.resolve(type);
  }

  part(node: Node, scope: Scope): Part {
    switch (node.op) {
      case 'literal': {
        const { value } = node;
        return { type: LITERALS[kindOf(value)] as Type, plan: () => value };
      }
      case 'name':
        return this.#name(node.name, scope);
      case 'select':
        return this.#select(node, scope);
      case 'call':
        return this.#call(node, scope);
      case 'logic':
        return this.#logic(node.and, this.#parts(node.args, scope));
      case 'list':
        return this.#list(node.items, scope);
      case 'map':
        return this.#map(node.entries, scope);
      case 'loop':
        return this.#loop(node, scope);
      case 'given':
        return this.#given(node, scope);
    }
  }

  #parts(nodes: readonly Node[], scope: Scope): Part[] {
    return nodes.map((node) => this.part(node, scope));
  }

  #name(name: string, scope: Scope): Part {
    const slot = scope.locals.findLastIndex((local) => local.name === name);
    const local = scope.locals[slot];
    if (local !== undefined) {
      return {
        type: local.type,
        plan: ({ run, locals }) => {
          run.spend(1);
          return locals[slot] as Value;
        },
      };
    }
    if (Object.hasOwn(scope.types, name)) {
      return {
        type: scope.types[name] as Type,
        plan: ({ run, roots }) => {
          run.spend(1);
          const value = roots[name];
          if (value === undefined) throw new EvaluationError(`no such attribute: ${name}`);
          return value;
        },
      };
    }
    const named = NAMED_TYPES.get(name);
    if (named !== undefined) return { type: named.type, plan: () => named.value };
    throw flaw(!isElsewhere(name), `it refers to ${name}, which is not declared`);
  }

  #select(node: Node & { op: 'select' }, scope: Scope): Part {
    const { field, how } = node;
    const qualified = qualifiedName(node);
    const named = qualified === undefined ? undefined : NAMED_TYPES.get(qualified);
    if (named !== undefined) return { type: named.type, plan: () => named.value };
    const of = this.part(node.of, scope);
    const given = this.resolve(of.type);
    const chained = given.kind === 'optional_type';
    const type = this.#fieldType(chained ? (given.parameters[0] as Type) : given, field);
    const { plan } = of;
    if (how === 'has')
      return { type: BOOL, plan: (frame) => find(plan(frame), field, frame.run) !== undefined };
    if (how === 'optional' || chained) {
      return { type: optionalOf(type), plan: (frame) => findOptional(plan(frame), field, frame.run) };
    }
    return { type, plan: (frame) => get(plan(frame), field, frame.run) };
  }

  #fieldType(of: Type, field: string): Type {
    if (of.kind === 'map') return of.parameters[1] as Type;
    if (of.fields !== undefined) {
      const type = of.fields.get(field);
      if (type === undefined) throw new SureFlaw(`it refers to the field ${field}, which its schema has not`);
      return type;
    }
    if (this.#isOpen(of)) return DYN;
    throw flaw(of.kind === 'list' || isPlain(of), `it refers to the field ${field} of a ${describe(of)}`);
  }

  #call(node: Node & { op: 'call' }, scope: Scope): Part {
    const { name, receiver } = node;
    const prefix = receiver === undefined ? undefined : qualifiedName(receiver);
    const qualified = prefix === undefined ? undefined : findOverloads(`${prefix}.${name}`, false);
    const isMember = receiver !== undefined && qualified === undefined;
    const nodes = isMember ? [receiver, ...node.args] : node.args;
    const parts = this.#parts(nodes, name === 'format' ? { ...scope, mayMix: true } : scope);
    const overloads = qualified ?? findOverloads(name, isMember);
    if (overloads === undefined) throw flaw(!isElsewhere(name), `it calls ${name}(), which is not declared`);
    const { type, candidates } = this.#overload(name, overloads, parts);
    for (const candidate of candidates) {
      candidate.checkLiterals?.(nodes.map(literalOf), this.#run);
    }
    return {
      type,
      plan: planOf(
        name,
        candidates,
        parts.map((part) => part.plan),
      ),
    };
  }

  /** The overloads that fit, and the type that they give. */
  #overload(name: string, overloads: readonly Overload[], parts: readonly Part[]) {
    const given = parts.map((part) => part.type);
    const candidates: Overload[] = [];
    let type: Type | undefined;
    for (const overload of overloads) {
      if (overload.args.length !== given.length) continue;
      const local = new Map([A, B].map((parameter) => [parameter.kind, this.#bindings.fresh()]));
      const wanted = overload.args.map((arg) => this.#bindings.resolve(arg, local));
      if (!this.#bindings.assign(given, wanted)) continue;
      candidates.push(overload);
      const result = this.#bindings.resolve(overload.result, local);
      type = type === undefined || sameType(type, result) ? result : DYN;
    }
    if (type === undefined) {
      const types = given.map((arg) => this.resolve(arg));
      const shown = types.map(describe).join(', ') || 'nothing';
      throw flaw(
        BASIC.has(name) && types.every(isPlain),
        `it has no matching overload for ${name} with ${shown}`,
      );
    }
    return { type, candidates };
  }

  #bool(parts: readonly Part[]): void {
    for (const { type } of parts) {
      if (this.#bindings.assign([type], [BOOL])) continue;
      const given = this.resolve(type);
      throw flaw(isPlain(given), `it has a ${describe(given)} where a bool is wanted`);
    }
  }

  #logic(and: boolean, parts: readonly Part[]): Part {
    this.#bool(parts);
    const plans = parts.map(({ plan }) => plan);
    return {
      type: BOOL,
      plan: (frame) => {
        frame.run.spend(plans.length);
        return decide(!and, plans.length, frame.run, (index) => (plans[index] as Plan)(frame));
      },
    };
  }

  /** The one type of all parts; without any it is still free. */
  #joined(types: readonly Type[], { mayMix }: Scope): Type {
    if (!mayMix) this.#alike.push(types);
    let joined: Type | undefined;
    for (const type of types)
      joined = joined === undefined ? type : (this.#bindings.join(joined, type) ?? DYN);
    return joined ?? this.#bindings.fresh();
  }

  #elements(elements: readonly Element[], scope: Scope): { type: Type; plans: Plan[] } {
    const parts = this.#parts(
      elements.map(({ value }) => value),
      scope,
    );
    const types = parts.map(({ type }, index) => {
      if (elements[index]?.optional !== true) return type;
      const given = this.resolve(type);
      if (given.kind === 'optional_type') return given.parameters[0] as Type;
      if (given.kind === 'dyn') return DYN;
      throw new CompileError(`it has a ${describe(given)} where an optional is wanted`);
    });
    return { type: this.#joined(types, scope), plans: parts.map(({ plan }) => plan) };
  }

  #list(elements: readonly Element[], scope: Scope): Part {
    const { type, plans } = this.#elements(elements, scope);
    const plan: Plan = (frame) => {
      frame.run.spend(1 + plans.length);
      const items: Value[] = [];
      plans.forEach((item, index) => {
        const value = present(item(frame), elements[index] as Element);
        if (value !== undefined) items.push(value);
      });
      return new Items(items);
    };
    return { type: listOf(type), plan };
  }

  #map(entries: readonly (Element & { key: Node })[], scope: Scope): Part {
    const keys = this.#parts(
      entries.map(({ key }) => key),
      scope,
    );
    const keyType = this.#joined(
      keys.map(({ type }) => type),
      scope,
    );
    const { type, plans } = this.#elements(entries, scope);
    const plan: Plan = (frame) => {
      frame.run.spend(1 + plans.length * ENTRY);
      const made = new Map<string, readonly [Value, Value]>();
      plans.forEach((item, index) => {
        const key = (keys[index] as Part).plan(frame);
        const value = present(item(frame), entries[index] as Element);
        if (value !== undefined) made.set(keyOf(key), [key, value]);
      });
      return new Entries(made);
    };
    return { type: mapOf(keyType, type), plan };
  }

  #given(node: Node & { op: 'given' }, scope: Scope): Part {
    const of = this.part(node.of, scope);
    const inner = this.#bindings.fresh();
    if (!this.#bindings.assign([of.type], [optionalOf(inner)])) {
      throw new CompileError(`it has a ${describe(this.resolve(of.type))} where an optional is wanted`);
    }
    const slot = scope.locals.length;
    const body = this.part(node.body, within(scope, [[node.name, this.resolve(inner)]]));
    const result = this.#bindings.fresh();
    if (!this.#bindings.assign([node.flat ? body.type : optionalOf(body.type)], [optionalOf(result)])) {
      throw new CompileError('it has no optional where optFlatMap() wants one');
    }
    const plan: Plan = (frame) => {
      frame.run.spend(1);
      const optional = of.plan(frame);
      if (!(optional instanceof Optional)) throw noOverload();
      if (optional.value === undefined) return Optional.none;
      frame.locals[slot] = optional.value;
      const value = body.plan(frame);
      return node.flat ? value : new Optional(value);
    };
    return { type: optionalOf(result), plan };
  }

  #loop(node: Loop, scope: Scope): Part {
    const range = this.part(node.range, scope);
    const rangeType = this.resolve(range.type);
    const variables = this.#variables(node, rangeType);
    const inner = within(scope, variables);
    const filter = node.filter === undefined ? undefined : this.part(node.filter, inner);
    if (filter !== undefined) this.#bool([filter]);
    const body = this.part(node.body, inner);
    const kind = LOOPS[node.macro] as keyof typeof LOOP_RESULTS;
    const first = variables[0]?.[1] as Type;
    const type = LOOP_RESULTS[kind](this.resolve(body.type), first);
    if (type === undefined) throw new CompileError(`it has no map where ${node.macro}() wants one`);
    if (kind === 'all' || kind === 'exists' || kind === 'one' || kind === 'filter') this.#bool([body]);
    const slot = scope.locals.length;
    const loop = LOOP_PLANS[kind];
    const plan: Plan = (frame) => {
      const { run, locals } = frame;
      const rounds = new Rounds(range.plan(frame), node.names.length === 2);
      run.spend(1);
      return loop({
        run,
        rounds,
        passes: (index) => {
          run.spend(2);
          rounds.bind(index, locals, slot);
          return filter === undefined || truth(filter.plan(frame));
        },
        body: () => body.plan(frame),
      });
    };
    return { type, plan };
  }

  #variables({ names, macro }: Loop, range: Type): [string, Type][] {
    const [first, second] = names as [string, string | undefined];
    const [key, value] = range.parameters as [Type, Type];
    if (range.kind === 'list')
      return second === undefined
        ? [[first, key]]
        : [
            [first, INT],
            [second, key],
          ];
    if (range.kind === 'map')
      return second === undefined
        ? [[first, key]]
        : [
            [first, key],
            [second, value],
          ];
    if (this.#isOpen(range)) return names.map((name) => [name, DYN]);
    throw flaw(isPlain(range), `it calls ${macro}() on a ${describe(range)}`);
  }
}

const LITERALS: Readonly<Record<string, Type>> = {
  bool: BOOL,
  int: INT,
  uint: UINT,
  double: DOUBLE,
  string: STRING,
  bytes: BYTES,
  null_type: NULL,
};

/** Calls all of whose forms have been there since Kubernetes has rules. */
const BASIC = new Set(
  '?: == != < <= > >= + - * / % ! -_ [] in size contains startsWith endsWith matches'.split(' '),
);

const PLAIN = new Set(['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration']);

/** Whether a type is known to its last part: what doesn't fit it now never will. */
function isPlain({ kind, parameters }: Type): boolean {
  return PLAIN.has(kind) || ((kind === 'list' || kind === 'map') && parameters.every(isPlain));
}

const flaw = (isSure: boolean, message: string) => new (isSure ? SureFlaw : CompileError)(message);

const noOverload = () => new EvaluationError('no such overload');

function sameType(a: Type, b: Type): boolean {
  if (a.kind.startsWith('$') && b.kind.startsWith('$')) return true;
  if (a.kind !== b.kind || a.fields !== b.fields) return false;
  return a.parameters.every((inner, index) => sameType(inner, b.parameters[index] as Type));
}

function within(scope: Scope, variables: readonly (readonly [string, Type])[]): Scope {
  return { ...scope, locals: [...scope.locals, ...variables.map(([name, type]) => ({ name, type }))] };
}

/** `a.b.c` if a node is nothing but names. */
function qualifiedName(node: Node): string | undefined {
  const parts: string[] = [];
  let at = node;
  while (at.op === 'select' && at.how === 'get') {
    parts.unshift(at.field);
    at = at.of;
  }
  return at.op === 'name' ? [at.name, ...parts].join('.') : undefined;
}

const literalOf = (node: Node): Value | undefined => (node.op === 'literal' ? node.value : undefined);

function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw noOverload();
  return value;
}

function present(value: Value, { optional }: Element): Value | undefined {
  if (!optional) return value;
  if (!(value instanceof Optional)) throw noOverload();
  return value.value;
}

function keyOf(key: Value): string {
  const text = typeof key === 'number' ? undefined : mapKey(key);
  if (text === undefined) throw new EvaluationError(`unsupported key type: ${kindOf(key)}`);
  return text;
}

/** Goes through bools: one that is `decisive` decides, and makes up for errors of the others. */
function decide(decisive: boolean, count: number, run: Run, at: (index: number) => Value): boolean {
  let failure: EvaluationError | undefined;
  for (let index = 0; index < count; index++) {
    try {
      if (truth(at(index)) === decisive) return decisive;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
      run.spend(FORGIVEN);
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return !decisive;
}

/** A member of a map or object, if it is there. */
function find(of: Value, field: string, run: Run): Value | undefined {
  run.spend(1);
  if (of instanceof Mapping) return of.get(field);
  if (of instanceof Optional) return of.value === undefined ? undefined : find(of.value, field, run);
  throw noOverload();
}

function findOptional(of: Value, field: string, run: Run): Value {
  const value = find(of, field, run);
  return value === undefined ? Optional.none : new Optional(value);
}

function get(of: Value, field: string, run: Run): Value {
  // What is only known at run time to be optional stays optional.
  if (of instanceof Optional) return findOptional(of, field, run);
  const value = find(of, field, run);
  if (value === undefined) throw new EvaluationError(`no such key: ${field}`);
  return value;
}

/** An element of a list or map, if it is there. */
function findAt(of: Value, index: Value): Value | undefined {
  if (of instanceof Mapping) {
    if (mapKey(index) === undefined) throw noOverload();
    return of.get(index);
  }
  if (!(of instanceof List)) throw noOverload();
  const key = mapKey(index);
  if (key === undefined || typeof index === 'string' || typeof index === 'boolean') throw noOverload();
  const position = Number(key);
  return position >= 0 && position < of.size ? of.at(position) : undefined;
}

function elementOf(of: Value, index: Value, optional: boolean): Value {
  if (of instanceof Optional) return of.value === undefined ? of : elementOf(of.value, index, true);
  const value = findAt(of, index);
  if (optional) return value === undefined ? Optional.none : new Optional(value);
  if (value !== undefined) return value;
  const what = typeof index === 'string' ? index : mapKey(index);
  throw new EvaluationError(of instanceof List ? `index out of bounds: ${what}` : `no such key: ${what}`);
}

function contains(item: Value, of: Value, run: Run): boolean {
  if (of instanceof Mapping) return of.get(item) !== undefined;
  if (!(of instanceof List)) throw noOverload();
  for (const other of of) if (equal(item, other, run)) return true;
  return false;
}

/** Calls that don't evaluate all of their arguments, or take values of any kind. */
const SPECIAL: Readonly<Record<string, (frame: Frame, plans: readonly Plan[]) => Value>> = {
  '?:': (frame, [condition, yes, no]) => ((truth((condition as Plan)(frame)) ? yes : no) as Plan)(frame),
  '==': (frame, plans) => equal(...both(frame, plans), frame.run),
  '!=': (frame, plans) => !equal(...both(frame, plans), frame.run),
  '[]': (frame, plans) => elementOf(...both(frame, plans), false),
  '[?]': (frame, plans) => elementOf(...both(frame, plans), true),
  in: (frame, plans) => contains(...both(frame, plans), frame.run),
  or: (frame, [left, right]) => {
    const optional = (left as Plan)(frame);
    if (!(optional instanceof Optional)) throw noOverload();
    return optional.value === undefined ? (right as Plan)(frame) : optional;
  },
  orValue: (frame, [left, right]) => {
    const optional = (left as Plan)(frame);
    if (!(optional instanceof Optional)) throw noOverload();
    return optional.value ?? (optional.value === undefined ? (right as Plan)(frame) : null);
  },
};

function both(frame: Frame, [left, right]: readonly Plan[]): [Value, Value] {
  return [(left as Plan)(frame), (right as Plan)(frame)];
}

function planOf(name: string, candidates: readonly Overload[], plans: readonly Plan[]): Plan {
  const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined;
  if (special !== undefined) {
    return (frame) => {
      frame.run.spend(1);
      return special(frame, plans);
    };
  }
  return (frame) => {
    frame.run.spend(1);
    const args = plans.map((plan) => plan(frame));
    const found = candidates.find((overload) =>
      overload.args.every((type, i) => accepts(type, args[i] as Value)),
    );
    if (found === undefined)
      throw new EvaluationError(`no such overload: ${name}(${args.map(kindOf).join(', ')})`);
    return found.run(frame.run, ...args);
  };
}

/** Of lists and maps the first element counts, as in cel-go. */
function accepts({ kind, parameters: [first, second] }: Type, value: Value): boolean {
  if (kind === 'dyn' || kind.startsWith('$')) return true;
  if (kind !== kindOf(value)) return false;
  if (value instanceof List) return value.size === 0 || accepts(first as Type, value.at(0));
  if (!(value instanceof Mapping)) return true;
  const [key] = value.keys();
  return (
    key === undefined || (accepts(first as Type, key) && accepts(second as Type, value.get(key) ?? null))
  );
}

/** What a macro goes through: the elements of a list or the keys of a map, with two variables also the index or value. */
class Rounds {
  readonly count: number;
  readonly #list: List | undefined;
  readonly #map: Mapping | undefined;
  readonly #keys: readonly Value[];
  readonly #pairs: boolean;

  constructor(range: Value, pairs: boolean) {
    this.#pairs = pairs;
    this.#list = range instanceof List ? range : undefined;
    this.#map = range instanceof Mapping ? range : undefined;
    if (this.#list === undefined && this.#map === undefined) throw noOverload();
    this.#keys = this.#map?.keys() ?? [];
    this.count = this.#list?.size ?? this.#keys.length;
  }

  bind(index: number, locals: Value[], slot: number): void {
    const first = this.first(index);
    locals[slot] = first;
    if (this.#pairs)
      locals[slot + 1] =
        this.#list?.at(index) ?? (this.#map === undefined ? null : (this.#map.get(first) ?? null));
  }

  /** What the first variable is. */
  first(index: number): Value {
    if (this.#list === undefined) return this.#keys[index] as Value;
    return this.#pairs ? BigInt(index) : this.#list.at(index);
  }
}

/** Macros of the same result. */
const LOOPS: Readonly<Record<string, string>> = {
  all: 'all',
  exists: 'exists',
  exists_one: 'one',
  existsOne: 'one',
  filter: 'filter',
  map: 'list',
  sortBy: 'sort',
  transformList: 'list',
  transformMap: 'map',
  transformMapEntry: 'entry',
};

/** The type of a macro's result by those of its body and first variable. */
const LOOP_RESULTS = {
  all: () => BOOL,
  exists: () => BOOL,
  one: () => BOOL,
  filter: (_body: Type, item: Type) => listOf(item),
  list: (body: Type) => listOf(body),
  sort: (_body: Type, item: Type) => listOf(item),
  map: (body: Type, key: Type) => mapOf(key, body),
  entry: (body: Type): Type | undefined => (body.kind === 'map' || body.kind === 'dyn' ? body : undefined),
} satisfies Record<string, (body: Type, first: Type) => Type | undefined>;

interface Looping {
  readonly run: Run;
  readonly rounds: Rounds;
  /** Binds the variables, and says whether the filter lets them pass. */
  passes(index: number): boolean;
  body(): Value;
}

const LOOP_PLANS: Readonly<Record<keyof typeof LOOP_RESULTS, (loop: Looping) => Value>> = {
  all: (loop) => decideLoop(false, loop),
  exists: (loop) => decideLoop(true, loop),
  one: (loop) => {
    let count = 0;
    for (const value of results(loop)) if (truth(value)) count++;
    return count === 1;
  },
  filter: (loop) => {
    const items: Value[] = [];
    for (let index = 0; index < loop.rounds.count; index++) {
      if (loop.passes(index) && truth(loop.body())) items.push(loop.rounds.first(index));
    }
    return new Items(items);
  },
  list: (loop) => new Items([...results(loop)]),
  sort: (loop) => {
    const items = Array.from({ length: loop.rounds.count }, (_, index) => loop.rounds.first(index));
    return sortBy(new Items(items), new Items([...results(loop)]), loop.run);
  },
  map: (loop) => {
    const made = new Map<string, readonly [Value, Value]>();
    for (let index = 0; index < loop.rounds.count; index++) {
      if (!loop.passes(index)) continue;
      loop.run.spend(ENTRY);
      const key = loop.rounds.first(index);
      made.set(keyOf(key), [key, loop.body()]);
    }
    return new Entries(made);
  },
  entry: (loop) => {
    const made = new Map<string, readonly [Value, Value]>();
    for (const entries of results(loop)) {
      if (!(entries instanceof Mapping)) throw noOverload();
      for (const key of entries.keys()) {
        loop.run.spend(ENTRY);
        if (made.has(keyOf(key))) throw new EvaluationError('insert failed: a key already exists');
        made.set(keyOf(key), [key, entries.get(key) as Value]);
      }
    }
    return new Entries(made);
  },
};

function decideLoop(decisive: boolean, { run, rounds, passes, body }: Looping): boolean {
  return decide(decisive, rounds.count, run, (index) => passes(index) && body());
}

function* results({ rounds, passes, body }: Looping): Generator<Value> {
  for (let index = 0; index < rounds.count; index++) if (passes(index)) yield body();
}
