import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Context, Rule } from './rules.ts';
import {
  each,
  exactlyOne,
  form,
  IANA_SERVICE_NAME,
  inRange,
  isIanaServiceName,
  isNumber,
  isPort,
  listAt,
  oneOf,
  port,
  refuse,
} from './values.ts';

const SCHEMES = ['', 'HTTP', 'HTTPS'];
const PROBE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const LIFECYCLE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'sleep'];

/** Probes, lifecycle hooks, and what they call. */
export const PROBE_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1Probe: [probe],
  V1LifecycleHandler: [(handler, context) => exactlyOne(context, handler, LIFECYCLE_HANDLERS, 'handler')],
  V1ExecAction: [execAction],
  V1HTTPGetAction: [httpGet],
  V1TCPSocketAction: [portNumberOrName],
  V1GRPCAction: [(action, context) => port(context, action, 'port')],
};

/** Source: validateProbe of pkg/apis/core/validation. */
function probe(own: YamlMap, context: Context): void {
  exactlyOne(context, own, PROBE_HANDLERS, 'handler');
  inRange(context, own, 'initialDelaySeconds', 0);
  inRange(context, own, 'timeoutSeconds', 0);
  inRange(context, own, 'periodSeconds', 0);
  inRange(context, own, 'successThreshold', 0);
  inRange(context, own, 'failureThreshold', 0);
  inRange(context, own, 'terminationGracePeriodSeconds', 1);
}

/** Source: validateExecAction. */
function execAction(action: YamlMap, context: Context): void {
  if (listAt(action, 'command').length > 0) return;
  const allowed = 'a command: a list of at least one text';
  context.problems.add('K8S-109', ['command'], `is empty; add ${allowed}`, { allowed });
}

/** Source: validateHTTPGetAction. */
function httpGet(action: YamlMap, context: Context): void {
  portNumberOrName(action, context);
  oneOf(context, action, 'scheme', SCHEMES);
  each(context, action, 'httpHeaders', header);
}

function header(own: YamlMap, context: Context): void {
  form(context, own, 'name', 'K8S-114', isHeaderName, 'letters, digits and -');
}

function isHeaderName(text: string): boolean {
  return /^[-A-Za-z0-9]+$/.test(text);
}

/** Source: ValidatePortNumOrName. */
function portNumberOrName(action: YamlMap, context: Context): void {
  const own = action.port;
  if (isNumber(own)) port(context, action, 'port');
  if (typeof own !== 'string' || isIanaServiceName(own)) return;
  const isQuoted = /^[1-9][0-9]{0,4}$/.test(own) && isPort(Number(own));
  const allowed = `a number from 1 to 65535, or a port's name: ${IANA_SERVICE_NAME}`;
  refuse(context, own === '' ? 'K8S-109' : 'K8S-114', ['port'], own, allowed, isQuoted ? own : undefined);
}

/** What a probe of a container that runs on may not have. Sources: validateLivenessProbe, validateReadinessProbe. */
export function probesOf(container: YamlMap, context: Context): void {
  onceSuccessful(container, context, 'livenessProbe');
  onceSuccessful(container, context, 'startupProbe');
  const readiness = container.readinessProbe as YamlMap | undefined;
  const seconds = readiness?.terminationGracePeriodSeconds;
  if (seconds === undefined || seconds === null) return;
  const message = 'may not be in a readinessProbe, which ends no container; remove it';
  context.problems.add('K8S-113', ['readinessProbe', 'terminationGracePeriodSeconds'], message);
}

function onceSuccessful(container: YamlMap, context: Context, key: string): void {
  const own = container[key] as YamlMap | undefined;
  const count = own?.successThreshold;
  if (isNumber(count) && count > 1) refuse(context, 'K8S-106', [key, 'successThreshold'], count, '1', '1');
}
