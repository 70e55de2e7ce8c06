import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { CIDR, isLegacyCidr, versionOfCidr } from './addresses.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_SUBDOMAIN,
  distinctItems,
  each,
  form,
  formIfSet,
  has,
  inRange,
  inside,
  isDns1035Label,
  isDns1123Label,
  isDns1123Subdomain,
  isLabelValue,
  isNumber,
  isPort,
  isQualifiedName,
  LABEL_VALUE,
  listAt,
  misplaced,
  notEmpty,
  oneOf,
  oneOfItems,
  QUALIFIED_NAME,
  refuse,
  required,
  someItems,
  twice,
} from './values.ts';

/** Namespaces, nodes, and what extends the API server. */
export const CLUSTER_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1NamespaceSpec: [namespaceSpec],
  V1NodeSpec: [nodeSpec],
  V1APIService: [
    (own, context) => required(context, own, 'spec', 'a spec with group, version and priorities'),
  ],
  V1APIServiceSpec: [apiService],
  V1CertificateSigningRequestSpec: [signingRequest],
};

const FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** Source: ValidateNamespace of pkg/apis/core/validation. */
function namespaceSpec(own: YamlMap, context: Context): void {
  const list = listAt(own, 'finalizers');
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item !== 'string' || FINALIZERS.includes(item)) continue;
    if (item.includes('/') && isQualifiedName(item)) continue;
    refuse(context, 'K8S-114', ['finalizers', i], item, 'kubernetes, or a name with a domain before a /');
  }
}

/** Source: ValidateNode. */
function nodeSpec(own: YamlMap, context: Context): void {
  each(context, own, 'taints', (taint) => {
    form(context, taint, 'key', 'K8S-114', isQualifiedName, QUALIFIED_NAME);
    form(context, taint, 'value', 'K8S-114', isLabelValue, LABEL_VALUE);
    oneOf(context, taint, 'effect', ['NoSchedule', 'PreferNoSchedule', 'NoExecute']);
  });
  distinctTaints(own, context);
  podRanges(own, context);
}

/** Where podCIDR is not the first of podCIDRs, it stands alone. Source: Convert_v1_NodeSpec_To_core_NodeSpec. */
function podRanges(own: YamlMap, context: Context): void {
  const { podCIDR: single } = own;
  const all = listAt(own, 'podCIDRs');
  if (typeof single === 'string' && single !== '' && single !== all[0]) {
    form(context, own, 'podCIDR', 'K8S-114', (text) => isLegacyCidr(text, context), CIDR);
    return;
  }
  for (let i = 0; i < all.length; i++) {
    const item = all[i];
    if (typeof item === 'string' && !isLegacyCidr(item, context)) {
      refuse(context, 'K8S-114', ['podCIDRs', i], item, CIDR);
    }
  }
  const [first, second] = all;
  if (typeof first !== 'string' || typeof second !== 'string') return;
  if (all.length > 2 || versionOfCidr(first) === versionOfCidr(second)) {
    refuse(context, 'K8S-113', ['podCIDRs', 1], second, 'one range for each of IPv4 and IPv6');
  }
}

function distinctTaints(own: YamlMap, context: Context): void {
  const list = listAt(own, 'taints');
  const seen = new Set<string>();
  for (let i = 0; i < list.length; i++) {
    const taint = list[i];
    if (!isMap(taint) || typeof taint.key !== 'string' || typeof taint.effect !== 'string') continue;
    const key = `${taint.key}:${taint.effect}`;
    if (seen.has(key)) twice(context, ['taints', i], key);
    seen.add(key);
  }
}

/** Source: ValidateAPIService of kube-aggregator. */
function apiService(own: YamlMap, context: Context): void {
  const version = own.version ?? '';
  formIfSet(context, own, 'group', 'K8S-114', isDns1123Subdomain, DNS_SUBDOMAIN);
  if ((own.group ?? '') === '' && version !== 'v1') {
    const allowed = 'the group of the API';
    context.problems.add('K8S-109', ['group'], `group is missing; add ${allowed}`, { allowed });
  }
  if (typeof version === 'string' && !isDns1035Label(version)) {
    refuse(context, 'K8S-114', ['version'], version, 'a version, such as v1beta1');
  }
  inRange(context, own, 'groupPriorityMinimum', 1, 20000);
  inRange(context, own, 'versionPriority', 1, 1000);
  const hasBundle = typeof own.caBundle === 'string' && own.caBundle !== '';
  if (has(own, 'service')) {
    inside(context, own, 'service', serviceOfApi);
    if (own.insecureSkipTLSVerify === true && hasBundle) {
      misplaced(
        context,
        ['insecureSkipTLSVerify'],
        'may not be true beside caBundle',
        'remove one of the two',
      );
    }
    return;
  }
  if (hasBundle) misplaced(context, ['caBundle'], 'needs a service', 'add one, or remove it');
  if (own.insecureSkipTLSVerify === true) {
    misplaced(context, ['insecureSkipTLSVerify'], 'needs a service', 'add one, or remove it');
  }
}

function serviceOfApi(own: YamlMap, context: Context): void {
  for (const key of ['namespace', 'name']) {
    if (has(own, key)) notEmpty(context, own, key, `the ${key} of the Service`);
    else context.problems.add('K8S-109', [key], `${key} is missing; add the ${key} of the Service`);
  }
  if (isNumber(own.port) && !isPort(own.port)) {
    refuse(context, 'K8S-106', ['port'], own.port, 'a number from 1 to 65535');
  }
}

const USAGES = [
  'signing',
  'digital signature',
  'content commitment',
  'key encipherment',
  'key agreement',
  'data encipherment',
  'cert sign',
  'crl sign',
  'encipher only',
  'decipher only',
  'any',
  'server auth',
  'client auth',
  'code signing',
  'email protection',
  's/mime',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'timestamping',
  'ocsp signing',
  'microsoft sgc',
  'netscape sgc',
];

/** Source: validateCertificateSigningRequest of pkg/apis/certificates/validation; the request itself isn't read. */
function signingRequest(own: YamlMap, context: Context): void {
  someItems(context, own, 'usages', 'what the certificate is for, such as client auth', true);
  oneOfItems(context, own, 'usages', USAGES);
  distinctItems(context, own, 'usages');
  inRange(context, own, 'expirationSeconds', 600);
  form(
    context,
    own,
    'signerName',
    'K8S-101',
    isSigner,
    'a domain, / and a name, such as example.com/signer; not kubernetes.io/legacy-unknown',
  );
  notEmpty(context, own, 'request', 'a PKCS#10 request, PEM in base64');
}

/** Source: ValidateSignerName of pkg/apis/core/validation. */
function isSigner(text: string): boolean {
  const [domain = '', path = '', ...rest] = text.split('/');
  if (rest.length > 0 || text.length > 571 || text === 'kubernetes.io/legacy-unknown') return false;
  const parts = domain.split('.');
  if (parts.length < 2 || domain.length > 253 || !parts.every(isDns1123Label)) return false;
  return path.split('.').every(isDns1123Subdomain);
}
