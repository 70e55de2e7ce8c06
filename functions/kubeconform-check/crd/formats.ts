import { isDay } from '../built-in/formats.ts';

/** A format of texts: what it wants in words, whether a text has it, and the minor version that brought it. */
export interface Format {
  wanted: string;
  test: (text: string) => boolean;
  since?: number;
}

const matches = (pattern: RegExp) => (text: string) => pattern.test(text);
const uuid = (third: string, fourth: string) =>
  matches(new RegExp(`^[0-9a-f]{8}-?[0-9a-f]{4}-?${third}-?${fourth}-?[0-9a-f]{12}$`, 'i'));
const HEX4 = '[0-9a-f]{4}';
const VARIANT = '[89ab][0-9a-f]{3}';
/** 0 to 255 as the pattern of rgb() has it. */
const BYTE = '(?:0|[1-9]\\d?|1\\d\\d?|2[0-4]\\d|25[0-5])';
const BLANKS = '[\\t\\n\\f\\r ]*';
const RGB = new RegExp(`^rgb\\(${[BYTE, BYTE, BYTE].map((byte) => `${BLANKS}${byte}${BLANKS}`).join()}\\)$`);
const SHORT_NAME = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;

/**
 * The formats that Kubernetes checks in texts; it ignores all others.
 * Source: supportedVersionedFormats of k8s.io/apiextensions-apiserver, checked by k8s.io/kube-openapi's strfmt.
 */
const FORMATS: Readonly<Record<string, Format>> = {
  bsonobjectid: { wanted: 'a BSON object ID of 24 hexadecimal digits', test: matches(/^[0-9a-fA-F]{24}$/) },
  uri: { wanted: 'a URI such as "https://example.com/a", or a path from the root', test: isUri },
  email: { wanted: 'an e-mail address', test: isEmail },
  hostname: { wanted: 'a host name', test: isHostname },
  ipv4: { wanted: 'an IPv4 address', test: (text) => text.includes('.') && isAddress(text) },
  ipv6: { wanted: 'an IPv6 address', test: (text) => isIpv6(text) },
  cidr: { wanted: 'a network such as "10.0.0.0/8"', test: isCidr },
  mac: { wanted: 'a MAC address', test: isMac },
  uuid: { wanted: 'a UUID', test: uuid(HEX4, HEX4) },
  uuid3: { wanted: 'a UUID of version 3', test: uuid('3[0-9a-f]{3}', HEX4) },
  uuid4: { wanted: 'a UUID of version 4', test: uuid('4[0-9a-f]{3}', VARIANT) },
  uuid5: { wanted: 'a UUID of version 5', test: uuid('5[0-9a-f]{3}', VARIANT) },
  isbn: { wanted: 'an ISBN', test: (text) => isIsbn10(text) || isIsbn13(text) },
  isbn10: { wanted: 'an ISBN of 10 digits', test: isIsbn10 },
  isbn13: { wanted: 'an ISBN of 13 digits', test: isIsbn13 },
  creditcard: { wanted: 'the number of a credit card', test: isCreditCard },
  ssn: { wanted: 'a social security number such as "123-45-6789"', test: isSsn },
  hexcolor: { wanted: 'a colour such as "#ffffff"', test: matches(/^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/) },
  rgbcolor: { wanted: 'a colour such as "rgb(255,255,255)"', test: matches(RGB) },
  byte: { wanted: 'base64', test: (text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text) },
  password: { wanted: 'a password', test: () => true },
  date: { wanted: 'a date such as "2027-01-31"', test: isDate },
  duration: { wanted: 'a duration such as "1h30m"', test: isDuration },
  'date-time': { wanted: 'a time such as "2027-01-31T12:00:00Z"', test: isTime },
  'k8s-short-name': {
    wanted: 'a name of at most 63 lower-case letters, digits and -',
    test: (text) => text.length <= 63 && SHORT_NAME.test(text),
    since: 34,
  },
  'k8s-long-name': {
    wanted: 'a name of at most 253 lower-case letters, digits, - and .',
    test: (text) => text.length <= 253 && text.split('.').every((part) => SHORT_NAME.test(part)),
    since: 34,
  },
};

const byPlainName = new Map(
  Object.entries(FORMATS).map(([name, format]) => [name.replaceAll('-', ''), format]),
);

/** A format of texts by its name, in which hyphens don't count; undefined where Kubernetes ignores it. */
export function findFormat(name: string): Format | undefined {
  return byPlainName.get(name.replaceAll('-', ''));
}

