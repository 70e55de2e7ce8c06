import type { Segments } from '../lib/field-path.ts';
import type { Intents } from '../lib/policy/policy.ts';
import { printable } from '../lib/printable.ts';
import { isMap, type YamlMap } from '../lib/resource-list/resource-list.ts';
import { described, kindOf, show } from '../lib/show.ts';
import type { Value } from '../lib/yaml/read.ts';
import type { Budget, Document } from './document.ts';
import type { Source } from './find-intents.ts';
import type { Problem } from './problems.ts';
import { CONTAINERS, type Detection, detect, hasOwnFields, typeOf } from './profiles/detect.ts';
import { PROFILES_BY_NAME } from './profiles/profiles.ts';
import { type Format, formatOf } from './text/formats.ts';
import { isFlat, withNumbers } from './text/yaml.ts';
import { tooDeep } from './values.ts';

/** Nesting beyond which no document is read, whatever the policy allows: a walk through it has to end. */
const MAX_DEPTH = 1000;

/** So many documents are read of one text, and of a package. */
const MAX_DOCUMENTS = 5000;
const MAX_PACKAGE_DOCUMENTS = 20_000;
/** So many bytes of YAML are read of the intents of a package. */
const MAX_YAML = 8 * 1024 * 1024;
/** So many problems with what are none are told of one text. */
const MAX_PROBLEMS = 100;

/** What a package may still have; shared by its sources. */
interface Allowance {
  documents: number;
  /** Bytes of YAML, which take ten times as long to read as JSON. */
  yaml: number;
  budget: Budget;
}

export function newAllowance(budget: Budget): Allowance {
  return { documents: MAX_PACKAGE_DOCUMENTS, yaml: MAX_YAML, budget };
}

/** What a source holds. */
export interface Contents {
  documents: Document[];
  /** What is wrong with the source as a whole. */
  problems: Problem[];
  /** The language of its text; undefined where a resource is the intent. */
  format: Format | undefined;
  /** All that was read of it. */
  value: Value;
}

/** Reads the documents of a source: most have one, a text may hold a list of them. */
export function readDocuments(source: Source, { profile, limits }: Intents, allowance: Allowance): Contents {
  const maxDepth = Math.min(limits.depth, MAX_DEPTH);
  const { key, value } = source;
  const collector = new Collector(source, profile, maxDepth, allowance);
  const refuse = (code: Problem['code'], message: string): Contents => ({
    documents: [],
    problems: [unreadable(code, message)],
    format: undefined,
    value: null,
  });
  if (key === undefined) {
    const flaw = specFlaw(value, limits.bytes, maxDepth);
    if (flaw) return { documents: [], problems: [flaw], format: undefined, value: null };
    const spec = withNumbers(value);
    return { ...collector.read(spec), format: undefined, value: spec };
  }
  if (source.segments.at(-2) === 'binaryData')
    return refuse('TMF-003', 'is kept in binaryData, which is not read; write the intent as text below data');
  if (typeof value !== 'string') {
    return refuse(
      'TMF-003',
      `is ${described(value)}, where data holds texts; write the intent as a text (${printable(key, 100)}: |)`,
    );
  }
  const size = Buffer.byteLength(value);
  if (size > limits.bytes) {
    const most = `the policy allows ${limits.bytes}`;
    return refuse(
      'TMF-004',
      `has ${size} bytes, and ${most}; split the intent, or raise intents.limits.bytes`,
    );
  }
  const format = formatOf(key, value);
  if (format.name === 'YAML') allowance.yaml -= size;
  if (allowance.yaml < 0) {
    const message = `is beyond the ${MAX_YAML} bytes of YAML that are read of a package's intents; write large intents in JSON`;
    return refuse('TMF-004', message);
  }
  const { value: document, problems } = format.read(value, maxDepth);
  if (document === undefined) return { documents: [], problems, format, value: null };
  const language = format.isExpression ? 'Turtle' : isBareJsonLd(key, document) ? 'JSON-LD' : undefined;
  const found = language ? collector.readExpression(document, language) : collector.read(document);
  return { documents: found.documents, problems: [...problems, ...found.problems], format, value: document };
}

