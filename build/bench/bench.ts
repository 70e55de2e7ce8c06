// npm run bench [-- --sizes 1,100,1000,10000 --runs 11]: whole-process time and peak memory of the functions against an
// empty Node script, one that only gives the text to js-yaml, and kubeconform where it is on PATH (`go install
// github.com/yannh/kubeconform/cmd/kubeconform@latest`). The programs take turns, so that a machine that slows down
// slows all of them; input and output go through pipes, as with kpt.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Kubernetes } from '../../functions/kubeconform-check/built-in/kubernetes.ts';
import { intentList } from './intents.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { KINDS, manifests } from './manifests.ts';
import { resourceList } from './resources.ts';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1,100,1000,10000' },
    runs: { type: 'string', default: '11' },
  },
});
const sizes = values.sizes.split(',').map(Number);
const runs = Number(values.runs);
if (![...sizes, runs].every((n) => Number.isSafeInteger(n) && n > 0)) {
  throw new Error('--sizes takes numbers with commas between them, --runs takes a number');
}

interface Program {
  name: string;
  command: string;
  args: readonly string[];
  input: Buffer;
  /** Its findings are counted: a ResourceList comes out. */
  isFunction?: true;
}

const PEAK_MEMORY = join(import.meta.dirname, 'peak-memory.mjs');
/** Memory varies less than time. */
const MEMORY_RUNS = 3;
/** The version of Kubernetes that both validate against. */
const VERSION = '1.34';

