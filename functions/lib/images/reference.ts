/**
 * An image reference, normalised: the registry as the hosts that serve it are compared (lower case, `docker.io` for
 * all names of Docker Hub), the repository with Docker Hub's `library/`.
 */
export interface Reference {
  /** Host with port, as `gcr.io` or `localhost:5000`. */
  registry: string;
  /** Path within the registry, as `nephio/upf`. */
  repository: string;
  tag: string | undefined;
  /** As `sha256:…`. */
  digest: string | undefined;
}

export type Parsed = { reference: Reference } | { problem: string };

/** The names under which Docker Hub serves images. */
export const DOCKER_HUB: ReadonlySet<string> = new Set([
  'docker.io',
  'index.docker.io',
  'registry-1.docker.io',
  'registry.hub.docker.com',
]);
const host =
  /^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::([0-9]+))?$/;
const component = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
/** What runtimes take for an image that the node already has, whatever registry it came from. */
const imageId = /^(?:sha256:)?[a-f0-9]{64}$/;
const digestLength: Record<string, number> = { sha256: 64, sha384: 96, sha512: 128 };
const MAX_REPOSITORY = 255;
/** Longer texts are no reference by any of the limits; they aren't looked at. */
const MAX_REFERENCE = 1024;

/**
 * Parses an image reference.
 * Source: the grammar of the distribution project (github.com/distribution/reference) and its normalisation; digests as
 * the OCI image specification registers them.
 *
 * @returns the reference, or what is wrong with the text
 */
export function parseReference(text: string): Parsed {
  if (text === '') return { problem: 'is empty' };
  if (text.length > MAX_REFERENCE)
    return { problem: `is ${text.length} characters long, more than a reference can have` };
  if (text.trim() !== text) return { problem: 'has white space around it' };
  if (/\s/.test(text)) return { problem: 'has white space in it' };
  if (/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//.test(text))
    return { problem: 'has a scheme; a reference starts with the registry' };
  if (imageId.test(text)) return { problem: 'is an image ID, which names no registry' };
  const { name, tag, digest } = splitReference(text);
  if (digest !== undefined) {
    const problem = digestProblem(digest);
    if (problem) return { problem };
  }
  if (tag !== undefined && !tagPattern.test(tag)) {
    return { problem: tag === '' ? 'has an empty tag' : `has the tag "${tag}", which no registry accepts` };
  }
  return parseName(name, tag, digest);
}

/** The parts of a reference, well-formed or not: what stands behind the name's last colon, and behind the first `@`. */
export function splitReference(text: string): { name: string; tag?: string; digest?: string } {
  const at = text.indexOf('@');
  const named = at < 0 ? text : text.slice(0, at);
  const digest = at < 0 ? {} : { digest: text.slice(at + 1) };
  const colon = named.lastIndexOf(':');
  if (colon <= named.lastIndexOf('/') || named.endsWith(']')) return { name: named, ...digest };
  return { name: named.slice(0, colon), tag: named.slice(colon + 1), ...digest };
}

/** Whether a text can be a tag. */
export function isTag(text: string): boolean {
  return tagPattern.test(text);
}

function parseName(name: string, tag: string | undefined, digest: string | undefined): Parsed {
  if (name === '') return { problem: 'has no name' };
  const { registry, path } = splitRegistry(name);
  const port = host.exec(registry);
  if (!port) return { problem: `has the registry "${registry}", which is no host name` };
  if (port[1] !== undefined && !isPort(port[1]))
    return { problem: `has the port ${port[1]}, which doesn't exist` };
  if (path === '') return { problem: 'names a registry without a repository' };
  for (const part of path.split('/')) {
    if (component.test(part)) continue;
    if (part === '') return { problem: 'has an empty component (two slashes, or one at the end)' };
    if (/[A-Z]/.test(part) && component.test(lowerCase(part)))
      return { problem: `has upper case in the repository component "${part}"` };
    return { problem: `has the repository component "${part}", which no registry accepts` };
  }
  const normal = normaliseRegistry(registry);
  const repository = normal === 'docker.io' && !path.includes('/') ? `library/${path}` : path;
  if (repository.length > MAX_REPOSITORY)
    return { problem: `has a repository of more than ${MAX_REPOSITORY} characters` };
  return { reference: { registry: normal, repository, tag, digest } };
}

/** A leading zero would give one port two names. */
function isPort(port: string): boolean {
  return Number(port) <= 65535 && !port.startsWith('0');
}

/** The first component is a registry if it can't be a repository's: with a dot, a port or upper case, or localhost. */
export function splitRegistry(name: string): { registry: string; path: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isRegistry = /[.:A-Z]/.test(first) || first === 'localhost';
  return isRegistry
    ? { registry: first, path: name.slice(slash + 1) }
    : { registry: 'docker.io', path: name };
}

/** The registry's name as it is compared: lower case, one name for Docker Hub. */
export function normaliseRegistry(registry: string): string {
  const lower = registry.toLowerCase();
  return DOCKER_HUB.has(lower) ? 'docker.io' : lower;
}

function digestProblem(digest: string): string | undefined {
  const [algorithm = '', hex = ''] = digest.split(':');
  const length = Object.hasOwn(digestLength, algorithm) ? digestLength[algorithm] : undefined;
  if (length === undefined) return `has a digest of the kind "${algorithm}", not sha256, sha384 or sha512`;
  if (digest !== `${algorithm}:${hex}` || !/^[a-f0-9]*$/.test(hex) || hex.length !== length) {
    return `has a ${algorithm} digest that isn't ${length} lower-case hexadecimal digits`;
  }
  return undefined;
}

/** The full text of a reference, with registry and repository. */
export function formatReference({ registry, repository, tag, digest }: Reference): string {
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** What looks like a template that nobody has filled in. */
const placeholders = [
  /\$\{[^}]*\}?/,
  /\{\{[^}]*(?:\}\})?/,
  /\$\([^)]*\)?/,
  /\$[A-Za-z_]\w*/,
  /<[^<>]*>/,
  /%[A-Za-z_]+%/,
  /^@[^@/]+@/,
];

/** The template placeholder in a text that should be an image reference, if there is one. */
export function findPlaceholder(text: string): string | undefined {
  const head = text.slice(0, MAX_REFERENCE);
  for (const pattern of placeholders) {
    const found = pattern.exec(head)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The reference that an author of a malformed one surely meant: without white space around it, without a scheme, in
 * lower case.
 */
export function repairReference(text: string): string | undefined {
  if (text.length > MAX_REFERENCE) return undefined;
  const bare = text
    .trim()
    .replace(/^(?:https?|docker|oci):\/\//, '')
    .replace(/\/+$/, '');
  const { name, tag, digest } = splitReference(bare);
  // What is all in capitals, as IMAGE_NAME, is more likely a gap in a template.
  if (!/[a-z]/.test(name)) return undefined;
  const repaired = `${lowerCase(name)}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${lowerCase(digest)}`}`;
  return repaired !== text && 'reference' in parseReference(repaired) ? repaired : undefined;
}

/** Only ASCII: the lower case of the Kelvin sign is a k. */
function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (upper) => upper.toLowerCase());
}
