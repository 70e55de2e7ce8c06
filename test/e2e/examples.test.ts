import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { copy, type KptRun, type Result, readTree, render, toExec, writeTree } from './kpt.ts';
import { isReport, type Section, sections, withoutOwn, wrongLines } from './own.ts';
import { FUNCTIONS, git, imageOf, needing, ROOT, RUNTIMES } from './tools.ts';

/** Rewrites what is committed by what a render by container images makes of it. */
const UPDATE = process.env.UPDATE_EXPECTED === '1';
const EXAMPLES = join(ROOT, 'examples');
const examples = readdirSync(EXAMPLES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(EXAMPLES, entry.name, 'Kptfile')))
  .map(({ name }) => name);

/** `.expected/config.yaml`, in the format of kpt's own end-to-end tests. */
interface Config {
  testType: 'render';
  exitCode?: number;
  /** Stands in what kpt prints. */
  stdErr?: string;
}

const test = suite('examples');

for (const name of examples) {
  for (const runtime of RUNTIMES) {
    if (UPDATE && runtime !== 'docker') continue;
    needing(test, ['kpt', 'exec', runtime], `${name} is rendered by ${runtime}`, async () => {
      const dir = unrendered(name);
      if (runtime === 'exec') toExec(dir);
      const before = readTree(dir);
      commit(dir);
      const first = await render(dir, runtime);
      if (UPDATE) update(name, dir, first);

      const config = parse(expected(name, 'config.yaml')) as Config;
      assert.is(first.code, config.exitCode ?? 0, first.output);
      assert.ok(first.output.includes(config.stdErr ?? ''), first.output);
      const after = readTree(dir);
      const committed = readTree(join(EXAMPLES, name));
      if (runtime === 'exec') {
        compareExec(first, before, after, name, committed);
      } else {
        assert.equal(after, committed);
        assert.is(first.results, expected(name, 'results.yaml'));
        assert.is(diff(dir), expected(name, 'diff.patch'));
        assert.equal(wrongLines(after), []);
      }

      const second = await render(dir, runtime);
      assert.is(second.code, config.exitCode ?? 0, second.output);
      assert.equal(readTree(dir), after, 'the second render changes something');
      assert.is(withoutLines(second.results), withoutLines(first.results));
    });
  }

  test(`${name} names the image of this version`, () => {
    const kptfile = readFileSync(join(EXAMPLES, name, 'Kptfile'), 'utf8');
    const images = [...kptfile.matchAll(/image: (\S+)/g)].map(([, image]) => image);
    assert.ok(images.length > 0);
    for (const image of images) assert.ok(FUNCTIONS.map(imageOf).includes(image as string), image);
  });
}

/** What the examples' READMEs tell to try. */
const breaking = {
  'image-allowlist-simple': {
    file: 'deployment.yaml',
    from: /ghcr\.io\/acme-shop\/web\S+/,
    to: 'nginx:latest',
    says: /\[error\] apps\/v1\/Deployment\/shop\/shop spec\.template\.spec\.containers\[name=web\]\.image: .*nginx:latest/,
  },
  'network-function-upf': {
    file: 'nfdeployment.yaml',
    from: /ghcr\.io\/acme-telco\/tools\/gtp-echo\S+/,
    to: 'ghcr.io/acme-telco/labs/gtp-echo:1.8.0',
    says: /nfdeployment\.yaml:\d+:\d+: IMG-003 .*spec\.probes\[name=n3-echo\]\.package/,
  },
  'kubeconform-check-simple': {
    file: 'deployment.yaml',
    from: /(matchLabels:\n +app\.kubernetes\.io\/name: )metrics-gateway/,
    to: '$1gateway',
    says: /\[error\] apps\/v1\/Deployment\/observability\/metrics-gateway spec\.selector\S*: selects "gateway"/,
  },
  'kubeconform-check-crds': {
    file: 'security-policy.yaml',
    from: /mode: report/,
    to: 'mode: enforce',
    says: /kubeconform-check: fail: 7 errors/,
  },
  'validate-tmf921-simple': {
    file: 'intent.yaml',
    from: / +"iri": .*\n/,
    to: '',
    says: /\[error\] v1\/ConfigMap\/ran\/harbour-video data\["intent\.json"\]\.expression\.iri: iri is missing/,
  },
  'validate-tmf921-standards': {
    file: 'ts28312.yaml',
    from: /("targetValueRange": )5/,
    to: '$1150',
    says: /\[error\] v1\/ConfigMap\/ran-coverage data\["intent\.json"\]\.intentExpectations\[0\]\.expectationTargets\[0\]\.targetValueRange: is 150/,
  },
  'validate-tmf921-invalid': {
    file: 'security-policy.yaml',
    from: /mode: report/,
    to: 'mode: enforce',
    says: /validate-tmf921: fail: 10 errors/,
  },
  'image-allowlist-advanced': {
    file: 'security-policy.yaml',
    from: /mode: report/,
    to: 'mode: enforce',
    says: /image-allowlist: fail: 15 errors/,
  },
};

