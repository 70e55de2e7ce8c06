import { printable } from '../../lib/printable.ts';
import { isMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import { type Problem, Problems } from '../problems.ts';
import { ValueCheck } from './check-value.ts';
import { nodeOf } from './node.ts';
import { Preparation } from './prepare.ts';
import { isTrue, META_FIELDS, mapOf, type Schema } from './schema.ts';
import { Meter } from './steps.ts';
import type { Trial } from './terms.ts';

/**
 * Checks that the defaults of a schema are valid by it, and have no unknown fields. Those within additionalProperties
 * aren't looked at, as upstream.
 * Source: ValidateDefaults of k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting.
 *
 * @returns whether all are
 * @throws TooMuch where the budget doesn't suffice
 */
export function checkDefaults(schema: Schema, trial: Trial): boolean {
  const check = new DefaultCheck(trial);
  check.below(schema, true, false);
  return check.isValid;
}

class DefaultCheck {
  isValid = true;
  private readonly trial: Trial;
  private readonly meter: Meter;

  constructor(trial: Trial) {
    this.trial = trial;
    this.meter = new Meter(trial.budget);
  }

  /** @param isInMeta whether it stands in metadata, apiVersion or kind, where Kubernetes prunes by itself */
  below(schema: Schema, isResource: boolean, isInMeta: boolean): void {
    const { path } = this.trial.problems;
    this.meter.enter();
    const own = schema.default;
    const isEmbedded = isTrue(schema, 'x-kubernetes-embedded-resource');
    if (own !== undefined && own !== null)
      this.default(schema, own, isEmbedded || isResource, isInMeta && !isEmbedded);
    const items = mapOf(schema, 'items');
    if (items) {
      path.push('items');
      this.below(items, false, isInMeta && !isEmbedded);
      path.pop();
    }
    for (const [name, property] of Object.entries(mapOf(schema, 'properties') ?? {})) {
      if (!isMap(property)) continue;
      path.push('properties', name);
      const isMeta = (isEmbedded || isResource) && META_FIELDS.has(name);
      this.below(property, false, isMeta || (isInMeta && !isEmbedded));
      path.length -= 2;
    }
    this.meter.leave();
  }

  private default(schema: Schema, value: Value, isResource: boolean, isInMeta: boolean): void {
    const { version, matches } = this.trial;
    const node = nodeOf(schema);
    const scratch = new Problems();
    if (!isInMeta) new Preparation(scratch, true, this.meter).prepare(node, value, isResource);
    const terms = { problems: scratch, meter: this.meter, matches, strict: false, version };
    new ValueCheck(terms, true).check(node, value);
    const wrong = scratch.all.find(isRefused);
    if (wrong === undefined) return;
    this.isValid = false;
    const where = wrong.segments.length === 0 ? '' : `${printable(wrong.segments.join('.'))}: `;
    const { found, allowed } = wrong;
    this.trial.problems.add('K8S-202', ['default'], `does not fit its own schema: ${where}${wrong.message}`, {
      ...(found !== undefined && { found }),
      ...(allowed !== undefined && { allowed }),
    });
  }
}

/** Upstream doesn't look at the uniqueness of a default's items. */
function isRefused({ code, isWarning }: Problem): boolean {
  return !isWarning && code !== 'K8S-207';
}
