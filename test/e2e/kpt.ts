import { spawn } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, relative } from 'node:path';
import { parse } from 'yaml';
import { ENV, executableOf, FUNCTIONS, imageOf, type Runtime, temporary } from './tools.ts';

export interface Ran {
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

/** Runs a program to its end. */
export function run(
  command: string,
  args: readonly string[],
  input?: Buffer,
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const child = spawn(command, args, { env: { ...ENV, ...env } });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk) => stdout.push(chunk));
  child.stderr.on('data', (chunk) => stderr.push(chunk));
  // A program may end before it has read everything.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
  });
}

/** What a function said, as `--results-dir` has it. */
export interface FunctionResult {
  image?: string;
  exec?: string;
  exitCode: number;
  results?: Result[];
}

export interface Result {
  message: string;
  severity: string;
  resourceRef?: { apiVersion: string; kind: string; namespace?: string; name: string };
  field?: { path: string; currentValue?: string; proposedValue?: string };
  file?: { path: string; index?: number };
  tags: { [key: string]: string };
}

export interface KptRun {
  code: number | null;
  /** All that kpt printed. */
  output: string;
  functions: FunctionResult[];
  /** The text of results.yaml. */
  results: string;
}

/** `kpt fn render` of a package; for exec its Kptfiles must say so (toExec). */
export function render(dir: string, runtime: Runtime): Promise<KptRun> {
  return kpt(['render', dir, ...(runtime === 'exec' ? ['--allow-exec'] : [])], runtime);
}

/** `kpt fn eval` of a folder by a function, with its keys. */
export function evaluate(
  dir: string,
  runtime: Runtime,
  keys: readonly string[],
  fn = 'image-allowlist',
): Promise<KptRun> {
  const program = runtime === 'exec' ? ['--exec', executableOf(fn)] : ['--image', imageOf(fn)];
  return kpt(['eval', dir, ...program], runtime, keys);
}

/** Lets kpt write a folder as it formats files, by a function that changes nothing. */
export function normalise(dir: string): Promise<KptRun> {
  const echo = temporary();
  writeFileSync(echo, '#!/bin/sh\nexec cat\n', { mode: 0o755 });
  return kpt(['eval', dir, '--exec', echo], 'exec');
}

async function kpt(args: readonly string[], runtime: Runtime, keys: readonly string[] = []): Promise<KptRun> {
  const folder = temporary();
  const all = [
    'fn',
    ...args,
    '--truncate-output=false',
    '--results-dir',
    folder,
    ...(keys.length > 0 ? ['--', ...keys] : []),
  ];
  const env = runtime === 'exec' ? {} : { KPT_FN_RUNTIME: runtime };
  const { code, stdout, stderr } = await run('kpt', all, undefined, env);
  const file = join(folder, 'results.yaml');
  const results = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const functions = (parse(results)?.items ?? []) as FunctionResult[];
  return { code, output: `${stdout}${stderr}`, functions, results };
}

/** A copy of a folder, under the same name, which stands in kpt's output. */
export function copy(dir: string, filter: (path: string) => boolean = () => true): string {
  const to = join(temporary(), basename(dir));
  cpSync(dir, to, { recursive: true, filter: (source) => filter(relative(dir, source)) });
  return to;
}

/** The texts of a folder's files by their path, but for what only git and the tests look at. */
export function readTree(dir: string): Map<string, string> {
  const tree = new Map<string, string>();
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = relative(dir, join(entry.parentPath, entry.name));
    if (!/(?:^|\/)\.(?:git|expected)\//.test(path)) tree.set(path, readFileSync(join(dir, path), 'utf8'));
  }
  return new Map([...tree].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function writeTree(dir: string, tree: ReadonlyMap<string, string>): void {
  for (const [path, text] of tree) writeFileSync(join(dir, path), text);
}

/** In all Kptfiles of a folder, starts the bundles instead of the images. */
export function toExec(dir: string): void {
  for (const [path, text] of readTree(dir)) {
    if (basename(path) !== 'Kptfile') continue;
    let changed = text;
    for (const fn of FUNCTIONS) {
      changed = changed.replaceAll(`image: ${imageOf(fn)}`, `exec: ${executableOf(fn)}`);
    }
    writeFileSync(join(dir, path), changed);
  }
}

/** Runs jobs side by side, as many as there are processors. */
export async function inParallel<T>(items: readonly T[], job: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await job(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
}
