import { isMap, type YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Value } from '../../../lib/yaml/read.ts';
import { template } from './mounts.ts';
import type { Context, Rule } from './rules.ts';
import { labelsMatch, selectsSomething, selectsTemplate } from './selectors.ts';
import {
  DNS_LABEL,
  exclusive,
  form,
  formIfSet,
  has,
  inRange,
  inside,
  isDns1123Label,
  isNumber,
  isPercent,
  listAt,
  mapAt,
  oneOf,
  refuse,
  required,
} from './values.ts';

const DEPLOYMENT_STRATEGIES = ['', 'Recreate', 'RollingUpdate'];
const UPDATE_STRATEGIES = ['', 'OnDelete', 'RollingUpdate'];
const RETENTIONS = ['', 'Retain', 'Delete'];
const SELECTOR_AND_TEMPLATE = 'a spec with a selector and a template';

/** Deployments, StatefulSets and the like. */
export const WORKLOAD_KIND_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1Deployment: [specNeeded],
  V1DeploymentSpec: [replicated, history, running, deployment],
  V1ReplicaSet: [specNeeded],
  V1ReplicaSetSpec: [replicated, running],
  V1DaemonSet: [specNeeded],
  V1DaemonSetSpec: [replicated, history, running, daemonSet],
  V1StatefulSet: [specNeeded],
  V1StatefulSetSpec: [replicated, running, statefulSet],
  V1ReplicationController: [(own, context) => required(context, own, 'spec', 'a spec with a template')],
  V1ReplicationControllerSpec: [replicationController, running],
  V1ControllerRevision: [controllerRevision],
  V1PodTemplate: [(own, context) => required(context, own, 'template', 'a template with a spec')],
};

/** Source: ValidateControllerRevisionCreate of pkg/apis/apps/validation. */
function controllerRevision(own: YamlMap, context: Context): void {
  inRange(context, own, 'revision', 0);
  required(context, own, 'data', 'the state that it keeps');
}

function specNeeded(own: YamlMap, context: Context): void {
  required(context, own, 'spec', SELECTOR_AND_TEMPLATE);
}

/** Source: ValidateDeploymentSpec of pkg/apis/apps/validation, and its neighbours. */
function replicated(spec: YamlMap, context: Context): void {
  counts(spec, context);
  selectsSomething(spec, context);
  selectsTemplate(spec, context);
}

function counts(spec: YamlMap, context: Context): void {
  inRange(context, spec, 'replicas', 0);
  inRange(context, spec, 'minReadySeconds', 0);
}

/** Not that of a StatefulSet, which may be anything. */
function history(spec: YamlMap, context: Context): void {
  inRange(context, spec, 'revisionHistoryLimit', 0);
}

/** Pods of these run on until they are deleted. Source: ValidatePodTemplateSpecForReplicaSet, and its neighbours. */
function running(spec: YamlMap, context: Context): void {
  const pod = mapAt(mapAt(spec, 'template') ?? {}, 'spec');
  if (!pod) return;
  const policy = pod.restartPolicy;
  if (policy === 'OnFailure' || policy === 'Never') {
    refuse(context, 'K8S-105', ['template', 'spec', 'restartPolicy'], policy, 'Always, or a Job', 'Always');
  }
  if (has(pod, 'activeDeadlineSeconds')) {
    const message = 'would end Pods that have to run on; remove it, or write a Job';
    context.problems.add('K8S-113', ['template', 'spec', 'activeDeadlineSeconds'], message, {
      allowed: 'a Job',
    });
  }
}

