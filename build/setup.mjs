// Installs the npm packages where they are missing or aren't those of package-lock.json. It runs under the machine's
// own Node (20 or newer), before Node 24 and TypeScript are there: plain JavaScript, Node's own modules only.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wanted = packages('package-lock.json');

if (!isInstalled()) {
  console.log('Installing npm packages …');
  // npm leaves packages for other platforms out of a lock file where the registry lacks them, and its `ci` then refuses
  // that file. The install takes the same versions from it, and changes no file of the repository.
  const attempts = [
    ['ci', '--no-audit', '--no-fund'],
    ['install', '--no-save', '--no-audit', '--no-fund'],
  ];
  const failures = [];
  for (const args of attempts) {
    const { status, stdout, stderr, error } = npm(args);
    if (status === 0 && isInstalled()) break;
    const reason =
      error?.message ?? (status === 0 ? 'node_modules still lacks packages, or Node 24' : stdout + stderr);
    failures.push(`setup: npm ${args.join(' ')} failed:\n${reason}`);
  }
  if (failures.length === attempts.length) {
    console.error(failures.join('\n'));
    process.exit(1);
  }
}

/** Whether node_modules holds what the lock file says, and its Node starts. */
function isInstalled() {
  const installed = packages('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  const isSame = (name) => installed[name]?.version === wanted[name].version;
  const isNeeded = (name) => name !== '' && !wanted[name].optional;
  const hasAll = Object.keys(wanted).every((name) => !isNeeded(name) || isSame(name));
  const hasMore = Object.keys(installed).some((name) => !(name in wanted));
  return hasAll && !hasMore && nodeVersion().startsWith('v24.');
}

/** The packages that a lock file lists, by folder; undefined where it can't be read. */
function packages(lockFile) {
  try {
    return JSON.parse(readFileSync(join(root, lockFile), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function nodeVersion() {
  const node = join(root, 'node_modules', '.bin', 'node');
  return spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '';
}

/** Runs the npm that runs this script, else the one on PATH. */
function npm(args) {
  const script = process.env.npm_execpath;
  const isScript = script?.endsWith('.js');
  const [command, first] = isScript ? [process.execPath, [script]] : ['npm', []];
  return spawnSync(command, [...first, ...args], { cwd: root, encoding: 'utf8' });
}
