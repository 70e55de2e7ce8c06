import { FAULT_CODE, faultFindings } from './faults.ts';
import { fieldPath } from './field-path.ts';
import { type Files, NO_FILES } from './files.ts';
import type { Finding, Verdicts } from './finding.ts';
import { fileOf, isRender, toResources } from './packages.ts';
import { ConfigError } from './policy/error.ts';
import type { ConfigKey } from './policy/keys.ts';
import type { Policy } from './policy/policy.ts';
import { readPolicy } from './policy/read.ts';
import { printable } from './printable.ts';
import { wantedAnnotations } from './record/annotations.ts';
import { type Position, Positions } from './record/positions.ts';
import { record, sortFindings } from './record/record.ts';
import { countOf, isReport } from './record/report.ts';
import { errorResult, MAX_MESSAGE, resourceLabel } from './record/results.ts';
import type { Resource } from './resource.ts';
import {
  InputError,
  type Item,
  isMap,
  type ResourceList,
  readResourceList,
  type YamlMap as Value,
} from './resource-list/resource-list.ts';
import { addResults, write } from './resource-list/write.ts';
import { VERSION } from './version.ts';

/** One of the functions: what differs between them. */
export interface KrmFunction {
  name: string;
  /** What it does, how it is used and configured, for `--help` and the SDK. */
  usage: string;
  /** Its own keys of the ConfigMap form of the functionConfig. */
  keys: readonly ConfigKey[];
  /** Whether it looks at what is named as the report, too; what the gate writes there it has to tell apart itself. */
  checksReports?: boolean;
  /** Pure: no clock, network, environment or output. */
  check(resources: readonly Resource[], policy: Policy, files: Files): Verdicts;
}

/** 0 nothing blocks, 1 a finding blocks, 2 the input can't be processed, 3 the functionConfig is wrong. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Outcome {
  exitCode: ExitCode;
  stdout: Buffer;
  /** Without line breaks inside; empty on success. */
  stderr: readonly string[];
}

/** So many blocking findings go to stderr; all are among the results. */
const MAX_LINES = 500;

/** Runs a function on the bytes of a ResourceList, with the files that its configuration may name. Never throws. */
export function run(
  fn: KrmFunction,
  input: Buffer,
  env: Readonly<Record<string, string | undefined>>,
  files: Files = NO_FILES,
): Outcome {
  let list: ResourceList | undefined;
  try {
    list = readResourceList(input);
    return runOn(fn, list, env, files);
  } catch (error) {
    return failure(fn, list, error, env);
  }
}

function runOn(
  fn: KrmFunction,
  list: ResourceList,
  env: Readonly<Record<string, string | undefined>>,
  files: Files,
): Outcome {
  const resources = toResources(list.items);
  const policy = readPolicy({
    functionConfig: list.functionConfig,
    fn: fn.name,
    keys: fn.keys,
    findPolicies: (name) => findPolicies(list.items, name),
    env,
  });
  const isOurs = (resource: Resource) => isReport(resource, policy.report.name);
  const sound = resources.filter(
    (resource, i) => list.items[i]?.faults.length === 0 && (fn.checksReports || !isOurs(resource)),
  );
  const { findings, ...others } = fn.check(sound, policy, files);
  const faults = faultFindings(list.items, resources);
  const verdicts = { findings: [...faults, ...findings], ...others };
  const wanted = wantedAnnotations(verdicts, policy);
  const places = new Positions(list, resources, (resource) => typeof wanted(resource) === 'string', isOurs);
  const stdout = write(
    list,
    record(list, resources, { ...verdicts, wanted }, policy, places, {
      name: fn.name,
      version: VERSION,
    }),
  );
  const blocking =
    faults.length > 0 || (policy.mode === 'enforce' && findings.some(({ severity }) => severity === 'error'));
  return {
    exitCode: blocking ? 1 : 0,
    stdout,
    stderr: blocking ? summary(fn.name, list, resources, verdicts, places) : [],
  };
}

function findPolicies(items: readonly Item[], name: string): Value[] {
  return items
    .map(({ value }) => value)
    .filter(({ kind, metadata }) => kind === 'SecurityPolicy' && isMap(metadata) && metadata.name === name);
}

function summary(
  name: string,
  list: ResourceList,
  resources: readonly Resource[],
  { findings, checked }: Verdicts,
  places: Positions,
): string[] {
  const { error, warning, info } = countOf(findings);
  const counts = [count(error, 'error'), count(warning, 'warning'), count(info, 'info')].join(', ');
  const head = `${name}: fail: ${counts} in ${count(checked.size, 'resource')} with something to check`;
  const itemOf = new Map(resources.map((resource, i) => [resource, list.items[i] as Item]));
  const render = isRender(list.items);
  const blocking = findings.filter(({ severity }) => severity === 'error');
  const errors = sortFindings(blocking, resources, render);
  const shown = errors.slice(0, MAX_LINES).map((finding) => {
    const { resource } = finding;
    const file = fileOf(resource, render) ?? `item ${itemOf.get(resource)?.index}`;
    return line(finding, file, places.of(finding));
  });
  const rest = errors.length - shown.length;
  return [head, ...shown, ...(rest > 0 ? [`… and ${rest} more errors, all of them among the results`] : [])];
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function line(finding: Finding, file: string, position: Position | undefined): string {
  const { code, resource, segments, message } = finding;
  const place = position === undefined ? file : `${file}:${position.line}:${position.column}`;
  const field = segments.length > 0 ? ` ${printable(fieldPath(segments, resource.value), 300)}` : '';
  return `${printable(place, 300)}: ${code} ${resourceLabel(resource)}${field}: ${printable(message, MAX_MESSAGE)}`;
}

/** What is said where nothing could be checked. The input goes out unchanged, with the reason among the results. */
function failure(
  { name }: KrmFunction,
  list: ResourceList | undefined,
  error: unknown,
  env: Readonly<Record<string, string | undefined>>,
): Outcome {
  const isConfig = error instanceof ConfigError;
  const known = isConfig || error instanceof InputError;
  const reason = error instanceof Error ? error.message : String(error);
  const text = known ? reason : `internal error, please report it: ${reason}`;
  const messages = isConfig ? error.problems.map(({ message }) => message) : [text];
  const trace = env.DEBUG && error instanceof Error ? (error.stack ?? '').split('\n') : [];
  const result = errorResult(name, isConfig ? 'CONFIG' : FAULT_CODE, text);
  return {
    exitCode: isConfig ? 3 : 2,
    stdout: list ? withResult(list, name, result) : Buffer.alloc(0),
    stderr: [...messages.map((message) => printable(`${name}: ${message}`, MAX_MESSAGE)), ...trace],
  };
}

/** The input with one result; without it where even that can't be written, since nothing may hide the reason. */
function withResult(list: ResourceList, name: string, result: Value): Buffer {
  try {
    return write(list, addResults(list, name, [result]));
  } catch {
    return write(list, []);
  }
}