for (const [name, { file, from, to, says }] of Object.entries(breaking)) {
  needing(
    test,
    ['kpt', 'exec', 'docker'],
    `${name} is blocked after the change that its README tells`,
    async () => {
      const dir = copy(join(EXAMPLES, name));
      const text = readFileSync(join(dir, file), 'utf8');
      writeFileSync(join(dir, file), text.replace(from, to));
      const before = readTree(dir);
      assert.is.not(before.get(file), text);
      const { code, output } = await render(dir, 'docker');
      assert.is(code, 1, output);
      assert.match(output, says);
      assert.equal(readTree(dir), before);
    },
  );
}

/** The first render's annotations move lines. */
function withoutLines(results: string): string {
  return results.replace(/^ +line: .*\n/gm, '');
}

function expected(name: string, file: string): string {
  return readFileSync(join(EXAMPLES, name, '.expected', file), 'utf8');
}

/** A copy of an example without what the gate wrote into it. */
function unrendered(name: string): string {
  const dir = copy(join(EXAMPLES, name), (path) => !isReport(path) && !path.startsWith('.expected'));
  writeTree(dir, new Map([...readTree(dir)].map(([path, text]) => [path, withoutOwn(text)])));
  return dir;
}

function commit(dir: string): void {
  git(dir, 'init', '--quiet');
  git(dir, 'add', '--all');
  git(
    dir,
    '-c',
    'user.name=e2e',
    '-c',
    'user.email=e2e@localhost',
    'commit',
    '--quiet',
    '--message',
    'unrendered',
  );
}

function diff(dir: string): string {
  git(dir, 'add', '--all');
  return git(dir, 'diff', '--cached', '--abbrev=7');
}

/** With exec a Kptfile has no image that the function could look at: nothing else may differ. */
function compareExec(
  { functions }: KptRun,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  name: string,
  committed: ReadonlyMap<string, string>,
): void {
  const others = (tree: ReadonlyMap<string, string>) =>
    [...tree].filter(([path]) => !isReport(path) && !path.endsWith('Kptfile'));
  assert.equal(others(after), others(committed));
  for (const [path, text] of after) if (path.endsWith('Kptfile')) assert.is(text, before.get(path));
  assert.equal(sections(after).map(withoutKptfile), sections(committed).map(withoutKptfile));
  const wanted = parse(expected(name, 'results.yaml')).items as KptRun['functions'];
  const results = (runs: KptRun['functions']) => runs.map(({ results = [] }) => results.filter(isNoKptfile));
  assert.equal(results(functions), results(wanted));
}

function isNoKptfile({ resourceRef }: Result): boolean {
  return resourceRef?.kind !== 'Kptfile';
}

function withoutKptfile(section: Section): Section {
  const findings = section.findings.filter(({ resource }) => resource.kind !== 'Kptfile');
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return { ...section, counts, findings };
}

function update(name: string, dir: string, { code, results }: KptRun): void {
  const folder = join(EXAMPLES, name, '.expected');
  const config = join(folder, 'config.yaml');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(config)) writeFileSync(config, `testType: render\nexitCode: ${code}\n`);
  writeFileSync(join(folder, 'results.yaml'), results);
  writeFileSync(join(folder, 'diff.patch'), diff(dir));
  for (const path of readTree(join(EXAMPLES, name)).keys())
    if (isReport(path)) rmSync(join(EXAMPLES, name, path));
  writeTree(join(EXAMPLES, name), readTree(dir));
}

test.run();
