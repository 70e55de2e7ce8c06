import type { Token } from 'n3/lib/N3Lexer.js';
import { type Effort, nearest } from '../../lib/nearest.ts';
import { printable } from '../../lib/printable.ts';
import type { Budget } from '../document.ts';
import type { Problem } from '../problems.ts';
import { ofLiteral } from '../sanitise.ts';
import { findOntology, findTerm, type Ontology } from './ontology.ts';
import { TermProblems } from './term-problems.ts';
import { explainAsNoToken, isOfNotation3 } from './turtle-faults.ts';
import { readTurtleTokens } from './turtle-tokens.ts';
import { wellKnownNamespace } from './well-known.ts';

/** Behind a fault the text is read on from the next dot; whoever has mended these will find the others. */
const MAX_FAULTS = 10;
/** More texts and IRIs that could do harm aren't told. */
const MAX_HARMS = 50;
/** So many prefixes are named; the others are only counted. */
const MAX_PREFIXES = 100;

/**
 * Checks an expression in Turtle 1.1 (https://www.w3.org/TR/turtle/): its syntax (TMF-301), its prefixes (TMF-302) and
 * its terms of known ontologies (TMF-305). Takes linear time, and memory for the text's nesting only.
 *
 * @param maxDepth so many brackets may be open at once; more are a problem (TMF-004), since other readers nest calls
 * @param budget what guessing may cost, shared with others
 * @returns the problems, with offsets into the text
 */
export function checkTurtle(text: string, maxDepth: number, budget: Budget): Problem[] {
  const checker = new Checker(text, maxDepth, budget.guesses);
  const isWhole = readTurtleTokens(text, (token) => checker.take(token));
  return checker.finish(isWhole);
}

/** What may stand next. */
type State =
  | 'statement'
  | 'prefix'
  | 'prefix IRI'
  | 'base IRI'
  | 'dot of declaration'
  | 'predicate'
  | 'predicate or end'
  | 'predicate or dot'
  | 'predicate or ]'
  | 'object'
  | 'datatype or end'
  | 'end'
  | 'item'
  | 'datatype or item'
  /** Behind a fault: the dot that ends it. */
  | 'lost';

const ALLOWED: { [state in Exclude<State, 'lost'>]: string } = {
  statement: 'a subject (an IRI, a prefixed name or a blank node), @prefix or @base',
  prefix: 'a prefix with its colon, as in "@prefix icm: <…> ."',
  'prefix IRI': 'the IRI of the prefix in angle brackets',
  'base IRI': 'an IRI in angle brackets',
  'dot of declaration': 'a dot',
  predicate: 'a predicate (an IRI, a prefixed name or "a")',
  'predicate or end': 'a predicate (an IRI, a prefixed name or "a"), or a dot',
  'predicate or dot': 'a predicate (an IRI, a prefixed name or "a"), or a dot',
  'predicate or ]': 'a predicate (an IRI, a prefixed name or "a"), or "]"',
  object: 'an object (an IRI, a prefixed name, a blank node, a text, a number or a list)',
  'datatype or end': '";", "," or a dot',
  end: '";", "," or a dot',
  item: 'an item of the list, or ")"',
  'datatype or item': 'an item of the list, or ")"',
};

/** An open bracket, in one number: four times its line, and these. */
const IS_LIST = 1;
const IS_SUBJECT = 2;

class Checker {
  private readonly text: string;
  private readonly maxDepth: number;
  private isDeep = false;
  private readonly lines: Lines;
  private readonly problems: Problem[] = [];
  private readonly declared = new Map<string, Ontology | undefined>();
  private readonly undeclared = new Set<string>();
  private readonly open: number[] = [];
  private readonly terms: TermProblems;
  private readonly effort: Effort;
  private harms = 0;
  private state: State = 'statement';
  private faults = 0;
  private statements = 0;
  /** Where the first undeclared prefix stands that is only counted. */
  private firstUnnamed = 0;
  /** Where the statement starts, from 1. */
  private statementLine = 1;
  private isSparql = false;
  private prefix = '';
  private last: Token | undefined;

  constructor(text: string, maxDepth: number, effort: Effort) {
    this.effort = effort;
    this.text = text;
    this.maxDepth = maxDepth;
    this.lines = new Lines(text);
    this.terms = new TermProblems(this.effort);
  }

