import { printable } from '../../lib/printable.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { show as showValue } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Report } from './json-ld-report.ts';

/** https://www.w3.org/TR/json-ld11/#syntax-tokens-and-keywords */
const KEYWORDS = new Set(
  (
    '@base @container @context @default @direction @graph @id @import @included @index @json @language @list @nest ' +
    '@none @prefix @propagate @protected @reverse @set @type @value @version @vocab'
  ).split(' '),
);
const TERM_KEYS = new Set(
  '@id @reverse @container @context @direction @index @language @nest @prefix @protected @type'.split(' '),
);
const CONTEXT_KEYS = new Set(
  '@base @direction @import @language @propagate @protected @version @vocab'.split(' '),
);
/** Containers, sorted, joined by spaces: https://www.w3.org/TR/json-ld11-api/#create-term-definition, step 21. */
const CONTAINERS = new Set([
  ...['@graph', '@id', '@index', '@language', '@list', '@set', '@type'],
  ...['@graph @id', '@graph @index', '@graph @id @set', '@graph @index @set', '@graph @set'],
  ...['@id @set', '@index @set', '@language @set', '@set @type'],
]);
/** What is no prefix but a scheme of IRIs; geo is one too, but in intents a prefix. */
const SCHEMES = new Set(
  (
    'about acct android ark arn blob cid coap coaps data did dns doi file ftp ftps git gopher hdl http https imap info ' +
    'ipfs ipns irc jar jdbc javascript ldap ldaps lsid mailto mid mqtt mqtts news ni nntp oid opc.tcp pkg pop quic rtsp ' +
    's3 sftp sip sips sms spiffe ssh stun tag tel telnet turn unix urn uuid vnc ws wss xmpp'
  ).split(' '),
);

/** What defining a term, and reading a context without any, cost in steps. */
const DEFINITION = 300;
const CONTEXT = 100;

/** A term as its context defines it. */
export interface Term {
  /** The IRI or keyword that it means; null where it means nothing, undefined where that can't be known. */
  iri: string | null | undefined;
  isPrefix: boolean;
  isReverse: boolean;
  isProtected: boolean;
  type: string | undefined;
  containers: readonly string[];
  /** The keys of its map by index are values of a property, instead of @index. */
  hasIndexProperty: boolean;
  /** What the context says about it. */
  definition: YamlMap;
  /** A context that holds for its values, or for the nodes of this type. */
  context: Value | undefined;
}

/** A term of which only the name is known. */
const UNKNOWN: Term = {
  iri: undefined,
  isPrefix: true,
  isReverse: false,
  isProtected: false,
  type: undefined,
  containers: [],
  hasIndexProperty: false,
  definition: {},
  context: undefined,
};

/** An active context: what the nested contexts so far define. */
export interface Scope {
  terms: Map<string, Term>;
  outer: Scope | undefined;
  vocab: string | undefined;
  /** A remote context belongs to it, which may define anything. */
  isOpen: boolean;
  hasProtected: boolean;
  /** What holds again in the nodes below, where a context doesn't propagate. */
  previous: Scope | undefined;
}

export function newScope(): Scope {
  return {
    terms: new Map(),
    outer: undefined,
    vocab: undefined,
    isOpen: false,
    hasProtected: false,
    previous: undefined,
  };
}

export function isKeyword(text: string): boolean {
  return KEYWORDS.has(text);
}

function looksLikeKeyword(text: string): boolean {
  return /^@[a-zA-Z]+$/.test(text);
}

/** Whether a text has a scheme, or what processors take for one: a prefix that isn't declared, `_` for blank nodes. */
export function isIri(text: string): boolean {
  return /^[A-Za-z_][\w.+-]*:/.test(text);
}

/** A value as messages show it: shorter than elsewhere, since what is said of JSON-LD is long. */
export function show(value: Value | undefined): string {
  return showValue(value, 80);
}

