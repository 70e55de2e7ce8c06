import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import { CIDR, endpointFlaw, isCanonicalIp, isLegacyCidr, isLegacyIp, versionOfIp } from './addresses.ts';
import type { Context, Rule } from './rules.ts';
import { labels } from './selectors.ts';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  distinctItems,
  duplicates,
  each,
  exactlyOne,
  form,
  formIfSet,
  has,
  IANA_SERVICE_NAME,
  IP_ADDRESS,
  inRange,
  insideOrEmpty,
  isAtLeast,
  isDns1123Label,
  isDns1123Subdomain,
  isIanaServiceName,
  isLabelValue,
  isNumber,
  isPort,
  isQualifiedName,
  LABEL_VALUE,
  listAt,
  mapAt,
  misplaced,
  oneOf,
  oneOfItems,
  port,
  QUALIFIED_NAME,
  refuse,
  required,
  someItems,
  textAt,
  twice,
} from './values.ts';

/** Services and where they lead to. */
export const SERVICE_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1Service: [service],
  V1EndpointSubset: [endpointSubset],
  V1EndpointSlice: [endpointSlice],
};

const TYPES = ['', 'ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'];
export const PROTOCOLS: readonly string[] = ['TCP', 'UDP', 'SCTP'];
const PROTOCOLS_OR_NONE = ['', ...PROTOCOLS];
const POLICIES = ['Cluster', 'Local'];
const FAMILIES = ['IPv4', 'IPv6'];
/** What most clusters have; --service-node-port-range changes it. */
const NODE_PORTS = { min: 30000, max: 32767 };
const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** Source: ValidateServiceCreate of pkg/apis/core/validation. */
function service(own: YamlMap, context: Context): void {
  const annotations = mapAt(mapAt(own, 'metadata') ?? {}, 'annotations') ?? {};
  topologyAnnotations(annotations, context);
  insideOrEmpty(context, own, 'spec', spec);
  sourceRangesOfAnnotation(mapAt(own, 'spec') ?? {}, annotations, context);
}

function topologyAnnotations(annotations: YamlMap, context: Context): void {
  const mode = annotations['service.kubernetes.io/topology-mode'];
  const hints = annotations['service.kubernetes.io/topology-aware-hints'];
  if (typeof mode !== 'string' || typeof hints !== 'string' || mode === hints) return;
  const below = ['metadata', 'annotations', 'service.kubernetes.io/topology-mode'];
  misplaced(
    context,
    below,
    'differs from service.kubernetes.io/topology-aware-hints',
    'remove one of the two',
  );
}

function spec(own: YamlMap, context: Context): void {
  oneOf(context, own, 'type', TYPES);
  const type = own.type || 'ClusterIP';
  const addresses = addressesOf(own);
  const isHeadless = addresses.length === 1 && addresses[0] === 'None';
  ports(own, type, isHeadless, context);
  labels(own, context, 'selector');
  affinity(own, context);
  externalAddresses(own, context);
  if (type === 'ExternalName') externalName(own, context);
  else clusterAddresses(own, addresses, isHeadless, context);
  if (isHeadless && (type === 'NodePort' || type === 'LoadBalancer')) {
    const key = listAt(own, 'clusterIPs').length > 0 ? 'clusterIPs' : 'clusterIP';
    misplaced(context, [key], `is None, which a Service of type ${type} can't have`, `remove it`);
  }
  balancer(own, type, context);
  traffic(own, type, context);
}

/** Source: normalizeClusterIPs of pkg/registry/core/service/storage. */
function addressesOf(own: YamlMap): readonly Value[] {
  const list = listAt(own, 'clusterIPs');
  return list.length === 0 && own.clusterIP ? [own.clusterIP] : list;
}

function ports(own: YamlMap, type: Value, isHeadless: boolean, context: Context): void {
  const list = listAt(own, 'ports');
  if (!isHeadless && type !== 'ExternalName') someItems(context, own, 'ports', 'at least one port', true);
  const isNameNeeded = list.length > 1;
  each(context, own, 'ports', (item) => {
    if (isNameNeeded)
      required(context, item, 'name', 'a name: a Service with several ports needs one for each');
    formIfSet(context, item, 'name', 'K8S-101', isDns1123Label, DNS_LABEL);
    port(context, item, 'port');
    oneOf(context, item, 'protocol', PROTOCOLS_OR_NONE);
    targetPort(item, context);
    form(context, item, 'appProtocol', 'K8S-114', isQualifiedName, QUALIFIED_NAME);
    nodePort(item, type, context);
  });
  if (list.length < 2) return;
  distinctPortNames(list, context);
  distinctPorts(list, context);
  distinctNodePorts(list, type, context);
}

