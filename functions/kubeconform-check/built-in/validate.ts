import { printable } from '../../lib/printable.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { described, show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Problems } from '../problems.ts';
import { isBase64, isDateTime, isQuantity } from './formats.ts';
import type { Contents, Definition, Node, Scalar } from './kubernetes.ts';
import type { Context } from './rules/rules.ts';

/**
 * Holds a value against a definition, as Kubernetes' OpenAPI has it: types, ranges, formats, required fields, and with
 * `strict` unknown ones. A null is as good as a field left out; in lists it is an empty object where they hold objects,
 * elsewhere any value, as Go reads it. On the way the rules of each definition add what Kubernetes checks beyond the schema.
 */
export function validate(definition: Definition, value: Value, context: Context): void {
  new Walk(context).object(definition, value);
}

class Walk {
  private readonly context: Context;
  private readonly problems: Problems;
  private readonly path: (string | number)[];
  private readonly strict: boolean;

  constructor(context: Context) {
    this.context = context;
    this.problems = context.problems;
    this.path = context.problems.path;
    this.strict = context.strict;
  }

  object(definition: Definition, value: Value): void {
    if (!isMap(value)) {
      this.wrongType(value, 'a map');
      return;
    }
    const { contents } = definition;
    const { fields, required, rules } = contents;
    for (let i = 0; i < required.length; i++) {
      const key = required[i] as string;
      const own = value[key];
      if (own === undefined || own === null) this.missing(contents, key, own);
    }
    for (const key in value) {
      const own = value[key] as Value;
      const node = fields.get(key);
      if (node === undefined) {
        if (this.strict && fields.size > 0) this.unknown(contents, value, key);
      } else if (own !== null) {
        this.path.push(key);
        this.node(node, own);
        this.path.pop();
      }
    }
    for (let i = 0; i < rules.length; i++) rules[i]?.(value, this.context);
  }

  private node(node: Node, value: Value): void {
    switch (node.type) {
      case 'definition':
        this.object(node, value);
        return;
      case 'list':
        this.list(node.item, value);
        return;
      case 'map':
        this.map(node.item, value);
        return;
      default:
        this.scalar(node.type, value);
    }
  }

  private list(item: Node, value: Value): void {
    if (!Array.isArray(value)) {
      this.wrongType(value, 'a list');
      return;
    }
    for (let i = 0; i < value.length; i++) {
      const own = value[i] as Value;
      if (own === null && item.type !== 'definition') continue;
      this.path.push(i);
      this.node(item, own ?? {});
      this.path.pop();
    }
  }

  private map(item: Node, value: Value): void {
    if (!isMap(value)) {
      this.wrongType(value, 'a map');
      return;
    }
    for (const key in value) {
      const own = value[key] as Value;
      if (own === null) continue;
      this.path.push(key);
      this.node(item, own);
      this.path.pop();
    }
  }

  private scalar(type: Scalar['type'], value: Value): void {
    switch (type) {
      case 'string':
        if (typeof value !== 'string') this.wrongType(value, 'a text');
        return;
      case 'boolean':
        if (typeof value !== 'boolean') this.wrongType(value, 'true or false');
        return;
      case 'int32':
      case 'int64':
        this.integer(type, value);
        return;
      case 'number':
        if (!isNumber(value)) this.wrongType(value, 'a number');
        return;
      case 'int-or-string':
        if (isNumber(value)) this.integer('int32', value);
        else if (typeof value !== 'string') this.wrongType(value, 'an integer or a text');
        return;
      case 'quantity':
        if (typeof value === 'string')
          this.format(isQuantity(value), value, 'a quantity such as 500m, 2 or 1.5Gi');
        else if (!isNumber(value)) this.wrongType(value, 'a quantity such as 500m, 2 or 1.5Gi');
        return;
      case 'bytes':
        if (typeof value !== 'string') this.wrongType(value, 'a text in base64');
        else this.format(isBase64(value), value, 'base64 (a Secret takes plain text below stringData)');
        return;
      case 'date-time':
        if (typeof value !== 'string') this.wrongType(value, 'a time such as "2027-01-31T12:00:00Z"');
        else this.format(isDateTime(value), value, 'a time such as "2027-01-31T12:00:00Z"');
        return;
      case 'object':
        if (!isMap(value)) this.wrongType(value, 'a map');
        return;
      default:
    }
  }

