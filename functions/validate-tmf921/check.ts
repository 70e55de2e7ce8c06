import type { Segments } from '../lib/field-path.ts';
import { type Finding, Findings, type Verdicts } from '../lib/finding.ts';
import { groupBy } from '../lib/group-by.ts';
import { isKptfile } from '../lib/packages.ts';
import { FUNCTION_KEYS } from '../lib/policy/keys.ts';
import { CHECK_SEVERITY, type FindingClass, type Level, SEVERITY } from '../lib/policy/levels.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { printable } from '../lib/printable.ts';
import { isReport } from '../lib/record/report.ts';
import type { Resource } from '../lib/resource.ts';
import { isMap } from '../lib/resource-list/resource-list.ts';
import type { Value } from '../lib/yaml/read.ts';
import { type Document, newBudget } from './document.ts';
import { findIntents, findOverlooked, type IsGates, resourcesIn, type Source } from './find-intents.ts';
import type { Problem, Weight } from './problems.ts';
import { foreignFields } from './profiles/detect.ts';
import { validateBySchema } from './profiles/intent-schemas.lazy.ts';
import { isTmf921, PROFILES_BY_NAME } from './profiles/profiles.ts';
import { type Contents, newAllowance, readDocuments } from './read-documents.ts';
import { checkRequest } from './requests.ts';
import { checkExpressions, markupOf } from './rules/expressions.ts';
import { checkLifecycle } from './rules/lifecycle.ts';
import { checkPeriods } from './rules/periods.ts';
import { checkReferences } from './rules/references.ts';
import { checkSites } from './rules/sites.ts';
import { checkTargets } from './rules/targets.ts';
import { checkType } from './rules/types.ts';
import { sanitise } from './sanitise.ts';

/** What is checked of each document: one more rule is one more row. */
const RULES: readonly ((document: Document) => Problem[])[] = [
  checkSchema,
  checkPeriods,
  checkLifecycle,
  checkType,
  checkTargets,
  checkExpressions,
];

/** What is checked of all documents together. */
const PACKAGE_RULES = [checkReferences, checkSites] as const;

/** What the gate itself writes into its report. */
const GATE_KEYS = new Set(['security-report', ...Object.keys(FUNCTION_KEYS)].map((name) => `${name}.json`));

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
  // Nobody hides an intent by calling its ConfigMap like the report; but reports get no annotations.
  const isNoReport = (resource: Resource) => !isReport(resource, policy.report.name);
  const budget = newBudget();
  const allowance = newAllowance(budget);
  const isGates: IsGates = (resource, key) => GATE_KEYS.has(key) && !isNoReport(resource);
  const found = findIntents(resources, intents.selectors, isGates);
  const sources = found.map((source) => ({ source, ...readDocuments(source, intents, allowance) }));
  const documents = sources.flatMap((contents) => contents.documents);
  const shared = groupBy(
    // What the report quotes of a finding must not mend it.
    PACKAGE_RULES.flatMap((rule) => rule(documents, resources.filter(isNoReport))),
    ([document]) => document,
  );
  const findings = new Findings();
  const checked = new Set<Resource>();
  for (const { source, ...contents } of sources) {
    checked.add(source.resource);
    const problems = problemsOf(contents, shared, intents.profile === 'auto');
    for (const finding of toFindings(source, contents, problems, level)) findings.add(finding);
  }
  for (const source of findOverlooked(resources, found, isGates)) {
    checked.add(source.resource);
    findings.add(overlooked(source, level));
  }
  for (const resource of resources) {
    for (const { value, segments } of resourcesIn(resource.value)) {
      const problems = checkRequest(value, budget.guesses);
      if (problems === undefined) continue;
      checked.add(resource);
      for (const problem of problems)
        findings.add({
          ...toFinding(problem, level),
          resource,
          segments: [...segments, ...problem.segments],
        });
    }
  }
  if (sources.length === 0)
    for (const finding of noIntents(resources.filter(isNoReport), policy)) findings.add(finding);
  return {
    findings: findings.all,
    checked: new Set([...checked].filter(isNoReport)),
    summary: summaryOf(documents),
  };
}

/** A problem, and the document that it is of, if it is of one. */
interface Owned {
  document: Document | undefined;
  problem: Problem;
}