/** How a context came into force. */
interface Use {
  /** It is the context of a term: it may redefine protected terms. */
  overrides?: boolean;
  propagates?: boolean;
}

/** Processes contexts, and expands names by them: https://www.w3.org/TR/json-ld11-api/#context-processing-algorithms. */
export class Contexts {
  private readonly report: Report;

  constructor(report: Report) {
    this.report = report;
  }

  /**
   * What holds where a context stands.
   *
   * @param active what held before
   */
  process(active: Scope, context: Value, { overrides = false, propagates = true }: Use = {}): Scope {
    const { report } = this;
    let scope: Scope = { ...active, terms: new Map(), outer: active };
    const list = Array.isArray(context) ? context : [context];
    const first = list[0];
    const doesPropagate =
      isMap(first) && typeof first['@propagate'] === 'boolean' ? first['@propagate'] : propagates;
    scope.previous = doesPropagate ? active.previous : (active.previous ?? active);
    for (const [index, item] of list.entries()) {
      report.within(Array.isArray(context) ? [index] : [], () => {
        report.step(CONTEXT);
        if (item === null) {
          if (scope.hasProtected && !overrides) {
            report.conflict('the @context null would remove terms that are protected; leave it out');
          }
          scope = { ...newScope(), previous: scope.previous };
        } else if (typeof item === 'string') {
          report.remote(item);
          scope.isOpen = true;
        } else if (isMap(item)) {
          this.readMap(scope, item, overrides);
        } else {
          report.fault(
            `${show(item)} is no @context; write a map of terms, the IRI of a context, or a list of these`,
          );
        }
      });
    }
    return scope;
  }

  private readMap(scope: Scope, context: YamlMap, overrides: boolean): void {
    const { report } = this;
    const at = (key: string, isValid: boolean, allowed: string) => {
      if (isValid) return;
      report.within([key], () =>
        report.fault(
          `${key} of a @context is ${show(context[key])}; write ${allowed}`,
          'error',
          show(context[key]),
          allowed,
        ),
      );
    };
    const {
      '@version': version,
      '@import': imported,
      '@base': base,
      '@vocab': vocab,
      '@language': language,
      '@direction': direction,
      '@propagate': propagate,
      '@protected': isProtected,
    } = context;
    if (version !== undefined) at('@version', version === 1.1, 'the number 1.1');
    if (imported !== undefined) {
      at('@import', typeof imported === 'string', 'the IRI of a context');
      if (typeof imported === 'string') {
        report.within(['@import'], () => report.remote(imported));
        scope.isOpen = true;
      }
    }
    if (base !== undefined) at('@base', base === null || typeof base === 'string', 'an IRI, or null');
    if (vocab !== undefined) {
      at('@vocab', vocab === null || typeof vocab === 'string', 'an IRI, a compact IRI, or null');
      scope.vocab =
        typeof vocab === 'string'
          ? report.within(['@vocab'], () => this.expand(scope, vocab, { isVocab: true }) ?? vocab)
          : undefined;
    }
    if (language !== undefined) {
      at(
        '@language',
        language === null || typeof language === 'string',
        'a language tag such as "en", or null',
      );
    }
    if (direction !== undefined) at('@direction', isDirection(direction), '"ltr", "rtl" or null');
    if (propagate !== undefined) at('@propagate', typeof propagate === 'boolean', 'true or false');
    if (isProtected !== undefined) at('@protected', typeof isProtected === 'boolean', 'true or false');
    const definer = new Definer(this, report, scope, context, overrides, isProtected === true);
    for (const term of Object.keys(context)) {
      if (!CONTEXT_KEYS.has(term)) definer.define(term);
    }
  }

  /** What a term means where a scope holds. */
  find(scope: Scope, name: string): Term | undefined {
    for (let at: Scope | undefined = scope; at; at = at.outer) {
      this.report.step();
      const term = at.terms.get(name);
      if (term) return term;
    }
    return undefined;
  }

