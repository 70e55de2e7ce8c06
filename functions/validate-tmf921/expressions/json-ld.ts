import { printable } from '../../lib/printable.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Budget } from '../document.ts';
import type { Problem } from '../problems.ts';
import {
  Contexts,
  isDirection,
  isIri,
  isKeyword,
  newScope,
  type Scope,
  show,
  type Term,
} from './json-ld-context.ts';
import { Report } from './json-ld-report.ts';

/**
 * Checks an expression in JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/), as far as that needs nothing to be loaded: its
 * syntax, by the errors of https://www.w3.org/TR/json-ld11-api/#expansion-algorithm (TMF-303), the prefixes of its names
 * (TMF-304), its terms of known ontologies (TMF-305). A context that would have to be loaded is TMF-307.
 *
 * @param budget what it may cost, shared with others
 * @returns the problems, with segments into the value
 */
export function checkJsonLd(value: Value, budget: Budget): Problem[] {
  const report = new Report(budget);
  return report.run(() => new Walker(report).checkRoot(value));
}

/** What a value is when it is expanded. A list of values can be several. */
const NODE = 1;
const VALUE = 2;
const LIST = 4;

/** What a map says by its keys. */
interface Said {
  /** The value of each keyword, and its key, unless that stands in @nest. */
  keywords: Map<string, { key: string | undefined; value: Value }>;
  /** How many keys are properties, and how many JSON-LD ignores. */
  properties: number;
  ignored: number;
}

function newSaid(): Said {
  return { keywords: new Map(), properties: 0, ignored: 0 };
}

