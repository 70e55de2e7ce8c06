import { printable } from '../../lib/printable.ts';
import { isMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Problems } from '../problems.ts';
import { evaluateMessage, evaluateRule } from './cel.ts';
import { findField } from './field-path.ts';
import type { SchemaNode } from './node.ts';
import { type Schema, textOf } from './schema.ts';
import type { Meter, Steps } from './steps.ts';

/**
 * Evaluates the rules (x-kubernetes-validations) of a schema on a resource that is created, so those that compare with
 * an old one don't count.
 * Source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go.
 */
export class RuleCheck {
  private readonly problems: Problems;
  private readonly meter: Meter;
  private readonly budget: Steps;
  /** Nothing more is evaluated once a rule has used up the budget. */
  private isSpent = false;
  /** The rules that can't be evaluated; each is told of once. */
  private readonly told = new Set<Schema>();

  constructor(problems: Problems, meter: Meter, budget: Steps) {
    this.problems = problems;
    this.meter = meter;
    this.budget = budget;
  }

  /** @param isResource whether the value has apiVersion, kind and metadata of which the schema needn't say anything */
  check(node: SchemaNode, value: Value, isResource: boolean): void {
    if (this.isSpent || value === null || !node.hasRules()) return;
    this.meter.enter();
    for (const rule of node.rules) if (isMap(rule)) this.rule(rule, node, value, isResource);
    if (Array.isArray(value)) this.list(node.item, value);
    else if (isMap(value)) {
      for (const key in value) {
        const child = node.child(key);
        if (child) this.below(child, key, value[key] as Value);
      }
    }
    this.meter.leave();
  }

  private list(item: SchemaNode | undefined, list: readonly Value[]): void {
    if (!item?.hasRules()) return;
    for (let i = 0; i < list.length; i++) this.below(item, i, list[i] as Value);
  }

  private below(node: SchemaNode, key: string | number, value: Value): void {
    this.problems.path.push(key);
    this.check(node, value, node.isEmbedded);
    this.problems.path.pop();
  }

  private rule(rule: Schema, node: SchemaNode, value: Value, isResource: boolean): void {
    if (this.isSpent) return;
    const text = textOf(rule, 'rule');
    const result = evaluateRule(
      text,
      node.schema,
      value,
      this.budget,
      isResource,
      rule.optionalOldSelf === true,
    );
    const shown = printable(text.replace(/\s+/g, ' ').trim(), 300);
    const reason = printable(result.reason ?? '', 300);
    switch (result.kind) {
      case 'false':
        this.broken(rule, node, value, isResource, shown);
        return;
      case 'error':
        this.tell(`makes a rule of its schema fail: ${reason} (${shown}); correct it`);
        return;
      case 'too-costly':
        this.isSpent = true;
        this.tell(`takes too many steps to check by a rule of its schema (${shown}); make it smaller`);
        return;
      case 'uncompilable':
        if (this.told.has(rule)) return;
        this.told.add(rule);
        this.problems.add('K8S-209', [], `can't be checked by a rule of its schema: ${reason} (${shown})`, {
          isWarning: true,
        });
        return;
      default:
    }
  }

  private broken(rule: Schema, node: SchemaNode, value: Value, isResource: boolean, shown: string): void {
    const path = textOf(rule, 'fieldPath');
    const field = path === '' ? undefined : findField(path, node.schema);
    const segments = typeof field === 'object' ? field.segments : [];
    const expression = textOf(rule, 'messageExpression');
    const made =
      expression === ''
        ? undefined
        : evaluateMessage(expression, node.schema, value, this.budget, isResource);
    const message = made ?? textOf(rule, 'message').trim();
    const what =
      message === ''
        ? `breaks a rule of its schema`
        : `breaks a rule of its schema: ${printable(message, 500)}`;
    this.problems.add('K8S-208', segments, `${what} (${shown}); correct it`, { allowed: shown });
  }

  private tell(message: string): void {
    this.problems.add('K8S-208', [], message);
  }
}