  /** Takes the next token. */
  take(token: Token): void {
    const { type } = token;
    if (type === 'prefixed' || type === 'type') this.checkName(token);
    else if (type === 'IRI' || type === 'typeIRI') this.checkIri(token);
    if (type === 'literal') this.sanitise(token, 'text');
    else if (type === 'IRI' || type === 'typeIRI' || type === 'prefix') this.sanitise(token, 'iri');
    if (type === 'eof') return;
    this.step(token);
    this.last = token;
  }

  /**
   * @param isWhole whether all of the text was tokens
   * @returns all problems
   */
  finish(isWhole: boolean): Problem[] {
    if (!isWhole) {
      const offset = this.skipBlank(this.endOf(this.last));
      if (this.state !== 'lost') this.addFault(offset, this.explainNoToken(offset));
    } else if (this.state !== 'statement' && this.state !== 'lost') {
      this.addFault(this.endOf(this.last), { problem: this.explainEnd() });
    } else if (this.statements === 0 && this.faults === 0) {
      const problem = 'the expression is empty: it holds no statement; write at least one';
      this.problems.push(fault(0, problem));
    }
    const more = this.undeclared.size - MAX_PREFIXES;
    if (more > 0) {
      this.problems.push({
        code: 'TMF-302',
        weight: 'error',
        segments: [],
        offset: this.firstUnnamed,
        message: `${more} further prefixes are not declared; declare each by @prefix`,
      });
    }
    return [...this.problems, ...this.terms.all];
  }

  /** What could do harm in a text or an IRI: it is shown, and followed. */
  private sanitise({ value, line, start }: Token, field: string): void {
    if (this.harms >= MAX_HARMS) return;
    for (const flaw of ofLiteral(value, field)) {
      this.harms++;
      this.problems.push({ ...flaw, segments: [], offset: this.lines.offset(line, start) });
    }
  }

  private step(token: Token): void {
    const next = this.next(token);
    if (next === undefined) this.fail(token);
    else this.state = next;
  }

  /** What may stand behind a token; undefined where the token doesn't fit. */
  private next(token: Token): State | undefined {
    const { type } = token;
    switch (this.state) {
      case 'statement':
        return this.startStatement(token);
      case 'prefix':
        this.prefix = token.value;
        return type === 'prefix' ? 'prefix IRI' : undefined;
      case 'prefix IRI':
        if (type !== 'IRI') return undefined;
        this.declared.set(this.prefix, findOntology(token.value));
        return this.isSparql ? 'statement' : 'dot of declaration';
      case 'base IRI':
        if (type !== 'IRI') return undefined;
        return this.isSparql ? 'statement' : 'dot of declaration';
      case 'dot of declaration':
        return type === '.' ? 'statement' : undefined;
      case 'predicate or ]':
        return type === ']' ? this.close('predicate') : afterPredicate(token);
      case 'predicate or dot':
        return type === '.' ? 'statement' : afterPredicate(token);
      case 'predicate or end':
        if (type === ';') return 'predicate or end';
        return type === '.' || type === ']' ? this.afterObject(token) : afterPredicate(token);
      case 'predicate':
        return afterPredicate(token);
      case 'object':
        return this.enter(token) ?? afterNode(token, 'end');
      case 'datatype or end':
        this.state = 'end';
        return isOfLiteral(type) ? 'end' : this.afterObject(token);
      case 'end':
        return this.afterObject(token);
      case 'datatype or item':
        this.state = 'item';
        return isOfLiteral(type) ? 'item' : this.afterItem(token);
      case 'item':
        return this.afterItem(token);
      case 'lost':
        return type === '.' && this.faults < MAX_FAULTS ? 'statement' : 'lost';
    }
  }

  private startStatement(token: Token): State | undefined {
    const { type } = token;
    this.statementLine = token.line;
    this.isSparql = type === 'PREFIX' || type === 'BASE';
    if (type === 'PREFIX' || type === '@prefix') return 'prefix';
    if (type === 'BASE' || type === '@base') return 'base IRI';
    this.statements++;
    return this.enter(token, IS_SUBJECT) ?? (isName(type) || type === 'blank' ? 'predicate' : undefined);
  }

