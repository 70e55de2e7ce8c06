import { printable } from '../../lib/printable.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { kindOf, show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import { wrongType } from '../built-in/validate.ts';
import type { Code } from '../codes.ts';
import { type Problem, Problems } from '../problems.ts';
import { alternativesOf, forbiddenBy, wanted } from './describe.ts';
import { checkEmbedded } from './embedded.ts';
import { findDuplicates } from './list-types.ts';
import type { Bounds, SchemaNode } from './node.ts';
import { textOf, textsOf } from './schema.ts';
import type { Meter } from './steps.ts';
import type { Terms, Text } from './terms.ts';
import { canonical, isInteger, isNearInteger, isNumber } from './values.ts';

/** Among so many texts it is looked for the one that is meant. */
const MAX_TEXTS = 1000;

/** More problems aren't kept. */
const MAX_TOLD = 500;

/** So many characters of a text cost as much as a value. */
const CHARACTERS_PER_STEP = 64;
/** What a choice between alternatives costs besides these. */
const STEPS_PER_CHOICE = 60;

/**
 * Holds a value against a schema as the API server does: types, required fields, enumerations, patterns, formats,
 * bounds, sizes, alternatives, and lists that are sets or maps. Nulls and defaults must have been seen to before.
 * Source: k8s.io/kube-openapi/pkg/validation/validate.
 */
export class ValueCheck {
  /** Whether the API server would evaluate no rules, for what is wrong would mislead them. */
  isBlocked = false;
  /** Only wrong types are told of, as of a status that the API server drops. */
  onlyTypes = false;
  private problems: Problems;
  private readonly terms: Terms;
  private readonly meter: Meter;
  private readonly minor: number;
  private told = 0;
  /** These patterns were told of. */
  private readonly uncompilable = new Set<string>();
  /** An alternative is tried: nothing is told, one failure ends it. */
  private isTrying = false;
  private hasFailed = false;
  /** It is found out why an alternative fails: alternatives in it aren't looked into. */
  private isExplaining = false;

  /** A default of a schema, of which the API server knows less: see hasType. */
  private readonly isDefault: boolean;

  constructor(terms: Terms, isDefault = false) {
    this.terms = terms;
    this.isDefault = isDefault;
    this.problems = terms.problems;
    this.meter = terms.meter;
    this.minor = Number(terms.version.split('.')[1] ?? 0);
  }

  check(node: SchemaNode, value: Value): void {
    this.meter.enter();
    this.value(node, value);
    this.meter.leave();
  }

  private value(node: SchemaNode, value: Value): void {
    if (!hasType(node, value, this.isDefault)) {
      this.fail('K8S-203', [], () => wrongType(value, wanted(node)), true);
      return;
    }
    if (value !== null) {
      if (node.hasLogic) this.logic(node, value);
      this.ofType(node, value);
    }
    if (node.enum.length > 0) this.enumeration(node, value);
  }

  private ofType(node: SchemaNode, value: Exclude<Value, null>): void {
    if (typeof value === 'string') this.text(node, value);
    else if (isNumber(value)) this.number(node, value);
    else if (Array.isArray(value)) this.list(node, value);
    else if (isMap(value)) this.map(node, value);
  }

  private text(node: SchemaNode, value: string): void {
    const { sizes, pattern, format } = node;
    if (sizes?.minLength !== undefined || sizes?.maxLength !== undefined) {
      this.size('characters', lengthOf(value), sizes.minLength, sizes.maxLength);
    }
    if (pattern !== '') this.pattern(pattern, value);
    if (format === undefined || (format.since ?? 0) > this.minor || format.test(value)) return;
    this.fail('K8S-206', [], () => notAllowed(value, format.wanted));
  }

  private pattern(pattern: string, value: string): void {
    this.meter.spend(Math.ceil(value.length / CHARACTERS_PER_STEP));
    const result = this.terms.matches(pattern, value);
    if (result === true) return;
    if (result === false) {
      this.fail('K8S-206', [], () => notAllowed(value, `a text that matches ${printable(pattern, 300)}`));
    } else if (!this.uncompilable.has(pattern)) {
      this.uncompilable.add(pattern);
      const message = `can't be held against the pattern ${printable(pattern)}, which ${printable(result.uncompilable)}`;
      this.terms.problems.add('K8S-209', [], message, { isWarning: true });
    }
  }