function targetPort(item: YamlMap, context: Context): void {
  const { targetPort: target } = item;
  if (isNumber(target) ? target === 0 || isPort(target) : !target || typeof target !== 'string') return;
  if (typeof target === 'string' && isIanaServiceName(target)) return;
  const isQuoted = typeof target === 'string' && /^[1-9][0-9]{0,4}$/.test(target) && isPort(Number(target));
  const allowed = `a number from 1 to 65535, or the name of a port (${IANA_SERVICE_NAME})`;
  const code = isNumber(target) ? 'K8S-106' : 'K8S-101';
  refuse(context, code, ['targetPort'], target, allowed, isQuoted ? (target as string) : undefined);
}

function nodePort(item: YamlMap, type: Value, context: Context): void {
  const value = item.nodePort;
  if (!isNumber(value) || value === 0) return;
  if (type === 'ClusterIP') {
    misplaced(
      context,
      ['nodePort'],
      'is for type NodePort or LoadBalancer only',
      'remove it, or set that type',
    );
  } else if (type === 'NodePort' || type === 'LoadBalancer') {
    portOfNode(context, 'nodePort', value);
  }
}

function portOfNode(context: Context, key: string, value: number | bigint): void {
  if (value >= NODE_PORTS.min && value <= NODE_PORTS.max) return;
  const { min, max } = NODE_PORTS;
  if (!isPort(value)) {
    refuse(context, 'K8S-106', [key], value, `a number from ${min} to ${max}`);
    return;
  }
  const allowed = `a number from ${min} to ${max}, unless the cluster has another --service-node-port-range`;
  const message = `has ${value}; write ${allowed}`;
  context.problems.add('K8S-106', [key], message, { found: String(value), allowed, isWarning: true });
}

function distinctPortNames(list: readonly Value[], context: Context): void {
  const seen = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const name = isMap(item) ? item.name : undefined;
    if (typeof name !== 'string' || name === '') continue;
    if (seen.has(name)) twice(context, ['ports', i, 'name'], name);
    seen.add(name);
  }
}

function distinctPorts(list: readonly Value[], context: Context): void {
  const seen = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (!isMap(item) || !isNumber(item.port)) continue;
    const key = `${item.port}/${item.protocol || 'TCP'}`;
    if (seen.has(key)) twice(context, ['ports', i, 'port'], key);
    seen.add(key);
  }
}

/** One port of the nodes serves several ports only where these differ by their protocol alone. */
function distinctNodePorts(list: readonly Value[], type: Value, context: Context): void {
  const seen = new Map<string, Value>();
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (!isMap(item) || !isNumber(item.nodePort) || item.nodePort === 0) continue;
    const key = `${item.nodePort}/${item.protocol || 'TCP'}`;
    const node = String(item.nodePort);
    const isAllocated = type === 'NodePort' || type === 'LoadBalancer';
    const isOther = isAllocated && seen.has(node) && seen.get(node) !== item.port;
    if (seen.has(key) || isOther) twice(context, ['ports', i, 'nodePort'], item.nodePort);
    seen.set(key, item.port ?? null);
    seen.set(node, item.port ?? null);
  }
}

/** Source: validateClientIPAffinityConfig. */
function affinity(own: YamlMap, context: Context): void {
  oneOf(context, own, 'sessionAffinity', ['', 'None', 'ClientIP']);
  if (own.sessionAffinity !== 'ClientIP') return;
  const clientIp = mapAt(mapAt(own, 'sessionAffinityConfig') ?? {}, 'clientIP');
  if (!clientIp) return;
  context.problems.path.push('sessionAffinityConfig', 'clientIP');
  inRange(context, clientIp, 'timeoutSeconds', 1, 86400);
  context.problems.path.length -= 2;
}

function externalAddresses(own: YamlMap, context: Context): void {
  const list = listAt(own, 'externalIPs');
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item === 'string') endpointIp(context, ['externalIPs', i], item, isLegacyIp(item, context));
  }
}

