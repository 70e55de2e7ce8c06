import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { Test } from 'uvu';
import pkg from '../../package.json' with { type: 'json' };

export const ROOT = resolve(import.meta.dirname, '../..');
/** The functions: what the Dockerfile has a target for. */
export const FUNCTIONS = [
  ...readFileSync(join(ROOT, 'Dockerfile'), 'utf8').matchAll(/^FROM function AS (.+)$/gm),
].map(([, name]) => name as string);

export function imageOf(fn: string): string {
  return `ghcr.io/nephio-security/krm-functions/${fn}:${pkg.version}`;
}

/** The function that stands for all of them where only the way in and out is tested. */
export const IMAGE = imageOf('image-allowlist');
/** Real packages that aren't part of the repository. */
export const PACKAGES = resolve(ROOT, '../shared/data/packages');

/** How a function is started. */
export type Runtime = 'exec' | 'docker' | 'podman';
export const RUNTIMES: readonly Runtime[] = ['exec', 'docker', 'podman'];
type Need = 'kpt' | 'packages' | Runtime;

const folder = mkdtempSync(join(tmpdir(), 'krm-e2e-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
let folders = 0;

/** The path of a folder that isn't there yet, and is gone when the tests have ended. */
export function temporary(): string {
  return join(folder, String(folders++));
}

/** The variables of the tests' own environment that programs get: none that a function or git takes for configuration. */
export const ENV: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    ['HOME', 'TMPDIR', 'XDG_RUNTIME_DIR', 'CONTAINERS_CONF', 'DOCKER_HOST', 'DOCKER_CONTEXT'].map((name) => [
      name,
      process.env[name],
    ]),
  ),
  // Functions run on the Node that runs the tests.
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
};

/** A copy of a function's bundle, so that a build meanwhile doesn't matter. */
export function executableOf(fn: string): string {
  return join(folder, `${fn}.mjs`);
}

for (const fn of FUNCTIONS) {
  const bundle = join(ROOT, `dist/${fn}.mjs`);
  if (existsSync(bundle)) copyFileSync(bundle, executableOf(fn));
}
export const EXECUTABLE = executableOf('image-allowlist');

const checks: Record<Need, () => string | undefined> = {
  kpt: () => (spawnSync('kpt', ['version'], { env: ENV }).status === 0 ? undefined : 'kpt on PATH'),
  packages: () => (existsSync(PACKAGES) ? undefined : 'the packages of ../shared/data'),
  exec: () => (FUNCTIONS.every((fn) => existsSync(executableOf(fn))) ? undefined : 'dist/: npm run build'),
  docker: () => missingImage('docker'),
  podman: () => missingImage('podman'),
};

/** An image of an older build would test what is no longer there. */
function missingImage(engine: 'docker' | 'podman'): string | undefined {
  const isThere = FUNCTIONS.every((fn) => isOfThisBuild(engine, fn));
  return isThere
    ? undefined
    : `${engine} with the images of this build: npm run build && build/image/build.sh ${engine}`;
}

function isOfThisBuild(engine: string, fn: string): boolean {
  if (!existsSync(executableOf(fn))) return false;
  const script = `process.stdout.write(crypto.createHash("sha256").update(fs.readFileSync("/app/${fn}.mjs")).digest("hex"))`;
  const options = ['--rm', '--pull', 'never', '--network', 'none', '--entrypoint', '/nodejs/bin/node'];
  const { status, stdout } = spawnSync(engine, ['run', ...options, imageOf(fn), '-e', script], {
    env: ENV,
    encoding: 'utf8',
  });
  return (
    status === 0 &&
    stdout ===
      createHash('sha256')
        .update(readFileSync(executableOf(fn)))
        .digest('hex')
  );
}

const known = new Map<Need, string | undefined>();

function missing(need: Need): string | undefined {
  if (!known.has(need)) known.set(need, checks[need]());
  return known.get(need);
}

/**
 * A test of real programs. Where one is missing the test is skipped, visibly; with REQUIRE_TOOLS=1, as in CI, it fails.
 * Packages that aren't part of the repository are no tool.
 */
export function needing(test: Test, needs: readonly Need[], name: string, body: () => unknown): void {
  const absent = needs.find((need) => missing(need) !== undefined);
  if (absent === undefined) {
    test(name, async () => {
      await body();
    });
    return;
  }
  const message = `needs ${missing(absent)}`;
  if (process.env.REQUIRE_TOOLS === '1' && absent !== 'packages') {
    test(name, () => {
      throw new Error(message);
    });
    return;
  }
  console.log(`skipped: ${name} (${message})`);
  test.skip(name, () => {});
}

/** Runs git with no configuration but its defaults. */
export function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, env: ENV, encoding: 'utf8', maxBuffer: 1 << 28 });
}
