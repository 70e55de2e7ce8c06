import type { Segments } from '../../lib/field-path.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import { type Document, walk } from '../document.ts';
import type { Problem } from '../problems.ts';
import { bare, plain, timeOf } from '../values.ts';

/** What TS 28.312 says of a target or context that it names. */
interface Rule {
  condition: string;
  value: keyof typeof VALUES;
  unit?: string;
}

/** The kinds of values that they have: what messages call them, and whether a value is one. */
const VALUES = {
  integer: {
    wanted: 'an integer',
    fits: (value: Value) => Number.isInteger(value),
  },
  number: { wanted: 'a number', fits: (value: Value) => isNumber(value) },
  percentage: {
    wanted: 'an integer from 0 to 100, in percent',
    fits: (value: Value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 100,
  },
  throughput: {
    wanted: 'a map with the guaranteed and the maximum throughput',
    fits: (value: Value) => isMap(value),
  },
  text: { wanted: 'a text', fits: (value: Value) => typeof value === 'string' },
  time: {
    wanted: 'a date and time such as 2026-11-27T08:30:00Z',
    fits: (value: Value) => typeof value === 'string' && timeOf(value) !== undefined,
  },
  list: { wanted: 'a list, or one of its values', fits: (value: Value) => value !== null && value !== '' },
  technologies: {
    wanted: 'a list of UTRAN, EUTRAN, NR',
    fits: (value: Value) =>
      [value].flat().every((item) => ['UTRAN', 'EUTRAN', 'NR'].includes(item as string)),
  },
  anything: { wanted: 'a value', fits: (value: Value) => value !== null },
};

const ratio: Rule = { condition: 'IS_LESS_THAN', value: 'percentage' };
const atMost: Rule = { condition: 'IS_LESS_THAN', value: 'integer' };
const atLeast: Rule = { condition: 'IS_GREATER_THAN', value: 'integer' };
const latency: Rule = { ...atMost, unit: 'milliseconds' };

/** Source: TS28312_IntentExpectations.yaml (17.5.0, 18.2.0); the unit of latency is TS 28.541's. */
const TARGETS: { readonly [name: string]: Rule } = {
  WeakRSRPRatio: ratio,
  LowSINRRatio: ratio,
  LowULRANUEThptRatio: ratio,
  LowDLRANUEThptRatio: ratio,
  HighULPrbLoadRatio: ratio,
  HighDLPrbLoadRatio: ratio,
  AveULPrbLoad: ratio,
  AveDLPrbLoad: ratio,
  AveULRANUEThpt: atLeast,
  AveDLRANUEThpt: atLeast,
  RANEnergyConsumption: atMost,
  RANEnergyEfficiency: atLeast,
  DlThptPerUE: { condition: 'IS_GREATER_THAN', value: 'throughput' },
  UlThptPerUE: { condition: 'IS_GREATER_THAN', value: 'throughput' },
  DlLatency: latency,
  UlLatency: latency,
  maxNumberofUEs: atMost,
  activityFactor: { condition: 'IS_EQUAL_TO', value: 'integer' },
  uESpeed: atMost,
  MaxNumberofPDUsessions: atMost,
  MaxNumberofRegisteredsubscribers: atMost,
  IncomingData: atMost,
  OutgoingData: atMost,
};

const threshold: Rule = { condition: 'IS_LESS_THAN', value: 'number' };
const all: Rule = { condition: 'IS_ALL_OF', value: 'list' };
const CONTEXTS: { readonly [name: string]: Rule } = {
  WeakRSRPThreshold: threshold,
  LowSINRThreshold: { condition: 'IS_LESS_THAN', value: 'integer' },
  LowULRANUEThptThreshold: threshold,
  LowDLRANUEThptThreshold: threshold,
  HighULPrbLoadThreshold: ratio,
  HighDLPrbLoadThreshold: ratio,
  '5GSession': atMost,
  CoverageAreaPolygon: all,
  CoverageAreaTac: all,
  PLMN: all,
  NRFqBand: all,
  DlFrequency: all,
  UlFrequency: all,
  RAT: { condition: 'IS_ALL_OF', value: 'technologies' },
  UEGroup: all,
  edgeIdentificationId: { condition: 'IS_EQUAL_TO', value: 'text' },
  edgeIdentificationTarget: { condition: 'IS_EQUAL_TO', value: 'anything' },
  coverageAreaTA: all,
  NfType: all,
  NfInstanceLocation: all,
  Tai: all,
  ServingScope: all,
  Dnn: all,
  TargetAssuranceTime: { condition: 'IS_EQUAL_TO', value: 'anything' },
  ServiceStartTime: { condition: 'IS_EQUAL_TO', value: 'time' },
  ServiceEndTime: { condition: 'IS_EQUAL_TO', value: 'time' },
  StartTime: { condition: 'IS_EQUAL_TO', value: 'time' },
  UEMobilityLevel: { condition: 'IS_EQUAL_TO', value: 'text' },
  ResourceSharingLevel: { condition: 'IS_EQUAL_TO', value: 'text' },
  ServiceType: { condition: 'IS_EQUAL_TO', value: 'anything' },
};

/** The fields of a target and of a context, and what is known of them by name. */
const KINDS = [
  { name: 'targetName', condition: 'targetCondition', value: 'targetValueRange', rules: TARGETS },
  { name: 'contextAttribute', condition: 'contextCondition', value: 'contextValueRange', rules: CONTEXTS },
] as const;

/** What a condition compares with; in the spelling of `plain`. */
const COMPARED = {
  range: ['IS_WITHIN_RANGE', 'IS_OUTSIDE_RANGE'].map(plain),
  list: ['IS_ONE_OF', 'IS_NOT_ONE_OF', 'IS_ALL_OF'].map(plain),
  order: ['IS_LESS_THAN', 'IS_GREATER_THAN', 'IS_EQUAL_TO_OR_LESS_THAN', 'IS_EQUAL_TO_OR_GREATER_THAN'].map(
    plain,
  ),
};

/** Whether values of TS 28.312 fit the condition that compares with them, and the target or context that they are of. */
export function checkTargets({ value, detection }: Document): Problem[] {
  if (detection.profile !== 'ts28312') return [];
  const problems: Problem[] = [];
  walk(value, (node, segments) => {
    if (isMap(node))
      for (const kind of KINDS)
        if (kind.condition in node || kind.name in node) checkOne(node, kind, segments, problems);
    return undefined;
  });
  return problems;
}

function checkOne(node: YamlMap, kind: (typeof KINDS)[number], path: Segments, problems: Problem[]): void {
  const [name, condition, value] = [node[kind.name], node[kind.condition], node[kind.value]];
  const add = (field: string, weight: Problem['weight'], message: string, more: Partial<Problem> = {}) =>
    problems.push({
      code: 'TMF-204',
      weight,
      segments: [...path, field],
      message,
      found: bare(node[field]),
      ...more,
    });
  const written = typeof condition === 'string' ? plain(condition) : '';
  if (value !== undefined) {
    const flaw = shapeFlaw(written, String(condition), value);
    // Rel-17 has no other form for a range than a number.
    if (flaw !== undefined) add(kind.value, isNumber(value) ? 'warning' : 'error', flaw);
  }
  if (typeof name !== 'string') return;
  const rule = Object.hasOwn(kind.rules, name) ? kind.rules[name] : undefined;
  if (!rule) {
    const proposed = Object.keys(kind.rules).find((known) => plain(known) === plain(name));
    if (proposed !== undefined) {
      const message = `is spelt ${show(name)}, where TS 28.312 spells it ${proposed}; write ${proposed}`;
      add(kind.name, 'warning', message, { code: 'TMF-107', proposed });
    }
    return;
  }
  if (written !== '' && written !== plain(rule.condition)) {
    const message = `is ${show(condition)}, where TS 28.312 has ${rule.condition} for ${name}`;
    add(kind.condition, 'warning', message, { allowed: rule.condition });
  }
  const { wanted, fits } = VALUES[rule.value];
  // Rel-17 has lists where Rel-18 has values.
  const [only, ...others] = Array.isArray(value) ? value : [];
  if (value === undefined || fits(value) || (only !== undefined && others.length === 0 && fits(only))) return;
  const unit = rule.unit === undefined ? '' : ` in ${rule.unit}`;
  const hasUnit = typeof value === 'string' && /^\s*[-+]?\d+(?:\.\d+)?\s*[a-zA-Z%]/.test(value);
  const advice = hasUnit ? 'write the number without its unit' : 'correct it';
  add(kind.value, 'error', `is ${show(value)}, where TS 28.312 has ${wanted}${unit} for ${name}; ${advice}`, {
    allowed: `${wanted}${unit}`,
  });
}

/** Why a condition can't compare with a value. */
function shapeFlaw(condition: string, shown: string, value: Value): string | undefined {
  // Windows of time and areas are ranges themselves.
  if (COMPARED.range.includes(condition) && !isMap(value)) {
    const [low, high, ...more] = Array.isArray(value) ? value : [];
    if (low === undefined || high === undefined || more.length > 0)
      return `is ${show(value)}, where ${shown} needs a list of two values, the lower first; write [low, high]`;
    return isNumber(low) && isNumber(high) && low > high
      ? `is [${show(low)}, ${show(high)}], whose lower value comes last, so nothing is within it; swap them`
      : undefined;
  }
  if (COMPARED.list.includes(condition))
    return Array.isArray(value) && value.length === 0
      ? `is an empty list, of which ${shown} can choose none; add a value`
      : undefined;
  if (
    COMPARED.order.includes(condition) &&
    (typeof value === 'boolean' || (Array.isArray(value) && value.length !== 1))
  )
    return `is ${show(value)}, which has no order that ${shown} could compare by; write one number`;
  return undefined;
}

function isNumber(value: Value): value is number {
  return typeof value === 'number';
}
