import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { annotateUsual } from '../../../functions/lib/resource-list/annotate.ts';
import type { Edit } from '../../../functions/lib/resource-list/edit.ts';
import {
  InputError,
  isMap,
  type YamlMap as Resource,
  type ResourceList,
} from '../../../functions/lib/resource-list/resource-list.ts';
import { addResults, changeItems, replaceItem, write } from '../../../functions/lib/resource-list/write.ts';
import type { Value } from '../../../functions/lib/yaml/read.ts';
import { indented, map, numRuns } from '../yaml/documents.ts';
import { ANNOTATION, apply, judge, PATH, readText, remove, set } from './lists.ts';

const metadata = fc.constantFrom<readonly string[]>(
  [],
  ['metadata:'],
  ['metadata: {}'],
  ['metadata: {name: x, annotations: {a: b}} # c'],
  ['metadata:', '  name: x'],
  ['metadata:', '  annotations:', '  name: x'],
  ['metadata:', '  annotations: {} # none', '  name: x'],
  ['metadata:', '  annotations:', '    # first', '    a: b # c', '    # last', '  name: x'],
  [
    'metadata:',
    '  name: x',
    '  annotations:',
    '      a: |',
    '        annotations:',
    '        - b',
    '',
    '      # deep',
  ],
  ['metadata:', '    annotations:', '        a: |+', '            text', '', '    name: x'],
  ['metadata:', '  annotations:', `    ${ANNOTATION}: pass`, '    z: "1"', '', '  name: x'],
  ['metadata:', '  annotations:', `    ${ANNOTATION}: "warn" # c`, '      # deep', '  name: x'],
  ['metadata:', '  annotations:', '    a: >+', '      text', '', `    '${ANNOTATION}': fail`, '', '    b: c'],
  ['metadata: {annotations: {', `    "${ANNOTATION}": pass,`, '  }, name: x}'],
  [
    'metadata:',
    '  name: x',
    '  annotations:',
    '    config.kubernetes.io/index: 0',
    "    a.b/c: '1'",
    '    z: "1"',
  ],
  ['metadata:', '  annotations:', `    ${ANNOTATION}: fail`, '    b: c'],
  ['metadata:', '  annotations:', '    b: c', `    ${ANNOTATION}: pass`],
  ['metadata:', '  annotations:', '    b: 1', "    c: 'd: e'"],
  ['metadata: &m', '  name: x', '  annotations: &n', '    a: b', 'other: *m', 'more: {<<: *n}'],
  ['shared: &m {annotations: {a: b}}', 'metadata:', '  <<: *m', '  name: x'],
);
const data = fc.constantFrom<readonly string[]>(
  [],
  [],
  ['data:'],
  ['data: {}'],
  ['data:', '  r.json: old # c'],
  ['data:', '  r.json: |', '    old', '', '    text', '  z: 1'],
);
const rest = fc.oneof(
  fc.constant<readonly string[]>([]),
  map.map((lines) => ['spec:', ...indented(lines, 2)]),
);

const item = fc
  .tuple(metadata, data, rest, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }))
  .map(([a, b, c, order]) =>
    order.flatMap((i) => [['apiVersion: v1', 'kind: A'], a, b, c][i] as readonly string[]),
  );

/** Items, and the text around them, in the ways that kpt and others write them. */
const listText = fc
  .record({
    items: fc.array(item, { minLength: 1, maxLength: 4 }),
    gap: fc.constantFrom<readonly string[]>([], [], [''], ['# between']),
    indent: fc.constantFrom(0, 0, 2, 3),
    eol: fc.constantFrom('\n', '\n', '\r\n'),
    start: fc.constantFrom(
      '',
      '',
      '---\n',
      '# c\n',
      '# c\n---\n',
      '\ufeff',
      '\ufeff---\n',
      '%YAML 1.1\n---\n',
    ),
    end: fc.constantFrom('', '', '...\n', '---\n', '# c\n', '\n\n'),
    results: fc.constantFrom(
      '',
      '',
      'results: []\n',
      'results:\n',
      'results: # none\n# c\n',
      'results:\n- message: a # c\n# d\n',
      'results:\n  - message: a\n    tags: {function: f}\n# d\n',
      'results: [{message: a}]\n',
    ),
    head: fc.constantFrom(
      'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\n',
      '"kind": ResourceList\napiVersion: "config.kubernetes.io/v1"\nfunctionConfig: {a: b}\n',
    ),
    isResultsFirst: fc.boolean(),
    isOpen: fc.boolean(),
    isJson: fc.constantFrom<string | false>(false, false, false, '', ' ', '\t'),
  })
  .map(({ items, gap, indent, eol, start, end, results, head, isResultsFirst, isOpen, isJson }) => {
    const lines = items.flatMap((own) => {
      const [first = '', ...others] = own;
      return [...gap, `- ${first}`, ...indented(others, 2)];
    });
    const body = `items:\n${indented(lines, indent).join('\n')}\n`;
    const text = head + (isResultsFirst ? results + body : body + results);
    if (isJson !== false) return toJson(text, isJson);
    const all = (start + text + end).replaceAll('\n', eol);
    return isOpen ? all.replace(/[\r\n]+$/, '') : all;
  });

