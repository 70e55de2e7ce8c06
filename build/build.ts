import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { bundle } from './bundle.ts';

/** What a folder's program is called, where it isn't called like the folder. */
const NAMES: Readonly<Record<string, string>> = { cli: 'krm-security' };

/** Bundles each function (a folder with a main.ts) into dist/<function>.mjs, executable and self-contained. */
const functions = readdirSync('functions').filter((name) => existsSync(`functions/${name}/main.ts`));

rmSync('dist', { recursive: true, force: true });
for (const name of functions) {
  const outfile = `dist/${NAMES[name] ?? name}.mjs`;
  await bundle(`functions/${name}/main.ts`, outfile);
  chmodSync(outfile, 0o755);
}
