import { printable } from '../../lib/printable.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import { wrongType } from '../built-in/validate.ts';
import type { Problems } from '../problems.ts';
import { checkDefaults } from './defaults.ts';
import { wrongKeywords } from './keywords.ts';
import type { Matches } from './patterns.ts';
import { checkRules, checkRuleTexts } from './rule-definitions.ts';
import {
  isTrue,
  isUnset,
  JUNCTORS,
  listOf,
  META_FIELDS,
  mapOf,
  propertyOf,
  type Schema,
  textOf,
  textsOf,
} from './schema.ts';
import { Meter, NothingLeft, TooMuch } from './steps.ts';
import type { Trial } from './terms.ts';

/** What looking at a schema costs, in steps of looking at a value. */
const STEPS_PER_SCHEMA = 20;

const TYPES = ['array', 'boolean', 'integer', 'number', 'object', 'string'];

/** What Kubernetes never supports, and what to do instead. Those it refuses however empty they are are in `always`. */
const UNSUPPORTED = ['id', '$schema', 'patternProperties', 'definitions'];
const UNSUPPORTED_ALWAYS = ['$ref', 'additionalItems', 'dependencies'];

/** What may stand at the root of a schema whose resources have a status subresource. */
const AT_ROOT = new Set(
  `description type format title maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems
  minItems uniqueItems multipleOf required items properties externalDocs example x-kubernetes-preserve-unknown-fields
  x-kubernetes-validations`.split(/\s+/),
);

/** What only may stand outside of allOf, anyOf, oneOf and not. */
const OUTSIDE = [
  'type',
  'default',
  'title',
  'description',
  'nullable',
  'x-kubernetes-preserve-unknown-fields',
  'x-kubernetes-embedded-resource',
  'x-kubernetes-int-or-string',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-list-type',
  'x-kubernetes-map-type',
  'x-kubernetes-validations',
];

/** What pattern.lazy.ts says of what isn't RE2's syntax; Go may know more classes of characters than it. */
const NO_PATTERN = /error parsing regexp: (?!.*\\[pP])/;

/** Where a schema stands. */
interface Place {
  isRoot: boolean;
  /** In metadata, apiVersion or kind of a resource or of an embedded one. */
  isInMeta: boolean;
  /** Below items or additionalProperties, of which the API's own schema says nothing. */
  isOpaque: boolean;
  /** Why no default may stand there; undefined where one may. */
  noDefault: string | undefined;
}

/**
 * What the API server refuses of the schema of a version: it must be structural, and its defaults and rules valid.
 * Source: ValidateStructural and ValidateCustomResourceDefinitionOpenAPISchema of k8s.io/apiextensions-apiserver.
 *
 * @param schema stands where `trial.problems.path` says
 */
export function checkSchema(schema: Schema, hasStatus: boolean, trial: Trial): void {
  const { problems, budget, matches } = trial;
  const depth = problems.path.length;
  // Of one definition it is told once.
  if (budget.steps < 0) return;
  try {
    const check = new StructuralCheck(problems, new Meter(budget), matches);
    check.root(schema, hasStatus);
    if (check.isBroken) return;
    if (checkDefaults(schema, trial)) checkRules(schema, trial);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    problems.path.length = depth;
    problems.add(error instanceof NothingLeft ? 'K8S-209' : 'K8S-202', [], error.message);
  }
}

class StructuralCheck {
  isBroken = false;
  private readonly problems: Problems;
  private readonly meter: Meter;
  private readonly matches: Matches;

  constructor(problems: Problems, meter: Meter, matches: Matches) {
    this.problems = problems;
    this.meter = meter;
    this.matches = matches;
  }

  root(schema: Schema, hasStatus: boolean): void {
    if (hasStatus) {
      for (const key of Object.keys(schema)) {
        if (AT_ROOT.has(key) || isZero(key, schema[key])) continue;
        this.wrong(
          [key],
          `${printable(key)} may not stand at the root of a schema with a status subresource; move it below a property`,
        );
      }
    }
    if (isTrue(schema, 'nullable'))
      this.wrong(['nullable'], 'is true, but a resource is never null; remove it');
    this.spine(schema, { isRoot: true, isInMeta: false, isOpaque: false, noDefault: undefined });
  }

