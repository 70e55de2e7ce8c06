import { type Finding, Findings, type Verdicts } from '../lib/finding.ts';
import { groupBy } from '../lib/group-by.ts';
import { isKptfile } from '../lib/packages.ts';
import { CHECK_SEVERITY, type FindingClass, type Level, SEVERITY } from '../lib/policy/levels.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { printable } from '../lib/printable.ts';
import type { Resource } from '../lib/resource.ts';
import type { Value } from '../lib/yaml/read.ts';
import type { Document } from './document.ts';
import { findIntents, findOverlooked, type Source } from './find-intents.ts';
import type { Problem, Weight } from './problems.ts';
import { validateBySchema } from './profiles/intent-schemas.lazy.ts';
import { PROFILES_BY_NAME } from './profiles/profiles.ts';
import { type Contents, MAX_PACKAGE_DOCUMENTS, readDocuments } from './read-documents.ts';
import { checkRequest } from './requests.ts';
import { checkExpressions } from './rules/expressions.ts';
import { checkLifecycle } from './rules/lifecycle.ts';
import { checkPeriods } from './rules/periods.ts';
import { checkReferences } from './rules/references.ts';
import { sanitise } from './rules/sanitise.ts';
import { checkSites } from './rules/sites.ts';
import { checkTargets } from './rules/targets.ts';

/** What is checked of each document: one more rule is one more row. */
const RULES: readonly ((document: Document) => Problem[])[] = [
  checkSchema,
  checkPeriods,
  checkLifecycle,
  checkTargets,
  checkExpressions,
  ({ value }) => sanitise(value),
];

/** What is checked of all documents together. */
const PACKAGE_RULES = [checkReferences, checkSites] as const;

/** More problems of one source aren't told. */
const MAX_PROBLEMS = 300;

const CLASSES: { readonly [weight in Weight]: FindingClass } = {
  error: 'intent',
  harmful: 'harmful',
  suspect: 'suspect',
  warning: 'doubt',
  info: 'note',
};

/**
 * Checks that the intents of a package are valid by the standard that they claim, and harmless; and that the requests
 * which follow from them are complete. The codes stand in codes.ts.
 */
export function check(resources: readonly Resource[], policy: Policy): Verdicts {
  const { intents, level } = policy;
  const allowance = { documents: MAX_PACKAGE_DOCUMENTS };
  const found = findIntents(resources, intents.selectors);
  const sources = found.map((source) => ({ source, ...readDocuments(source, intents, allowance) }));
  const documents = sources.flatMap((contents) => contents.documents);
  const shared = groupBy(
    PACKAGE_RULES.flatMap((rule) => rule(documents, resources)),
    ([document]) => document,
  );
  const findings = new Findings();
  const checked = new Set<Resource>();
  for (const { source, ...contents } of sources) {
    checked.add(source.resource);
    const problems = problemsOf(contents, shared, intents.profile === 'auto');
    for (const finding of toFindings(source, contents, problems, level)) findings.add(finding);
  }
  for (const source of findOverlooked(resources, found)) {
    checked.add(source.resource);
    findings.add(overlooked(source, level));
  }
  for (const resource of resources) {
    const problems = checkRequest(resource);
    if (problems === undefined) continue;
    checked.add(resource);
    for (const problem of problems)
      findings.add({ ...toFinding(problem, level), resource, segments: problem.segments });
  }
  if (sources.length === 0) for (const finding of noIntents(resources, policy)) findings.add(finding);
  return { findings: findings.all, checked, summary: summaryOf(documents) };
}

/** A problem, and the document that it is of, if it is of one. */
interface Owned {
  document: Document | undefined;
  problem: Problem;
}

function problemsOf(
  { documents, problems }: Contents,
  shared: ReadonlyMap<Document, readonly (readonly [Document, Problem])[]>,
  isDetected: boolean,
): Owned[] {
  const owned: Owned[] = problems.map((problem) => ({ document: undefined, problem }));
  for (const document of documents) {
    const own = isDetected ? [detected(document)] : [];
    for (const rule of RULES) own.push(...rule(document));
    own.push(...(shared.get(document) ?? []).map(([, problem]) => problem));
    owned.push(...own.map((problem) => ({ document, problem: below(document, problem) })));
  }
  if (owned.length <= MAX_PROBLEMS) return owned;
  const order = { harmful: 0, error: 1, suspect: 2, warning: 3, info: 4 };
  const worst = owned
    .toSorted((a, b) => order[a.problem.weight] - order[b.problem.weight])
    .slice(0, MAX_PROBLEMS);
  const message = `${owned.length - MAX_PROBLEMS} more things are to be said of it; mend these first`;
  const weight = worst.at(-1)?.problem.weight ?? 'error';
  return [...worst, { document: undefined, problem: { code: 'TMF-005', weight, segments: [], message } }];
}

function below({ segments }: Document, problem: Problem): Problem {
  return segments.length === 0 ? problem : { ...problem, segments: [...segments, ...problem.segments] };
}

