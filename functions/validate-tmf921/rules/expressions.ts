import type { Segments } from '../../lib/field-path.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Document } from '../document.ts';
import { checkJsonLd, checkRdfXml, checkTurtle } from '../expressions/expressions.lazy.ts';
import type { Problem } from '../problems.ts';
import { readJson } from '../text/json.ts';
import { bare, show } from '../values.ts';

/** The languages of expressions by their types. */
const LANGUAGES: { readonly [type: string]: string } = {
  TurtleExpression: 'Turtle',
  JsonLdExpression: 'JSON-LD',
  RdfXmlExpression: 'RDF-XML',
  RdxmlExpression: 'RDF-XML',
};

/** Whether what an intent expects is readable in the language that it claims. */
export function checkExpressions({ value, detection, maxDepth }: Document): Problem[] {
  const { language, profile } = detection;
  if (language === 'JSON-LD') return checkJsonLd(value);
  if (language === 'Turtle') return typeof value === 'string' ? checkTurtle(value, maxDepth) : [];
  if ((profile !== 'tmf921-v4' && profile !== 'tmf921-v5') || !isMap(value)) return [];
  const { expression } = value;
  return isMap(expression) ? below('expression', checkExpression(expression, maxDepth)) : [];
}

function checkExpression(expression: YamlMap, maxDepth: number): Problem[] {
  const { '@type': type, expressionLanguage, expressionValue, iri } = expression;
  const problems: Problem[] = [];
  const byType = typeof type === 'string' && Object.hasOwn(LANGUAGES, type) ? LANGUAGES[type] : undefined;
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
  const language = byType ?? (isSaid ? expressionLanguage : undefined);
  if (expressionValue === undefined) {
    if (iri === undefined) {
      const message = 'has neither expressionValue nor iri, so nothing says what is intended; add one';
      problems.push({ code: 'TMF-101', weight: 'warning', segments: ['expressionValue'], message });
    }
    return problems;
  }
  return [...problems, ...below('expressionValue', checkValue(expressionValue, language, maxDepth))];
}

function checkValue(value: Value, language: string | undefined, maxDepth: number): Problem[] {
  switch (language) {
    case 'Turtle':
      return typeof value === 'string' ? checkTurtle(value, maxDepth) : [];
    case 'RDF-XML':
      return typeof value === 'string' ? checkRdfXml(value) : [];
    case 'JSON-LD': {
      if (isMap(value)) return [...missingType(value), ...checkJsonLd(value)];
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
        parsed === undefined ? [] : checkJsonLd(parsed).map((problem) => ({ ...problem, segments: [] }));
      return [...inText, ...own];
    }
    default:
      return [];
  }
}

/** TM Forum requires it, and leaves it out in its own first example. */
function missingType(value: YamlMap): Problem[] {
  if ('@type' in value) return [];
  const message =
    '@type is missing, which TMF921 v5 requires of a value in JSON-LD (its own examples lack it too); add it';
  return [{ code: 'TMF-101', weight: 'warning', segments: ['@type'], message }];
}

function below(field: string, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, segments: [field, ...problem.segments] as Segments }));
}
