import type { Schema } from '../crd/schema.ts';

const text: Schema = { type: 'string' };
const base64: Schema = { type: 'string', format: 'byte' };
const signature: Schema = {
  type: 'object',
  properties: { payload: base64, signature: base64, certificate: text, chain: text, rekorBundle: text },
  required: ['payload', 'signature'],
};
const image: Schema = {
  type: 'object',
  properties: {
    image: text,
    manifest: base64,
    signatures: { type: 'array', items: signature },
    bundles: { type: 'array', items: text },
  },
  required: ['image'],
};

/** The evidence that verify-signatures reads. */
export const IMAGE_SIGNATURES: Schema = {
  type: 'object',
  properties: {
    spec: { type: 'object', properties: { images: { type: 'array', items: image } }, required: ['images'] },
  },
  required: ['spec'],
};

/** An intent, whose spec validate-tmf921 checks. */
export const INTENT: Schema = {
  type: 'object',
  properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
  required: ['spec'],
};
