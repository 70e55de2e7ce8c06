import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copy, evaluate, inParallel, normalise, readTree } from './kpt.ts';
import { foreignChanges, sections, wrongLines } from './own.ts';
import { needing, PACKAGES, RUNTIMES, type Runtime } from './tools.ts';

/** A package, or what of a repository lies outside of packages. */
interface Folder {
  path: string;
  withPackages: boolean;
}

/** Each normalised once: kpt formats files anew whatever a function does. */
const normalised = new Map<string, string>();

const test = suite('real packages');

for (const runtime of RUNTIMES) {
  needing(
    test,
    ['kpt', 'packages', 'exec', runtime],
    `eval by ${runtime} writes nothing but annotations and reports`,
    async () => {
      const all = runtime === 'podman' ? repositories() : folders();
      assert.ok(all.length > 1);
      const problems: string[] = [];
      let findings = 0;
      await inParallel(all, async (folder) => {
        const { problems: own, found } = await check(folder, runtime);
        problems.push(...own.map((problem) => `${relative(PACKAGES, folder.path)}: ${problem}`));
        findings += found;
      });
      assert.equal(problems, []);
      assert.ok(findings > 100, `only ${findings} findings`);
    },
  );
}

async function check(folder: Folder, runtime: Runtime): Promise<{ problems: string[]; found: number }> {
  const dir = copy(await normalisedCopy(folder));
  const before = readTree(dir);
  const first = await evaluate(dir, runtime, ['mode=report']);
  if (first.code !== 0) return { problems: [first.output], found: 0 };
  const after = readTree(dir);
  const reports = sections(after);
  const problems = [...foreignChanges(before, after), ...wrongLines(after)];
  const found = first.functions[0]?.results?.length ?? 0;
  const reported = reports.reduce((sum, { findings, truncated = 0 }) => sum + findings.length + truncated, 0);
  if (reports.length === 0 || reported !== found)
    problems.push(`${reported} of ${found} findings are in the reports`);
  const second = await evaluate(dir, runtime, ['mode=report']);
  if (second.code !== 0) problems.push(second.output);
  problems.push(...differences(after, readTree(dir)).map((path) => `the second run changes ${path}`));
  return { problems, found };
}

function differences(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
}

/** The packages, and what else lies in their repositories. */
function folders(): Folder[] {
  const packages = readdirSync(PACKAGES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('/Kptfile'))
    .map((path) => ({ path: join(PACKAGES, dirname(path)), withPackages: true }));
  return [...packages, ...repositories().map(({ path }) => ({ path, withPackages: false }))];
}

function repositories(): Folder[] {
  return readdirSync(PACKAGES).map((name) => ({ path: join(PACKAGES, name), withPackages: true }));
}

async function normalisedCopy({ path, withPackages }: Folder): Promise<string> {
  const key = `${path} ${withPackages}`;
  const known = normalised.get(key);
  if (known !== undefined) return known;
  const dir = copy(path, (file) => withPackages || file === '' || !existsSync(join(path, file, 'Kptfile')));
  await ignoreRefused(dir);
  normalised.set(key, dir);
  return dir;
}

/** Some files aren't resources: kpt refuses the whole folder unless the .krmignore of their package names them. */
async function ignoreRefused(dir: string): Promise<void> {
  let last: string | undefined;
  for (;;) {
    const { code, output } = await normalise(dir);
    if (code === 0) return;
    const refused = output.match(/only KRM resources: (\S+): resource must have/)?.[1];
    if (refused === undefined || refused === last) throw new Error(output);
    last = refused;
    let folder = dirname(refused);
    while (folder !== '.' && !existsSync(join(dir, folder, 'Kptfile'))) folder = dirname(folder);
    appendFileSync(join(dir, folder, '.krmignore'), `${relative(folder, refused)}\n`);
  }
}

test.run();