  private afterItem(token: Token): State | undefined {
    return token.type === ')' ? this.close('predicate') : (this.enter(token) ?? afterNode(token, 'item'));
  }

  private afterObject({ type }: Token): State | undefined {
    const isNested = this.open.length > 0;
    switch (type) {
      case ';':
        return 'predicate or end';
      case ',':
        return 'object';
      case ']':
        return isNested ? this.close('predicate or dot') : undefined;
      case '.':
        return isNested ? undefined : 'statement';
      default:
        return undefined;
    }
  }

  private enter({ type, line, start }: Token, kind = 0): State | undefined {
    if (type !== '[' && type !== '(') return undefined;
    const isList = type === '(';
    if (this.open.length === this.maxDepth && !this.isDeep) {
      this.isDeep = true;
      const message = `is nested deeper than ${this.maxDepth} levels, which the policy allows (line ${line} of the Turtle); name the inner nodes`;
      const allowed = `${this.maxDepth} levels`;
      const offset = this.lines.offset(line, start);
      this.problems.push({ code: 'TMF-004', weight: 'error', segments: [], offset, message, allowed });
    }
    this.open.push(line * 4 + kind + (isList ? IS_LIST : 0));
    return isList ? 'item' : 'predicate or ]';
  }

  /** @param behindSubject what may stand behind the bracket where a blank node was the subject */
  private close(behindSubject: State): State {
    const bracket = this.open.pop() ?? 0;
    if (bracket & IS_SUBJECT) return bracket & IS_LIST ? 'predicate' : behindSubject;
    const outer = this.open.at(-1) ?? 0;
    return outer & IS_LIST ? 'item' : 'end';
  }

  private fail(token: Token): void {
    const state = this.state as Exclude<State, 'lost'>;
    const offset = this.lines.offset(token.line, token.start);
    const found = this.shown(token, offset);
    const allowed = this.open.length > 0 && state.endsWith('end') ? '";", "," or "]"' : ALLOWED[state];
    const quoted = found.startsWith('"') ? found : `"${found}"`;
    const problem = `found ${quoted} where ${allowed} has to stand; ${this.advise(token, state)}`;
    this.addFault(offset, { problem, found, allowed });
    // Within braces everything is Notation3, and one fault is enough.
    if (isOfNotation3(token.type)) this.faults = MAX_FAULTS;
    if (token.type === '.' && this.faults < MAX_FAULTS) this.state = 'statement';
  }

  private addFault(offset: number, { problem, found, allowed }: Flaw): void {
    const line = this.lines.lineOf(offset);
    this.problems.push({
      ...fault(offset, `line ${line} of the Turtle is not valid: ${problem}`),
      found,
      allowed,
    });
    this.faults++;
    this.state = 'lost';
    this.open.length = 0;
  }

