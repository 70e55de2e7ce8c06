import { SyntaxFlaw } from './errors.ts';
import { Uint, type Value } from './values.ts';

/** Kubernetes refuses what is longer or deeper (cel-go's defaults), and so nothing here overflows the stack. */
const MOST_CHARACTERS = 100_000;
const DEEPEST = 250;

/** The syntax tree: https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax, macros expanded. */
export type Node = { readonly depth: number } & (
  | { readonly op: 'literal'; readonly value: Value }
  | { readonly op: 'name'; readonly name: string }
  /** `of.field`, `of.?field`, `has(of.field)` */
  | {
      readonly op: 'select';
      readonly of: Node;
      readonly field: string;
      readonly how: 'get' | 'optional' | 'has';
    }
  /** Operators are calls, too: `+`, `[]`, `[?]`, `?:`, `-_` … */
  | { readonly op: 'call'; readonly name: string; readonly receiver?: Node; readonly args: readonly Node[] }
  /** A whole chain of `&&` or `||`, for these may be long without being deep. */
  | { readonly op: 'logic'; readonly and: boolean; readonly args: readonly Node[] }
  | { readonly op: 'list'; readonly items: readonly Element[] }
  | { readonly op: 'map'; readonly entries: readonly (Element & { readonly key: Node })[] }
  | Loop
  /** `of.optMap(name, body)` and optFlatMap */
  | {
      readonly op: 'given';
      readonly of: Node;
      readonly name: string;
      readonly body: Node;
      readonly flat: boolean;
    }
);

export interface Element {
  readonly value: Node;
  /** `?value`: left out if there is none. */
  readonly optional: boolean;
}

/** `range.macro(names…, filter?, body)` */
export interface Loop {
  readonly depth: number;
  readonly op: 'loop';
  readonly macro: string;
  readonly range: Node;
  readonly names: readonly string[];
  readonly filter?: Node;
  readonly body: Node;
}

/**
 * The macros that go through a list or map, with the number of their variables.
 * https://kubernetes.io/docs/reference/using-api/cel/
 */
const MACROS: ReadonlySet<string> = new Set([
  ...['all 1', 'exists 1', 'exists_one 1', 'filter 1', 'map 1', 'map 1 filter', 'sortBy 1'],
  ...['all 2', 'exists 2', 'exists_one 2', 'existsOne 2', 'transformList 2', 'transformList 2 filter'],
  ...['transformMap 2', 'transformMap 2 filter', 'transformMapEntry 2', 'transformMapEntry 2 filter'],
]);

/** What a macro may have by how many arguments: variables, and a filter before its body. */
const MACRO_FORMS: Readonly<Record<number, readonly (readonly [variables: number, filter: boolean])[]>> = {
  2: [[1, false]],
  3: [
    [2, false],
    [1, true],
  ],
  4: [[2, true]],
};

const RESERVED = new Set(
  'as break const continue else false for function if import in let loop null package namespace return true var void while'.split(
    ' ',
  ),
);

interface Token {
  readonly kind: 'value' | 'name' | 'op' | 'end';
  readonly text: string;
  readonly value?: Value;
}

/**
 * Reads an expression.
 *
 * @throws SyntaxFlaw if it isn't one
 */
export function parse(text: string): Node {
  if (text.length > MOST_CHARACTERS) throw new SyntaxFlaw(`it is longer than ${MOST_CHARACTERS} characters`);
  return new Parser(tokens(text)).whole();
}

/** Every name an expression mentions, for "does it use oldSelf". */
export function namesIn(node: Node, names: Set<string> = new Set()): Set<string> {
  if (node.op === 'name') names.add(node.name);
  for (const child of childrenOf(node)) namesIn(child, names);
  return names;
}

function childrenOf(node: Node): readonly Node[] {
  switch (node.op) {
    case 'select':
      return [node.of];
    case 'call':
      return node.receiver === undefined ? node.args : [node.receiver, ...node.args];
    case 'logic':
      return node.args;
    case 'list':
      return node.items.map((item) => item.value);
    case 'map':
      return node.entries.flatMap((entry) => [entry.key, entry.value]);
    case 'loop':
      return node.filter === undefined ? [node.range, node.body] : [node.range, node.filter, node.body];
    case 'given':
      return [node.of, node.body];
    default:
      return [];
  }
}