  private number(node: SchemaNode, value: number | bigint): void {
    const isWhole = node.type === 'integer' && !node.isIntOrString;
    const format = isWhole || node.type === 'number' ? node.numberFormat : '';
    const range =
      isWhole && format === 'int32' ? 'int32' : format === 'float' && !isWhole ? 'float' : undefined;
    if (range !== undefined && !isInRange(range, value)) {
      const allowed = range === 'int32' ? '-2147483648 to 2147483647' : 'a float of 32 bits';
      this.fail('K8S-206', [], () => notAllowed(value, allowed));
    }
    if (node.bounds) this.bounds(node.bounds, value, isWhole ? (range ?? 'int64') : range);
  }

  /** @param range what the bounds themselves must be; where they aren't, the API server refuses every value */
  private bounds(bounds: Bounds, value: number | bigint, range: Range | undefined): void {
    for (const keyword of ['maximum', 'minimum', 'multipleOf'] as const) {
      const bound = bounds[keyword];
      if (bound === undefined) continue;
      if (range !== undefined && !isInRange(range, bound)) {
        this.fail('K8S-206', [], () => {
          const message = `is refused whatever it holds, for its schema's ${keyword} (${bound}) does not fit its own type; correct the CustomResourceDefinition`;
          return [message, { found: show(value) }];
        });
      } else if (!isWithin(keyword, bounds, bound, value)) {
        this.fail('K8S-206', [], () => notAllowed(value, boundInWords(keyword, bounds, bound, value)));
      }
    }
  }

  private list(node: SchemaNode, value: Value[]): void {
    const { sizes, item } = node;
    if (sizes) this.size('items', value.length, sizes.minItems, sizes.maxItems);
    if (item) {
      for (let i = 0; i < value.length && !this.hasFailed; i++) {
        this.problems.path.push(i);
        this.check(item, value[i] as Value);
        this.problems.path.pop();
      }
    }
    if (node.listType !== '' || node.isUnique) this.duplicates(node, value);
  }

  private duplicates(node: SchemaNode, value: Value[]): void {
    for (const { index, first, key } of findDuplicates(node, value, this.meter)) {
      this.fail('K8S-207', [index], () => {
        const what =
          key === undefined ? `the same as item ${first}` : `as item ${first}, the same ${printable(key)}`;
        const shown = key === undefined ? show(value[index]) : printable(key);
        return [
          `is ${what}, and may stand there once only; remove or change one of the two`,
          { found: shown },
        ];
      });
    }
  }

  private map(node: SchemaNode, value: YamlMap): void {
    const { sizes } = node;
    if (sizes && (sizes.minProperties !== undefined || sizes.maxProperties !== undefined)) {
      this.size('keys', Object.keys(value).length, sizes.minProperties, sizes.maxProperties);
    }
    if (node.isEmbedded && !this.isTrying)
      checkEmbedded(value, this.terms, (...problem) => this.fail(...problem));
    for (const key in value) {
      if (this.hasFailed) return;
      const child = node.child(key);
      if (child) {
        this.problems.path.push(key);
        this.check(child, value[key] as Value);
        this.problems.path.pop();
      } else if (node.additional === 'none') {
        const shown = printable(key);
        this.fail('K8S-206', [key], () => [`${shown} is not allowed here; remove it`, { found: shown }]);
      }
    }
    this.meter.spend(node.required.length);
    for (const key of node.required) if (!Object.hasOwn(value, key)) this.missing(node, key);
  }

  private missing(node: SchemaNode, key: string): void {
    this.fail(
      'K8S-204',
      [key],
      () => {
        const child = node.child(key);
        const allowed = child === undefined ? 'any value' : wanted(child);
        const message = `${printable(key)} is missing or null, and the schema requires it; add it (${allowed})`;
        return [message, { allowed }];
      },
      true,
    );
  }

  private size(what: string, size: number, minimum: number | undefined, maximum: number | undefined): void {
    if (minimum !== undefined && size < minimum) {
      this.fail('K8S-206', [], () => tooFew(what, size, minimum));
    }
    if (maximum !== undefined && size > maximum) {
      this.fail('K8S-206', [], () => tooMany(what, size, maximum), true);
    }
  }

  private enumeration(node: SchemaNode, value: Value): void {
    if (node.enumTexts.has(value)) return;
    this.meter.spend(node.enumOthers.length);
    if (node.enumOthers.some((allowed) => this.isSame(allowed, value))) return;
    this.fail('K8S-206', [], () => noneOf(node, value, this.terms.problems), true);
  }

  /** A null is none of them, even if it stands there; numbers are taken for the type of the allowed one. */
  private isSame(allowed: Value, value: Value): boolean {
    if (value === null || allowed === null) return false;
    if (isNumber(allowed)) {
      if (!isNumber(value)) return false;
      return isInteger(allowed) && !isInteger(value)
        ? Math.trunc(Number(value)) === Number(allowed)
        : value >= allowed && value <= allowed;
    }
    if (typeof allowed !== 'object') return allowed === value;
    if (typeof value !== 'object') return false;
    return canonical(allowed, this.meter) === canonical(value, this.meter);
  }

