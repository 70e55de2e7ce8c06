import type { Segments } from '../lib/field-path.ts';
import { printable } from '../lib/printable.ts';
import { isMap } from '../lib/resource-list/resource-list.ts';
import type { Value } from '../lib/yaml/read.ts';
import { walk } from './document.ts';
import type { Problem } from './problems.ts';

/** More of one weight aren't told of one value. */
const MAX_PROBLEMS = 50;

/** Most texts are ASCII without anything that could be one of these. */
const harmless = /^[ -(*-;=?-~]*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const control = /[\0-\x1f\x7f-\x9f\u2028\u2029]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const controlInProse = /[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\u2028\u2029]/;
/** Characters that turn the direction of what follows, so that people read another text than programs. */
const bidirectional = /[\u202a-\u202e\u2066-\u2069]/;
/**
 * Characters that nobody sees: direction marks, blanks without width, fillers, tags, halves of characters. Joiners and
 * soft hyphens are left out, which languages need.
 */
const invisible =
  /[\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\u{e0000}-\u{e007f}\p{Cs}]/u;
const tag = /<(?:\/?[a-z][a-z0-9-]*(?:[\s/][^<>]*)?>|!--|!doctype\b|\?xml\b)/i;
/** What makes a browser load or run something: elements, and the attributes that hold scripts. */
const activeTag =
  /<\/?(?:[a-z0-9]+:)?(?:script|iframe|frame|object|embed|applet|svg|math|img|video|audio|style|link|meta|base|form|body|html|marquee)(?:[\s/][^<>]*)?(?:>|=)/i;
const activeAttribute =
  /["'\s/](?:on(?:abort|after\w+|animation\w+|auxclick|before\w+|blur|bounce|cancel|close|contextmenu|change|click|copy|cut|dblclick|drag\w*|drop|ended|error|focus\w*|hashchange|input|invalid|key\w+|load\w*|message|mouse\w+|page\w+|paste|play\w*|pointer\w+|popstate|reset|resize|scroll\w*|select\w*|start|submit|toggle|touch\w+|transition\w+|unload|wheel)|formaction|srcdoc)\s*=/i;
const scriptInTag = /<[a-z][^<>]*(?:java|vb)script:/i;
/** A link of Markdown, which portals show as one. */
const scriptInMarkdown = /\]\(\s*<?(?:javascript|vbscript|data:text\/html)/i;

/** Fields that name something: people and logs show them. */
const nameField = /^(?:@id|@type|id|name|role|.*(?:Id|Name|Label))$/;
/** Fields that lead somewhere. */
const linkField =
  /(?:href|url|uri|iri|link|src)s?$|^@(?:id|base|vocab|context|import|schemaLocation|valueSchemaLocation)$/i;
/** The schemes that run code, those that read files, and data that is a page or a script. */
const runsCode =
  /^(?:javascript|vbscript):|^data:(?:text|application|image)\/(?:html|xml|xhtml|javascript|ecmascript|svg|x-javascript)/;
const readsFiles = /^(?:file|filesystem|jar|blob|view-source):/;
/** What browsers skip in front of a scheme, and inside of it. */
const skipped = /[\0-\x20\x7f-\xa0\u200b-\u200f\ufeff]/;

/** Keys by which a careless reader's objects get another prototype. */
const PROTOTYPE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * What could do harm to whoever shows, logs, reads or follows an intent, whatever it means: control characters and such
 * as turn or hide text, links that run code or read files, HTML, keys that change prototypes.
 *
 * @param value all of a source
 * @param isMarkup whether the text at a place is in Turtle or XML, where angle brackets are what they are for
 */
export function sanitise(value: Value, isMarkup: (segments: Segments) => boolean): Problem[] {
  const collector = new Collector();
  walk(value, (node, segments) => {
    if (isMap(node)) for (const key of Object.keys(node)) collector.addAll(ofKey(key), [...segments, key]);
    else if (typeof node === 'string')
      collector.addAll(isMarkup(segments) ? ofMarkup(node) : ofText(node, fieldOf(segments)), segments);
    return undefined;
  });
  return collector.all;
}

/** A problem but for where it is. */
type Flaw = Pick<Problem, 'code' | 'weight' | 'message' | 'found'>;

/** Collects so many of each weight, so that many small ones hide no great one. */
class Collector {
  readonly all: Problem[] = [];
  private readonly counts = new Map<string, number>();

  addAll(flaws: readonly Flaw[], segments: Segments): void {
    for (const flaw of flaws) {
      const count = this.counts.get(flaw.weight) ?? 0;
      if (count < MAX_PROBLEMS) this.all.push({ ...flaw, segments: [...segments] });
      this.counts.set(flaw.weight, count + 1);
    }
  }
}

function ofKey(key: string): Flaw[] {
  const flaws: Flaw[] = [];
  const shown = `the key "${printable(key, 100)}"`;
  if (PROTOTYPE_KEYS.has(key)) {
    const message = `${shown} changes the prototype of objects in careless readers; rename it`;
    flaws.push({ code: 'TMF-406', weight: 'harmful', message, found: key });
  }
  if (harmless.test(key)) return flaws;
  for (const flaw of [characterFlaw(key, true), htmlFlaw(key)])
    if (flaw) flaws.push({ ...flaw, message: `${shown} ${flaw.message}` });
  return flaws;
}

function ofText(text: string, field: string): Flaw[] {
  const flaws = ofLiteral(text, field);
  if (harmless.test(text)) return flaws;
  const found = printable(text, 100);
  const characters = characterFlaw(text, nameField.test(field));
  return characters
    ? [...flaws, { ...characters, message: `"${found}" ${characters.message}`, found }]
    : flaws;
}

/**
 * What could do harm in a text of an expression, where it is followed or shown.
 *
 * @param field the key that it stands under
 */
export function ofLiteral(text: string, field: string): Flaw[] {
  const flaws = [linkFlaw(text, linkField.test(field)), harmless.test(text) ? undefined : htmlFlaw(text)];
  const found = printable(text, 100);
  return flaws.flatMap((flaw) => (flaw ? [{ ...flaw, found }] : []));
}

/** What could do harm in Turtle or XML as a whole, comments too; its texts and IRIs are looked at where it is parsed. */
function ofMarkup(text: string): Flaw[] {
  const flaws: Flaw[] = [];
  const characters = characterFlaw(text, false);
  if (characters) flaws.push({ ...characters, message: `the expression ${characters.message}` });
  if (/<\/?(?:script|iframe|object|embed)\b/i.test(text)) {
    const message =
      'holds HTML that a browser would run or load; remove it, since intents are shown in portals';
    flaws.push({ code: 'TMF-404', weight: 'harmful', message });
  }
  return flaws;
}

function htmlFlaw(text: string): Flaw | undefined {
  if (scriptInMarkdown.test(text)) {
    const message = 'holds a link that runs code where it is followed; remove it';
    return { code: 'TMF-403', weight: 'harmful', message };
  }
  if (!text.includes('<')) return undefined;
  const isActive =
    activeTag.test(text) || scriptInTag.test(text) || (/<[a-z]/i.test(text) && activeAttribute.test(text));
  if (isActive) {
    const message =
      'holds HTML that a browser would run or load; remove it, since intents are shown in portals';
    return { code: 'TMF-404', weight: 'harmful', message };
  }
  if (!tag.test(text)) return undefined;
  return {
    code: 'TMF-404',
    weight: 'suspect',
    message: 'holds HTML, which a portal may show as such; write plain text',
  };
}

/** The key that a text stands under; that of its list where it is an item. */
function fieldOf(segments: Segments): string {
  for (let i = segments.length - 1; i >= 0; i--)
    if (typeof segments[i] === 'string') return segments[i] as string;
  return '';
}

/** @param isName whether the text is to be one line that people read */
function characterFlaw(text: string, isName: boolean): Flaw | undefined {
  if (harmless.test(text)) return undefined;
  if (isName && (control.test(text) || bidirectional.test(text))) {
    const message =
      'holds control or bidirectional characters, so that people read another name than programs; remove them';
    return { code: 'TMF-401', weight: 'harmful', message };
  }
  if (!controlInProse.test(text) && !bidirectional.test(text) && !invisible.test(text)) return undefined;
  return { code: 'TMF-402', weight: 'suspect', message: 'holds characters that nobody sees; remove them' };
}

/** @param isLink whether the field is there to lead somewhere: elsewhere a scheme may be the start of a sentence */
function linkFlaw(text: string, isLink: boolean): Flaw | undefined {
  if (!text.includes(':')) return undefined;
  const address = addressOf(text);
  const shown = `"${printable(text, 100)}"`;
  if (runsCode.test(address)) {
    const message = `is ${shown}, which runs code where it is followed; link to a page by https`;
    return { code: 'TMF-403', weight: isLink ? 'harmful' : 'suspect', message };
  }
  if (!isLink || !readsFiles.test(address)) return undefined;
  const message = `is ${shown}, which reads a file of whoever follows it; link to it by https`;
  return { code: 'TMF-403', weight: 'harmful', message };
}

/** The start of an address as a browser reads it. */
function addressOf(text: string): string {
  let start = 0;
  while (start < text.length && skipped.test(text.charAt(start))) start++;
  const part = text.slice(start, start + 300);
  return part.replaceAll(new RegExp(skipped, 'g'), '').toLowerCase();
}
