import type { Overload } from './declare.ts';
import { FORMATS } from './formats.ts';
import { LISTS } from './lists.ts';
import { CIDR, IP, NETWORK } from './network.ts';
import { QUANTITIES, QUANTITY } from './quantity.ts';
import { SEMVER, VERSIONS } from './semver.ts';
import { STANDARD } from './standard.ts';
import { STRINGS } from './strings.ts';
import {
  BOOL,
  BYTES,
  DOUBLE,
  DURATION,
  DYN,
  INT,
  listOf,
  mapOf,
  NULL,
  optionalOf,
  STRING,
  TIMESTAMP,
  type Type,
  typeOf,
  UINT,
} from './types.ts';
import { URL_TYPE, URLS } from './url.ts';
import { TypeName } from './values.ts';

export type { Overload } from './declare.ts';

/**
 * All that rules of Kubernetes 1.36 may call, of CEL itself, of cel-go's extensions and of Kubernetes:
 * https://kubernetes.io/docs/reference/using-api/cel/
 */
const overloads = new Map<string, Overload[]>();
for (const overload of [STANDARD, STRINGS, LISTS, URLS, QUANTITIES, NETWORK, FORMATS, VERSIONS].flat()) {
  const key = `${overload.member ? '.' : ''}${overload.name}`;
  const known = overloads.get(key);
  if (known === undefined) overloads.set(key, [overload]);
  else known.push(overload);
}

/** The forms of a function; undefined if there is none of that name. */
export function findOverloads(name: string, member: boolean): readonly Overload[] | undefined {
  return overloads.get(`${member ? '.' : ''}${name}`);
}

/**
 * What Kubernetes declares and isn't known here: the functions of its authorizer, which no rule of a definition can get at,
 * and names of types below these roots.
 */
const ELSEWHERE = new Set(
  `path group serviceAccount resource subresource namespace name check errored error allowed reason fieldSelector
  labelSelector google kubernetes net`.split(/\s+/),
);

/** Whether Kubernetes may declare a name that isn't known here. */
export function isElsewhere(name: string): boolean {
  return ELSEWHERE.has(name);
}

/** Types that can be named, and what `type(x)` gives for their values. */
export const NAMED_TYPES: ReadonlyMap<string, { readonly type: Type; readonly value: TypeName }> = new Map(
  (
    [
      ['bool', BOOL],
      ['bytes', BYTES],
      ['double', DOUBLE],
      ['int', INT],
      ['list', listOf(DYN)],
      ['map', mapOf(DYN, DYN)],
      ['null_type', NULL],
      ['optional_type', optionalOf(DYN)],
      ['string', STRING],
      ['type', typeOf(DYN)],
      ['uint', UINT],
      ['google.protobuf.Duration', DURATION],
      ['google.protobuf.Timestamp', TIMESTAMP],
      ['net.IP', IP],
      ['net.CIDR', CIDR],
      ['kubernetes.URL', URL_TYPE],
      ['kubernetes.Quantity', QUANTITY],
      ['kubernetes.Semver', SEMVER],
    ] as const
  ).map(([name, type]) => [name, { type: typeOf(type), value: new TypeName(type.kind) }]),
);