  private logic(node: SchemaNode, value: Value): void {
    for (const branch of node.branches('allOf')) {
      if (this.hasFailed) return;
      this.check(branch, value);
    }
    const anyOf = node.branches('anyOf');
    if (anyOf.length > 0) this.meter.spend(STEPS_PER_CHOICE);
    if (anyOf.length > 0 && !anyOf.some((branch) => this.fits(branch, value))) {
      this.fail('K8S-206', [], () => this.noneFits(anyOf, value, 'anyOf'));
    }
    const oneOf = node.branches('oneOf');
    if (oneOf.length > 0) this.meter.spend(STEPS_PER_CHOICE);
    const fitting = oneOf.filter((branch) => this.fits(branch, value));
    if (oneOf.length > 0 && fitting.length === 0) {
      this.fail('K8S-206', [], () => this.noneFits(oneOf, value, 'oneOf'));
    } else if (fitting.length > 1) {
      this.fail('K8S-206', [], () => tooManyFit(oneOf, fitting));
    }
    const { not } = node;
    if (not && this.fits(not, value)) this.fail('K8S-206', [], () => [forbiddenBy(not), {}]);
  }

  private fits(branch: SchemaNode, value: Value): boolean {
    const { isTrying, hasFailed } = this;
    this.isTrying = true;
    this.hasFailed = false;
    this.check(branch, value);
    const fits = !this.hasFailed;
    this.isTrying = isTrying;
    this.hasFailed = hasFailed;
    return fits;
  }

  private noneFits(branches: readonly SchemaNode[], value: Value, junctor: 'anyOf' | 'oneOf'): Text {
    const named = alternativesOf(branches, junctor);
    if (named !== undefined) return [`needs ${named}; add what is missing`, { allowed: named }];
    const reason = this.isExplaining ? '' : this.nearestFailure(branches, value);
    return [`fits none of the ${branches.length} alternatives that its schema allows${reason}`, {}];
  }

  /** Why the alternative with the fewest problems doesn't fit. */
  private nearestFailure(branches: readonly SchemaNode[], value: Value): string {
    let best: readonly Problem[] | undefined;
    for (const branch of branches.slice(0, 20)) {
      const all = this.failuresOf(branch, value);
      if (all.length > 0 && (best === undefined || all.length < best.length)) best = all;
    }
    const first = best?.[0];
    if (first === undefined) return '';
    const below = first.segments.slice(this.problems.path.length).join('.');
    return `; the one that fits best says: ${below === '' ? '' : `${printable(below)} `}${first.message}`;
  }

  private failuresOf(branch: SchemaNode, value: Value): readonly Problem[] {
    const { problems } = this;
    const { isBlocked } = this;
    const scratch = new Problems();
    scratch.path.push(...problems.path);
    this.problems = scratch;
    this.isExplaining = true;
    this.check(branch, value);
    this.isExplaining = false;
    this.isBlocked = isBlocked;
    this.problems = problems;
    return scratch.all;
  }

  /** @param blocks whether the API server evaluates no rules then */
  private fail(code: Code, below: readonly (string | number)[], text: () => Text, blocks = false): void {
    if (this.isTrying) {
      this.hasFailed = true;
      return;
    }
    if (this.onlyTypes && code !== 'K8S-203') return;
    if (blocks) this.isBlocked = true;
    if (this.told++ > MAX_TOLD) return;
    const [message, more] = text();
    this.problems.add(code, below, message, more);
  }
}

function plain(value: Value): string {
  return value !== null && typeof value === 'object' ? kindOf(value) : String(value);
}

function noneOf(node: SchemaNode, value: Value, problems: Problems): Text {
  const allowed = printable(node.enum.slice(0, 100).map(plain).join(', '), 400);
  const texts = textsOf(node.schema, 'enum').slice(0, MAX_TEXTS);
  const meant = typeof value === 'string' ? problems.nearest(value, texts) : undefined;
  const proposed = meant === undefined ? undefined : printable(meant);
  const advice =
    proposed === undefined ? `write one of ${allowed}` : `write ${proposed} (allowed: ${allowed})`;
  const message = `has ${show(value)}, which is none of the allowed values; ${advice}`;
  return [message, { found: show(value), allowed, ...(proposed !== undefined && { proposed }) }];
}