const folder = mkdtempSync(join(tmpdir(), 'krm-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const hasKubeconform = spawnSync('kubeconform', ['-v']).status === 0;
if (hasKubeconform) writeSchemas();
else console.log('kubeconform is not on PATH, so nothing is compared with it');
console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${runs} runs each`,
);
for (const size of sizes) {
  const images = Buffer.from(resourceList(size));
  measure(`image-allowlist, ${size} resources`, images, 'js-yaml load', [
    node('empty node script', script('empty.mjs'), images),
    node('js-yaml load', script('read-yaml.mjs'), images),
    { ...node('image-allowlist', bundle('image-allowlist'), images), isFunction: true },
  ]);
  const { documents, resourceList: list } = manifests(size, VERSION);
  const [text, input] = [Buffer.from(documents), Buffer.from(list)];
  measure(
    `kubeconform-check, ${size} resources of ${KINDS.length} kinds`,
    input,
    hasKubeconform ? 'kubeconform' : 'js-yaml load',
    [
      ...(hasKubeconform ? [kubeconform(text)] : []),
      node('js-yaml load', script('read-yaml.mjs'), input),
      { ...node('kubeconform-check', bundle('kubeconform-check'), input), isFunction: true },
    ],
  );
  const intents = Buffer.from(intentList(size));
  measure(`validate-tmf921, ${size} intents`, intents, 'js-yaml load', [
    node('js-yaml load', script('read-yaml.mjs'), intents),
    { ...node('validate-tmf921', bundle('validate-tmf921'), intents), isFunction: true },
  ]);
}

function script(name: string): string {
  return join(import.meta.dirname, name);
}

function bundle(fn: string): string {
  const file = join(import.meta.dirname, `../../dist/${fn}.mjs`);
  if (!existsSync(file)) throw new Error(`dist/${fn}.mjs is missing: npm run build`);
  return file;
}

function node(name: string, file: string, input: Buffer): Program {
  return { name, command: process.execPath, args: [file], input };
}

/** kubeconform with the same schemas in a folder, as its users have them who work without a network. */
function kubeconform(input: Buffer): Program {
  const args = ['-strict', '-kubernetes-version', `${VERSION}.0`, '-schema-location', folder, '-summary'];
  return { name: 'kubeconform', command: 'kubeconform', args, input };
}

function writeSchemas(): void {
  const kubernetes = new Kubernetes(VERSION);
  const below = join(folder, `v${VERSION}.0-standalone-strict`);
  mkdirSync(below);
  for (const [apiVersion, kind] of KINDS) {
    const [first = '', second] = apiVersion.split('/');
    const suffix = `-${first.split('.')[0]}${second === undefined ? '' : `-${second}`}`;
    // As kubernetes-json-schema has them: copies in place of references.
    const { definitions, ...schema } = jsonSchemaOf(kubernetes, apiVersion, kind, true);
    const standalone = inline(schema, definitions as Schemas);
    writeFileSync(join(below, `${kind.toLowerCase()}${suffix}.json`), JSON.stringify(standalone));
  }
}

type Schemas = Readonly<Record<string, unknown>>;

function inline(schema: unknown, definitions: Schemas): unknown {
  if (Array.isArray(schema)) return schema.map((item) => inline(item, definitions));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref } = schema as { $ref?: unknown };
  if (typeof $ref === 'string') return inline(definitions[$ref.replace('#/definitions/', '')], definitions);
  const { anyOf: [first, second] = [] } = schema as { anyOf?: readonly { type?: unknown }[] };
  if (second?.type === 'null') {
    const inner = inline(first, definitions) as { type?: unknown };
    // The form of the published ones, which kubeconform checks in half of the time.
    if (typeof inner.type === 'string') return { ...inner, type: [inner.type, 'null'] };
  }
  return Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, inline(inner, definitions)]));
}

function measure(title: string, input: Buffer, baseline: string, programs: readonly Program[]): void {
  const times = new Map<string, number[]>(programs.map(({ name }) => [name, []]));
  // The first round warms the file system's cache.
  for (let run = 0; run <= runs; run++) {
    for (const program of programs) {
      const start = performance.now();
      execute(program);
      if (run > 0) times.get(program.name)?.push(performance.now() - start);
    }
  }
  const found = programs.filter(({ isFunction }) => isFunction).map(findings);
  console.log(`\n${title}, ${(input.length / 1e6).toFixed(2)} MB, ${found.join()} findings`);
  const header = ['', 'min ms', 'median ms', 'max ms', `× ${baseline}`, 'peak MB'];
  const base = times.get(baseline) ?? [];
  const rows = programs.map((program) => {
    const all = times.get(program.name) ?? [];
    const figures = [Math.min(...all), median(all), Math.max(...all)].map((ms) => ms.toFixed(1));
    // Round by round: what slows the machine for a while slows both.
    const ratio = median(all.map((ms, round) => ms / (base[round] ?? Number.NaN)));
    return [program.name, ...figures, ratio.toFixed(2), peakMemory(program).toFixed(0)];
  });
  printTable([header, ...rows]);
}

function execute({ command, args, input }: Program): ReturnType<typeof spawnSync> {
  const result = spawnSync(command, args, { input, stdio: ['pipe', 'pipe', 'pipe', 'pipe'], maxBuffer: 1e9 });
  // An empty script doesn't read its input.
  const isFailed = result.error && (result.error as NodeJS.ErrnoException).code !== 'EPIPE';
  if (isFailed || result.status !== 0)
    throw new Error(`${command} ${args.join(' ')} failed: ${result.error ?? result.stderr}`);
  return result;
}

function findings(program: Program): number {
  const { stdout } = execute(program);
  const results = String(stdout).split('\nresults:\n')[1] ?? '';
  return results.match(/^- message:/gm)?.length ?? 0;
}

/** In MB, the largest of some runs; of Node's processes only. */
function peakMemory({ command, args, ...program }: Program): number {
  if (command !== process.execPath || !existsSync('/proc/self/status')) return Number.NaN;
  const peaks = Array.from({ length: MEMORY_RUNS }, () => {
    const { output } = execute({ ...program, command, args: ['--import', PEAK_MEMORY, ...args] });
    return Number(output[3]);
  });
  return (Math.max(...peaks) * 1024) / 1e6;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    console.log(
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  '),
    );
  }
}
