import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Context } from '../built-in/rules/rules.ts';
import type { Problems } from '../problems.ts';
import { ValueCheck } from './check-value.ts';
import { checkMetadata } from './embedded.ts';
import { nodeOf, type SchemaNode } from './node.ts';
import { matchesPattern } from './pattern.lazy.ts';
import { Preparation } from './prepare.ts';
import { RuleCheck } from './rules.ts';
import type { Schema } from './schema.ts';
import { Meter, type Steps, TooMuch } from './steps.ts';
import type { Terms } from './terms.ts';
import { isInteger } from './values.ts';

/** What of a resource has endpoints of its own. */
export interface Subresources {
  /** Whether the API server drops the status of a resource that is created. */
  status: boolean;
  /** Where the number of replicas stands, such as `.spec.replicas`. */
  specReplicasPath: string | undefined;
}

const NONE: Subresources = { status: false, specReplicasPath: undefined };

/**
 * Holds a custom resource against the schema of its version as the API server does on create, by `strict` or not
 * (fieldValidation): unknown fields, types, values, lists, and its rules (CEL). The resource doesn't change: nulls and
 * defaults are seen to in a copy.
 *
 * @param resource stands where `context.problems.path` says
 * @param budget what this and further resources may cost; where it doesn't suffice is a K8S-209
 * @param subresources of a status that the API server drops only the types and unknown fields are checked
 */
export function validateCustomResource(
  schema: Schema,
  resource: YamlMap,
  context: Context,
  budget: Steps,
  subresources: Subresources = NONE,
): void {
  const { problems, strict, version } = context;
  const meter = new Meter(budget);
  const depth = problems.path.length;
  const matches = (pattern: string, text: string) => matchesPattern(pattern, text, meter.spend);
  const terms = { problems, strict, version, meter, matches };
  try {
    new ResourceCheck(terms, budget, subresources).check(nodeOf(schema), resource);
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
    problems.path.length = depth;
    problems.add('K8S-209', [], error.message);
  }
}

class ResourceCheck {
  private readonly terms: Terms;
  private readonly budget: Steps;
  private readonly subresources: Subresources;

  constructor(terms: Terms, budget: Steps, subresources: Subresources) {
    this.terms = terms;
    this.budget = budget;
    this.subresources = subresources;
  }

  check(node: SchemaNode, resource: YamlMap): void {
    const { problems, strict, meter } = this.terms;
    checkMetadata(resource, this.terms);
    const prepared = new Preparation(problems, strict, meter).prepare(node, resource, true);
    const values = new ValueCheck(this.terms);
    const created = this.created(node, prepared, values);
    values.check(node, created);
    this.replicas(created, problems);
    if (!values.isBlocked && node.hasRules())
      new RuleCheck(problems, meter, this.budget).check(node, created, true);
  }

  /** What the API server creates: it drops a status that has an endpoint of its own. Metadata is checked by itself. */
  private created(node: SchemaNode, prepared: Value, values: ValueCheck): Value {
    if (!isMap(prepared)) return prepared;
    const copy = { ...prepared };
    if (!isMap(copy.metadata)) delete copy.metadata;
    if (this.subresources.status) {
      const child = node.property('status');
      if (child && copy.status !== undefined) this.status(child, copy.status, values);
      delete copy.status;
    }
    return copy;
  }

  private status(node: SchemaNode, status: Value, values: ValueCheck): void {
    const { path } = this.terms.problems;
    values.onlyTypes = true;
    path.push('status');
    values.check(node, status);
    path.pop();
    values.onlyTypes = false;
  }

  private replicas(created: Value, problems: Problems): void {
    const path = this.subresources.specReplicasPath?.replace(/^\./, '').split('.') ?? [];
    let value: Value | undefined = path.length === 0 ? undefined : created;
    for (const key of path) value = isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    if (!(typeof value === 'number' || typeof value === 'bigint')) return;
    if (isInteger(value) && value >= 0 && value < 2 ** 31) return;
    const allowed = '0 to 2147483647';
    const message = `has ${show(value)}, allowed for replicas is ${allowed}; correct it`;
    problems.add('K8S-206', path, message, { found: show(value), allowed });
  }
}
