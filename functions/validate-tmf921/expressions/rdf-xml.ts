import type { Problem } from '../problems.ts'; export function checkRdfXml(_value: string): Problem[] { return []; }
