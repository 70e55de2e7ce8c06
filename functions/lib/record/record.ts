import type { Finding, Verdicts } from '../finding.ts';
import { fileOf, isRender } from '../packages.ts';
import type { Policy } from '../policy/policy.ts';
import type { Resource } from '../resource.ts';
import { type Edit, removeIn, setIn } from '../resource-list/edit.ts';
import { InputError, isMap, type Item, type ResourceList } from '../resource-list/resource-list.ts';
import { addItems, addResults } from '../resource-list/write.ts';
import { ANNOTATION_PREFIX, type Wanted, wantedAnnotations } from './annotations.ts';
import { Lines } from './lines.ts';
import { isReport, newReport, reportSection } from './report.ts';
import { toResult } from './results.ts';

/** A function's name and version, as they are recorded. */
export interface Recorder {
  name: string;
  version: string;
}

/**
 * Writes down what a check found: annotations, the function's section of the report, kpt results.
 *
 * @param resources one for each item, in their order
 * @returns the edits of the resource list
 * @throws InputError where the report can't be told from another one
 */
export function record(
  list: ResourceList,
  resources: readonly Resource[],
  verdicts: Verdicts,
  policy: Policy,
  { name, version }: Recorder,
): Edit[] {
  const itemOf = new Map(resources.map((resource, i) => [resource, list.items[i] as Item]));
  const wanted = wantedAnnotations(verdicts, policy);
  const edits: Edit[] = [];
  for (const [resource, item] of itemOf) edits.push(...annotate(list, item, `${ANNOTATION_PREFIX}${name}`, wanted(resource)));
  const findings = sortFindings(verdicts.findings, list, itemOf);
  edits.push(...report(list, itemOf, findings, wanted, policy, { name, version }));
  edits.push(...addResults(list, name, findings.map((finding) => toResult(name, finding))));
  return edits;
}

function annotate(list: ResourceList, item: Item, key: string, verdict: ReturnType<Wanted>): Edit[] {
  if (verdict === undefined || item.faults.length > 0) return [];
  const where = { text: list.decoded.text, eol: list.eol, places: item.places };
  const path = ['metadata', 'annotations', key];
  return verdict === null ? removeIn(where, item.value, path) : setIn(where, item.value, path, verdict);
}

/** By file and document, then as they stand there; so the order of the items doesn't matter. */
export function sortFindings(
  findings: readonly Finding[],
  list: ResourceList,
  itemOf: ReadonlyMap<Resource, Item>,
): Finding[] {
  const render = isRender(list.items);
  const keys = new Map(findings.map((finding) => [finding, fileOf(finding.resource, render) ?? '']));
  const position = (finding: Finding) => itemOf.get(finding.resource)?.index ?? 0;
  return [...findings].sort((a, b) => {
    const [fileA, fileB] = [keys.get(a) as string, keys.get(b) as string];
    if (fileA !== fileB) return fileA < fileB ? -1 : 1;
    return a.resource.fileIndex - b.resource.fileIndex || position(a) - position(b);
  });
}

function report(
  list: ResourceList,
  itemOf: ReadonlyMap<Resource, Item>,
  findings: readonly Finding[],
  wanted: Wanted,
  policy: Policy,
  { name, version }: Recorder,
): Edit[] {
  const { name: reportName } = policy.report;
  if (reportName === 'none') return [];
  const render = isRender(list.items);
  const annotated = new Set<Item>();
  for (const [resource, item] of itemOf) if (typeof wanted(resource) === 'string') annotated.add(item);
  const lines = new Lines(list, (item) => annotated.has(item));
  const section = reportSection(name, version, findings, ({ resource, segments }) => ({
    file: fileOf(resource, render),
    line: lines.of(itemOf.get(resource) as Item, segments),
  }));
  const key = `${name}.json`;
  const existing = findReport(itemOf, reportName, render);
  if (!existing) {
    const path = `${reportName}.yaml`;
    const taken = [...itemOf.keys()].filter((resource) => fileOf(resource, render) === path);
    const index = Math.max(-1, ...taken.map(({ fileIndex }) => fileIndex)) + 1;
    return addItems(list, [newReport(reportName, key, section, path, index)]);
  }
  const { value, places } = existing;
  if (value.data !== undefined && value.data !== null && !isMap(value.data)) {
    throw new InputError(`the ConfigMap ${reportName} in ${existing.origin.path} has data that are no map`);
  }
  return setIn({ text: list.decoded.text, eol: list.eol, places }, value, ['data', key], section);
}

function findReport(itemOf: ReadonlyMap<Resource, Item>, name: string, render: boolean): Item | undefined {
  const found = [...itemOf].filter(([resource]) => resource.package === '' && isReport(resource, name));
  if (found.length > 1) {
    const files = found.map(([resource]) => fileOf(resource, render) ?? 'an item without a file');
    throw new InputError(
      `the package has ${found.length} ConfigMaps named ${name}, in ${files.join(' and ')}; remove or rename all but one`,
    );
  }
  return found[0]?.[1];
}
