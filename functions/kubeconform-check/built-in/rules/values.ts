import type { Segments } from '../../../lib/field-path.ts';
import { printable } from '../../../lib/printable.ts';
import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Code } from '../../codes.ts';
import type { Context, Rule } from './rules.ts';

/** What the rules share: reading values of any shape, the forms of names, and what is said of the usual mistakes. */

const NONE: readonly Value[] = [];

/** A text of a map; undefined where it is none. */
export function textAt(object: YamlMap, key: string): string | undefined {
  const value = object[key];
  return typeof value === 'string' ? value : undefined;
}

/** A list of a map; an empty one where it is none. */
export function listAt(object: YamlMap, key: string): readonly Value[] {
  const value = object[key];
  return Array.isArray(value) ? value : NONE;
}

/** A map of a map; undefined where it is none. */
export function mapAt(object: YamlMap, key: string): YamlMap | undefined {
  const value = object[key];
  return isMap(value) ? value : undefined;
}

/** Whether a value is a number, whatever its size. */
export function isNumber(value: Value | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Whether a field is there: null is as good as left out. */
export function has(object: YamlMap, key: string): boolean {
  const value = object[key];
  return value !== undefined && value !== null;
}

/** Calls a rule for each map of a list, with the walk standing at it. */
export function each(context: Context, object: YamlMap, key: string, rule: Rule): void {
  const list = object[key];
  if (!Array.isArray(list)) return;
  const { path } = context.problems;
  path.push(key, 0);
  for (let i = 0; i < list.length; i++) {
    const item = list[i] as Value;
    if (!isMap(item)) continue;
    path[path.length - 1] = i;
    rule(item, context);
  }
  path.length -= 2;
}

/** Calls a rule for a map, with the walk standing at it. */
export function inside(context: Context, object: YamlMap, key: string, rule: Rule): void {
  const value = object[key];
  if (!isMap(value)) return;
  const { path } = context.problems;
  path.push(key);
  rule(value, context);
  path.pop();
}

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const NAME = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

export const DNS_LABEL =
  'a name of at most 63 lower-case letters, digits and -, a letter or digit at both ends';
export const DNS_SUBDOMAIN =
  'a name of at most 253 lower-case letters, digits, - and ., a letter or digit at both ends of each part';
export const QUALIFIED_NAME =
  'a name of at most 63 letters, digits, -, _ and ., a letter or digit at both ends, after a domain and / if need be';
export const LABEL_VALUE = 'at most 63 letters, digits, -, _ and ., a letter or digit at both ends';
export const IANA_SERVICE_NAME =
  'a name of at most 15 lower-case letters, digits and single -, at least one letter in it, no - at its ends';

/** Source: IsDNS1123Label of k8s.io/apimachinery, as are the others below. */
export function isDns1123Label(text: string): boolean {
  return text.length <= 63 && LABEL.test(text);
}

export function isDns1123Subdomain(text: string): boolean {
  return text.length <= 253 && SUBDOMAIN.test(text);
}

export function isDns1035Label(text: string): boolean {
  return text.length <= 63 && LABEL_1035.test(text);
}

/** Those that were found right: the resources of a package share a few dozen keys. */
const qualifiedNames = new Set<string>();
const MAX_KNOWN = 10_000;

/** The form of label keys, annotation keys (in lower case) and resource names: `app` or `example.com/app`. */
export function isQualifiedName(text: string): boolean {
  if (qualifiedNames.has(text)) return true;
  const isRight = hasQualifiedForm(text);
  if (isRight && qualifiedNames.size < MAX_KNOWN) qualifiedNames.add(text);
  return isRight;
}

function hasQualifiedForm(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash >= 0 && !isDns1123Subdomain(text.slice(0, slash))) return false;
  const name = slash < 0 ? text : text.slice(slash + 1);
  return name.length <= 63 && NAME.test(name);
}

export function isLabelValue(text: string): boolean {
  return text === '' || (text.length <= 63 && NAME.test(text));
}

