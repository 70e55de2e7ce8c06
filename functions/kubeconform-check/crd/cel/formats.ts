import { type Environment, Optional } from '@marcbachmann/cel-js';
import { isBase64, isDateTime } from '../../built-in/formats.ts';
import { spendText } from './cost.ts';
import { parseTimestamp } from './time.ts';
import { isUri } from './url.ts';

type Flaws = (text: string) => readonly string[];

/** One of Kubernetes' named formats, and what is wrong with a text that hasn't it. */
class Format {
  readonly key: string;
  readonly flaws: Flaws;

  constructor(key: string, flaws: Flaws) {
    this.key = key;
    this.flaws = flaws;
  }
}

const ENDS = 'must start and end with an alphanumeric character';
const KEY_WORDS = `must consist of alphanumeric characters, '-', '_' or '.', and ${ENDS}`;
const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';

/** What Kubernetes says of a text that is too long or doesn't match; rules may show it. */
function named(most: number, words: string, pattern: string, ...examples: string[]): Flaws {
  const expression = new RegExp(`^(?:${pattern})$`);
  const shown = examples.map((example) => `'${example}'`).join(',  or ');
  const flaw = `${words} (e.g. ${shown}, regex used for validation is '${pattern}')`;
  return (text) => {
    // No pattern is asked of a text that may be endless.
    if (Buffer.byteLength(text) > most) return [`must be no more than ${most} bytes`];
    return expression.test(text) ? [] : [flaw];
  };
}

const subdomain = named(
  253,
  `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and ${ENDS}`,
  `${LABEL}(\\.${LABEL})*`,
  'example.com',
);
const plainLabel = named(
  63,
  `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and ${ENDS}`,
  LABEL,
  'my-name',
  '123-abc',
);
const label: Flaws = (text) => {
  const flaws = plainLabel(text);
  const isSubdomain = flaws.length > 0 && text.length <= 63 && subdomain(text).length === 0;
  return isSubdomain ? ['must not contain dots'] : flaws;
};
const oldLabel = named(
  63,
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  '[a-z]([-a-z0-9]*[a-z0-9])?',
  'my-name',
  'abc-123',
);
const keyName = named(63, `name part ${KEY_WORDS}`, KEY, 'MyName', 'my.name', '123-abc');

const qualifiedName: Flaws = (text) => {
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
};

/** A hyphen at the end is no flaw where more is appended. */
const prefix =
  (flaws: Flaws): Flaws =>
  (text) =>
    flaws(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);
const tested =
  (fits: (text: string) => boolean, flaw: string): Flaws =>
  (text) =>
    fits(text) ? [] : [flaw];

const UUID = /^[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}$/;
const isDate = (text: string) => text.length === 10 && parseTimestamp(text) !== undefined;

/** By the names of their functions. Source: k8s.io/apiserver/pkg/cel/library/format.go. */
const FORMATS = new Map(
  Object.entries({
    dns1123Label: label,
    dns1123Subdomain: subdomain,
    dns1035Label: oldLabel,
    dns1123LabelPrefix: prefix(label),
    dns1123SubdomainPrefix: prefix(subdomain),
    dns1035LabelPrefix: prefix(oldLabel),
    qualifiedName,
    labelValue: named(
      63,
      `a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and ${ENDS}`,
      `(${KEY})?`,
      'MyValue',
      'my_value',
      '12345',
    ),
    uri: tested(isUri, 'invalid URI'),
    uuid: tested((text) => UUID.test(text), 'does not match the UUID format'),
    byte: tested((text) => text !== '' && isBase64(text), 'invalid base64'),
    date: tested(isDate, 'invalid date'),
    datetime: tested(isDateTime, 'invalid datetime'),
  }).map(([name, flaws]) => [name, new Format(name, flaws)]),
);

/** Kubernetes' library of formats. */
export function registerFormats(environment: Environment): void {
  class Formats {}
  environment
    .registerType('Format', Format)
    .registerType('Formats', Formats)
    .registerConstant('format', 'Formats', new Formats());
  for (const [name, format] of FORMATS) {
    environment.registerFunction(`Formats.${name}(): Format`, () => format);
  }
  environment
    .registerFunction('Formats.named(string): optional<Format>', (_: Formats, name: string) => {
      const format = FORMATS.get(name);
      return format ? Optional.of(format) : Optional.none();
    })
    .registerFunction(
      'Format.validate(string): optional<list<string>>',
      ({ flaws }: Format, text: string) => {
        spendText(text.length);
        const found = flaws(text);
        return found.length === 0 ? Optional.none() : Optional.of(found);
      },
    );
}
