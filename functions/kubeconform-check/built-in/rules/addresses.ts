import type { Context } from './rules.ts';
import { isAtLeast } from './values.ts';

/** An address of the Internet Protocol, as Kubernetes reads it. */
interface Address {
  /** Its two groups of 16 bits (version 4) or eight of them (version 6). */
  groups: readonly number[];
  /** Whether other programs read it as the same address: it has no needless zeros and is no IPv4 in an IPv6. */
  isStrict: boolean;
}

interface Range extends Address {
  bits: number;
}

export const CIDR = 'a range of addresses, such as 10.1.0.0/16 or 2001:db8::/64';

/** Source: ParseIPSloppy of k8s.io/utils/net. */
function parseAddress(text: string): Address | undefined {
  if (text.length > 100) return undefined;
  return text.includes(':') ? parseVersion6(text) : parseVersion4(text);
}

function parseVersion4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes: number[] = [];
  let isStrict = true;
  for (const part of parts) {
    if (!/^[0-9]+$/.test(part) || Number(part) > 255) return undefined;
    if (part.length > 1 && part.startsWith('0')) isStrict = false;
    bytes.push(Number(part));
  }
  const [a = 0, b = 0, c = 0, d = 0] = bytes;
  return { groups: [a * 256 + b, c * 256 + d], isStrict };
}

function parseVersion6(text: string): Address | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const front = parseGroups(halves[0] as string, halves.length === 1);
  const back = halves.length === 2 ? parseGroups(halves[1] as string, true) : { groups: [], isStrict: true };
  if (!front || !back) return undefined;
  const missing = 8 - front.groups.length - back.groups.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...front.groups, ...Array<number>(missing).fill(0), ...back.groups];
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMapped) return { groups: groups.slice(6), isStrict: false };
  return { groups, isStrict: front.isStrict && back.isStrict };
}

function parseGroups(text: string, isEnd: boolean): Address | undefined {
  const groups: number[] = [];
  if (text === '') return { groups, isStrict: true };
  let isStrict = true;
  const parts = text.split(':');
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as string;
    if (isEnd && i === parts.length - 1 && part.includes('.')) {
      const last = parseVersion4(part);
      if (!last) return undefined;
      groups.push(...last.groups);
      isStrict &&= last.isStrict;
      continue;
    }
    if (!/^0*[0-9a-fA-F]{1,4}$/.test(part)) return undefined;
    if (part.length > 4) isStrict = false;
    groups.push(Number.parseInt(part, 16));
  }
  return { groups, isStrict };
}

/** Source: ParseCIDRSloppy of k8s.io/utils/net. */
function parseRange(text: string): Range | undefined {
  const slash = text.indexOf('/');
  const bits = text.slice(slash + 1);
  if (slash < 0 || !/^[0-9]{1,6}$/.test(bits)) return undefined;
  const written = text.slice(0, slash);
  const address = parseAddress(written);
  // Ranges keep the form that they are written in: an IPv4 in an IPv6 has 128 bits.
  const isLong = written.includes(':');
  if (!address || Number(bits) > (isLong ? 128 : 32)) return undefined;
  const isMapped = isLong && address.groups.length === 2;
  const isStrict = address.isStrict && (bits === '0' || !bits.startsWith('0'));
  return { groups: address.groups, bits: Number(bits) - (isMapped ? 96 : 0), isStrict };
}

/** Whether a text is an address, in whatever form. */
export function isIp(text: string): boolean {
  return parseAddress(text) !== undefined;
}

/** Whether Kubernetes takes an address in a field that it has had for long. Source: IsValidIPForLegacyField. */
export function isLegacyIp(text: string, context: Context): boolean {
  const address = parseAddress(text);
  return address !== undefined && (address.isStrict || !isAtLeast(context, 36));
}

/** Whether Kubernetes takes a range in a field that it has had for long. Source: IsValidCIDRForLegacyField. */
export function isLegacyCidr(text: string, context: Context): boolean {
  const range = parseRange(text);
  return range !== undefined && ((range.isStrict && isMasked(range)) || !isAtLeast(context, 36));
}

/** Whether an address has its shortest form. Source: IsValidIP. */
export function isCanonicalIp(text: string): boolean {
  const address = parseAddress(text);
  return address?.isStrict === true && shortest(address.groups) === text;
}

/** Whether a range has its shortest form. Source: IsValidCIDR. */
export function isCanonicalCidr(text: string): boolean {
  const range = parseRange(text);
  return range?.isStrict === true && isMasked(range) && `${shortest(range.groups)}/${range.bits}` === text;
}

/** 4 or 6; undefined where a text is no address. An IPv4 in an IPv6 counts as 4. */
export function versionOfIp(text: string): 4 | 6 | undefined {
  return versionOf(parseAddress(text));
}

/** 4 or 6; undefined where a text is no range. */
export function versionOfCidr(text: string): 4 | 6 | undefined {
  return versionOf(parseRange(text));
}

function versionOf(address: Address | undefined): 4 | 6 | undefined {
  return address && (address.groups.length === 2 ? 4 : 6);
}

/** Why an address can't be that of an endpoint; undefined where it can. Source: ValidateEndpointIP. */
export function endpointFlaw(text: string): string | undefined {
  const { groups } = parseAddress(text) ?? { groups: [] };
  const [first = 0, second = 0] = groups;
  if (groups.every((group) => group === 0)) return groups.length === 0 ? undefined : 'unspecified';
  if (groups.length === 2) {
    if (first >> 8 === 127) return 'a loopback address';
    if (first === 169 * 256 + 254) return 'a link-local address';
    return first === 224 * 256 && second >> 8 === 0 ? 'a link-local multicast address' : undefined;
  }
  if (groups.slice(0, 7).every((group) => group === 0) && groups[7] === 1) return 'a loopback address';
  if ((first & 0xffc0) === 0xfe80) return 'a link-local address';
  return (first & 0xff0f) === 0xff02 ? 'a link-local multicast address' : undefined;
}

/** Whether a range lies within another and is smaller; undefined where one is no range. */
export function isStrictlyWithin(inner: string, outer: string): boolean | undefined {
  const small = parseRange(inner);
  const large = parseRange(outer);
  if (!small || !large) return undefined;
  if (small.groups.length !== large.groups.length || small.bits <= large.bits) return false;
  return small.groups.every((group, i) => ((group ^ (large.groups[i] as number)) & mask(large, i)) === 0);
}

function isMasked(range: Range): boolean {
  return range.groups.every((group, i) => (group & ~mask(range, i)) === 0);
}

/** The bits of a group that the length of a range covers. */
function mask(range: Range, index: number): number {
  const bits = Math.min(16, Math.max(0, range.bits - 16 * index));
  return (0xffff << (16 - bits)) & 0xffff;
}

/** Source: String of net.IP. */
export function shortest(groups: readonly number[]): string {
  if (groups.length === 2) return groups.map((group) => `${group >> 8}.${group & 255}`).join('.');
  const { start, length } = longestZeros(groups);
  const texts = groups.map((group) => group.toString(16));
  if (length < 2) return texts.join(':');
  return `${texts.slice(0, start).join(':')}::${texts.slice(start + length).join(':')}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
    start = end;
  }
  return best;
}
