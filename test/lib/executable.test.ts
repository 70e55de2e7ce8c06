import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSION } from '../../functions/lib/version.ts';
import { configOf, listOf, parseList, pod } from '../support/lists.ts';

const program = fileURLToPath(import.meta.resolve('../../functions/image-allowlist/main.ts'));
const GOOD = `ghcr.io/acme/upf@sha256:${'a'.repeat(64)}`;

interface Run {
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

async function call(
  input: Iterable<string | Buffer>,
  args: readonly string[] = [],
  read = collect,
): Promise<Run> {
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env.PATH } });
  const closed = once(child, 'close');
  child.stdin.on('error', () => {});
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk) => errors.push(chunk));
  const stdout = read(child.stdout);
  for (const chunk of input) {
    if (child.stdin.destroyed) break;
    if (!child.stdin.write(chunk)) await Promise.race([once(child.stdin, 'drain').catch(() => {}), closed]);
  }
  child.stdin.end();
  const [code] = (await closed) as [number | null];
  return { code, stdout: await stdout, stderr: Buffer.concat(errors).toString() };
}

async function collect(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A reader that lets the pipe run full. */
async function collectSlowly(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await sleep(300);
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer);
    if (chunks.length < 20) await sleep(20);
  }
  return Buffer.concat(chunks);
}

async function closeAtOnce(stream: NodeJS.ReadableStream): Promise<Buffer> {
  (stream as import('node:stream').Readable).destroy();
  return Buffer.alloc(0);
}

const many = listOf(
  Array.from({ length: 3000 }, (_, i) => pod(`p${i}`, GOOD)),
  configOf({ mode: 'report' }),
);

test('--help says what it does and takes', async () => {
  const { code, stdout } = await call([], ['--help']);
  assert.is(code, 0);
  for (const key of [
    'ALLOWED_REGISTRIES',
    'requireDigest',
    'SECURITY_POLICY_LEVEL',
    'mode',
    'policy',
    'annotate',
    'report',
  ]) {
    assert.match(stdout.toString(), key);
  }
});

test('--version', async () => {
  const { code, stdout } = await call([], ['--version']);
  assert.is(code, 0);
  assert.is(stdout.toString(), `image-allowlist ${VERSION}\n`);
});

test('an unknown argument is said, and nothing is read', async () => {
  const { code, stdout, stderr } = await call([], ['--level', 'demo']);
  assert.is(code, 2);
  assert.is(stdout.length, 0);
  assert.match(stderr, /--level demo/);
});

test('an output of many pipe buffers is whole, however slowly it is read', async () => {
  const { code, stdout } = await call([many], [], collectSlowly);
  assert.is(code, 0);
  assert.ok(stdout.length > many.length);
  assert.is(parseList(stdout).items.length, 3001);
});

test('an output that nobody reads is a failure without a trace', async () => {
  const { code, stderr } = await call([many], [], closeAtOnce);
  assert.is(code, 2);
  assert.not.match(stderr, /\bat |Error/);
});

test('a stdin that can not be read, and a stdout without room, are failures without a trace', () => {
  const shell = (redirection: string) =>
    spawnSync('sh', ['-c', `"$0" "$1" ${redirection}`, process.execPath, program], {
      input: listOf([pod('upf', GOOD)]),
      encoding: 'utf8',
    });
  const folder = shell('< /');
  assert.is(folder.status, 2);
  assert.match(folder.stderr, /^image-allowlist: stdin can't be read \(EISDIR[^\n]*\n$/);
  const full = shell('> /dev/full');
  assert.is(full.status, 2);
  assert.is(full.stderr, '');
});

test('empty stdin', async () => {
  const { code, stdout, stderr } = await call([]);
  assert.is(code, 2);
  assert.is(stdout.length, 0);
  assert.match(stderr, /empty/);
});

test('100 MB are refused with the limit', async () => {
  function* chunks() {
    yield 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n';
    const chunk = Buffer.alloc(1_000_000, '- apiVersion: v1\n');
    for (let i = 0; i < 100; i++) yield chunk;
  }
  const { code, stdout, stderr } = await call(chunks());
  assert.is(code, 2);
  assert.is(stdout.length, 0);
  assert.match(stderr, /larger than 64 MiB/);
});

test.run();
