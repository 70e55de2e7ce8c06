import { spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { run } from './kpt.ts';
import { deployments } from './many.ts';
import { ENV, EXECUTABLE, IMAGE, needing } from './tools.ts';

const test = suite('streams');

needing(
  test,
  ['exec'],
  'the output is whole where it is read slowly, with items beyond the buffer of a pipe',
  async () => {
    const text = deployments(40, 150_000);
    const fast = await run(process.execPath, [EXECUTABLE], Buffer.from(text));
    assert.is(fast.code, 0, fast.stderr);
    assert.ok(fast.stdout.length > text.length);

    const child = spawn(process.execPath, [EXECUTABLE], { env: ENV });
    child.stdin.end(text);
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const chunks: Buffer[] = [];
    let reads = 0;
    for await (const chunk of child.stdout) {
      chunks.push(chunk);
      if (reads++ % 8 === 0) await pause(5);
    }
    assert.is(await ended, 0);
    assert.ok(Buffer.concat(chunks).equals(fast.stdout), 'the slow reader got something else');
    assert.is(parse(fast.stdout.toString()).items.length, 41);
  },
);

needing(test, ['exec'], 'a reader that leaves early makes no crash', async () => {
  const command = `"$0" "$1" | head -c 1; echo " \${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await run(
    'bash',
    ['-c', command, process.execPath, EXECUTABLE],
    Buffer.from(deployments(40, 150_000)),
  );
  assert.not.match(stderr, /\bat .*:\d+:\d+|Error|EPIPE/, stderr);
  // What nobody has read isn't a success.
  assert.is(stdout.toString(), 'a 2\n');
});

needing(test, ['exec'], 'a closed stderr takes nothing from stdout', async () => {
  const text = deployments(3, 10).replaceAll('ghcr.io', 'evil.example');
  const { stdout } = await run(
    'bash',
    ['-c', '"$0" "$1" 2>&-; echo "# $?"', process.execPath, EXECUTABLE],
    Buffer.from(text),
  );
  assert.match(stdout.toString(), /\n# 1\n$/);
  assert.is(parse(stdout.toString()).results.length, 6);
});

for (const engine of ['docker', 'podman'] as const) {
  const count = 10_000;
  needing(
    test,
    ['exec', engine],
    `the container of ${engine} with no rights and 256 MiB masters ${count} resources`,
    async () => {
      const limits =
        '--network none --read-only --cap-drop ALL --security-opt no-new-privileges --user 65534 --memory 256m';
      const { code, stdout, stderr } = await run(
        engine,
        ['run', '--rm', '--interactive', '--pull', 'never', ...limits.split(' '), IMAGE],
        Buffer.from(deployments(count, 250)),
      );
      assert.is(code, 0, stderr);
      const text = stdout.toString();
      assert.is(text.match(/^- apiVersion: apps\/v1$/gm)?.length, count);
      assert.is(text.match(/^ {6}security\.nephio\.org\/image-allowlist: pass$/gm)?.length, count);
      assert.match(text, /name: security-report\n/);
      assert.match(text, /\nresults:\n/);
    },
  );
}

test.run();
