import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { check } from '../../functions/cli/check.ts';
import { deployment, folderOf, kptfile, PINNED } from './folders.ts';

const ok = deployment('ok', PINNED);
const denied = deployment('denied', 'docker.io/evil/upf:v1');

/** What every package without an intent is told. */
const NO_INTENTS = /: info TMF-002 .*: 0 intents found/;

const policy = `apiVersion: security.nephio.org/v1alpha1
kind: SecurityPolicy
metadata: {name: production}
spec:
  images: {allowedRegistries: [docker.io]}
`;

test('passes a package that has nothing wrong, and writes nothing', () => {
  const folder = folderOf({ Kptfile: kptfile('a'), 'a.yaml': ok });
  const { findings, ...report } = check(folder, { env: {} });
  assert.equal(report, {
    exitCode: 0,
    problems: [],
    summary: [
      'image-allowlist: passed: 0 errors, 0 warnings, 0 infos',
      'kubeconform-check: passed: 0 errors, 0 warnings, 0 infos',
      'validate-tmf921: passed: 0 errors, 0 warnings, 1 info',
    ],
  });
  assert.is(findings.length, 1);
  assert.match(findings[0] ?? '', NO_INTENTS);
  assert.equal(readdirSync(folder).sort(), ['Kptfile', 'a.yaml']);
  assert.is(readFileSync(join(folder, 'a.yaml'), 'utf8'), ok);
});

test('gives file and line, of documents and subpackages too', () => {
  const files = {
    Kptfile: kptfile('a'),
    'sub/Kptfile': kptfile('b'),
    'sub/x.yaml': `# two\n\n---\n${ok}---\n${denied}`,
  };
  const { exitCode, findings, summary } = check(folderOf(files), { env: {} });
  assert.is(exitCode, 1);
  assert.is(findings.length, 3);
  assert.match(findings[2] ?? '', NO_INTENTS);
  assert.match(
    findings[0] ?? '',
    /^sub\/x\.yaml:29: error IMG-003 apps\/v1\/Deployment\/denied: container main uses docker\.io/,
  );
  assert.match(findings[1] ?? '', /^sub\/x\.yaml:29: info IMG-002 /);
  assert.is(summary[0], 'image-allowlist: blocked: 1 error, 0 warnings, 1 info');
});

test('takes a policy from a file, else variables', () => {
  const folder = folderOf({ 'a.yaml': denied });
  const keys = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: {mode: report}\n';
  const policies = folderOf({ 'policy.yaml': policy, 'keys.yaml': keys });
  const withPolicy = check(folder, { policy: join(policies, 'policy.yaml'), env: {} });
  assert.is(withPolicy.exitCode, 0);
  const withKeys = check(folder, { policy: join(policies, 'keys.yaml'), env: {} });
  assert.is(withKeys.exitCode, 0);
  assert.is(withKeys.summary[0], 'image-allowlist: not blocked, in mode report: 1 error, 0 warnings, 1 info');
  assert.is(check(folder, { env: { ALLOWED_REGISTRIES: 'docker.io' } }).exitCode, 0);
});

test('each function takes its own keys of a ConfigMap, and an unknown one is none of anybody', () => {
  const folder = folderOf({ 'a.yaml': `${denied.replace('ports: []', 'port: []')}` });
  const keys = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata: ${data}\n`;
  const policies = folderOf({
    'both.yaml': keys('{ALLOWED_REGISTRIES: docker.io, strict: "false", kubernetes_version: "1.34"}'),
    'wrong.yaml': keys('{ALLOWED_REGISTRIES: docker.io, strictt: "false"}'),
  });
  const both = check(folder, { policy: join(policies, 'both.yaml'), env: {} });
  assert.equal([both.exitCode, both.problems], [0, []]);
  const wrong = check(folder, { policy: join(policies, 'wrong.yaml'), env: {} });
  assert.is(wrong.exitCode, 3);
  assert.match(wrong.problems.join(), /strictt/);
});

test('a policy among the resources is not picked up', () => {
  assert.is(check(folderOf({ 'a.yaml': denied, 'policy.yaml': policy }), { env: {} }).exitCode, 1);
});

test('a wrong policy is exit code 3', () => {
  const folder = folderOf({ 'a.yaml': ok });
  const policies = folderOf({
    'key.yaml': policy.replace('allowedRegistries', 'allowedRegistry'),
    'broken.yaml': 'a: [1',
    'two.yaml': `${policy}---\n${policy}`,
    'empty.yaml': '',
  });
  const wrong: [string, RegExp][] = [
    ['key.yaml', /allowedRegistries/],
    ['broken.yaml', /broken\.yaml:\d: is malformed YAML/],
    ['two.yaml', /must hold one YAML document/],
    ['empty.yaml', /must hold one YAML document/],
    ['nothing.yaml', /nothing\.yaml: doesn't exist/],
    ['.', /is a folder/],
  ];
  for (const [file, message] of wrong) {
    const { exitCode, problems } = check(folder, { policy: join(policies, file), env: {} });
    assert.is(exitCode, 3, file);
    assert.match(problems.join('\n'), message);
  }
});

test('a file that cannot be read fails the check, the others are checked', () => {
  const folder = folderOf({ 'a.yaml': denied, 'b.yaml': 'kind: [A\n', 'c.yaml': Buffer.from([0]) });
  const { exitCode, findings, problems } = check(folder, { env: {} });
  assert.is(exitCode, 2);
  assert.is(findings.filter((finding) => !NO_INTENTS.test(finding)).length, 2);
  assert.is(problems.length, 2);
  assert.match(problems.join('\n'), /^c\.yaml: is a binary file/m);
  assert.match(problems.join('\n'), /^b\.yaml:\d: is malformed YAML/m);
});

test('what is no resource is a fault, as in the functions', () => {
  const { exitCode, findings } = check(folderOf({ 'a.yaml': 'a: 1\n' }), { env: {} });
  assert.is(exitCode, 1);
  assert.match(findings.join('\n'), /^a\.yaml:1: error KRM-001: /);
});

test('a folder without resources is no pass', () => {
  const folder = folderOf({ 'README.md': '' });
  const { exitCode, problems } = check(folder, { env: {} });
  assert.is(exitCode, 2);
  assert.match(problems[0] ?? '', /holds no resources/);
  assert.is(check(join(folder, 'nothing'), { env: {} }).exitCode, 2);
});

test('two reports of one name are exit code 2', () => {
  const report = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: security-report}\ndata: {}\n';
  const { exitCode, problems } = check(folderOf({ 'a.yaml': report, 'b.yaml': report }), { env: {} });
  assert.is(exitCode, 2);
  assert.match(problems.join('\n'), /a\.yaml and b\.yaml/);
});

test('characters that a terminal obeys are shown, not printed', () => {
  const { problems } = check(folderOf({ 'a\u001b[2J.yaml': 'kind: [A\n' }), { env: {} });
  assert.match(problems[0] ?? '', /^a\\u\{1b\}\[2J\.yaml:/);
});

test.run();