  /** What to do about a token that doesn't fit. */
  private advise({ type }: Token, state: State): string {
    const bracket = this.open.at(-1);
    if (isOfNotation3(type))
      return 'this is Notation3; Turtle knows no formulas, rules and quantifiers, so leave it out';
    if (TURTLE_1_2.has(type)) return 'this is of Turtle 1.2, which few programs read; write it in Turtle 1.1';
    if (type === '.' && bracket !== undefined && !state.startsWith('object')) {
      const [opening, closing] = pairOf(bracket);
      return `the "${opening}" of line ${bracket >> 2} is not closed: write "${closing}" before the dot`;
    }
    if (type === ')' || type === ']') {
      const opening = type === ')' ? '(' : '[';
      if (bracket === undefined)
        return `no "${opening}" is open here: remove it, or write "${opening}" before`;
      if (type === ')' || bracket & IS_LIST) {
        const [open, closing] = pairOf(bracket);
        if (closing !== type)
          return `the "${open}" of line ${bracket >> 2} is not closed: write "${closing}" before it`;
      }
      return 'complete what stands before it';
    }
    switch (state) {
      case 'statement':
        if (type === 'abbreviation') return 'name the subject before "a"';
        if (type === '.')
          return this.last?.type === 'IRI' ? 'remove the dot: PREFIX and BASE have none' : 'remove the dot';
        if (type === ';' || type === ',') return 'replace the dot before it, or name a subject';
        if (type.startsWith('@'))
          return 'write it in small letters, or leave it out: Turtle knows no other directives';
        return 'name a subject before it';
      case 'prefix':
        return 'write the colon right behind the prefix, and a space behind the colon';
      case 'prefix IRI':
      case 'base IRI':
        return 'write the IRI between "<" and ">"';
      case 'dot of declaration':
        return 'end the declaration before it with a dot';
      case 'object':
        if (type === 'abbreviation')
          return '"a" can only be a predicate: write rdf:type, or the name that is meant';
        return 'complete the statement before it';
      case 'item':
        return type === ',' || type === ';'
          ? 'items of a list stand behind one another without it: remove it, or close the list by ")"'
          : 'write an item, or close the list by ")"';
      case 'end':
        if (type === 'langcode' || type === 'type' || type === 'typeIRI') {
          return 'a language or datatype stands behind a text in quotes, once';
        }
        return bracket === undefined
          ? `end the statement of line ${this.statementLine} with a dot, or put ";" before another predicate and "," before another object`
          : `close the "[" of line ${bracket >> 2}, or put ";" before another predicate and "," before another object`;
      default:
        if (type === 'literal') return 'a text or number can only be an object: name its predicate';
        if (type === 'blank' || type === '[' || type === '(') return 'only names and IRIs can be predicates';
        return 'write the predicate and its object, or remove the subject';
    }
  }

  /** What is wrong where the text is no token. */
  private explainNoToken(offset: number): Flaw {
    const flaw = explainAsNoToken(this.text, offset);
    const { state } = this;
    if (state !== 'prefix' && state !== 'prefix IRI' && state !== 'base IRI') return flaw;
    const allowed = ALLOWED[state];
    return { problem: `found "${flaw.found}" where ${allowed} has to stand`, found: flaw.found, allowed };
  }

  private explainEnd(): string {
    const bracket = this.open.at(-1);
    if (bracket !== undefined) {
      const [opening, closing] = pairOf(bracket);
      return `the text ends, but the "${opening}" of line ${bracket >> 2} is not closed; write "${closing}", and a dot behind the statement`;
    }
    const isComplete = /end$|of declaration|or dot/.test(this.state) && this.last?.type !== ';';
    return isComplete || this.state === 'predicate or end'
      ? `the statement of line ${this.statementLine} does not end with a dot; write one`
      : `the text ends within the statement of line ${this.statementLine}, where ${ALLOWED[this.state as 'end']} has to stand; complete it, and end it with a dot`;
  }

  /** A prefix has to be declared, a term of a known ontology has to be one. */
  private checkName(token: Token): void {
    const { prefix, value } = token;
    const ontology = this.declared.get(prefix);
    if (ontology) {
      if (!ontology.has(value)) {
        this.terms.add(ontology, value, `${prefix}:`, '', [], () =>
          this.lines.offset(token.line, token.start),
        );
      }
      return;
    }
    if (this.declared.has(prefix) || this.undeclared.has(prefix)) return;
    this.undeclared.add(prefix);
    const offset = this.lines.offset(token.line, token.start);
    if (this.undeclared.size === MAX_PREFIXES + 1) this.firstUnnamed = offset;
    if (this.undeclared.size > MAX_PREFIXES) return;
    const shown = printable(prefix);
    this.problems.push({
      code: 'TMF-302',
      weight: 'error',
      segments: [],
      offset,
      message: `the prefix ${shown}: is not declared (line ${token.line} of the Turtle); ${this.advisePrefix(prefix, shown)}`,
      found: `${shown}:`,
    });
  }

  private advisePrefix(prefix: string, shown: string): string {
    if (SCHEMES.test(prefix)) return 'write the IRI between "<" and ">"';
    const known = wellKnownNamespace(prefix);
    const declaration = `declare it by "@prefix ${shown}: <${known ?? '…'}> ." at the top`;
    if (known !== undefined || prefix.length < 3) return declaration;
    const near = nearest(prefix, [...this.declared.keys()].slice(0, 1000), this.effort);
    return near === undefined ? declaration : `write ${printable(near)}: if that is meant, or ${declaration}`;
  }

