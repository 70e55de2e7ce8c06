import type { Schema } from '../crd/schema.ts';

const text: Schema = { type: 'string' };
const texts: Schema = { type: 'object', additionalProperties: text };
const anything: Schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };

function map(properties: Record<string, Schema>, required: string[] = []): Schema {
  return { type: 'object', properties, ...(required.length > 0 && { required }) };
}

function list(items: Schema): Schema {
  return { type: 'array', items };
}

const origin: Schema = { type: 'string', enum: ['git', 'generic'] };
const selector = map({
  apiVersion: text,
  kind: text,
  name: text,
  namespace: text,
  labels: texts,
  annotations: texts,
});
const fn: Schema = map({
  image: text,
  exec: text,
  configPath: text,
  configMap: texts,
  name: text,
  tag: text,
  selectors: list(selector),
  exclude: list(selector),
});
const condition = map(
  { type: text, status: { type: 'string', enum: ['True', 'False', 'Unknown'] }, reason: text, message: text },
  ['type', 'status'],
);

/** A Kptfile. Source: kpt's api/kptfile/v1, which kpt itself reads strictly. */
export const KPTFILE: Schema = map({
  apiVersion: text,
  kind: text,
  metadata: anything,
  upstream: map({
    type: origin,
    git: map({ repo: text, directory: text, ref: text }),
    updateStrategy: {
      type: 'string',
      enum: ['resource-merge', 'fast-forward', 'force-delete-replace', 'copy-merge'],
    },
  }),
  upstreamLock: map({
    type: origin,
    git: map({ repo: text, directory: text, ref: text, commit: text }),
    generic: map({ storeID: text, resourceID: text, resourceVersion: text }),
  }),
  info: map({
    site: text,
    emails: list(text),
    license: text,
    licenseFile: text,
    description: text,
    keywords: list(text),
    man: text,
    readinessGates: list(map({ conditionType: text }, ['conditionType'])),
  }),
  pipeline: map({ mutators: list(fn), validators: list(fn) }),
  inventory: map({ namespace: text, name: text, inventoryID: text, labels: texts, annotations: texts }),
  // Newer versions of kpt and Porch keep more there than older ones know.
  status: {
    type: 'object',
    properties: { conditions: list(condition) },
    'x-kubernetes-preserve-unknown-fields': true,
  },
});