/** Whether a text is JSON-LD by its key, and by what it holds, and no document of a standard that holds some. */
function isBareJsonLd(key: string, value: Value): boolean {
  const items = [value].flat();
  return (
    key.endsWith('.jsonld') && items.length > 0 && items.every((item) => isMap(item) && isLinked(item, true))
  );
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
  if (!isFlat(spec, depth)) return unreadable('TMF-004', tooDeep(depth));
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

/** What else stands there; a document with anything more is one itself. */
const CONTAINER_FIELDS = [
  ...CONTAINERS,
  'id',
  'objectClass',
  'objectInstance',
  'attributes',
  'intentHandlingCapabilityList',
];

type Found = Pick<Contents, 'documents' | 'problems'>;
type Language = NonNullable<Detection['language']>;

/** Collects the documents that the value of a source holds. */
class Collector {
  private readonly source: Source;
  private readonly wanted: Intents['profile'];
  private readonly maxDepth: number;
  private readonly allowance: Allowance;
  private readonly documents: Document[] = [];
  private readonly problems: Problem[] = [];

  constructor(source: Source, wanted: Intents['profile'], maxDepth: number, allowance: Allowance) {
    this.allowance = allowance;
    this.source = source;
    this.wanted = wanted;
    this.maxDepth = maxDepth;
  }

  readExpression(value: Value, language: Language): Found {
    this.add(value, [], detectExpression(this.wanted, language));
    return { documents: this.documents, problems: this.problems };
  }

  read(value: Value): Found {
    this.collect(value, []);
    const { documents, problems, allowance } = this;
    allowance.documents -= documents.length;
    if (documents.length > MAX_DOCUMENTS || allowance.documents < 0) {
      const most = `${MAX_DOCUMENTS} of one text, ${MAX_PACKAGE_DOCUMENTS} of a package`;
      const message = `holds too many intents: at most ${most} are read; split it`;
      return { documents: [], problems: [unreadable('TMF-004', message)] };
    }
    if (documents.length === 0 && problems.length === 0)
      problems.push(unreadable('TMF-005', 'is an empty list, and no intent; add one, or remove the key'));
    return { documents, problems };
  }

  private collect(value: Value, segments: Segments): void {
    if (this.documents.length > MAX_DOCUMENTS || this.problems.length >= MAX_PROBLEMS) return;
    const flaw = otherFlaw(value);
    if (flaw !== undefined) {
      this.problems.push({ code: 'TMF-005', weight: 'error', segments, message: flaw });
    } else if (Array.isArray(value)) {
      for (const [i, item] of value.entries()) this.collect(item, [...segments, i]);
    } else {
      const document = value as YamlMap;
      const held = heldBy(document);
      for (const key of held) this.collect(document[key] as Value, [...segments, key]);
      if (held.length === 0) this.add(document, segments, this.detectionOf(document, segments));
    }
  }

  private add(value: Document['value'], segments: Segments, detection: Detection): void {
    const { source, maxDepth } = this;
    const { budget } = this.allowance;
    this.documents.push({ source, segments, value, detection, maxDepth, budget });
  }

  private detectionOf(document: YamlMap, segments: Segments): Detection {
    const { wanted } = this;
    if (isLinked(document, false)) return detectExpression(wanted, 'JSON-LD');
    const container = segments.findLast((segment) => CONTAINERS.includes(segment as string)) as
      | string
      | undefined;
    if (wanted === 'auto') return detect(document, container, this.allowance.budget);
    const reason = `the policy says ${PROFILES_BY_NAME[wanted].standard}`;
    return { profile: wanted, profiles: [wanted], type: typeOf(wanted, document, container), reason };
  }
}

/**
 * Whether a map is an expression in JSON-LD that stands alone: it has no field by which it would be a document of a
 * standard, and names as only JSON-LD has them.
 *
 * @param isNamed whether its key says that it is JSON-LD, so that it may be a node without a context
 */
function isLinked(map: YamlMap, isNamed: boolean): boolean {
  const { '@context': context, '@type': type } = map;
  if (isNamed && context !== undefined) return !('expression' in map || 'intentExpectations' in map);
  if (context === undefined && !isNamed) return false;
  if (hasOwnFields(map)) return false;
  const isPlain = typeof type === 'string' && PROFILES_BY_NAME['tmf921-v5'].types.includes(type);
  if (isPlain) return false;
  return (
    Object.keys(map).some((name) => name.includes(':') || name === '@graph' || name === '@id') ||
    `${type}`.includes(':')
  );
}

/** The fields of a container of 3GPP that hold documents; none where a document is no container. */
function heldBy(document: YamlMap): string[] {
  if (!Object.keys(document).every((key) => CONTAINER_FIELDS.includes(key))) return [];
  return [...CONTAINERS, 'attributes'].filter((name) => document[name] !== undefined);
}

/** An expression that stands alone: both versions of TMF921 have the same. */
function detectExpression(wanted: Intents['profile'], language: Language): Detection {
  if (wanted === 'auto') {
    const profiles = ['tmf921-v5', 'tmf921-v4'] as const;
    return { profile: 'tmf921-v5', profiles, type: undefined, language, reason: `it is ${language}` };
  }
  const reason = `the policy says ${PROFILES_BY_NAME[wanted].standard}`;
  return { profile: wanted, profiles: [wanted], type: undefined, language, reason };
}

/** Why a value is no intent, and what it is instead; undefined where it may be one, or a list of them. */
function otherFlaw(value: Value): string | undefined {
  if (Array.isArray(value)) {
    const isPatch = value.length > 0 && value.every((item) => isMap(item) && 'op' in item && 'path' in item);
    return isPatch
      ? 'is a JSON Patch, which changes an intent that a server holds; write the whole intent'
      : undefined;
  }
  if (!isMap(value)) return `is ${described(value)}, where an intent is a map; write the intent`;
  if ('eventType' in value && isMap(value.event)) {
    const [payload] = Object.keys(value.event);
    const inner = payload === undefined ? 'what it is about' : `what stands in event.${payload}`;
    return `is the notification ${show(value.eventType)}, which a server sends about an intent; write ${inner}`;
  }
  return undefined;
}