function endpointIp(context: Context, below: (string | number)[], text: string, isRight: boolean): void {
  const flaw = isRight ? endpointFlaw(text) : undefined;
  if (!isRight) refuse(context, 'K8S-114', below, text, `${IP_ADDRESS}, no zeros before a number`);
  else if (flaw) refuse(context, 'K8S-114', below, text, `an IP address that is not ${flaw}`);
}

function externalName(own: YamlMap, context: Context): void {
  const name = own.externalName;
  if (typeof name === 'string' && name !== '') {
    const host = name.endsWith('.') ? name.slice(0, -1) : name;
    if (!isDns1123Subdomain(host)) refuse(context, 'K8S-114', ['externalName'], name, DNS_SUBDOMAIN);
  } else {
    required(context, own, 'externalName', 'the DNS name that the Service stands for');
  }
  if (addressesOf(own).length > 0) notForExternalName(context, own.clusterIP ? 'clusterIP' : 'clusterIPs');
  if (listAt(own, 'ipFamilies').length > 0) notForExternalName(context, 'ipFamilies');
  if (has(own, 'ipFamilyPolicy')) notForExternalName(context, 'ipFamilyPolicy');
}

function notForExternalName(context: Context, key: string): void {
  misplaced(context, [key], 'may not stand beside type ExternalName', 'remove it, or choose another type');
}

/** Source: ValidateServiceClusterIPsRelatedFields, and initIPFamilyFields of pkg/registry/core/service/storage. */
function clusterAddresses(
  own: YamlMap,
  addresses: readonly Value[],
  isHeadless: boolean,
  context: Context,
): void {
  const { clusterIP: first } = own;
  const list = listAt(own, 'clusterIPs');
  if (list.length > 0 && (first ?? '') !== list[0] && typeof list[0] === 'string') {
    const allowed = 'the first of clusterIPs';
    const message = `differs from the first of clusterIPs; write the same in both`;
    context.problems.add('K8S-113', ['clusterIP'], message, { allowed });
  }
  oneOfItems(context, own, 'ipFamilies', FAMILIES);
  distinctItems(context, own, 'ipFamilies');
  oneOf(context, own, 'ipFamilyPolicy', ['SingleStack', 'PreferDualStack', 'RequireDualStack']);
  for (let i = 0; i < addresses.length; i++) {
    const item = addresses[i];
    if (typeof item !== 'string') continue;
    const below = list.length > 0 ? ['clusterIPs', i] : ['clusterIP'];
    if (item === 'None' ? i > 0 || addresses.length > 1 : !isLegacyIp(item, context)) {
      refuse(context, 'K8S-114', below, item, `${IP_ADDRESS}, or None as the only one`);
    } else if (!isHeadless) {
      familyOfAddress(own, i, item, below, context);
    }
  }
  dualStack(own, addresses, isHeadless, context);
}

function familyOfAddress(
  own: YamlMap,
  index: number,
  address: string,
  below: (string | number)[],
  context: Context,
): void {
  const family = listAt(own, 'ipFamilies')[index];
  const found = `IPv${versionOfIp(address)}`;
  if (typeof family !== 'string' || !FAMILIES.includes(family) || family === found) return;
  refuse(context, 'K8S-114', below, address, `an address of ${family}, as ipFamilies says`);
}

function dualStack(own: YamlMap, addresses: readonly Value[], isHeadless: boolean, context: Context): void {
  const [first, second] = addresses;
  if (addresses.length > 2) {
    refuse(context, 'K8S-113', ['clusterIPs'], own.clusterIPs, 'at most two addresses');
  } else if (typeof first === 'string' && typeof second === 'string') {
    if (versionOfIp(first) !== undefined && versionOfIp(first) === versionOfIp(second)) {
      refuse(context, 'K8S-113', ['clusterIPs', 1], second, 'one address for each of IPv4 and IPv6');
    }
  }
  const isSingle = own.ipFamilyPolicy === 'SingleStack';
  const isDefaultSingle = !has(own, 'ipFamilyPolicy') && !(isHeadless && isEmpty(own.selector));
  if (!isSingle && !isDefaultSingle) return;
  const hasTwo =
    addresses.length === 2 ? 'clusterIPs' : listAt(own, 'ipFamilies').length === 2 && 'ipFamilies';
  if (!hasTwo) return;
  const allowed = 'PreferDualStack or RequireDualStack';
  const message = `has to be ${allowed}, since ${hasTwo} has two; write one of these, or remove the second`;
  context.problems.add('K8S-113', ['ipFamilyPolicy'], message, { allowed });
}