function problemsOf(
  { documents, problems, value }: Contents,
  shared: ReadonlyMap<Document, readonly (readonly [Document, Problem])[]>,
  isDetected: boolean,
): Owned[] {
  const only = documents.length === 1 ? documents[0] : undefined;
  const owned: Owned[] = [...problems, ...sanitise(value, markupIn(documents))].map((problem) => ({
    document: only,
    problem,
  }));
  for (const document of documents) {
    const own = [
      ...(isDetected ? [detected(document), ...mixed(document)] : []),
      ...RULES.flatMap((rule) => rule(document)),
      ...(shared.get(document) ?? []).map(([, problem]) => problem),
    ];
    for (const problem of own) owned.push({ document, problem: below(document, problem) });
  }
  if (owned.length <= MAX_PROBLEMS) return owned;
  const order = { harmful: 0, error: 1, suspect: 2, warning: 3, info: 4 };
  const sorted = owned.toSorted((a, b) => order[a.problem.weight] - order[b.problem.weight]);
  const [first, ...more] = sorted.slice(MAX_PROBLEMS).map(({ problem }) => problem);
  const message = `${more.length + 1} more things are to be said of it, none worse than this; mend the others first`;
  const rest = first && { document: undefined, problem: { ...first, segments: [], message } };
  return [...sorted.slice(0, MAX_PROBLEMS), ...(rest ? [rest] : [])];
}

/** Where documents have expressions in Turtle or XML. */
function markupIn(documents: readonly Document[]): (segments: Segments) => boolean {
  const places = new Set(
    documents.flatMap((document) => markupOf(document).map((own) => JSON.stringify(own))),
  );
  return (segments) =>
    (segments.at(-1) === 'expressionValue' || segments.length === 0) && places.has(JSON.stringify(segments));
}

function below({ segments }: Document, problem: Problem): Problem {
  return segments.length === 0 ? problem : { ...problem, segments: [...segments, ...problem.segments] };
}

function checkSchema({ value, detection: { profile, type, language }, budget }: Document): Problem[] {
  if (type !== undefined) return validateBySchema(profile, type, value, budget);
  // An expression that stands alone is checked as one.
  if (language !== undefined && isTmf921(profile)) return [];
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
function detected({ detection: { profiles, reason, type, language } }: Document): Problem {
  const [standard, ...others] = profiles.map((name) => `${PROFILES_BY_NAME[name].standard} (${name})`);
  const what = type === undefined ? 'is taken for' : `is taken for ${article(type.replace(/_FVO$/, ''))} of`;
  const same = language === undefined ? 'accepts it too' : 'has the same';
  const also = others.length > 0 ? `; ${others.join(' and ')} ${same}` : '';
  const message = `${what} ${standard}: ${reason}${also}`;
  return { code: 'TMF-001', weight: 'info', segments: [], message };
}

/** Whoever reads a document that is of two standards reads one half of it, and nobody knows which. */
function mixed({ value, detection: { profile } }: Document): Problem[] {
  const { standard } = PROFILES_BY_NAME[profile];
  return (isMap(value) ? foreignFields(value, profile) : []).map((field) => {
    const message = `${field} is of another standard than ${standard}, which the rest is of, so that readers differ on what holds; make two intents of it, or name the profile that counts`;
    return { code: 'TMF-005', weight: 'error', segments: [field], message };
  });
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
  const unplaced = owned.filter(({ problem }) => problem.at === undefined);
  const located =
    unplaced.length === 0
      ? []
      : format.locate(
          text,
          unplaced.map(({ problem }) => problem.segments),
        );
  let next = 0;
  const places = owned.map(({ problem }) => problem.at ?? (located[next++] as number));
  // The characters of one text together: each of them alone would be looked for from its start.
  const inTexts = groupBy(
    owned.flatMap(({ problem }, i) => (problem.offset === undefined ? [] : { i, offset: problem.offset })),
    ({ i }) => places[i] as number,
  );
  for (const [field, characters] of inTexts) {
    const found = format.locateInString(
      text,
      field,
      characters.map(({ offset }) => offset),
    );
    characters.forEach(({ i }, j) => {
      places[i] = found[j] as number;
    });
  }
  return places;
}

function overlooked({ resource, segments, key = '' }: Source, level: Level): Finding {
  const shown = printable(key, 100);
  const message = `looks like an intent, but no selector takes the key ${shown}, so it is not checked; name it in intents.selectors${key === 'intent.json' ? '' : ', or call it intent.json'}`;
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
  const where =
    keys === ''
      ? 'fits the selectors'
      : `is an Intent, or a ConfigMap with one of the keys ${printable(keys, 300)}`;
  const message = `0 intents found: no resource ${where}. Files that are no resources never reach a function: wrap them in a ConfigMap`;
  const finding = toFinding({ code: 'TMF-002', weight: 'info', segments: [], message }, level);
  return [{ ...finding, resource, segments: [] }];
}

/** The profiles of all documents, for the report. */
function summaryOf(documents: readonly Document[]): { [key: string]: unknown } {
  const main = [...new Set(documents.map(({ detection }) => detection.profile))];
  const all = [...new Set(documents.flatMap(({ detection }) => detection.profiles))];
  return { ...(main.length === 1 && { profile: main[0] }), ...(all.length > 1 && { profiles: all }) };
}
