import { Optional } from '@marcbachmann/cel-js';
import { add, compare, int, isEqual, NoOverload, subtract } from './operators.ts';

/** The library's evaluator and its checker of types, as far as they are used here. */
export interface Evaluator {
  run(node: Node, context: unknown): unknown;
}
export interface Checker {
  check(node: Node, context: unknown): Type;
  getType(name: string): Type;
  createError(code: string, message: string, node: Node): Error;
}
export interface Type {
  kind: string;
  name: string;
}
type Check = (checker: Checker, node: Node, context: unknown) => Type;
type Evaluate = (evaluator: Evaluator, node: Node, context: unknown) => unknown;

/** An expression of the library. */
export interface Node {
  op: string;
  args: unknown;
  meta: { check: Check; evaluate: Evaluate };
  setMeta(key: string, value: unknown): Node;
}

/** Functions of the library's own that are replaced, as they do other things than those of Kubernetes. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  matches: 'matchesRE2',
  bool: 'toBool',
  double: 'toDouble',
  duration: 'toDuration',
  int: 'toInt',
  string: 'toText',
  timestamp: 'toTimestamp',
  uint: 'toUint',
};
const METHODS: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'matches split replace trim lowerAscii upperAscii indexOf lastIndexOf substring',
    'getFullYear getMonth getDate getDayOfMonth getDayOfWeek getDayOfYear getHours getMinutes getSeconds',
    'getMilliseconds',
  ]
    .join(' ')
    .split(' ')
    .map((name) => [name, name === 'matches' ? 'matchesRE2' : `${name}In`]),
);
/** Methods that the library has, and Kubernetes hasn't. */
const FOREIGN = new Set(['json', 'hex', 'string', 'base64', 'at', 'bind']);

/** Makes an expression one of Kubernetes'; tells whether it has `oldSelf`. */
export function adapt(tree: unknown): boolean {
  let usesOldSelf = false;
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const inner of node) visit(inner);
      return;
    }
    if (!isNode(node)) return;
    if (node.op === 'id' && node.args === 'oldSelf') usesOldSelf = true;
    adaptNode(node);
    visit(node.args);
  };
  visit(tree);
  return usesOldSelf;
}

function isNode(node: unknown): node is Node {
  return typeof node === 'object' && node !== null && 'op' in node && 'setMeta' in node;
}

function adaptNode(node: Node): void {
  const { op } = node;
  if (op === 'call' || op === 'rcall') {
    adaptCall(node, node.args as unknown[]);
    return;
  }
  // Nothing here is a promise.
  node.setMeta('async', false);
  if (op === 'map') adaptMap(node);
  else if (op === '==' || op === '!=') adaptEquality(node);
  else if (op === 'in') adaptMembership(node);
  else if (Object.hasOwn(RELATIONS, op)) {
    const holds = RELATIONS[op] as (order: number) => boolean;
    replaceEvaluation(node, (a, b) => holds(compare(a, b)));
  } else if (Object.hasOwn(ARITHMETIC, op)) adaptArithmetic(node, ARITHMETIC[op] as Arithmetic);
  else if (op === '-_') {
    const { evaluate } = node.meta;
    node.setMeta('evaluate', (evaluator: Evaluator, inner: Node, context: unknown) =>
      checked(evaluate(evaluator, inner, context)),
    );
  }
}

function adaptCall(node: Node, args: unknown[]): void {
  const name = args[0] as string;
  if (node.op === 'rcall' && FOREIGN.has(name)) throw new Error(`there is no method ${name}`);
  if (node.op === 'call' && name === 'has') {
    node.setMeta('macro', new Presence(node)).setMeta('async', false);
    return;
  }
  const replaced = node.op === 'call' ? FUNCTIONS : METHODS;
  if (Object.hasOwn(replaced, name)) args[0] = replaced[name];
}

/** The macro `has`, of any expression that ends in a field. */
class Presence {
  private readonly field: Node;
  private readonly node: Node;