  private checkIri(token: Token): void {
    if (lacksScheme.test(token.value) && !hasScheme.test(token.value) && this.state !== 'lost') {
      const offset = this.lines.offset(token.line, token.start);
      const found = this.shown(token, offset);
      const problem = `${found} has a colon, but no scheme before it; write an IRI such as <http://…>, or a prefixed name without the angle brackets`;
      this.addFault(offset, { problem, found });
      return;
    }
    const term = findTerm(token.value);
    if (!term || term.isKnown) return;
    const { ontology, namespace, local } = term;
    this.terms.add(ontology, local, `<${namespace}`, '>', [], () =>
      this.lines.offset(token.line, token.start),
    );
  }

  private shown(token: Token, offset: number): string {
    const length = token.endLine === undefined ? token.end - token.start : MAX_SHOWN;
    return printable(this.text.slice(offset, offset + Math.min(length, MAX_SHOWN)), MAX_SHOWN - 10);
  }

  private endOf(token: Token | undefined): number {
    return token ? this.lines.offset(token.endLine ?? token.line, token.end) : 0;
  }

  /** Behind the white space and comments that start at an offset. */
  private skipBlank(offset: number): number {
    let at = offset;
    for (; ; at++) {
      const char = this.text.charCodeAt(at);
      if (char === HASH) {
        while (at < this.text.length && !isLineEnd(this.text.charCodeAt(at))) at++;
      } else if (!(char === SPACE || char === TAB || isLineEnd(char) || char === BYTE_ORDER_MARK)) {
        return at;
      }
    }
  }
}

/** Longer tokens are cut. */
const MAX_SHOWN = 70;
const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const HASH = 35;
const BYTE_ORDER_MARK = 0xfeff;

/** A colon in the first part of an IRI is that of its scheme: https://www.rfc-editor.org/rfc/rfc3986#section-4.2 */
const lacksScheme = /^[^/?#]*:/;
const hasScheme = /^[a-z][a-z\d+.-]*:/i;

/** Prefixes that are none: an IRI was written without its brackets. */
const SCHEMES = /^(?:https?|urn|tag|mailto)$/i;

/** Tokens of RDF 1.2: triple terms, annotations, directions, versions. */
const TURTLE_1_2 = new Set(['<<', '>>', '<<(', ')>>', '{|', '|}', '~', 'dircode', 'VERSION', '@version']);

interface Flaw {
  problem: string;
  found?: string;
  allowed?: string;
}

function fault(offset: number, message: string): Problem {
  return { code: 'TMF-301', weight: 'error', segments: [], offset, message };
}

/** How an open bracket is written, and what closes it. */
function pairOf(bracket: number): string {
  return bracket & IS_LIST ? '()' : '[]';
}

function isName(type: string): boolean {
  return type === 'IRI' || type === 'prefixed';
}

function afterPredicate({ type }: Token): State | undefined {
  return isName(type) || type === 'abbreviation' ? 'object' : undefined;
}

/** @param state what may stand behind an object or item that is no bracket */
function afterNode({ type, prefix }: Token, state: 'end' | 'item'): State | undefined {
  if (type === 'literal') return prefix === '' ? `datatype or ${state}` : state;
  return isName(type) || type === 'blank' ? state : undefined;
}

function isOfLiteral(type: string): boolean {
  return type === 'langcode' || type === 'type' || type === 'typeIRI';
}

function isLineEnd(char: number): boolean {
  return char === LF || char === CR;
}

/** Where lines start, as the lexer counts them. */
class Lines {
  private readonly ends = /\r\n?|\n/g;
  private readonly text: string;
  private line = 1;
  private start = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** @param line from 1; none before one that was asked for */
  offset(line: number, column: number): number {
    while (this.line < line && this.next()) {}
    return this.start + column;
  }

  /** The line of an offset, which isn't before the line that was last asked for. */
  lineOf(offset: number): number {
    while (true) {
      const { line, start } = this;
      if (this.next() && this.start <= offset) continue;
      this.line = line;
      this.start = start;
      this.ends.lastIndex = start;
      return line;
    }
  }

  private next(): boolean {
    this.ends.lastIndex = this.start;
    if (!this.ends.test(this.text)) return false;
    this.start = this.ends.lastIndex;
    this.line++;
    return true;
  }
}
