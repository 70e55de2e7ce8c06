import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copy, readTree, render, toExec } from './kpt.ts';
import { isReport } from './own.ts';
import { needing, ROOT, RUNTIMES } from './tools.ts';

/** What kpt reads of a folder, if nothing tells it not to. */
const readByKpt = /^(?:Kptfile|\.krmignore|.*\.(?:ya?ml|json))$/;

const test = suite('the repository as a package');

for (const runtime of RUNTIMES) {
  needing(
    test,
    ['kpt', 'exec', runtime],
    `rendering it by ${runtime} succeeds and changes nothing`,
    async () => {
      assert.ok(existsSync(join(ROOT, 'node_modules')), 'node_modules shall be there, as at home');
      const dir = copy(
        ROOT,
        (path) =>
          path !== '.git' &&
          (!basename(path).includes('.') || readByKpt.test(basename(path)) || isFolder(path)),
      );
      if (runtime === 'exec') toExec(dir);
      const before = readTree(dir);
      const { code, output, functions } = await render(dir, runtime);
      assert.is(code, 0, output);
      assert.ok(functions.length >= 2);
      const after = readTree(dir);
      // Started by exec, a Kptfile has no image to report on.
      const compared = (tree: Map<string, string>) =>
        [...tree].filter(([path]) => runtime !== 'exec' || !isReport(path));
      assert.equal(compared(after), compared(before));
      assert.ok([...after.keys()].some((path) => path.startsWith('node_modules/')));
    },
  );
}

function isFolder(path: string): boolean {
  return !/\.\w+$/.test(path) || existsSync(join(ROOT, path, '.'));
}

test.run();