  constructor(node: Node) {
    this.node = node;
    this.field = ((node.args as unknown[])[1] as Node[])[0] as Node;
  }

  typeCheck(checker: Checker, _: unknown, context: unknown): Type {
    if (this.field?.op !== '.')
      throw checker.createError('invalid_macro_argument', 'has() invalid argument', this.node);
    checker.check((this.field.args as [Node])[0], context);
    return checker.getType('bool');
  }

  evaluate(evaluator: Evaluator, _: unknown, context: unknown): boolean {
    const [parent, name] = this.field.args as [Node, string];
    let value = evaluator.run(parent, context);
    if (value instanceof Optional) {
      if (!value.hasValue()) return false;
      value = value.value();
    }
    if (value instanceof Map) return value.has(name);
    throw new NoOverload('has of a value without fields');
  }
}

const PRIMITIVE = 'primitive';

function adaptEquality(node: Node): void {
  const [a, b] = node.args as [Node, Node];
  const isNegated = node.op === '!=';
  node.setMeta('check', (checker: Checker, _: Node, context: unknown) => {
    const [left, right] = [checker.check(a, context), checker.check(b, context)];
    if (left.kind === PRIMITIVE && right.kind === PRIMITIVE && left.name !== right.name) {
      const message = `no such overload: ${left.name} ${node.op} ${right.name}`;
      throw checker.createError('no_such_overload', message, node);
    }
    return checker.getType('bool');
  });
  replaceEvaluation(node, (left, right) => isEqual(left, right) !== isNegated);
}

function replaceEvaluation(node: Node, operate: (a: unknown, b: unknown) => unknown): void {
  const [a, b] = node.args as [Node, Node];
  node.setMeta('evaluate', (evaluator: Evaluator, _: Node, context: unknown) => {
    const left = evaluator.run(a, context);
    return operate(left, evaluator.run(b, context));
  });
}

function adaptMembership(node: Node): void {
  const [, all] = node.args as [Node, Node];
  // As cel-go optimizes it: nothing is in an empty list, even what can't be evaluated.
  if (all.op === 'list' && (all.args as Node[]).length === 0) node.setMeta('evaluate', () => false);
  else replaceEvaluation(node, isIn);
}

function isIn(item: unknown, all: unknown): boolean {
  if (all instanceof Map)
    return all.has(typeof item === 'number' && Number.isInteger(item) ? BigInt(item) : item);
  if (!Array.isArray(all)) throw new NoOverload('in a value that is no list or map');
  return all.some((other) => isEqual(item, other));
}

const RELATIONS: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

type Arithmetic = (a: unknown, b: unknown) => unknown;
const ARITHMETIC: Readonly<Record<string, Arithmetic>> = { '+': add, '-': subtract, '/': () => undefined };

/** What the library does with numbers and texts holds, but for results that are too large. */
function adaptArithmetic(node: Node, operate: Arithmetic): void {
  const [a, b] = node.args as [Node, Node];
  node.setMeta('evaluate', (evaluator: Evaluator, inner: Node, context: unknown) => {
    const left = evaluator.run(a, context);
    const right = evaluator.run(b, context);
    const { handle } = inner as Node & {
      handle: (a: unknown, b: unknown, node: Node, evaluator: Evaluator) => unknown;
    };
    return operate(left, right) ?? checked(handle(left, right, inner, evaluator));
  });
}

const checked = (value: unknown) => (typeof value === 'bigint' ? int(value) : value);

/** Maps are made as those of values are, with keys of any type. */
function adaptMap(node: Node): void {
  const { check } = node.meta;
  const entries = node.args as [Node, Node][];
  const evaluate: Evaluate = (evaluator, _, context) => {
    const made = new Map<unknown, unknown>();
    for (const [key, value] of entries) {
      const found = evaluator.run(key, context);
      made.set(found, evaluator.run(value, context));
    }
    return made;
  };
  node.setMeta('check', (checker: Checker, inner: Node, context: unknown) => {
    const type = check(checker, inner, context);
    inner.setMeta('evaluate', evaluate);
    return type;
  });
}
