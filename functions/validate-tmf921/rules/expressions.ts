import type { Segments } from '../../lib/field-path.ts';
import { nearest } from '../../lib/nearest.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Document } from '../document.ts';
import { checkJsonLd, checkRdfXml, checkTurtle } from '../expressions/expressions.lazy.ts';
import type { Problem } from '../problems.ts';
import { isTmf921 } from '../profiles/profiles.ts';
import { sanitise } from '../sanitise.ts';
import { readJson } from '../text/json.ts';
import { bare } from '../values.ts';

/** The languages of expressions by their types. */
const LANGUAGES: { readonly [type: string]: string } = {
  TurtleExpression: 'Turtle',
  JsonLdExpression: 'JSON-LD',
  RdfXmlExpression: 'RDF-XML',
  RdxmlExpression: 'RDF-XML',
};

/** Whether what an intent expects is readable in the language that it claims. */
export function checkExpressions(document: Document): Problem[] {
  const { value, detection, maxDepth, budget } = document;
  const { language, profile } = detection;
  if (language === 'JSON-LD') return checkJsonLd(value, budget);
  if (language === 'Turtle') return typeof value === 'string' ? checkTurtle(value, maxDepth, budget) : [];
  if (!isTmf921(profile)) return [];
  return expressionsOf(value).flatMap(({ expression, path }) =>
    below(path, checkExpression(expression, document)),
  );
}

/** Where a document has expressions in Turtle or XML. */
export function markupOf({ value, detection, segments }: Document): Segments[] {
  if (detection.language === 'Turtle') return [segments];
  return expressionsOf(value)
    .filter(({ expression }) => ['Turtle', 'RDF-XML'].includes(languageOf(expression['@type']) ?? ''))
    .map(({ path }) => [...segments, ...path, 'expressionValue']);
}

/** The expression of a document, and that of the intent which a report is about. */
function expressionsOf(value: Value): { expression: YamlMap; path: string[] }[] {
  if (!isMap(value)) return [];
  const { expression, intent } = value;
  const inner = isMap(intent) ? intent.expression : undefined;
  return [
    ...(isMap(expression) ? [{ expression, path: ['expression'] }] : []),
    ...(isMap(inner) ? [{ expression: inner, path: ['intent', 'expression'] }] : []),
  ];
}

/** The language of an expression by its type. */
function languageOf(type: Value | undefined): string | undefined {
  return typeof type === 'string' && Object.hasOwn(LANGUAGES, type) ? LANGUAGES[type] : undefined;
}

function checkExpression(expression: YamlMap, document: Document): Problem[] {
  const { '@type': type, expressionLanguage, expressionValue, iri } = expression;
  const problems: Problem[] = [];
  const byType = languageOf(type);
  const isSaid =
    typeof expressionLanguage === 'string' && Object.values(LANGUAGES).includes(expressionLanguage);
  if (byType !== undefined && isSaid && expressionLanguage !== byType) {
    const message = `is ${show(expressionLanguage)}, where the expression is a ${type}; write ${byType}, or correct @type`;
    const found = bare(expressionLanguage);
    problems.push({
      code: 'TMF-306',
      weight: 'error',
      segments: ['expressionLanguage'],
      message,
      found,
      allowed: byType,
      proposed: byType,
    });
  }
  const types = Object.keys(LANGUAGES);
  // One that is nearly known is told by the schema.
  const isForeign = typeof type === 'string' && byType === undefined && expressionValue !== undefined;
  if (isForeign && nearest(type, types, undefined, 2) === undefined) {
    const message = `is ${show(type)}, which is none of ${types.join(', ')}, so that the expression is not checked; take one of them`;
    problems.push({ code: 'TMF-307', weight: 'warning', segments: ['@type'], message, found: bare(type) });
  }
  const language = byType ?? (isSaid ? expressionLanguage : undefined);
  if (expressionValue === undefined) {
    if (iri === undefined) {
      const message = 'has neither expressionValue nor iri, so nothing says what is intended; add one';
      problems.push({ code: 'TMF-101', weight: 'warning', segments: ['expressionValue'], message });
    }
    return problems;
  }
  return [...problems, ...below(['expressionValue'], checkValue(expressionValue, language, document))];
}

function checkValue(value: Value, language: string | undefined, { maxDepth, budget }: Document): Problem[] {
  switch (language) {
    case 'Turtle':
      return typeof value === 'string' ? checkTurtle(value, maxDepth, budget) : [];
    case 'RDF-XML':
      return typeof value === 'string' ? checkRdfXml(value) : [];
    case 'JSON-LD': {
      if (isMap(value)) return [...missingType(value), ...checkJsonLd(value, budget)];
      if (typeof value !== 'string') return [];
      const { value: parsed, problems } = readJson(value, maxDepth);
      const inText = problems.map(({ at, ...problem }) => ({
        ...problem,
        ...(at !== undefined && { offset: at }),
        ...(problem.code === 'TMF-003' && { code: 'TMF-303' as const }),
        segments: [],
      }));
      // What is in a text has no fields of its own.
      const own =
        parsed === undefined
          ? []
          : [...checkJsonLd(parsed, budget), ...sanitise(parsed, () => false)].map((problem) => ({
              ...problem,
              segments: [],
            }));
      return [...inText, ...own];
    }
    default:
      return [];
  }
}

/** Whether a value in JSON-LD states nothing: names and contexts say nothing by themselves. */
function isSilent(value: Value): boolean {
  if (Array.isArray(value)) return value.every(isSilent);
  if (!isMap(value)) return true;
  return Object.entries(value).every(
    ([key, inner]) => key === '@context' || key === '@id' || (key === '@graph' && isSilent(inner)),
  );
}

/** TM Forum requires it, and leaves it out in its own first example. */
function missingType(value: YamlMap): Problem[] {
  if (isSilent(value)) {
    const message =
      'the expression is empty: it says nothing of anything; write at least a type or a property';
    return [{ code: 'TMF-303', weight: 'error', segments: [], message }];
  }
  if ('@type' in value) return [];
  const message =
    '@type is missing, which TMF921 v5 requires of a value in JSON-LD (its own examples lack it too); add it';
  return [{ code: 'TMF-101', weight: 'warning', segments: ['@type'], message }];
}

function below(path: Segments, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, segments: [...path, ...problem.segments] }));
}
