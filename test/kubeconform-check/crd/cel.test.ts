import * as fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluateMessage, evaluateRule, usesOldSelf } from '../../../functions/kubeconform-check/crd/cel.ts';

const STRING = { type: 'string' };
const SCHEMA = {
  type: 'object',
  properties: {
    text: STRING,
    count: { type: 'integer' },
    ratio: { type: 'number' },
    on: { type: 'boolean' },
    port: { 'x-kubernetes-int-or-string': true },
    since: { type: 'string', format: 'date-time' },
    wait: { type: 'string', format: 'duration' },
    data: { type: 'string', format: 'byte' },
    names: { type: 'array', items: STRING },
    set: { type: 'array', 'x-kubernetes-list-type': 'set', items: STRING },
    pairs: {
      type: 'array',
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['key'],
      items: { type: 'object', properties: { key: STRING, value: { type: 'integer' } } },
    },
    labels: { type: 'object', additionalProperties: STRING },
    empty: { type: 'object', nullable: true, properties: { a: STRING } },
    'a-b.c/d__e': STRING,
    namespace: STRING,
    no$name: STRING,
    free: { 'x-kubernetes-preserve-unknown-fields': true },
  },
};
const VALUE = {
  text: 'Äpfel 😀',
  count: 9007199254740993n,
  ratio: 2,
  on: true,
  port: 'http',
  since: '2020-02-29T12:00:00+02:00',
  wait: '1h30m',
  data: 'YWJj',
  names: ['b', 'a', 'c'],
  set: ['x', 'y'],
  pairs: [
    { key: 'a', value: 1 },
    { key: 'b', value: 2 },
  ],
  labels: { 'app.kubernetes.io/name': 'web' },
  empty: null,
  'a-b.c/d__e': 'escaped',
  namespace: 'ns',
  no$name: 'hidden',
  free: { a: 1 },
};

function outcome(rule: string, steps = 1_000_000, value: unknown = VALUE): string {
  const { kind, reason } = evaluateRule(rule, SCHEMA, value, { steps });
  return reason === undefined ? kind : `${kind}: ${reason}`;
}

/** The evaluator of Kubernetes 1.36 says the same of each. */
const TRUE = `
  self.text.size() == 7 && self.text.charAt(6) == "😀" && self.text.indexOf("😀") == 6
  self.count == 9007199254740993 && self.count + 1 > 9007199254740993
  self.ratio == 2.0 && self.ratio < 3 && dyn(2) == 2.0
  type(self.port) == string ? self.port.matches("^[a-z]+$") : self.port > 0
  self.since == timestamp("2020-02-29T10:00:00Z") && self.since.getDayOfYear() == 59 && self.since.getHours("-01:00") == 9
  self.wait > duration("89m") && self.wait.getMinutes() == 90 && string(self.wait) == "5400s"
  self.data == b"abc" && size(self.data) == 3
  self.names.all(n, n.size() == 1) && self.names.exists(n, n == "a") && self.names.exists_one(n, n > "b")
  self.names.map(n, n + "!") == ["b!", "a!", "c!"] && self.names.filter(n, n != "a").join("-") == "b-c"
  self.names.all(i, n, i < 3 && n in self.names) && self.names.transformList(i, n, i)[2] == 2
  self.names.indexOf("c") == 2 && !self.names.isSorted() && self.names.sort().isSorted() && self.names.max() == "c"
  self.set == ["y", "x"] && self.set + ["x", "z"] == ["z", "y", "x"]
  self.pairs + self.pairs == self.pairs && self.pairs.map(p, p.value).sum() == 3
  "app.kubernetes.io/name" in self.labels && self.labels.all(k, v, k.contains("/") && v == "web")
  self.?labels["x"].orValue("none") == "none" && self.?text.hasValue() && !self.?empty.?a.hasValue()
  !has(self.empty) && self.a__dash__b__dot__c__slash__d__underscores__e == "escaped"
  self.__namespace__ == "ns" && self.namespace == "ns"
  (1 / 0 == 1 || true) && !(1 / 0 == 1 && false)
  isURL("https://a.b:8443/c%20d?e=f") && url("https://a.b:8443/c%20d?e=f").getPort() == "8443"
  url("http://[::1]:80/a?x=1&x=2").getQuery() == {"x": ["1", "2"]} && url("http://[::1]:80/a").getHostname() == "::1"
  quantity("1.5Gi").isGreaterThan(quantity("1500Mi")) && quantity("50k").add(20).sub(quantity("20")).asInteger() == 50000
  isQuantity("100m") && !isQuantity("1GiB") && !quantity("1.5Gi").isInteger() && sign(quantity("-5")) == -1
  ip("::1").family() == 6 && ip("::1").isLoopback() && !isIP("1.2.3.04") && ip.isCanonical("2001:db8::1")
  cidr("10.0.0.0/8").containsIP("10.1.2.3") && cidr("10.0.0.0/8").containsCIDR(cidr("10.1.0.0/16")) && string(cidr("10.1.2.3/8").masked()) == "10.0.0.0/8"
  format.dns1123Label().validate("a.b").value() == ["must not contain dots"] && !format.named("uuid").value().validate("0123456789abcdef0123456789abcdef").hasValue()
  semver("1.2.3-rc.1").isLessThan(semver("1.2.3")) && isSemver("v1.02", true) && semver("1.2.3").minor() == 2
  sets.contains([1, 2], [2]) && sets.equivalent([1, 1], [1]) && !sets.intersects([1], [2])
  "a1b22".findAll("[0-9]+") == ["1", "22"] && "a1b22".find("[0-9]+") == "1" && "aa".findAll("a", 1) == ["a"]
  "%s has %d of %.1f".format([self.names, 3, 1.5]) == '["b", "a", "c"] has 3 of 1.5'
  "a,b,c".split(",", 2) == ["a", "b,c"] && "abab".replace("b", "c", 1) == "acab" && "abc".substring(1, 2) == "b"
  r"\\d" == "\\\\d" && '''a'b''' == "a'b" && "\\u00e4" == "ä" && b"\\xff".size() == 1 && 0xff == 255 && 1u < 2.5
  optional.of(3).optMap(x, x * 2).value() == 6 && [1, 2].first().value() == 1 && [?optional.none(), 1] == [1]
  lists.range(3) == [0, 1, 2] && [[1], [2]].flatten() == [1, 2] && [3, 1, 2].sortBy(x, -x) == [3, 2, 1]
`;
for (const rule of TRUE.trim().split('\n'))
  test(`holds: ${rule.trim()}`, () => assert.is(outcome(rule), 'true'));

