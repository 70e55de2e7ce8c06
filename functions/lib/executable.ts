import { readSync, writeSync } from 'node:fs';
import { DISK } from './disk.ts';
import { type KrmFunction, type Outcome, run } from './host.ts';
import { MAX_INPUT, tooLarge } from './resource-list/resource-list.ts';
import { VERSION } from './version.ts';

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
/** Above this size the memory that garbage takes is worth the 3 ms that loading node:v8 takes. */
const LARGE = 1024 * 1024;

/**
 * Runs a function as a program: ResourceList on stdin, ResourceList on stdout. The output is built whole, then
 * written, and is out before the process ends: kpt takes a cut or empty output for deleted resources. Reading and
 * writing are synchronous, since loading Node's streams takes longer than checking a small package.
 */
export function main(fn: KrmFunction): void {
  end(outcomeOf(fn, process.argv.slice(2)));
}

function refuse(fn: KrmFunction, reason: string): Outcome {
  return { exitCode: 2, stdout: Buffer.alloc(0), stderr: [`${fn.name}: ${reason}`] };
}

function outcomeOf(fn: KrmFunction, args: readonly string[]): Outcome {
  const say = (text: string): Outcome => ({ exitCode: 0, stdout: Buffer.from(`${text}\n`), stderr: [] });
  if (args[0] === '--help' || args[0] === '-h') return say(fn.usage);
  if (args[0] === '--version') return say(`${fn.name} ${VERSION}`);
  if (args.length > 0) {
    const usage = 'it takes a ResourceList on stdin, --help or --version, and no other arguments';
    return refuse(fn, `unknown argument "${args.join(' ').slice(0, 200)}": ${usage}`);
  }
  let input: Buffer | undefined;
  try {
    input = readAll();
  } catch (error) {
    return refuse(fn, `stdin can't be read (${(error as Error).message}); give it a ResourceList`);
  }
  if (!input) return refuse(fn, tooLarge());
  if (input.length > LARGE) {
    // A small nursery: what is read stays until the end, and copying it around costs time and memory.
    process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
  }
  return run(fn, input, process.env, DISK);
}

/** The bytes of stdin, or undefined where they are too many. */
function readAll(): Buffer | undefined {
  let bytes = Buffer.allocUnsafe(256 * 1024);
  let size = 0;
  for (;;) {
    const read = readInto(bytes, size);
    if (read === 0) return bytes.subarray(0, size);
    size += read;
    if (size > MAX_INPUT) return undefined;
    if (size < bytes.length) continue;
    const longer = Buffer.allocUnsafe(4 * size);
    bytes.copy(longer);
    bytes = longer;
  }
}

/** Reads behind what is there; 0 at the end, which Windows and a closed pipe say by an error. */
function readInto(bytes: Buffer, size: number): number {
  try {
    return retry(() => readSync(STDIN, bytes, size, bytes.length - size, null));
  } catch (error) {
    if (['EOF', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '')) return 0;
    throw error;
  }
}

function end({ exitCode, stdout, stderr }: Outcome): void {
  process.exitCode = exitCode;
  const isWritten = writeAll(STDOUT, stdout);
  writeAll(STDERR, Buffer.from(stderr.map((line) => `${line}\n`).join('')));
  if (!isWritten) process.exitCode = 2;
}

/** Whether all bytes went out; not, where nobody reads them any more or there is no room for them. */
function writeAll(fd: number, bytes: Buffer): boolean {
  try {
    for (let at = 0; at < bytes.length; ) {
      const from = at;
      at += retry(() => writeSync(fd, bytes, from));
    }
    return true;
  } catch {
    return false;
  }
}

/** Waits where a descriptor that somebody made non-blocking isn't ready. */
function retry(call: () => number): number {
  for (;;) {
    try {
      return call();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
