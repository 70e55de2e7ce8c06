import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  evaluateMessage,
  evaluateRule,
  usesOldSelf,
} from '../../../functions/kubeconform-check/crd/cel.lazy.ts';
import { mapOf, type Schema } from '../../../functions/kubeconform-check/crd/schema.ts';

const text = { type: 'string' };
const schema = {
  type: 'object',
  properties: {
    s: text,
    i: { type: 'integer' },
    n: { type: 'number' },
    x: { 'x-kubernetes-int-or-string': true },
    l: { type: 'array', items: text },
    set: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
    lm: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['k'],
      items: { type: 'object', properties: { k: text, v: { type: 'integer' } } },
    },
    m: { type: 'object', additionalProperties: text },
    d: { type: 'string', format: 'duration' },
    t: { type: 'string', format: 'date-time' },
    'a-b': text,
    namespace: text,
  },
} as unknown as Schema;
const self = {
  s: 'x😀y',
  i: 3,
  n: 2,
  x: '25%',
  l: ['b', 'a'],
  set: ['a', 'b'],
  lm: [
    { k: 'a', v: 1 },
    { k: 'b', v: 2 },
  ],
  m: { a: 'b' },
  d: '90m',
  t: '2020-01-02T03:04:05Z',
  'a-b': 'c',
  namespace: 'n',
};

const evaluate = (rule: string, steps = 1_000_000) => evaluateRule(rule, schema, self, { steps });

/** What Kubernetes 1.36 says of these rules. */
const cases = {
  true: [
    'self.i == 3 && self.i < 3.5 && self.n >= 2',
    'self.s.size() == 3 && self.s.charAt(1) == "😀" && self.s.substring(2) == "y"',
    'self.s.indexOf("y") == 2 && "tacocat".lastIndexOf("a", 3) == 1',
    '"a.b.c".split(".", 2) == ["a", "b.c"] && "aaa".replace("a", "b", 2) == "bba"',
    '"ab".replace("", "-") == "-a-b-" && "É".lowerAscii() == "É"',
    'self.a__dash__b == "c" && self.namespace == self.__namespace__',
    'type(self.x) == string ? self.x.endsWith("%") : self.x < 5',
    '!has(self.missing) && has(self.m.a) && has(self.lm[0].v)',
    'self.missing == 1 || true',
    'self.l.exists(e, e == "a" || self.missing)',
    'self.set == ["b", "a"] && self.l != ["a", "b"]',
    'self.set + ["c", "a"] == ["c", "b", "a"]',
    '(self.lm + [{"k": "a", "v": 9}])[0].v == 9',
    'self.lm.all(i, e, i < 2 && e.v == i + 1)',
    'self.m.transformMap(k, v, k + v) == {"a": "ab"}',
    'self.lm.transformMapEntry(i, e, {e.k: i}) == {"a": 0, "b": 1}',
    'self.l.sort() == self.set && self.lm.sortBy(e, -e.v)[0].k == "b"',
    '[[1], [2, 3]].flatten() == [1, 2, 3] && lists.range(3) == [0, 1, 2]',
    'self.?m.?a.orValue("z") == "b" && !self.?q.hasValue()',
    'self.l[?5] == optional.none() && self.l.first() == optional.of("b")',
    'self.?s.optMap(s, s.size()).orValue(0) == 3',
    'self.d > duration("1h") && self.d + duration("-2h") == duration("-30m")',
    'self.t - timestamp("2020-01-01T03:04:05Z") == duration("24h")',
    'self.t.getHours("-08:00") == 19 && self.t.getDayOfYear() == 1',
    'string(self.d) == "5400s" && string(self.t) == "2020-01-02T03:04:05Z"',
    'string(1.5) == "1.5" && int("-7") == -7 && bool("True")',
    '"abc 123".find("[0-9]+") == "123" && "a1b22".findAll("[0-9]+") == ["1", "22"]',
    '"%s is %d, %.1f".format(["a", 1, 2.5]) == "a is 1, 2.5"',
    'quantity("1Gi").isGreaterThan(quantity("1G")) && quantity("0.5") == quantity("500m")',
    'ip("::1").isLoopback() && cidr("10.0.0.0/8").containsIP("10.1.2.3")',
    'url("https://a.b:1/c%20d?e=f#g").getPort() == "1" && url("/a?b=c#d").getQuery() == {"b": ["c"]}',
    'semver("1.2.3-a").isLessThan(semver("1.2.3"))',
    'sets.equivalent(self.l, self.set) && [1, 2] == [1.0, 2.0]',
    'format.dns1123Label().validate("A").value()[0].startsWith("a lowercase RFC 1123 label must")',
    '1 in {1: "a"} && !("a" in [])',
  ],
  false: ['self.i > 3', 'self.l.all(e, e == "a")', 'self.l.isSorted()', 'isIP("01.2.3.4")'],
  error: [
    'self.missing == 1',
    'has(self.missing.a)',
    'self.l[5] == "a"',
    '1 / 0 == 1',
    '9223372036854775807 + self.i > 0',
    'int(self.s) == 1',
    '"abc".substring(2, 1) == ""',
    'duration(self.s) == self.d',
    'self.l.exists_one(e, self.missing)',
    'timestamp(self.namespace) == self.t',
    'url("a").getHost() == ""',
    '[1].slice(0, 2) == [1]',
  ],
  uncompilable: [
    'self.i >',
    'nonsense(self)',
    'unknown == 1',
    '1 == "a"',
    '"text"',
    'cel.bind(a, 1, a == 1)',
    'math.greatest(1, 2) == 2',
    `${'('.repeat(300)}true${')'.repeat(300)}`,
    `"${'a'.repeat(30_000)}" == ""`,
  ],
};
for (const [kind, rules] of Object.entries(cases)) {
  for (const rule of rules) {
    test(`${rule.slice(0, 100)} is ${kind}`, () => {
      const outcome = evaluate(rule);
      assert.is(outcome.kind, kind, outcome.reason);
      assert.not.match(outcome.reason ?? '', '\n');
    });
  }
}

