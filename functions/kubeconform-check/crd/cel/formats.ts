import { type Environment, Optional } from '@marcbachmann/cel-js';
import { isBase64, isDateTime } from '../../built-in/formats.ts';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isLabelValue,
  isQualifiedName,
  LABEL_VALUE,
  QUALIFIED_NAME,
} from '../../built-in/rules/values.ts';
import { parseTimestamp } from './time.ts';
import { isUri } from './url.ts';

/** One of Kubernetes' named formats. */
class Format {
  readonly allowed: string;
  readonly fits: (text: string) => boolean;

  constructor(allowed: string, fits: (text: string) => boolean) {
    this.allowed = allowed;
    this.fits = fits;
  }
}

/** A prefix of a name may end in a dash. */
const prefix = (fits: (text: string) => boolean) => (text: string) => fits(text.replace(/-$/, 'a'));

const UUID = /^[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}$/;

/** By the names of their functions. Source: k8s.io/apiserver/pkg/cel/library/format.go. */
const FORMATS: Readonly<Record<string, Format>> = {
  dns1123Label: new Format(DNS_LABEL, isDns1123Label),
  dns1123Subdomain: new Format(DNS_SUBDOMAIN, isDns1123Subdomain),
  dns1035Label: new Format('a DNS label that starts with a letter', isDns1035Label),
  dns1123LabelPrefix: new Format(DNS_LABEL, prefix(isDns1123Label)),
  dns1123SubdomainPrefix: new Format(DNS_SUBDOMAIN, prefix(isDns1123Subdomain)),
  dns1035LabelPrefix: new Format('a DNS label that starts with a letter', prefix(isDns1035Label)),
  qualifiedName: new Format(QUALIFIED_NAME, isQualifiedName),
  labelValue: new Format(LABEL_VALUE, isLabelValue),
  uri: new Format('a URI', isUri),
  uuid: new Format('a UUID', (text) => UUID.test(text)),
  byte: new Format('base64', isBase64),
  date: new Format(
    'a date such as 2027-01-31',
    (text) => text.length === 10 && parseTimestamp(text) !== undefined,
  ),
  datetime: new Format('a time such as 2027-01-31T12:00:00Z', isDateTime),
};

/** Kubernetes' library of formats. */
export function registerFormats(environment: Environment): void {
  class Formats {}
  environment
    .registerType('Format', Format)
    .registerType('Formats', Formats)
    .registerConstant('format', 'Formats', new Formats());
  for (const [name, format] of Object.entries(FORMATS)) {
    environment.registerFunction(`Formats.${name}(): Format`, () => format);
  }
  environment
    .registerFunction('Formats.named(string): optional<Format>', (_: Formats, name: string) =>
      Object.hasOwn(FORMATS, name) ? Optional.of(FORMATS[name]) : Optional.none(),
    )
    .registerFunction('Format.validate(string): optional<list<string>>', (format: Format, text: string) =>
      format.fits(text) ? Optional.none() : Optional.of([`must be ${format.allowed}`]),
    );
}
