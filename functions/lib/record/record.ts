import type { Finding, Verdicts } from '../finding.ts';
import { fileOf, isRender } from '../packages.ts';
import type { Policy } from '../policy/policy.ts';
import type { Resource } from '../resource.ts';
import { annotateUsual } from '../resource-list/annotate.ts';
import { type Edit, removeIn, setIn } from '../resource-list/edit.ts';
import type { Item, ResourceList } from '../resource-list/resource-list.ts';
import { addResults } from '../resource-list/write.ts';
import { ANNOTATION_PREFIX, type Wanted } from './annotations.ts';
import type { Positions } from './positions.ts';
import { reportSections } from './report.ts';
import { toResult } from './results.ts';
import { upsertReports } from './upsert-reports.ts';

/** A function's name and version, as they are recorded. */
export interface Recorder {
  name: string;
  version: string;
}

/** What is written down: all findings, which annotation a resource shall have, and the summary. */
export interface Found extends Pick<Verdicts, 'summary'> {
  findings: readonly Finding[];
  wanted: Wanted;
}

/**
 * Writes down what a check found: annotations, the function's section of the report, kpt results.
 *
 * @param resources one for each item, in their order
 * @param places where the findings stand
 * @returns the edits of the resource list
 * @throws InputError where the report can't be told from another one
 */
export function record(
  list: ResourceList,
  resources: readonly Resource[],
  { findings: all, wanted, summary }: Found,
  policy: Policy,
  places: Positions,
  { name, version }: Recorder,
): Edit[] {
  const key = `${ANNOTATION_PREFIX}${name}`;
  const edits: Edit[] = [];
  resources.forEach((resource, i) => {
    edits.push(...annotate(list, list.items[i] as Item, key, wanted(resource)));
  });
  const findings = sortFindings(all, resources, isRender(list.items));
  edits.push(...report(list, resources, { findings, summary }, places, policy, { name, version }));
  edits.push(
    ...addResults(
      list,
      name,
      findings.map((finding) => toResult(name, finding, places.of(finding))),
    ),
  );
  return edits;
}

function annotate(list: ResourceList, item: Item, key: string, verdict: ReturnType<Wanted>): Edit[] {
  if (verdict === undefined || item.faults.length > 0) return [];
  const usual = annotateUsual(list, item, key, verdict);
  if (usual) return usual;
  const { value, places } = item.placed();
  const where = { text: list.decoded.text, eol: list.eol, places };
  const path = ['metadata', 'annotations', key];
  return verdict === null ? removeIn(where, value, path) : setIn(where, value, path, verdict);
}

/**
 * By file and document, then as they stand there; so the order of the items doesn't matter.
 *
 * @param render whether paths are relative to packages
 */
export function sortFindings(
  findings: readonly Finding[],
  resources: readonly Resource[],
  render: boolean,
): Finding[] {
  const failing = new Set(findings.map(({ resource }) => resource));
  const order = resources
    .filter((resource) => failing.has(resource))
    .map((resource, i) => ({ resource, file: fileOf(resource, render) ?? '', index: resource.fileIndex, i }))
    .sort((a, b) => (a.file === b.file ? a.index - b.index || a.i - b.i : a.file < b.file ? -1 : 1));
  const rank = new Map(order.map(({ resource }, i) => [resource, i]));
  const rankOf = ({ resource }: Finding) => rank.get(resource) ?? -1;
  return [...findings].sort((a, b) => rankOf(a) - rankOf(b));
}

function report(
  list: ResourceList,
  resources: readonly Resource[],
  { findings, summary }: Omit<Found, 'wanted'>,
  places: Positions,
  policy: Policy,
  { name, version }: Recorder,
): Edit[] {
  if (policy.report.name === 'none') return [];
  const render = isRender(list.items);
  const placeOf = (finding: Finding) => ({
    file: fileOf(finding.resource, render),
    line: places.of(finding)?.recordedLine,
    source: places.of(finding)?.source,
  });
  const sections = reportSections(name, version, findings, placeOf, summary);
  return upsertReports(list, resources, policy.report.name, `${name}.json`, sections);
}