  /** The keyword that a key means, if it does; or else what its term means. */
  meaning(scope: Scope, key: string): string | null | undefined {
    return KEYWORDS.has(key) ? key : this.find(scope, key)?.iri;
  }

  /**
   * Expands a name: https://www.w3.org/TR/json-ld11-api/#iri-expansion. Without any document's address, relative IRIs stay.
   *
   * @param isVocab whether terms and @vocab count, as for keys and types
   * @param needs called with each term before it is looked up, while its context is still being read
   * @returns null where it means nothing, undefined where that can't be known
   */
  expand(
    scope: Scope,
    text: string,
    { isVocab = false, needs }: { isVocab?: boolean; needs?: ((term: string) => void) | undefined } = {},
  ): string | null | undefined {
    if (KEYWORDS.has(text)) return text;
    if (looksLikeKeyword(text)) return null;
    needs?.(text);
    const term = this.find(scope, text);
    if (term && (isVocab || (typeof term.iri === 'string' && KEYWORDS.has(term.iri)))) return term.iri;
    const colon = text.indexOf(':', 1);
    if (colon > 0) {
      const prefix = text.slice(0, colon);
      const suffix = text.slice(colon + 1);
      if (prefix === '_' || suffix.startsWith('//')) return text;
      needs?.(prefix);
      const meant = this.find(scope, prefix);
      if (meant?.isPrefix && meant.iri !== null)
        return meant.iri === undefined ? undefined : meant.iri + suffix;
      if (isIri(text)) {
        this.checkPrefix(scope, prefix, text, meant);
        return text;
      }
    }
    if (isVocab && scope.vocab !== undefined) return scope.vocab + text;
    return scope.isOpen && isVocab ? undefined : text;
  }

  private checkPrefix(scope: Scope, prefix: string, text: string, term: Term | undefined): void {
    if (scope.isOpen || SCHEMES.has(prefix.toLowerCase()) || /\s/.test(text)) return;
    this.report.undeclared(prefix, text, () => this.names(scope), term !== undefined);
  }

  /** The names of a scope's terms, as far as a hint needs them. */
  private names(scope: Scope): string[] {
    const names: string[] = [];
    for (let at: Scope | undefined = scope; at && names.length < 1000; at = at.outer) {
      for (const name of at.terms.keys()) {
        if (names.push(name) >= 1000) break;
      }
    }
    return names;
  }
}

/** Whether a value of @direction is one, or null, which stands for none. */
export function isDirection(value: Value): boolean {
  return value === null || value === 'ltr' || value === 'rtl';
}

/** Defines the terms of one map: https://www.w3.org/TR/json-ld11-api/#create-term-definition. */
class Definer {
  private readonly contexts: Contexts;
  private readonly report: Report;
  private readonly scope: Scope;
  private readonly context: YamlMap;
  private readonly overrides: boolean;
  private readonly isProtected: boolean;
  /** Terms that are defined, or, if false, being defined. */
  private readonly done = new Map<string, boolean>();
  /** How many of the path's segments lead to the context. */
  private readonly root: number;

  constructor(
    contexts: Contexts,
    report: Report,
    scope: Scope,
    context: YamlMap,
    overrides: boolean,
    isProtected: boolean,
  ) {
    this.contexts = contexts;
    this.report = report;
    this.scope = scope;
    this.context = context;
    this.overrides = overrides;
    this.isProtected = isProtected;
    this.root = report.path.length;
  }

  define(name: string): void {
    const { report, context, done } = this;
    if (done.has(name)) {
      if (done.get(name) === false) {
        report.fault(`the term ${printable(name)} is defined by itself; write its IRI in full`);
        done.set(name, true);
        this.scope.terms.set(name, UNKNOWN);
      }
      return;
    }
    report.step(DEFINITION);
    done.set(name, false);
    const value = context[name] as Value;
    // Where the definition of another term needs this one, the path is that term's.
    const before = report.path.splice(this.root);
    report.within([name], () => this.defineHere(name, value));
    report.path.push(...before);
    done.set(name, true);
  }

