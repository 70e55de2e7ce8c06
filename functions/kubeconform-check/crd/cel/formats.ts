import { formats } from '../formats.ts';
import { fn, method, type Overload } from './declare.ts';
import { listOf, opaque, optionalOf, STRING } from './types.ts';
import { Items, Optional, Thing } from './values.ts';

/** A format by its name, and what is wrong with a text that hasn't it. */
class Format extends Thing {
  readonly kind = 'kubernetes.NamedFormat';
  readonly name: string;
  readonly flaws: (text: string) => readonly string[];

  constructor(name: string, flaws: (text: string) => readonly string[]) {
    super();
    this.name = name;
    this.flaws = flaws;
  }

  equals(other: Format): boolean {
    return this.name === other.name;
  }
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const OLD_LABEL = '[a-z]([-a-z0-9]*[a-z0-9])?';
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const ENDS = 'must start and end with an alphanumeric character';
const KEY_WORDS = `must consist of alphanumeric characters, '-', '_' or '.', and ${ENDS}`;

/** What Kubernetes says of a text that is too long or doesn't match. */
function named(most: number, words: string, pattern: string, ...examples: string[]) {
  const expression = new RegExp(`^(?:${pattern})$`);
  const shown = examples.map((example) => `'${example}'`).join(',  or ');
  const flaw = `${words} (e.g. ${shown}, regex used for validation is '${pattern}')`;
  return (text: string): readonly string[] => {
    // No pattern is asked of a text that may be endless.
    if (Buffer.byteLength(text) > most) return [`must be no more than ${most} bytes`];
    return expression.test(text) ? [] : [flaw];
  };
}

const subdomain = named(
  253,
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and ${ENDS}`,
  SUBDOMAIN,
  'example.com',
);
const plainLabel = named(
  63,
  `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and ${ENDS}`,
  LABEL,
  'my-name',
  '123-abc',
);
const label = (text: string) => {
  const flaws = plainLabel(text);
  return flaws.length > 0 && text.length <= 63 && subdomain(text).length === 0
    ? ['must not contain dots']
    : flaws;
};
const oldLabel = named(
  63,
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  OLD_LABEL,
  'my-name',
  'abc-123',
);
const keyName = named(63, `name part ${KEY_WORDS}`, KEY, 'MyName', 'my.name', '123-abc');

function qualifiedName(text: string): readonly string[] {
  const parts = text.split('/', 3);
  if (parts.length > 2) {
    return [
      `a valid label key ${KEY_WORDS} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const [name = '', prefix] = parts.reverse();
  const flaws: string[] = [];
  if (prefix === '') flaws.push('prefix part must be non-empty');
  else if (prefix !== undefined) flaws.push(...subdomain(prefix).map((flaw) => `prefix part ${flaw}`));
  if (name === '') flaws.push('name part must be non-empty');
  return [...flaws, ...keyName(name)];
}

/** A trailing hyphen is no flaw where more is appended. */
const prefixed = (flaws: (text: string) => readonly string[]) => (text: string) =>
  flaws(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);

const tested = (name: string, flaw: string) => (text: string) => (formats[name]?.(text) ? [] : [flaw]);

const NAMED = new Map(
  Object.entries({
    dns1123Label: label,
    dns1123LabelPrefix: prefixed(label),
    dns1123Subdomain: subdomain,
    dns1123SubdomainPrefix: prefixed(subdomain),
    dns1035Label: oldLabel,
    dns1035LabelPrefix: prefixed(oldLabel),
    qualifiedName,
    labelValue: named(
      63,
      `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and ${ENDS}`,
      `(${KEY})?`,
      'MyValue',
      'my_value',
      '12345',
    ),
    uri: tested('uri', 'invalid URI'),
    uuid: tested('uuid', 'does not match the UUID format'),
    byte: tested('byte', 'invalid base64'),
    date: tested('date', 'invalid date'),
    datetime: tested('date-time', 'invalid datetime'),
  }).map(([name, flaws]) => [name, new Format(name, flaws)]),
);

const FORMAT = opaque<Format>('kubernetes.NamedFormat');

/** k8s.io/apiserver/pkg/cel/library/format.go */
export const FORMATS: readonly Overload[] = [
  ...[...NAMED].map(([name, format]) => fn(`format.${name}`, [], FORMAT, () => format)),
  fn('format.named', [STRING], optionalOf(FORMAT), (_, name) => new Optional(NAMED.get(name))),
  method('validate', [FORMAT, STRING], optionalOf(listOf(STRING)), (run, { flaws }, text) => {
    run.spend(text.length / 4);
    const found = flaws(text);
    return found.length === 0 ? Optional.none : new Optional(new Items(found));
  }),
];
