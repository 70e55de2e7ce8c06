import { isMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Problems } from '../problems.ts';
import { findField } from './field-path.ts';
import { type Schema, textOf } from './schema.ts';

const MAX_FIELDS = 8;

/** Checks the fields of a version that its resources can be selected by; their list stands below the walk's place. */
export function checkSelectableFields(fields: readonly Value[], schema: Schema, problems: Problems): void {
  const seen = new Set<string>();
  for (const [i, field] of fields.entries()) {
    if (!isMap(field)) continue;
    const path = textOf(field, 'jsonPath');
    const wrong = wrongField(path, schema, seen);
    if (wrong === undefined) continue;
    problems.add('K8S-201', ['selectableFields', i, 'jsonPath'], `has ${show(path)}, ${wrong}; correct it`, {
      found: show(path),
    });
  }
  if (seen.size <= MAX_FIELDS) return;
  const message = `has ${seen.size} fields, at most ${MAX_FIELDS} are allowed; remove some`;
  problems.add('K8S-201', ['selectableFields'], message, { found: `${seen.size}`, allowed: `${MAX_FIELDS}` });
}

function wrongField(path: string, schema: Schema, seen: Set<string>): string | undefined {
  if (path === '') return 'a path such as .spec.color is needed';
  const found = findField(path, schema, false);
  if (typeof found === 'string') return found;
  const [first] = found.segments;
  const name = found.segments.join('\n');
  if (seen.has(name)) return 'which stands there already';
  seen.add(name);
  if (first === 'metadata') return 'which may not lie in metadata';
  const type = found.schema === undefined ? '' : textOf(found.schema, 'type');
  return ['string', 'boolean', 'integer'].includes(type)
    ? undefined
    : 'which must be a text, an integer or a boolean';
}
