import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import {
  CIDR,
  isCanonicalCidr,
  isLegacyCidr,
  isStrictlyWithin,
  versionOfCidr,
  versionOfIp,
} from './addresses.ts';
import type { Context, Rule } from './rules.ts';
import { PROTOCOLS } from './services.ts';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  each,
  exactlyOne,
  exclusive,
  form,
  formIfSet,
  has,
  IANA_SERVICE_NAME,
  inside,
  insideOrEmpty,
  isAtLeast,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isIanaServiceName,
  isNumber,
  isPathSegment,
  isPort,
  listAt,
  mapAt,
  misplaced,
  oneOf,
  oneOfItems,
  PATH_SEGMENT,
  port,
  refuse,
  required,
  someItems,
  textAt,
  twice,
} from './values.ts';

/** Ingresses, policies of the network, and addresses of the cluster. */
export const NETWORKING_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1Ingress: [ingress],
  V1IngressClass: [ingressClass],
  V1NetworkPolicySpec: [policySpec],
  V1NetworkPolicyPort: [policyPort],
  V1NetworkPolicyPeer: [peer],
  V1IPBlock: [ipBlock],
  V1ServiceCIDR: [serviceCidr],
  V1IPAddressSpec: [ipAddress],
};

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** Source: ValidateIngressCreate of pkg/apis/networking/validation. */
function ingress(own: YamlMap, context: Context): void {
  insideOrEmpty(context, own, 'spec', ingressSpec);
  const annotations = mapAt(mapAt(own, 'metadata') ?? {}, 'annotations');
  const annotated = annotations?.[CLASS_ANNOTATION];
  const name = textAt(mapAt(own, 'spec') ?? {}, 'ingressClassName');
  if (typeof annotated !== 'string' || name === undefined || annotated === name) return;
  const reason = `is ${show(annotated)}, but spec.ingressClassName ${show(name)}`;
  misplaced(context, ['metadata', 'annotations', CLASS_ANNOTATION], reason, 'remove the annotation');
}

