import { parse } from 'yaml';
import { FUNCTIONS } from './tools.ts';

/** A finding in a section of the report. */
export interface Finding {
  code: string;
  severity: 'error' | 'warning' | 'info';
  file: string;
  line: number;
  resource: { kind: string };
  field?: string;
  found?: string;
}

export interface Section {
  verdict: string;
  counts: { error: number; warning: number; info: number };
  findings: Finding[];
  /** So many more were left out. */
  truncated?: number;
}

const ANNOTATION = String.raw`"?security\.nephio\.org/(?:${FUNCTIONS.join('|')})"?: "?(?:pass|warn|fail|skip)"?`;
const line = new RegExp(`^ +${ANNOTATION}$`);
const header = /^ +annotations:$/;

/** Whether a file is a report of the gate. */
export function isReport(path: string): boolean {
  return /(?:^|\/)security-report(?:-\d+)?\.yaml$/.test(path);
}

/** The functions' sections in the reports of a package. */
export function sections(tree: ReadonlyMap<string, string>): Section[] {
  const reports = [...tree].filter(([path]) => isReport(path) && !path.includes('/'));
  return reports.flatMap(([, text]) =>
    Object.values(parse(text).data as { [key: string]: string }).map(
      (section) => JSON.parse(section) as Section,
    ),
  );
}

/** A file as it was before the function wrote into it. It must not have had an `annotations:` with nothing below. */
export function withoutOwn(text: string): string {
  return withoutInFlow(text)
    .replace(new RegExp(`^( *)annotations:\n\\1 +${ANNOTATION}\n(?!\\1 )`, 'gm'), '')
    .replace(new RegExp(`^ +${ANNOTATION}\n`, 'gm'), '');
}

function withoutInFlow(text: string): string {
  return text
    .replace(new RegExp(`, annotations: \\{${ANNOTATION}\\}`, 'g'), '')
    .replace(new RegExp(`, ${ANNOTATION}`, 'g'), '')
    .replace(new RegExp(`\\{${ANNOTATION}\\}`, 'g'), '{}');
}

/**
 * What differs between two states of a folder but for the function's annotations and reports: lines and files that are
 * gone, that are new, that aren't what they were.
 */
export function foreignChanges(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  const gone = [...before.keys()].filter((path) => !after.has(path)).map((path) => `${path} is gone`);
  const changed = [...after].flatMap(([path, text]) => {
    const was = before.get(path);
    if (isReport(path) && !path.includes('/')) return [];
    return was === undefined
      ? [`${path} is new`]
      : changedLines(was, text).map((change) => `${path}: ${change}`);
  });
  return [...gone, ...changed];
}

function changedLines(before: string, after: string): string[] {
  const old = before.split('\n');
  const now = after.split('\n');
  let at = 0;
  for (let i = 0; i < now.length; i++) {
    const text = now[i] as string;
    const next = now[i + 1] ?? '';
    if (text === old[at] || withoutInFlow(text) === old[at]) at++;
    // kpt sets off a comment that ended the annotations from what is added behind it.
    else if (text === '' && /^ *#/.test(now[i - 1] ?? '') && line.test(next)) continue;
    else if (!line.test(text) && !(header.test(text) && line.test(next))) {
      return [`line ${i + 1} is ${JSON.stringify(text)}, was ${JSON.stringify(old[at])}`];
    }
  }
  return at === old.length ? [] : [`lost ${JSON.stringify(old[at])} and all behind it`];
}

/** Findings of a package's reports whose line isn't the field's in the files as they were saved. */
export function wrongLines(tree: ReadonlyMap<string, string>): string[] {
  return sections(tree)
    .flatMap(({ findings }) => findings)
    .flatMap(({ code, file, line: number, field, found }) => {
      const text = tree.get(file)?.split('\n')[number - 1];
      const key = field?.match(/([^.[\]]+)(?:\[[^\]]*\])?$/)?.[1];
      if (code.startsWith('K8S'))
        return isNear(text, field) ? [] : [`${file}:${number}: ${code} ${field}: ${text}`];
      if (code.startsWith('TMF')) {
        const isIn = isNear(text, field) || isInText(tree.get(file) ?? '', field ?? '', number);
        return isIn ? [] : [`${file}:${number}: ${code} ${field}: ${text}`];
      }
      // Where a reference is made of several fields, or has a default registry, its last component stands there.
      const value = found?.match(/([^/:@]+)(?::[^/@]*)?(?:@.*)?$/)?.[1];
      const isThere = key === undefined || (text?.includes(key) && text.includes(value ?? ''));
      return isThere ? [] : [`${file}:${number}: ${field} ${found} is not in ${JSON.stringify(text)}`];
    });
}

/** Whether a line of a file is one of the text that a ConfigMap has under the key of a field: `data["intent.json"].name`. */
function isInText(file: string, field: string, number: number): boolean {
  const [, key = '?'] = /^data\["([^"]+)"\]/.exec(field) ?? [];
  const header = file.split('\n').findIndex((line) => line.trim().startsWith(`${key}: |`));
  const lines = file.split('\n').slice(header + 1, number);
  return header >= 0 && lines.length > 0 && lines.every((line) => line === '' || line.startsWith('    '));
}

/** Whether a line has a field, or, where the field is missing, the key or item that it is missing in. */
function isNear(text = '', field = ''): boolean {
  const keys = [...field.matchAll(/\["([^"]+)"\]|\[name=([^\]]+)\]|([\w-]+)/g)].map(
    ([, a, b, c]) => a ?? b ?? c ?? '',
  );
  return field === '' || keys.some((key) => text.includes(key)) || text.trimStart().startsWith('- ');
}
