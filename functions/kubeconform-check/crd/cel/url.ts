/** A URL as Go reads it: with a scheme, or starting with a slash. */
export interface Url {
  scheme: string;
  /** With port. */
  host: string;
  path: string;
  query: string;
}

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):/;
/** What net/url takes in a host: no blanks, controls, or characters that only an encoding may give. */
const HOST = /^(?:[^\s/?#[\]@<>"\\^`{|}%]|%[0-9A-Fa-f]{2})*$/;
const LONGEST = 100_000;

/**
 * Reads a URL.
 * Source: ParseRequestURI of Go's net/url, as k8s.io/apiserver/pkg/cel/library/urls.go has it.
 */
export function parseUrl(text: string): Url | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what Go refuses
  if (text === '' || text.length > LONGEST || /[\0-\x1f\x7f]/.test(text)) return undefined;
  const [whole = '', scheme = ''] = SCHEME.exec(text) ?? [];
  let rest = text.slice(whole.length);
  const mark = rest.indexOf('?');
  const query = mark < 0 ? '' : rest.slice(mark + 1);
  if (mark >= 0) rest = rest.slice(0, mark);
  if (!rest.startsWith('/'))
    return scheme === '' ? undefined : { scheme: scheme.toLowerCase(), host: '', path: '', query };
  let host = '';
  if (rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'))) {
    const end = rest.indexOf('/', 2);
    const authority = rest.slice(2, end < 0 ? undefined : end);
    host = authority.slice(authority.lastIndexOf('@') + 1);
    rest = end < 0 ? '' : rest.slice(end);
    if (!isHost(host)) return undefined;
  }
  return /%(?![0-9A-Fa-f]{2})/.test(rest)
    ? undefined
    : { scheme: scheme.toLowerCase(), host, path: rest, query };
}

function isHost(host: string): boolean {
  const [, port] = /:([^:\]]*)$/.exec(host) ?? [];
  if (port !== undefined && !/^[0-9]*$/.test(port)) return false;
  const name = port === undefined ? host : host.slice(0, -port.length - 1);
  if (name.startsWith('[')) return /^\[[0-9A-Fa-f:.]+(?:%25[^\]]*)?\]$/.test(name);
  return HOST.test(name);
}

/** The host of a URL without its port, and the port. */
export function splitHost(host: string): { name: string; port: string } {
  const [, name = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(?::([0-9]*))?$/.exec(host) ?? [];
  return { name: name.startsWith('[') ? name.slice(1, -1) : name, port };
}

/** Whether a text is a URI as a format wants it. */
export function isUri(text: string): boolean {
  return parseUrl(text) !== undefined;
}
