import type { Segments } from '../field-path.ts';
import { isMap, type Map } from '../resource-list/resource-list.ts';
import type { Value } from '../yaml/read.ts';
import { parseReference, splitRegistry } from './reference.ts';

/** A field of a custom resource that holds an image, or a list of them (`spec.images[*].ref`). */
export interface ImageField {
  group: string;
  kind: string;
  path: string;
}

/** A place in a resource that names an image. */
export interface ImageUse {
  /** The reference as it stands there; undefined where the field holds no text. */
  text: string | undefined;
  segments: Segments;
  /** What uses it, for messages: `container upf`, `kpt function`, `env IMAGE`. */
  user: string;
  /** Where the tag comes from elsewhere (kustomize without newTag), it can't be judged. */
  tagElsewhere?: boolean;
}

const containerLists = new Set(['containers', 'initContainers', 'ephemeralContainers']);
/** What only containers have beside an image: so Tekton steps, Argo templates and sidecars of operators are found. */
const containerFields = ['imagePullPolicy', 'command', 'args', 'env', 'envFrom', 'volumeMounts'];
/** Variables that carry images to operators: `RELATED_IMAGE_UPF` (OLM's convention), `WRAPPER_SERVER_IMAGE`. */
const imageVariable = /^RELATED_IMAGE_|(?:^|_)IMAGE$/;
/** Where kpt takes functions without a path from. Source: kpt's default, ghcr.io since it moved to kptdev. */
const KPT_FUNCTIONS = 'ghcr.io/kptdev/krm-functions-catalog/';

/**
 * Every image that a resource names, in the order in which they stand there:
 * containers of any kind (found by shape, so also in Lists and custom resources), image volumes, variables that carry
 * images, pipelines of kpt, `images:` of kustomize, fields that `fields` names, and other fields called image or
 * …Image whose text starts with a registry.
 */
export function findImages(resource: Map, fields: readonly ImageField[]): ImageUse[] {
  const uses: ImageUse[] = [];
  visit(resource, [], fields, uses);
  const seen = new Set<string>();
  // A field that the policy names may be one that was found by its shape too.
  return uses.filter(({ segments }) => {
    if (fields.length === 0) return true;
    const key = JSON.stringify(segments);
    return !seen.has(key) && seen.add(key);
  });
}

/** @param path where the node stands; changed on the way, so that only images cost a copy */
function visit(node: Value, path: (string | number)[], fields: readonly ImageField[], uses: ImageUse[]): void {
  if (Array.isArray(node)) {
    for (let i = 0; i < node.length; i++) {
      const item = node[i] as Value;
      if (typeof item !== 'object') continue;
      path.push(i);
      visit(item, path, fields, uses);
      path.pop();
    }
    return;
  }
  if (!isMap(node)) return;
  const { apiVersion, kind } = node;
  if (typeof apiVersion === 'string' && typeof kind === 'string') {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    if (isOnlyData(group, kind)) return;
    for (const field of fields) {
      if (field.group === group && field.kind === kind) addField(node, field.path.split('.'), path, uses);
    }
    if (group === 'kustomize.config.k8s.io' && Array.isArray(node.images)) addKustomize(node.images, path, uses);
  }
  for (const key in node) {
    const value = node[key] as Value;
    if (typeof value === 'string') {
      if (key === 'image' || key.endsWith('Image')) addNamed(node, key, value, path, uses);
      continue;
    }
    if (typeof value !== 'object' || value === null) continue;
    // A status is what a cluster says; labels and annotations aren't run.
    if (key === 'annotations' || key === 'labels' || (key === 'status' && path.length === 0)) continue;
    path.push(key);
    if (key === 'pipeline' && isMap(value)) addPipeline(value, path, uses);
    else if (Array.isArray(value) && containerLists.has(key)) addContainers(value, path, uses);
    else if (Array.isArray(value) && key === 'volumes') addVolumes(value, path, uses);
    else if (Array.isArray(value) && key === 'env') addVariables(value, path, uses);
    visit(value, path, fields, uses);
    path.pop();
  }
}

/** Resources whose texts are data: nothing runs an image because it stands there. */
function isOnlyData(group: string, kind: string): boolean {
  return group === 'security.nephio.org' || (group === '' && (kind === 'ConfigMap' || kind === 'Secret'));
}

function addContainers(list: Value[], path: Segments, uses: ImageUse[]): void {
  list.forEach((container, i) => {
    if (!isMap(container) || !('image' in container)) return;
    // A text is added when its own map is visited.
    if (typeof container.image !== 'string' && !isMap(container.image)) {
      uses.push({ text: container.image === null ? '' : undefined, segments: [...path, i, 'image'], user: user(container) });
    }
  });
}