function deployment(spec: YamlMap, context: Context): void {
  const { progressDeadlineSeconds: deadline, minReadySeconds = 0 } = spec;
  inRange(context, spec, 'progressDeadlineSeconds', 0);
  const ready = minReadySeconds ?? 0;
  if (isNumber(ready) && (deadline ?? undefined) === undefined && ready >= DEFAULT_PROGRESS_DEADLINE) {
    const allowed = `less than progressDeadlineSeconds, ${DEFAULT_PROGRESS_DEADLINE} where it is left out`;
    refuse(context, 'K8S-106', ['minReadySeconds'], ready, allowed);
  } else if (isNumber(ready) && isNumber(deadline) && deadline >= 0 && deadline <= ready) {
    refuse(context, 'K8S-106', ['progressDeadlineSeconds'], deadline, `more than minReadySeconds, ${ready}`);
  }
  inside(context, spec, 'strategy', deploymentStrategy);
}

/** Source: SetDefaults_Deployment. */
const DEFAULT_PROGRESS_DEADLINE = 600;

/** Source: ValidateDeploymentStrategy. */
function deploymentStrategy(strategy: YamlMap, context: Context): void {
  oneOf(context, strategy, 'type', DEPLOYMENT_STRATEGIES);
  if (strategy.type === 'Recreate') {
    if (has(strategy, 'rollingUpdate'))
      exclusive(context, ['rollingUpdate'], 'type: Recreate', 'rollingUpdate');
  } else {
    const update = rollingUpdate(strategy, context);
    if (update && isZero(update.maxSurge) && isZero(update.maxUnavailable)) {
      const message = 'is 0, and so is maxSurge, so nothing could be updated; make one of them more';
      context.problems.add('K8S-106', ['rollingUpdate', 'maxUnavailable'], message, {
        allowed: 'more than 0 where maxSurge is 0',
      });
    }
  }
}

/** The settings of rolling updates, whose amounts are looked at. */
function rollingUpdate(strategy: YamlMap, context: Context): YamlMap | undefined {
  const update = isRolling(strategy) ? mapAt(strategy, 'rollingUpdate') : undefined;
  if (!update) return undefined;
  amount(update, context, 'maxUnavailable');
  amount(update, context, 'maxSurge');
  return update;
}

/** Rolling updates are what counts where no type is written. */
function isRolling({ type }: YamlMap): boolean {
  return type === undefined || type === null || type === '' || type === 'RollingUpdate';
}

/** Sources: ValidatePositiveIntOrPercent; maxSurge of a Deployment may be more than 100%. */
function amount(update: YamlMap, context: Context, key: string): void {
  const value = update[key];
  const below = ['rollingUpdate', key];
  if (isNumber(value) && value < 0) refuse(context, 'K8S-106', below, value, 'a number that is 0 or more');
  if (typeof value !== 'string') return;
  if (!isPercent(value)) {
    const allowed = 'a number, or a percentage such as 25%';
    refuse(context, 'K8S-114', below, value, allowed, /^[0-9]{1,9}$/.test(value) ? value : undefined);
  } else if (key === 'maxUnavailable' && isMoreThanAll(value)) {
    refuse(context, 'K8S-106', below, value, 'at most 100%');
  }
}

function isMoreThanAll(percentage: string): boolean {
  return Number(percentage.slice(0, -1)) > 100;
}

function isZero(value: Value | undefined): boolean {
  return typeof value === 'string' ? /^0+%$/.test(value) : isNumber(value) && Number(value) === 0;
}

/** Sources: ValidateDaemonSetUpdateStrategy, ValidateRollingUpdateDaemonSet. */
function daemonSet(spec: YamlMap, context: Context): void {
  inside(context, spec, 'updateStrategy', daemonSetStrategy);
}

function daemonSetStrategy(strategy: YamlMap, context: Context): void {
  oneOf(context, strategy, 'type', UPDATE_STRATEGIES);
  const update = rollingUpdate(strategy, context);
  if (update) daemonSetUpdate(update, context);
}

