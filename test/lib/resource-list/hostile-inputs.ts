import { head } from './lists.ts';

/** How large they are; 60 is the most that is read at all. */
const MiB = 1024 * 1024;
const size = Number(process.env.HOSTILE_MIB ?? 4) * MiB;
const item = '- apiVersion: v1\n  kind: A\n  metadata:\n    name: x\n';
const list = `${head}items:\n`;
const fill = (part: string, length = size) => part.repeat(Math.floor(length / part.length));
const numbered = (part: (i: number) => string, length = size) => {
  const count = Math.floor(length / part(1_000_000).length);
  return Array.from({ length: count }, (_, i) => part(i)).join('');
};
/** The most that the library is given. */
const few = Math.min(size, 3.9 * MiB);

/** Texts that are large and odd. None may take long or much memory, whatever comes of it. */
export const hostile: Readonly<Record<string, () => string>> = {
  'open brackets': () => fill('['),
  'open braces': () => fill('{a: '),
  dashes: () => fill('- '),
  'question marks': () => fill('? '),
  anchors: () => fill('&a '),
  quotes: () => fill('"'),
  'one line': () => fill('a'),
  digits: () => fill('1'),
  spaces: () => `${fill(' ')}x`,
  'blank lines': () => `${fill('\n')}x`,
  'comment lines': () => fill('#\n'),
  markers: () => fill('---\n'),
  'document ends': () => fill('...\n'),
  'keys of the document': () => numbered((i) => `k${i}:\n`),
  'empty items': () => list + fill('-\n'),
  'empty maps as items': () => list + fill('- {}\n'),
  'small items': () => list + fill(item),
  'flow items': () => `{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [${fill('{},')}{}]}`,
  'brackets in an item': () => `${list}${item}  x: ${fill('[')}`,
  'words in a flow list': () => `${list}${item}  x: [${fill('a ')}]\n`,
  'a hexadecimal number': () => `${list}${item}  x: 0x${fill('f')}\n`,
  underscores: () => `${list}${item}  x: .${fill('1_1')}\n`,
  'blank lines in a text': () => `${list}${item}  x: |\n${fill('\n')}`,
  'short lines in a text': () => `${list}${item}  x: >\n${fill('   a\n')}`,
  'keys of an item': () => list + item + numbered((i) => `  k${i}: 1\n`),
  'empty lists': () => `${list}${item}  x: [${fill('[],')}[]]\n`,
  'quoted quotes': () => `${list}${item}  x: '${fill("''")}'\n`,
  'anchors and aliases': () => `${list}${item}  x:\n${numbered((i) => `  - &a${i} 1\n  - *a${i}\n`, few)}`,
  'small alias bombs': () =>
    list + fill(`${item}  a: &a [${fill('1,', 2000)}]\n  b: [${fill('*a,', 270)}]\n`),
  'a merge of many keys': () => `${list}${item}  b:\n    <<: {${numbered((i) => `k${i}: 1, `, few)}}\n`,
  'brackets behind an anchor': () => `${list}${item}  y: &a 1\n  x: ${fill('[', few)}`,
  'dashes behind an anchor': () => `${list}${item}  y: &a 1\n  x:\n  ${fill('- ', few)}`,
  'question marks behind an anchor': () => `${list}${item}  y: &a 1\n  ${fill('? ', few)}`,
  'anchors of one node': () => `${list}${item}  x: ${fill('&a ', few)}`,
  'tags of one node': () => `${list}${item}  x: ${fill('!a ', few)}`,
  'commas behind an anchor': () => `${list}${item}  y: &a 1\n  x: [${fill(',', few)}]\n`,
  'errors behind an anchor': () => `${list}${item}  y: &a 1\n${fill('  x: a: b\n', few)}`,
  'unknown aliases': () => `${list}${item}  x: [${fill('*a,', few)}1]\n`,
  'faults of many items': () =>
    `{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [${fill('{? a},', 1.5 * MiB)}]}`,
  'anchors of many items': () =>
    `{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: [${numbered((i) => `&a${i} {apiVersion: v1, kind: A, metadata: &m${i} {name: x}},`, 2 * MiB)}*a0]}`,
  'comments behind the document': () => `${list}${item}...\n${fill('#\n')}`,
  'an error at the end': () => `${list}${fill(item, size)}- {`,
  'a character that YAML forbids': () => list + fill(`${item}  x: \u0085\n`, size),
};