function toJson(text: string, indent: string): string {
  try {
    return JSON.stringify(judge(text), undefined, indent);
  } catch {
    return text;
  }
}

/** A text where something was broken; often it is a ResourceList still. Without tabs, at which the judge goes astray. */
const brokenText = fc
  .tuple(
    listText,
    fc.nat(),
    fc.constantFrom('', ' ', '\n', '#', '"', '&z ', '- ', '  # c\n', '\n\n', ': ', '\u0085', '\r'),
    fc.nat({ max: 2 }),
  )
  .map(([text, at, by, length]) => {
    const position = at % text.length;
    return (text.slice(0, position) + by + text.slice(position + length)).toWellFormed();
  });

interface Plan {
  values: readonly ('keep' | 'remove' | 'pass' | 'fail')[];
  section: string | undefined;
  added: number;
  removed: number | undefined;
  replaced: number | undefined;
  results: number;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  values: fc.array(fc.constantFrom('keep', 'remove', 'pass', 'fail'), { minLength: 4, maxLength: 4 }),
  section: fc.constantFrom(undefined, undefined, 'one line', '{\n  "a": [\n\n  ]\n}\n', ' odd\n lines \n\n'),
  added: fc.nat({ max: 2 }),
  removed: fc.constantFrom(undefined, undefined, 0, 1, 3),
  replaced: fc.constantFrom(undefined, undefined, 0, 1),
  results: fc.nat({ max: 2 }),
});

const report: Resource = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'r' },
  data: { 'r.json': '{\n  "a": 1\n}\n', 'x y': 'yes' },
};
const result = (message: string): Resource => ({ message, severity: 'info', tags: { function: 'f' } });

/** Which edits a plan makes, and what they make of the ResourceList's value. */
function carryOut(
  list: ResourceList,
  { values, section, added, removed, replaced, results }: Plan,
  input: Resource,
) {
  const edits: Edit[] = [];
  const items = [...(input.items as Resource[])];
  const isTouched = (i: number) => i === removed || i === replaced;
  list.items.forEach((own, i) => {
    const value = values[i] ?? 'keep';
    if (isTouched(i) || value === 'keep') return;
    const annotate = value === 'remove' ? remove(list, own, PATH) : set(list, own, PATH, value);
    const lineEnd = list.decoded.text.indexOf('\n', own.end) + 1 || list.decoded.text.length;
    const place = `item ${i}`;
    for (const edit of annotate)
      if (!edit.keeps) assert.ok(edit.start >= own.start && edit.end <= Math.max(own.end, lineEnd), place);
    edits.push(...annotate);
    items[i] = annotated(items[i] as Resource, value);
  });
  const last = list.items.length - 1;
  const reported = list.items[last];
  // A report whose data are no map is refused before anything is set in it.
  const holds = reported && (reported.value.data ?? null) === null ? true : isMap(reported?.value.data);
  const isKept = !isTouched(last) && (values[last] ?? 'keep') === 'keep';
  if (section !== undefined && reported && holds && isKept) {
    edits.push(...set(list, reported, ['data', 'r.json'], section));
    const old = items[last] as Resource;
    items[last] = { ...old, data: { ...(isMap(old.data) && old.data), 'r.json': section } };
  }
  const [out, anew] = [list.items[removed ?? -1], list.items[replaced ?? -1]];
  if (anew && anew !== out) {
    edits.push(...replaceItem(list, anew, report));
    items[replaced as number] = report;
  }
  const more = Array.from({ length: added }, () => report);
  edits.push(...changeItems(list, out ? [out] : [], more));
  const own = Array.from({ length: results }, (_, i) => result(`m${i}`));
  edits.push(...addResults(list, 'f', own));
  const old = (Array.isArray(input.results) ? input.results : []) as Resource[];
  const foreign = old.filter((one) => !isMap(one) || !isMap(one.tags) || one.tags.function !== 'f');
  const expected: Resource = { ...input, items: [...items.filter((_, i) => i !== removed || !out), ...more] };
  const all = [...foreign, ...own];
  if (all.length > 0) expected.results = all;
  else if (old.length > 0) delete expected.results;
  return { edits, expected };
}

