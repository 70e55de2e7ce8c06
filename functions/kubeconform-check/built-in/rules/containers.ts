import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import { ENV_FIELDS, fieldReference, resourceField } from './fields.ts';
import { containerResources } from './resources.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  duplicates,
  exactlyOne,
  exclusive,
  form,
  formIfSet,
  has,
  hasNoBacksteps,
  IANA_SERVICE_NAME,
  inRange,
  inside,
  isDns1123Label,
  isDns1123Subdomain,
  isIanaServiceName,
  isLocalPath,
  LOCAL_PATH,
  listAt,
  mapAt,
  notEmpty,
  oneOf,
  port,
  required,
} from './values.ts';

const PULL_POLICIES = ['', 'Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['', 'File', 'FallbackToLogsOnError'];
const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];
const PROTOCOLS = ['', 'TCP', 'UDP', 'SCTP'];
const ENV_SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef'];
const ENV_FROM_SOURCES = ['configMapRef', 'secretRef'];
const ENV_NAME = 'a name of printable ASCII characters without =';
const KEY = 'a key of at most 253 letters, digits, -, _ and ., not . or .. alone or .. at its start';

/** A container by itself: what depends on its Pod stands in pods.ts. */
export const CONTAINER_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1Container: [container],
  V1ContainerPort: [containerPort],
  V1ContainerResizePolicy: [resizePolicy],
  V1ContainerRestartRule: [restartRule],
  V1ContainerRestartRuleOnExitCodes: [exitCodes],
  V1EnvVar: [envVar],
  V1EnvVarSource: [envVarSource],
  V1ConfigMapKeySelector: [keySelector],
  V1SecretKeySelector: [keySelector],
  V1FileKeySelector: [fileKeySelector],
  V1EnvFromSource: [envFrom],
  V1VolumeMount: [volumeMount],
  V1VolumeDevice: [volumeDevice],
};

/** Source: validateContainerCommon of pkg/apis/core/validation. */
function container(own: YamlMap, context: Context): void {
  form(context, own, 'name', 'K8S-101', isDns1123Label, DNS_LABEL);
  required(context, own, 'image', 'the image to run');
  oneOf(context, own, 'imagePullPolicy', PULL_POLICIES);
  oneOf(context, own, 'terminationMessagePolicy', MESSAGE_POLICIES);
  duplicates(context, own, 'ports', 'name');
  // Kubernetes lets the last of them count, which nobody means.
  duplicates(context, own, 'env', 'name');
  duplicates(context, own, 'volumeMounts', 'mountPath');
  inside(context, own, 'resources', containerResources);
  if (has(own, 'volumeDevices')) devices(own, context);
  if (has(own, 'volumeMounts')) propagation(own, context);
  if (has(own, 'resizePolicy')) duplicates(context, own, 'resizePolicy', 'resourceName');
  if (has(own, 'restartPolicy') || has(own, 'restartPolicyRules')) restartPolicy(own, context);
}

/** Source: validateMountPropagation. */
function propagation(own: YamlMap, context: Context): void {
  const mounts = listAt(own, 'volumeMounts');
  for (let i = 0; i < mounts.length; i++) {
    const mount = mounts[i];
    if (!isMap(mount) || mount.mountPropagation !== 'Bidirectional') continue;
    if (mapAt(own, 'securityContext')?.privileged === true) continue;
    const message =
      'is Bidirectional, which only privileged containers may use; write HostToContainer or None';
    context.problems.add('K8S-113', ['volumeMounts', i, 'mountPropagation'], message, {
      found: '"Bidirectional"',
      allowed: 'HostToContainer or None, or a privileged container',
    });
  }
}

/** Source: ValidateVolumeDevices. */
function devices(own: YamlMap, context: Context): void {
  duplicates(context, own, 'volumeDevices', 'name');
  duplicates(context, own, 'volumeDevices', 'devicePath');
  const mounts = listAt(own, 'volumeMounts') as readonly YamlMap[];
  const names = new Set<Value | undefined>();
  const paths = new Set<Value | undefined>();
  for (const mount of mounts) {
    names.add(mount?.name);
    paths.add(mount?.mountPath);
  }
  const list = listAt(own, 'volumeDevices') as readonly YamlMap[];
  for (let i = 0; i < list.length; i++) {
    const { name, devicePath } = list[i] ?? {};
    if (typeof name === 'string' && names.has(name)) alsoMounted(context, i, 'name');
    if (typeof devicePath === 'string' && paths.has(devicePath)) alsoMounted(context, i, 'devicePath');
  }
}

function alsoMounted(context: Context, index: number, key: string): void {
  const message =
    'stands in volumeMounts, too; a volume is either mounted or a device: remove one of the two';
  context.problems.add('K8S-107', ['volumeDevices', index, key], message);
}

/** Source: validateContainerRestartPolicy. */
function restartPolicy(own: YamlMap, context: Context): void {
  oneOf(context, own, 'restartPolicy', RESTART_POLICIES);
  const { length } = listAt(own, 'restartPolicyRules');
  if (length === 0) return;
  if (!has(own, 'restartPolicy')) {
    const allowed = 'restartPolicy: Always, OnFailure or Never';
    context.problems.add(
      'K8S-113',
      ['restartPolicyRules'],
      `need a restartPolicy beside them; add ${allowed}`,
      {
        allowed,
      },
    );
  }
  if (length > 20)
    context.problems.add('K8S-106', ['restartPolicyRules'], 'has more than 20 rules; remove some');
}

