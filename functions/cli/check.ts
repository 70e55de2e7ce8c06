import { DISK } from '../lib/disk.ts';
import { type KrmFunction, run } from '../lib/host.ts';
import { FUNCTION_KEYS } from '../lib/policy/keys.ts';
import { printable } from '../lib/printable.ts';
import { formatBlock } from '../lib/resource-list/format.ts';
import { isMap, readResourceList, type YamlMap as Value } from '../lib/resource-list/resource-list.ts';
import { type Document, splitDocuments, Unreadable } from '../lib/yaml/documents.ts';
import { readYaml } from '../lib/yaml/read.ts';
import { lineOfField, toItem, toSection } from './documents.ts';
import { FUNCTIONS } from './functions.ts';
import { type Problem, readFolder, readText, toUnreadable } from './read-folder.ts';

export interface CheckOptions {
  /** The file of a SecurityPolicy, or of a ConfigMap with keys: the functionConfig. */
  policy?: string | undefined;
  env: Readonly<Record<string, string | undefined>>;
}

export interface CheckReport {
  /** The functions' own, the highest; 2 where a file couldn't be read, 3 where the policy can't be. */
  exitCode: number;
  /** One a line. */
  findings: string[];
  /** What kept files from being checked. */
  problems: string[];
  /** A line for each function. */
  summary: string[];
}

/** The documents that are checked, by file, and their text as items of a ResourceList. */
interface Source {
  documents: Map<string, Document[]>;
  items: string[];
  problems: Problem[];
}

/** Checks a folder as the functions would by kpt, without writing anything. */
export function check(folder: string, { policy, env }: CheckOptions): CheckReport {
  const report: CheckReport = { exitCode: 0, findings: [], problems: [], summary: [] };
  let configOf: (fn: KrmFunction) => string;
  try {
    configOf = policy === undefined ? () => '' : readPolicyFile(policy);
  } catch (error) {
    return {
      ...report,
      exitCode: 3,
      problems: [describe({ path: policy ?? '', reason: toUnreadable(error) })],
    };
  }
  let source: Source;
  try {
    source = readSource(folder);
  } catch (error) {
    return { ...report, exitCode: 2, problems: [describe({ path: folder, reason: toUnreadable(error) })] };
  }
  report.problems.push(...source.problems.map(describe));
  if (source.problems.length > 0) report.exitCode = 2;
  if (source.items.length === 0) {
    const none = `${printable(folder)} holds no resources (.yaml, .yml, .json or Kptfile)`;
    return { ...report, exitCode: 2, problems: [...report.problems, none] };
  }
  const items = source.items.join('');
  for (const fn of FUNCTIONS) {
    const header = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n${configOf(fn)}items:\n`;
    apply(fn, Buffer.from(header + items), source, env, report);
  }
  return report;
}

function apply(
  fn: KrmFunction,
  input: Buffer,
  source: Source,
  env: CheckOptions['env'],
  report: CheckReport,
): void {
  const { exitCode, stdout, stderr } = run(fn, input, env, DISK);
  report.exitCode = Math.max(report.exitCode, exitCode);
  if (exitCode > 1) {
    report.problems.push(...stderr);
    return;
  }
  const { results } = readResourceList(stdout);
  const findings = (Array.isArray(results) ? results : []) as unknown as Result[];
  report.findings.push(...findings.map((finding) => describeFinding(finding, source)));
  const counts = (['error', 'warning', 'info'] as const).map((severity) => {
    const { length } = findings.filter((finding) => finding.severity === severity);
    return `${length} ${severity}${length === 1 ? '' : 's'}`;
  });
  const hasErrors = findings.some(({ severity }) => severity === 'error');
  const verdict = exitCode === 1 ? 'blocked' : hasErrors ? 'not blocked, in mode report' : 'passed';
  report.summary.push(`${fn.name}: ${verdict}: ${counts.join(', ')}`);
}

/** What of a kpt result is shown. */
interface Result {
  message: string;
  severity: 'error' | 'warning' | 'info';
  resourceRef?: Value;
  field?: { path: string };
  file?: { path: string; index: number };
  tags: { code: string; line?: string };
}

function describeFinding(
  { message, severity, resourceRef, field, file, tags }: Result,
  source: Source,
): string {
  const document = file && source.documents.get(file.path)?.[file.index];
  const line = document && `:${lineOfField(document, field?.path ?? '', Number(tags.line))}`;
  const { apiVersion, kind, namespace, name } = resourceRef ?? {};
  const label = [apiVersion, kind, namespace, name].filter((part) => part !== undefined).join('/');
  const subject = label === '' ? '' : ` ${printable(label, 300)}`;
  return `${printable(file?.path ?? '?', 300)}${line ?? ''}: ${severity} ${tags.code}${subject}: ${message}`;
}

function readSource(folder: string): Source {
  const { files, problems } = readFolder(folder);
  const source: Source = { documents: new Map(), items: [], problems };
  for (const { path, text } of files) {
    try {
      const documents = splitDocuments(text);
      source.documents.set(path, documents);
      source.items.push(...documents.map((document, index) => toItem(document, path, index)));
    } catch (error) {
      problems.push({ path, reason: toUnreadable(error) });
    }
  }
  return source;
}

/** The functionConfig for each function: of a ConfigMap only the keys that aren't those of another function. */
function readPolicyFile(path: string): (fn: KrmFunction) => string {
  const text = readText(path);
  if (text === undefined) throw new Unreadable('is a folder, not a policy');
  const [document, ...others] = splitDocuments(text);
  if (!document || others.length > 0) {
    throw new Unreadable(
      'must hold one YAML document: a SecurityPolicy, or a ConfigMap with the keys of a function',
    );
  }
  const section = toSection('functionConfig', document);
  const { value } = readYaml(document.text, 0, document.text.length);
  const data = isMap(value) && value.kind === 'ConfigMap' ? value.data : undefined;
  if (!isMap(value) || !isMap(data)) return () => section;
  return ({ name }) => {
    const foreign = new Set(Object.entries(FUNCTION_KEYS).flatMap(([fn, keys]) => (fn === name ? [] : keys)));
    const own = Object.entries(data).filter(([key]) => !foreign.has(key));
    return formatBlock({ functionConfig: { ...value, data: Object.fromEntries(own) } }, 0, '\n');
  };
}

function describe({ path, reason: { line, message } }: Problem): string {
  return `${printable(path, 300)}${line === undefined ? '' : `:${line}`}: ${printable(message, 1000)}`;
}
