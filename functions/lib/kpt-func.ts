import {
  type Configs,
  FunctionConfigError,
  type KptFunc,
  type KubernetesObject,
  type Result,
} from 'kpt-functions';
import { NO_FILES } from './files.ts';
import type { Finding } from './finding.ts';
import type { KrmFunction } from './host.ts';
import { fileOf, isRender, toResources } from './packages.ts';
import { ConfigError } from './policy/error.ts';
import type { Policy } from './policy/policy.ts';
import { readPolicy } from './policy/read.ts';
import { ANNOTATION_PREFIX, wantedAnnotations } from './record/annotations.ts';
import { sortFindings } from './record/record.ts';
import { isReport, newReport, reportName, reportSections } from './record/report.ts';
import { toResult } from './record/results.ts';
import type { Resource } from './resource.ts';
import { originOf, type YamlMap as Value } from './resource-list/resource-list.ts';
import { VERSION } from './version.ts';

/**
 * A function as a KptFunc of the SDK (npm package kpt-functions), for those who compose functions in TypeScript: the
 * same findings, annotations, results and report as the executable's, on the SDK's objects. It knows no texts, so the
 * report has no lines; and the SDK's own input and output lose comments and same-named resources, which the
 * executable keeps.
 *
 * The KptFunc rejects with FunctionConfigError where the functionConfig is wrong. As the SDK has it, mode enforce
 * leaves its mark in results of severity error, on which the SDK's run() exits with 1.
 */
export function toKptFunc(fn: KrmFunction): KptFunc {
  return Object.assign(async (configs: Configs) => apply(fn, configs), { usage: fn.usage });
}

function apply(fn: KrmFunction, configs: Configs): void {
  const objects = configs.getAll();
  const items = objects.map((object) => {
    const value = object as unknown as Value;
    return { value, origin: originOf(value) };
  });
  const resources = toResources(items);
  const policy = readConfig(fn, configs, resources);
  const verdicts = fn.check(
    resources.filter((resource) => fn.checksReports || !isReport(resource, policy.report.name)),
    policy,
    NO_FILES,
  );
  const wanted = wantedAnnotations(verdicts, policy);
  for (const resource of resources)
    annotate(resource.value, `${ANNOTATION_PREFIX}${fn.name}`, wanted(resource));
  const render = isRender(items);
  const findings = sortFindings(verdicts.findings, resources, render);
  // The SDK's types say `warn`; kpt and the specification say `warning`.
  configs.addResults(...findings.map((finding) => toResult(fn.name, finding) as unknown as Result));
  if (policy.report.name === 'none') return;
  const placeOf = ({ resource }: Finding) => ({ file: fileOf(resource, render), line: undefined });
  const sections = reportSections(fn.name, VERSION, findings, placeOf, verdicts.summary);
  sections.forEach((section, i) => {
    const name = reportName(policy.report.name, i);
    const key = `${fn.name}.json`;
    const existing = resources.find(
      (resource) =>
        resource.package === '' &&
        isReport(resource, name) &&
        (resource.value.metadata as Value).name === name,
    );
    if (existing) existing.value.data = { ...(existing.value.data as Value | undefined), [key]: section };
    else configs.insert(newReport(name, key, section, `${name}.yaml`, 0) as unknown as KubernetesObject);
  });
}

function readConfig(fn: KrmFunction, configs: Configs, resources: readonly Resource[]): Policy {
  const findPolicies = (name: string) =>
    resources
      .map(({ value }) => value)
      .filter(
        ({ kind, metadata }) => kind === 'SecurityPolicy' && (metadata as Value | undefined)?.name === name,
      );
  try {
    return readPolicy({
      functionConfig: configs.getFunctionConfig(),
      fn: fn.name,
      keys: fn.keys,
      findPolicies,
      env: {},
    });
  } catch (error) {
    throw error instanceof ConfigError ? new FunctionConfigError(error.message) : error;
  }
}

function annotate(value: Value, key: string, verdict: string | null | undefined): void {
  if (verdict === undefined) return;
  const metadata = value.metadata as { annotations?: { [key: string]: string } } | undefined;
  if (verdict !== null && metadata) metadata.annotations = { ...metadata.annotations, [key]: verdict };
  else if (metadata?.annotations) delete metadata.annotations[key];
}
