import { mkdirSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { readTree, render, run, toExec, writeTree } from './kpt.ts';
import { EXECUTABLE, IMAGE, needing, temporary } from './tools.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: upf
spec:
  template:
    spec:
      containers:
        - name: upf
          image: ghcr.io/acme/upf:v1.2.3
`;

const report = `apiVersion: v1
kind: ConfigMap
metadata:
  name: security-report
data: {}
`;

interface Case {
  keys?: string;
  files?: Record<string, string>;
  /** The function's exit code; none where kpt itself refuses. */
  exitCode?: number;
  says: RegExp;
}

const cases: Record<string, Case> = {
  'an unknown key': {
    keys: 'ALOWED_REGISTRIES: gcr.io',
    exitCode: 3,
    says: /data\.ALOWED_REGISTRIES .* is not a key of image-allowlist.*did you mean ALLOWED_REGISTRIES\?/,
  },
  'a wrong value': {
    keys: 'requireDigest: maybe',
    exitCode: 3,
    says: /data\.requireDigest .* found "maybe", allowed "true" or "false"/,
  },
  'a policy that does not exist': {
    keys: 'policy: produktion',
    exitCode: 3,
    says: /data\.policy .* names no SecurityPolicy.*"produktion"/,
  },
  'two reports': {
    files: { 'a.yaml': report, 'b.yaml': report },
    exitCode: 2,
    says: /2 ConfigMaps named security-report, in a\.yaml and b\.yaml/,
  },
  'duplicate keys': {
    files: { 'twice.yaml': deployment.replace('name: upf\nspec', 'name: upf\n  name: amf\nspec') },
    exitCode: 1,
    says: /has the key "name" twice/,
  },
  'a resource without kind': {
    files: {
      'kindless.yaml': deployment.replace('kind: Deployment\n', '').replace('name: upf', 'name: kindless'),
    },
    says: /kindless\.yaml: resource must have `kind`/,
  },
  'broken YAML': {
    files: { 'broken.yaml': deployment.replace('spec:', 'spec: [') },
    says: /broken\.yaml|malformed|did not find expected/i,
  },
};

const test = suite('bad input');

for (const [name, { keys, files = {}, exitCode, says }] of Object.entries(cases)) {
  for (const runtime of ['exec', 'docker'] as const) {
    for (const list of runtime === 'exec' ? ['mutators', 'validators'] : ['mutators']) {
      needing(
        test,
        ['kpt', 'exec', runtime],
        `${name} stops a ${list.slice(0, -1)} run by ${runtime}, and nothing is written`,
        async () => {
          const dir = temporary();
          mkdirSync(dir);
          const kptfile = `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: bad-input
pipeline:
  mutators:
    # Would write, if it alone had a say.
    - image: ${IMAGE}
      configMap:
        mode: report
        report: other-report
  ${list === 'mutators' ? '' : 'validators:'}
    - image: ${IMAGE}
      configMap:
        mode: report
        ${keys ?? 'annotate: all'}
`;
          writeTree(
            dir,
            new Map(Object.entries({ Kptfile: kptfile, 'deployment.yaml': deployment, ...files })),
          );
          if (runtime === 'exec') toExec(dir);
          const before = readTree(dir);
          const { code, output, functions } = await render(dir, runtime);
          assert.is.not(code, 0, output);
          assert.match(output.replaceAll('\\"', '"'), says);
          assert.not.match(output, /\n\s+at .*:\d+:\d+/, 'a stack trace');
          assert.equal(readTree(dir), before);
          const last = functions.at(-1);
          if (exitCode === undefined) assert.is(last, undefined);
          else {
            assert.is(last?.exitCode, exitCode);
            const errors = (last?.results ?? []).filter(({ severity }) => severity === 'error');
            assert.ok(
              errors.some(({ message }) => says.test(message)),
              output,
            );
          }
        },
      );
    }
  }
}

const header = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n';
const item = '  apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n';

/** Input of the executable itself: what nobody but another orchestrator than kpt would send. */
const direct: Record<
  string,
  { input: string; exitCode: number; stdout: 'nothing' | 'the input and a result'; says: RegExp }
> = {
  'empty stdin': { input: '', exitCode: 2, stdout: 'nothing', says: /the input is empty/ },
  'white space': { input: '\n\n', exitCode: 2, stdout: 'nothing', says: /the input is empty/ },
  'no ResourceList': {
    input: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n',
    exitCode: 2,
    stdout: 'nothing',
    says: /no ResourceList.*kind: "Pod"/,
  },
  'a list': { input: '- a\n- b\n', exitCode: 2, stdout: 'nothing', says: /no ResourceList/ },
  'a text': { input: 'hello', exitCode: 2, stdout: 'nothing', says: /no ResourceList/ },
  'broken YAML': {
    input: `${header}items:\n- apiVersion: [v1\n  kind: Pod\n`,
    exitCode: 2,
    stdout: 'nothing',
    says: /malformed YAML.* at line \d+, column \d+/,
  },
  'two documents': {
    input: `${header}items: []\n---\n${header}items: []\n`,
    exitCode: 2,
    stdout: 'nothing',
    says: /more than one YAML document/,
  },
  'a wrong functionConfig': {
    input: `${header}items:\n-${item.slice(1)}functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  data: {mode: audit}\n`,
    exitCode: 3,
    stdout: 'the input and a result',
    says: /data\.mode .*found "audit", allowed "enforce", "report"/,
  },
  'an item without kind': {
    input: `${header}items:\n- apiVersion: v1\n  metadata: {name: a}\n`,
    exitCode: 1,
    stdout: 'the input and a result',
    says: /has no kind/,
  },
  'an item with duplicate keys': {
    input: `${header}items:\n- apiVersion: v1\n  kind: Pod\n  kind: Pot\n  metadata: {name: a}\n`,
    exitCode: 1,
    stdout: 'the input and a result',
    says: /kind.*twice|duplicate.*kind/,
  },
};

for (const [name, { input, exitCode, stdout, says }] of Object.entries(direct)) {
  needing(test, ['exec'], `the executable ends with ${exitCode} at ${name}`, async () => {
    const ran = await run(process.execPath, [EXECUTABLE], Buffer.from(input));
    assert.is(ran.code, exitCode, ran.stderr);
    assert.match(ran.stderr, says);
    assert.not.match(ran.stderr, /\n\s+at /, 'a stack trace');
    for (const line of ran.stderr.split('\n')) assert.ok(line.length <= 4000);
    const out = ran.stdout.toString();
    if (stdout === 'nothing') {
      assert.is(out, '');
      return;
    }
    assert.ok(out.includes(input.slice(0, 80)), out);
    const { items, results } = parse(out, { uniqueKeys: false });
    assert.is(items.length >= 1, true);
    assert.is(results.length, 1);
    assert.is(results[0].severity, 'error');
    assert.match(results[0].message, says);
  });
}

test.run();