function annotated(item: Resource, value: string): Resource {
  const own = (item.metadata ?? {}) as Resource;
  const annotations = (own.annotations ?? {}) as Resource;
  if (value !== 'remove')
    return { ...item, metadata: { ...own, annotations: { ...annotations, [ANNOTATION]: value } } };
  if (!Object.hasOwn(annotations, ANNOTATION)) return item;
  const { [ANNOTATION]: _, ...others } = annotations;
  return { ...item, metadata: { ...own, annotations: others } };
}

/** Only what edits replace may differ: with their texts taken out of the output, the rest is the input. */
function assertOtherBytes(input: string, output: string, edits: readonly Edit[]): void {
  const merged = new Map<number, { end: number; length: number }>();
  for (const { start, end, text } of edits) {
    const known = merged.get(start);
    merged.set(start, { end: Math.max(end, known?.end ?? end), length: text.length + (known?.length ?? 0) });
  }
  let at = 0;
  let shift = 0;
  for (const [start, { end, length }] of [...merged].sort(([a], [b]) => a - b)) {
    assert.is(output.slice(at + shift, start + shift), input.slice(at, start));
    shift += length - (end - start);
    at = end;
  }
  assert.is(output.slice(at + shift), input.slice(at));
}

function check(text: string, own: Plan, isBroken = false): boolean {
  let list: ResourceList;
  try {
    list = readText(text);
  } catch (error) {
    assert.instance(error, InputError);
    return false;
  }
  if (list.items.some(({ faults }) => faults.length > 0)) return false;
  let input: Resource;
  try {
    input = judge(text) as Resource;
  } catch (error) {
    // It refuses a few texts that go-yaml reads, as a `}` that is indented too little.
    if (isBroken) return false;
    throw error;
  }
  if (!Array.isArray(input.items)) return false;
  assert.is(write(list, []).toString(), text);
  const { edits, expected } = carryOut(list, own, input);
  const output = apply(list, edits);
  assert.equal(withoutEmptyResults(judge(output)), withoutEmptyResults(expected), output);
  if (edits.every(({ keeps }) => !keeps)) assertOtherBytes(text, output, edits);
  const again = readText(output);
  assert.equal(
    again.items.flatMap(({ faults }) => faults),
    [],
  );
  return true;
}

/** `results:` and `results: []` say the same as no results at all. */
function withoutEmptyResults(list: Value): Value {
  const { results, ...others } = list as Resource;
  return Array.isArray(results) && results.length > 0 ? { ...others, results } : others;
}

test('the output says what the input says and the edits, and all other bytes are equal', () => {
  const counts = { all: 0, checked: 0 };
  fc.assert(
    fc.property(listText, plan, (text, own) => {
      counts.all++;
      if (check(text, own)) counts.checked++;
    }),
    { numRuns },
  );
  assert.ok(counts.checked > counts.all / 3, `only ${counts.checked} of ${counts.all} were usable`);
});

test('the same holds where the input was broken, if it can be used at all', () => {
  let checked = 0;
  fc.assert(
    fc.property(brokenText, plan, (text, own) => {
      if (check(text, own, true)) checked++;
    }),
    { numRuns },
  );
  assert.ok(checked > numRuns / 10, `only ${checked} were usable`);
});

test('a second run of the same annotations changes nothing', () => {
  fc.assert(
    fc.property(listText, plan, (text, { values }) => {
      let list: ResourceList;
      try {
        list = readText(text);
      } catch {
        return;
      }
      if (list.items.some(({ faults }) => faults.length > 0)) return;
      const annotate = (l: ResourceList) =>
        l.items.flatMap((own, i) => {
          const value = values[i] ?? 'keep';
          if (value === 'keep') return [];
          return value === 'remove' ? remove(l, own, PATH) : set(l, own, PATH, value);
        });
      assert.equal(annotate(readText(apply(list, annotate(list)))), []);
    }),
    { numRuns },
  );
});

test('the edit of an annotation by its lines alone is that of the reader', () => {
  let usual = 0;
  fc.assert(
    fc.property(listText, fc.constantFrom('pass', 'fail', null), (text, verdict) => {
      const list = readText(text);
      if (!list) return;
      for (const item of list.items.filter(({ faults }) => faults.length === 0)) {
        const quick = annotateUsual(list, item, ANNOTATION, verdict);
        if (!quick) continue;
        usual++;
        const path = ['metadata', 'annotations', ANNOTATION];
        const edits = verdict === null ? remove(list, item, path) : set(list, item, path, verdict);
        assert.equal(apply(list, quick), apply(list, edits), text);
      }
    }),
    { numRuns },
  );
  assert.ok(usual > numRuns / 20, `${usual} of them`);
});

test.run();
