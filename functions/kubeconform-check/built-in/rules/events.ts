import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Context, Rule } from './rules.ts';
import {
  has,
  inRange,
  inside,
  isQualifiedName,
  mapAt,
  misplaced,
  oneOf,
  QUALIFIED_NAME,
  refuse,
  required,
  textAt,
} from './values.ts';

/** What happened; nobody should write these, but they can be written. */
export const EVENT_RULES: Readonly<Record<string, readonly Rule[]>> = {
  CoreV1Event: [(own, context) => recent(own, context, 'reportingComponent', 'message'), sameNamespace],
  EventsV1Event: [event],
};

const UNSET = ['deprecatedCount', 'deprecatedFirstTimestamp', 'deprecatedLastTimestamp'];

/** Source: ValidateEventCreate of pkg/apis/core/validation. */
function event(own: YamlMap, context: Context): void {
  recent(own, context, 'reportingController', 'note');
  if (!has(own, 'type')) required(context, own, 'type', 'Normal or Warning');
  oneOf(context, own, 'type', ['Normal', 'Warning']);
  inside(context, own, 'series', (series) => inRange(context, series, 'count', 2));
  for (const key of UNSET) {
    if (has(own, key) && own[key] !== 0) misplaced(context, [key], 'is for old Events only', 'remove it');
  }
}

/** Source: legacyValidateEvent. */
function sameNamespace(own: YamlMap, context: Context): void {
  const namespace = textAt(mapAt(own, 'metadata') ?? {}, 'namespace');
  const of = mapAt(own, 'involvedObject')?.namespace ?? '';
  if (!namespace || typeof of !== 'string' || of === namespace || has(own, 'eventTime')) return;
  if (of === '' && namespace === 'default') return;
  refuse(context, 'K8S-102', ['involvedObject', 'namespace'], of, 'the namespace of the Event', namespace);
}

/** Events that have an eventTime. Source: legacyValidateEvent. */
function recent(own: YamlMap, context: Context, controller: string, message: string): void {
  if (!has(own, 'eventTime')) return;
  required(context, own, controller, 'the controller that reports');
  const name = textAt(own, controller);
  if (name && !isQualifiedName(name)) refuse(context, 'K8S-114', [controller], name, QUALIFIED_NAME);
  for (const key of ['reportingInstance', 'action', 'reason']) {
    required(context, own, key, 'a text of at most 128 characters');
    shortText(own, context, key, 128);
  }
  shortText(own, context, message, 1024);
}

function shortText(own: YamlMap, context: Context, key: string, max: number): void {
  const text = textAt(own, key) ?? '';
  if (text.length <= max && Buffer.byteLength(text) <= max) return;
  refuse(context, 'K8S-114', [key], text, `at most ${max} characters`);
}
