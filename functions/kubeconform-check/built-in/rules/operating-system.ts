import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Context } from './rules.ts';
import { has, listAt, mapAt } from './values.ts';

const NOT_OF_WINDOWS = ['hostUsers', 'shareProcessNamespace'];
const POD_SECURITY = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
];
const CONTAINER_SECURITY = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];
const NOT_OF_LINUX = ['windowsOptions'];

/**
 * K8S-113 for what the operating system of a Pod doesn't have.
 * Sources: validateLinux, validateWindows of pkg/apis/core/validation.
 */
export function operatingSystem(spec: YamlMap, context: Context): void {
  const { os } = spec;
  const name = isMap(os) ? os.name : undefined;
  if (name !== 'windows' && name !== 'linux') return;
  const isWindows = name === 'windows';
  if (isWindows) windowsPod(spec, context);
  security(spec, context, [], isWindows ? POD_SECURITY : NOT_OF_LINUX, name);
  for (const key of ['containers', 'initContainers']) {
    const list = listAt(spec, key);
    for (let i = 0; i < list.length; i++) {
      const container = list[i];
      if (!isMap(container)) continue;
      security(container, context, [key, i], isWindows ? CONTAINER_SECURITY : NOT_OF_LINUX, name);
    }
  }
}

function windowsPod(spec: YamlMap, context: Context): void {
  for (const key of NOT_OF_WINDOWS) if (has(spec, key)) foreign(context, [key], 'windows');
  for (const key of ['hostPID', 'hostIPC']) if (spec[key] === true) foreign(context, [key], 'windows');
  if (has(spec, 'resources')) foreign(context, ['resources'], 'windows');
}

function security(
  own: YamlMap,
  context: Context,
  below: readonly (string | number)[],
  keys: readonly string[],
  name: string,
): void {
  const securityContext = mapAt(own, 'securityContext');
  if (!securityContext) return;
  for (const key of keys) {
    if (has(securityContext, key)) foreign(context, [...below, 'securityContext', key], name);
  }
}

function foreign(context: Context, below: readonly (string | number)[], name: string): void {
  const message = `does not exist in a Pod with os.name: ${name}; remove it`;
  context.problems.add('K8S-113', below, message, { allowed: 'not set' });
}

/** Source: validateWindowsHostProcessPod. */
export function hostProcess(spec: YamlMap, context: Context): void {
  if (spec.hostNetwork === true || !runsOnHost(spec)) return;
  const message = 'has to be true, as a container has windowsOptions.hostProcess; write hostNetwork: true';
  context.problems.add('K8S-113', ['hostNetwork'], message, { allowed: 'true', proposed: 'true' });
}

function runsOnHost(spec: YamlMap): boolean {
  const ofPod = windowsOptions(spec)?.hostProcess;
  return ['containers', 'initContainers'].some((key) =>
    listAt(spec, key).some((item) => isMap(item) && (windowsOptions(item)?.hostProcess ?? ofPod) === true),
  );
}

function windowsOptions(own: YamlMap): YamlMap | undefined {
  const securityContext = mapAt(own, 'securityContext');
  return securityContext && mapAt(securityContext, 'windowsOptions');
}
