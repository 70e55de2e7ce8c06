import type { Segments } from '../lib/field-path.ts';
import type { Intents } from '../lib/policy/policy.ts';
import { printable } from '../lib/printable.ts';
import { isMap, type YamlMap } from '../lib/resource-list/resource-list.ts';
import type { Value } from '../lib/yaml/read.ts';
import type { Document } from './document.ts';
import type { Source } from './find-intents.ts';
import type { Problem } from './problems.ts';
import { type Detection, detect, typeOf } from './profiles/detect.ts';
import { PROFILES_BY_NAME } from './profiles/profiles.ts';
import { type Format, formatOf } from './text/formats.ts';
import { isFlat } from './text/yaml.ts';
import { typeOf as kindOf, show } from './values.ts';

/** Nesting beyond which no document is read, whatever the policy allows: a walk through it has to end. */
const MAX_DEPTH = 1000;

/** So many documents are read of one text, and of a package. */
const MAX_DOCUMENTS = 5000;
export const MAX_PACKAGE_DOCUMENTS = 50_000;
/** So many problems with what are none are told of one text. */
const MAX_PROBLEMS = 100;

/** How many documents of a package may still be read; shared by its sources. */
export interface Allowance {
  documents: number;
}

/** What a source holds. */
export interface Contents {
  documents: Document[];
  /** What is wrong with the source as a whole. */
  problems: Problem[];
  /** The language of its text; undefined where a resource is the intent. */
  format: Format | undefined;
}

/** Reads the documents of a source: most have one, a text may hold a list of them. */
export function readDocuments(source: Source, { profile, limits }: Intents, allowance: Allowance): Contents {
  const depth = Math.min(limits.depth, MAX_DEPTH);
  const { key, value } = source;
  if (key === undefined) {
    const flaw = specFlaw(value, limits.bytes, depth);
    return flaw
      ? { documents: [], problems: [flaw], format: undefined }
      : { ...documentsOf(source, value, profile, allowance), format: undefined };
  }
  if (source.segments.at(-2) === 'binaryData') {
    const message = 'is kept in binaryData, which is not read; write the intent as text below data';
    return { documents: [], problems: [unreadable('TMF-003', message)], format: undefined };
  }
  if (typeof value !== 'string') {
    const message = `is ${kindOf(value)} (${show(value)}), where data holds texts; write the intent as a text (${printable(key, 100)}: |)`;
    return { documents: [], problems: [unreadable('TMF-003', message)], format: undefined };
  }
  const size = Buffer.byteLength(value);
  if (size > limits.bytes) {
    const message = `has ${size} bytes, and the policy allows ${limits.bytes}; split the intent, or raise intents.limits.bytes`;
    return { documents: [], problems: [unreadable('TMF-004', message)], format: undefined };
  }
  const format = formatOf(key, value);
  const { value: document, problems } = format.read(value, depth);
  if (document === undefined) return { documents: [], problems, format };
  if (format.isExpression && typeof document === 'string') {
    const detection = detectExpression(profile, `it is ${format.name}`);
    return { documents: [{ source, segments: [], value: document, detection }], problems, format };
  }
  const contents = documentsOf(source, document, profile, allowance);
  return { documents: contents.documents, problems: [...problems, ...contents.problems], format };
}

function unreadable(code: Problem['code'], message: string): Problem {
  return { code, weight: 'error', segments: [], message };
}

function specFlaw(spec: Value, bytes: number, depth: number): Problem | undefined {
  if (!isMap(spec))
    return unreadable(
      'TMF-005',
      `is ${kindOf(spec)}, where the spec of an Intent is the intent itself, a map; write it there`,
    );
  if (!isFlat(spec, depth))
    return unreadable(
      'TMF-004',
      `is nested deeper than ${depth} levels, which the policy allows; flatten it`,
    );
  if (sizeOf(spec) <= bytes) return undefined;
  return unreadable(
    'TMF-004',
    `has more than the ${bytes} bytes that the policy allows; split the intent, or raise intents.limits.bytes`,
  );
}

/** About how many bytes a value takes as JSON. */
function sizeOf(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  if (typeof value !== 'object' || value === null) return 4;
  let size = 2;
  for (const [key, inner] of Object.entries(value))
    size += (Array.isArray(value) ? 1 : key.length + 4) + sizeOf(inner);
  return size;
}