function ingressSpec(own: YamlMap, context: Context): void {
  if (listAt(own, 'rules').length === 0 && !has(own, 'defaultBackend')) {
    exactlyOne(context, {}, ['defaultBackend', 'rules'], 'backend');
  }
  inside(context, own, 'defaultBackend', backend);
  each(context, own, 'rules', ingressRule);
  each(context, own, 'tls', tls);
  form(context, own, 'ingressClassName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
}

const HOST = `a DNS name (${DNS_SUBDOMAIN}), or *. and a DNS name`;

function ingressRule(own: YamlMap, context: Context): void {
  const host = textAt(own, 'host');
  if (host && (!isHost(host) || versionOfIp(host) !== undefined)) {
    refuse(context, 'K8S-114', ['host'], host, `${HOST}, no address`);
  }
  inside(context, own, 'http', (http) => {
    someItems(context, http, 'paths', 'at least one path');
    each(context, http, 'paths', ingressPath);
  });
}

/** Source: IsWildcardDNS1123Subdomain of k8s.io/apimachinery. */
function isHost(text: string): boolean {
  if (text.length > 253) return false;
  return isDns1123Subdomain(text.startsWith('*.') ? text.slice(2) : text);
}

const BAD_SEQUENCES = ['//', '/./', '/../', '%2f', '%2F'];
const BAD_ENDS = ['/..', '/.'];

function ingressPath(own: YamlMap, context: Context): void {
  oneOf(context, own, 'pathType', PATH_TYPES);
  inside(context, own, 'backend', backend);
  const path = own.path ?? '';
  if (typeof path !== 'string') return;
  if (own.pathType === 'ImplementationSpecific') {
    if (path !== '' && !path.startsWith('/')) notAbsolute(context, path);
  } else if (own.pathType === 'Exact' || own.pathType === 'Prefix') {
    if (!path.startsWith('/')) notAbsolute(context, path);
    const bad =
      BAD_SEQUENCES.find((text) => path.includes(text)) ?? BAD_ENDS.find((text) => path.endsWith(text));
    if (bad !== undefined) refuse(context, 'K8S-114', ['path'], path, `a path without ${bad}`);
  }
}

function notAbsolute(context: Context, path: string): void {
  refuse(context, path === '' ? 'K8S-109' : 'K8S-114', ['path'], path, 'a path that starts with /');
}

/** Source: validateIngressBackend. */
function backend(own: YamlMap, context: Context): void {
  exactlyOne(context, own, ['service', 'resource'], 'backend');
  inside(context, own, 'resource', reference);
  inside(context, own, 'service', (target) => {
    // Source: the feature RelaxedServiceNameValidation.
    const isName = isAtLeast(context, 36) ? isDns1123Label : isDns1035Label;
    form(context, target, 'name', 'K8S-101', isName, `the name of a Service: ${DNS_LABEL}`);
    insideOrEmpty(context, target, 'port', backendPort);
  });
}

function backendPort(own: YamlMap, context: Context): void {
  const hasName = typeof own.name === 'string' && own.name !== '';
  const hasNumber = isNumber(own.number) && own.number !== 0;
  if (hasName && hasNumber) exclusive(context, ['number'], 'name', 'number');
  else if (hasName) form(context, own, 'name', 'K8S-101', isIanaServiceName, IANA_SERVICE_NAME);
  else if (hasNumber) port(context, own, 'number');
  else if (!has(own, 'name') || own.name === '') exactlyOne(context, {}, ['number', 'name'], 'port');
}

/** Source: validateIngressTypedLocalObjectReference. */
function reference(own: YamlMap, context: Context): void {
  form(context, own, 'apiGroup', 'K8S-114', isDns1123Subdomain, DNS_SUBDOMAIN);
  form(context, own, 'kind', 'K8S-114', isPathSegment, PATH_SEGMENT);
  form(context, own, 'name', 'K8S-101', isPathSegment, PATH_SEGMENT);
}

function tls(own: YamlMap, context: Context): void {
  const hosts = listAt(own, 'hosts');
  for (let i = 0; i < hosts.length; i++) {
    const host = hosts[i];
    if (typeof host === 'string' && !isHost(host)) refuse(context, 'K8S-114', ['hosts', i], host, HOST);
  }
  formIfSet(context, own, 'secretName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
}

const CONTROLLER = 'a DNS name, / and a path, such as example.com/ingress, at most 250 characters in all';

/** Source: ValidateIngressClass. */
function ingressClass(own: YamlMap, context: Context): void {
  insideOrEmpty(context, own, 'spec', (spec) => {
    required(context, spec, 'controller', CONTROLLER);
    formIfSet(context, spec, 'controller', 'K8S-114', isController, CONTROLLER);
    inside(context, spec, 'parameters', parameters);
  });
}

/** Source: IsDomainPrefixedPath of k8s.io/apimachinery. */
function isController(text: string): boolean {
  const slash = text.indexOf('/');
  return (
    text.length <= 250 &&
    slash > 0 &&
    isDns1123Subdomain(text.slice(0, slash)) &&
    /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/.test(text.slice(slash + 1))
  );
}

/** Source: validateIngressClassParametersReference. */
function parameters(own: YamlMap, context: Context): void {
  reference(own, context);
  oneOf(context, own, 'scope', ['Cluster', 'Namespace']);
  const scope = own.scope ?? 'Cluster';
  if (scope === 'Namespace') {
    if (!has(own, 'namespace')) required(context, own, 'namespace', 'the namespace of the parameters');
    form(context, own, 'namespace', 'K8S-102', isDns1123Label, DNS_LABEL);
  } else if (scope === 'Cluster' && has(own, 'namespace')) {
    misplaced(
      context,
      ['namespace'],
      'may not stand beside scope Cluster',
      'remove it, or write scope Namespace',
    );
  }
}

const POLICY_TYPES = ['Ingress', 'Egress'];

/** Source: ValidateNetworkPolicySpec. */
function policySpec(own: YamlMap, context: Context): void {
  const list = listAt(own, 'policyTypes');
  oneOfItems(context, own, 'policyTypes', POLICY_TYPES);
  if (list.length > 2) twice(context, ['policyTypes', list.length - 1], list[list.length - 1] as Value);
}

/** Source: ValidateNetworkPolicyPort. */
function policyPort(own: YamlMap, context: Context): void {
  oneOf(context, own, 'protocol', PROTOCOLS);
  const { port: first, endPort: last } = own;
  if (isNumber(first)) {
    port(context, own, 'port');
    if (!isNumber(last)) return;
    port(context, own, 'endPort');
    if (isPort(last) && last < first) {
      refuse(context, 'K8S-106', ['endPort'], last, `a number that is at least the port, ${first}`);
    }
  } else if (typeof first === 'string' || !has(own, 'port')) {
    if (typeof first === 'string' && !isIanaServiceName(first)) policyPortName(context, first);
    if (has(own, 'endPort')) {
      misplaced(context, ['endPort'], 'needs a port that is a number', 'remove it, or write such a port');
    }
  }
}

function policyPortName(context: Context, name: string): void {
  const isQuoted = /^[1-9][0-9]{0,4}$/.test(name) && isPort(Number(name));
  const allowed = `a number from 1 to 65535, or the name of a port (${IANA_SERVICE_NAME})`;
  const code = name === '' ? 'K8S-109' : 'K8S-101';
  refuse(context, code, ['port'], name, allowed, isQuoted ? name : undefined);
}

/** Source: ValidateNetworkPolicyPeer. */
function peer(own: YamlMap, context: Context): void {
  const hasSelector = has(own, 'podSelector') || has(own, 'namespaceSelector');
  if (!has(own, 'ipBlock')) {
    if (!hasSelector) {
      exactlyOne(context, {}, ['ipBlock', 'podSelector', 'namespaceSelector'], 'peer');
    }
  } else if (hasSelector) {
    const other = has(own, 'podSelector') ? 'podSelector' : 'namespaceSelector';
    exclusive(context, ['ipBlock'], 'ipBlock', other);
  }
}

/** Source: ValidateIPBlock. */
function ipBlock(own: YamlMap, context: Context): void {
  form(context, own, 'cidr', 'K8S-114', (text) => isLegacyCidr(text, context), CIDR);
  const { cidr } = own;
  if (typeof cidr !== 'string' || cidr === '') return;
  const list = listAt(own, 'except');
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item !== 'string' || versionOfCidr(cidr) === undefined) continue;
    if (!isLegacyCidr(item, context)) refuse(context, 'K8S-114', ['except', i], item, CIDR);
    else if (isStrictlyWithin(item, cidr) === false) {
      refuse(context, 'K8S-114', ['except', i], item, `a smaller range within the cidr, ${show(cidr)}`);
    }
  }
}