  private wrong(
    below: readonly (string | number)[],
    message: string,
    more: { found?: string; allowed?: string } = {},
  ): void {
    this.isBroken = true;
    this.problems.add('K8S-202', below, message, more);
  }

  private at(keys: readonly (string | number)[], check: () => void): void {
    this.problems.path.push(...keys);
    this.meter.spend(STEPS_PER_SCHEMA);
    this.meter.enter();
    check();
    this.meter.leave();
    this.problems.path.length -= keys.length;
  }

  /** A schema outside of alternatives. */
  private spine(schema: Schema, place: Place): void {
    this.keywords(schema, place);
    this.type(schema, place);
    const { additionalProperties, items } = schema;
    if (isMap(items))
      this.at(['items'], () => this.spine(items, { ...place, isRoot: false, isOpaque: true }));
    else if (textOf(schema, 'type') === 'array')
      this.wrong(['items'], 'items is missing, and a list needs it; add it');
    if (isMap(additionalProperties)) {
      const below = {
        ...place,
        isRoot: false,
        isOpaque: true,
        ...(place.isInMeta && { noDefault: 'within additionalProperties of metadata' }),
      };
      this.at(['additionalProperties'], () => this.spine(additionalProperties, below));
    }
    this.eachProperty(schema, (name, property) => this.spine(property, this.below(schema, name, place)));
    if (place.isRoot || isTrue(schema, 'x-kubernetes-embedded-resource'))
      this.metaFields(schema, place.isRoot);
    // Upstream asks for counterparts of the alternatives at the root only.
    this.alternatives(schema, place.isRoot ? schema : undefined, place, true);
  }

  private eachProperty(schema: Schema, check: (name: string, property: YamlMap) => void): void {
    for (const [name, property] of Object.entries(mapOf(schema, 'properties') ?? {})) {
      // A null reads as a schema that says nothing.
      const own = property === null ? {} : property;
      if (isMap(own)) this.at(['properties', name], () => check(name, own));
    }
  }

  private below(schema: Schema, name: string, place: Place): Place {
    const below = { ...place, isRoot: false };
    if (!META_FIELDS.has(name)) return below;
    if (place.isRoot) return { ...below, isInMeta: true, noDefault: `within ${name} of the resource itself` };
    return isTrue(schema, 'x-kubernetes-embedded-resource') ? { ...below, isInMeta: true } : below;
  }

  private type(schema: Schema, { isRoot }: Place): void {
    const type = textOf(schema, 'type');
    const isEmbedded = isTrue(schema, 'x-kubernetes-embedded-resource');
    const isIntOrString = isTrue(schema, 'x-kubernetes-int-or-string');
    const isOpen = isTrue(schema, 'x-kubernetes-preserve-unknown-fields');
    if (isEmbedded) {
      if (type !== 'object')
        this.wrong(['type'], 'must be object with x-kubernetes-embedded-resource; write type: object');
      if (!isOpen && isUnset(schema.properties)) {
        this.wrong(
          ['properties'],
          'properties is missing, and x-kubernetes-embedded-resource needs it; add it, or x-kubernetes-preserve-unknown-fields: true',
        );
      }
    } else if (type === '' && !isIntOrString && !isOpen) {
      const message = `type is missing; add it (one of ${TYPES.join(', ')})`;
      this.wrong(['type'], message, { allowed: TYPES.join(', ') });
    }
    if (isRoot && type !== '' && type !== 'object')
      this.wrong(['type'], `is ${show(type)}, and must be object at the root; write object`);
    if (isIntOrString && (isOpen || isEmbedded)) {
      this.wrong(
        ['x-kubernetes-int-or-string'],
        'excludes x-kubernetes-preserve-unknown-fields and x-kubernetes-embedded-resource; remove one of them',
      );
    }
    if (!isUnsetOrNull(schema.additionalProperties) && (isRoot || isEmbedded)) {
      this.wrong(
        ['additionalProperties'],
        'may not stand at the root of a resource; name its fields below properties',
      );
    }
  }