function documentsOf(source: Source, value: Value, wanted: Intents['profile'], allowance: Allowance): Found {
  const found: Found = { documents: [], problems: [] };
  collect(source, value, [], wanted, found);
  const { documents, problems } = found;
  allowance.documents -= documents.length;
  if (documents.length > MAX_DOCUMENTS || allowance.documents < 0) {
    const most = `${MAX_DOCUMENTS} intents of one text, ${MAX_PACKAGE_DOCUMENTS} of a package`;
    return {
      documents: [],
      problems: [unreadable('TMF-004', `holds too many intents: at most ${most} are read; split it`)],
    };
  }
  if (documents.length === 0 && problems.length === 0)
    problems.push(unreadable('TMF-005', 'is an empty list, and no intent; add one, or remove the key'));
  return found;
}

type Found = Pick<Contents, 'documents' | 'problems'>;

/** Fields that hold documents where 3GPP's network resource model nests them. */
const CONTAINERS = ['SubNetwork', 'IntentHandlingFunction', 'Intent', 'IntentReport'];
/** What else stands there; a document with anything more is one itself. */
const CONTAINER_FIELDS = [
  ...CONTAINERS,
  'id',
  'objectClass',
  'objectInstance',
  'attributes',
  'intentHandlingCapabilityList',
];

function collect(
  source: Source,
  value: Value,
  segments: Segments,
  wanted: Intents['profile'],
  { documents, problems }: Found,
): void {
  if (documents.length > MAX_DOCUMENTS || problems.length >= MAX_PROBLEMS) return;
  const flaw = otherFlaw(value);
  if (flaw !== undefined) {
    problems.push({ code: 'TMF-005', weight: 'error', segments, message: flaw });
    return;
  }
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries())
      collect(source, item, [...segments, i], wanted, { documents, problems });
    return;
  }
  const document = value as YamlMap;
  const held = heldBy(document);
  for (const key of held)
    collect(source, document[key] as Value, [...segments, key], wanted, { documents, problems });
  if (held.length > 0) return;
  documents.push({ source, segments, value: document, detection: detectionOf(document, segments, wanted) });
}

/** The fields of a container of 3GPP that hold documents; none where a document is no container. */
function heldBy(document: YamlMap): string[] {
  if (!Object.keys(document).every((key) => CONTAINER_FIELDS.includes(key))) return [];
  const held = CONTAINERS.filter((name) => typeof document[name] === 'object' && document[name] !== null);
  const { attributes } = document;
  return isMap(attributes) && 'intentExpectations' in attributes ? [...held, 'attributes'] : held;
}

function detectionOf(document: YamlMap, segments: Segments, wanted: Intents['profile']): Detection {
  if ('@context' in document && !('expression' in document)) return detectExpression(wanted, 'it is JSON-LD');
  if (wanted === 'auto')
    return detect(
      document,
      segments.some((segment) => typeof segment === 'string'),
    );
  const { standard } = PROFILES_BY_NAME[wanted];
  return {
    profile: wanted,
    profiles: [wanted],
    type: typeOf(wanted, document),
    reason: `the policy says ${standard}`,
  };
}

/** An expression that stands alone: both versions of TMF921 have the same. */
function detectExpression(wanted: Intents['profile'], reason: string): Detection {
  const profiles = ['tmf921-v5', 'tmf921-v4'] as const;
  if (wanted === 'auto') return { profile: 'tmf921-v5', profiles, type: undefined, reason };
  return {
    profile: wanted,
    profiles: [wanted],
    type: undefined,
    reason: `the policy says ${PROFILES_BY_NAME[wanted].standard}`,
  };
}

/** Why a value is no intent, and what it is instead; undefined where it may be one, or a list of them. */
function otherFlaw(value: Value): string | undefined {
  if (Array.isArray(value)) {
    const isPatch = value.length > 0 && value.every((item) => isMap(item) && 'op' in item && 'path' in item);
    return isPatch
      ? 'is a JSON Patch, which changes an intent that a server holds; write the whole intent'
      : undefined;
  }
  if (!isMap(value))
    return `is ${kindOf(value)} (${show(value)}), where an intent is a map; write the intent`;
  if ('eventType' in value && isMap(value.event)) {
    const [payload] = Object.keys(value.event);
    const inner = payload === undefined ? 'what it is about' : `what stands in event.${payload}`;
    return `is the notification ${show(value.eventType)}, which a server sends about an intent; write ${inner}`;
  }
  return undefined;
}