function daemonSetUpdate(update: YamlMap, context: Context): void {
  const surge = update.maxSurge ?? 0;
  if (typeof surge === 'string' && isPercent(surge) && isMoreThanAll(surge)) {
    refuse(context, 'K8S-106', ['rollingUpdate', 'maxSurge'], surge, 'at most 100%');
  }
  const isSurging = isAmount(surge) && !isZero(surge);
  const unavailable = update.maxUnavailable ?? 1;
  if (!isAmount(unavailable)) return;
  if (isSurging && !isZero(unavailable)) {
    const message =
      'is more than 0, and so is maxUnavailable (1 where it is left out); write 0 for one of them';
    context.problems.add('K8S-113', ['rollingUpdate', 'maxSurge'], message, {
      allowed: '0, or maxUnavailable: 0',
    });
  } else if (isZero(surge) && isZero(unavailable)) {
    const message = 'is 0, and so is maxSurge, so nothing could be updated; make one of them more';
    context.problems.add('K8S-106', ['rollingUpdate', 'maxUnavailable'], message, {
      allowed: 'more than 0 where maxSurge is 0',
    });
  }
}

function isAmount(value: Value): boolean {
  return typeof value === 'string' ? isPercent(value) : isNumber(value) && value >= 0;
}

/** Source: ValidateStatefulSetSpec. */
function statefulSet(spec: YamlMap, context: Context): void {
  const claims = listAt(spec, 'volumeClaimTemplates');
  template(spec, context, { claims });
  claimNames(claims, context);
  oneOf(context, spec, 'podManagementPolicy', ['', 'OrderedReady', 'Parallel']);
  formIfSet(context, spec, 'serviceName', 'K8S-101', isDns1123Label, DNS_LABEL);
  inside(context, spec, 'ordinals', ordinals);
  inside(context, spec, 'persistentVolumeClaimRetentionPolicy', retention);
  inside(context, spec, 'updateStrategy', statefulSetUpdate);
}

function ordinals(own: YamlMap, context: Context): void {
  inRange(context, own, 'start', 0);
}

function retention(policy: YamlMap, context: Context): void {
  oneOf(context, policy, 'whenDeleted', RETENTIONS);
  oneOf(context, policy, 'whenScaled', RETENTIONS);
}

/** A claim is a volume of the Pods, by its name. */
function claimNames(claims: readonly Value[], context: Context): void {
  for (let i = 0; i < claims.length; i++) {
    const claim = claims[i];
    if (!isMap(claim)) continue;
    const metadata = mapAt(claim, 'metadata');
    context.problems.path.push('volumeClaimTemplates', i, 'metadata');
    if (!metadata || !has(metadata, 'name')) required(context, {}, 'name', DNS_LABEL);
    else form(context, metadata, 'name', 'K8S-101', isDns1123Label, DNS_LABEL);
    context.problems.path.length -= 3;
  }
}

/** Source: validateRollingUpdateStatefulSet; maxUnavailable counts only behind a feature gate. */
function statefulSetUpdate(strategy: YamlMap, context: Context): void {
  oneOf(context, strategy, 'type', UPDATE_STRATEGIES);
  if (strategy.type === 'OnDelete' && has(strategy, 'rollingUpdate')) {
    exclusive(context, ['rollingUpdate'], 'type: OnDelete', 'rollingUpdate');
  }
  if (isRolling(strategy)) inside(context, strategy, 'rollingUpdate', partition);
}

function partition(update: YamlMap, context: Context): void {
  inRange(context, update, 'partition', 0);
}

/** Source: ValidateReplicationControllerSpec; the labels of the template are its selector where it has none. */
function replicationController(spec: YamlMap, context: Context): void {
  counts(spec, context);
  required(context, spec, 'template', 'a template with a spec');
  const own = mapAt(mapAt(mapAt(spec, 'template') ?? {}, 'metadata') ?? {}, 'labels') ?? {};
  const selector = mapAt(spec, 'selector');
  if (selector && !isEmpty(selector)) {
    labelsMatch(selector, own, context, ['selector']);
  } else if (isEmpty(own)) {
    const allowed = 'labels that the template has';
    context.problems.add(
      'K8S-104',
      ['selector'],
      `is empty, and the template has no labels; add ${allowed}`,
      {
        allowed,
      },
    );
  }
}

function isEmpty(own: YamlMap): boolean {
  for (const _ in own) return false;
  return true;
}
