import { setFlagsFromString } from 'node:v8';
import { type ExitCode, type KrmFunction, run } from './host.ts';
import { MAX_INPUT, tooLarge } from './resource-list/resource-list.ts';
import { VERSION } from './version.ts';

// A small nursery: what is read stays until the end, and copying it around costs a third more time and memory.
setFlagsFromString('--max-semi-space-size=1');

/**
 * Runs a function as a program: ResourceList on stdin, ResourceList on stdout. The output is written at once and
 * drains before the process ends: kpt takes a cut or empty output for deleted resources.
 */
export async function main(fn: KrmFunction): Promise<void> {
  const [argument, ...rest] = process.argv.slice(2);
  if (argument === '--help' || argument === '-h') return print(`${fn.usage}\n`);
  if (argument === '--version') return print(`${fn.name} ${VERSION}\n`);
  if (argument !== undefined) {
    return end(2, [`${fn.name}: unknown argument "${[argument, ...rest].join(' ').slice(0, 200)}"; it takes --help, --version or a ResourceList on stdin`]);
  }
  const input = await readStdin();
  if (!input) return end(2, [`${fn.name}: ${tooLarge()}`]);
  const { exitCode, stdout, stderr } = run(fn, input, process.env);
  process.exitCode = exitCode;
  process.stdout.on('error', () => {
    process.exitCode = 2;
  });
  if (stdout.length > 0) process.stdout.write(stdout);
  end(exitCode, stderr);
}

/** The bytes of stdin, or undefined where they are too many. */
async function readStdin(): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    size += chunk.length;
    if (size > MAX_INPUT) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function print(text: string): void {
  process.stdout.write(text);
}

function end(exitCode: ExitCode, lines: readonly string[]): void {
  process.exitCode = exitCode;
  for (const line of lines) process.stderr.write(`${line}\n`);
}