const OF_VALUES = ['@value', '@type', '@language', '@direction', '@index'];
/** What no IRI holds: https://www.rfc-editor.org/rfc/rfc3987#section-2.2 */
const notInIris = /[\s<>"{}|\\^`]/;

/** A name such as icm:Intent in a text that may be anything: nothing but a prefix and a word. */
const compact = /^[A-Za-z][\w.-]*:[A-Za-z][\w-]*$/;

type Fault = (message: string, weight?: 'error' | 'warning') => void;

class Walker {
  private readonly report: Report;
  private readonly contexts: Contexts;

  constructor(report: Report) {
    this.report = report;
    this.contexts = new Contexts(report);
  }

  checkRoot(value: Value): void {
    const scope = newScope();
    if (isMap(value)) this.checkMap(scope, undefined, value);
    else if (Array.isArray(value)) {
      this.each(value, (item) => {
        if (isMap(item)) this.checkMap(scope, undefined, item);
        else
          this.report.fault(
            `JSON-LD is a map or a list of maps, but this item is ${show(item)}; write a map`,
          );
      });
    } else {
      this.report.fault(`JSON-LD is a map or a list of maps, but this is ${show(value)}; write a map`);
    }
  }

  /** @param term the definition of the property whose value it is; undefined where that is none of the context's */
  private check(scope: Scope, term: Term | undefined, value: Value, isEntry = false): number {
    if (Array.isArray(value)) {
      let kinds = 0;
      this.each(value, (item) => {
        kinds |= this.check(scope, term, item, isEntry);
      });
      return kinds;
    }
    if (isMap(value)) return this.checkMap(this.scoped(scope, term), term, value, isEntry);
    if (value === null) return 0;
    if (typeof value === 'string') {
      this.checkText(scope, term, value);
      if (term?.type === '@id' || term?.type === '@vocab') return NODE;
    }
    return VALUE;
  }

  /** A text that is an IRI by its term's definition, or that may be a compact IRI of a known ontology. */
  private checkText(scope: Scope, term: Term | undefined, text: string): void {
    const type = term?.type;
    if (type === '@id' || type === '@vocab') {
      this.report.follows(text);
      const iri = this.contexts.expand(scope, text, { isVocab: type === '@vocab' });
      if (typeof iri === 'string') this.report.name(text, iri);
    } else if (compact.test(text)) {
      const colon = text.indexOf(':');
      const prefix = this.contexts.find(scope, text.slice(0, colon));
      if (prefix?.isPrefix && typeof prefix.iri === 'string')
        this.report.name(text, prefix.iri + text.slice(colon + 1));
    }
  }

  /** What holds in the value of a term that has a context. */
  private scoped(scope: Scope, term: Term | undefined): Scope {
    return term?.context === undefined ? scope : this.use(scope, term.context, { overrides: true });
  }

  private use(scope: Scope, context: Value, how: { overrides?: boolean; propagates?: boolean }): Scope {
    return this.report.use(() => this.contexts.process(scope, context, how));
  }

  /** @param isEntry whether it is an entry of a map by index, id or type, where a context that doesn't propagate holds on */
  private checkMap(outer: Scope, term: Term | undefined, map: YamlMap, isEntry = false): number {
    const { report, contexts } = this;
    const keys = Object.keys(map);
    let scope = outer;
    if (scope.previous && !isEntry && !this.isValueOrReference(scope, keys)) scope = scope.previous;
    const context = map['@context'];
    if (context !== undefined) scope = report.within(['@context'], () => contexts.process(scope, context));
    const beforeTypes = scope;
    for (const key of keys) {
      if (contexts.meaning(scope, key) !== '@type') continue;
      for (const type of [map[key]]
        .flat()
        .filter((item) => typeof item === 'string')
        .sort()) {
        const definition = contexts.find(beforeTypes, type);
        if (definition?.context !== undefined)
          scope = this.use(scope, definition.context, { propagates: false });
      }
    }
    const said = newSaid();
    this.checkKeys(scope, beforeTypes, map, said);
    return this.classify(scope, term, said);
  }

  /** Whether a map is a value object, or nothing but an @id: a context that doesn't propagate still holds there. */
  private isValueOrReference(scope: Scope, keys: string[]): boolean {
    const { contexts } = this;
    if (keys.length === 1 && contexts.meaning(scope, keys[0] as string) === '@id') return true;
    return keys.some((key) => contexts.meaning(scope, key) === '@value');
  }

  /** @param said filled with what the map says */
  private checkKeys(scope: Scope, beforeTypes: Scope, map: YamlMap, said: Said): void {
    const { report } = this;
    for (const [key, value] of Object.entries(map)) {
      if (key === '@context') continue;
      report.step();
      report.within([key], () => {
        const iri = this.contexts.expand(scope, key, { isVocab: true });
        if (typeof iri === 'string' && isKeyword(iri)) {
          this.checkKeyword(scope, beforeTypes, key, iri, value, said);
          return;
        }
        if (iri === null && key.startsWith('@')) {
          report.fault(
            `${printable(key)} looks like a keyword, but is none, so JSON-LD ignores it; take a name without "@"`,
            'warning',
          );
        }
        if (iri?.includes(':')) said.properties++;
        else said.ignored++;
        if (iri === undefined || iri?.includes(':')) this.checkProperty(scope, key, iri, value);
      });
    }
  }

  private checkKeyword(
    scope: Scope,
    beforeTypes: Scope,
    key: string,
    keyword: string,
    value: Value,
    said: Said,
  ): void {
    const { report } = this;
    const shown = key === keyword ? key : `${printable(key)} (${keyword})`;
    const wrong = (allowed: string) =>
      report.fault(`${shown} is ${show(value)}; write ${allowed}`, 'error', show(value), allowed);
    if (keyword !== '@nest') this.say(said, keyword, key, value);
    switch (keyword) {
      case '@id':
        if (typeof value !== 'string') wrong('an IRI');
        else this.contexts.expand(scope, value);
        return;
      case '@type':
        this.checkType(beforeTypes, value, wrong);
        return;
      case '@graph':
        if (typeof value !== 'object' || value === null) wrong('a node, or a list of nodes');
        else this.check(scope, undefined, value);
        return;
      case '@set':
      case '@list':
        this.check(scope, undefined, value);
        return;
      case '@included':
        if (this.check(scope, undefined, value) & (VALUE | LIST))
          wrong('a node (a map without @value, @list and @set), or a list of nodes');
        return;
      case '@language':
        if (typeof value !== 'string' && value !== null) wrong('a language tag such as "en"');
        return;
      case '@direction':
        if (!isDirection(value)) wrong('"ltr" or "rtl"');
        return;
      case '@index':
        if (typeof value !== 'string') wrong('a text');
        return;
      case '@reverse':
        this.checkReverse(scope, value, wrong);
        return;
      case '@nest':
        this.checkNest(scope, beforeTypes, value, said, wrong);
        return;
      case '@value':
        return;
      default:
        report.fault(
          `${shown} has no meaning here, and JSON-LD ignores it; put it into the @context, or remove it`,
          'warning',
        );
    }
  }

  private checkType(scope: Scope, value: Value, wrong: (allowed: string) => void): void {
    const types = Array.isArray(value) ? value : [value];
    if (types.some((type) => typeof type !== 'string')) {
      wrong('an IRI, or a list of IRIs');
      return;
    }
    for (const [index, type] of types.entries()) {
      this.report.within(Array.isArray(value) ? [index] : [], () => {
        const iri = this.contexts.expand(scope, type as string, { isVocab: true });
        if (typeof iri === 'string') this.report.name(type as string, iri);
      });
    }
  }

  private checkReverse(scope: Scope, value: Value, wrong: (allowed: string) => void): void {
    if (!isMap(value)) {
      wrong('a map of properties, whose values are nodes');
      return;
    }
    const { report, contexts } = this;
    const context = value['@context'];
    const inner =
      context === undefined ? scope : report.within(['@context'], () => contexts.process(scope, context));
    for (const [key, item] of Object.entries(value)) {
      if (key === '@context') continue;
      report.step();
      report.within([key], () => {
        const iri = contexts.expand(inner, key, { isVocab: true });
        if (typeof iri === 'string' && isKeyword(iri)) {
          report.fault(`${printable(key)} can't stand in @reverse; put properties only there`);
        } else if (iri === undefined || iri?.includes(':')) {
          this.checkProperty(inner, key, iri, item, true);
        }
      });
    }
  }

  private checkNest(
    scope: Scope,
    beforeTypes: Scope,
    value: Value,
    said: Said,
    wrong: (allowed: string) => void,
  ): void {
    const allowed = 'a map of properties without @value, or a list of such maps';
    for (const [index, item] of (Array.isArray(value) ? value : [value]).entries()) {
      this.report.within(Array.isArray(value) ? [index] : [], () => {
        if (!isMap(item)) {
          wrong(allowed);
          return;
        }
        const inner = newSaid();
        this.checkKeys(scope, beforeTypes, item, inner);
        if (inner.keywords.has('@value')) wrong(allowed);
        for (const [keyword, { value: meant }] of inner.keywords) this.say(said, keyword, undefined, meant);
        said.properties += inner.properties;
        said.ignored += inner.ignored;
      });
    }
  }

  /** @param iri what the key means; undefined where that can't be known */
  private checkProperty(
    scope: Scope,
    key: string,
    iri: string | undefined,
    value: Value,
    isReverse = false,
  ): void {
    const term = this.contexts.find(scope, key);
    // A term was checked where the context defines it.
    if (!term && iri !== undefined) this.report.name(key, iri);
    const kinds = this.checkValues(scope, term, value);
    if (!(isReverse || term?.isReverse) || !(kinds & (VALUE | LIST))) return;
    this.report.fault(
      `the value of a reverse property is ${show(value)}; write a node (a map with @id), or a list of nodes`,
    );
  }

  private checkValues(scope: Scope, term: Term | undefined, value: Value): number {
    if (term?.type === '@json') return VALUE;
    const containers = term?.containers ?? [];
    if (isMap(value)) {
      if (containers.includes('@language')) return this.checkLanguages(value);
      if (['@index', '@id', '@type'].some((name) => containers.includes(name))) {
        return this.checkEntries(this.scoped(scope, term), term as Term, value);
      }
    }
    const kinds = this.check(scope, term, value);
    return containers.includes('@list') ? LIST : kinds;
  }

  private checkLanguages(map: YamlMap): number {
    for (const [language, value] of Object.entries(map)) {
      const isValid = [value].flat().every((item) => item === null || typeof item === 'string');
      this.report.step();
      if (isValid) continue;
      this.report.within([language], () =>
        this.report.fault(
          `the text of the language ${printable(language)} is ${show(value)}; write a text, or a list of texts`,
        ),
      );
    }
    return VALUE;
  }

  /** The entries of a map by index, id or type. */
  private checkEntries(scope: Scope, term: Term, map: YamlMap): number {
    let kinds = 0;
    const isByType = term.containers.includes('@type');
    for (const [key, value] of Object.entries(map)) {
      this.report.step();
      this.report.within([key], () => {
        let inner = scope;
        if (isByType || term.containers.includes('@id')) inner = inner.previous ?? inner;
        if (isByType) {
          const type = this.contexts.find(inner, key);
          if (type?.context !== undefined) inner = this.use(inner, type.context, { propagates: false });
        }
        kinds |= this.check(inner, { ...term, context: undefined }, value, true);
      });
    }
    if (term.containers.includes('@graph')) return NODE;
    if (term.hasIndexProperty && kinds & VALUE) {
      this.report.fault(
        'the keys of this map are a property of its values, which texts and numbers can not have; write nodes (maps without @value)',
      );
    }
    return kinds;
  }

  /** What a map is by its keywords, which have to fit each other. */
  private classify(scope: Scope, term: Term | undefined, said: Said): number {
    const { keywords } = said;
    if (keywords.has('@value')) {
      this.checkAlone(said, '@value', OF_VALUES);
      this.checkValueObject(scope, said);
      return VALUE;
    }
    const list = keywords.get('@list');
    const set = keywords.get('@set');
    if (list) this.checkAlone(said, '@list', ['@list', '@index']);
    else if (set) this.checkAlone(said, '@set', ['@set', '@index']);
    if (list) return LIST;
    if (!set || term?.type === '@id') return NODE;
    return [set.value].flat().reduce<number>((kinds, item) => kinds | (isMap(item) ? NODE : VALUE), 0);
  }

  /** @param allowed the keywords that may stand beside one that makes a map no node */
  private checkAlone(
    { keywords, properties, ignored }: Said,
    keyword: string,
    allowed: readonly string[],
  ): void {
    const others = properties + [...keywords.keys()].filter((name) => !allowed.includes(name)).length;
    if (others + ignored === 0) return;
    this.report.fault(
      `a map with ${keyword} holds other keys${others === 0 ? ', which JSON-LD ignores' : ''}; only ${allowed.filter((name) => name !== keyword).join(', ')} may stand beside it, so move them`,
      others === 0 ? 'warning' : 'error',
    );
  }

  /** Notes a keyword. */
  private say(said: Said, keyword: string, key: string | undefined, value: Value): void {
    if (said.keywords.has(keyword) && keyword !== '@included' && keyword !== '@type') {
      this.report.fault(`${keyword} stands twice here, by other names or in @nest; keep one`);
    }
    said.keywords.set(keyword, { key, value });
  }

  private checkValueObject(scope: Scope, { keywords }: Said): void {
    const { report } = this;
    const [value, type] = [keywords.get('@value'), keywords.get('@type')];
    const [inValue, inType] = [value, type].map(
      (said) => (message: string, weight?: 'error' | 'warning') =>
        report.within(said?.key === undefined ? [] : [said.key], () => report.fault(message, weight)),
    ) as [Fault, Fault];
    if (type && (keywords.has('@language') || keywords.has('@direction'))) {
      report.fault('a map with @value has both @type and @language or @direction; keep one of them');
    }
    const iri =
      typeof type?.value === 'string'
        ? this.contexts.expand(scope, type.value, { isVocab: true })
        : undefined;
    if (iri === '@json') return;
    if (typeof value?.value === 'object' && value.value !== null) {
      inValue(
        `@value is ${show(value.value)}; write a text, a number, true, false or null, or set "@type": "@json"`,
      );
      return;
    }
    const language = keywords.get('@language')?.value ?? null;
    if (language !== null && typeof value?.value !== 'string' && value?.value !== null) {
      report.fault(
        `a map with @language has the @value ${show(value?.value)}; write a text, or remove @language`,
      );
    }
    if (Array.isArray(type?.value)) {
      inType('a value has a list of types; write one');
    } else if (typeof iri === 'string' && (iri.startsWith('_:') || isKeyword(iri) || notInIris.test(iri))) {
      inType(`the type of a value is ${show(type?.value)}; write the IRI of a datatype`);
    } else if (iri === null || (typeof iri === 'string' && !isIri(iri))) {
      inType(
        `the type of a value is ${show(type?.value)}, which is no IRI, and no term of the @context; write a datatype such as xsd:string`,
        'warning',
      );
    }
  }

  private each(list: Value[], check: (item: Value) => void): void {
    for (const [index, item] of list.entries()) {
      this.report.step();
      this.report.within([index], () => check(item));
    }
  }
}