/** The form of a port's name. Source: IsValidPortName. */
export function isIanaServiceName(text: string): boolean {
  return (
    text.length <= 15 &&
    /^[-a-z0-9]+$/.test(text) &&
    /[a-z]/.test(text) &&
    !text.includes('--') &&
    !text.startsWith('-') &&
    !text.endsWith('-')
  );
}

export function isPercent(text: string): boolean {
  return /^[0-9]+%$/.test(text);
}

export function isPort(value: number | bigint): boolean {
  return value >= 1 && value <= 65535;
}

export const IP_ADDRESS = 'an IP address, such as 10.1.2.3 or 2001:db8::1';

export const LOCAL_PATH = 'a path that is not absolute and has no ..';

/** A path below a folder, which it doesn't leave. Source: validateLocalDescendingPath. */
export function isLocalPath(text: string): boolean {
  return !text.startsWith('/') && hasNoBacksteps(text);
}

/** Source: validatePathNoBacksteps. */
export function hasNoBacksteps(text: string): boolean {
  return !text.includes('..') || !text.split('/').includes('..');
}

/** As a local path, and no name of the kubelet's own. Source: ValidateLocalNonReservedPath. */
export function isFreePath(text: string): boolean {
  return isLocalPath(text) && !text.startsWith('..');
}

const QUANTITY = /^([+-]?)([0-9]*)(?:\.([0-9]*))?(?:([KMGTPE])i|([numkMGTPE])|[eE]([+-]?[0-9]+))?$/;
const BINARY = 'KMGTPE';
const DECIMAL: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const MAX_BINARY = (2n ** 63n - 1n) * 10n ** 9n;

/**
 * A quantity in billionths, rounded away from zero as Kubernetes does.
 * Source: ParseQuantity of k8s.io/apimachinery, which caps those with a binary suffix.
 *
 * @returns undefined where it is none, or too long or large to be of use
 */
export function parseQuantity(value: Value | undefined): bigint | undefined {
  if (typeof value !== 'string' && !isNumber(value)) return undefined;
  const text = String(value);
  const parts = text.length <= 64 ? QUANTITY.exec(text) : null;
  if (!parts) return undefined;
  const [, sign, whole = '', fraction = '', binary, decimal, exponent = '0'] = parts;
  if (whole === '' && fraction === '') return undefined;
  const power = decimal === undefined ? Number(exponent) : (DECIMAL[decimal] as number);
  if (Math.abs(power) > 100) return undefined;
  const factor = binary === undefined ? 1n : 1024n ** BigInt(BINARY.indexOf(binary) + 1);
  const shift = power - fraction.length + 9;
  const digits = BigInt(whole + fraction) * factor;
  const amount = shift >= 0 ? digits * 10n ** BigInt(shift) : ceiling(digits, 10n ** BigInt(-shift));
  const capped = binary !== undefined && amount > MAX_BINARY ? MAX_BINARY : amount;
  return sign === '-' ? -capped : capped;
}

/** Billionths as thousandths, rounded up. */
export function inThousandths(amount: bigint): bigint {
  return ceiling(amount, 10n ** 6n);
}

