import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { partsOf } from '../../build/bundle.ts';
import { readCache } from '../../build/loader.ts';

const ROOT = join(import.meta.dirname, '../..');
const input = readFileSync(join(ROOT, 'build/warm-up.yaml'));
const folder = mkdtempSync(join(tmpdir(), 'program-'));

/** Runs a copy of a bundled program, with other bytes as its cache. */
function run(name: string, cache: Buffer | undefined) {
  const program = join(folder, `${name}.mjs`);
  copyFileSync(join(ROOT, `dist/${name}.mjs`), program);
  if (cache) writeFileSync(join(folder, `${name}.cache`), cache);
  else rmSync(join(folder, `${name}.cache`), { force: true });
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { input, encoding: 'utf8' });
  return { status, stdout, stderr };
}

for (const name of ['image-allowlist', 'kubeconform-check']) {
  const file = join(ROOT, `dist/${name}.cache`);

  test(`${name} says the same without its cache, and with one that is cut off or another's`, () => {
    const cache = readFileSync(file);
    const usual = run(name, cache);
    assert.match(usual.stdout, /kind: ResourceList/);
    const other = readFileSync(
      join(ROOT, `dist/${name === 'image-allowlist' ? 'kubeconform-check' : 'image-allowlist'}.cache`),
    );
    for (const wrong of [undefined, Buffer.alloc(0), cache.subarray(0, -1), Buffer.from('{}\n'), other])
      assert.equal(run(name, wrong), usual);
  });

  test(`V8 takes the cache of ${name} in a program of the same Node only`, () => {
    const { parts, key } = partsOf(readFileSync(join(ROOT, `dist/${name}.mjs`), 'utf8'));
    const { main } = readCache(file, key);
    assert.is(
      new Script(parts.main ?? '', { cachedData: main ?? Buffer.alloc(0) }).cachedDataRejected,
      false,
    );
    assert.equal(readCache(file, `${key}0`), {});
    const foreign = join(folder, 'foreign.cache');
    writeFileSync(foreign, readFileSync(file, 'latin1').replace(process.version, 'v24.0.0'), 'latin1');
    assert.equal(readCache(foreign, key), {});
  });
}

test.after(() => rmSync(folder, { recursive: true }));

test.run();
