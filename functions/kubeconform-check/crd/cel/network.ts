import type { Environment } from '@marcbachmann/cel-js';
import {
  type Address,
  parseAddress,
  parseRange,
  type Range,
  shortest,
  versionOf,
} from '../../built-in/rules/addresses.ts';
import { parseUrl, splitHost, type Url } from './url.ts';

class CelUrl {
  readonly parts: Url;
  constructor(parts: Url) {
    this.parts = parts;
  }

  get key(): string {
    return JSON.stringify(this.parts);
  }
}

class CelIp {
  readonly address: Address;
  constructor(address: Address) {
    this.address = address;
  }

  get key(): string {
    return shortest(this.address.groups);
  }
}

class CelCidr {
  readonly range: Range;
  constructor(range: Range) {
    this.range = range;
  }

  get key(): string {
    return `${shortest(this.range.groups)}/${this.range.bits}`;
  }
}

/** Kubernetes' libraries of URLs and addresses. Source: k8s.io/apiserver/pkg/cel/library/{urls,ip,cidr}.go. */
export function registerNetwork(environment: Environment): void {
  registerUrl(environment);
  registerIp(environment);
  registerCidr(environment);
}

function registerUrl(environment: Environment): void {
  environment
    .registerType('URL', CelUrl)
    .registerFunction('isURL(string): bool', (text: string) => parseUrl(text) !== undefined)
    .registerFunction('url(string): URL', (text: string) => {
      const whole = parseUrl(text);
      // As Kubernetes: a fragment is no part of the query, but is checked as if it were.
      const parts = whole && parseUrl(text.split('#', 1)[0] ?? '');
      if (!parts) throw new Error('url: the text is no URL');
      return new CelUrl(parts);
    })
    .registerFunction('URL.getScheme(): string', ({ parts }: CelUrl) => parts.scheme)
    .registerFunction('URL.getHost(): string', ({ parts }: CelUrl) => parts.host)
    .registerFunction('URL.getHostname(): string', ({ parts }: CelUrl) => splitHost(parts.host).name)
    .registerFunction('URL.getPort(): string', ({ parts }: CelUrl) => splitHost(parts.host).port)
    .registerFunction('URL.getEscapedPath(): string', ({ parts }: CelUrl) => escapedPath(parts.path))
    .registerFunction('URL.getQuery(): map<string, list<string>>', ({ parts }: CelUrl) => {
      const query = new Map<string, string[]>();
      for (const part of parts.query.split('&')) {
        if (part === '' || part.includes(';') || /%(?![0-9a-fA-F]{2})/.test(part)) continue;
        const end = part.indexOf('=');
        const key = unescaped(end < 0 ? part : part.slice(0, end));
        const value = end < 0 ? '' : unescaped(part.slice(end + 1));
        const known = query.get(key);
        if (known) known.push(value);
        else query.set(key, [value]);
      }
      return query;
    });
}

/** Strict, as netip.ParseAddr with what Kubernetes refuses of it: no zeros before numbers, no IPv4 in an IPv6. */
function strictAddress(text: string): Address | undefined {
  const address = parseAddress(text);
  return address?.isStrict ? address : undefined;
}

function addressOf(text: string): Address {
  const address = strictAddress(text);
  if (!address) throw new Error('ip: the text is no address');
  return address;
}

function registerIp(environment: Environment): void {
  class IpNamespace {}
  const is = (fits: (first: number, groups: readonly number[], is4: boolean) => boolean) => {
    return ({ address }: CelIp) => fits(address.groups[0] ?? 0, address.groups, address.groups.length === 2);
  };
  const isUnspecified = is((_, groups) => groups.every((group) => group === 0));
  const isLoopback = is((first, groups, is4) =>
    is4 ? first >> 8 === 127 : groups.every((group, i) => group === (i === 7 ? 1 : 0)),
  );
  const isMulticast = is((first, _, is4) => (is4 ? first >> 12 === 0xe : first >> 8 === 0xff));
  const isLinkLocal = is((first, _, is4) => (is4 ? first === 0xa9fe : (first & 0xffc0) === 0xfe80));
  environment
    .registerType('IP', CelIp)
    .registerType('IpNamespace', IpNamespace)
    .registerConstant('ip', 'IpNamespace', new IpNamespace())
    .registerFunction('isIP(string): bool', (text: string) => strictAddress(text) !== undefined)
    .registerFunction('ip(string): IP', (text: string) => new CelIp(addressOf(text)))
    .registerFunction(
      'IpNamespace.isCanonical(string): bool',
      (_: IpNamespace, text: string) => shortest(addressOf(text).groups) === text,
    )
    .registerFunction('IP.family(): int', ({ address }: CelIp) => BigInt(versionOf(address) ?? 0))
    .registerFunction('IP.isUnspecified(): bool', isUnspecified)
    .registerFunction('IP.isLoopback(): bool', isLoopback)
    .registerFunction(
      'IP.isLinkLocalMulticast(): bool',
      is((first, groups, is4) =>
        is4 ? first === 0xe000 && (groups[1] ?? 0) >> 8 === 0 : (first & 0xff0f) === 0xff02,
      ),
    )
    .registerFunction('IP.isLinkLocalUnicast(): bool', isLinkLocal)
    .registerFunction('IP.isGlobalUnicast(): bool', (ip: CelIp) => {
      const isBroadcast =
        ip.address.groups.length === 2 && ip.address.groups.every((group) => group === 0xffff);
      return !isBroadcast && !isUnspecified(ip) && !isLoopback(ip) && !isMulticast(ip) && !isLinkLocal(ip);
    })
    .registerFunction('toText(IP): string', (ip: CelIp) => ip.key);
}

