import { printable } from '../../lib/printable.ts';
import { put } from '../../lib/put.ts';
import type { YamlMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Problems } from '../problems.ts';
import type { SchemaNode } from './node.ts';
import { META_FIELDS } from './schema.ts';
import type { Meter } from './steps.ts';

/**
 * What happens to fields that the schema doesn't know: `drop` takes them out, `skip` keeps them where they stand but
 * not below known fields (x-kubernetes-preserve-unknown-fields), `keep` keeps all.
 */
type Mode = 'drop' | 'skip' | 'keep';

/** More aren't kept. */
const MAX_TOLD = 500;

/**
 * Does to a custom resource what the API server does before it validates one: takes out unknown fields (with `strict`
 * they are problems), takes out nulls that aren't nullable, and fills in defaults. What it changes it copies.
 * Source: pruning and defaulting of k8s.io/apiextensions-apiserver/pkg/apiserver/schema.
 */
export class Preparation {
  private readonly problems: Problems;
  private readonly meter: Meter;
  /** Whether unknown fields are told of. */
  private isStrict: boolean;
  private told = 0;

  constructor(problems: Problems, strict: boolean, meter: Meter) {
    this.problems = problems;
    this.isStrict = strict;
    this.meter = meter;
  }

  /** @param isRoot it is a resource, whose metadata the schema says nothing about */
  prepare(node: SchemaNode, value: Value, isRoot: boolean): Value {
    return this.value(node, value, 'drop', isRoot);
  }

  /** @param node undefined where the schema says nothing, so that every field is unknown */
  private value(node: SchemaNode | undefined, value: Value, mode: Mode, isRoot = false): Value {
    if (typeof value !== 'object' || value === null) return value;
    this.meter.enter();
    const own = node?.isOpen && mode === 'drop' ? 'skip' : mode;
    let result = value;
    if (Array.isArray(value)) {
      if (isFor(node, 'array')) result = this.list(node, value, own);
    } else if (isFor(node, 'object')) {
      result = node === undefined ? this.unknownMap(value, own) : this.map(node, value, own, isRoot);
    }
    this.meter.leave();
    return result;
  }

  private list(node: SchemaNode | undefined, value: Value[], mode: Mode): Value[] {
    const item = node?.item;
    if (item === undefined && mode !== 'drop') return value;
    let copy: Value[] | undefined;
    for (let i = 0; i < value.length; i++) {
      const own = value[i] as Value;
      this.problems.path.push(i);
      const result = own === null && item ? nullOr(item) : this.value(item, own, mode);
      this.problems.path.pop();
      if (result === own) continue;
      copy ??= [...value];
      copy[i] = result;
    }
    return copy ?? value;
  }

  private map(node: SchemaNode, value: YamlMap, mode: Mode, isRoot: boolean): YamlMap {
    let copy: YamlMap | undefined;
    for (const key in value) {
      const own = value[key] as Value;
      const result = this.field(node, value, key, mode, isRoot);
      if (result === own) continue;
      copy ??= { ...value };
      if (result === undefined) delete copy[key];
      else put(copy, key, result);
    }
    this.meter.spend(node.defaults.length);
    for (const [key, own] of node.defaults) {
      if (Object.hasOwn(value, key)) continue;
      copy ??= { ...value };
      put(copy, key, this.filled(node.property(key), own));
    }
    return copy ?? value;
  }

  /** What a field holds in the end; undefined where it is taken out. */
  private field(node: SchemaNode, map: YamlMap, key: string, mode: Mode, isRoot: boolean): Value | undefined {
    const value = map[key] as Value;
    const child = node.child(key);
    if ((isRoot || node.isEmbedded) && META_FIELDS.has(key)) return this.below(child, value, key, 'keep');
    if (child === undefined && node.additional === undefined) {
      if (mode !== 'drop') return value;
      this.unknown(node.names, map, key);
      return undefined;
    }
    // Below a known field all is pruned again, but for those of lists in what is kept (skipPrune upstream).
    return this.below(child, value, key, mode === 'keep' ? 'keep' : 'drop');
  }

  private below(child: SchemaNode | undefined, value: Value, key: string, mode: Mode): Value | undefined {
    if (value === null && child !== undefined) {
      if (child.isNullable) return null;
      return child.default === undefined ? undefined : this.filled(child, child.default);
    }
    if (typeof value !== 'object' || (child === undefined && mode === 'keep')) return value;
    this.problems.path.push(key);
    const result = this.value(child, value, mode);
    this.problems.path.pop();
    return result;
  }

  /** A default with the defaults in it. */
  private filled(node: SchemaNode | undefined, value: Value): Value {
    const { isStrict } = this;
    this.isStrict = false;
    const result = this.value(node, value, 'keep');
    this.isStrict = isStrict;
    return result;
  }

  private unknownMap(value: YamlMap, mode: Mode): YamlMap {
    if (mode !== 'drop') return value;
    for (const key in value) this.unknown([], value, key);
    return {};
  }

  private unknown(names: readonly string[], map: YamlMap, key: string): void {
    if (!this.isStrict || this.told++ > MAX_TOLD) return;
    this.problems.add('K8S-205', [key], ...unknownField(names, map, key, this.problems));
  }
}

function nullOr(item: SchemaNode): Value {
  return item.isNullable ? null : (item.default ?? null);
}

/** Whether a node is for values of a type: what has another is told of later, and not looked into. */
function isFor(node: SchemaNode | undefined, type: string): boolean {
  if (node === undefined) return true;
  if (node.isIntOrString) return false;
  // A format of texts lets lists through (hasType).
  return node.type === type || node.type === '' || (type === 'array' && node.format !== undefined);
}

/** What is said of an unknown field; proposes the name that surely is meant. */
function unknownField(
  names: readonly string[],
  map: YamlMap,
  key: string,
  problems: Problems,
): [message: string, more: { found: string; allowed: string; proposed?: string }] {
  const found = printable(key);
  const allowed = names.length === 0 ? 'no fields' : printable(names.slice(0, 50).join(', '), 400);
  const meant = problems.nearest(key, names);
  const proposed = meant !== undefined && !Object.hasOwn(map, meant) ? printable(meant) : undefined;
  const instead = names.length === 0 ? 'remove it' : `remove it, or write one of ${allowed}`;
  const message = `${found} is no field that the schema knows here; ${proposed ? `write ${proposed}` : instead}`;
  return [message, { found, allowed, ...(proposed !== undefined && { proposed }) }];
}
