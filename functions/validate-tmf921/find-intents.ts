import type { Segments } from '../lib/field-path.ts';
import { compileGlob } from '../lib/glob.lazy.ts';
import { groupBy } from '../lib/group-by.ts';
import { API_VERSION, type Intents } from '../lib/policy/policy.ts';
import type { Resource } from '../lib/resource.ts';
import { isMap, type YamlMap } from '../lib/resource-list/resource-list.ts';
import type { Value } from '../lib/yaml/read.ts';

/** Where an intent is, or several in one text. */
export interface Source {
  resource: Resource;
  /** The field of the resource that holds it. */
  segments: Segments;
  /** The key of the data; undefined where a resource is the intent. */
  key: string | undefined;
  /** A text in the data; the intent itself where a resource is one. */
  value: Value;
}

/** Whatever its version: one that nobody knows has to be checked, too. */
const GROUP = API_VERSION.slice(0, API_VERSION.indexOf('/') + 1);

/** All fields of a selector must fit, any selector suffices. */
type Selector = Intents['selectors'][number];

/** What data of a selected resource is looked at where the selector names no key: the others are ordinary settings. */
const DOCUMENT = /\.(?:json|jsonld|ya?ml|ttl|turtle)$/i;

/** Whether a key of a resource's data is one that the gate itself writes. */
export type IsGates = (resource: Resource, key: string) => boolean;

/** Finds the intents of a package: where the selectors of the policy say. */
export function findIntents(
  resources: readonly Resource[],
  selectors: Intents['selectors'],
  isGates: IsGates,
): Source[] {
  const find = finder(selectors, isGates);
  return resources.flatMap((resource) =>
    resourcesIn(resource.value).flatMap(({ value, segments }) => find(resource, value, segments)),
  );
}

/** A resource, or one of those in a list of them, and where in the resource it is. */
interface Inner {
  value: YamlMap;
  segments: Segments;
}

/** A resource itself, and where it is a list (List, ConfigMapList) all that is in it. */
export function resourcesIn(value: YamlMap, segments: Segments = []): Inner[] {
  const { kind, items } = value;
  if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items))
    return [{ value, segments }];
  // The items of a ConfigMapList need not say that they are ConfigMaps.
  const implied: YamlMap =
    kind === 'List' ? {} : { apiVersion: value.apiVersion ?? null, kind: kind.slice(0, -'List'.length) };
  const inner = items.flatMap((item, i) =>
    isMap(item) ? resourcesIn({ ...implied, ...item }, [...segments, 'items', i]) : [],
  );
  return [{ value, segments }, ...inner];
}

type Find = (resource: Resource, value: YamlMap, segments: Segments) => Source[];

function finder(selectors: readonly Selector[], isGates: IsGates): Find {
  const rules = selectors.map((selector) => ({ ...selector, fits: keyMatcher(selector.key) }));
  const find: Find = (resource, value, segments) => {
    const { kind } = value;
    const fitting = rules.filter((rule) => (rule.kind ?? kind) === kind && hasLabel(value, rule.label));
    if (fitting.length === 0) return [];
    const found = ['data', 'binaryData'].flatMap((field) => {
      const data = value[field];
      if (!isMap(data)) return [];
      const keys = Object.keys(data).filter(
        (key) => !isGates(resource, key) && fitting.some(({ fits }) => fits(key)),
      );
      return keys.map((key) => ({
        resource,
        segments: [...segments, field, key],
        key,
        value: data[key] ?? null,
      }));
    });
    const isWhole = fitting.some(({ key }) => key === undefined) && isIntent(value);
    return isWhole
      ? [...found, { resource, segments: [...segments, 'spec'], key: undefined, value: value.spec ?? null }]
      : found;
  };
  return find;
}

/** Whether a resource is an intent itself: the kind of this project, or one of others that holds one of TM Forum's or 3GPP's. */
function isIntent({ apiVersion, kind, spec }: YamlMap): boolean {
  if (kind === 'Intent' && typeof apiVersion === 'string' && apiVersion.startsWith(GROUP)) return true;
  return isMap(spec) && ('expression' in spec || 'intentExpectations' in spec || 'expectationId' in spec);
}

function hasLabel({ metadata }: YamlMap, label: string | undefined): boolean {
  if (label === undefined) return true;
  const labels = isMap(metadata) && isMap(metadata.labels) ? metadata.labels : {};
  const at = label.indexOf('=');
  const name = label.slice(0, at);
  return Object.hasOwn(labels, name) && labels[name] === label.slice(at + 1);
}

/** Most globs are a name, or an asterisk and how names end: they need no library. */
function keyMatcher(glob: string | undefined): (key: string) => boolean {
  if (glob === undefined) return (key) => DOCUMENT.test(key);
  const [, end] = /^\*([\w.-]+)$/.exec(glob) ?? [];
  if (end !== undefined) return (key) => key.endsWith(end);
  return /^[\w.-]+$/.test(glob) ? (key) => key === glob : compileGlob(glob);
}

/** A field that only intents have, in JSON or YAML; or an intent in Turtle. */
const intentLike =
  /\b(?:intentExpectations?|expectationId|expectationVerb|expectationObject|expressionValue|expressionLanguage|intentType|intentId|serviceIntent)\b["']?[ \t]*:|@type["']?[ \t]*:[ \t]*["']?(?:Intent|ProbeIntent|IntentReport|IntentSpecification)\b|\bicm:Intent\b|\/IntentCommonModel[/#]Intent\b/;

/** Texts of ConfigMaps that look like intents, and that no selector takes: a gate that is silent on them would pass them. */
export function findOverlooked(
  resources: readonly Resource[],
  sources: readonly Source[],
  isGates: IsGates,
): Source[] {
  const taken = groupBy(sources, ({ resource }) => resource);
  return resources.flatMap((resource) => {
    const own = new Set((taken.get(resource) ?? []).map(({ segments }) => JSON.stringify(segments)));
    return resourcesIn(resource.value).flatMap(({ value: { kind, data }, segments }) => {
      if (kind !== 'ConfigMap' || !isMap(data)) return [];
      const all = Object.entries(data).map(([key, value]) => ({
        resource,
        segments: [...segments, 'data', key],
        key,
        value,
      }));
      return all.filter(
        ({ key, value, segments: place }) =>
          !isGates(resource, key) && looksLikeIntent(value) && !own.has(JSON.stringify(place)),
      );
    });
  });
}

function looksLikeIntent(value: Value): boolean {
  return typeof value === 'string' && intentLike.test(value);
}