/** Source: validateServiceCIDRSpec. */
function serviceCidr(own: YamlMap, context: Context): void {
  insideOrEmpty(context, own, 'spec', (spec) => {
    someItems(context, spec, 'cidrs', 'one or two ranges of addresses', true);
    const list = listAt(spec, 'cidrs');
    if (list.length > 2) refuse(context, 'K8S-113', ['cidrs'], spec.cidrs ?? null, 'at most two ranges');
    for (let i = 0; i < list.length; i++) {
      const item = list[i];
      if (typeof item === 'string' && !isCanonicalCidr(item)) {
        refuse(context, 'K8S-114', ['cidrs', i], item, `${CIDR}, in its shortest form`);
      }
    }
    twoFamilies(list, context);
  });
}

function twoFamilies(list: readonly Value[], context: Context): void {
  const [first, second] = list;
  if (list.length !== 2 || typeof first !== 'string' || typeof second !== 'string') return;
  if (versionOfCidr(first) === undefined || versionOfCidr(first) !== versionOfCidr(second)) return;
  refuse(context, 'K8S-113', ['cidrs', 1], second, 'one range for each of IPv4 and IPv6');
}

/** Source: validateIPAddressParentReference. */
function ipAddress(own: YamlMap, context: Context): void {
  inside(context, own, 'parentRef', (parent) => {
    formIfSet(context, parent, 'group', 'K8S-114', isDns1123Subdomain, DNS_SUBDOMAIN);
    form(context, parent, 'resource', 'K8S-114', isPathSegment, PATH_SEGMENT);
    form(context, parent, 'name', 'K8S-101', isPathSegment, PATH_SEGMENT);
    formIfSet(context, parent, 'namespace', 'K8S-102', isPathSegment, PATH_SEGMENT);
  });
}
