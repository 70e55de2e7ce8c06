import { fullFormats } from 'ajv-formats/dist/formats.js';
import { timeOf } from '../values.ts';

/** Longer ones are no addresses that anybody uses, and would take long to look at. */
const MAX_URI = 4096;
const [isUri, reference] = [
  fullFormats.uri as (text: string) => boolean,
  fullFormats['uri-reference'] as RegExp,
];
const { validate: isDateTime } = fullFormats['date-time'] as { validate: (text: string) => boolean };

/** Whether a text is of a format, by the name that the schemas give it. */
export const formats: Record<string, (text: string) => boolean> = {
  // The library takes what other standards allow, too: blanks for the T, hours alone for the zone.
  'date-time': (text) => timeOf(text) !== undefined && isDateTime(text),
  uri: (text) => text.length <= MAX_URI && isUri(text) && (!/^https?:/i.test(text) || URL.canParse(text)),
  // The standards call base64 what OpenAPI calls byte.
  base64: (text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text),
};

/** Whether a text is the address of something relative to where it stands. */
export function isRelative(text: string): boolean {
  return text.length <= MAX_URI && reference.test(text) && !/^[^/?#]*:/.test(text);
}