function ceiling(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

const ROUGH: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** Whether a quantity has a minus, be it of nothing. */
export function isBelowZero(value: Value | undefined): boolean {
  return typeof value === 'string' ? value.startsWith('-') : isNumber(value) && value < 0;
}

/** Whether one quantity is less than another for sure, as far as that is told at a glance, without exact numbers. */
export function isClearlyLess(a: Value, b: Value): boolean {
  return roughly(a) * 1.001 < roughly(b);
}

/** About what a usual quantity is; NaN, which is less than nothing, for others. */
function roughly(value: Value): number {
  if (typeof value === 'number') return value >= 1 ? value : Number.NaN;
  if (typeof value !== 'string' || value.length > 15) return Number.NaN;
  let end = 0;
  while (end < value.length && value.charCodeAt(end) >= 48 && value.charCodeAt(end) <= 57) end++;
  return Number(value.slice(0, end)) * (ROUGH[value.slice(end)] ?? Number.NaN);
}

/**
 * Less than zero, zero, or more than it, as `a` is less than `b`, equal or more; undefined where one is no quantity.
 * Kubernetes rounds them up to thousandths first. Source: SetDefaults_ResourceList of pkg/apis/core/v1.
 */
export function compareQuantities(a: Value | undefined, b: Value | undefined): number | undefined {
  const first = parseQuantity(a);
  const second = parseQuantity(b);
  if (first === undefined || second === undefined) return undefined;
  const difference = inThousandths(first) - inThousandths(second);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * Says that a value isn't allowed.
 *
 * @param below from where the walk stands to the value
 * @param allowed what to write instead, to stand behind "write"
 * @param proposed the value that surely is meant
 */
export function refuse(
  context: Context,
  code: Code,
  below: Segments,
  value: Value | undefined,
  allowed: string,
  proposed?: string,
): void {
  const found = show(value);
  const shown = value === '' ? 'an empty text' : found;
  const message =
    proposed === undefined
      ? `has ${shown}; write ${allowed}`
      : `has ${shown}, allowed is ${allowed}; write ${proposed}`;
  context.problems.add(code, below, message, {
    found,
    allowed,
    ...(proposed !== undefined && { proposed: printable(proposed) }),
  });
}

/** K8S-105 where a text is none of the allowed ones. Those that Kubernetes fills in where they are empty have `''`. */
export function oneOf(context: Context, object: YamlMap, key: string, allowed: readonly string[]): void {
  const value = object[key];
  if (typeof value === 'string' && !allowed.includes(value)) unknownValue(context, [key], value, allowed);
}

/** K8S-105: a text is none of the allowed ones. */
export function unknownValue(
  context: Context,
  below: Segments,
  value: string,
  allowed: readonly string[],
): void {
  if (isFull(context)) return;
  const names = allowed.filter((name) => name !== '');
  const meant = value === '' ? undefined : context.problems.nearest(value, names);
  refuse(context, 'K8S-105', below, value, orList(names), meant);
}

/** Whether so much is wrong with the resource that nobody is told more, so that finding out more is for nothing. */
export function isFull(context: Context): boolean {
  return context.problems.all.length > 500;
}

/** Names as a sentence has them: `a, b or c`. */
export function orList(names: readonly string[]): string {
  return names.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

/** K8S-106 where a number is less than `min` or more than `max`. */
export function inRange(context: Context, object: YamlMap, key: string, min: number, max?: number): void {
  const value = object[key];
  if (!isNumber(value) || (value >= min && (max === undefined || value <= max))) return;
  const allowed = max === undefined ? `a number that is ${min} or more` : `a number from ${min} to ${max}`;
  refuse(context, 'K8S-106', [key], value, allowed);
}

/** K8S-106 where a number is no port. */
export function port(context: Context, object: YamlMap, key: string): void {
  inRange(context, object, key, 1, 65535);
}

/** Where a text does not have its form; an empty one is K8S-109, unless it is allowed. */
export function form(
  context: Context,
  object: YamlMap,
  key: string,
  code: Code,
  isRight: (text: string) => boolean,
  allowed: string,
): void {
  const value = object[key];
  if (typeof value !== 'string' || isRight(value)) return;
  refuse(context, value === '' ? 'K8S-109' : code, [key], value, allowed);
}

/** As `form`, for a field that counts as left out where it is empty. */
export function formIfSet(
  context: Context,
  object: YamlMap,
  key: string,
  code: Code,
  isRight: (text: string) => boolean,
  allowed: string,
): void {
  if (object[key] !== '') form(context, object, key, code, isRight, allowed);
}

/** K8S-109 where a text is empty. */
export function notEmpty(context: Context, object: YamlMap, key: string, allowed: string): void {
  if (object[key] === '') refuse(context, 'K8S-109', [key], '', allowed);
}

/** Where a field is left out or empty that the schema doesn't require, but Kubernetes does. */
export function required(context: Context, object: YamlMap, key: string, allowed: string): void {
  const value = object[key];
  if (value === undefined || value === null) {
    context.problems.add('K8S-109', [key], `${key} is missing; add ${allowed}`, { allowed });
  } else if (value === '') {
    refuse(context, 'K8S-109', [key], '', allowed);
  }
}

/** K8S-107 where two items of a list have the same text below a key. */
export function duplicates(context: Context, object: YamlMap, key: string, itemKey: string): void {
  const list = listAt(object, key);
  if (list.length < 2) return;
  const seen = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const text = isMap(item) ? item[itemKey] : undefined;
    if (typeof text !== 'string') continue;
    if (seen.has(text)) twice(context, [key, i, itemKey], text);
    seen.add(text);
  }
}

/** K8S-107: what has to be unique stands twice. */
export function twice(context: Context, below: Segments, value: Value): void {
  const found = show(value);
  const message = `has ${found} a second time; remove or rename one of the two`;
  context.problems.add('K8S-107', below, message, { found, allowed: 'each only once' });
}

/** K8S-113 unless exactly one of several fields is there. */
export function exactlyOne(context: Context, object: YamlMap, keys: readonly string[], what: string): void {
  let first: string | undefined;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    if (!has(object, key)) continue;
    if (first === undefined) first = key;
    else exclusive(context, [key], first, key);
  }
  if (first !== undefined) return;
  const allowed = `one of ${keys.join(', ')}`;
  context.problems.add('K8S-113', [], `has no ${what}; add ${allowed}`, { allowed });
}

/** K8S-113: two fields exclude each other. */
export function exclusive(context: Context, below: Segments, first: string, second: string): void {
  const message = `has both ${first} and ${second}, which exclude each other; remove one`;
  context.problems.add('K8S-113', below, message, { allowed: `${first} or ${second}` });
}

const NOTHING: YamlMap = {};

/** As `inside`, but a map that is left out is an empty one; null and left out are the same to Kubernetes. */
export function insideOrEmpty(context: Context, object: YamlMap, key: string, rule: Rule): void {
  if (has(object, key)) {
    inside(context, object, key, rule);
    return;
  }
  const { path } = context.problems;
  path.push(key);
  rule(NOTHING, context);
  path.pop();
}

/** K8S-109 where a list is empty; where the schema doesn't require it, also where it is left out. */
export function someItems(
  context: Context,
  object: YamlMap,
  key: string,
  allowed: string,
  isRequired = false,
): void {
  const value = object[key];
  const isMissing = value === undefined || value === null;
  if (isMissing ? !isRequired : !Array.isArray(value) || value.length > 0) return;
  const what = isMissing ? 'missing' : 'empty';
  context.problems.add('K8S-109', [key], `${key} is ${what}; add ${allowed}`, { allowed });
}

/** K8S-105 for each text of a list that is none of the allowed ones. */
export function oneOfItems(context: Context, object: YamlMap, key: string, allowed: readonly string[]): void {
  const list = listAt(object, key);
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item === 'string' && !allowed.includes(item)) unknownValue(context, [key, i], item, allowed);
  }
}