for (const [rule, expected] of [
  ['self.names[3] == "a"', 'error: index out of bounds: 3'],
  ['self.labels["x"] == "a"', 'error: no such key: x'],
  ['self.port > 5', 'error: no such overload: >(string, int)'],
  ['self.names.map(n, int(n)).size() > 0', "error: type conversion error from 'string' to 'int'"],
  ['self.count * self.count > 0', 'error: integer overflow'],
  ['optional.none().value() == 1', 'error: optional.none() dereference'],
  ['"a".matches(self.names[0] + "(")', 'error: error parsing regexp: missing closing ): `b(`'],
  ['self.missing', 'uncompilable: it refers to the field missing, which its schema has not'],
  ['self.no$name == ""', 'uncompilable: it has an unexpected character at 8'],
  ['self.free == self.free', 'uncompilable: it refers to the field free, which its schema has not'],
  ['self.text', 'uncompilable: it must give a bool, and gives a string'],
  ['self.text == 1', 'uncompilable: it has no matching overload for == with string, int'],
  ['nonsense(self)', 'uncompilable: it calls nonsense(), which is not declared'],
  [
    'self.text.matches("(")',
    'uncompilable: it has an invalid pattern: error parsing regexp: missing closing ): `(`',
  ],
  ['duration("1x") > self.wait', 'uncompilable: it has an invalid duration or timestamp'],
  ['[1, "a"] == []', 'uncompilable: it mixes int and string in a list or map'],
  ['self.text ==', 'uncompilable: it ends too early'],
  ['self.text == "a', 'uncompilable: it has a string that does not end'],
  ['oldSelf.text == self.text', 'skipped'],
] as const) {
  test(`${rule}: ${expected}`, () => assert.is(outcome(rule), expected));
}

test('a value that is not what its schema says is an error', () => {
  assert.is(outcome('self.text == ""', 1000, { text: 5 }), 'error: invalid data, expected string');
  assert.is(
    outcome('self.since > self.since', 1000, { since: 'now' }),
    'error: Invalid date-time formatted string',
  );
  assert.is(outcome('has(self.text)', 1000, { __proto__: { text: 'a' } }), 'false');
});

test('the root of a resource has apiVersion, kind and the names in metadata', () => {
  const schema = { type: 'object', properties: { metadata: { type: 'object' } } };
  const value = { apiVersion: 'a/v1', kind: 'A', metadata: { name: 'a', labels: {} } };
  const root = (rule: string) => evaluateRule(rule, schema, value, { steps: 1000 }, true).kind;
  assert.is(root('self.kind == "A" && self.apiVersion == "a/v1" && self.metadata.name == "a"'), 'true');
  assert.is(root('!has(self.metadata.generateName)'), 'true');
  assert.is(root('has(self.metadata.labels)'), 'uncompilable');
  assert.is(evaluateRule('has(self.kind)', schema, value, { steps: 1000 }).kind, 'uncompilable');
});

test('a rule with an optional oldSelf counts for new resources', () => {
  const rule = 'oldSelf.hasValue() || self.on';
  assert.is(evaluateRule(rule, SCHEMA, VALUE, { steps: 1000 }, false, true).kind, 'true');
  assert.is(
    outcome('oldSelf.hasValue() || self.on'),
    'uncompilable: it has no matching overload for hasValue with object',
  );
});

