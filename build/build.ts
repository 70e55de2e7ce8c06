import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundleProgram } from './bundle.ts';

/** What a folder's program is called, where it isn't called like the folder. */
const NAMES: Readonly<Record<string, string>> = { cli: 'krm-security' };
/**
 * What makes V8 give the same bytes each time, and its defaults, with which programs run: hashes without chance, code
 * that stays, and no notes on what became hot.
 */
const FLAGS = [
  ['--hash-seed=1', '--hash-seed=0'],
  ['--no-flush-bytecode', '--flush-bytecode'],
  ['--no-profile-guided-optimization', '--profile-guided-optimization'],
] as const;

/**
 * Bundles each function (a folder with a main.ts) into dist/<function>.mjs, executable and self-contained; beside it
 * stands <function>.cache, with which it starts faster where it runs by the Node that built it.
 */
const functions = readdirSync('functions').filter((name) => existsSync(`functions/${name}/main.ts`));

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
for (const name of functions) {
  const outfile = `dist/${NAMES[name] ?? name}.mjs`;
  await bundleProgram(`functions/${name}/main.ts`, outfile);
  // The command line reads folders; what it runs on differs more than what functions do.
  if (name !== 'cli') cacheCode(outfile);
}

/** Runs a program on a package like many, and keeps what V8 compiled for it. */
function cacheCode(program: string): void {
  const maker = join(import.meta.dirname, 'code-cache.ts');
  const [flags, defaults] = [FLAGS.map(([flag]) => flag), FLAGS.map(([, flag]) => flag)];
  const { status, stderr } = spawnSync(process.execPath, [...flags, maker, program, ...defaults], {
    input: readFileSync(join(import.meta.dirname, 'warm-up.yaml')),
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  if (status !== 0) throw new Error(`${program} fails on build/warm-up.yaml: ${stderr}`);
}