  /** Of a resource, and of one embedded in it. */
  private metaFields(schema: Schema, isRoot: boolean): void {
    for (const [name, type] of [
      ['kind', 'string'],
      ['apiVersion', 'string'],
      ['metadata', 'object'],
    ] as const) {
      const property = propertyOf(schema, name);
      if (property && textOf(property, 'type') !== type) {
        this.wrong(['properties', name, 'type'], `must be ${type}; write type: ${type}`, { allowed: type });
      }
    }
    const metadata = propertyOf(schema, 'metadata');
    if (!metadata || !isRoot) return;
    const names = Object.keys(mapOf(metadata, 'properties') ?? {});
    const others = Object.keys(metadata).filter(
      (key) => !['type', 'default', 'properties'].includes(key) && !isUnset(metadata[key]),
    );
    if (others.length === 0 && names.every((name) => name === 'name' || name === 'generateName')) return;
    this.wrong(
      ['properties', 'metadata'],
      'may say something of name and generateName only, for Kubernetes knows the rest; remove it',
    );
  }

  /** What holds of every schema, within alternatives too. */
  private keywords(schema: Schema, place: Place): void {
    if (place.isOpaque) {
      for (const [keyword, value, allowed] of wrongKeywords(schema))
        this.wrong([keyword], ...wrongType(value, allowed));
    }
    const type = textOf(schema, 'type');
    if (type !== '' && !TYPES.includes(type)) {
      const advice = type === 'null' ? 'write nullable: true instead' : `write one of ${TYPES.join(', ')}`;
      this.wrong(['type'], `is ${show(type)}, which is no type; ${advice}`, {
        found: show(type),
        allowed: TYPES.join(', '),
      });
    }
    this.unsupported(schema, place);
    const { properties, additionalProperties } = schema;
    if (!isUnset(properties) && (isMap(additionalProperties) || additionalProperties === false)) {
      this.wrong(['additionalProperties'], 'excludes properties; remove one of the two');
    }
    this.pattern(textOf(schema, 'pattern'));
    this.lists(schema, type);
    const mapType = textOf(schema, 'x-kubernetes-map-type');
    if (schema['x-kubernetes-map-type'] !== undefined && schema['x-kubernetes-map-type'] !== null) {
      if (type !== 'object')
        this.wrong(['type'], 'must be object with x-kubernetes-map-type; write type: object');
      this.form('x-kubernetes-map-type', mapType, ['atomic', 'granular']);
    }
    checkRuleTexts(schema, (...problem) => this.wrong(...problem));
  }

  private unsupported(schema: Schema, place: Place): void {
    const found = UNSUPPORTED.filter((key) => !isUnset(schema[key]));
    found.push(...UNSUPPORTED_ALWAYS.filter((key) => !isUnsetOrNull(schema[key])));
    for (const key of found)
      this.wrong([key], `${key} is not supported in a CustomResourceDefinition; remove it`);
    if (isTrue(schema, 'uniqueItems')) {
      this.wrong(
        ['uniqueItems'],
        'is true, which is too slow for Kubernetes; write x-kubernetes-list-type: set instead',
      );
    }
    if (Array.isArray(schema.items) && schema.items.length > 0) {
      this.wrong(['items'], 'is a list of schemas; write one schema for all items');
    }
    if (schema['x-kubernetes-preserve-unknown-fields'] === false) {
      this.wrong(['x-kubernetes-preserve-unknown-fields'], 'is false, allowed is only true; remove it');
    }
    if (place.isInMeta && isTrue(schema, 'x-kubernetes-embedded-resource')) {
      this.wrong(['x-kubernetes-embedded-resource'], 'may not stand within metadata; remove it');
    }
    if (place.noDefault !== undefined && !isUnsetOrNull(schema.default)) {
      this.wrong(['default'], `may not stand ${place.noDefault}; remove it`);
    }
  }