/** K8S-107 where a text stands twice in a list. */
export function distinctItems(context: Context, object: YamlMap, key: string): void {
  const list = listAt(object, key);
  if (list.length < 2) return;
  const seen = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item !== 'string') continue;
    if (seen.has(item)) twice(context, [key, i], item);
    seen.add(item);
  }
}

/** Each text of a list has to have a form; an empty one is K8S-109. */
export function formOfItems(
  context: Context,
  object: YamlMap,
  key: string,
  code: Code,
  isRight: (text: string) => boolean,
  allowed: string,
): void {
  const list = listAt(object, key);
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item !== 'string' || isRight(item)) continue;
    refuse(context, item === '' ? 'K8S-109' : code, [key, i], item, allowed);
  }
}

/** K8S-113: a field may not stand there. */
export function misplaced(context: Context, below: Segments, reason: string, allowed: string): void {
  context.problems.add('K8S-113', below, `${reason}; ${allowed}`, { allowed });
}

export const PATH_SEGMENT = 'a name without / and %, neither . nor ..';

/** What can stand between two slashes of a path. Source: IsPathSegmentName. */
export function isPathSegment(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !text.includes('/') && !text.includes('%');
}

/** Whether Kubernetes is at least 1.minor. */
export function isAtLeast(context: Context, minor: number): boolean {
  return Number(context.version.slice(2)) >= minor;
}
