import { printable } from '../../../lib/printable.ts';
import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import { show } from '../../../lib/show.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_LABEL,
  formIfSet,
  has,
  isDns1123Label,
  isFull,
  isNumber,
  listAt,
  mapAt,
  refuse,
  textAt,
  twice,
} from './values.ts';

/** Pods whose volumes are all their own. */
export const MOUNT_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1Pod: [(pod, context) => podWhole(mapAt(pod, 'spec'), context, ['spec'], { isPod: true })],
  V1PodTemplate: [ownVolumes],
  V1DeploymentSpec: [ownVolumes],
  V1ReplicaSetSpec: [ownVolumes],
  V1ReplicationControllerSpec: [ownVolumes],
  V1DaemonSetSpec: [ownVolumes],
  V1JobSpec: [ownVolumes],
};

function ownVolumes(spec: YamlMap, context: Context): void {
  template(spec, context);
}

/** What a Pod is a part of. */
interface Owner {
  isPod?: boolean;
  /** The volumeClaimTemplates of a StatefulSet, which are volumes of its Pods. */
  claims?: readonly Value[];
}

/** So many names are compared with one that isn't known. */
const MAX_NAMES = 100;

type Volumes = Map<string, YamlMap>;

/** The Pod of a template, with the walk standing above `template`. */
export function template(spec: YamlMap, context: Context, owner: Owner = {}): void {
  podWhole(mapAt(mapAt(spec, 'template') ?? {}, 'spec'), context, ['template', 'spec'], owner);
}

/** What only all of a Pod can tell: its volumes and mounts, ports of its host, names that a StatefulSet gives. */
function podWhole(spec: YamlMap | undefined, context: Context, below: readonly string[], owner: Owner): void {
  if (!spec) return;
  const { path } = context.problems;
  path.push(...below);
  if (!has(spec, 'volumes') || Array.isArray(spec.volumes))
    mounts(spec, context, volumes(spec, context, owner));
  hostPorts(spec, context, owner);
  if (!owner.claims) {
    formIfSet(context, spec, 'hostname', 'K8S-101', isDns1123Label, DNS_LABEL);
    formIfSet(context, spec, 'subdomain', 'K8S-101', isDns1123Label, DNS_LABEL);
  }
  path.length -= below.length;
}

/** The volumes by name; a claim of the StatefulSet replaces a volume of its name. */
function volumes(spec: YamlMap, context: Context, { claims }: Owner): Volumes {
  const known: Volumes = new Map();
  if (claims) claimVolumes(claims, known);
  const list = listAt(spec, 'volumes');
  for (let i = 0; i < list.length; i++) {
    const volume = list[i];
    if (!isMap(volume) || typeof volume.name !== 'string') continue;
    const other = known.get(volume.name);
    if (other === undefined) known.set(volume.name, volume);
    else if (other !== CLAIM) twice(context, ['volumes', i, 'name'], volume.name);
  }
  return known;
}

const CLAIM: YamlMap = { persistentVolumeClaim: {} };

function claimVolumes(claims: readonly Value[], known: Volumes): void {
  for (const claim of claims) {
    const name = isMap(claim) ? mapAt(claim, 'metadata')?.name : undefined;
    if (typeof name === 'string') known.set(name, CLAIM);
  }
}

function mounts(spec: YamlMap, context: Context, known: Volumes): void {
  for (const key of ['containers', 'initContainers']) {
    const list = listAt(spec, key);
    for (let i = 0; i < list.length; i++) {
      const container = list[i];
      if (!isMap(container)) continue;
      context.problems.path.push(key, i);
      mountsOf(container, context, known);
      context.problems.path.length -= 2;
    }
  }
}

function mountsOf(container: YamlMap, context: Context, known: Volumes): void {
  volumesExist(container, context, known, 'volumeMounts');
  if (has(container, 'volumeDevices')) {
    volumesExist(container, context, known, 'volumeDevices');
    blockVolumes(container, context, known);
  }
  const env = listAt(container, 'env');
  for (let i = 0; i < env.length; i++) {
    const item = env[i];
    const source = isMap(item) ? mapAt(item, 'valueFrom') : undefined;
    const file = source && mapAt(source, 'fileKeyRef');
    if (file) fileOfVolume(file, context, known, ['env', i, 'valueFrom', 'fileKeyRef', 'volumeName']);
  }
}

