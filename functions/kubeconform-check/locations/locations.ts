import type { Files } from '../../lib/files.ts';
import { ConfigError, problem } from '../../lib/policy/error.ts';
import type { Schemas } from '../../lib/policy/policy.ts';
import { printable } from '../../lib/printable.ts';
import type { Resource } from '../../lib/resource.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { splitDocuments } from '../../lib/yaml/documents.ts';
import { readYaml, type Value } from '../../lib/yaml/read.ts';
import { Crds, crdsIn } from '../crd/crds.ts';
import { matchesPattern } from '../crd/pattern.lazy.ts';
import { compileSchema, type Validator } from './json-schema.lazy.ts';
import { schemaPath } from './template.ts';

/** What a location has for a kind: the CustomResourceDefinitions of a folder or ConfigMap, or a JSON Schema. */
export type Located = { crds: Crds } | { validate: Validator; path: string };

/** One entry of the policy's `schemas.locations`. */
interface Location {
  find(apiVersion: string, kind: string): Located | undefined;
}

/** A folder of schemas has hundreds; one of thousands of files is read on. */
const MAX_FILES = 10_000;

/** Where schemas come from that are neither built in nor in the package: the first location that has one counts. */
export class Locations {
  /** Whether the built-in schemas come first; else where they stand among the locations. */
  readonly before: readonly Location[];
  readonly behind: readonly Location[];

  /**
   * @param version of Kubernetes, as the policy names it
   * @throws ConfigError where a location isn't there or can't be read
   */
  constructor(schemas: Schemas, version: string, resources: readonly Resource[], files: Files) {
    const { locations, strict } = schemas;
    const open = (text: string, i: number) => openLocation(text, i, { version, strict, resources, files });
    const own = locations.map((text, i) => (text === 'default' ? undefined : open(text, i)));
    const place = Math.max(locations.indexOf('default'), 0);
    this.before = own.slice(0, place).filter((location) => location !== undefined);
    this.behind = own.slice(place).filter((location) => location !== undefined);
  }
}

interface Surroundings {
  version: string;
  strict: boolean;
  resources: readonly Resource[];
  files: Files;
}

function openLocation(
  text: string,
  i: number,
  { version, strict, resources, files }: Surroundings,
): Location {
  const wrong = (what: string, fix: string) => wrongLocation(text, i, what, fix);
  if (text.startsWith('configmap:')) return ofConfigMap(text.slice('configmap:'.length), resources, wrong);
  if (!text.includes('{{') && !text.endsWith('json')) {
    const found = files.list(text, MAX_FILES);
    if (!found)
      throw wrong('is no folder that is there', 'mount it (kpt fn eval --mount), or correct the path');
    const crds = crdsOf(found, files, wrong);
    if (crds) return crds;
    if (found.length === 0) throw wrong('is an empty folder', 'put schemas there, or leave the location out');
  }
  const validators = new Map<string, Validator | undefined>();
  const load = (path: string): Validator | undefined => {
    const source = files.read(path);
    if (source === undefined) return undefined;
    return compile(source, path, files, wrong);
  };
  return {
    find(apiVersion, kind) {
      const path = schemaPath(text, { apiVersion, kind, version, strict });
      if (path === undefined) return undefined;
      if (!validators.has(path)) validators.set(path, load(path));
      const validate = validators.get(path);
      return validate && { validate, path };
    },
  };
}

function compile(source: string, path: string, files: Files, wrong: Wrong): Validator {
  const shown = printable(path);
  let schema: unknown;
  try {
    schema = JSON.parse(source);
  } catch (error) {
    throw wrong(`has a schema ${shown} that is no JSON (${(error as Error).message})`, 'mend that file');
  }
  const validate = compileSchema(schema, path, (other) => files.read(other), matchesPattern);
  if ('flaw' in validate)
    throw wrong(`has a schema ${shown} that ${printable(validate.flaw, 500)}`, 'mend that file');
  return validate;
}

type Wrong = (what: string, fix: string) => ConfigError;

function wrongLocation(found: string, i: number, what: string, fix: string): ConfigError {
  const allowed = 'schemas that can be read';
  return new ConfigError([
    problem({ document: 'policy', field: `spec.schemas.locations[${i}]`, wrong: what, found, allowed, fix }),
  ]);
}

/** The CustomResourceDefinitions of a folder's YAML files; undefined where it has none. */
function crdsOf(paths: readonly string[], files: Files, wrong: Wrong): Location | undefined {
  const crds = new Crds();
  for (const path of paths.filter((name) => /\.ya?ml$/.test(name))) {
    for (const value of documentsOf(files.read(path) ?? '', path, wrong))
      for (const crd of crdsIn(value)) crds.add(crd, '');
  }
  return crds.size > 0 ? of(crds) : undefined;
}

/** CustomResourceDefinitions, or JSON Schemas with `x-kubernetes-group-version-kind`, in the data of a ConfigMap. */
function ofConfigMap(name: string, resources: readonly Resource[], wrong: Wrong): Location {
  const found = resources.filter(
    ({ value }) =>
      value.apiVersion === 'v1' &&
      value.kind === 'ConfigMap' &&
      isMap(value.metadata) &&
      value.metadata.name === name,
  );
  const data = found[0]?.value.data;
  if (found.length !== 1) {
    const count = found.length === 0 ? 'no ConfigMap' : `${found.length} ConfigMaps`;
    throw wrong(`names ${count} in the package`, 'name exactly one');
  }
  const crds = new Crds();
  const schemas = new Map<string, Validator>();
  for (const [key, text] of isMap(data) ? Object.entries(data) : []) {
    if (typeof text !== 'string') continue;
    for (const value of documentsOf(text, key, wrong)) {
      for (const crd of crdsIn(value)) crds.add(crd, '');
      for (const id of kindsOf(value)) schemas.set(id, compile(JSON.stringify(value), key, NO_OTHERS, wrong));
    }
  }
  if (crds.size === 0 && schemas.size === 0) {
    const fix = 'put CustomResourceDefinitions there, or JSON Schemas with x-kubernetes-group-version-kind';
    throw wrong('names a ConfigMap without schemas', fix);
  }
  return {
    find(apiVersion, kind) {
      const validate = schemas.get(`${apiVersion}/${kind}`);
      return validate ? { validate, path: `configmap:${name}` } : of(crds).find(apiVersion, kind);
    },
  };
}

const NO_OTHERS: Files = { read: () => undefined, list: () => undefined };

function kindsOf(schema: Value): string[] {
  const kinds = isMap(schema) ? schema['x-kubernetes-group-version-kind'] : undefined;
  return (Array.isArray(kinds) ? kinds : []).flatMap((id) => {
    if (!isMap(id)) return [];
    const { group = '', version, kind } = id;
    return [`${group === '' ? '' : `${group}/`}${version}/${kind}`];
  });
}

function of(crds: Crds): Location {
  return { find: (apiVersion, kind) => (crds.has(apiVersion, kind) ? { crds } : undefined) };
}

function documentsOf(text: string, path: string, wrong: Wrong): YamlMap[] {
  try {
    return splitDocuments(text).flatMap((document) => {
      const { value, faults } = readYaml(document.text, 0, document.text.length);
      if (faults[0]) throw new Error(faults[0].reason);
      return isMap(value) ? [value] : [];
    });
  } catch (error) {
    const reason = printable((error as Error).message, 300);
    throw wrong(`has ${printable(path)}, which can not be read (${reason})`, 'mend it');
  }
}
