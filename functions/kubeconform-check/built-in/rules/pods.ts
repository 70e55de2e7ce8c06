import { printable } from '../../../lib/printable.ts';
import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import { isIp } from './addresses.ts';
import { hostProcess, operatingSystem } from './operating-system.ts';
import { probesOf } from './probes.ts';
import { overhead, podResources, withinPod } from './resources.ts';
import type { Context, Rule } from './rules.ts';
import { distinctConstraints } from './scheduling.ts';
import { labels } from './selectors.ts';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  duplicates,
  each,
  exactlyOne,
  exclusive,
  form,
  formIfSet,
  has,
  IP_ADDRESS,
  inRange,
  inside,
  isAtLeast,
  isDns1123Label,
  isDns1123Subdomain,
  isQualifiedName,
  listAt,
  mapAt,
  oneOf,
  QUALIFIED_NAME,
  refuse,
  required,
  twice,
} from './values.ts';

const DNS_POLICIES = ['', 'ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const NOT_OF_INIT = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];
const MAX_SECONDS = 2147483647;
/** Source: DefaultTerminationGracePeriodSeconds of k8s.io/api/core/v1. */
const DEFAULT_GRACE = 30;
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** Pods, and templates of them. */
export const POD_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1PodSpec: [podSpec],
  V1Pod: [specNeeded, podAnnotations, podOnly],
  V1PodTemplateSpec: [specNeeded, podAnnotations],
  V1PodOS: [(own, context) => oneOf(context, own, 'name', ['linux', 'windows'])],
  V1PodDNSConfig: [dnsConfig],
  V1HostAlias: [hostAlias],
  V1PodReadinessGate: [(own, context) => qualified(own, context, 'conditionType')],
  V1PodSchedulingGate: [(own, context) => qualified(own, context, 'name')],
  V1PodResourceClaim: [resourceClaim],
};

function specNeeded(own: YamlMap, context: Context): void {
  required(context, own, 'spec', 'a spec with containers');
}

function qualified(own: YamlMap, context: Context, key: string): void {
  form(context, own, key, 'K8S-101', isQualifiedName, QUALIFIED_NAME);
}

/** Source: ValidatePodSpec of pkg/apis/core/validation, as are those below. */
function podSpec(spec: YamlMap, context: Context): void {
  scalars(spec, context);
  labels(spec, context, 'nodeSelector');
  const containers = spec.containers;
  if (Array.isArray(containers) && containers.length === 0) {
    refuse(context, 'K8S-109', ['containers'], containers, 'at least one container');
  }
  containerNames(spec, context);
  if (has(spec, 'ephemeralContainers')) noEphemeral(spec, context);
  eachContainer(spec, context, containerOfPod);
  claimsExist(spec, context);
  // Before, they are an alpha feature, and dropped.
  if (has(spec, 'resources') && isAtLeast(context, 34)) {
    inside(context, spec, 'resources', podResources);
    withinPod(spec, context);
  }
  if (has(spec, 'overhead')) overhead(spec, context);
  if (has(spec, 'topologySpreadConstraints')) distinctConstraints(spec, context);
  if (has(spec, 'schedulingGates')) duplicates(context, spec, 'schedulingGates', 'name');
  if (has(spec, 'resourceClaims')) duplicates(context, spec, 'resourceClaims', 'name');
  if (has(spec, 'os')) operatingSystem(spec, context);
  hostProcess(spec, context);
  dnsNeeded(spec, context);
  sharedWithHost(spec, context);
}

