import { fieldPath, valueAt } from '../field-path.ts';
import type { Finding } from '../finding.ts';
import { printable } from '../printable.ts';
import type { Resource } from '../resource.ts';
import type { YamlMap } from '../resource-list/resource-list.ts';
import type { Position } from './positions.ts';

/** A message longer than this is cut: stderr lines and results stay readable. */
export const MAX_MESSAGE = 3000;

const MAX_PROPOSED = 200;
/** Names have at most 253 characters and paths 4,096: what is longer would stand in each of thousands of findings. */
const MAX_NAME = 300;
export const MAX_PATH = 4096;
/** Of a field, whose keys may be as long as they like. */
export const MAX_FIELD = 2000;

/** What names a resource in results: only what it has. */
export function resourceRef({ value }: Resource): { [key: string]: string } | undefined {
  const { apiVersion, kind, metadata } = value;
  const { namespace, name } = (metadata ?? {}) as YamlMap;
  if (typeof kind !== 'string') return undefined;
  return {
    ...(typeof apiVersion === 'string' && { apiVersion: bounded(apiVersion) }),
    kind: bounded(kind),
    ...(typeof namespace === 'string' && { namespace: bounded(namespace) }),
    // kpt leaves the field out where there is no reference, and Lists have no names.
    name: typeof name === 'string' ? bounded(name) : '',
  };
}

/** A text that stays as it is unless it is longer than any that is right. */
function bounded(text: string, most = MAX_NAME): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/** The path of a finding's field, for results and reports. */
export function fieldOf({ segments, resource }: Finding): string {
  const path = bounded(fieldPath(segments, resource.value), MAX_FIELD);
  // Keys may hold what terminals obey.
  return printable(path, Number.POSITIVE_INFINITY);
}

/** The path of a file, as kpt names it. */
export function boundedPath(path: string): string {
  return bounded(path, MAX_PATH);
}

/** A resource as people name it: `apps/v1/Deployment/ran/upf`. */
export function resourceLabel(resource: Resource): string {
  const { apiVersion, kind, metadata } = resource.value;
  const { namespace, name } = (metadata ?? {}) as YamlMap;
  const parts = [apiVersion, kind, namespace, name].filter((part) => typeof part === 'string');
  return parts.length > 0 ? printable(parts.join('/'), 300) : 'a resource without kind and name';
}

/**
 * A finding as kpt's results have it.
 * `tags.line` and `tags.column` are those of its file, from 1.
 * Source: the Result of the KRM Functions Specification v1; kpt drops unknown keys, so the rest stands in `tags`.
 */
export function toResult(fn: string, finding: Finding, position?: Position): YamlMap {
  const { resource, segments } = finding;
  const proposed = proposedOf(finding, position?.source);
  const ref = resourceRef(resource);
  const current = currentOf(finding);
  const field = {
    path: fieldOf(finding),
    ...(current !== undefined && { currentValue: current }),
    ...(proposed !== undefined && { proposedValue: proposed }),
  };
  return {
    message: printable(finding.message, MAX_MESSAGE),
    severity: finding.severity,
    ...(ref && { resourceRef: ref }),
    ...(ref && segments.length > 0 && { field }),
    ...(resource.path !== undefined && {
      file: { path: boundedPath(resource.path), index: resource.fileIndex },
    }),
    tags: {
      function: fn,
      code: finding.code,
      check: finding.check,
      severity: finding.rank,
      package: resource.package,
      ...(position && { line: String(position.line), column: String(position.column) }),
      ...tagsOf(finding),
    },
  };
}

/** The value that a finding proposes, where the text that stands there is known to be the source. */
export function proposedOf(finding: Finding, source?: string): string | undefined {
  if (!finding.quote) return finding.proposed;
  const text = source ?? currentOf(finding);
  return text === undefined || text.length > MAX_PROPOSED ? undefined : JSON.stringify(text);
}

/** A finding's own tags, as results and reports show them. */
export function tagsOf({ tags = {} }: Finding): { [key: string]: string } {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, printable(value)]));
}

/** The text of a finding's field; undefined where it holds a map or list, isn't there, or is part of a text. */
function currentOf({ resource, segments, inText }: Finding): string | undefined {
  const value = inText ? undefined : valueAt(resource.value, segments);
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  return printable(String(value));
}

/** The one result of a run that couldn't be done. */
export function errorResult(fn: string, code: string, message: string): YamlMap {
  return { message: printable(message, MAX_MESSAGE), severity: 'error', tags: { function: fn, code } };
}
