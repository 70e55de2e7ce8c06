import { isUri } from '../formats.ts';
import { fn, method, type Overload } from './declare.ts';
import { EvaluationError } from './errors.ts';
import type { Run } from './run.ts';
import { BOOL, listOf, mapOf, opaque, STRING } from './types.ts';
import { Entries, Items, type Mapping, mapKey, Thing, type Value } from './values.ts';

/** The parts of a URL as Go's net/url takes it apart. */
class Url extends Thing {
  readonly kind = 'kubernetes.URL';
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly #rest: string;

  constructor(text: string) {
    super();
    const [whole = ''] = text.split('#', 1);
    const scheme = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(whole)?.[1];
    this.#rest = text.slice(scheme === undefined ? 0 : scheme.length);
    const hierarchy = scheme === undefined ? whole : whole.slice(scheme.length + 1);
    const question = hierarchy.indexOf('?');
    const rest = question < 0 ? hierarchy : hierarchy.slice(0, question);
    this.scheme = scheme?.toLowerCase() ?? '';
    this.query = question < 0 ? '' : hierarchy.slice(question + 1);
    const hasAuthority = rest.startsWith('//') && (scheme !== undefined || !rest.startsWith('///'));
    const slash = hasAuthority ? rest.indexOf('/', 2) : 0;
    const authority = hasAuthority ? rest.slice(2, slash < 0 ? undefined : slash) : '';
    this.host = unescaped(authority.slice(authority.lastIndexOf('@') + 1), false);
    // Without a slash it is no path, but opaque (mailto:a).
    this.path = slash < 0 || !/^[/*]/.test(rest) ? '' : escapedPath(rest.slice(slash));
  }

  equals(other: Url): boolean {
    return this.scheme === other.scheme && this.#rest === other.#rest;
  }

  get hostname(): string {
    return this.host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  }

  get port(): string {
    return /:(\d*)$/.exec(this.host)?.[1] ?? '';
  }
}

/** Undoes %-escapes, which are bytes of UTF-8. */
function unescaped(text: string, plusIsSpace: boolean): string {
  const spaced = plusIsSpace ? text.replaceAll('+', ' ') : text;
  return spaced.replace(/(?:%[0-9a-fA-F]{2})+/g, (part) =>
    Buffer.from(part.replaceAll('%', ''), 'hex').toString(),
  );
}

/** The path as it is if all of it may stand in a URL, else with what may not escaped. */
function escapedPath(path: string): string {
  if (/^(?:[\w.~!$&'()*+,;=:@[\]/-]|%[0-9a-fA-F]{2})*$/.test(path)) return path;
  return unescaped(path, false).replace(/[^\w.~$&+,/:;=@-]+/g, (part) =>
    Buffer.from(part).toString('hex').toUpperCase().replace(/../g, '%$&'),
  );
}

function parse(text: string, run: Run): Url {
  run.spend(text.length / 2);
  // Go reads it twice, and only the second time sees a host in //host/path.
  const isRelative = text.startsWith('//') && !text.startsWith('///');
  if (!isUri(text) || (isRelative && !isUri(`x:${text}`))) {
    throw new EvaluationError('URL parse error during conversion from string');
  }
  return new Url(text);
}

function queryOf({ query }: Url, run: Run): Mapping {
  run.spend(query.length);
  const found = new Map<string, Value[]>();
  for (const part of query.split('&')) {
    if (part === '' || part.includes(';') || /%(?![0-9a-fA-F]{2})/.test(part)) continue;
    const equals = part.indexOf('=');
    const key = unescaped(equals < 0 ? part : part.slice(0, equals), true);
    const value = equals < 0 ? '' : unescaped(part.slice(equals + 1), true);
    const known = found.get(key);
    if (known === undefined) found.set(key, [value]);
    else known.push(value);
  }
  return new Entries(
    new Map([...found].map(([key, values]) => [`${mapKey(key)}`, [key, new Items(values)]])),
  );
}

export const URL_TYPE = opaque<Url>('kubernetes.URL');

/** k8s.io/apiserver/pkg/cel/library/urls.go */
export const URLS: readonly Overload[] = [
  fn('url', [STRING], URL_TYPE, (run, text) => parse(text, run)),
  fn('isURL', [STRING], BOOL, (run, text) => {
    run.spend(text.length / 2);
    return isUri(text);
  }),
  method('getScheme', [URL_TYPE], STRING, (_, { scheme }) => scheme),
  method('getHost', [URL_TYPE], STRING, (_, { host }) => host),
  method('getHostname', [URL_TYPE], STRING, (_, { hostname }) => hostname),
  method('getPort', [URL_TYPE], STRING, (_, { port }) => port),
  method('getEscapedPath', [URL_TYPE], STRING, (_, { path }) => path),
  method('getQuery', [URL_TYPE], mapOf(STRING, listOf(STRING)), (run, url) => queryOf(url, run)),
];
