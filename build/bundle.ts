import { readFileSync } from 'node:fs';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { builtinsPlugin } from './builtins-plugin.ts';
import { lazyPlugin } from './lazy-plugin.ts';
import { validatorsPlugin } from './validators-plugin.ts';

const options: BuildOptions = {
  bundle: true,
  minify: !process.env.DEBUG,
  target: 'node22',
  // The neutral platform takes the ES modules of libraries, of which only what is used stays.
  platform: 'neutral',
  mainFields: ['module', 'main'],
  legalComments: 'none',
};
const inner: Plugin[] = [builtinsPlugin(), validatorsPlugin()];

/** Bundles a program into one file that needs nothing but Node. */
export async function bundle(entry: string, outfile: string): Promise<void> {
  const plugins = [...inner, lazyPlugin({ ...options, plugins: inner })];
  await build({ ...options, entryPoints: [entry], outfile, format: 'esm', plugins });
  // A single other character makes V8 keep all of the text in two bytes each, and read it slower: 8 ms of a start.
  const foreign = /.{0,40}[^\0-\x7f].{0,40}/.exec(readFileSync(outfile, 'utf8'))?.[0];
  if (foreign !== undefined) throw new Error(`${outfile} is not all ASCII: write an escape in ${foreign}`);
}