function restartRule(rule: YamlMap, context: Context): void {
  oneOf(context, rule, 'action', ['Restart', 'RestartAllContainers']);
  if (!has(rule, 'exitCodes')) {
    const allowed = 'exitCodes with an operator and values';
    context.problems.add('K8S-109', ['exitCodes'], `exitCodes is missing; add ${allowed}`, { allowed });
  }
}

function exitCodes(own: YamlMap, context: Context): void {
  oneOf(context, own, 'operator', ['In', 'NotIn']);
  if (listAt(own, 'values').length > 255) {
    context.problems.add('K8S-106', ['values'], 'has more than 255 values; remove some');
  }
}

/** Source: validateContainerPorts. */
function containerPort(own: YamlMap, context: Context): void {
  port(context, own, 'containerPort');
  inRange(context, own, 'hostPort', 0, 65535);
  oneOf(context, own, 'protocol', PROTOCOLS);
  formIfSet(context, own, 'name', 'K8S-101', isIanaServiceName, IANA_SERVICE_NAME);
}

/** Source: validateResizePolicy. */
function resizePolicy(own: YamlMap, context: Context): void {
  oneOf(context, own, 'resourceName', ['cpu', 'memory']);
  oneOf(context, own, 'restartPolicy', ['NotRequired', 'RestartContainer']);
}

/** Source: ValidateEnv. */
function envVar(own: YamlMap, context: Context): void {
  form(context, own, 'name', 'K8S-101', isEnvName, ENV_NAME);
  if (has(own, 'valueFrom') && typeof own.value === 'string' && own.value !== '') {
    exclusive(context, ['valueFrom'], 'value', 'valueFrom');
  }
}

/** Source: IsRelaxedEnvVarName of k8s.io/apimachinery. */
function isEnvName(text: string): boolean {
  return /^[ -<>-~]+$/.test(text);
}

/** Source: validateEnvVarValueFrom. */
function envVarSource(own: YamlMap, context: Context): void {
  exactlyOne(context, own, ENV_SOURCES, 'source');
  fieldReference(own, context, ENV_FIELDS);
  inside(context, own, 'resourceFieldRef', resourceField);
}

/** Sources: validateConfigMapKeySelector, validateSecretKeySelector. */
function keySelector(own: YamlMap, context: Context): void {
  if (!has(own, 'name')) required(context, own, 'name', 'the name of what has the key');
  form(context, own, 'name', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  form(context, own, 'key', 'K8S-114', isConfigKey, KEY);
}

/** Source: IsConfigMapKey of k8s.io/apimachinery. */
function isConfigKey(text: string): boolean {
  return text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..');
}

/** Source: validateFileKeySelector. */
function fileKeySelector(own: YamlMap, context: Context): void {
  form(context, own, 'key', 'K8S-101', isEnvName, ENV_NAME);
  form(context, own, 'volumeName', 'K8S-101', isDns1123Label, DNS_LABEL);
  form(context, own, 'path', 'K8S-114', isPathWithoutBacksteps, 'a path without ..');
}

function isPathWithoutBacksteps(text: string): boolean {
  return text !== '' && hasNoBacksteps(text);
}

/** Source: ValidateEnvFrom. */
function envFrom(own: YamlMap, context: Context): void {
  formIfSet(context, own, 'prefix', 'K8S-101', isEnvName, ENV_NAME);
  exactlyOne(context, own, ENV_FROM_SOURCES, 'source');
  inside(context, own, 'configMapRef', envFromName);
  inside(context, own, 'secretRef', envFromName);
}

/** A name may end in - here: it is validated as the start of one (validateConfigMapEnvSource). */
function envFromName(own: YamlMap, context: Context): void {
  if (!has(own, 'name')) required(context, own, 'name', 'the name of a ConfigMap or Secret');
  form(context, own, 'name', 'K8S-101', isStartOfSubdomain, DNS_SUBDOMAIN);
}

function isStartOfSubdomain(text: string): boolean {
  return isDns1123Subdomain(text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text);
}

/** Source: ValidateVolumeMounts. */
function volumeMount(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'name', 'the name of a volume');
  notEmpty(context, own, 'mountPath', 'a path in the container');
  formIfSet(context, own, 'subPath', 'K8S-114', isLocalPath, LOCAL_PATH);
  formIfSet(context, own, 'subPathExpr', 'K8S-114', isLocalPath, LOCAL_PATH);
  oneOf(context, own, 'mountPropagation', ['None', 'HostToContainer', 'Bidirectional']);
  if (own.subPath && own.subPathExpr) exclusive(context, ['subPathExpr'], 'subPath', 'subPathExpr');
  if (has(own, 'recursiveReadOnly')) recursiveReadOnly(own, context);
}

/** Source: validateMountRecursiveReadOnly. */
function recursiveReadOnly(own: YamlMap, context: Context): void {
  oneOf(context, own, 'recursiveReadOnly', ['Disabled', 'IfPossible', 'Enabled']);
  const value = own.recursiveReadOnly;
  if (value !== 'IfPossible' && value !== 'Enabled') return;
  if (own.readOnly !== true) {
    const message = 'needs readOnly: true beside it; add that, or remove it';
    context.problems.add('K8S-113', ['recursiveReadOnly'], message, { allowed: 'readOnly: true beside it' });
  }
  if (has(own, 'mountPropagation') && own.mountPropagation !== 'None') {
    exclusive(context, ['recursiveReadOnly'], 'mountPropagation', 'recursiveReadOnly');
  }
}

function volumeDevice(own: YamlMap, context: Context): void {
  notEmpty(context, own, 'name', 'the name of a volume');
  form(context, own, 'devicePath', 'K8S-114', isPathWithoutBacksteps, 'a path without ..');
}
