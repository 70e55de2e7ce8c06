import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Kubernetes } from '../../../../functions/kubeconform-check/built-in/kubernetes.ts';
import { checkNames } from '../../../../functions/kubeconform-check/built-in/rules/metadata.ts';
import { validate } from '../../../../functions/kubeconform-check/built-in/validate.ts';
import { Problems } from '../../../../functions/kubeconform-check/problems.ts';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import type { Value } from '../../../../functions/lib/yaml/read.ts';

/**
 * Where a resource changes (dotted, or its segments), to what (undefined removes it), and the codes and paths of what is
 * said then.
 */
export type Change = [path: string | (string | number)[], value: Value | undefined, ...expected: string[]];

/** What is said of a resource: code and dotted path, `?` behind those that don't block. */
export function problemsOf(resource: YamlMap, version = '1.36'): string[] {
  const [group = '', name = ''] = (resource.apiVersion as string).includes('/')
    ? (resource.apiVersion as string).split('/')
    : ['', resource.apiVersion as string];
  const kind = resource.kind as string;
  const found = new Kubernetes(version).find(resource.apiVersion as string, kind);
  const context = { problems: new Problems(), strict: true, version };
  checkNames(resource, { group, version: name, kind }, context);
  if (found) validate(found.definition, resource, context);
  assert.equal(context.problems.path, []);
  return context.problems.all.map(
    ({ code, segments, isWarning }) => `${code} ${segments.join('.')}${isWarning ? '?' : ''}`,
  );
}

/** A clone of a resource with one value changed. */
export function changed(
  resource: YamlMap,
  path: string | (string | number)[],
  value: Value | undefined,
): YamlMap {
  // As text, so that what stands in several places of a test changes in one.
  const clone = JSON.parse(JSON.stringify(resource)) as YamlMap;
  const segments = typeof path === 'string' ? path.split('.') : [...path];
  const last = segments.pop() as string;
  let at = clone as { [key: string]: unknown };
  for (const segment of segments) {
    at[segment] ??= {};
    at = at[segment] as typeof at;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
  return clone;
}

/** Nothing is said of the resource as it is, and what each change says of it otherwise. */
export function testChanges(what: string, resource: YamlMap, changes: Change[], version?: string): void {
  test(`${what}: accepts one that is right`, () => {
    assert.equal(problemsOf(resource, version), []);
  });
  for (const [path, value, ...expected] of changes) {
    const shown = JSON.stringify(value)?.slice(0, 60);
    test(`${what}: ${expected.length === 0 ? 'accepts' : 'refuses'} ${path} ${shown}`, () => {
      assert.equal(problemsOf(changed(resource, path, value), version), expected);
    });
  }
}