/** The tests of all formats, by the names that JSON Schemas have for them. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = Object.fromEntries(
  Object.entries(FORMATS).map(([name, { test }]) => [name, test]),
);

function isDate(text: string): boolean {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return parts !== null && isDay(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}

/** Source: IsDateTime of strfmt, which allows more than RFC 3339. */
function isTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t', 2);
  if (time === undefined || !isDate(date)) return false;
  const parts = /^(\d\d):(\d\d):(\d\d)(?:[^\n]\d+)?(?:z|[+-]\d\d:\d\d)$/u.exec(time);
  return parts !== null && Number(parts[1]) < 24 && Number(parts[2]) < 60 && Number(parts[3]) < 60;
}

const UNITS = new Set(['ns', 'us', 'µs', 'ms', 's', 'm', 'h', 'hr', 'd', 'w', 'wk']);
const UNIT_STEMS = ['nano', 'micro', 'milli', 'sec', 'min', 'hour', 'day', 'week'];
const MAX_INT64 = '9223372036854775807';

/** Source: ParseDuration of strfmt: what Go reads, or any number with a unit in the manner of Scala. */
function isDuration(text: string): boolean {
  return isGoDuration(text) || isScalaDuration(text);
}

function isGoDuration(text: string): boolean {
  if (/^[+-]?0$/.test(text)) return true;
  const part = /(\d*)(?:\.(\d*))?(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y;
  part.lastIndex = /^[+-]/.test(text) ? 1 : 0;
  if (part.lastIndex === text.length) return false;
  while (part.lastIndex < text.length) {
    const [all, whole = '', fraction = ''] = part.exec(text) ?? [];
    if (all === undefined || whole + fraction === '' || !isInt64(whole)) return false;
  }
  return true;
}

function isScalaDuration(text: string): boolean {
  let found = false;
  const rest = /[\t\n\f\r ]*([A-Za-z\u00b5]+)/y;
  for (const { 0: digits, index } of text.matchAll(/\d+/g)) {
    rest.lastIndex = index + digits.length;
    const unit = rest.exec(text)?.[1]?.toLowerCase();
    if (unit === undefined) continue;
    if (!isInt64(digits)) return false;
    found ||= UNITS.has(unit) || UNIT_STEMS.some((stem) => unit.startsWith(stem));
  }
  return found;
}

function isInt64(digits: string): boolean {
  const plain = digits.replace(/^0+/, '');
  return plain.length < MAX_INT64.length || (plain.length === MAX_INT64.length && plain <= MAX_INT64);
}

/** An address as Go read it before 1.17: zeros may stand in front. Source: ParseIPSloppy of k8s.io/utils/net. */
function isAddress(text: string): boolean {
  return text.search(/[.:]/) === text.indexOf('.') ? isIpv4(text) : isIpv6(text, true);
}

function isIpv4(text: string): boolean {
  const parts = text.length <= 64 ? text.split('.') : [];
  return parts.length === 4 && parts.every((part) => /^\d{1,16}$/.test(part) && Number(part) <= 255);
}

/** @param isSloppy zeros may stand in front, in any number */
function isIpv6(text: string, isSloppy = false): boolean {
  if (text.length > 64 || !/^[0-9a-fA-F:.]*$/.test(text)) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = groups.at(-1)?.at(-1) ?? '';
  const all = groups.flat();
  const plain = last.includes('.') ? all.slice(0, -1) : all;
  if (plain.length < all.length && !(isIpv4(last) && (isSloppy || !/(?:^|\.)0\d/.test(last)))) return false;
  const size = plain.length + (plain.length < all.length ? 2 : 0);
  const isWhole = halves.length === 2 ? size < 8 : size === 8;
  const pattern = isSloppy ? /^0*[0-9a-fA-F]{1,4}$/ : /^[0-9a-fA-F]{1,4}$/;
  return isWhole && plain.every((group) => pattern.test(group));
}

function isCidr(text: string): boolean {
  const slash = text.indexOf('/');
  const bits = text.slice(slash + 1);
  if (slash < 0 || !/^\d{1,16}$/.test(bits)) return false;
  const address = text.slice(0, slash);
  return isIpv4(address) ? Number(bits) <= 32 : isIpv6(address, true) && Number(bits) <= 128;
}

/** 6, 8 or 20 bytes. Source: net.ParseMAC of Go, which takes plain digits too since 1.26. */
function isMac(text: string): boolean {
  if (text.length > 64) return false;
  if (/^[0-9a-fA-F]*$/.test(text)) return [12, 16, 40].includes(text.length);
  const pairs = /^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2}(?:\1[0-9a-fA-F]{2})*)$/.test(text);
  if (pairs) return [6, 8, 20].includes((text.length + 1) / 3);
  return (
    /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/.test(text) && [6, 8, 20].includes((2 * (text.length + 1)) / 5)
  );
}