function user(container: Map): string {
  return typeof container.name === 'string' ? `container ${container.name}` : 'container';
}

function addNamed(node: Map, key: string, text: string, path: Segments, uses: ImageUse[]): void {
  const listKey = path.at(-2);
  const inPipeline = path.at(-3) === 'pipeline' && (listKey === 'mutators' || listKey === 'validators');
  if (inPipeline) return;
  const isContainer =
    key === 'image' &&
    ((typeof listKey === 'string' && typeof path.at(-1) === 'number' && containerLists.has(listKey)) ||
      containerFields.some((field) => field in node));
  if (isContainer) uses.push({ text, segments: [...path, key], user: user(node) });
  else if (hasRegistry(text)) uses.push({ text, segments: [...path, key], user: `field ${key}` });
}

/** Whether a text is surely a reference: well-formed, with a registry before its first slash. */
function hasRegistry(text: string): boolean {
  const { registry } = splitRegistry(text);
  return text.startsWith(`${registry}/`) && 'reference' in parseReference(text);
}

function addVolumes(list: Value[], path: Segments, uses: ImageUse[]): void {
  list.forEach((volume, i) => {
    if (!isMap(volume) || !isMap(volume.image) || !('reference' in volume.image)) return;
    const { reference } = volume.image;
    const text = typeof reference === 'string' ? reference : reference === null ? '' : undefined;
    uses.push({ text, segments: [...path, i, 'image', 'reference'], user: `volume ${String(volume.name ?? i)}` });
  });
}

function addVariables(list: Value[], path: Segments, uses: ImageUse[]): void {
  list.forEach((variable, i) => {
    if (!isMap(variable) || typeof variable.name !== 'string' || typeof variable.value !== 'string') return;
    if (!imageVariable.test(variable.name) || !/[/:@]/.test(variable.value)) return;
    uses.push({ text: variable.value, segments: [...path, i, 'value'], user: `variable ${variable.name}` });
  });
}

function addPipeline(pipeline: Map, path: Segments, uses: ImageUse[]): void {
  for (const key of ['mutators', 'validators']) {
    const list = pipeline[key];
    if (!Array.isArray(list)) continue;
    list.forEach((fn, i) => {
      if (!isMap(fn) || !('image' in fn)) return;
      const { image, tag } = fn;
      const named = typeof image === 'string' && image !== '' && !image.includes('/') ? KPT_FUNCTIONS + image : image;
      // Newer versions of kpt have the tag in a field of its own.
      const tagged = typeof named === 'string' && typeof tag === 'string' && tag !== '' ? `${named}:${tag}` : named;
      const text = typeof tagged === 'string' ? tagged : tagged === null ? '' : undefined;
      uses.push({ text, segments: [...path, key, i, 'image'], user: 'kpt function' });
    });
  }
}

function addKustomize(list: Value[], path: Segments, uses: ImageUse[]): void {
  list.forEach((image, i) => {
    if (!isMap(image)) return;
    const { name, newName, newTag, digest } = image;
    if (newName === undefined && newTag === undefined && digest === undefined) return;
    const key = newName === undefined ? 'name' : 'newName';
    const base = image[key];
    const scalar = (value: Value | undefined) =>
      typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    const tag = scalar(newTag);
    const sum = scalar(digest);
    const text = typeof base === 'string' ? `${base}${tag ? `:${tag}` : ''}${sum ? `@${sum}` : ''}` : undefined;
    const tagElsewhere = tag === undefined && sum === undefined;
    const of = `kustomize image ${String(name ?? i)}`;
    uses.push({ text, segments: [...path, 'images', i, key], user: of, ...(tagElsewhere && { tagElsewhere }) });
  });
}

/** Follows a path that the policy names; `[*]` (or a list without it) stands for all its items. */
function addField(node: Value | undefined, keys: readonly string[], path: Segments, uses: ImageUse[]): void {
  if (node === undefined) return;
  if (Array.isArray(node)) {
    node.forEach((item, i) => addField(item, keys, [...path, i], uses));
    return;
  }
  const [first, ...rest] = keys;
  if (first === undefined) {
    uses.push({ text: typeof node === 'string' ? node : undefined, segments: path, user: `field ${String(path.at(-1))}` });
    return;
  }
  const key = first.replace(/\[\*?\]$/, '');
  if (isMap(node) && Object.hasOwn(node, key)) addField(node[key], rest, [...path, key], uses);
}
