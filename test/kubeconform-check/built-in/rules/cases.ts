import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { WORKLOAD_RULES } from '../../../../functions/kubeconform-check/built-in/rules/workload-rules.ts';
import { Problems } from '../../../../functions/kubeconform-check/problems.ts';
import { fieldPath } from '../../../../functions/lib/field-path.ts';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';

/** An object that is right, and what makes it wrong. */
export interface Case {
  it: string;
  good: YamlMap;
  /** Fields in place of those of `good`; undefined takes one away. */
  bad: { [key: string]: YamlMap[string] | undefined };
  /** The problems of the bad one, as code and field path; one that is proposed stands behind `=`. */
  is: string | string[];
}

/** What the rules of a definition say of an object, as code and field path. */
export function problemsOf(definition: string, object: YamlMap, version = '1.36'): string[] {
  const problems = new Problems();
  const context = { problems, strict: true, version };
  for (const rule of WORKLOAD_RULES[definition] ?? []) rule(object, context);
  assert.equal(problems.path, [], 'a rule leaves the walk where it found it');
  return problems.all.map(({ code, segments, message, proposed }) => {
    // Printable, and shortened by an ellipsis.
    assert.match(message, /^[ -~…]+$/);
    const path = `${code} ${fieldPath(segments, object)}`.trim();
    return proposed === undefined ? path : `${path} = ${proposed}`;
  });
}

/** One test for each case, which the rules of the definition have to tell apart from its good neighbour. */
export function testRules(definition: string, cases: Case[]): void {
  for (const { it, good, bad, is } of cases) {
    test(`${definition}: ${it}`, () => {
      assert.equal(problemsOf(definition, good), []);
      assert.equal(problemsOf(definition, { ...good, ...bad } as YamlMap), [is].flat());
    });
  }
}