const digits = '[0,1,2,3,4,5,6,7,8,9]';
const nested = (body: string) =>
  ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].reduceRight(
    (inner, name) => `${digits}.all(${name}, ${inner})`,
    body,
  );
const doubled = (start: string, times: number) =>
  `[${start}]${'.map(a, a + a)'.repeat(times)}.all(a, a.size() > 0)`;

for (const [what, rule] of Object.entries({
  'macros within macros': nested('true'),
  'macros within macros whose errors are passed over': `${nested('1 / 0 == 1')} || true`,
  'macros with two variables': nested('true').replaceAll('.all(', '.transformList(i, ').concat('.size() > 0'),
  'a text that doubles': doubled('"aaaaaaaaaa"', 40),
  'a list that doubles': doubled('[1]', 40),
  'lists within lists': `[[1]]${'.map(a, [a, a])'.repeat(40)}.all(a, a == a)`,
  'a long range': 'lists.range(1000000000).size() > 0',
  'replacements that multiply': `"aaaaaaaaaa"${'.replace("a", "aaaaaaaaaa")'.repeat(20)} == ""`,
  'a text for each number': 'lists.range(9000).all(a, lists.range(9000).all(b, string(a) != "x"))',
  'patterns on a long text':
    '[lists.range(3000).map(a, "aaaaaaaaaa").join()].all(s, lists.range(9000).all(a, !s.matches("(a?){100}(a?){100}b")))',
  'patterns that are made': 'lists.range(9000).all(a, !"x".matches("(a?){900}" + string(a)))',
})) {
  test(`${what}: too costly, whatever the machine`, () => {
    assert.is(evaluate(rule).kind, 'too-costly');
  });
}

test('a rule costs the same each time', () => {
  const rule = 'self.l.all(a, a.matches("^[a-z]{1,9}$")) && self.m.transformMap(k, v, v).size() == 1';
  const costs = [1, 2].map(() => {
    const budget = { steps: 1000 };
    evaluateRule(rule, schema, self, budget);
    return budget.steps;
  });
  assert.ok((costs[0] as number) > 800 && (costs[0] as number) < 1000);
  assert.is(costs[0], costs[1]);
});

test('the steps of one evaluation are enough or not', () => {
  assert.is(evaluate('self.i == 3', 5).kind, 'too-costly');
  assert.is(evaluate('self.i == 3', 100).kind, 'true');
});

test('the root of a resource has its name, and nothing else of its metadata', () => {
  const root = { type: 'object', properties: { metadata: { type: 'object' } } } as unknown as Schema;
  const resource = { apiVersion: 'a/v1', kind: 'A', metadata: { name: 'n', labels: { a: 'b' } } };
  const kindOf = (rule: string) => evaluateRule(rule, root, resource, { steps: 1000 }, true).kind;
  assert.is(kindOf('self.metadata.name == "n" && self.kind == "A" && self.apiVersion == "a/v1"'), 'true');
  assert.is(kindOf('has(self.metadata.labels)'), 'false');
});

test('times without a zone, and durations in words', () => {
  const { d, t } = mapOf(schema, 'properties') as { [name: string]: Schema };
  const kindOf = (rule: string, of: Schema, value: string) =>
    evaluateRule(rule, of, value, { steps: 1000 }).kind;
  assert.is(kindOf('self == duration("48h")', d as Schema, '2 days'), 'true');
  assert.is(kindOf('self.getFullYear() == 2020', t as Schema, '2020-01-02T03:04:05'), 'true');
});

test('bytes that Kubernetes cannot decode fail where a rule looks at them', () => {
  const bytes = {
    type: 'object',
    properties: { b: { type: 'string', format: 'byte' } },
  } as unknown as Schema;
  const kindOf = (b: string) => evaluateRule('self.b.size() == 3', bytes, { b }, { steps: 1000 }).kind;
  assert.is(kindOf('YWJj'), 'true');
  assert.is(kindOf('++//'), 'error');
});

test('a rule with oldSelf does not count on create', () => {
  assert.is(evaluate('self.i == oldSelf.i && false').kind, 'true');
  assert.is(usesOldSelf('self.i == oldSelf.i'), true);
  assert.is(usesOldSelf('self.oldSelf == "oldSelf"'), false);
});

test('messages', () => {
  const message = (expression: string) => evaluateMessage(expression, schema, self, { steps: 1000 });
  assert.is(message('"got " + string(self.i)'), 'got 3');
  for (const expression of ['self.missing', '1', '"  "', '"a" +']) assert.is(message(expression), undefined);
});

test.run();
