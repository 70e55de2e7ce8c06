import { fieldPath } from '../field-path.ts';
import type { Finding } from '../finding.ts';
import { printable } from '../printable.ts';
import type { Resource } from '../resource.ts';
import type { Map } from '../resource-list/resource-list.ts';
import { verdictOf } from './annotations.ts';
import { MAX_MESSAGE, resourceRef } from './results.ts';

/**
 * What one function may write into the report, as JSON text inside JSON: five functions and their summary stay below
 * the 200 KiB that a ConfigMap can have (client-side apply copies it into an annotation of at most 256 KiB).
 */
const MAX_SECTION = 32 * 1024;

/** Where a finding is, for the report. */
export interface Position {
  file: string | undefined;
  line: number | undefined;
}

export interface Counts {
  error: number;
  warning: number;
  info: number;
}

export function countOf(findings: readonly Finding[]): Counts {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/**
 * The section of a function in the report: pretty JSON in ASCII, the same for the same findings. Where it would be too
 * large, the least severe findings are left out and `truncated` says how many.
 */
export function reportSection(
  fn: string,
  version: string,
  findings: readonly Finding[],
  positionOf: (finding: Finding) => Position,
): string {
  const head = { function: fn, version, verdict: verdictOf(findings), counts: countOf(findings) };
  const order = { error: 0, warning: 1, info: 2 };
  const bySeverity = [...findings].sort((a, b) => order[a.severity] - order[b.severity]);
  const kept = new Map<Finding, object>();
  let size = 500;
  for (const finding of bySeverity) {
    const entry = toEntry(finding, positionOf(finding));
    size += sizeInJson(pretty([entry]));
    if (size > MAX_SECTION) break;
    kept.set(finding, entry);
  }
  const truncated = findings.length - kept.size;
  const entries = findings.flatMap((finding) => kept.get(finding) ?? []);
  return pretty({ ...head, findings: entries, ...(truncated > 0 && { truncated }) });
}

function toEntry(finding: Finding, { file, line }: Position): object {
  const { code, check, severity, resource, segments, message, found, allowed, proposed } = finding;
  return {
    code,
    check,
    severity,
    ...(file !== undefined && { file }),
    ...(line !== undefined && { line }),
    resource: resourceRef(resource) ?? {},
    ...(segments.length > 0 && { field: fieldPath(segments, resource.value) }),
    message: printable(message, MAX_MESSAGE),
    ...(found !== undefined && { found }),
    ...(allowed !== undefined && { allowed }),
    ...(proposed !== undefined && { proposed }),
  };
}

/** ASCII keeps every YAML writer from quoting the block. */
function pretty(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  return `${json.replace(/[^\n -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

function sizeInJson(text: string): number {
  return JSON.stringify(text).length;
}

/** Whether a resource is a report of that name, of whichever package. */
export function isReport({ value: { apiVersion, kind, metadata } }: Resource, name: string): boolean {
  return apiVersion === 'v1' && kind === 'ConfigMap' && (metadata as Map | null | undefined)?.name === name;
}

/** A new report, in a file of its own. */
export function newReport(name: string, key: string, section: string, path: string, index: number): Map {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name,
      annotations: {
        'config.kubernetes.io/local-config': 'true',
        'internal.config.kubernetes.io/index': String(index),
        'internal.config.kubernetes.io/path': path,
      },
    },
    data: { [key]: section },
  };
}