function isSsn(text: string): boolean {
  return text.length === 11 && /^\d{3}[- ]?\d{2}[- ]?\d{4}$/.test(text);
}

function isIsbn10(text: string): boolean {
  const digits = text.replace(/[\t\n\f\r -]/g, '');
  if (!/^\d{9}[\dX]$/.test(digits)) return false;
  const sum = [...digits].reduce(
    (total, digit, i) => total + (i + 1) * (digit === 'X' ? 10 : Number(digit)),
    0,
  );
  return sum % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replace(/[\t\n\f\r -]/g, '');
  if (!/^\d{13}$/.test(digits)) return false;
  return [...digits].reduce((total, digit, i) => total + (i % 2 === 0 ? 1 : 3) * Number(digit), 0) % 10 === 0;
}

const CARD =
  /^(?:4\d{12}(?:\d{3})?|5[1-5]\d{14}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|(?:2131|1800|35\d{3})\d{11})$/;

function isCreditCard(text: string): boolean {
  const digits = text.replace(/[^0-9]/g, '');
  if (!CARD.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const own = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return total + (own > 9 ? own - 9 : own);
  }, 0);
  return sum % 10 === 0;
}

const ASCII_LETTER = '0-9A-Za-z$+<=>^`|~';
const ANY_LETTER = '0-9A-Za-z\\p{S}\\p{L}';
/** Only what holds other letters than ASCII's costs the table of Unicode. */
const hostPatterns = new Map<boolean, { single: RegExp; label: RegExp; top: RegExp }>();

function hostPatternsFor(isAscii: boolean) {
  const known = hostPatterns.get(isAscii);
  if (known) return known;
  const letter = isAscii ? ASCII_LETTER : ANY_LETTER;
  const made = {
    single: new RegExp(`^[${letter}]-?[${letter}]{0,62}$`, 'u'),
    label: new RegExp(`^[${letter}](?:[-${letter}]{0,61}[${letter}])?$`, 'u'),
    top: isAscii ? /^[a-zA-Z]{2,63}$/ : /^[a-zA-Z\p{L}]{2,63}$/u,
  };
  hostPatterns.set(isAscii, made);
  return made;
}

/** Source: IsHostname of strfmt. Without a dot it allows a hyphen as the second character only. */
function isHostname(text: string): boolean {
  if (text.length > 255 || Buffer.byteLength(text) > 255) return false;
  const labels = text.split('.');
  if (labels.some((label) => Buffer.byteLength(label) > 63)) return false;
  const { single, label, top } = hostPatternsFor(/^[\0-\x7f]*$/.test(text));
  if (labels.length === 1) return single.test(text);
  return top.test(labels.at(-1) as string) && labels.slice(0, -1).every((own) => label.test(own));
}

const ATOM = "[-\\w!#$%&'*+/=?^`{|}~\\x80-\\u{10ffff}]+";
const ADDRESS = new RegExp(
  `^[ \\t]*${ATOM}(?:\\.${ATOM})*@(?:${ATOM}(?:\\.${ATOM})*|\\[[^\\[\\]\\\\]*\\])[ \\t]*$`,
  'u',
);

/** Source: net/mail of Go. Of addresses with quotes, comments or a name in front only the @ is looked for. */
function isEmail(text: string): boolean {
  if (text.length > 10_000 || /["()<>\\:,;]/.test(text)) return text.includes('@');
  return ADDRESS.test(text);
}

/** Source: url.ParseRequestURI of Go. */
export function isUri(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Go refuses
  if (text === '' || /[\0-\x1f\x7f]/.test(text)) return false;
  if (text === '*') return true;
  const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*:/.exec(text)?.[0] ?? '';
  const [rest = ''] = text.slice(scheme.length).split('?', 1);
  if (!rest.startsWith('/')) return scheme !== '';
  if (scheme === '' || !rest.startsWith('//')) return !hasBadEscape(rest);
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  return isAuthority(authority) && (slash < 0 || !hasBadEscape(rest.slice(slash)));
}

function hasBadEscape(text: string): boolean {
  return /%(?![0-9a-fA-F]{2})/.test(text);
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf('@');
  const user = authority.slice(0, Math.max(at, 0));
  const host = authority.slice(at + 1);
  if (hasBadEscape(user) || !/^[\w.~:!$&'()*+,;=%@-]*$/.test(user)) return false;
  if (host.startsWith('[')) return /^\[[^\]]*\](?::\d*)?$/.test(host);
  const colon = host.lastIndexOf(':');
  if (colon >= 0 && !/^\d*$/.test(host.slice(colon + 1))) return false;
  return /^(?:[\w.~!$&'()*+,;=:[\]<>"-]|[^\0-\x7f]|%(?:25|[89a-fA-F][0-9a-fA-F]))*$/.test(host);
}
