import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import {
  InputError,
  MAX_INPUT,
  readResourceList,
} from '../../../functions/lib/resource-list/resource-list.ts';
import { hostile } from './hostile-inputs.ts';

const run = fileURLToPath(new URL('hostile-run.ts', import.meta.url));

test('no large and odd input takes 10 seconds or a gigabyte and a half, or ends in another error than InputError', () => {
  const { stdout, status, stderr } = spawnSync(process.execPath, ['--max-old-space-size=1500', run], {
    encoding: 'utf8',
    timeout: 300_000,
  });
  const lines: { name: string; ms: number; outcome: string }[] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.is(status, 0, `${lines.at(-1)?.name} was the last: ${stderr.slice(-500)}`);
  assert.equal(
    lines.map(({ name }) => name),
    Object.keys(hostile),
  );
  for (const { name, ms, outcome } of lines) {
    assert.ok(ms < 10_000, `${name}: ${ms} ms`);
    assert.match(outcome, /^(?:InputError|\d+ bytes)$/, name);
  }
});

test('more than 64 MiB are refused unread', () => {
  const start = performance.now();
  assert.throws(
    () => readResourceList(Buffer.alloc(MAX_INPUT + 1, 'a')),
    (error: unknown) => error instanceof InputError && /larger than 64 MiB/.test(error.message),
  );
  assert.ok(performance.now() - start < 1000);
});

test.run();