function isEmpty(map: Value | undefined): boolean {
  if (isMap(map)) for (const _ in map) return false;
  return true;
}

/** What only load balancers have. */
function balancer(own: YamlMap, type: Value, context: Context): void {
  const ranges = listAt(own, 'loadBalancerSourceRanges');
  for (let i = 0; i < ranges.length; i++) {
    const range = ranges[i];
    // Source: TrimSpace in validateService.
    if (typeof range === 'string' && !isLegacyCidr(range.trim(), context)) {
      refuse(context, 'K8S-114', ['loadBalancerSourceRanges', i], range, CIDR);
    }
  }
  if (type === 'LoadBalancer') {
    form(context, own, 'loadBalancerClass', 'K8S-114', isQualifiedName, QUALIFIED_NAME);
    return;
  }
  if (ranges.length > 0) onlyForBalancers(context, ['loadBalancerSourceRanges']);
  if (has(own, 'loadBalancerClass')) onlyForBalancers(context, ['loadBalancerClass']);
  if (has(own, 'allocateLoadBalancerNodePorts')) onlyForBalancers(context, ['allocateLoadBalancerNodePorts']);
}

function onlyForBalancers(context: Context, below: readonly string[]): void {
  misplaced(context, below, 'is for type LoadBalancer only', 'remove it, or set that type');
}

function sourceRangesOfAnnotation(own: YamlMap, annotations: YamlMap, context: Context): void {
  const value = annotations[SOURCE_RANGES];
  if (typeof value !== 'string' || listAt(own, 'loadBalancerSourceRanges').length > 0) return;
  const below = ['metadata', 'annotations', SOURCE_RANGES];
  if (own.type !== 'LoadBalancer') onlyForBalancers(context, below);
  if (value.trim() === '') return;
  for (const range of value.trim().split(',')) {
    if (!isLegacyCidr(range.trim(), context))
      refuse(context, 'K8S-114', below, range, `${CIDR}, after commas`);
  }
}

/** Sources: validateServiceExternalTrafficPolicy, validateServiceInternalTrafficFieldsValue and those after them. */
function traffic(own: YamlMap, type: Value, context: Context): void {
  oneOf(context, own, 'internalTrafficPolicy', POLICIES);
  const distributions = isAtLeast(context, 34)
    ? ['PreferClose', 'PreferSameZone', 'PreferSameNode']
    : ['PreferClose'];
  oneOf(context, own, 'trafficDistribution', distributions);
  const { externalTrafficPolicy: policy, healthCheckNodePort: check } = own;
  const isExternal =
    type === 'LoadBalancer' ||
    type === 'NodePort' ||
    (type === 'ClusterIP' && listAt(own, 'externalIPs').length > 0);
  if (isExternal) {
    oneOf(context, own, 'externalTrafficPolicy', ['', ...POLICIES]);
  } else if (policy && (textAt(own, 'type') !== undefined) === TYPES.includes(String(own.type))) {
    const reason = 'is for Services that are reached from outside only';
    misplaced(context, ['externalTrafficPolicy'], reason, 'remove it, or set type NodePort or LoadBalancer');
  }
  if (!isNumber(check) || check === 0) return;
  if (type === 'LoadBalancer' && policy === 'Local') {
    portOfNode(context, 'healthCheckNodePort', check);
  } else {
    const reason = 'is for type LoadBalancer with externalTrafficPolicy Local only';
    misplaced(context, ['healthCheckNodePort'], reason, 'remove it, or set these');
  }
}

/** Source: validateEndpointSubsets. */
function endpointSubset(own: YamlMap, context: Context): void {
  if (listAt(own, 'addresses').length === 0 && listAt(own, 'notReadyAddresses').length === 0) {
    exactlyOne(context, {}, ['addresses', 'notReadyAddresses'], 'address');
  }
  each(context, own, 'addresses', endpointAddress);
  each(context, own, 'notReadyAddresses', endpointAddress);
  const isNameNeeded = listAt(own, 'ports').length > 1;
  each(context, own, 'ports', (item) => {
    if (isNameNeeded) required(context, item, 'name', 'a name: with several ports each needs one');
    formIfSet(context, item, 'name', 'K8S-101', isDns1123Label, DNS_LABEL);
    port(context, item, 'port');
    oneOf(context, item, 'protocol', PROTOCOLS_OR_NONE);
    form(context, item, 'appProtocol', 'K8S-114', isQualifiedName, QUALIFIED_NAME);
  });
}

