import { printable } from '../../lib/printable.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import { type Definition, Kubernetes } from '../built-in/kubernetes.ts';
import { validate, wrongType } from '../built-in/validate.ts';
import type { Fail, Terms } from './terms.ts';

const definitions = new Map<string, Definition | undefined>();

/** The metadata of every object, in a version of Kubernetes. */
function metadataOf(version: string): Definition | undefined {
  if (!definitions.has(version)) {
    const pod = new Kubernetes(version).find('v1', 'Pod');
    const node = pod?.definition.contents.fields.get('metadata');
    definitions.set(version, node?.type === 'definition' ? node : undefined);
  }
  return definitions.get(version);
}

/** Holds the metadata of a resource, or of one embedded in it, against ObjectMeta. */
export function checkMetadata(resource: YamlMap, { problems, strict, version }: Terms): void {
  const { metadata } = resource;
  const definition = metadataOf(version);
  if (metadata === undefined || metadata === null || definition === undefined) return;
  problems.path.push('metadata');
  validate(definition, metadata, { problems, strict, version });
  problems.path.pop();
}

/**
 * What the API server wants of a resource embedded in another: apiVersion, kind and metadata.
 * Source: validateEmbeddedResource of k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta.
 */
export function checkEmbedded(value: YamlMap, terms: Terms, fail: Fail): void {
  for (const key of ['apiVersion', 'kind'] as const) {
    const own = value[key];
    if (own === undefined) {
      const message = `${key} is missing, and a resource within another needs it; add it (a text)`;
      fail('K8S-204', [key], () => [message, { allowed: 'a text' }], true);
    } else if (typeof own !== 'string') {
      fail('K8S-203', [key], () => wrongType(own, 'a text'), true);
    } else if (!(key === 'kind' ? isKind(own) : isApiVersion(own))) {
      const allowed = key === 'kind' ? 'a kind such as Deployment' : 'an API version such as apps/v1';
      fail('K8S-206', [key], () => [
        `has ${show(own)}, allowed is ${allowed}; correct it`,
        { found: show(own), allowed },
      ]);
    }
  }
  checkMetadata(value, terms);
  const name = isMap(value.metadata) ? value.metadata.name : undefined;
  if (typeof name !== 'string' || !(name === '.' || name === '..' || /[/%]/.test(name))) return;
  const message = `has the name ${printable(name)}, which may not be . or .. nor hold / or %; rename it`;
  fail('K8S-206', ['metadata', 'name'], () => [message, { found: show(name) }]);
}

function isKind(text: string): boolean {
  return text.length <= 63 && /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/i.test(text);
}

function isApiVersion(text: string): boolean {
  return text !== '' && /^[^/]*(?:\/[^/]*)?$/.test(text);
}