  private defineHere(name: string, value: Value): void {
    const { report } = this;
    const isSimple = typeof value === 'string';
    const definition = isSimple || value === null ? { '@id': value } : isMap(value) ? value : undefined;
    if (name === '') {
      report.fault('a term of the @context is empty; name it');
    } else if (KEYWORDS.has(name) && !(name === '@type' && isTypeAsSet(value))) {
      report.fault(`${name} is a keyword, which no @context may define; take another name`);
    } else if (!KEYWORDS.has(name) && looksLikeKeyword(name)) {
      report.fault(
        `the term ${printable(name)} looks like a keyword, so JSON-LD ignores it; take a name without "@"`,
        'warning',
      );
    } else if (definition) {
      this.add(name, definition, isSimple);
    } else {
      report.fault(
        `the term ${printable(name)} is ${show(value)}; write an IRI, null, or a map with @id`,
        'error',
        show(value),
        'an IRI, null, or a map',
      );
    }
  }

  private add(name: string, definition: YamlMap, isSimple: boolean): void {
    const { report, scope } = this;
    const previous = this.contexts.find(scope, name);
    const term = this.read(name, definition, isSimple);
    if (!term) return;
    if (previous?.isProtected && !this.overrides) {
      if (!this.isSame(previous, term)) {
        report.conflict(
          `the term ${printable(name)} is protected, and defined otherwise here; leave it as it is`,
        );
      }
      term.isProtected = true;
    }
    scope.hasProtected ||= term.isProtected;
    scope.terms.set(name, term);
  }