  private pattern(pattern: string): void {
    if (pattern === '') return;
    const result = this.matches(pattern, '');
    if (typeof result === 'boolean') return;
    const message = `${printable(result.uncompilable)}; correct it (https://github.com/google/re2/wiki/Syntax)`;
    if (NO_PATTERN.test(result.uncompilable)) this.wrong(['pattern'], message, { found: show(pattern) });
    else this.problems.add('K8S-209', ['pattern'], message, { found: show(pattern), isWarning: true });
  }

  private form(key: string, text: string, allowed: readonly string[]): void {
    if (allowed.includes(text)) return;
    this.wrong([key], `has ${show(text)}, allowed is one of ${allowed.join(', ')}; correct it`, {
      found: show(text),
      allowed: allowed.join(', '),
    });
  }

  private lists(schema: Schema, type: string): void {
    const keys = textsOf(schema, 'x-kubernetes-list-map-keys');
    const given = schema['x-kubernetes-list-type'];
    const listType = textOf(schema, 'x-kubernetes-list-type');
    if (keys.length > 0 && listType !== 'map') {
      this.wrong(
        ['x-kubernetes-list-type'],
        'must be map with x-kubernetes-list-map-keys; write map, or remove the keys',
      );
    }
    if (given === undefined || given === null) return;
    this.form('x-kubernetes-list-type', listType, ['atomic', 'set', 'map']);
    if (type !== 'array')
      this.wrong(['type'], 'must be array with x-kubernetes-list-type; write type: array');
    const items = mapOf(schema, 'items');
    if (listType === 'map') this.listMap(items, keys);
    if (listType === 'set' && items && type === 'array') this.listSet(items);
    if ((listType === 'set' || listType === 'map') && items && isTrue(items, 'nullable')) {
      this.wrong(['items', 'nullable'], `may not be true in a list of the type ${listType}; remove it`);
    }
  }

  private listSet(items: Schema): void {
    const type = textOf(items, 'type');
    const given = items['x-kubernetes-list-type'];
    if (type === 'array' && given !== undefined && given !== null && given !== 'atomic') {
      this.wrong(['items', 'x-kubernetes-list-type'], 'must be atomic, for its list is a set; write atomic');
    }
    if (type === 'object' && items['x-kubernetes-map-type'] !== 'atomic') {
      this.wrong(['items', 'x-kubernetes-map-type'], 'must be atomic, for its list is a set; write atomic');
    }
  }

  private listMap(items: Schema | undefined, keys: readonly string[]): void {
    const where = 'x-kubernetes-list-map-keys';
    if (keys.length === 0)
      this.wrong([where], `${where} is missing or empty, and a list of the type map needs it; add it`);
    if (items === undefined) {
      this.wrong(['items'], 'items is missing, and a list of the type map needs it; add it');
      return;
    }
    if (textOf(items, 'type') !== 'object') {
      this.wrong(['items', 'type'], 'must be object, for its list is of the type map; write type: object');
      return;
    }
    const required = new Set(textsOf(items, 'required'));
    if (new Set(keys).size < keys.length) this.wrong([where], 'has a key twice; remove it');
    for (const key of new Set(keys)) this.mapKey(items, key, required);
  }

  private mapKey(items: Schema, key: string, required: ReadonlySet<string>): void {
    const shown = printable(key);
    const property = propertyOf(items, key);
    if (property === undefined) {
      this.wrong(
        ['x-kubernetes-list-map-keys'],
        `has ${shown}, which is no property of the items; correct it`,
        { found: shown },
      );
      return;
    }
    const below = ['items', 'properties', key];
    const type = textOf(property, 'type');
    if (type === 'array' || type === 'object') {
      this.wrong(
        [...below, 'type'],
        `is ${type}, but ${shown} is a key of its list; write string, integer or boolean`,
      );
    }
    if (!required.has(key) && isUnsetOrNull(property.default)) {
      this.wrong(
        [...below, 'default'],
        `${shown} is a key of its list and must be there; add it to required, or a default`,
      );
    }
    if (isTrue(property, 'nullable'))
      this.wrong([...below, 'nullable'], `may not be true, for ${shown} is a key of its list; remove it`);
  }

