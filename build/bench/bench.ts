// npm run bench [-- --sizes 1,100,1000,10000 --runs 11]: whole-process time and peak memory of image-allowlist against
// an empty Node script, and one that only gives the text to js-yaml. The programs take turns, so that a machine that
// slows down slows all of them; input and output go through pipes, as with kpt.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
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

const BUNDLE = join(import.meta.dirname, '../../dist/image-allowlist.mjs');
if (!existsSync(BUNDLE)) throw new Error('dist/image-allowlist.mjs is missing: npm run build');
const PROGRAMS = [
  { name: 'empty node script', file: join(import.meta.dirname, 'empty.mjs') },
  { name: 'js-yaml load', file: join(import.meta.dirname, 'read-yaml.mjs') },
  { name: 'image-allowlist', file: BUNDLE },
];
const BASELINE = 'js-yaml load';
const PEAK_MEMORY = join(import.meta.dirname, 'peak-memory.mjs');
/** Memory varies less than time. */
const MEMORY_RUNS = 3;

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${runs} runs each`,
);
for (const size of sizes) measure(size);

function measure(size: number): void {
  const input = Buffer.from(resourceList(size));
  const times = new Map<string, number[]>(PROGRAMS.map(({ name }) => [name, []]));
  // The first round warms the file system's cache.
  for (let run = 0; run <= runs; run++) {
    for (const { name, file } of PROGRAMS) {
      const start = performance.now();
      execute([file], input);
      if (run > 0) times.get(name)?.push(performance.now() - start);
    }
  }
  const megabytes = (input.length / 1e6).toFixed(2);
  console.log(`\n${size} resources, ${megabytes} MB, ${findings(input)} findings`);
  const header = ['', 'min ms', 'median ms', 'max ms', `× ${BASELINE}`, 'peak MB'];
  const baseline = times.get(BASELINE) ?? [];
  const rows = PROGRAMS.map(({ name, file }) => {
    const all = times.get(name) ?? [];
    const figures = [Math.min(...all), median(all), Math.max(...all)].map((ms) => ms.toFixed(1));
    // Round by round: what slows the machine for a while slows both.
    const ratio = median(all.map((ms, round) => ms / (baseline[round] ?? Number.NaN)));
    return [name, ...figures, ratio.toFixed(2), peakMemory(file, input).toFixed(0)];
  });
  printTable([header, ...rows]);
}

function execute(args: readonly string[], input: Buffer): ReturnType<typeof spawnSync> {
  const result = spawnSync(process.execPath, args, {
    input,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    maxBuffer: 1e9,
  });
  // An empty script doesn't read its input.
  const isFailed = result.error && (result.error as NodeJS.ErrnoException).code !== 'EPIPE';
  if (isFailed || result.status !== 0)
    throw new Error(`${args.join(' ')} failed: ${result.error ?? result.stderr}`);
  return result;
}

function findings(input: Buffer): number {
  const { stdout } = execute([BUNDLE], input);
  const results = String(stdout).split('\nresults:\n')[1] ?? '';
  return results.match(/^- message:/gm)?.length ?? 0;
}

/** In MB, the largest of some runs. */
function peakMemory(file: string, input: Buffer): number {
  if (!existsSync('/proc/self/status')) return Number.NaN;
  const peaks = Array.from({ length: MEMORY_RUNS }, () => {
    const { output } = execute(['--import', PEAK_MEMORY, file], input);
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
