import { fn, method, type Overload } from './declare.ts';
import { EvaluationError } from './errors.ts';
import { BOOL, INT, opaque, STRING } from './types.ts';
import { Thing } from './values.ts';

class Address extends Thing {
  readonly kind = 'net.IP';
  readonly family: 4 | 6;
  readonly bits: bigint;

  constructor(family: 4 | 6, bits: bigint) {
    super();
    this.family = family;
    this.bits = bits;
  }

  get size(): number {
    return this.family === 4 ? 32 : 128;
  }

  equals(other: Address): boolean {
    return this.family === other.family && this.bits === other.bits;
  }

  /** The leading bits. */
  prefix(length: number): bigint {
    return this.bits >> BigInt(this.size - length);
  }
}

class Network extends Thing {
  readonly kind = 'net.CIDR';
  readonly address: Address;
  readonly length: number;

  constructor(address: Address, length: number) {
    super();
    this.address = address;
    this.length = length;
  }

  equals(other: Network): boolean {
    return this.length === other.length && this.address.equals(other.address);
  }

  contains(address: Address): boolean {
    return (
      address.family === this.address.family &&
      address.prefix(this.length) === this.address.prefix(this.length)
    );
  }

  get masked(): Network {
    const host = BigInt(this.address.size - this.length);
    return new Network(new Address(this.address.family, (this.address.bits >> host) << host), this.length);
  }
}

/** As Go's netip.ParseAddr, without zones and without IPv4 inside IPv6; undefined if it isn't one. */
function parseAddress(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  if (!text.includes(':')) {
    const bits = ipv4(text);
    return bits === undefined ? undefined : new Address(4, bits);
  }
  const bits = ipv6(text);
  return bits === undefined || bits >> 32n === 0xffffn ? undefined : new Address(6, bits);
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.');
  const isRight =
    parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
  return isRight ? parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n) : undefined;
}

function ipv6(text: string): bigint | undefined {
  const [, start = '', dotted] = /^(.*:)([^:]*\.[^:]*)$/.exec(text) ?? ['', text];
  const tail = dotted === undefined ? undefined : ipv4(dotted);
  if (dotted !== undefined && tail === undefined) return undefined;
  const groups =
    tail === undefined ? start : `${start}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const halves = groups.split('::');
  const [head = [], rest] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2 || [head, rest ?? []].flat().some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group)))
    return undefined;
  const missing = 8 - head.length - (rest?.length ?? 0);
  if (rest === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...(rest ?? [])];
  return all.reduce((bits, group) => (bits << 16n) | BigInt(`0x${group}`), 0n);
}

/** As Go writes it, with the longest run of zeros left out. */
function writeAddress({ family, bits, size }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bits >> BigInt(size - 16 * (i + 1))) & 0xffffn).toString(16),
  );
  const text = groups.join(':');
  const [longest = ''] = [...text.matchAll(/\b0(?::0)+\b/g)]
    .map(([run]) => run)
    .sort((a, b) => b.length - a.length);
  if (longest === '') return text;
  const at = text.search(new RegExp(`\\b${longest}\\b`));
  return `${text.slice(0, at).replace(/:$/, '')}::${text.slice(at + longest.length).replace(/^:/, '')}`;
}

function parseNetwork(text: string): Network | undefined {
  const slash = text.lastIndexOf('/');
  const length = text.slice(slash + 1);
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  if (address === undefined || !/^(?:0|[1-9]\d{0,2})$/.test(length)) return undefined;
  return Number(length) <= address.size ? new Network(address, Number(length)) : undefined;
}

function address(text: string): Address {
  const value = parseAddress(text);
  if (value === undefined) throw new EvaluationError('IP Address parse error during conversion from string');
  return value;
}

function network(text: string): Network {
  const value = parseNetwork(text);
  if (value === undefined)
    throw new EvaluationError('network address parse error during conversion from string');
  return value;
}

/** Whether an address is in one of the networks. */
const within = (...texts: string[]) => {
  const networks = texts.map(network);
  return (value: Address): boolean => networks.some((one) => one.contains(value));
};
const isUnspecified = within('0.0.0.0/32', '::/128');
const isLoopback = within('127.0.0.0/8', '::1/128');
const isLinkLocalUnicast = within('169.254.0.0/16', 'fe80::/10');
const isMulticast = within('224.0.0.0/4', 'ff00::/8');
const isBroadcast = within('255.255.255.255/32');

/** 224.0.0.0/24 and ff?2::/16, whatever the flags are. */
function isLinkLocalMulticast(value: Address): boolean {
  return value.family === 4 ? value.prefix(24) === 0xe00000n : (value.prefix(16) & 0xff0fn) === 0xff02n;
}

const isGlobalUnicast = (value: Address) =>
  ![isUnspecified, isLoopback, isLinkLocalUnicast, isMulticast, isBroadcast].some((test) => test(value));

function containsNetwork(outer: Network, inner: Network): boolean {
  return outer.length <= inner.length && outer.contains(inner.address);
}

export const IP = opaque<Address>('net.IP');
export const CIDR = opaque<Network>('net.CIDR');

/** k8s.io/apiserver/pkg/cel/library/ip.go and cidr.go */
export const NETWORK: readonly Overload[] = [
  fn('ip', [STRING], IP, (_, text) => address(text)),
  fn('isIP', [STRING], BOOL, (_, text) => parseAddress(text) !== undefined),
  fn('ip.isCanonical', [STRING], BOOL, (_, text) => writeAddress(address(text)) === text),
  fn('string', [IP], STRING, (_, value) => writeAddress(value)),
  method('family', [IP], INT, (_, { family }) => BigInt(family)),
  method('isUnspecified', [IP], BOOL, (_, value) => isUnspecified(value)),
  method('isLoopback', [IP], BOOL, (_, value) => isLoopback(value)),
  method('isLinkLocalMulticast', [IP], BOOL, (_, value) => isLinkLocalMulticast(value)),
  method('isLinkLocalUnicast', [IP], BOOL, (_, value) => isLinkLocalUnicast(value)),
  method('isGlobalUnicast', [IP], BOOL, (_, value) => isGlobalUnicast(value)),
  fn('cidr', [STRING], CIDR, (_, text) => network(text)),
  fn('isCIDR', [STRING], BOOL, (_, text) => parseNetwork(text) !== undefined),
  fn('string', [CIDR], STRING, (_, value) => `${writeAddress(value.address)}/${value.length}`),
  method('containsIP', [CIDR, STRING], BOOL, (_, outer, text) => outer.contains(address(text))),
  method('containsIP', [CIDR, IP], BOOL, (_, outer, value) => outer.contains(value)),
  method('containsCIDR', [CIDR, STRING], BOOL, (_, outer, text) => containsNetwork(outer, network(text))),
  method('containsCIDR', [CIDR, CIDR], BOOL, (_, outer, inner) => containsNetwork(outer, inner)),
  method('ip', [CIDR], IP, (_, value) => value.address),
  method('prefixLength', [CIDR], INT, (_, { length }) => BigInt(length)),
  method('masked', [CIDR], CIDR, (_, { masked }) => masked),
];
