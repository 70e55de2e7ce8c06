import { Ajv } from 'ajv';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { jsonSchemaOf } from '../../../build/bench/json-schema.ts';
import { isBase64, isDateTime, isQuantity } from '../../../functions/kubeconform-check/built-in/formats.ts';
import { allKinds, Kubernetes, type Node } from '../../../functions/kubeconform-check/built-in/kubernetes.ts';
import { validate } from '../../../functions/kubeconform-check/built-in/validate.ts';
import { Problems } from '../../../functions/kubeconform-check/problems.ts';
import { KUBERNETES_VERSIONS } from '../../../functions/lib/policy/kubernetes-version.ts';
import type { Value } from '../../../functions/lib/yaml/read.ts';
import { hasNullItem, mutate, random } from './mutate.ts';

const RUNS = Number(process.env.FAST_CHECK_RUNS ?? 400);
/** To compile a schema by ajv takes 30 ms; CI takes all kinds. */
const SHARE = process.env.FAST_CHECK_RUNS === undefined ? 8 : 1;

/** A value of a type, with some of its fields; as deep as resources usually are. */
function generate(node: Node, pick: (n: number) => number, depth: number): Value {
  switch (node.type) {
    case 'definition': {
      const { fields, required } = node.contents;
      const value: { [key: string]: Value } = {};
      for (const [key, inner] of fields) {
        if (required.includes(key) || (depth > 0 && pick(4) === 0))
          value[key] = generate(inner, pick, depth - 1);
      }
      return value;
    }
    case 'list':
      return depth > 0 && pick(5) > 0 ? [generate(node.item, pick, depth - 1)] : [];
    case 'map':
      return depth > 0 && pick(5) > 0 ? { a: generate(node.item, pick, depth - 1) } : {};
    case 'string':
      return ['a', '', 'true', '1'][pick(4)] as string;
    case 'boolean':
      return pick(2) === 0;
    case 'int32':
      return [0, -1, 2147483647, -2147483648][pick(4)] as number;
    case 'int64':
      return [0, 2 ** 40, -5][pick(3)] as number;
    case 'number':
      return [0.5, 3][pick(2)] as number;
    case 'int-or-string':
      return [80, '25%', 'http'][pick(3)] as Value;
    case 'quantity':
      return ['500m', '1.5Gi', 2, '.5', '1e3', '-1'][pick(6)] as Value;
    case 'bytes':
      return ['', 'YQ==', 'YWI='][pick(3)] as string;
    case 'date-time':
      return ['2027-01-31T12:00:00Z', '2028-02-29T23:59:59.5+05:30'][pick(2)] as string;
    case 'object':
      return pick(2) === 0 ? {} : { any: [1, { thing: null }] };
    default:
      return [1, 'x', null, [1], { a: 1 }][pick(5)] as Value;
  }
}

for (const version of KUBERNETES_VERSIONS) {
  test(`the interpreter and ajv agree on generated values and their mutations: Kubernetes ${version}`, () => {
    const kubernetes = new Kubernetes(version);
    const pick = random(Number(version.slice(2)));
    const kinds = allKinds().filter(({ versions }) => versions.includes(version) && pick(SHARE) === 0);
    const compiled = new Map<string, (value: Value) => boolean>();
    const accepts = (apiVersion: string, kind: string, strict: boolean) => {
      const id = `${apiVersion}/${kind}/${strict}`;
      let known = compiled.get(id);
      if (!known) {
        const ajv = new Ajv({ strict: false, logger: false, formats });
        const check = ajv.compile(jsonSchemaOf(kubernetes, apiVersion, kind, strict));
        known = (value) => check(value) === true;
        compiled.set(id, known);
      }
      return known;
    };
    let valid = 0;
    for (let i = 0; i < RUNS; i++) {
      const { group, version: name, kind } = kinds[i % kinds.length] as (typeof kinds)[number];
      const apiVersion = group === '' ? name : `${group}/${name}`;
      const definition = kubernetes.find(apiVersion, kind)?.definition;
      if (!definition) throw new Error(`no ${apiVersion} ${kind}`);
      let value: Value = { ...(generate(definition, pick, 8) as object), apiVersion, kind };
      const changes: string[] = [];
      for (let n = pick(3); n > 0; n--) {
        const mutated = mutate(value, pick);
        value = mutated.value;
        changes.push(mutated.change);
      }
      const strict = pick(3) > 0;
      const problems = new Problems();
      validate(definition, value, { problems, strict, version });
      const codes = problems.all.map(({ code }) => code).filter((code) => code.startsWith('K8S-0'));
      const theirs = accepts(apiVersion, kind, strict)(value);
      if (theirs) valid++;
      if (theirs && hasNullItem(value) && codes.every((code) => code === 'K8S-002')) continue;
      assert.is(
        codes.length === 0,
        theirs,
        `${kind} ${changes.join()}: ${codes} ${JSON.stringify(value).slice(0, 2000)}`,
      );
    }
    assert.ok(valid > RUNS / 4 && valid < RUNS, `${valid} of ${RUNS} valid`);
  });
}

const formats = {
  int32: { type: 'number' as const, validate: (n: number) => n >= -2147483648 && n <= 2147483647 },
  int64: { type: 'number' as const, validate: (n: number) => Math.abs(n) < 2 ** 63 },
  byte: isBase64,
  'date-time': isDateTime,
  quantity: isQuantity,
};

test.run();
