import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';
import { validatorsPlugin } from './validators-plugin.ts';

/** Bundles each function (a folder with a main.ts) into dist/<function>.mjs, executable and self-contained. */
const functions = readdirSync('functions').filter((name) => existsSync(`functions/${name}/main.ts`));

rmSync('dist', { recursive: true, force: true });
for (const name of functions) {
  const outfile = `dist/${name}.mjs`;
  await build({
    entryPoints: [`functions/${name}/main.ts`],
    outfile,
    bundle: true,
    minify: !process.env.DEBUG,
    format: 'esm',
    target: 'node22',
    // The neutral platform takes the ES modules of libraries, which can be shaken; only Node's own stay outside.
    platform: 'neutral',
    mainFields: ['module', 'main'],
    external: ['node:*'],
    legalComments: 'none',
    plugins: [validatorsPlugin()],
  });
  chmodSync(outfile, 0o755);
}