  /**
   * The alternatives in a schema.
   *
   * @param counterpart the schema outside of alternatives that speaks of the same value
   * @param isSpine whether the schema itself stands outside
   */
  private alternatives(
    schema: Schema,
    counterpart: Schema | undefined,
    place: Place,
    isSpine: boolean,
  ): void {
    const below = { ...place, isRoot: false };
    for (const junctor of JUNCTORS) {
      const branches = listOf(schema, junctor);
      const isFree = junctor === 'anyOf' && isSpine && isIntOrString(branches);
      for (const [i, branch] of branches.entries()) {
        if (!isMap(branch)) continue;
        const isFirst = junctor === 'allOf' && i === 0 && isSpine && isIntOrString(listOf(branch, 'anyOf'));
        this.at([junctor, i], () => {
          if (isFree) this.keywords(branch, below);
          else this.branch(branch, counterpart, below, isFirst);
        });
      }
    }
    const not = mapOf(schema, 'not');
    if (not) this.at(['not'], () => this.branch(not, counterpart, below, false));
  }

  /** @param isFree whether its anyOf may have types, for it says integer or string */
  private branch(schema: Schema, counterpart: Schema | undefined, place: Place, isFree: boolean): void {
    this.keywords(schema, place);
    for (const key of OUTSIDE) {
      if (isUnset(schema[key]) && !(key === 'default' && !isUnsetOrNull(schema.default))) continue;
      this.wrong([key], `${key} may not stand within allOf, anyOf, oneOf and not; move it out`);
    }
    if (isMap(schema.additionalProperties) || schema.additionalProperties === true) {
      this.wrong(
        ['additionalProperties'],
        'additionalProperties may not stand within allOf, anyOf, oneOf and not; remove it',
      );
    }
    const items = mapOf(schema, 'items');
    if (items) {
      const own = counterpart && mapOf(counterpart, 'items');
      this.at(['items'], () => {
        this.hasCounterpart(counterpart, own);
        this.branch(items, own, { ...place, isOpaque: true }, false);
      });
    }
    this.eachProperty(schema, (name, property) => {
      if (name === 'metadata')
        this.wrong([], 'metadata may not stand within allOf, anyOf, oneOf and not; remove it');
      const own = counterpart && propertyOf(counterpart, name);
      this.hasCounterpart(counterpart, own);
      this.branch(property, own, place, false);
    });
    if (isFree) {
      const others = { ...schema, anyOf: [] };
      this.alternatives(others, counterpart, place, false);
    } else {
      this.alternatives(schema, counterpart, place, false);
    }
  }

  private hasCounterpart(parent: Schema | undefined, own: Schema | undefined): void {
    if (parent === undefined || own !== undefined) return;
    this.wrong(
      [],
      'stands within allOf, anyOf, oneOf or not only; specify it with its type outside of these too',
    );
  }
}

/** Whether a keyword has the zero value of its type in Go, which empty lists and maps haven't. */
function isZero(keyword: string, value: Value | undefined): boolean {
  if (value === false) return !['additionalProperties', 'default', 'example'].includes(keyword);
  return isUnsetOrNull(value) || value === '';
}

function isUnsetOrNull(value: Value | undefined): boolean {
  return value === undefined || value === null;
}

/** Whether alternatives are just `type: integer` and `type: string`, in this order. */
function isIntOrString(branches: readonly Value[]): boolean {
  const [first, second] = branches;
  return branches.length === 2 && isOnlyType(first, 'integer') && isOnlyType(second, 'string');
}

function isOnlyType(branch: Value | undefined, type: string): boolean {
  return (
    isMap(branch) &&
    branch.type === type &&
    Object.keys(branch).every((key) => key === 'type' || (isUnset(branch[key]) && !isMap(branch[key])))
  );
}
