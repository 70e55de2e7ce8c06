import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build, type Plugin, transform } from 'esbuild';
import { builtinsPlugin } from './builtins-plugin.ts';
import { lazyPlugin, type Parts, toPart } from './lazy-plugin.ts';
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

/** Bundles a module into one ES module that needs nothing but Node. */
export async function bundle(entry: string, outfile: string): Promise<void> {
  await build({ ...options, entryPoints: [entry], outfile, format: 'esm', plugins: inner });
}

/** Bundles a program into one executable file that needs nothing but Node: its parts, and loader.ts. */
export async function bundleProgram(entry: string, outfile: string): Promise<void> {
  const parts: Parts = new Map();
  const plugins = [...inner, lazyPlugin({ ...options, plugins: inner }, parts)];
  const main = await build({ ...options, entryPoints: [entry], format: 'iife', plugins, write: false });
  parts.set('main', toPart((main.outputFiles[0]?.text ?? '').replace(/^#!.*\n/, '')));
  const texts = ascii(JSON.stringify(Object.fromEntries([...parts].sort())));
  const { minify, target } = options;
  const loader = await transform(readFileSync(join(import.meta.dirname, 'loader.ts'), 'utf8'), {
    minify,
    target,
    loader: 'ts',
    format: 'iife',
    globalName: 'loader',
  });
  const lines = [
    '#!/usr/bin/env node',
    `const parts = ${texts};`,
    `const key = '${createHash('sha256').update(texts).digest('hex')}';`,
    loader.code.trimEnd(),
    `loader.start(parts, loader.readCache(import.meta.filename.replace(/\\.mjs$/, '.cache'), key));`,
  ];
  writeFileSync(outfile, `${lines.join('\n')}\n`, { mode: 0o755 });
}

/** The parts of a bundled program, and the hash of their text. */
export function partsOf(program: string): { parts: Record<string, string>; key: string } {
  const [, parts = ''] = /^const parts = (.*);$/m.exec(program) ?? [];
  const [, key = ''] = /^const key = '(\w+)';$/m.exec(program) ?? [];
  return { parts: JSON.parse(parts), key };
}

/** A single other character makes V8 keep all of the text in two bytes each, and read it slower: 8 ms of a start. */
function ascii(json: string): string {
  return json.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