  private integer(type: 'int32' | 'int64', value: Value): void {
    if (!isNumber(value) || (typeof value === 'number' && !Number.isInteger(value))) {
      this.wrongType(value, 'an integer');
      return;
    }
    const isIn =
      type === 'int32'
        ? value >= -2147483648 && value <= 2147483647
        : BigInt(value) >= -(2n ** 63n) && BigInt(value) < 2n ** 63n;
    if (isIn) return;
    const allowed =
      type === 'int32' ? '-2147483648 to 2147483647' : '-9223372036854775808 to 9223372036854775807';
    const message = `has ${show(value)}, which ${type} can't hold; write an integer from ${allowed}`;
    this.problems.add('K8S-006', [], message, { found: show(value), allowed });
  }

  private format(isRight: boolean, value: string, allowed: string): void {
    if (isRight) return;
    const shown = value === '' ? 'an empty text' : show(value);
    const message = `has ${shown}, which is not ${allowed}; correct it`;
    this.problems.add('K8S-007', [], message, { found: show(value), allowed });
  }

  private wrongType(value: Value, allowed: string): void {
    this.problems.add('K8S-001', [], ...wrongType(value, allowed));
  }

  private missing({ name, fields }: Contents, key: string, value: null | undefined): void {
    const what = value === null ? 'is null' : 'is missing';
    const allowed = wanted(fields.get(key) as Node);
    const message = `${key} ${what}, which ${shortName(name)} requires; add it (${allowed})`;
    // What is missing has no line of its own: its object's.
    this.problems.add('K8S-002', [key], message, { allowed });
  }

  private unknown({ name, fields }: Contents, value: YamlMap, key: string): void {
    const known = [...fields.keys()];
    const meant = this.problems.nearest(key, known);
    const free = meant !== undefined && !Object.hasOwn(value, meant);
    const advice = free ? `write ${meant}` : `remove it, or write one of ${printable(known.join(', '), 400)}`;
    const message = `${printable(key)} is no field of ${shortName(name)} in Kubernetes ${this.context.version}; ${advice}`;
    this.problems.add('K8S-005', [key], message, {
      found: printable(key),
      allowed: printable(known.join(', '), 400),
      ...(free && { proposed: meant }),
    });
  }
}

function isNumber(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** What is said of a value of the wrong type; proposes the quotes, or their lack, that surely are meant. */
export function wrongType(
  value: Value,
  allowed: string,
): [message: string, more: { found: string; allowed: string; proposed?: string; quote?: true }] {
  const proposed = unquoted(value, allowed);
  const quote = allowed === 'a text' && (typeof value === 'boolean' || isNumber(value));
  const advice = quote ? 'put it in quotes' : `write ${proposed ?? allowed}`;
  return [
    `is ${described(value)}, wanted is ${allowed}; ${advice}`,
    { found: show(value), allowed, ...(proposed !== undefined && { proposed }), ...(quote && { quote }) },
  ];
}

function unquoted(value: Value, allowed: string): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (allowed === 'true or false') return /^(?:true|false)$/.test(value) ? value : undefined;
  return /integer|number/.test(allowed) && /^-?(?:0|[1-9][0-9]{0,14})$/.test(value) ? value : undefined;
}

/** What a field holds, in words. */
function wanted(node: Node): string {
  switch (node.type) {
    case 'definition':
    case 'map':
    case 'object':
      return 'a map';
    case 'list':
      return 'a list';
    case 'int32':
    case 'int64':
      return 'an integer';
    case 'boolean':
      return 'true or false';
    case 'number':
      return 'a number';
    case 'int-or-string':
      return 'an integer or a text';
    case 'any':
      return 'any value';
    case 'date-time':
      return 'a time such as "2027-01-31T12:00:00Z"';
    case 'quantity':
      return 'a quantity such as 500m, 2 or 1.5Gi';
    case 'bytes':
      return 'a text in base64';
    default:
      return 'a text';
  }
}

/** V1ContainerPort as its users know it: ContainerPort. */
function shortName(name: string): string {
  return name.replace(/^(?:[A-Z][a-z]+)??V\d+(?:(?:alpha|beta)\d+)?(?=[A-Z])/, '');
}
