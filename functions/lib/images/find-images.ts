import type { Segments } from '../field-path.ts';
import { isMap, type YamlMap } from '../resource-list/resource-list.ts';
import type { Value } from '../yaml/read.ts';
import { findPlaceholder, isTag, splitReference } from './reference.ts';

/** A field of a custom resource that holds an image, or a list of them (`spec.images[*].ref`). */
export interface ImageField {
  group: string;
  kind: string;
  path: string;
}

/** A place in a resource that names an image. */
export interface ImageUse {
  /** The reference as it stands there, or as fields beside it complete it; undefined where the field holds no text. */
  text: string | undefined;
  segments: Segments;
  /** What uses it, for messages: `container upf`, `kpt function`, `variable IMAGE`. */
  user: string;
  /** The field alone isn't the reference, so that no other reference can be written in its place. */
  isPart?: boolean;
  /** Where the tag comes from elsewhere (kustomize without newTag), it can't be judged. */
  tagElsewhere?: boolean;
  /** The versions among which kpt chooses the tag, where the text has none. */
  tagRange?: string;
}

/** Keys of lists and maps of containers: `containers`, `initContainers`, `extraContainers`; Tekton's steps. */
const containerLists = /(?:^c|C)ontainers$|^(?:steps|sidecars)$/;
/** Keys of single ones: Argo's `container` and `script`, Tekton's `stepTemplate`, disks of KubeVirt. */
const containerMaps = /(?:^c|C)ontainer$|^(?:script|stepTemplate|containerDisk)$/;
/** What only containers have beside an image: so those of other custom resources are found. */
const containerFields = ['imagePullPolicy', 'command', 'args', 'env', 'envFrom', 'volumeMounts'];
/** Variables that carry images to operators: `RELATED_IMAGE_UPF` (OLM's convention), `WRAPPER_SERVER_IMAGE`. */
const imageVariable = /^RELATED_IMAGE_|(?:^|_)IMAGE$/;
/** A first component with a dot or port that a registry may have; `.` and `..` are folders. */
const registryLike =
  /^(?:localhost|[^\s/:.[\]][^\s/:[\]]*\.[^\s/:[\]]+|(?:[^\s/:[\]]+|\[[\da-fA-F:]+\]):\d+|\[[\da-fA-F:]+\])$/;
/** An address or a file: an image of a machine, a picture. Some write `docker://` before references, though. */
const location = /^(?!docker:|oci:)[a-zA-Z][\w+.-]*:\/\/|^\.{0,2}\//;
const MAX_REGISTRY = 300;
/**
 * Where kpt takes functions without a path from. Source: kpt's default since its functions moved to kptdev (pull
 * request 4277); it was gcr.io/kpt-fn before.
 */
const KPT_FUNCTIONS = 'ghcr.io/kptdev/krm-functions-catalog/';

/**
 * Every image that a resource names: containers of any kind (found by shape, so also in Lists and custom resources),
 * image volumes, variables that carry images, pipelines of kpt, `images:` of kustomize, images split into registry,
 * name and tag, fields that `fields` names, and other fields called image or …Image whose text starts with a registry.
 * They come in the order of the resource, but those of `fields` and kustomize first.
 */
export function findImages(resource: YamlMap, fields: readonly ImageField[]): ImageUse[] {
  const uses: ImageUse[] = [];
  visit(resource, [], fields, uses);
  if (fields.length === 0) return uses;
  const seen = new Set<string>();
  // A field that the policy names may be one that was found by its shape too.
  return uses.filter(({ segments }) => {
    const key = JSON.stringify(segments);
    return !seen.has(key) && seen.add(key);
  });
}

/** @param path where the node stands; it changes on the way, so that only what is found costs a copy */
function visit(
  node: Value,
  path: (string | number)[],
  fields: readonly ImageField[],
  uses: ImageUse[],
): void {
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
  const isTyped = typeof apiVersion === 'string' && typeof kind === 'string';
  if (isTyped) {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    for (const field of fields) {
      if (field.group === group && field.kind === kind) addField(node, fieldKeys(field.path), path, uses);
    }
    if (isResource(path) && isOnlyData(group, kind)) return;
    if (group === 'kustomize.config.k8s.io') addKustomize(node.images, [...path, 'images'], uses);
    if (group === 'kustomize.toolkit.fluxcd.io' && isMap(node.spec)) {
      addKustomize(node.spec.images, [...path, 'spec', 'images'], uses);
    }
  }
  addSplit(node, path, uses);
  for (const key in node) {
    const value = node[key] as Value;
    if (key === 'image' || key.endsWith('Image')) addNamed(node, key, value, path, uses);
    if (typeof value !== 'object' || value === null) continue;
    if (isNeverRun(key, path, isTyped)) continue;
    path.push(key);
    if (key === 'pipeline' && isMap(value)) addPipeline(value, path, uses);
    else if (key === 'volumes' && Array.isArray(value)) addVolumes(value, path, uses);
    else if (key === 'env' && Array.isArray(value)) addVariables(value, path, uses);
    visit(value, path, fields, uses);
    path.pop();
  }
}