function scalars(spec: YamlMap, context: Context): void {
  oneOf(context, spec, 'restartPolicy', ['', 'Always', 'OnFailure', 'Never']);
  oneOf(context, spec, 'dnsPolicy', DNS_POLICIES);
  oneOf(context, spec, 'preemptionPolicy', ['PreemptLowerPriority', 'Never']);
  formIfSet(context, spec, 'serviceAccountName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  // The old name of the field counts where the new one is empty. Source: Convert_v1_PodSpec_To_core_PodSpec.
  if (!spec.serviceAccountName)
    formIfSet(context, spec, 'serviceAccount', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  formIfSet(context, spec, 'nodeName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  formIfSet(context, spec, 'priorityClassName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  form(context, spec, 'runtimeClassName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  form(context, spec, 'hostnameOverride', 'K8S-101', isShortSubdomain, DNS_SUBDOMAIN);
  inRange(context, spec, 'activeDeadlineSeconds', 1, MAX_SECONDS);
}

function isShortSubdomain(text: string): boolean {
  return text.length <= 64 && isDns1123Subdomain(text);
}

/** K8S-107 where two containers have one name, whatever kind they are of. */
function containerNames(spec: YamlMap, context: Context): void {
  const seen = new Set<string>();
  distinctNames(spec, 'containers', seen, context);
  distinctNames(spec, 'initContainers', seen, context);
}

function distinctNames(spec: YamlMap, key: string, seen: Set<string>, context: Context): void {
  const list = listAt(spec, key);
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const name = isMap(item) ? item.name : undefined;
    if (typeof name !== 'string' || name === '') continue;
    if (seen.has(name)) twice(context, [key, i, 'name'], name);
    seen.add(name);
  }
}

/** Sources: ValidatePodCreate, ValidatePodTemplateSpec. */
function noEphemeral(spec: YamlMap, context: Context): void {
  if (listAt(spec, 'ephemeralContainers').length === 0) return;
  const message = 'may only be added to a Pod that runs, by kubectl debug; remove it';
  context.problems.add('K8S-113', ['ephemeralContainers'], message, { allowed: 'no ephemeral containers' });
}

type Visit = (container: YamlMap, context: Context, spec: YamlMap, isInit: boolean) => void;

/** Visits the containers of a Pod, with the walk standing at each. */
function eachContainer(spec: YamlMap, context: Context, visit: Visit): void {
  visitAll(spec, context, visit, 'containers', false);
  visitAll(spec, context, visit, 'initContainers', true);
}

function visitAll(spec: YamlMap, context: Context, visit: Visit, key: string, isInit: boolean): void {
  const list = listAt(spec, key);
  if (list.length === 0) return;
  const { path } = context.problems;
  path.push(key, 0);
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (!isMap(item)) continue;
    path[path.length - 1] = i;
    visit(item, context, spec, isInit);
  }
  path.length -= 2;
}

function containerOfPod(container: YamlMap, context: Context, spec: YamlMap, isInit: boolean): void {
  if (isInit && container.restartPolicy !== 'Always') initContainer(container, context);
  else probesOf(container, context);
  if (has(container, 'restartPolicy') && !isAtLeast(context, 34)) restartPolicy(container, context, isInit);
  if (has(container, 'lifecycle')) lifecycle(container, context, spec);
  const security = mapAt(container, 'securityContext');
  if (security && security.procMount === 'Unmasked' && spec.hostUsers !== false) {
    const message = 'is Unmasked, which needs hostUsers: false in the Pod; add that, or write Default';
    context.problems.add('K8S-113', ['securityContext', 'procMount'], message, { found: '"Unmasked"' });
  }
  if (spec.hostUsers === false && listAt(container, 'volumeDevices').length > 0) {
    const message = 'may not stand in a Pod with hostUsers: false; remove the one or the other';
    context.problems.add('K8S-113', ['volumeDevices'], message);
  }
  if (spec.restartPolicy === 'Never') resizedWithoutRestart(container, context);
}

/** Source: validateInitContainers. */
function initContainer(container: YamlMap, context: Context): void {
  for (let i = 0; i < NOT_OF_INIT.length; i++) {
    const key = NOT_OF_INIT[i] as string;
    if (!has(container, key)) continue;
    const message = 'may only be in an init container with restartPolicy: Always; remove it, or add that';
    context.problems.add('K8S-113', [key], message, { allowed: 'restartPolicy: Always beside it' });
  }
  resizedWithoutRestart(container, context);
}

/** Before Kubernetes 1.34, where it only makes an init container run on. */
function restartPolicy(container: YamlMap, context: Context, isInit: boolean): void {
  if (isInit) {
    oneOf(context, container, 'restartPolicy', ['Always']);
    return;
  }
  const message = `may only be in an init container in Kubernetes ${context.version}; remove it`;
  context.problems.add('K8S-113', ['restartPolicy'], message, { allowed: 'not set' });
}

/** Source: validateResizePolicy. */
function resizedWithoutRestart(container: YamlMap, context: Context): void {
  const policies = listAt(container, 'resizePolicy');
  for (let i = 0; i < policies.length; i++) {
    const own = policies[i];
    if (!isMap(own) || own.restartPolicy !== 'RestartContainer') continue;
    const message = 'is RestartContainer for a container that is not restarted; write NotRequired';
    context.problems.add('K8S-113', ['resizePolicy', i, 'restartPolicy'], message, {
      found: '"RestartContainer"',
      allowed: 'NotRequired',
      proposed: 'NotRequired',
    });
  }
}

function lifecycle(container: YamlMap, context: Context, spec: YamlMap): void {
  const own = mapAt(container, 'lifecycle');
  if (!own) return;
  sleep(own, context, spec, 'postStart');
  sleep(own, context, spec, 'preStop');
}

/** Source: validateSleepAction. */
function sleep(own: YamlMap, context: Context, spec: YamlMap, key: string): void {
  const seconds = mapAt(mapAt(own, key) ?? {}, 'sleep')?.seconds;
  const grace = spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE;
  if (typeof seconds !== 'number' || typeof grace !== 'number') return;
  if (seconds >= 0 && seconds <= grace) return;
  const allowed = `a number from 0 to terminationGracePeriodSeconds, ${grace}`;
  refuse(context, 'K8S-106', ['lifecycle', key, 'sleep', 'seconds'], seconds, allowed);
}

/** Source: validateResourceClaimNames. */
function claimsExist(spec: YamlMap, context: Context): void {
  let known: Set<Value | undefined> | undefined;
  eachContainer(spec, context, (container) => {
    const resources = mapAt(container, 'resources');
    if (!resources || !has(resources, 'claims')) return;
    known ??= new Set(listAt(spec, 'resourceClaims').map((claim) => (isMap(claim) ? claim.name : undefined)));
    claims(listAt(resources, 'claims'), context, known);
  });
}

function claims(list: readonly Value[], context: Context, known: ReadonlySet<Value | undefined>): void {
  const seen = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    const claim = list[i];
    if (!isMap(claim) || typeof claim.name !== 'string') continue;
    const { name } = claim;
    context.problems.path.push('resources', 'claims', i);
    if (!known.has(name)) {
      const message = `names no claim of the Pod: ${show(name)}; add it below resourceClaims`;
      context.problems.add('K8S-108', ['name'], message, { found: show(name) });
    }
    const key = typeof claim.request === 'string' ? `${name}/${claim.request}` : name;
    if (seen.has(key)) twice(context, ['name'], name);
    seen.add(key);
    formIfSet(context, claim, 'request', 'K8S-101', isDns1123Label, DNS_LABEL);
    context.problems.path.length -= 3;
  }
}

/** Source: validatePodDNSConfig. */
function dnsNeeded(spec: YamlMap, context: Context): void {
  if (spec.dnsPolicy !== 'None') return;
  const config = mapAt(spec, 'dnsConfig');
  if (config && listAt(config, 'nameservers').length > 0) return;
  const allowed = 'at least one address below dnsConfig.nameservers';
  context.problems.add(
    'K8S-113',
    ['dnsConfig', 'nameservers'],
    `are needed by dnsPolicy None; add ${allowed}`,
    {
      allowed,
    },
  );
}

/** Sources: validatePodSpecSecurityContext, validateHostUsers, validatePodHostName, validateHostSysctl. */
function sharedWithHost(spec: YamlMap, context: Context): void {
  if (spec.hostPID === true && spec.shareProcessNamespace === true) {
    exclusive(context, ['shareProcessNamespace'], 'hostPID', 'shareProcessNamespace');
  }
  if (spec.hostUsers === false) {
    if (spec.hostPID === true) exclusive(context, ['hostPID'], 'hostUsers: false', 'hostPID');
    if (spec.hostIPC === true) exclusive(context, ['hostIPC'], 'hostUsers: false', 'hostIPC');
  }
  if (has(spec, 'hostnameOverride')) {
    if (spec.hostNetwork === true)
      exclusive(context, ['hostnameOverride'], 'hostNetwork', 'hostnameOverride');
    if (spec.setHostnameAsFQDN === true) {
      exclusive(context, ['hostnameOverride'], 'setHostnameAsFQDN', 'hostnameOverride');
    }
  }
  if (spec.hostNetwork === true || spec.hostIPC === true) hostSysctls(spec, context);
}

function hostSysctls(spec: YamlMap, context: Context): void {
  const security = mapAt(spec, 'securityContext');
  const sysctls = security ? listAt(security, 'sysctls') : [];
  for (let i = 0; i < sysctls.length; i++) {
    const sysctl = sysctls[i];
    const name = isMap(sysctl) ? sysctl.name : undefined;
    if (typeof name !== 'string') continue;
    const key = name.startsWith('net.')
      ? 'hostNetwork'
      : /^kernel\.(?:shm|msg|sem$)/.test(name)
        ? 'hostIPC'
        : '';
    if (spec[key] !== true) continue;
    exclusive(context, ['securityContext', 'sysctls', i, 'name'], key, printable(name));
  }
}

/** Source: validatePodDNSConfig. */
function dnsConfig(config: YamlMap, context: Context): void {
  const servers = listAt(config, 'nameservers');
  if (servers.length > 3)
    context.problems.add('K8S-106', ['nameservers'], 'has more than 3 addresses; remove some');
  texts(servers, context, 'nameservers', isIp, IP_ADDRESS);
  const searches = listAt(config, 'searches');
  if (searches.length > 32)
    context.problems.add('K8S-106', ['searches'], 'has more than 32 domains; remove some');
  texts(searches, context, 'searches', isSearch, 'a domain, such as svc.cluster.local');
  each(context, config, 'options', (option) => required(context, option, 'name', 'the name of an option'));
}

function texts(
  list: readonly Value[],
  context: Context,
  key: string,
  isRight: (text: string) => boolean,
  allowed: string,
): void {
  for (let i = 0; i < list.length; i++) {
    const text = list[i] as Value;
    if (typeof text === 'string' && !isRight(text)) refuse(context, 'K8S-114', [key, i], text, allowed);
  }
}

/** Source: IsDNS1123SubdomainWithUnderscore. */
function isSearch(text: string): boolean {
  if (text === '.') return true;
  const domain = text.endsWith('.') ? text.slice(0, -1) : text;
  return (
    domain.length <= 253 &&
    domain.split('.').every((part) => /^_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/.test(part))
  );
}

/** Source: ValidateHostAliases. */
function hostAlias(own: YamlMap, context: Context): void {
  form(context, own, 'ip', 'K8S-114', isIp, IP_ADDRESS);
  texts(listAt(own, 'hostnames'), context, 'hostnames', isDns1123Subdomain, DNS_SUBDOMAIN);
}

/** Source: validatePodResourceClaim. */
function resourceClaim(own: YamlMap, context: Context): void {
  form(context, own, 'name', 'K8S-101', isDns1123Label, DNS_LABEL);
  exactlyOne(context, own, ['resourceClaimName', 'resourceClaimTemplateName'], 'claim');
  form(context, own, 'resourceClaimName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  form(context, own, 'resourceClaimTemplateName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
}

/** Source: ValidateAppArmorPodAnnotations. */
function podAnnotations(pod: YamlMap, context: Context): void {
  const metadata = mapAt(pod, 'metadata');
  const annotations = metadata && mapAt(metadata, 'annotations');
  if (!annotations) return;
  let names: Set<Value | undefined> | undefined;
  for (const key in annotations) {
    if (!key.startsWith(APP_ARMOR)) continue;
    names ??= containerNamesOf(mapAt(pod, 'spec') ?? {});
    appArmorAnnotation(key, annotations[key], context, names);
  }
}

function appArmorAnnotation(
  key: string,
  value: Value | undefined,
  context: Context,
  names: ReadonlySet<Value | undefined>,
): void {
  const name = key.slice(APP_ARMOR.length);
  const below = ['metadata', 'annotations', key];
  if (!names.has(name)) {
    const message = `names no container of the Pod: ${show(name)}; correct or remove it`;
    context.problems.add('K8S-108', below, message, { found: show(name) });
  }
  if (
    typeof value !== 'string' ||
    value === '' ||
    /^(?:runtime\/default$|unconfined$|localhost\/)/.test(value)
  )
    return;
  refuse(context, 'K8S-105', below, value, 'runtime/default, unconfined or localhost/<profile>');
}

/** The names of the containers of a Pod. */
export function containerNamesOf(spec: YamlMap): Set<Value | undefined> {
  const names = new Set<Value | undefined>();
  for (const key of ['containers', 'initContainers']) {
    for (const item of listAt(spec, key)) if (isMap(item)) names.add(item.name);
  }
  return names;
}

/** Sources: ValidatePodCreate, validateContainersOnlyForPod, validateImageVolumeSource. */
function podOnly(pod: YamlMap, context: Context): void {
  inside(context, pod, 'spec', specOfPod);
}

function specOfPod(spec: YamlMap, context: Context): void {
  if (spec.nodeName && listAt(spec, 'schedulingGates').length > 0) {
    exclusive(context, ['nodeName'], 'schedulingGates', 'nodeName');
  }
  eachContainer(spec, context, trimmedImage);
  each(context, spec, 'volumes', imageVolume);
}

function imageVolume(volume: YamlMap, context: Context): void {
  inside(context, volume, 'image', imageReference);
}

function imageReference(own: YamlMap, context: Context): void {
  required(context, own, 'reference', 'the image to mount');
}

function trimmedImage(container: YamlMap, context: Context): void {
  const { image } = container;
  if (typeof image !== 'string' || image === image.trim()) return;
  const trimmed = image.trim();
  const proposed = trimmed === '' ? undefined : trimmed;
  refuse(context, 'K8S-114', ['image'], image, 'an image without space at its ends', proposed);
}
