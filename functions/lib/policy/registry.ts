import type { Flaw } from './flaw.ts';

/** Host and port, path, then a slash or a tag and a digest; any part may hold the globs `*`, `?`, `[…]`, `{…}`. */
const ENTRY =
  /^(?<host>[\w.*?[\]{},-]+(?::[0-9]{1,5})?)(?<path>(?:\/[\w.*?[\]{},-]+)*)(?:\/|(?<tag>:[\w.*?[\]{},-]+)?(?<digest>@[\w:*?[\]{},-]+)?)$/;
const PAIRED = /\[[^[\]{}/]+\]|\{[^[\]{}/]+\}/g;
const WORD = /^[\w-]+$/;
/** More than a name of 255 characters with tag and digest can have. */
const MAX_LENGTH = 512;

/**
 * What is wrong with an entry of the allowed or denied registries: `host[:port][/path]`, globs included. Only a
 * denied entry may end in a tag or a digest, since an allowed repository is allowed with all of them.
 *
 * @returns undefined where it is right; else `nearest` is the entry that was probably meant
 */
export function registryFlaw(entry: string, denied: boolean): Flaw | undefined {
  if (entry === '') return { wrong: 'has an empty entry', fix: 'leave the entry out' };
  if (entry.length > MAX_LENGTH)
    return { wrong: `is longer than ${MAX_LENGTH} characters`, fix: 'correct it' };
  const unpaired = entry.replace(PAIRED, '');
  if (unpaired.includes(',')) return { wrong: 'has a comma in an entry', fix: 'make one entry of each name' };
  if (/\s/.test(entry)) {
    const inner = entry.trim();
    const nearest = /\s/.test(inner) ? undefined : inner || undefined;
    return { wrong: 'has a blank', fix: 'make one entry of each name', nearest };
  }
  const scheme = entry.indexOf('://');
  if (scheme !== -1) {
    const rest = entry.slice(scheme + '://'.length);
    const nearest = (rest.endsWith('/') ? rest.slice(0, -1) : rest) || undefined;
    return { wrong: 'has a scheme', fix: 'write the name without it', nearest };
  }
  const { host, path, tag = '', digest = '' } = ENTRY.exec(entry)?.groups ?? {};
  if (host === undefined || path === undefined) {
    return { wrong: 'is not the name of a registry or repository', fix: 'correct it' };
  }
  if (/[[\]{}]/.test(unpaired)) return { wrong: 'has a bracket without its partner', fix: 'close it' };
  if (!denied && tag + digest !== '') {
    return { wrong: `has a ${digest === '' ? 'tag' : 'digest'}`, fix: 'leave it out', nearest: host + path };
  }
  const lower = host + path.toLowerCase() + tag + digest.toLowerCase();
  if (path + digest !== (path + digest).toLowerCase()) {
    return { wrong: 'has upper case', fix: 'write paths and digests in lower case', nearest: lower };
  }
  if (path + tag + digest === '' && WORD.test(host) && host !== 'localhost') {
    return {
      wrong: 'is neither a registry nor a repository with its registry in front',
      fix: `write docker.io/${host} for that organisation or docker.io/library/${host} for that official image`,
      nearest: denied ? `docker.io/library/${host}` : `docker.io/${host}`,
    };
  }
  return undefined;
}
