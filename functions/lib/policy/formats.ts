import { nearest } from '../nearest.ts';
import type { Flaw } from './flaw.ts';
import { KUBERNETES_VERSIONS, kubernetesVersion } from './kubernetes-version.ts';
import { registryFlaw } from './registry.ts';
import { LOCATION_EXAMPLE, locationFlaw } from './schema-location.ts';

/** A kind of text: what messages say is allowed, and what is wrong with one. */
export interface Format {
  allowed: string;
  flaw(text: string): Flaw | undefined;
}

/** The kinds of texts in a SecurityPolicy that need more than a list of values; `format` in its schema names them. */
export const FORMATS = {
  registry: {
    allowed: 'a registry or repository such as gcr.io or docker.io/nephio',
    flaw: (text: string) => registryFlaw(text, false),
  },
  'denied-registry': {
    allowed: 'a registry, repository or image such as docker.io/library/nginx:*',
    flaw: (text: string) => registryFlaw(text, true),
  },
  name: {
    allowed: 'a name in lower-case letters, digits, - and .',
    flaw: (text: string) => unless(isName(text), 'is not the name of a resource', 'correct it'),
  },
  check: {
    allowed: 'the id of a check such as POD-005',
    flaw: (text: string) =>
      unless(/^[A-Z]{2,4}-[0-9]{3}$/.test(text), 'is not the id of a check', 'take it from the catalogue'),
  },
  date: {
    allowed: 'a date such as "2027-01-31"',
    flaw: (text: string) => unless(isDate(text), 'is not a date', 'write year, month and day'),
  },
  'date-time': {
    allowed: 'a time such as "2027-01-31T12:00:00Z"',
    flaw: (text: string) => unless(isDateTime(text), 'is not a time', 'write date, time and time zone'),
  },
  'kubernetes-version': {
    allowed: `${KUBERNETES_VERSIONS.map((version) => `"${version}"`).join(', ')} (or with a patch level, such as "v1.34.2"), or "latest"`,
    flaw: (text: string) =>
      kubernetesVersion(text) === undefined
        ? {
            wrong: 'is no version of Kubernetes whose schemas are built in',
            fix: 'take one of these',
            nearest: text === 'master' ? 'latest' : nearest(text, [...KUBERNETES_VERSIONS, 'latest']),
          }
        : undefined,
  },
  kind: {
    allowed: 'a kind such as Deployment, v1/Secret or apps/v1/Deployment',
    flaw: (text: string) =>
      unless(
        /^(?:(?:[\w.-]{1,253}\/[\w.-]{1,63}|v\d{1,3}(?:(?:alpha|beta)\d{1,3})?)\/)?\w{1,63}$/.test(text),
        'is not a kind',
        'write Kind or group/version/Kind',
      ),
  },
  'schema-location': {
    allowed: `default, configmap:<name>, a folder, or a template such as ${LOCATION_EXAMPLE}`,
    flaw: locationFlaw,
  },
  label: {
    allowed: 'a label such as "intent=ran"',
    flaw: (text: string) =>
      unless(/^[\w./-]+=[\w.-]*$/.test(text), 'is not a label and its value', 'write name=value'),
  },
  'trusted-root': {
    allowed: '"public-good"',
    flaw: (text: string) =>
      text === 'public-good'
        ? undefined
        : {
            wrong: 'is not a known trusted root',
            fix: 'correct it, or write the trusted root inline',
            nearest: nearest(text, ['public-good']),
          },
  },
} satisfies Record<string, Format>;
export type FormatName = keyof typeof FORMATS;

/** The same as ajv asks for them: whether a text is of the format. */
export const formats: Record<string, (text: string) => boolean> = Object.fromEntries(
  Object.entries(FORMATS).map(([name, { flaw }]) => [name, (text: string) => flaw(text) === undefined]),
);

function unless(right: boolean, wrong: string, fix: string): Flaw | undefined {
  return right ? undefined : { wrong, fix };
}

/** A DNS subdomain of RFC 1123, as Kubernetes wants it for the names of most resources. */
function isName(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(text);
}

function isDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // Date.parse takes February 30th for March 2nd.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  const pattern = /^[0-9-]{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$/;
  return pattern.test(text) && isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}