function rangeOf(text: string): Range {
  const range = parseRange(text);
  if (!range?.isStrict) throw new Error('cidr: the text is no range of addresses');
  return range;
}

function registerCidr(environment: Environment): void {
  const contains = ({ range }: CelCidr, { groups }: Address, bits: number) =>
    groups.length === range.groups.length &&
    bits >= range.bits &&
    numberOf(groups, range.bits) === numberOf(range.groups, range.bits);
  const size = ({ groups }: Address) => groups.length * 16;
  environment
    .registerType('CIDR', CelCidr)
    .registerFunction('isCIDR(string): bool', (text: string) => parseRange(text)?.isStrict === true)
    .registerFunction('cidr(string): CIDR', (text: string) => new CelCidr(rangeOf(text)))
    .registerFunction('CIDR.containsIP(IP): bool', (cidr: CelCidr, { address }: CelIp) =>
      contains(cidr, address, size(address)),
    )
    .registerFunction('CIDR.containsIP(string): bool', (cidr: CelCidr, text: string) => {
      const address = addressOf(text);
      return contains(cidr, address, size(address));
    })
    .registerFunction('CIDR.containsCIDR(CIDR): bool', (cidr: CelCidr, { range }: CelCidr) =>
      contains(cidr, range, range.bits),
    )
    .registerFunction('CIDR.containsCIDR(string): bool', (cidr: CelCidr, text: string) => {
      const range = rangeOf(text);
      return contains(cidr, range, range.bits);
    })
    .registerFunction('CIDR.ip(): IP', ({ range }: CelCidr) => new CelIp(range))
    .registerFunction('CIDR.prefixLength(): int', ({ range }: CelCidr) => BigInt(range.bits))
    .registerFunction('CIDR.masked(): CIDR', ({ range }: CelCidr) => {
      const { groups, bits } = range;
      return new CelCidr({ ...range, groups: groups.map((group, i) => group & maskOf(bits - i * 16)) });
    })
    .registerFunction('toText(CIDR): string', (cidr: CelCidr) => cidr.key);
}

/** The first bits of an address, as a number. */
function numberOf(groups: readonly number[], bits: number): bigint {
  const whole = groups.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
  return whole >> BigInt(groups.length * 16 - bits);
}

function maskOf(bits: number): number {
  return bits <= 0 ? 0 : bits >= 16 ? 0xffff : (0xffff << (16 - bits)) & 0xffff;
}

/** Undoes %-escapes, which are bytes of UTF-8, and pluses for spaces. */
function unescaped(text: string): string {
  return text.replaceAll('+', ' ').replace(/(?:%[0-9a-fA-F]{2})+/g, bytesOf);
}

const bytesOf = (escapes: string) => Buffer.from(escapes.replaceAll('%', ''), 'hex').toString();

/** As Go has it: the path as it is if all of it may stand in a URL, else with what may not escaped. */
function escapedPath(path: string): string {
  if (/^(?:[\w.~!$&'()*+,;=:@[\]/-]|%[0-9a-fA-F]{2})*$/.test(path)) return path;
  return path
    .replace(/(?:%[0-9a-fA-F]{2})+/g, bytesOf)
    .replace(/[^\w.~$&+,/:;=@-]+/g, (part) =>
      Buffer.from(part).toString('hex').toUpperCase().replace(/../g, '%$&'),
    );
}
