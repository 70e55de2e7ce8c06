// npm start: builds the gate, and lets it decide on two of the example packages; with kpt where it is on PATH, else by
// krm-security.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { parse } from 'yaml';

const SHOWN = ['network-function-upf', 'image-allowlist-advanced'];
/** So many findings of a package are printed. */
const MAX_FINDINGS = 12;
const SEVERITIES = ['error', 'warning', 'info'];
/** Bundles start with the Node that runs this script. */
const env = { ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` };

interface Finding {
  severity: string;
  code: string;
  where: string;
  message: string;
}

interface Decision {
  isBlocked: boolean;
  findings: Finding[];
}

process.chdir(join(import.meta.dirname, '..'));
const work = mkdtempSync(join(tmpdir(), 'krm-functions-'));
try {
  await import('./build.ts');
  const programs = readdirSync('dist').filter((name) => name.endsWith('.mjs'));
  console.log(`Built ${programs.map((name) => `dist/${name}`).join(', ')}`);
  const hasKpt = run('kpt', ['version']).status === 0;
  const how = hasKpt ? 'kpt fn render' : 'krm-security check, since kpt is not on PATH';
  console.log(`Deciding on example packages by ${how}:`);
  for (const name of examples()) print(name, hasKpt ? decideByKpt(name) : decideByRunner(name));
  console.log('\nYour own package: node dist/krm-security.mjs check DIR');
} finally {
  rmSync(work, { recursive: true, force: true });
}

function examples(): string[] {
  const all = readdirSync('examples').filter((name) => existsSync(join('examples', name, 'Kptfile')));
  const shown = SHOWN.filter((name) => all.includes(name));
  return shown.length > 0 ? shown : all;
}

/** Renders a copy of the package, with the bundles in the place of the container images. */
function decideByKpt(name: string): Decision {
  const copy = join(work, name);
  const results = join(work, `${name}-results`);
  cpSync(join('examples', name), copy, { recursive: true });
  for (const path of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    if (/(?:^|\/)Kptfile$/.test(path)) useBundles(join(copy, path));
  }
  const args = ['fn', 'render', copy, '--allow-exec', '--truncate-output=false', '--results-dir', results];
  const { status, stdout, stderr } = run('kpt', args);
  const file = join(results, 'results.yaml');
  const steps: KptStep[] = existsSync(file) ? (parse(readFileSync(file, 'utf8')).items ?? []) : [];
  if (status !== 0 && !steps.some(({ exitCode }) => exitCode === 1)) {
    throw new Error(`kpt fn render examples/${name} failed:\n${stdout}${stderr}`);
  }
  const findings = steps.flatMap(({ results = [] }) => results).map(toFinding);
  // The mutator that records and the validator that blocks find the same.
  const distinct = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return { isBlocked: status !== 0, findings: [...distinct.values()] };
}

interface KptStep {
  exitCode: number;
  results?: KptResult[];
}

interface KptResult {
  message: string;
  severity: string;
  file?: { path: string };
  tags: { code: string; package?: string };
}

function toFinding({ message, severity, file, tags }: KptResult): Finding {
  const where = [tags.package, file?.path].filter(Boolean).join('/');
  return { severity, code: tags.code, where, message };
}

function useBundles(kptfile: string): void {
  const text = readFileSync(kptfile, 'utf8');
  const withBundles = text.replace(/\bimage: \S*\/([\w-]+):\S+/g, (image, name) => {
    if (!existsSync(`dist/${name}.mjs`)) return image;
    // Next to the package: kpt splits what it executes at blanks, which the path of this folder may have.
    const bundle = join(work, `${name}.mjs`);
    copyFileSync(`dist/${name}.mjs`, bundle);
    return `exec: ${bundle}`;
  });
  writeFileSync(kptfile, withBundles);
}

/** Checks the package with the configuration that its pipeline gives the last function. */
function decideByRunner(name: string): Decision {
  const folder = join('examples', name);
  const { pipeline } = parse(readFileSync(join(folder, 'Kptfile'), 'utf8'));
  const { configPath, configMap } =
    [...(pipeline?.mutators ?? []), ...(pipeline?.validators ?? [])].at(-1) ?? {};
  const policy = configPath === undefined ? join(work, `${name}-policy.yaml`) : join(folder, configPath);
  if (configPath === undefined) {
    const config = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'function-input' },
      data: configMap ?? {},
    };
    writeFileSync(policy, JSON.stringify(config));
  }
  const args = ['dist/krm-security.mjs', 'check', folder, '--policy', policy];
  const { status, stdout, stderr } = run(process.execPath, args);
  if (status !== 0 && status !== 1) throw new Error(`krm-security check ${folder} failed:\n${stderr}`);
  const lines = [...stdout.matchAll(/^(.+?): (error|warning|info) (\S+)(?: \S+)?: (.*)$/gm)];
  const findings = lines.map(([, where = '', severity = '', code = '', message = '']) => {
    return { where, severity, code, message };
  });
  return { isBlocked: status === 1, findings };
}

function print(name: string, { isBlocked, findings }: Decision): void {
  const counts = SEVERITIES.map((severity) => {
    const { length } = findings.filter((finding) => finding.severity === severity);
    return `${length} ${severity}${length === 1 ? '' : 's'}`;
  });
  const hasErrors = findings.some(({ severity }) => severity === 'error');
  const verdict = isBlocked
    ? 'BLOCKED'
    : hasErrors
      ? 'would be blocked, but its policy only reports'
      : 'may be deployed';
  console.log(`\nexamples/${name}: ${verdict} (${counts.join(', ')})`);
  const order = ({ severity }: Finding) => SEVERITIES.indexOf(severity);
  const sorted = [...findings].sort((a, b) => order(a) - order(b));
  for (const { severity, code, where, message } of sorted.slice(0, MAX_FINDINGS)) {
    console.log(`  ${severity.padEnd(7)} ${code} ${where}: ${message}`);
  }
  const rest = sorted.length - MAX_FINDINGS;
  if (rest > 0) console.log(`  … and ${rest} more`);
}

function run(command: string, args: readonly string[]) {
  return spawnSync(command, args, { env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}
