import type { Finding } from '../finding.ts';
import { printable } from '../printable.ts';
import type { Resource } from '../resource.ts';
import { isMap, type YamlMap } from '../resource-list/resource-list.ts';
import { verdictOf } from './annotations.ts';
import { boundedPath, fieldOf, MAX_MESSAGE, proposedOf, resourceRef, tagsOf } from './results.ts';

/**
 * What one function may write into one ConfigMap, as JSON text inside JSON: five functions and their summary stay
 * below the 200 KiB that a ConfigMap may have (client-side apply copies it into an annotation of at most 256 KiB).
 */
const MAX_SECTION = 31 * 1024;
/** The report and the further ones for what it can't hold: `security-report-2` and so on. */
export const MAX_REPORTS = 9;

/** Where a finding is, for the report. */
export interface Place {
  file: string | undefined;
  line: number | undefined;
  /** What is written there, where it is known. */
  source?: string | undefined;
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
 * The sections of a function for the report, and for the further ones where it would be too large: pretty JSON in
 * ASCII, the same for the same findings. Where all are too small, the least severe findings are left out and
 * `truncated` in the first section says how many.
 *
 * @param summary further keys of each section's head
 */
export function reportSections(
  fn: string,
  version: string,
  findings: readonly Finding[],
  placeOf: (finding: Finding) => Place,
  summary: Readonly<Record<string, unknown>> = {},
): string[] {
  const order = { error: 0, warning: 1, info: 2 };
  const kept = new Map<Finding, { entry: object; size: number }>();
  const most = MAX_SECTION - (sizeInJson(pretty(summary)) - sizeInJson(pretty({})));
  let total = 0;
  for (const finding of [...findings].sort((a, b) => order[a.severity] - order[b.severity])) {
    const entry = toEntry(finding, placeOf(finding));
    const size = sizeInJson(pretty([entry]));
    total += size;
    // Each section wastes at most one entry, which is shorter than an eighth of it.
    if (total > ((MAX_REPORTS - 1) * most * 7) / 8) break;
    kept.set(finding, { entry, size });
  }
  const sections: object[][] = [[]];
  let room = most;
  for (const { entry, size } of findings.flatMap((finding) => kept.get(finding) ?? [])) {
    if (size > room - 500) {
      sections.push([]);
      room = most;
    }
    room -= size;
    sections.at(-1)?.push(entry);
  }
  const head = {
    function: fn,
    version,
    verdict: verdictOf(findings),
    ...summary,
    counts: countOf(findings),
  };
  const truncated = findings.length - kept.size;
  return sections.map((entries, i) =>
    pretty({ ...head, findings: entries, ...(i === 0 && truncated > 0 && { truncated }) }),
  );
}

function toEntry(finding: Finding, { file, line, source }: Place): object {
  const { code, check, severity, resource, segments, message, found, allowed } = finding;
  const proposed = proposedOf(finding, source);
  return {
    code,
    check,
    severity,
    ...tagsOf(finding),
    ...(file !== undefined && { file: boundedPath(file) }),
    ...(line !== undefined && { line }),
    resource: resourceRef(resource) ?? {},
    ...(segments.length > 0 && { field: fieldOf(finding) }),
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

/** The name of a report: the first has the one that the policy gives. */
export function reportName(name: string, i: number): string {
  return i === 0 ? name : `${name}-${i + 1}`;
}

/** Whether a resource is named as a report of that name or a further one, in whichever package. */
export function isReport({ value: { apiVersion, kind, metadata } }: Resource, name: string): boolean {
  if (apiVersion !== 'v1' || kind !== 'ConfigMap' || name === 'none') return false;
  const own = (metadata as YamlMap | null | undefined)?.name;
  return typeof own === 'string' && own.startsWith(name) && /^(?:-[2-9])?$/.test(own.slice(name.length));
}

/** What kpt and the gate write into the annotations of a report. */
const REPORT_ANNOTATION = /^(?:(?:internal\.)?config\.kubernetes\.io\/|config\.k8s\.io\/id$)/;

/** Whether a report holds nothing but what the gate and kpt write, so that nobody hides anything in it. */
export function isUntouched({ apiVersion, kind, metadata, data, ...others }: YamlMap): boolean {
  if (Object.keys(others).length > 0 || !isMap(metadata)) return false;
  const { name, annotations, ...more } = metadata;
  if (Object.keys(more).length > 0 || !isMap(annotations)) return false;
  return (
    annotations['config.kubernetes.io/local-config'] === 'true' &&
    hasOnlyTexts(annotations, REPORT_ANNOTATION) &&
    (data === undefined || (isMap(data) && hasOnlyTexts(data, /^[a-z0-9-]+\.json$/)))
  );
}

function hasOnlyTexts(map: YamlMap, keys: RegExp): boolean {
  return Object.entries(map).every(([key, value]) => keys.test(key) && typeof value === 'string');
}

/** A new report, in a file of its own. */
export function newReport(name: string, key: string, section: string, path: string, index: number): YamlMap {
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