function endpointAddress(own: YamlMap, context: Context): void {
  const ip = textAt(own, 'ip');
  if (ip !== undefined) endpointIp(context, ['ip'], ip, isLegacyIp(ip, context));
  formIfSet(context, own, 'hostname', 'K8S-114', isDns1123Label, DNS_LABEL);
  form(context, own, 'nodeName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
}

/** Source: ValidateEndpointSlice of pkg/apis/discovery/validation. */
function endpointSlice(own: YamlMap, context: Context): void {
  const { addressType } = own;
  oneOf(context, own, 'addressType', [...FAMILIES, 'FQDN']);
  if (listAt(own, 'endpoints').length > 1000) tooMany(context, 'endpoints', 1000);
  if (listAt(own, 'ports').length > 20000) tooMany(context, 'ports', 20000);
  each(context, own, 'endpoints', (item) => endpoint(item, addressType, context));
  each(context, own, 'ports', (item) => {
    formIfSet(context, item, 'name', 'K8S-101', isDns1123Label, DNS_LABEL);
    oneOf(context, item, 'protocol', PROTOCOLS);
    form(context, item, 'appProtocol', 'K8S-114', isQualifiedName, QUALIFIED_NAME);
  });
  distinctSlicePorts(own, context);
}

/** A name that is left out is an empty one, and only one port may have that. */
function distinctSlicePorts(own: YamlMap, context: Context): void {
  const list = listAt(own, 'ports');
  if (list.length < 2) return;
  const seen = new Set<Value>();
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (!isMap(item)) continue;
    const name = item.name ?? '';
    if (seen.has(name)) twice(context, ['ports', i, 'name'], name);
    seen.add(name);
  }
}

function tooMany(context: Context, key: string, max: number): void {
  const allowed = `at most ${max}`;
  context.problems.add('K8S-106', [key], `has more than ${max}; remove some, or split it`, { allowed });
}

function endpoint(own: YamlMap, addressType: Value | undefined, context: Context): void {
  someItems(context, own, 'addresses', 'at least one address');
  const addresses = listAt(own, 'addresses');
  if (addresses.length > 100) tooMany(context, 'addresses', 100);
  for (let i = 0; i < addresses.length; i++) {
    const address = addresses[i];
    if (typeof address === 'string') sliceAddress(context, ['addresses', i], address, addressType);
  }
  form(context, own, 'nodeName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  form(context, own, 'hostname', 'K8S-114', isDns1123Label, DNS_LABEL);
  hints(own, context);
}

function sliceAddress(
  context: Context,
  below: (string | number)[],
  address: string,
  addressType: Value | undefined,
): void {
  if (addressType === 'FQDN') {
    if (!isFullName(address)) refuse(context, 'K8S-114', below, address, 'a DNS name of at least two parts');
    return;
  }
  if (addressType !== 'IPv4' && addressType !== 'IPv6') return;
  const isRight =
    isLegacyIp(address, context) &&
    (addressType === 'IPv4' || isCanonicalIp(address) || !isAtLeast(context, 36));
  if (isRight && `IPv${versionOfIp(address)}` !== addressType) {
    refuse(context, 'K8S-114', below, address, `an address of ${addressType}`);
  } else {
    endpointIp(context, below, address, isRight);
  }
}

/** Source: IsFullyQualifiedDomainName of k8s.io/apimachinery. */
function isFullName(text: string): boolean {
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  return name.includes('.') && isDns1123Subdomain(name) && name.split('.').every(isDns1123Label);
}

/** Source: validateHints. */
function hints(own: YamlMap, context: Context): void {
  const hint = mapAt(own, 'hints');
  if (!hint) return;
  context.problems.path.push('hints');
  if (listAt(hint, 'forZones').length > 8) tooMany(context, 'forZones', 8);
  each(context, hint, 'forZones', (zone) =>
    form(context, zone, 'name', 'K8S-114', isLabelValue, LABEL_VALUE),
  );
  duplicates(context, hint, 'forZones', 'name');
  if (isAtLeast(context, 34)) {
    if (listAt(hint, 'forNodes').length > 8) tooMany(context, 'forNodes', 8);
    each(context, hint, 'forNodes', (node) =>
      form(context, node, 'name', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN),
    );
    duplicates(context, hint, 'forNodes', 'name');
  }
  context.problems.path.pop();
}
