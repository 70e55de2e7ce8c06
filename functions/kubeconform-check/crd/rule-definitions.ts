import { printable } from '../../lib/printable.ts';
import { isMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Problems } from '../problems.ts';
import { flawOf, usesOldSelf } from './cel.ts';
import { findField } from './field-path.ts';
import { nodeOf } from './node.ts';
import { isTrue, listOf, mapOf, type Schema, textOf } from './schema.ts';
import { Meter } from './steps.ts';
import type { Trial } from './terms.ts';

const REASONS = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired'];
const KEYWORD = 'x-kubernetes-validations';

/** How a problem of a rule is told of. */
type Tell = (
  below: readonly (string | number)[],
  message: string,
  more?: { found?: string; allowed?: string },
) => void;

/** Checks the forms of the rules of one schema, but for the expressions (CEL) themselves. */
export function checkRuleTexts(schema: Schema, tell: Tell): void {
  for (const [i, rule] of listOf(schema, KEYWORD).entries()) {
    if (!isMap(rule)) continue;
    for (const [key, message] of wrongTexts(rule)) tell([KEYWORD, i, key], message);
    const { reason } = rule;
    if (typeof reason === 'string' && !REASONS.includes(reason)) {
      const allowed = REASONS.join(', ');
      const message = `has ${show(reason)}, allowed is one of ${allowed}; correct it`;
      tell([KEYWORD, i, 'reason'], message, { found: show(reason), allowed });
    }
    const path = textOf(rule, 'fieldPath');
    const found = path === '' ? undefined : findField(path, schema);
    if (typeof found === 'string') {
      tell([KEYWORD, i, 'fieldPath'], `has ${show(path)}, ${found}; correct it`, { found: show(path) });
    }
  }
}

function wrongTexts(rule: Schema): [key: string, message: string][] {
  const wrong: [string, string][] = [];
  const text = textOf(rule, 'rule').trim();
  const message = textOf(rule, 'message');
  if (text === '') wrong.push(['rule', 'rule is missing or empty; add it']);
  else if (message !== '' && message.trim() === '')
    wrong.push(['message', 'is empty; write a message, or remove it']);
  else if (/[\n\r]/.test(message.trim())) wrong.push(['message', 'has line breaks; write it in one line']);
  else if (/[\n\r]/.test(text) && message === '') {
    wrong.push(['message', 'message is missing, and a rule of several lines needs it; add it']);
  }
  const expression = textOf(rule, 'messageExpression');
  if (expression !== '' && expression.trim() === '') {
    wrong.push(['messageExpression', 'is empty; write an expression, or remove it']);
  }
  if (/[\n\r]/.test(textOf(rule, 'fieldPath'))) wrong.push(['fieldPath', 'has line breaks; remove them']);
  return wrong;
}

/** What a rule costs besides its text and types. */
const STEPS_PER_RULE = 300;

/**
 * Compiles the rules of a schema, and of all below it: what Kubernetes refuses is an error, what can't be compiled here a
 * warning. Rules that look at the old value are refused where old and new values can't be told to belong together.
 *
 * @throws TooMuch where the budget doesn't suffice
 */
export function checkRules(schema: Schema, trial: Trial): void {
  new RuleTrial(trial).below(schema, true, true);
}

class RuleTrial {
  private readonly problems: Problems;
  private readonly trial: Trial;
  private readonly meter: Meter;

  constructor(trial: Trial) {
    this.problems = trial.problems;
    this.trial = trial;
    this.meter = new Meter(trial.budget);
  }

  /** @param isCorrelatable whether old and new values are known to belong together */
  below(schema: Schema, isResource: boolean, isCorrelatable: boolean): void {
    if (!nodeOf(schema).hasRules()) return;
    this.meter.enter();
    for (const [i, rule] of listOf(schema, KEYWORD).entries()) {
      if (isMap(rule)) this.at([KEYWORD, i], () => this.rule(rule, schema, isResource, isCorrelatable));
    }
    const isGranular = isCorrelatable && schema['x-kubernetes-map-type'] !== 'atomic';
    const isListMap = isCorrelatable && schema['x-kubernetes-list-type'] === 'map';
    this.child(['items'], schema.items, isListMap);
    this.child(['additionalProperties'], schema.additionalProperties, isCorrelatable);
    for (const [name, property] of Object.entries(mapOf(schema, 'properties') ?? {})) {
      this.child(['properties', name], property, isGranular);
    }
    this.meter.leave();
  }

  private child(keys: readonly string[], schema: Value | undefined, isCorrelatable: boolean): void {
    if (!isMap(schema)) return;
    this.at(keys, () => this.below(schema, isTrue(schema, 'x-kubernetes-embedded-resource'), isCorrelatable));
  }

  private at(keys: readonly (string | number)[], check: () => void): void {
    this.problems.path.push(...keys);
    check();
    this.problems.path.length -= keys.length;
  }

  private rule(rule: Schema, schema: Schema, isResource: boolean, isCorrelatable: boolean): void {
    const text = textOf(rule, 'rule');
    this.meter.spend(STEPS_PER_RULE);
    if (textOf(rule, 'messageExpression').trim() !== '') {
      this.compiles(rule, 'messageExpression', schema, isResource);
    }
    if (!this.compiles(rule, 'rule', schema, isResource)) return;
    const { optionalOldSelf } = rule;
    if (usesOldSelf(text)) {
      if (isCorrelatable) return;
      const message =
        'has oldSelf, but old and new values do not belong together here; write the rule at the list itself, or make the list one of the type map';
      this.problems.add('K8S-202', ['rule'], message, { found: show(text) });
    } else if (typeof optionalOldSelf === 'boolean') {
      this.problems.add(
        'K8S-202',
        ['optionalOldSelf'],
        'may only stand there if the rule has oldSelf; remove it',
      );
    }
  }

  /** Whether a rule, or its message, compiles; tells what is wrong. */
  private compiles(
    rule: Schema,
    key: 'rule' | 'messageExpression',
    schema: Schema,
    isResource: boolean,
  ): boolean {
    const expression = textOf(rule, key);
    const makes = key === 'rule' ? 'bool' : 'string';
    const flaw = flawOf(expression, makes, schema, this.trial, isResource, rule.optionalOldSelf === true);
    // It throws where compiling took all steps.
    this.meter.spend();
    if (!flaw) return true;
    const [found, reason] = [show(expression), printable(flaw.reason, 300)];
    if (flaw.isSure) {
      this.problems.add('K8S-202', [key], `is refused by Kubernetes: ${reason}; correct it`, { found });
    } else {
      const message = `can't be evaluated here: ${reason}; look whether Kubernetes takes it`;
      this.problems.add('K8S-209', [key], message, { found, isWarning: true });
    }
    return false;
  }
}