/** Whether a resource can stand here: a cluster takes those in the `items` of a List one by one. */
function isResource(path: Segments): boolean {
  return path.every((segment, i) => (i % 2 === 0 ? segment === 'items' : typeof segment === 'number'));
}

/**
 * Resources whose texts are data: nothing runs an image because it stands there. Only for whole resources, else a
 * `kind: ConfigMap` in a pod's template would hide it.
 */
function isOnlyData(group: string, kind: string): boolean {
  if (group === 'security.nephio.org') return kind === 'SecurityPolicy' || kind === 'ImageSignatures';
  if (group === 'apiextensions.k8s.io') return kind === 'CustomResourceDefinition';
  return group === '' && (kind === 'ConfigMap' || kind === 'Secret');
}

/** A status is what a cluster says, metadata are notes, and Kyverno's rules validate against patterns of pods. */
function isNeverRun(key: string, path: Segments, isTyped: boolean): boolean {
  if (key === 'status') return isTyped && isResource(path);
  if (key === 'annotations' || key === 'labels') return path.at(-1) === 'metadata';
  return key === 'validate' && path.at(-2) === 'rules';
}

function addNamed(
  node: YamlMap,
  key: string,
  value: Value | undefined,
  path: Segments,
  uses: ImageUse[],
): void {
  const parent = path.at(-1);
  const list = path.at(-2);
  const inPipeline = path.at(-3) === 'pipeline' && typeof parent === 'number';
  if (inPipeline && (list === 'mutators' || list === 'validators')) return;
  const segments = [...path, key];
  const inContainer =
    key === 'image' &&
    ((typeof parent === 'string' && (containerMaps.test(parent) || containerLists.test(parent))) ||
      (typeof list === 'string' && containerLists.test(list)));
  if (typeof value === 'string') {
    const isContainer =
      inContainer || (key === 'image' && containerFields.some((field) => Object.hasOwn(node, field)));
    if (isContainer) uses.push({ text: value, segments, user: user(node) });
    else if (hasRegistry(value)) uses.push({ text: value, segments, user: `field ${key}` });
  } else if (inContainer && !(isMap(value) && splitText(value, true))) {
    uses.push({ text: value === null ? '' : undefined, segments, user: user(node) });
  }
}

function user(container: YamlMap): string {
  return typeof container.name === 'string' ? `container ${container.name}` : 'container';
}

