import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import pkg from '../../package.json' with { type: 'json' };
import { deployment, folderOf, PINNED } from './folders.ts';

const MAIN = join(import.meta.dirname, '../../functions/cli/main.ts');

function krmSecurity(...args: string[]) {
  return spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8', env: { PATH: process.env.PATH } });
}

test('check prints findings and a summary, and ends with the code of the functions', () => {
  const folder = folderOf({ 'a.yaml': deployment('a', 'docker.io/evil/upf:v1') });
  const { status, stdout, stderr } = krmSecurity('check', folder);
  assert.is(status, 1);
  assert.match(
    stdout,
    /^a\.yaml:12: error IMG-003 .*\n.* IMG-002 .*\n.* TMF-002 .*\nimage-allowlist: blocked: 1 error, 0 warnings, 1 info\nkubeconform-check: passed: .*\nvalidate-tmf921: passed: .*\n$/,
  );
  assert.is(stderr, '');
  assert.is(krmSecurity('check', folderOf({ 'a.yaml': deployment('a', PINNED) })).status, 0);
});

test('problems go to stderr', () => {
  const { status, stdout, stderr } = krmSecurity('check', folderOf({ 'a.yaml': 'a: [' }));
  assert.is(status, 2);
  assert.is(stdout, '');
  assert.match(stderr, /^krm-security: a\.yaml:\d+: is malformed YAML/);
});

test('--help and --version', () => {
  assert.match(krmSecurity('--help').stdout, /krm-security check \[DIR\]/);
  assert.is(krmSecurity('check', '--version').stdout, `krm-security ${pkg.version}\n`);
});

test('a wrong call is exit code 2, with the way to help', () => {
  for (const args of [[], ['chekc'], ['check', 'a', 'b'], ['check', '--polcy', 'x'], ['check', '--policy']]) {
    const { status, stdout, stderr } = krmSecurity(...args);
    assert.is(status, 2, args.join(' '));
    assert.is(stdout, '');
    assert.match(stderr, /^krm-security: .*\n.*--help/);
  }
});

test('a reader that has gone is no crash', () => {
  const folder = folderOf({ 'a.yaml': deployment('a', 'docker.io/evil/upf:v1') });
  const command = `"${process.execPath}" "${MAIN}" check "${folder}" | true`;
  const { stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: { PATH: process.env.PATH } });
  assert.is(stderr, '');
});

test.run();
