import type { Segments } from '../../lib/field-path.ts';
import { printable } from '../../lib/printable.ts';
import { isMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import { walk } from '../document.ts';
import type { Problem } from '../problems.ts';

/** More of one document aren't told. */
const MAX_PROBLEMS = 50;

/** Most texts are ASCII without anything that could be one of these. */
const harmless = /^[ !#-;=?-~"]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\0-\x1f\x7f-\x9f\u2028\u2029]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controlInProse = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029]/;
/** Characters that turn the direction of a text, so that people read another one than programs. */
const bidirectional = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const invisible = /[\p{Cf}\p{Co}\p{Cn}\p{Cs}]/u;
const tag = /<(?:\/?[a-z][a-z0-9-]*(?:[\s/][^<>]*)?>|!--|!doctype\b|\?xml\b)/i;
/** What makes a browser load or run something. */
const activeTag =
  /<\/?(?:script|iframe|frame|object|embed|applet|svg|math|img|video|audio|style|link|meta|base|form|body|html)\b|<[a-z][^<>]*[\s/]on[a-z]+\s*=/i;

/** Fields that name something: people and logs show them. */
const nameField = /^(?:@id|@type|id|name|role|.*(?:Id|Name|Label))$/;
/** Fields that lead somewhere. */
const linkField = /^@?(?:href|url|uri|iri|id|schemaLocation|valueSchemaLocation|.*(?:Href|Url|URL|Uri|URI))$/;
/** The schemes that run code, those that read files, and data that is a page. */
const runsCode =
  /^(?:javascript|vbscript):|^data:(?:text\/html|text\/xml|application\/xhtml|application\/xml|image\/svg)/;
const readsFiles = /^(?:file|jar|blob|view-source):/;

/**
 * What could do harm to whoever shows, logs or follows an intent, whatever the intent means: control characters and
 * such as turn or hide text, links that run code or read files, HTML.
 *
 * @param value of a document
 */
export function sanitise(value: Value): Problem[] {
  const problems: Problem[] = [];
  const add = (problem: Problem) => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem);
  };
  walk(value, (node, segments) => {
    if (problems.length >= MAX_PROBLEMS) return false;
    if (isMap(node)) {
      for (const key of Object.keys(node)) {
        const flaw = characterFlaw(key, true);
        if (flaw)
          add({
            ...flaw,
            segments: [...segments, key],
            message: `the key "${printable(key, 100)}" ${flaw.message}`,
          });
      }
    } else if (typeof node === 'string') checkText(node, segments, add);
    return undefined;
  });
  return problems;
}

function checkText(text: string, segments: Segments, add: (problem: Problem) => void): void {
  const field = fieldOf(segments);
  if (linkField.test(field) || /^\s*(?:java|vb)script/i.test(text)) {
    const flaw = linkFlaw(text, linkField.test(field));
    if (flaw !== undefined)
      add({
        code: 'TMF-403',
        weight: 'harmful',
        segments: [...segments],
        found: printable(text, 100),
        message: flaw,
      });
  }
  if (harmless.test(text)) return;
  const flaw = characterFlaw(text, nameField.test(field));
  if (flaw)
    add({
      ...flaw,
      segments: [...segments],
      found: printable(text, 100),
      message: `"${printable(text, 100)}" ${flaw.message}`,
    });
  // In Turtle and XML angle brackets are what they are for.
  if (
    field !== 'expressionValue' &&
    text.includes('<') &&
    !/^\s*(?:@prefix|@base|prefix\s|base\s|<\?xml)/i.test(text)
  ) {
    if (activeTag.test(text)) {
      const message =
        'holds HTML that a browser would run or load; remove it, since intents are shown in portals';
      add({
        code: 'TMF-404',
        weight: 'harmful',
        segments: [...segments],
        found: printable(text, 100),
        message,
      });
    } else if (tag.test(text)) {
      const message = 'holds HTML, which a portal may show as such; write plain text';
      add({
        code: 'TMF-404',
        weight: 'suspect',
        segments: [...segments],
        found: printable(text, 100),
        message,
      });
    }
  }
}

/** The key that a text stands under; that of its list where it is an item. */
function fieldOf(segments: Segments): string {
  for (let i = segments.length - 1; i >= 0; i--)
    if (typeof segments[i] === 'string') return segments[i] as string;
  return '';
}

/** @param isName whether the text is to be one line that people read */
function characterFlaw(
  text: string,
  isName: boolean,
): Pick<Problem, 'code' | 'weight' | 'message'> | undefined {
  if (harmless.test(text)) return undefined;
  if (isName && (control.test(text) || bidirectional.test(text))) {
    const message =
      'holds control or bidirectional characters, so that people read another name than programs; remove them';
    return { code: 'TMF-401', weight: 'harmful', message };
  }
  const isHidden = isName ? invisible.test(text) : controlInProse.test(text) || bidirectional.test(text);
  if (!isHidden) return undefined;
  return { code: 'TMF-402', weight: 'suspect', message: 'holds characters that nobody sees; remove them' };
}

/** @param isLink whether the field is there to lead somewhere */
function linkFlaw(text: string, isLink: boolean): string | undefined {
  // Browsers skip blanks and control characters in front of a scheme and line breaks within it.
  const address = text
    .slice(0, 300)
    .replace(/[\0-\x20\x7f-\x9f\u200b-\u200f\ufeff]/g, '')
    .toLowerCase();
  if (runsCode.test(address))
    return `is ${shown(text)}, which runs code where it is followed; link to a page by https`;
  if (isLink && readsFiles.test(address))
    return `is ${shown(text)}, which reads a file of whoever follows it; link to it by https`;
  return undefined;
}

function shown(text: string): string {
  return `"${printable(text, 100)}"`;
}
