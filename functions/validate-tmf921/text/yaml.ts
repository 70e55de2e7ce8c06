import type { Segments } from '../../lib/field-path.ts';
import { isMap } from '../../lib/resource-list/resource-list.ts';
import { MalformedYaml, type Places, readYaml, TooMuch, type Value } from '../../lib/yaml/read.ts';
import type { Problem } from '../problems.ts';
import { tooDeep } from '../values.ts';
import type { Reading } from './formats.ts';

/** Reads one document of YAML, with the values that Kubernetes gives it. */
export function readYamlText(text: string, maxDepth: number): Reading {
  try {
    const { value, faults } = readYaml(text, 0, text.length);
    const problems = faults.map(({ kind, reason, at }): Problem => {
      const isDuplicate = kind === 'duplicate';
      const message = isDuplicate
        ? `the text ${reason}, and readers differ on which one holds; remove one`
        : `is no usable YAML: it ${reason}`;
      const code = isDuplicate ? 'TMF-405' : kind === 'depth' ? 'TMF-004' : 'TMF-003';
      return { code, weight: isDuplicate ? 'harmful' : 'error', segments: [], at, message };
    });
    const isUsable = problems.every(({ code }) => code === 'TMF-405');
    if (isUsable && !isFlat(value, maxDepth)) {
      problems.push({
        code: 'TMF-004',
        weight: 'error',
        segments: [],
        at: 0,
        message: tooDeep(maxDepth),
        allowed: `${maxDepth} levels`,
      });
      return { value: undefined, problems };
    }
    return { value: isUsable ? withNumbers(value) : undefined, problems };
  } catch (error) {
    if (!(error instanceof MalformedYaml || error instanceof TooMuch)) throw error;
    const at = error instanceof MalformedYaml ? error.at : 0;
    const [first = ''] = error.message.split('\n');
    const reason = first.startsWith('Source contains multiple documents')
      ? 'it holds more than one document; give each its own key'
      : first;
    return {
      value: undefined,
      problems: [{ code: 'TMF-003', weight: 'error', segments: [], at, message: `is no YAML: ${reason}` }],
    };
  }
}

/** A copy with numbers as JSON has them: the reader of YAML gives large integers as bigints, which no schema knows. */
export function withNumbers(value: Value): Value {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withNumbers);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNumbers(inner)]));
}

/** Whether a value is nested no deeper than so many levels. */
export function isFlat(value: Value, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  for (const inner of Object.values(value)) if (!isFlat(inner, levels - 1)) return false;
  return true;
}

/** Where fields stand in a text that `readYamlText` could read; one that isn't there, where what would hold it does. */
export function locateYaml(text: string, fields: readonly Segments[]): number[] {
  const places: Places = new Map();
  const { value } = readYaml(text, 0, text.length, places);
  return fields.map((segments) => {
    let node: unknown = value;
    let offset = 0;
    for (const segment of segments) {
      const entries = places.get(node as object)?.entries ?? [];
      const entry =
        typeof segment === 'number' ? entries[segment] : entries.find(({ key }) => key === segment);
      if (!entry) break;
      offset = entry.start;
      node = (node as { [key: string]: unknown })[segment];
    }
    return offset;
  });
}
