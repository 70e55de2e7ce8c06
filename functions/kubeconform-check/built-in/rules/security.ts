import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_SUBDOMAIN,
  duplicates,
  each,
  form,
  has,
  inRange,
  isDns1123Subdomain,
  isLocalPath,
  isNumber,
  LOCAL_PATH,
  listAt,
  mapAt,
  notEmpty,
  oneOf,
  refuse,
} from './values.ts';

/** Source: IsValidUserID of k8s.io/apimachinery. */
const MAX_ID = 2147483647;
const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

/** What a container, or a Pod, may do. */
export const SECURITY_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1SecurityContext: [securityContext],
  V1PodSecurityContext: [podSecurityContext],
  V1SeccompProfile: [seccompProfile],
  V1AppArmorProfile: [appArmorProfile],
  V1WindowsSecurityContextOptions: [windowsOptions],
};

/** Source: ValidateSecurityContext of pkg/apis/core/validation. */
function securityContext(own: YamlMap, context: Context): void {
  inRange(context, own, 'runAsUser', 0, MAX_ID);
  inRange(context, own, 'runAsGroup', 0, MAX_ID);
  oneOf(context, own, 'procMount', ['Default', 'Unmasked']);
  if (own.allowPrivilegeEscalation !== false) return;
  if (own.privileged === true) contradiction(context, 'privileged');
  const added = mapAt(own, 'capabilities');
  if (added && listAt(added, 'add').includes('CAP_SYS_ADMIN')) contradiction(context, 'CAP_SYS_ADMIN');
}

function contradiction(context: Context, what: string): void {
  const message = `is false, but the container is given ${what}, which includes it; remove one of the two`;
  context.problems.add('K8S-113', ['allowPrivilegeEscalation'], message, { found: 'false' });
}

/** Source: validatePodSpecSecurityContext. */
function podSecurityContext(own: YamlMap, context: Context): void {
  inRange(context, own, 'fsGroup', 0, MAX_ID);
  inRange(context, own, 'runAsUser', 0, MAX_ID);
  inRange(context, own, 'runAsGroup', 0, MAX_ID);
  oneOf(context, own, 'fsGroupChangePolicy', ['OnRootMismatch', 'Always']);
  oneOf(context, own, 'supplementalGroupsPolicy', ['Merge', 'Strict']);
  oneOf(context, own, 'seLinuxChangePolicy', ['Recursive', 'MountOption']);
  const groups = listAt(own, 'supplementalGroups');
  for (let i = 0; i < groups.length; i++) {
    const group = groups[i] as Value;
    if (isNumber(group) && (group < 0 || group > MAX_ID)) {
      refuse(context, 'K8S-106', ['supplementalGroups', i], group, `a number from 0 to ${MAX_ID}`);
    }
  }
  each(context, own, 'sysctls', sysctl);
  duplicates(context, own, 'sysctls', 'name');
}

/** Source: IsValidSysctlName. */
function sysctl(own: YamlMap, context: Context): void {
  form(context, own, 'name', 'K8S-114', isSysctl, 'the name of a sysctl, such as net.core.somaxconn');
}

function isSysctl(text: string): boolean {
  return (
    text.length <= 253 && text.split(/[./]/).every((part) => /^[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/.test(part))
  );
}

/** Source: validateSeccompProfileField. */
function seccompProfile(profile: YamlMap, context: Context): void {
  if (!isLocalhost(profile, context)) return;
  const path = profile.localhostProfile;
  if (typeof path === 'string' && !isLocalPath(path)) {
    refuse(context, 'K8S-114', ['localhostProfile'], path, LOCAL_PATH);
  }
}

/** Source: ValidateAppArmorProfileField. */
function appArmorProfile(profile: YamlMap, context: Context): void {
  if (!isLocalhost(profile, context)) return;
  form(context, profile, 'localhostProfile', 'K8S-114', isTrimmed, 'a name without space at its ends');
}

/** Whether a profile is on the node; it has a name then, and no other has one. */
function isLocalhost(profile: YamlMap, context: Context): boolean {
  const { type } = profile;
  oneOf(context, profile, 'type', PROFILE_TYPES);
  const hasName = has(profile, 'localhostProfile');
  if (type === 'Localhost' && !hasName) {
    const allowed = 'the name of a profile on the node';
    const message = `localhostProfile is missing, which type Localhost needs; add ${allowed}`;
    context.problems.add('K8S-113', ['localhostProfile'], message, { allowed });
  } else if (hasName && (type === 'RuntimeDefault' || type === 'Unconfined')) {
    const message = 'counts only with type Localhost; remove it, or write type: Localhost';
    context.problems.add('K8S-113', ['localhostProfile'], message, { allowed: 'type: Localhost' });
  }
  return type === 'Localhost';
}

function isTrimmed(text: string): boolean {
  return text !== '' && text.length <= 4095 && text.trim() === text;
}

/** Source: validateWindowsSecurityContextOptions. */
function windowsOptions(own: YamlMap, context: Context): void {
  form(context, own, 'gmsaCredentialSpecName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN);
  notEmpty(context, own, 'gmsaCredentialSpec', 'a credential spec, or remove it');
  form(
    context,
    own,
    'runAsUserName',
    'K8S-114',
    isUserName,
    'the name of a user of Windows, such as DOMAIN\\user',
  );
}

function isUserName(text: string): boolean {
  const parts = text.split('\\');
  const user = parts.at(-1) as string;
  return (
    parts.length <= 2 && user.length <= 104 && /[^. ]/.test(user) && !/[\p{Cc}"/:;|=,+*?<>@[\]]/u.test(user)
  );
}