const SPACE = /(?:[\t\n\f\r ]|\/\/[^\n]*)*/y;
const QUOTE = /([bB]?)([rR]?)("""|'''|"|')/y;
const NUMBER = /0x([0-9a-fA-F]+)([uU]?)|((?:\d+\.\d+|\.\d+)(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)|(\d+)([uU]?)/y;
const NAME = /[A-Za-z_][A-Za-z_0-9]*/y;
const OPERATOR = /==|!=|<=|>=|&&|\|\||[<>!?:.,+\-*/%()[\]{}]/y;

function tokens(text: string): Token[] {
  const result: Token[] = [];
  let at = 0;
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    at += match?.[0].length ?? 0;
    return match;
  };
  for (;;) {
    read(SPACE);
    if (at >= text.length) break;
    const quote = read(QUOTE);
    if (quote !== null) {
      const [, bytes, raw, mark] = quote as unknown as [string, string, string, string];
      const end = endOfString(text, at, mark, raw !== '');
      const inner = text.slice(at, end);
      at = end + mark.length;
      result.push({ kind: 'value', text: '', value: stringValue(inner, bytes !== '', raw !== '') });
      continue;
    }
    const number = read(NUMBER);
    if (number !== null) {
      result.push({ kind: 'value', text: '', value: numberValue(number) });
      continue;
    }
    const name = read(NAME)?.[0];
    if (name !== undefined) {
      result.push(word(name));
      continue;
    }
    const operator = read(OPERATOR)?.[0];
    if (operator === undefined) throw new SyntaxFlaw(`it has an unexpected character at ${at + 1}`);
    result.push({ kind: 'op', text: operator });
  }
  result.push({ kind: 'end', text: '' });
  return result;
}

function word(name: string): Token {
  if (name === 'true' || name === 'false') return { kind: 'value', text: name, value: name === 'true' };
  if (name === 'null') return { kind: 'value', text: name, value: null };
  return { kind: name === 'in' ? 'op' : 'name', text: name };
}

function endOfString(text: string, start: number, mark: string, raw: boolean): number {
  for (let at = start; at < text.length; at++) {
    if (text.startsWith(mark, at)) return at;
    const character = text[at];
    if (character === '\\' && !raw) at++;
    else if (mark.length === 1 && (character === '\n' || character === '\r')) break;
  }
  throw new SyntaxFlaw('it has a string that does not end');
}

const ESCAPE =
  /\\(?:([abfnrtv"'\\?`])|[xX]([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7][0-7])|)/g;
const CONTROL: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function stringValue(text: string, bytes: boolean, raw: boolean): Value {
  if (!bytes)
    return raw ? text : text.replace(ESCAPE, (...match) => String.fromCodePoint(codeOf(match, false)));
  if (raw) return Buffer.from(text);
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const match of text.matchAll(ESCAPE)) {
    parts.push(Buffer.from(text.slice(end, match.index)), Uint8Array.of(codeOf(match, true)));
    end = match.index + match[0].length;
  }
  return Buffer.concat([...parts, Buffer.from(text.slice(end))]);
}

function codeOf(match: readonly (string | undefined)[], bytes: boolean): number {
  const [, letter, byte, short, long, octal] = match;
  if (letter !== undefined) return (CONTROL[letter] ?? letter).charCodeAt(0);
  if (byte !== undefined) return Number.parseInt(byte, 16);
  if (octal !== undefined) return Number.parseInt(octal, 8);
  const code = Number.parseInt(short ?? long ?? '', 16);
  if (bytes || !(code <= 0x10ffff) || (code >= 0xd800 && code < 0xe000)) {
    throw new SyntaxFlaw('it has a string with an invalid escape');
  }
  return code;
}

function numberValue(match: RegExpExecArray): Value {
  const [, hex, hexUnsigned, double, digits, unsigned] = match;
  if (double !== undefined) return Number(double);
  // More digits than a number may have: don't let BigInt toil over them.
  if ((hex ?? digits ?? '').replace(/^0+/, '').length > 20)
    throw new SyntaxFlaw('it has a number that is too large');
  const value = BigInt(hex === undefined ? (digits ?? '') : `0x${hex}`);
  if ((hexUnsigned ?? unsigned ?? '') === '') return value;
  if (value >= 1n << 64n) throw new SyntaxFlaw('it has a number that is too large');
  return new Uint(value);
}

/** Binary operators by how tightly they bind. */
const BINARY: readonly (readonly string[])[] = [
  ['<', '<=', '>=', '>', '==', '!=', 'in'],
  ['+', '-'],
  ['*', '/', '%'],
];

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Node {
    const node = this.#expression();
    if (this.#next.kind !== 'end') this.#unexpected();
    return node;
  }

  get #next(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #unexpected(): never {
    const { kind, text } = this.#next;
    if (kind === 'end') throw new SyntaxFlaw('it ends too early');
    throw new SyntaxFlaw(`it has an unexpected ${text || 'literal'}`);
  }

  /** Takes the operator if it comes next. */
  #take(...operators: string[]): string | undefined {
    const { kind, text } = this.#next;
    if (kind !== 'op' || !operators.includes(text)) return undefined;
    this.#at++;
    return text;
  }

  #expect(operator: string): void {
    if (this.#take(operator) === undefined) this.#unexpected();
  }

  #identifier(): string {
    const { kind, text } = this.#next;
    if (kind !== 'name') this.#unexpected();
    this.#at++;
    return text;
  }

  #expression(): Node {
    this.#depth++;
    if (this.#depth > DEEPEST) throw new SyntaxFlaw('it is nested too deeply');
    const condition = this.#logic(false);
    let node = condition;
    if (this.#take('?') !== undefined) {
      const yes = this.#logic(false);
      this.#expect(':');
      node = call('?:', [condition, yes, this.#expression()]);
    }
    this.#depth--;
    return node;
  }

  #logic(and: boolean): Node {
    const operand = () => (and ? this.#binary(0) : this.#logic(true));
    const args = [operand()];
    while (this.#take(and ? '&&' : '||') !== undefined) args.push(operand());
    return args.length === 1 ? (args[0] as Node) : { op: 'logic', and, args, depth: over(args) };
  }

  #binary(level: number): Node {
    const operators = BINARY[level];
    if (operators === undefined) return this.#unary();
    let node = this.#binary(level + 1);
    for (let name = this.#take(...operators); name !== undefined; name = this.#take(...operators)) {
      node = call(name, [node, this.#binary(level + 1)]);
    }
    return node;
  }

  #unary(): Node {
    const operator = this.#take('!', '-');
    if (operator === undefined) return this.#member(this.#primary());
    const { value } = this.#next;
    if (operator === '-' && (typeof value === 'bigint' || typeof value === 'number')) {
      this.#at++;
      return this.#member(literal(-value));
    }
    // In pairs they cancel out only where the type allows them, so each of them stays.
    let count = 1;
    while (this.#take(operator) !== undefined) count++;
    let node = this.#member(this.#primary());
    for (; count > 0; count--) node = call(operator === '!' ? '!' : '-_', [node]);
    return node;
  }

  #member(of: Node): Node {
    let node = of;
    for (;;) {
      if (this.#take('[') !== undefined) {
        const name = this.#take('?') === undefined ? '[]' : '[?]';
        node = call(name, [node, this.#expression()]);
        this.#expect(']');
      } else if (this.#take('.') !== undefined) {
        const optional = this.#take('?') !== undefined;
        const field = this.#identifier();
        if (!optional && this.#take('(') !== undefined) node = method(node, field, this.#expressions(')'));
        else
          node = { op: 'select', of: node, field, how: optional ? 'optional' : 'get', depth: over([node]) };
      } else {
        return node;
      }
    }
  }

  #primary(): Node {
    const token = this.#next;
    if (token.kind === 'value') {
      this.#at++;
      return literal(token.value as Value);
    }
    if (this.#take('(') !== undefined) {
      const node = this.#expression();
      this.#expect(')');
      return node;
    }
    if (this.#take('[') !== undefined) return this.#list();
    if (this.#take('{') !== undefined) return this.#map();
    this.#take('.');
    const name = this.#identifier();
    if (RESERVED.has(name)) throw new SyntaxFlaw(`it uses the reserved word ${name}`);
    if (this.#take('(') !== undefined) return this.#global(name, this.#expressions(')'));
    return { op: 'name', name, depth: 1 };
  }

  #global(name: string, args: readonly Node[]): Node {
    const [of] = args;
    if (name !== 'has' || of === undefined || args.length > 1) return call(name, args);
    if (of.op !== 'select' || of.how !== 'get') throw new SyntaxFlaw('it has an invalid argument to has()');
    return { ...of, how: 'has' };
  }

  #expressions(end: string): Node[] {
    const nodes: Node[] = [];
    if (this.#take(end) !== undefined) return nodes;
    do nodes.push(this.#expression());
    while (this.#take(',') !== undefined);
    this.#expect(end);
    return nodes;
  }

  /** What stands between brackets, with a comma allowed at the end. */
  #elements<T>(end: string, read: () => T): T[] {
    const elements: T[] = [];
    while (this.#take(end) === undefined) {
      elements.push(read());
      if (this.#take(',') === undefined) {
        this.#expect(end);
        break;
      }
    }
    return elements;
  }

  #list(): Node {
    const items = this.#elements(']', () => ({
      optional: this.#take('?') !== undefined,
      value: this.#expression(),
    }));
    return { op: 'list', items, depth: over(items.map((item) => item.value)) };
  }

  #map(): Node {
    const entries = this.#elements('}', () => {
      const optional = this.#take('?') !== undefined;
      const key = this.#expression();
      this.#expect(':');
      return { optional, key, value: this.#expression() };
    });
    return { op: 'map', entries, depth: over(entries.flatMap((entry) => [entry.key, entry.value])) };
  }
}

/** How deep a node is that has these below it. */
function over(nodes: readonly Node[]): number {
  let depth = 0;
  for (const node of nodes) depth = Math.max(depth, node.depth);
  if (depth >= DEEPEST) throw new SyntaxFlaw('it is nested too deeply');
  return depth + 1;
}

function literal(value: Value): Node {
  if (typeof value === 'bigint' && (value >= 1n << 63n || value < -(1n << 63n))) {
    throw new SyntaxFlaw('it has a number that is too large');
  }
  return { op: 'literal', value, depth: 1 };
}

function call(name: string, args: readonly Node[], receiver?: Node): Node {
  const depth = over(receiver === undefined ? args : [receiver, ...args]);
  return receiver === undefined
    ? { op: 'call', name, args, depth }
    : { op: 'call', name, args, receiver, depth };
}

function method(receiver: Node, name: string, args: readonly Node[]): Node {
  const [first, second, third, fourth] = args;
  if ((name === 'optMap' || name === 'optFlatMap') && args.length === 2) {
    const body = second as Node;
    return {
      op: 'given',
      of: receiver,
      name: variable(first as Node, name),
      body,
      flat: name === 'optFlatMap',
      depth: over([receiver, body]),
    };
  }
  const form = MACRO_FORMS[args.length]?.find(([variables, filter]) =>
    MACROS.has(`${name} ${variables}${filter ? ' filter' : ''}`),
  );
  if (form === undefined) return call(name, args, receiver);
  const [count, filtered] = form;
  const names = [first as Node, second as Node].slice(0, count).map((node) => variable(node, name));
  if (names[0] === names[1]) throw new SyntaxFlaw(`it has the same variable twice in ${name}()`);
  const rest = [second, third, fourth].slice(count - 1).filter((node) => node !== undefined);
  const loop = { op: 'loop', macro: name, range: receiver, names, depth: over([receiver, ...rest]) } as const;
  const body = rest.at(-1) as Node;
  return filtered ? { ...loop, filter: rest[0] as Node, body } : { ...loop, body };
}

function variable(node: Node, macro: string): string {
  if (node.op !== 'name') throw new SyntaxFlaw(`it has no variable where ${macro}() wants one`);
  return node.name;
}