/** Source: ValidateVolumeMounts of pkg/apis/core/validation. */
function volumesExist(container: YamlMap, context: Context, known: Volumes, key: string): void {
  const list = listAt(container, key);
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const name = isMap(item) ? item.name : undefined;
    if (typeof name === 'string' && name !== '' && !known.has(name))
      missing(context, [key, i, 'name'], name, known);
  }
}

function missing(context: Context, below: readonly (string | number)[], name: string, known: Volumes): void {
  if (isFull(context)) return;
  const names = [...known.keys()].slice(0, MAX_NAMES);
  const meant = context.problems.nearest(name, names);
  const allowed = printable(names.join(', '), 400);
  const advice =
    meant === undefined ? 'add it below volumes' : `write ${printable(meant)}, or add it below volumes`;
  context.problems.add('K8S-108', below, `names no volume of the Pod: ${show(name)}; ${advice}`, {
    found: show(name),
    allowed: allowed === '' ? 'a volume of the Pod' : allowed,
    ...(meant !== undefined && { proposed: printable(meant) }),
  });
}

/** Source: ValidateVolumeDevices. */
function blockVolumes(container: YamlMap, context: Context, known: Volumes): void {
  const list = listAt(container, 'volumeDevices');
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    const name = isMap(item) ? item.name : undefined;
    const volume = typeof name === 'string' ? known.get(name) : undefined;
    if (!volume || has(volume, 'persistentVolumeClaim') || has(volume, 'ephemeral')) continue;
    const allowed = 'a volume of a persistentVolumeClaim, or an ephemeral one';
    refuse(context, 'K8S-113', ['volumeDevices', i, 'name'], name, allowed);
  }
}

/** Source: validateFileKeyRefVolumes. */
function fileOfVolume(
  file: YamlMap,
  context: Context,
  known: Volumes,
  below: readonly (string | number)[],
): void {
  const name = file.volumeName;
  if (typeof name !== 'string' || name === '') return;
  const volume = known.get(name);
  if (!volume) missing(context, below, name, known);
  else if (!isEmptyDir(volume)) refuse(context, 'K8S-113', below, name, 'the name of an emptyDir volume');
}

/** A volume without any source is one, too. */
function isEmptyDir(volume: YamlMap): boolean {
  return has(volume, 'emptyDir') || Object.keys(volume).every((key) => key === 'name' || !has(volume, key));
}

/** Sources: checkHostPortConflicts, validatePodHostNetworkDeps. */
function hostPorts(spec: YamlMap, context: Context, { isPod = false }: Owner): void {
  const isHost = spec.hostNetwork === true;
  const containers = listAt(spec, 'containers');
  let seen: Set<string> | undefined;
  for (let i = 0; i < containers.length; i++) {
    const container = containers[i];
    const ports = isMap(container) ? listAt(container, 'ports') : [];
    for (let j = 0; j < ports.length; j++) {
      const port = ports[j];
      if (!isMap(port)) continue;
      const { containerPort } = port;
      const hostPort = port.hostPort || (isHost && isPod ? containerPort : 0);
      if (!isNumber(hostPort) || hostPort === 0) continue;
      const below = ['containers', i, 'ports', j, has(port, 'hostPort') ? 'hostPort' : 'containerPort'];
      if (isHost && isNumber(containerPort) && hostPort !== containerPort) {
        const allowed = `${containerPort}, the containerPort, as the Pod has hostNetwork`;
        refuse(context, 'K8S-113', below, hostPort, allowed, String(containerPort));
      }
      const key = `${textAt(port, 'protocol') || 'TCP'}/${textAt(port, 'hostIP') ?? ''}/${hostPort}`;
      seen ??= new Set();
      if (seen.has(key)) twice(context, below, hostPort);
      seen.add(key);
    }
  }
}
