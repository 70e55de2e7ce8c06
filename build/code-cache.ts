// node FLAGS build/code-cache.ts PROGRAM DEFAULTS < INPUT: runs a bundled program on an input, and writes what V8
// compiled for it beside it, as PROGRAM with .cache in the place of .mjs. What needn't be compiled again makes a start
// 12 ms shorter. DEFAULTS undo FLAGS at the end, since V8 takes a cache only where its flags are those of the program.
import { readFileSync, writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Script } from 'node:vm';
import { partsOf } from './bundle.ts';
import { cacheId, start } from './loader.ts';

const [, , program = '', ...defaults] = process.argv;
process.argv.splice(1, defaults.length + 1);
const { parts, key } = partsOf(readFileSync(program, 'utf8'));
const scripts = new Map<string, Script>();
start(parts, {}, (name, script) => scripts.set(name, script));

for (const flag of defaults) setFlagsFromString(flag);
const caches = [...scripts].map(([name, script]) => ({ name, bytes: script.createCachedData() }));
let end = 0;
const ends = caches.map(({ name, bytes }) => {
  end += bytes.length;
  return [name, end];
});
const head = Buffer.from(`${JSON.stringify({ id: cacheId(key), ends })}\n`);
const file = program.replace(/\.mjs$/, '.cache');
writeFileSync(file, Buffer.concat([head, ...caches.map(({ bytes }) => bytes)]));
