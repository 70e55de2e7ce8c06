import { fileOf, isRender } from '../packages.ts';
import type { Resource } from '../resource.ts';
import { type Edit, removeIn, setIn } from '../resource-list/edit.ts';
import {
  InputError,
  type Item,
  isMap,
  type ResourceList,
  type YamlMap as Value,
} from '../resource-list/resource-list.ts';
import { changeItems } from '../resource-list/write.ts';
import { isReport, isUntouched, MAX_REPORTS, newReport, reportName } from './report.ts';

/**
 * The edits that put a function's sections into the reports of the root package: found again by name wherever they
 * lie, made where they are missing, and taken out where the function needs them no longer.
 *
 * @param resources one for each item, in their order
 * @param key the function's key in their data
 * @throws InputError where a package has two reports of a name, or one that can't hold a section
 */
export function upsertReports(
  list: ResourceList,
  resources: readonly Resource[],
  name: string,
  key: string,
  sections: readonly string[],
): Edit[] {
  const render = isRender(list.items);
  const reports = resources.filter((resource) => resource.package === '' && isReport(resource, name));
  const edits: Edit[] = [];
  const added: Value[] = [];
  const removed: Item[] = [];
  for (let i = 0; i < MAX_REPORTS; i++) {
    const own = reportName(name, i);
    const found = findReport(reports, own, render);
    const item = found && list.items[resources.indexOf(found)];
    const section = sections[i];
    if (item && section === undefined && hasOnly(item.value, key)) removed.push(item);
    else if (item) edits.push(...update(list, item, key, section));
    else if (section !== undefined)
      added.push(newReport(own, key, section, ...freePlace(resources, `${own}.yaml`, render)));
  }
  return [...edits, ...changeItems(list, removed, added)];
}

function findReport(reports: readonly Resource[], name: string, render: boolean): Resource | undefined {
  const found = reports.filter(({ value }) => isMap(value.metadata) && value.metadata.name === name);
  if (found.length > 1) {
    const files = found.map((resource) => fileOf(resource, render) ?? 'an item without a file');
    const advice = 'remove or rename all but one';
    throw new InputError(
      `the package has ${found.length} ConfigMaps named ${name}, in ${files.join(' and ')}; ${advice}`,
    );
  }
  return found[0];
}

function update(list: ResourceList, item: Item, key: string, section: string | undefined): Edit[] {
  const { origin, faults } = item;
  // What can't be read is left as it came; it blocks anyway.
  if (faults.length > 0) return [];
  const { value, places } = item.placed();
  const { data } = value;
  if (data !== undefined && data !== null && !isMap(data)) {
    throw new InputError(
      `the report in ${origin.path ?? 'an item without a file'} has data that are no map; remove it`,
    );
  }
  const where = { text: list.decoded.text, eol: list.eol, places };
  if (section !== undefined) return setIn(where, value, ['data', key], section);
  return removeIn(where, value, ['data', key]);
}

/** Whether a report would be empty without a function's section: what somebody added is not thrown away. */
function hasOnly(report: Value, key: string): boolean {
  if (!isMap(report.data) || !isUntouched(report)) return false;
  return Object.keys(report.data).every((other) => other === key);
}

/** A file of the root package, and the index in it that no other document has. */
function freePlace(
  resources: readonly Resource[],
  path: string,
  render: boolean,
): [path: string, index: number] {
  let index = 0;
  for (const resource of resources) {
    const isTaken = resource.path === path && fileOf(resource, render) === path;
    if (isTaken && resource.fileIndex >= index) index = resource.fileIndex + 1;
  }
  return [path, index];
}
