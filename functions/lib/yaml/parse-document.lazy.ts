import { type Document, parseDocument } from 'yaml';

/** The library's document of a text: no scalar typed, no alias resolved, with its tokens. */
export function parse(text: string): Document.Parsed {
  return parseDocument(text, {
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    keepSourceTokens: true,
    prettyErrors: false,
    logLevel: 'silent',
  }) as Document.Parsed;
}

export { isAlias, isCollection, isMap, isPair, isScalar, isSeq } from 'yaml';