  private read(name: string, definition: YamlMap, isSimple: boolean): Term | undefined {
    const { report } = this;
    for (const key of Object.keys(definition)) {
      if (TERM_KEYS.has(key)) continue;
      this.at(
        key,
        `${printable(key)} is no part of a term's definition; allowed are ${[...TERM_KEYS].join(', ')}`,
      );
      return undefined;
    }
    const {
      '@protected': isProtected = this.isProtected,
      '@reverse': reverse,
      '@context': context,
    } = definition;
    if (typeof isProtected !== 'boolean') this.wrong(definition, '@protected', 'true or false');
    const type = this.readType(definition);
    const iri = reverse === undefined ? this.readId(name, definition) : this.readReverse(definition, reverse);
    const containers = this.readContainers(definition, type);
    this.checkOthers(name, definition, containers, iri);
    if (context !== undefined) {
      report.within(['@context'], () => this.contexts.process(this.scope, context, { overrides: true }));
    }
    const prefix = definition['@prefix'];
    const endsLikePrefix = typeof iri === 'string' && (/[:/?#[\]@]$/.test(iri) || iri.startsWith('_:'));
    return {
      iri,
      isPrefix: prefix === true || (isSimple && !/[:/]/.test(name) && (iri === undefined || endsLikePrefix)),
      isReverse: reverse !== undefined,
      isProtected: isProtected === true,
      type,
      containers,
      hasIndexProperty: (definition['@index'] ?? '@index') !== '@index',
      definition,
      context,
    };
  }

  private readType(definition: YamlMap): string | undefined {
    const type = definition['@type'];
    if (type === undefined) return undefined;
    const allowed = 'an IRI, a term, @id, @vocab, @json or @none';
    if (typeof type !== 'string') {
      this.wrong(definition, '@type', allowed);
      return undefined;
    }
    const iri = this.report.within(['@type'], () => this.expand(type));
    if (iri === undefined) return undefined;
    const isValid =
      iri !== null &&
      (['@id', '@vocab', '@json', '@none'].includes(iri) || (isIri(iri) && !iri.startsWith('_:')));
    if (!isValid) this.wrong(definition, '@type', allowed);
    else this.report.within(['@type'], () => this.report.name(type, iri));
    return isValid ? iri : undefined;
  }

  private readReverse(definition: YamlMap, reverse: Value): string | undefined {
    if (definition['@id'] !== undefined || definition['@nest'] !== undefined) {
      this.at('@reverse', 'a term with @reverse has no @id and no @nest; remove these');
    }
    if (typeof reverse !== 'string') {
      this.wrong(definition, '@reverse', 'an IRI');
      return undefined;
    }
    const iri = this.report.within(['@reverse'], () => this.expand(reverse));
    if (iri === undefined) return undefined;
    if (iri === null) {
      this.at(
        '@reverse',
        `${show(reverse)} looks like a keyword, but is none, so JSON-LD ignores the term; write an IRI`,
        'warning',
      );
      return undefined;
    }
    if (!iri.includes(':')) {
      this.wrong(definition, '@reverse', 'an IRI');
      return undefined;
    }
    return iri;
  }

  /** @returns what the term means; undefined where that is wrong or can't be known */
  private readId(name: string, definition: YamlMap): string | null | undefined {
    const { report, scope } = this;
    const id = definition['@id'];
    if (id === null) return null;
    if (id === undefined || id === name) return this.readName(name);
    if (typeof id !== 'string') {
      this.wrong(definition, '@id', 'an IRI, a keyword, or null');
      return undefined;
    }
    return report.within(definition === this.context[name] ? ['@id'] : [], () => {
      const shown = printable(name);
      const iri = this.expand(id);
      if (iri === undefined) return undefined;
      if (iri === null) {
        report.fault(
          `${show(id)} of the term ${shown} looks like a keyword, but is none, so JSON-LD ignores the term; write an IRI`,
          'warning',
        );
        return null;
      }
      if (iri === '@context') {
        report.fault(`the term ${shown} can't be another name for @context; take an IRI`);
        return undefined;
      }
      const isOfVocab = scope.vocab !== undefined && iri.startsWith(scope.vocab);
      if (!KEYWORDS.has(iri) && !isIri(iri) && !isOfVocab) {
        if (scope.isOpen) return undefined;
        report.fault(
          `the term ${shown} means ${show(id)}, which is no IRI and no keyword; write an absolute IRI, or declare @vocab`,
          'error',
          show(id),
          'an absolute IRI',
        );
        return undefined;
      }
      if (/.:.|\//s.test(name) && this.readName(name) !== iri && !scope.isOpen) {
        report.fault(
          `the term ${shown} is a compact IRI itself, and may mean nothing else than that; take another name, or leave it out`,
        );
      }
      report.name(id, iri);
      return iri;
    });
  }

  /** What a term without @id means: itself. */
  private readName(name: string): string | null | undefined {
    const { report, scope } = this;
    if (name === '@type') return name;
    const colon = name.indexOf(':', 1);
    if (colon > 0) {
      const prefix = name.slice(0, colon);
      this.need(prefix);
      const term = this.contexts.find(scope, prefix);
      return typeof term?.iri === 'string' ? term.iri + name.slice(colon + 1) : name;
    }
    if (name.includes('/')) return scope.isOpen ? undefined : name;
    if (scope.vocab !== undefined) {
      report.name(name, scope.vocab + name);
      return scope.vocab + name;
    }
    if (!scope.isOpen) {
      report.fault(
        `the term ${printable(name)} has no @id, and there is no @vocab; write the IRI that it means as its @id`,
      );
    }
    return undefined;
  }

  private readContainers(definition: YamlMap, type: string | undefined): readonly string[] {
    const container = definition['@container'];
    if (container === undefined || container === null) return [];
    const list = Array.isArray(container) ? container : [container];
    const isReverse = definition['@reverse'] !== undefined;
    const names = list.filter((item) => typeof item === 'string');
    const isValid =
      names.length === list.length &&
      CONTAINERS.has([...names].sort().join(' ')) &&
      (!isReverse || (names.length === 1 && ['@set', '@index'].includes(names[0] as string)));
    if (!isValid) {
      this.wrong(
        definition,
        '@container',
        isReverse
          ? '@set, @index or null, for the term is a reverse property'
          : '@list, @set, @language, @index, @id, @type or @graph; @set goes with all but @list, @graph with @id or @index',
      );
      return [];
    }
    if (names.includes('@type') && definition['@type'] !== undefined && type !== '@id' && type !== '@vocab') {
      this.wrong(definition, '@type', '@id or @vocab, for the container is @type');
    }
    return names;
  }

  private checkOthers(
    name: string,
    definition: YamlMap,
    containers: readonly string[],
    iri: string | null | undefined,
  ): void {
    const {
      '@index': index,
      '@language': language,
      '@direction': direction,
      '@nest': nest,
      '@prefix': prefix,
    } = definition;
    const isTyped = definition['@type'] !== undefined;
    if (index !== undefined) {
      if (!containers.includes('@index'))
        this.at('@index', '@index needs the @container @index; add it, or remove @index');
      const meant =
        typeof index === 'string' ? this.report.within(['@index'], () => this.expand(index)) : null;
      if (meant === null || (meant !== undefined && !isIri(meant)))
        this.wrong(definition, '@index', 'an IRI or a term');
    }
    if (language !== undefined && !isTyped && language !== null && typeof language !== 'string') {
      this.wrong(definition, '@language', 'a language tag such as "en", or null');
    }
    if (direction !== undefined && !isTyped && !isDirection(direction)) {
      this.wrong(definition, '@direction', '"ltr", "rtl" or null');
    }
    if (nest !== undefined && (typeof nest !== 'string' || (nest !== '@nest' && KEYWORDS.has(nest)))) {
      this.wrong(definition, '@nest', '@nest, or a term that means it');
    }
    if (prefix === undefined) return;
    if (typeof prefix !== 'boolean') this.wrong(definition, '@prefix', 'true or false');
    if (/[:/]/.test(name))
      this.at('@prefix', 'a term with ":" or "/" in its name is no prefix; remove @prefix');
    if (prefix === true && typeof iri === 'string' && KEYWORDS.has(iri)) {
      this.at('@prefix', 'a term that means a keyword is no prefix; remove @prefix');
    }
  }

  /** Whether two definitions mean the same, but for @protected. */
  private isSame(a: Term, b: Term): boolean {
    const [one, other] = [a, b].map((term) => {
      const { '@protected': _, '@id': __, '@type': ___, '@container': ____, ...rest } = term.definition;
      return JSON.stringify([term.iri ?? null, term.type, term.containers, rest]);
    }) as [string, string];
    this.report.step(one.length + other.length);
    return one === other;
  }

  private expand(text: string): string | null | undefined {
    return this.contexts.expand(this.scope, text, { isVocab: true, needs: (term) => this.need(term) });
  }

  /** Defines a term of the same context first, if it is one. */
  private need(name: string): void {
    if (Object.hasOwn(this.context, name) && !CONTEXT_KEYS.has(name) && !KEYWORDS.has(name))
      this.define(name);
  }

  private wrong(definition: YamlMap, key: string, allowed: string): void {
    const found = show(definition[key]);
    this.report.within([key], () =>
      this.report.fault(`${key} of a term is ${found}; write ${allowed}`, 'error', found, allowed),
    );
  }

  private at(key: string, message: string, weight?: 'error' | 'warning'): void {
    this.report.within([key], () => this.report.fault(message, weight));
  }
}

/** The one definition that a keyword may have: https://www.w3.org/TR/json-ld11-api/#create-term-definition, step 4. */
function isTypeAsSet(value: Value): boolean {
  return (
    isMap(value) &&
    Object.keys(value).length > 0 &&
    Object.entries(value).every(([key, item]) =>
      key === '@container' ? item === '@set' : key === '@protected',
    )
  );
}