test('only what mentions oldSelf uses it', () => {
  assert.is(usesOldSelf('self.a == oldSelf.a'), true);
  assert.is(usesOldSelf('self.oldSelf == "oldSelf" // oldSelf'), false);
  assert.is(usesOldSelf('self.a.all(x, has(oldSelf.b))'), true);
  assert.is(usesOldSelf('oldSelf ('), false);
});

test('a messageExpression makes a message of one line, or none', () => {
  const message = (expression: string) => evaluateMessage(expression, SCHEMA, VALUE, { steps: 10_000 });
  assert.is(message('"  count is " + string(self.count)'), 'count is 9007199254740993');
  assert.is(message('"a\\nb"'), undefined);
  assert.is(message('" "'), undefined);
  assert.is(message('self.labels["x"]'), undefined);
  assert.is(message('self.count'), undefined);
});

/** What takes for ever, all memory, or the whole stack elsewhere. */
for (const [name, rule, expected] of [
  ['nested macros', 'self.l.all(a, self.l.all(b, self.l.all(c, a + b + c >= 0)))', 'too-costly'],
  ['errors that are forgiven', 'self.l.all(a, self.l.exists(b, 1 / 0 == b))', 'too-costly'],
  ['doubled texts', `optional.of(self.t)${'.optMap(x, x + x)'.repeat(60)}.hasValue()`, 'too-costly'],
  ['doubled lists', `optional.of(self.l)${'.optMap(x, x + x)'.repeat(60)}.hasValue()`, 'too-costly'],
  ['texts in texts', 'self.t.replace("a", self.t).size() > 0', 'too-costly'],
  ['searching', 'self.t.contains("b" + self.t.substring(50000))', 'too-costly'],
  ['a range', 'lists.range(1000000000000).size() > 0', 'too-costly'],
  ['patterns', 'self.l.all(x, self.t.matches("(a?){500}a{500}b"))', 'too-costly'],
  ['matches', 'self.t.findAll("a*b|a").size() > 0', 'too-costly'],
  ['large quantities', 'quantity("1e999999999").isGreaterThan(quantity("1"))', 'too-costly'],
  ['parentheses', `${'('.repeat(10_000)}true${')'.repeat(10_000)}`, 'uncompilable'],
  ['operators', `1${' + 1'.repeat(20_000)} > 0`, 'uncompilable'],
  ['negations', `${'!'.repeat(50_000)}true`, 'uncompilable'],
  ['fields', `self${'.a'.repeat(40_000)}`, 'uncompilable'],
  ['1 MB', `true${' || true'.repeat(125_000)}`, 'uncompilable'],
  ['doubled types', `{1: 1}${'.transformMap(k, v, {v: v})'.repeat(60)}.size() > 0`, 'uncompilable'],
  ['a long number', `${'1'.repeat(90_000)} > 0`, 'uncompilable'],
  ['a long chain', `true${' && true'.repeat(12_000)}`, 'true'],
  ['a long list', `[${'1, '.repeat(30_000)}1].size() > 0`, 'true'],
] as const) {
  test(`${name}: ${expected}, within a second`, () => {
    const items = { type: 'integer' };
    const schema = { type: 'object', properties: { l: { type: 'array', items }, t: STRING } };
    const value = { l: Array.from({ length: 1000 }, (_, i) => i), t: 'a'.repeat(100_000) };
    const start = performance.now();
    assert.is(evaluateRule(rule, schema, value, { steps: 1_000_000 }).kind, expected);
    assert.ok(performance.now() - start < 1000);
  });
}

test('a schema may be anything', () => {
  let deep: object = { type: 'object' };
  for (let i = 0; i < 20_000; i++) deep = { type: 'object', properties: { a: deep } };
  for (const schema of [
    {},
    [],
    { type: ['string'] },
    { type: 'object', properties: 5 },
    { type: 'array', items: [] },
    deep,
  ]) {
    assert.type(evaluateRule('self == self', schema, { a: 1 }, { steps: 1000 }).kind, 'string');
  }
});

const runs = { numRuns: Number(process.env.FAST_CHECK_RUNS ?? 200) };
const PIECES =
  'self self.l self.t oldSelf . ? : [ ] ( ) { } , && || ! == < + - in 1 2u 0.5 "a" b"a" null all(x, x) map(x, exists(x, has( size( dyn( optMap(x, format( type( x'.split(
    ' ',
  );

test('no text makes it throw or go beyond its budget', () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }).map((parts) => parts.join(' ')),
  );
  fc.assert(
    fc.property(text, fc.jsonValue(), (rule, self) => {
      assert.type(evaluateRule(rule, SCHEMA, self, { steps: 10_000 }).kind, 'string');
    }),
    runs,
  );
});

test.run();