function tooFew(what: string, size: number, minimum: number): Text {
  const few = size === 0 ? `has no ${what}` : `has ${size} ${what}`;
  const message = `${few}, at least ${minimum} are needed; add what is missing`;
  return [message, { found: `${size}`, allowed: `at least ${minimum}` }];
}

function tooMany(what: string, size: number, maximum: number): Text {
  const message = `has ${size} ${what}, at most ${maximum} are allowed; shorten it`;
  return [message, { found: `${size}`, allowed: `at most ${maximum}` }];
}

function notAllowed(value: Value, allowed: string): Text {
  const shown = value === '' ? 'an empty text' : show(value);
  return [`has ${shown}, allowed is ${allowed}; correct it`, { found: show(value), allowed }];
}

function tooManyFit(branches: readonly SchemaNode[], fitting: readonly SchemaNode[]): Text {
  const named = alternativesOf(fitting, 'oneOf');
  if (named !== undefined) return [`may have ${named} only; remove the others`, { allowed: named }];
  const numbers = fitting
    .slice(0, 20)
    .map((branch) => branches.indexOf(branch) + 1)
    .join(', ');
  return [
    `fits ${fitting.length} alternatives of its schema (oneOf ${numbers}), and may fit one only; correct it`,
    {},
  ];
}

/**
 * Whether a value has the type of its schema.
 * Source: typeValidator of kube-openapi, with its oddities: a text's format lets lists through, and where a default is
 * checked any format does, and x-kubernetes-int-or-string says nothing.
 */
function hasType(node: SchemaNode, value: Value, isDefault: boolean): boolean {
  const isIntOrString = node.isIntOrString && !isDefault;
  if (value === null) return node.isNullable || (node.type === '' && !isIntOrString);
  if (isIntOrString) {
    return (
      typeof value === 'string' || isInteger(value) || (typeof value === 'number' && isNearInteger(value))
    );
  }
  const isTextOrList = typeof value === 'string' || Array.isArray(value);
  switch (node.type) {
    case 'integer':
      return isInteger(value);
    case 'number':
      return isNumber(value);
    case 'string':
      return typeof value === 'string' || (isTextOrList && hasFormat(node, isDefault));
    case 'boolean':
      return typeof value === 'boolean' || (isDefault && isTextOrList && hasFormat(node, true));
    case 'array':
      return Array.isArray(value) || (isDefault && isTextOrList && hasFormat(node, true));
    case 'object':
      return isMap(value) || (isDefault && isTextOrList && hasFormat(node, true));
    default:
      return isTextOrList || node.format === undefined;
  }
}

function hasFormat(node: SchemaNode, isDefault: boolean): boolean {
  return isDefault ? textOf(node.schema, 'format') !== '' : node.format !== undefined;
}

type Range = 'int32' | 'int64' | 'float';

function isInRange(range: Range, value: number | bigint): boolean {
  if (range === 'float') return Number.isFinite(Math.fround(Number(value)));
  return isInteger(value) && (range === 'int64' || (value >= -(2 ** 31) && value < 2 ** 31));
}

/** Integers are compared with what is left of a bound without its fraction. */
function isWithin(keyword: keyof Bounds, bounds: Bounds, bound: number, value: number | bigint): boolean {
  const own = isInteger(value) ? Math.trunc(bound) : bound;
  if (keyword === 'maximum') return bounds.isMaximumExclusive ? value < own : value <= own;
  if (keyword === 'minimum') return bounds.isMinimumExclusive ? value > own : value >= own;
  return isMultiple(value, own);
}

function isMultiple(value: number | bigint, factor: number): boolean {
  if (!(factor > 0)) return false;
  if (isInteger(value)) {
    return Number.isSafeInteger(value) ? Number(value) % factor === 0 : BigInt(value) % BigInt(factor) === 0n;
  }
  return isNearInteger(factor < 1 ? (1 / factor) * Number(value) : Number(value) / factor);
}

function boundInWords(keyword: keyof Bounds, bounds: Bounds, bound: number, value: number | bigint): string {
  if (keyword === 'maximum') return `${bounds.isMaximumExclusive ? 'less than' : 'at most'} ${bound}`;
  if (keyword === 'minimum') return `${bounds.isMinimumExclusive ? 'more than' : 'at least'} ${bound}`;
  // Kubernetes takes the fraction off, and no integer is a multiple of 0.
  if (isInteger(value) && bound < 1) return `no integer, for multipleOf is ${bound}`;
  return `a multiple of ${bound}`;
}

/** Characters, not UTF-16 code units. */
function lengthOf(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length - 1; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0xd800 && code < 0xdc00) {
      const next = text.charCodeAt(i + 1);
      if (next >= 0xdc00 && next < 0xe000) length--;
    }
  }
  return length;
}