function checkSchema({ value, detection: { profile, type, language } }: Document): Problem[] {
  if (type !== undefined) return validateBySchema(profile, type, value);
  // An expression that stands alone is checked as one.
  if (language !== undefined && profile.startsWith('tmf921')) return [];
  const { standard } = PROFILES_BY_NAME[profile];
  const what = language === undefined ? `a document with ${fieldsOf(value)}` : `an expression in ${language}`;
  const message = `is ${what}, for which ${standard} has no schema; write an intent of TMF921 v5 or TS 28.312, or name another profile`;
  return [{ code: 'TMF-005', weight: 'error', segments: [], message }];
}

function fieldsOf(value: Value): string {
  const keys = Object.keys(value ?? {});
  const shown = keys
    .slice(0, 5)
    .map((key) => printable(key, 40))
    .join(', ');
  return keys.length > 5 ? `${shown}, …` : shown || 'no fields';
}

/** What a document was taken for: said of each, so that nobody wonders by which standard it was judged. */
function detected({ detection: { profiles, reason, type } }: Document): Problem {
  const [standard, ...others] = profiles.map((name) => `${PROFILES_BY_NAME[name].standard} (${name})`);
  const what = type === undefined ? 'is taken for' : `is taken for ${article(type.replace(/_FVO$/, ''))} of`;
  const also = others.length > 0 ? `; it is valid by ${others.join(' and ')} too` : '';
  const message = `${what} ${standard}: ${reason}${also}`;
  return { code: 'TMF-001', weight: 'info', segments: [], message };
}

function article(noun: string): string {
  return `${/^[AEIOU]/.test(noun) ? 'an' : 'a'} ${noun}`;
}

function toFinding(
  { code, weight, message, found, allowed, proposed }: Problem,
  level: Level,
): Omit<Finding, 'resource' | 'segments'> {
  const severity = SEVERITY[CLASSES[weight]][level];
  const rank = weight === 'error' || weight === 'harmful' ? CHECK_SEVERITY['INT-001'][level] : 'info';
  return {
    code,
    check: 'INT-001',
    severity,
    rank,
    message,
    ...(found !== undefined && { found }),
    ...(allowed !== undefined && { allowed }),
    ...(proposed !== undefined && { proposed }),
  };
}

/** The findings of a source, with where they stand in its text, in that order. */
function toFindings(source: Source, { format }: Contents, owned: readonly Owned[], level: Level): Finding[] {
  const { resource, segments: base, value } = source;
  const offsets = typeof value === 'string' && format ? offsetsIn(value, format, owned) : [];
  const findings = owned.map(({ document, problem }, i): Finding => {
    const segments = [...base, ...problem.segments];
    // In a text the document's place is known; in a resource only that of a text within it may be.
    const [depth, offset] = format ? [base.length, offsets[i]] : [segments.length, problem.offset];
    return {
      ...toFinding(problem, level),
      resource,
      segments,
      ...(offset !== undefined && { inText: { depth, offset } }),
      ...(document && { tags: { profile: document.detection.profile } }),
    };
  });
  return format ? findings.sort((a, b) => (a.inText?.offset ?? 0) - (b.inText?.offset ?? 0)) : findings;
}

function offsetsIn(text: string, format: NonNullable<Contents['format']>, owned: readonly Owned[]): number[] {
  const isPlaced = owned.map(({ problem }) => problem.at);
  const unplaced = owned.filter(({ problem }) => problem.at === undefined);
  const located =
    unplaced.length === 0
      ? []
      : format.locate(
          text,
          unplaced.map(({ problem }) => problem.segments),
        );
  let next = 0;
  return owned.map(({ problem }, i) => {
    const field = isPlaced[i] ?? (located[next++] as number);
    return problem.offset === undefined ? field : format.locateInString(text, field, problem.offset);
  });
}

function overlooked({ resource, segments, key = '' }: Source, level: Level): Finding {
  const shown = printable(key, 100);
  const message = `looks like an intent, but no selector takes the key ${shown}, so it is not checked; call it intent.json, or name it in intents.selectors`;
  return {
    ...toFinding({ code: 'TMF-006', weight: 'warning', segments: [], message }, level),
    resource,
    segments,
  };
}

/** Says that there was nothing to check, why, and what to do: silence would look like a pass. */
function noIntents(resources: readonly Resource[], { intents, level }: Policy): Finding[] {
  const resource =
    resources.find(({ value, package: folder }) => isKptfile(value) && folder === '') ?? resources[0];
  if (!resource) return [];
  const keys = [...new Set(intents.selectors.flatMap(({ key }) => key ?? []))].join(', ');
  const message = `0 intents found: no resource is an Intent, or a ConfigMap with one of the keys ${printable(keys, 300)}. Files that are no resources never reach a function: wrap them in a ConfigMap`;
  const finding = toFinding({ code: 'TMF-002', weight: 'info', segments: [], message }, level);
  return [{ ...finding, resource, segments: [] }];
}

/** The profiles of all documents, for the report. */
function summaryOf(documents: readonly Document[]): { [key: string]: unknown } {
  const main = [...new Set(documents.map(({ detection }) => detection.profile))];
  const all = [...new Set(documents.flatMap(({ detection }) => detection.profiles))];
  return { ...(main.length === 1 && { profile: main[0] }), ...(all.length > 1 && { profiles: all }) };
}
