import type { Problem } from '../problems.ts';

/**
 * Says of an expression in RDF/XML that it is not parsed (TMF-307), and finds what makes parsing it dangerous: entities.
 *
 * @returns one problem
 */
export function checkRdfXml(text: string): Problem[] {
  const problem = { code: 'TMF-307', segments: [] } as const;
  const declaration = /<!(?:DOCTYPE|ENTITY)/i.exec(text);
  if (!declaration) {
    const message =
      'RDF/XML is not parsed, so the expression is not checked; write it in Turtle or JSON-LD to have it checked';
    return [{ ...problem, weight: 'info', message }];
  }
  const [found] = declaration;
  const message = `the RDF/XML declares a document type or entity (${found}), by which a parser can be made to read files or to use up its memory; remove the declaration`;
  return [{ ...problem, weight: 'harmful', offset: declaration.index, message, found }];
}
