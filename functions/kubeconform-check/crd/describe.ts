import { printable } from '../../lib/printable.ts';
import type { SchemaNode } from './node.ts';

const TYPES: Readonly<Record<string, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a text',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
};

/** What a node holds, in words. */
export function wanted(node: SchemaNode): string {
  if (node.isIntOrString) return 'an integer or a text';
  return (Object.hasOwn(TYPES, node.type) && TYPES[node.type]) || 'any value';
}

/** The fields that alternatives ask for, such as `exactly one of a, b`; undefined where they ask for more. */
export function alternativesOf(
  branches: readonly SchemaNode[],
  junctor: 'anyOf' | 'oneOf',
): string | undefined {
  const lists = branches.map(requiredOnly);
  if (lists.some((list) => list === undefined)) return undefined;
  const names = lists.map((list) => list?.join(' with '));
  return printable(
    `${junctor === 'oneOf' ? 'exactly one' : 'at least one'} of ${names.slice(0, 50).join(', ')}`,
    400,
  );
}

/** What `not` forbids. */
export function forbiddenBy(node: SchemaNode): string {
  const own = requiredOnly(node);
  if (own !== undefined) {
    const names = printable(own.join(', '), 400);
    return own.length === 1
      ? `may not have ${names} here; remove it`
      : `may not have all of ${names} together; remove at least one`;
  }
  const parts = node.branches('anyOf').map(requiredOnly);
  if (parts.length > 0 && Object.keys(node.schema).length === 1 && !parts.includes(undefined)) {
    const names = parts.map((list) => list?.join(' with ')).join(', ');
    return `may have none of ${printable(names, 400)} here; remove it`;
  }
  return `has what its schema forbids (not: ${printable(keywordsOf(node), 200)}); correct it`;
}

function keywordsOf(node: SchemaNode): string {
  return Object.keys(node.schema).slice(0, 20).join(', ');
}

/** The required fields of a node that says nothing else; a property that it names without more says nothing. */
function requiredOnly(node: SchemaNode): readonly string[] | undefined {
  const isOnly = Object.keys(node.schema).every((key) => key === 'required');
  return isOnly && node.required.length > 0 ? node.required : undefined;
}
