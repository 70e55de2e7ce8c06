import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  allKinds,
  type Definition,
  Kubernetes,
  type Node,
} from '../../../../functions/kubeconform-check/built-in/kubernetes.ts';
import { WORKLOAD_RULES } from '../../../../functions/kubeconform-check/built-in/rules/workload-rules.ts';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import type { Value } from '../../../../functions/lib/yaml/read.ts';
import { problemsOf } from './cases.ts';

const VERSION = '1.36';

/** The definitions that a kind uses, by name. */
function collect(node: Node, known: Map<string, Definition>): void {
  if (node.type === 'list' || node.type === 'map') collect(node.item, known);
  if (node.type !== 'definition' || known.has(node.contents.name)) return;
  known.set(node.contents.name, node);
  for (const field of node.contents.fields.values()) collect(field, known);
}

const definitions = new Map<string, Definition>();
const kubernetes = new Kubernetes(VERSION);
for (const { group, version, kind } of allKinds()) {
  const found = kubernetes.find(group === '' ? version : `${group}/${version}`, kind);
  if (found) collect(found.definition, definitions);
}

test('each rule is of a definition that there is', () => {
  assert.equal(
    Object.keys(WORKLOAD_RULES).filter((name) => !definitions.has(name)),
    [],
  );
});

const hostile: Value[] = [
  null,
  0,
  -1,
  1.5,
  10n ** 30n,
  '',
  'x'.repeat(1000),
  true,
  [],
  [null],
  [[], {}, 1, 'a'],
  {},
  Object.create(null),
  JSON.parse('{"__proto__": {"a": 1}, "constructor": "x", "toString": null}'),
];

for (const [name, definition] of definitions) {
  if (!WORKLOAD_RULES[name]) continue;
  test(`${name}: no value makes a rule throw`, () => {
    const keys = [...definition.contents.fields.keys()];
    for (const value of hostile) {
      for (const key of keys) problemsOf(name, { [key]: value });
      problemsOf(name, Object.fromEntries(keys.map((key) => [key, value])) as YamlMap);
      problemsOf(
        name,
        Object.fromEntries(keys.map((key) => [key, { spec: value, name: value, metadata: value }])),
      );
    }
  });
}

test('the rules take as many steps as there are values', () => {
  const many = (item: (i: number) => Value): Value[] => Array.from({ length: 20_000 }, (_, i) => item(i));
  const labels = Object.fromEntries(many((i) => `v${i}`).map((key) => [key, 'a'])) as YamlMap;
  const spec: YamlMap = {
    selector: { matchLabels: labels, matchExpressions: many((i) => ({ key: `v${i}`, operator: 'Exists' })) },
    volumeClaimTemplates: many((i) => ({ metadata: { name: `v${i}` } })),
    template: {
      metadata: { labels },
      spec: {
        volumes: many((i) => ({ name: `v${i}` })),
        containers: many((i) => ({
          name: `c${i}`,
          volumeMounts: [{ name: `x${i}` }],
          ports: [{ hostPort: 1 }],
        })),
      },
    },
  };
  const start = performance.now();
  assert.is(problemsOf('V1StatefulSetSpec', spec).length, 501);
  // Were each compared with each, this would be a minute and more.
  assert.ok(performance.now() - start < 3000);
});

test.run();