/** Whether a text is surely meant as a reference, even if malformed: with a registry before its first slash. */
function hasRegistry(text: string): boolean {
  if (location.test(text)) return false;
  const first = text
    .slice(0, MAX_REGISTRY)
    .trimStart()
    .replace(/^(?:docker|oci):\/\//, '');
  const slash = first.indexOf('/');
  if (slash <= 0) return false;
  const registry = first.slice(0, slash);
  return registryLike.test(registry) || findPlaceholder(registry) !== undefined;
}

/** An image as charts, and operators that came from charts, split it. */
function addSplit(node: YamlMap, path: Segments, uses: ImageUse[]): void {
  const field = path.at(-1);
  const isImage = field === 'image' || (typeof field === 'string' && field.endsWith('Image'));
  if (!isImage && !('registry' in node)) return;
  const split = splitText(node, isImage);
  if (!split) return;
  uses.push({
    text: split.text,
    segments: [...path, split.key],
    user: `field ${String(field)}`,
    isPart: true,
  });
}

/** `registry`, `repository` or `name`, `tag` and `digest` as one text; undefined for maps of another shape. */
function splitText(node: YamlMap, isImage: boolean): { key: string; text: string } | undefined {
  const { registry } = node;
  const tag = scalar(node.tag);
  const digest = scalar(node.digest);
  const isVersioned = tag !== undefined || digest !== undefined;
  const hasHost = typeof registry === 'string' && registry !== '';
  const key = 'repository' in node ? 'repository' : 'name';
  const name = node[key];
  if (typeof name !== 'string' || name === '') return undefined;
  if (isImage ? !(hasHost || isVersioned || key === 'repository') : !(hasHost && isVersioned))
    return undefined;
  return { key, text: join(hasHost ? `${registry.replace(/\/$/, '')}/${name}` : name, tag, digest) };
}

function join(name: string, tag: string | undefined, digest: string | undefined): string {
  return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** The text of a tag or digest: YAML takes `tag: 12` for a number. */
function scalar(value: Value | undefined): string | undefined {
  return (typeof value === 'string' && value !== '') || typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : undefined;
}

function addVolumes(list: Value[], path: Segments, uses: ImageUse[]): void {
  list.forEach((volume, i) => {
    if (!isMap(volume) || !isMap(volume.image) || !('reference' in volume.image)) return;
    const { reference } = volume.image;
    const text = typeof reference === 'string' ? reference : reference === null ? '' : undefined;
    uses.push({
      text,
      segments: [...path, i, 'image', 'reference'],
      user: `volume ${String(volume.name ?? i)}`,
    });
  });
}

function addVariables(list: Value[], path: Segments, uses: ImageUse[]): void {
  list.forEach((variable, i) => {
    if (!isMap(variable) || typeof variable.name !== 'string' || typeof variable.value !== 'string') return;
    if (!imageVariable.test(variable.name) || !isVariableImage(variable.name, variable.value)) return;
    uses.push({ text: variable.value, segments: [...path, i, 'value'], user: `variable ${variable.name}` });
  });
}

/** An operator may take other images from a variable of that name, so the value has to look like a reference. */
function isVariableImage(name: string, value: string): boolean {
  if (value === '' || location.test(value)) return false;
  return name.startsWith('RELATED_IMAGE_') || /[/:@]/.test(value) || findPlaceholder(value) !== undefined;
}

function addPipeline(pipeline: YamlMap, path: Segments, uses: ImageUse[]): void {
  for (const key of ['mutators', 'validators']) {
    const list = pipeline[key];
    if (!Array.isArray(list)) continue;
    list.forEach((fn, i) => {
      if (!isMap(fn) || !('image' in fn)) return;
      const { image } = fn;
      const segments = [...path, key, i, 'image'];
      if (typeof image !== 'string' || image === '') {
        uses.push({ text: image === null || image === '' ? '' : undefined, segments, user: 'kpt function' });
        return;
      }
      const named = image.includes('/') ? image : KPT_FUNCTIONS + image;
      const tag = scalar(fn.tag);
      // Newer versions of kpt have the tag, or a range of versions, in a field of its own, which replaces the image's.
      const isRange =
        tag !== undefined && !findPlaceholder(tag) && (!isTag(tag) || /(?:^|\.)[xX](?:\.|$)/.test(tag));
      const text =
        tag === undefined ? named : join(splitReference(named).name, isRange ? undefined : tag, undefined);
      const isPart = text !== image;
      uses.push({
        text,
        segments,
        user: 'kpt function',
        ...(isPart && { isPart }),
        ...(isRange && { tagRange: tag }),
      });
    });
  }
}

/** Source: kustomize's ImageTagTransformer; a new tag or digest replaces both of the old image. */
function addKustomize(list: Value | undefined, path: Segments, uses: ImageUse[]): void {
  if (!Array.isArray(list)) return;
  list.forEach((image, i) => {
    if (!isMap(image)) return;
    const { name, newName } = image;
    const tag = scalar(image.newTag);
    const digest = scalar(image.digest);
    const isNamed = newName !== undefined && newName !== null && newName !== '';
    if (!isNamed && tag === undefined && digest === undefined) return;
    const key = isNamed ? 'newName' : 'name';
    const base = image[key];
    uses.push({
      text: typeof base === 'string' ? join(base, tag, digest) : undefined,
      segments: [...path, i, key],
      user: `kustomize image ${String(name ?? i)}`,
      isPart: true,
      ...(tag === undefined && digest === undefined && { tagElsewhere: true }),
    });
  });
}

/** The keys of a path that the policy names; `[*]`, or an index, stands for all items of a list. */
function fieldKeys(path: string): string[] {
  return path.split('.').flatMap((key) => key.replace(/\[[^\]]*\]/g, '') || []);
}

/** Follows a path that the policy names, through all items of lists on it. */
function addField(node: Value | undefined, keys: readonly string[], path: Segments, uses: ImageUse[]): void {
  if (node === undefined) return;
  if (Array.isArray(node)) {
    for (const [i, item] of node.entries()) addField(item, keys, [...path, i], uses);
    return;
  }
  const [first, ...rest] = keys;
  if (first === undefined) {
    const text = typeof node === 'string' ? node : node === null ? '' : undefined;
    uses.push({
      text,
      segments: path,
      user: `field ${String(path.findLast((key) => typeof key === 'string'))}`,
    });
    return;
  }
  if (isMap(node) && Object.hasOwn(node, first)) addField(node[first], rest, [...path, first], uses);
}
