import { isMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import { type Format, findFormat } from './formats.ts';
import {
  isTrue,
  JUNCTORS,
  type Junctor,
  listOf,
  MAX_DEPTH,
  mapOf,
  numberOf,
  type Schema,
  textOf,
  textsOf,
} from './schema.ts';

/** The bounds that a schema sets to numbers, and the rules for them. */
export interface Bounds {
  maximum: number | undefined;
  minimum: number | undefined;
  isMaximumExclusive: boolean;
  isMinimumExclusive: boolean;
  multipleOf: number | undefined;
}

/** How many characters, items or keys there may be. */
export interface Sizes {
  minLength: number | undefined;
  maxLength: number | undefined;
  minItems: number | undefined;
  maxItems: number | undefined;
  minProperties: number | undefined;
  maxProperties: number | undefined;
}

/** What stands where a schema has to, but is none: the CustomResourceDefinition has a finding, its resources have none. */
const ANYTHING: Schema = { 'x-kubernetes-preserve-unknown-fields': true };

const nodes = new WeakMap<Schema, SchemaNode>();

/** The node of a schema, made when it is first needed. */
export function nodeOf(schema: Value | undefined): SchemaNode {
  const own: Schema = isMap(schema) ? schema : ANYTHING;
  let node = nodes.get(own);
  if (!node) {
    node = new SchemaNode(own);
    nodes.set(own, node);
  }
  return node;
}

/** A schema made ready to check values. What lies below is made when a value first has it. */
export class SchemaNode {
  readonly schema: Schema;
  readonly type: string;
  readonly isIntOrString: boolean;
  readonly isNullable: boolean;
  readonly isEmbedded: boolean;
  /** Whether unknown fields are kept. */
  readonly isOpen: boolean;
  /** Of texts, or of numbers by its name: int32, float. */
  readonly format: Format | undefined;
  readonly numberFormat: string;
  readonly pattern: string;
  readonly enum: readonly Value[];
  /** The texts in the enumeration, and what else is in it. */
  readonly enumTexts: ReadonlySet<Value>;
  readonly enumOthers: readonly Value[];
  readonly bounds: Bounds | undefined;
  readonly sizes: Sizes | undefined;
  readonly required: readonly string[];
  readonly isUnique: boolean;
  readonly listType: string;
  readonly mapKeys: readonly string[];
  readonly items: Value | undefined;
  readonly default: Value | undefined;
  readonly rules: readonly Value[];
  /** Whether it holds alternatives of any sort. */
  readonly hasLogic: boolean;
  private readonly schemas: Schema | undefined;
  private readonly properties = new Map<string, SchemaNode>();
  private knownDefaults: readonly (readonly [string, Value])[] | undefined;
  private knownNames: readonly string[] | undefined;
  private knownRules: boolean | undefined;
  private readonly knownBranches: Partial<Record<Junctor, readonly SchemaNode[]>> = {};

  constructor(schema: Schema) {
    this.schema = schema;
    this.type = textOf(schema, 'type');
    this.isIntOrString = isTrue(schema, 'x-kubernetes-int-or-string');
    this.isNullable = isTrue(schema, 'nullable');
    this.isEmbedded = isTrue(schema, 'x-kubernetes-embedded-resource');
    this.isOpen = isTrue(schema, 'x-kubernetes-preserve-unknown-fields');
    const format = textOf(schema, 'format');
    const isOfTexts = this.isIntOrString || this.type === 'string' || this.type === '';
    this.format = isOfTexts ? findFormat(format) : undefined;
    this.numberFormat = this.isIntOrString ? '' : format;
    this.pattern = textOf(schema, 'pattern');
    this.enum = listOf(schema, 'enum');
    this.enumTexts = new Set(textsOf(schema, 'enum'));
    this.enumOthers = this.enum.filter((value) => typeof value !== 'string');
    this.bounds = boundsOf(schema);
    this.sizes = sizesOf(schema);
    this.required = textsOf(schema, 'required');
    this.isUnique = isTrue(schema, 'uniqueItems');
    this.listType = textOf(schema, 'x-kubernetes-list-type');
    this.mapKeys = textsOf(schema, 'x-kubernetes-list-map-keys');
    this.items = isMap(schema.items) ? schema.items : undefined;
    this.default = schema.default ?? undefined;
    this.rules = listOf(schema, 'x-kubernetes-validations');
    this.hasLogic = isMap(schema.not) || JUNCTORS.some((junctor) => listOf(schema, junctor).length > 0);
    this.schemas = mapOf(schema, 'properties');
  }

  /** The property of a key; undefined where it has none of its own. */
  property(key: string): SchemaNode | undefined {
    const known = this.properties.get(key);
    if (known || this.schemas === undefined || !Object.hasOwn(this.schemas, key)) return known;
    const made = nodeOf(this.schemas[key]);
    this.properties.set(key, made);
    return made;
  }

  /** What a key holds, by its property or by additionalProperties; undefined where nothing is said of it. */
  child(key: string): SchemaNode | undefined {
    const own = this.property(key);
    if (own) return own;
    const { additional } = this;
    return typeof additional === 'object' ? additional : undefined;
  }

  /** What keys without a property of their own hold: `any` and `none` for true and false. */
  get additional(): SchemaNode | 'any' | 'none' | undefined {
    const { additionalProperties: own } = this.schema;
    if (isMap(own)) return nodeOf(own);
    if (typeof own !== 'boolean') return undefined;
    return own ? 'any' : 'none';
  }

  /** The alternatives of one sort. */
  branches(junctor: Junctor): readonly SchemaNode[] {
    this.knownBranches[junctor] ??= listOf(this.schema, junctor).map(nodeOf);
    return this.knownBranches[junctor];
  }

  get not(): SchemaNode | undefined {
    const not = mapOf(this.schema, 'not');
    return not && nodeOf(not);
  }

  get item(): SchemaNode | undefined {
    return this.items === undefined ? undefined : nodeOf(this.items);
  }

  /** The names of the properties. */
  get names(): readonly string[] {
    this.knownNames ??= Object.keys(this.schemas ?? {});
    return this.knownNames;
  }

  /** The properties that have a default, with it. */
  get defaults(): readonly (readonly [string, Value])[] {
    this.knownDefaults ??= Object.entries(this.schemas ?? {}).flatMap(([name, schema]) =>
      isMap(schema) && schema.default !== undefined && schema.default !== null
        ? [[name, schema.default]]
        : [],
    );
    return this.knownDefaults;
  }

  /** Whether there are rules (CEL) here or below. Deeper than any value can be, they don't count. */
  hasRules(depth = 0): boolean {
    if (this.knownRules === undefined) {
      this.knownRules = this.rules.length > 0 || (depth < MAX_DEPTH && this.hasRulesBelow(depth + 1));
    }
    return this.knownRules;
  }

  private hasRulesBelow(depth: number): boolean {
    const { additional } = this;
    if (typeof additional === 'object' && additional.hasRules(depth)) return true;
    if (this.item?.hasRules(depth)) return true;
    return this.names.some((name) => this.property(name)?.hasRules(depth));
  }
}

function boundsOf(schema: Schema): Bounds | undefined {
  const maximum = numberOf(schema, 'maximum');
  const minimum = numberOf(schema, 'minimum');
  const multipleOf = numberOf(schema, 'multipleOf');
  if (maximum === undefined && minimum === undefined && multipleOf === undefined) return undefined;
  const isMaximumExclusive = isTrue(schema, 'exclusiveMaximum');
  const isMinimumExclusive = isTrue(schema, 'exclusiveMinimum');
  return { maximum, minimum, multipleOf, isMaximumExclusive, isMinimumExclusive };
}

function sizesOf(schema: Schema): Sizes | undefined {
  const sizes = {
    minLength: numberOf(schema, 'minLength'),
    maxLength: numberOf(schema, 'maxLength'),
    minItems: numberOf(schema, 'minItems'),
    maxItems: numberOf(schema, 'maxItems'),
    minProperties: numberOf(schema, 'minProperties'),
    maxProperties: numberOf(schema, 'maxProperties'),
  };
  return Object.values(sizes).some((size) => size !== undefined) ? sizes : undefined;
}
