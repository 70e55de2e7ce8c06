import { RARE_RULES } from './rare-rules.ts';
import type { Rule } from './rules.ts';

/** The rules of a definition that rarer resources are made of. */
export function rareRules(name: string): readonly Rule[] {
  return RARE_RULES[name] ?? [];
}
