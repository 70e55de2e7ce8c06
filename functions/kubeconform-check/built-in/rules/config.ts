import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import { isBase64 } from '../formats.ts';
import type { Context, Rule } from './rules.ts';
import { mapAt, textAt } from './values.ts';

/** What other resources read. */
export const CONFIG_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1ConfigMap: [configMap],
  V1Secret: [secret],
};

/** Source: MaxSecretSize of pkg/apis/core, which holds for ConfigMaps, too. */
const MAX_SIZE = 1024 * 1024;

const KEY = 'at most 253 letters, digits, -, _ and ., not . nor .. at the start';

/** Source: IsConfigMapKey of k8s.io/apimachinery. */
function isKey(text: string): boolean {
  return text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..');
}

/** Source: ValidateConfigMap of pkg/apis/core/validation. */
function configMap(own: YamlMap, context: Context): void {
  const data = mapAt(own, 'data');
  const binary = mapAt(own, 'binaryData');
  if (data) keys(data, context, 'data');
  if (binary) {
    keys(binary, context, 'binaryData');
    if (data) distinctKeys(data, binary, context);
  }
  size(context, sizeOfTexts(data) + sizeOfBytes(binary), []);
}

function keys(data: YamlMap, context: Context, field: string): void {
  for (const key in data) {
    if (isKey(key)) continue;
    const message = `has the key ${show(key)}; write ${KEY}`;
    context.problems.add('K8S-114', [field, key], message, { found: show(key), allowed: KEY });
  }
}

function distinctKeys(data: YamlMap, binary: YamlMap, context: Context): void {
  for (const key in binary) {
    if (!Object.hasOwn(data, key)) continue;
    const message = `the key ${show(key)} stands in data, too; remove one`;
    context.problems.add('K8S-107', ['data', key], message, { found: show(key), allowed: 'each only once' });
  }
}

function size(context: Context, bytes: number, below: readonly string[]): void {
  if (bytes <= MAX_SIZE) return;
  const allowed = `at most ${MAX_SIZE} bytes in all`;
  const message = `holds ${bytes} bytes; split it, allowed are ${allowed}`;
  context.problems.add('K8S-106', below, message, { found: `${bytes} bytes`, allowed });
}

function sizeOfTexts(data: YamlMap | undefined): number {
  let bytes = 0;
  if (data) for (const key in data) bytes += sizeOfText(data[key]);
  return bytes;
}

function sizeOfText(value: Value | undefined): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : 0;
}

function sizeOfBytes(data: YamlMap | undefined, overridden?: YamlMap): number {
  let bytes = 0;
  if (data)
    for (const key in data)
      if (!overridden || !Object.hasOwn(overridden, key)) bytes += sizeOfBase64(data[key]);
  return bytes;
}

function sizeOfBase64(value: Value | undefined): number {
  if (typeof value !== 'string' || !isBase64(value)) return 0;
  const plain = value.includes('\n') || value.includes('\r') ? value.replace(/[\r\n]/g, '') : value;
  const padding = plain.endsWith('==') ? 2 : plain.endsWith('=') ? 1 : 0;
  return (plain.length / 4) * 3 - padding;
}

/** What the types of Secrets need. Source: ValidateSecret. */
const NEEDED: ReadonlyMap<string, readonly string[]> = new Map([
  ['kubernetes.io/dockercfg', ['.dockercfg']],
  ['kubernetes.io/dockerconfigjson', ['.dockerconfigjson']],
  ['kubernetes.io/ssh-auth', ['ssh-privatekey']],
  ['kubernetes.io/tls', ['tls.crt', 'tls.key']],
]);

/** Kubernetes puts stringData over data. */
function secret(own: YamlMap, context: Context): void {
  const data = mapAt(own, 'data');
  const texts = mapAt(own, 'stringData');
  if (data) keys(data, context, 'data');
  if (texts) keys(texts, context, 'stringData');
  size(context, sizeOfTexts(texts) + sizeOfBytes(data, texts), []);
  const type = textAt(own, 'type');
  if (!type || (own.data && !data) || (own.stringData && !texts)) return;
  keysOfType(type, data ?? {}, texts ?? {}, context);
  if (type === 'kubernetes.io/service-account-token') accountOfToken(own, context);
}

function keysOfType(type: string, data: YamlMap, texts: YamlMap, context: Context): void {
  const needed = NEEDED.get(type);
  if (needed) {
    for (const key of needed) {
      if (!holds(data, texts, key)) missingKey(context, type, key);
      else if (type.startsWith('kubernetes.io/dockerc')) json(data, texts, key, context);
      else if (type === 'kubernetes.io/ssh-auth' && (texts[key] ?? data[key]) === '') emptyKey(context, key);
    }
  } else if (type === 'kubernetes.io/basic-auth') {
    if (!holds(data, texts, 'username') && !holds(data, texts, 'password'))
      missingKey(context, type, 'username');
  }
}

function holds(data: YamlMap, texts: YamlMap, key: string): boolean {
  return Object.hasOwn(data, key) || Object.hasOwn(texts, key);
}

function missingKey(context: Context, type: string, key: string): void {
  const message = `${key} is missing, which a Secret of type ${type} needs; add it, or choose another type`;
  context.problems.add('K8S-109', ['data', key], message, { allowed: key });
}

function emptyKey(context: Context, key: string): void {
  const message = `${key} is empty; write the key`;
  context.problems.add('K8S-109', ['data', key], message, { allowed: 'a text that is not empty' });
}

/** What a Secret holds is never shown. */
function json(data: YamlMap, texts: YamlMap, key: string, context: Context): void {
  const isText = Object.hasOwn(texts, key);
  const value = (isText ? texts : data)[key];
  if (typeof value !== 'string' || (!isText && !isBase64(value))) return;
  if (isJsonMap(isText ? value : Buffer.from(value, 'base64').toString('utf8'))) return;
  const allowed = 'a map in JSON';
  const message = `holds no ${allowed.slice(2)}; write what docker login writes`;
  context.problems.add('K8S-114', [isText ? 'stringData' : 'data', key], message, { allowed });
}

function isJsonMap(text: string): boolean {
  try {
    const value: Value = JSON.parse(text);
    return value === null || isMap(value);
  } catch {
    return false;
  }
}

function accountOfToken(own: YamlMap, context: Context): void {
  const key = 'kubernetes.io/service-account.name';
  const annotations = mapAt(mapAt(own, 'metadata') ?? {}, 'annotations');
  if (annotations?.[key]) return;
  const allowed = 'the name of a ServiceAccount';
  const message = `the annotation ${key} is missing, which a Secret of this type needs; add ${allowed}`;
  context.problems.add('K8S-109', ['metadata', 'annotations', key], message, { allowed });
}
