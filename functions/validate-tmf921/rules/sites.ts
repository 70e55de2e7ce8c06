import type { Segments } from '../../lib/field-path.ts';
import { groupBy } from '../../lib/group-by.ts';
import { printable } from '../../lib/printable.ts';
import type { Resource } from '../../lib/resource.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import { type Document, walk } from '../document.ts';
import type { Problem } from '../problems.ts';
import type { Placed } from './references.ts';

/** What intents call a site or slice that they are for: as a field, or as the name of a characteristic or context. */
const siteOrSlice =
  /^(?:target[-_ ]?)?(?:network[-_ ]?)?(?:site|slice)(?:[-_ ]?(?:id|name|instance|instance[-_ ]?id))?$|^ns{1,2}i[-_ ]?id$/i;

/** Maps that name what they hold: the field with the name, and the one with the value. */
const NAMED = [
  ['name', 'value'],
  ['contextParameter', 'contextValue'],
  ['contextAttribute', 'contextValue'],
  ['contextAttribute', 'contextValueRange'],
] as const;

/** Values that are no site: the demo's for all of them. */
const ALL_SITES = new Set(['', 'all', 'any', 'both', 'none']);

/** More of one document aren't looked for. */
const MAX_MENTIONS = 100;

/** What looking for them may cost, in characters that are looked at: about a second. */
const MAX_EFFORT = 300_000_000;

/** Whether the resources of its package mention the site and slice that an intent is for. */
export function checkSites(documents: readonly Document[], resources: readonly Resource[]): Placed[] {
  const wanted = documents.flatMap((document) =>
    mentions(document).map((mention) => ({ document, ...mention })),
  );
  if (wanted.length === 0) return [];
  const holders = new Set(documents.map(({ source }) => source.resource));
  const others = groupBy(
    resources.filter((resource) => !holders.has(resource)),
    (resource) => resource.package,
  );
  const texts = new Map<string, Texts>();
  const known = new Map<string, boolean>();
  const unsearched = new Set<Document>();
  let effort = MAX_EFFORT;
  return wanted.flatMap(({ document, segments, name }): Placed[] => {
    const { package: folder } = document.source.resource;
    const own = texts.get(folder) ?? textsOf(others.get(folder) ?? []);
    texts.set(folder, own);
    const key = JSON.stringify([folder, name]);
    if (!known.has(key)) {
      effort -= own.length;
      if (effort < 0) {
        if (unsearched.has(document)) return [];
        unsearched.add(document);
        return [[document, notSearched(segments)]];
      }
      known.set(
        key,
        own.all.some((text) => hasWord(text, name)),
      );
    }
    if (known.get(key)) return [];
    const found = printable(name, 100);
    const message = `no other resource of the package mentions "${found}", so nothing here serves it; correct it, or add the resources for it`;
    return [[document, { code: 'TMF-205', weight: 'warning', segments, message, found }]];
  });
}

/** Texts, and how many characters they have together. */
interface Texts {
  all: string[];
  length: number;
}

function notSearched(segments: Segments): Problem {
  const message = 'the package names too many sites and slices to look for each; split it';
  return { code: 'TMF-307', weight: 'info', segments, message };
}

/** The sites and slices that a document names. */
function mentions({ value }: Document): { segments: Segments; name: string }[] {
  const found: { segments: Segments; name: string }[] = [];
  const add = (segments: Segments, value: Value | undefined) => {
    for (const name of [value ?? null].flat()) {
      if (found.length >= MAX_MENTIONS) return;
      if (typeof name === 'string' && name.length <= 253 && !ALL_SITES.has(name.trim().toLowerCase()))
        found.push({ segments, name: name.trim() });
    }
  };
  walk(value, (node, segments) => {
    if (segments.at(-1) === 'expressionValue' || found.length >= MAX_MENTIONS) return false;
    if (!isMap(node)) return undefined;
    for (const [key, inner] of Object.entries(node))
      if (siteOrSlice.test(key)) add([...segments, key], inner);
    for (const [name, held] of NAMED) {
      const called = node[name];
      if (typeof called === 'string' && siteOrSlice.test(called)) add([...segments, held], node[held]);
    }
    return undefined;
  });
  return found;
}

/** All texts of resources, keys included. */
function textsOf(resources: readonly Resource[]): Texts {
  const texts: Texts = { all: [], length: 0 };
  const add = (text: string) => {
    texts.all.push(text);
    // Calling the search costs something, too.
    texts.length += text.length + 20;
  };
  for (const { value } of resources) {
    walk(withoutOrigin(value), (node) => {
      if (isMap(node)) Object.keys(node).forEach(add);
      else if (typeof node === 'string') add(node);
      return undefined;
    });
  }
  return texts;
}

/** A resource without its annotations: kpt's name files, and a file is no deployment. */
function withoutOrigin(value: YamlMap): YamlMap {
  if (!isMap(value.metadata)) return value;
  const { annotations: _, ...metadata } = value.metadata;
  return { ...value, metadata };
}

/** Whether a text holds a name with nothing around it that would make it another one. */
function hasWord(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWord(text.charAt(at - 1)) && !isWord(text.charAt(at + name.length))) return true;
  }
  return false;
}

function isWord(char: string): boolean {
  return /[A-Za-z0-9]/.test(char);
}
