import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { KUBERNETES } from '../../../../functions/kubeconform-check/built-in/kubernetes.generated.ts';
import { allKinds, Kubernetes } from '../../../../functions/kubeconform-check/built-in/kubernetes.ts';
import { RARE, WORKLOADS } from '../../../../functions/kubeconform-check/built-in/rules/all-rules.ts';
import { COMMON_RULES } from '../../../../functions/kubeconform-check/built-in/rules/common-rules.ts';
import { checkNames } from '../../../../functions/kubeconform-check/built-in/rules/metadata.ts';
import { RARE_RULES } from '../../../../functions/kubeconform-check/built-in/rules/rare-rules.ts';
import { WORKLOAD_RULES } from '../../../../functions/kubeconform-check/built-in/rules/workload-rules.ts';
import { Problems } from '../../../../functions/kubeconform-check/problems.ts';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { problemsOf } from './resource-cases.ts';

const RESOURCE_RULES = { ...COMMON_RULES, ...RARE_RULES };
const definitions = Object.keys(RESOURCE_RULES);
const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 300) };

test('every rule hangs on a definition that there is, and on one that no other table has', () => {
  for (const name of definitions) {
    assert.ok(KUBERNETES.includes(`\n${name} `), name);
    assert.not(Object.hasOwn(WORKLOAD_RULES, name), name);
  }
});

test('the lists of definitions by which rules are loaded are those of the tables', () => {
  assert.equal([...RARE].sort(), Object.keys(RARE_RULES).sort());
  assert.is(definitions.length, Object.keys(RARE_RULES).length + Object.keys(COMMON_RULES).length);
  assert.equal([...WORKLOADS].sort(), Object.keys(WORKLOAD_RULES).sort());
});

const fields = [
  ...new Set(
    KUBERNETES.split('\n')
      .flatMap((line) => line.split(' ').slice(1))
      .map((word) => word.split(':')[0] ?? ''),
  ),
];
const key = fc.oneof(
  fc.constantFrom(...fields),
  fc.constantFrom('__proto__', 'constructor', 'a b', ''),
  fc.string(),
);
const leaf = fc.oneof(
  fc.constantFrom(null, true, '', 'None', '*', 'a.b', '1.2.3.4', '10.0.0.0/8', -1, 0, 65536, 1.5, 2n ** 70n),
  fc.string(),
  fc.integer(),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 4 }), tie('map')),
  map: fc.array(fc.tuple(key, tie('value')), { maxLength: 6 }).map(ownMap),
}));

/** A map as the reader makes it: `__proto__` is a key like any other. */
function ownMap(entries: [string, unknown][]): YamlMap {
  const map = {};
  for (const [name, own] of entries) {
    Object.defineProperty(map, name, { value: own, enumerable: true, configurable: true, writable: true });
  }
  return map as YamlMap;
}

test('rules take any value, and leave the walk where they found it', () => {
  const object = fc.array(fc.tuple(key, value), { maxLength: 10 }).map(ownMap);
  fc.assert(
    fc.property(fc.constantFrom(...definitions), object, (name, own) => {
      const problems = new Problems();
      for (const rule of RESOURCE_RULES[name] ?? []) rule(own, { problems, strict: true, version: '1.36' });
      return problems.path.length === 0;
    }),
    runs,
  );
});

/** A value below each field that the rules read, so that all of them see it. */
test('rules take any value in each field of each kind', () => {
  const wrong = [null, true, 1, '', 'a', [], {}, [null], ['a'], [{}], { a: null }, { a: {} }];
  for (const { group, version, kind } of allKinds()) {
    const apiVersion = group === '' ? version : `${group}/${version}`;
    for (const field of new Kubernetes('1.36').find(apiVersion, kind)?.definition.contents.fields.keys() ??
      []) {
      for (const own of wrong) {
        const resource = { apiVersion, kind, metadata: { name: 'a' }, [field]: own } as YamlMap;
        if (typeof resource.apiVersion !== 'string' || typeof resource.kind !== 'string') continue;
        assert.type(problemsOf({ ...resource, apiVersion, kind }), 'object');
      }
    }
  }
});

test('names of any form do no harm', () => {
  fc.assert(
    fc.property(value, (metadata) => {
      const problems = new Problems();
      const context = { problems, strict: true, version: '1.36' };
      checkNames({ metadata } as YamlMap, { group: '', version: 'v1', kind: 'Service' }, context);
      return problems.path.length === 0;
    }),
    runs,
  );
});

test('the rules are linear: 20,000 of everything are looked at in no time', () => {
  const many = (item: (i: number) => unknown) => Array.from({ length: 20_000 }, (_, i) => item(i)) as never;
  const ports = many((i) => ({ name: `p${i}`, port: (i % 65535) + 1, nodePort: 30000 }));
  const started = performance.now();
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'a' },
    spec: { type: 'NodePort', ports },
  };
  assert.is(problemsOf(service).length, 501);
  const labels = Object.fromEntries(many((i) => [`k${i}`, 'v']) as [string, string][]);
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a', labels, annotations: labels },
    data: {},
  };
  assert.equal(problemsOf(secret), []);
  const name = `${'a-'.repeat(100_000)}`;
  assert.equal(problemsOf({ ...secret, metadata: { name } }), ['K8S-101 metadata.name']);
  assert.ok(performance.now() - started < 5000);
});

test.run();
