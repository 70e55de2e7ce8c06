import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { bundle } from './bundle.ts';

/** Bundles each function (a folder with a main.ts) into dist/<function>.mjs, executable and self-contained. */
const functions = readdirSync('functions').filter((name) => existsSync(`functions/${name}/main.ts`));

rmSync('dist', { recursive: true, force: true });
for (const name of functions) {
  const outfile = `dist/${name}.mjs`;
  await bundle(`functions/${name}/main.ts`, outfile);
  chmodSync(outfile, 0o755);
}
