export { checkJsonLd } from './json-ld.ts';
export { checkRdfXml } from './rdf-xml.ts';
export { checkTurtle } from './turtle.ts';
