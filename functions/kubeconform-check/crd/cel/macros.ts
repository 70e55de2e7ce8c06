import { type Environment, Optional } from '@marcbachmann/cel-js';
import { spend } from './cost.ts';
import type { Checker, Evaluator, Node, Type } from './nodes.ts';
import { compare, NoOverload } from './operators.ts';

/** Where variables have their values. */
interface Scope {
  forkWithVariable(name: string, type: Type): Scope;
  reuse(parent: unknown): Scope;
  setIterValue(value: unknown, evaluator: Evaluator): Scope;
}

/** What a macro is called with. */
interface Call {
  receiver: Node;
  args: Node[];
}

type Body = (values: readonly unknown[]) => (part: number) => unknown;
type Work = (receiver: unknown, evaluate: Body) => unknown;

/**
 * A macro whose first arguments name variables, which the others may have.
 *
 * @param work gets the receiver, and what evaluates the other arguments with values of the variables
 */
function macro(variables: number, type: string, work: Work): (call: unknown) => object {
  return (call) => {
    const { receiver, args } = call as Call;
    const names = args.slice(0, variables).map(({ op, args: name }) => {
      if (op !== 'id') throw new Error('a variable of a macro must be a name');
      return name as string;
    });
    const parts = args.slice(variables);
    let scopes: Scope[] = [];
    return {
      async: false,
      typeCheck(checker: Checker, _: unknown, context: Scope): Type {
        checker.check(receiver, context as unknown);
        scopes = [];
        let inner = context;
        for (const name of names) {
          inner = inner.forkWithVariable(name, checker.getType('dyn'));
          scopes.push(inner);
        }
        for (const part of parts) checker.check(part, inner);
        return checker.getType(type);
      },
      evaluate(evaluator: Evaluator, _: unknown, context: unknown): unknown {
        return work(evaluator.run(receiver, context), (values) => (part) => {
          let inner = context;
          scopes.forEach((scope, i) => {
            inner = scope.reuse(inner).setIterValue(values[i], evaluator);
          });
          return evaluator.run(parts[part] as Node, inner);
        });
      },
    };
  };
}

/** The pairs that a macro with two variables goes through: index and item, or key and value. */
function pairsOf(range: unknown): [unknown, unknown][] {
  if (range instanceof Map) return [...range];
  if (Array.isArray(range)) return range.map((item, i) => [BigInt(i), item]);
  throw new NoOverload('a macro on a value that is no list or map');
}

function truthOf(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new NoOverload('the condition of a macro is neither true nor false');
  return value;
}

/** An error counts only where no item decides. */
function some(pairs: readonly [unknown, unknown][], body: Body, wanted: boolean): boolean {
  let error: unknown;
  for (const pair of pairs) {
    try {
      if (truthOf(body(pair)(0)) === wanted) return true;
    } catch (thrown) {
      error ??= thrown;
    }
  }
  if (error !== undefined) throw error;
  return false;
}

/** What passes the filter of a macro, if it has one, and what the last argument makes of it. */
function* transformed(range: unknown, body: Body, hasFilter: boolean): Generator<[unknown, unknown]> {
  for (const pair of pairsOf(range)) {
    const evaluate = body(pair);
    if (!hasFilter || truthOf(evaluate(0))) yield [pair[0], evaluate(hasFilter ? 1 : 0)];
  }
}

/** The macros with two variables, and others that the library lacks. */
export function registerMacros(environment: Environment): void {
  const register = (signature: string, variables: number, type: string, work: Work) => {
    environment.registerFunction(signature, macro(variables, type, work) as never);
  };
  register('list.all(ast, ast, ast): bool', 2, 'bool', (range, body) => !some(pairsOf(range), body, false));
  register('list.exists(ast, ast, ast): bool', 2, 'bool', (range, body) => some(pairsOf(range), body, true));
  const one = (pairs: [unknown, unknown][], body: Body) =>
    pairs.filter((pair) => truthOf(body(pair)(0))).length === 1;
  register('list.existsOne(ast, ast, ast): bool', 2, 'bool', (range, body) => one(pairsOf(range), body));
  register('list.existsOne(ast, ast): bool', 1, 'bool', (range, body) =>
    one(
      pairsOf(range).map(([key, value]) => (range instanceof Map ? [key, value] : [value, value])),
      body,
    ),
  );
  for (const hasFilter of [false, true]) {
    const args = hasFilter ? 'ast, ast, ast, ast' : 'ast, ast, ast';
    register(`list.transformList(${args}): list`, 2, 'list', (range, body) =>
      [...transformed(range, body, hasFilter)].map(([, made]) => made),
    );
    register(
      `list.transformMap(${args}): map`,
      2,
      'map',
      (range, body) => new Map(transformed(range, body, hasFilter)),
    );
    register(`list.transformMapEntry(${args}): map`, 2, 'map', (range, body) => {
      const made = new Map<unknown, unknown>();
      for (const [, entries] of transformed(range, body, hasFilter)) {
        if (!(entries instanceof Map)) throw new NoOverload('transformMapEntry with what is no map');
        for (const [key, value] of entries) {
          if (made.has(key)) throw new Error('transformMapEntry makes a key twice');
          made.set(key, value);
        }
      }
      return made;
    });
  }
  register('list.sortBy(ast, ast): list', 1, 'list', (range, body) => {
    if (!Array.isArray(range)) throw new NoOverload('sortBy of a value that is no list');
    spend(range.length);
    const ranked = range.map((item) => ({ item, key: body([item])(0) }));
    return ranked.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item);
  });
  register('optional.optMap(ast, ast): optional<dyn>', 1, 'optional<dyn>', (optional, body) => {
    const { value } = presence(optional);
    return value === undefined ? Optional.none() : Optional.of(body([value])(0));
  });
  register('optional.optFlatMap(ast, ast): optional<dyn>', 1, 'optional<dyn>', (optional, body) => {
    const { value } = presence(optional);
    return value === undefined ? Optional.none() : body([value])(0);
  });
}

function presence(optional: unknown): { value: unknown } {
  if (!(optional instanceof Optional)) throw new NoOverload('a macro for optional values on another');
  return { value: optional.hasValue() ? optional.value() : undefined };
}
