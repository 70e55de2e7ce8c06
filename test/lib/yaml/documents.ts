import fc from 'fast-check';

/**
 * Documents in every style that this project meets, as lines of text without indentation. What a generated document
 * means is for an independent parser to say.
 */

/** A node: what stands behind `key:`, and the lines below it, relative to the key's column. */
interface Rendered {
  inline?: string;
  lines: readonly string[];
}

const plain = [
  'text',
  'two words',
  '1',
  '0644',
  'yes',
  '~',
  '1_000',
  'a:b',
  'a#b',
  '-x',
  '?x',
  ':x',
  'é☃😀',
  '12:30',
  'http://h/p?q=1',
  '- no item'.slice(2),
  'x,y',
  'a[0]',
  '=',
  '.5',
  '@x'.slice(1),
  'a"b',
  "it's",
];
const quoted = [
  '""',
  '"a b"',
  '"a: b # c"',
  '"\\n\\t\\"\\\\"',
  '"\\u00e9"',
  "''",
  "'it''s'",
  "'# no'",
  '"- x"',
  "'{}'",
  '"*"',
  '"&a"',
  '"1"',
  "'yes'",
  '"a\\/b"',
];
const flow = [
  '{}',
  '[]',
  '{a: b}',
  '[a, b]',
  '{a: 1, b: [x, "y"]}',
  '[{a: 1}, {b: "2"}]',
  '{"a":1,"b":[true,null]}',
  '[ a , b ]',
  '{ a: b }',
  '{a: {b: {c: d}}}',
  "['x', y z]",
  '["a","b"]',
];
const comments = ['', '', '', ' # comment', '   # - x', ' # annotations:', '  '];
const keys = [
  'a',
  'b',
  'name',
  'two words',
  'a.b/c',
  'x-y',
  '"quoted"',
  "'single'",
  '"a: b"',
  'é',
  '"1"',
  'k8s',
  'annotations',
  '"{}"',
];
const content = [
  'text',
  'more text',
  '- item',
  'annotations:',
  '  deeper',
  '# no comment',
  '',
  '{',
  '"',
  'a: b',
  '---',
  'x: |',
  '\ttab',
];

const scalar = fc
  .tuple(fc.constantFrom(...plain, ...quoted, ...flow), fc.constantFrom(...comments))
  .map(([text, comment]): Rendered => ({ inline: text + comment, lines: [] }));

const blockScalar = fc
  .tuple(
    fc.constantFrom('|', '|-', '|+', '>', '>-', '>+'),
    fc.constantFrom('', '', ' # comment'),
    fc.constantFrom(...content.filter((line) => /^[^\s]/.test(line))),
    fc.array(fc.constantFrom(...content), { maxLength: 6 }),
    fc.integer({ min: 1, max: 4 }),
  )
  .map(
    ([header, comment, first, rest, indent]): Rendered => ({
      inline: header + comment,
      lines: [first, ...rest].map((line) => (line === '' ? '' : ' '.repeat(indent) + line)),
    }),
  );

const multiLine = fc
  .constantFrom<readonly [string, readonly string[]]>(
    ['plain text', ['that goes on', '', 'and on']],
    ['"quoted', ['text \\', 'over lines"']],
    ["'single", ['', "quoted'"]],
    ['[a,', ['b,', 'c]']],
    ['{a: b,', ['c: d', '}']],
    ['{"a": [', ['1,', '2', ']}']],
  )
  .map(
    ([inline, rest]): Rendered => ({
      inline,
      lines: rest.map((line) => (line === '' ? line : `    ${line}`)),
    }),
  );

const junk = fc.constantFrom<readonly string[]>([], [], [], [], [''], ['# comment'], ['', '# - x', '']);

export const indented = (lines: readonly string[], by: number) =>
  lines.map((line) => (line === '' ? '' : ' '.repeat(by) + line));

export const { map, list } = fc.letrec<{ node: Rendered; map: readonly string[]; list: readonly string[] }>(
  (tie) => ({
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      scalar,
      blockScalar,
      multiLine,
      fc
        .tuple(tie('map'), fc.integer({ min: 1, max: 4 }))
        .map(([lines, by]): Rendered => ({ lines: indented(lines, by) })),
      fc
        .tuple(tie('list'), fc.integer({ min: 0, max: 3 }))
        .map(([lines, by]): Rendered => ({ lines: indented(lines, by) })),
      fc.constant<Rendered>({ lines: [] }),
    ),
    map: fc
      .uniqueArray(fc.tuple(fc.constantFrom(...keys), tie('node'), junk), {
        minLength: 1,
        maxLength: 4,
        selector: ([key]) => key,
      })
      .map((entries) =>
        entries.flatMap(([key, { inline, lines }, before]) => [
          ...before,
          inline === undefined ? `${key}:` : `${key}: ${inline}`,
          ...lines,
        ]),
      ),
    list: fc
      .array(fc.tuple(fc.oneof(tie('node'), tie('map')), junk, fc.integer({ min: 1, max: 3 })), {
        minLength: 1,
        maxLength: 4,
      })
      .map((items) =>
        items.flatMap(([item, before, gap]) => {
          if (Array.isArray(item)) {
            const [first = '', ...rest] = indented(item as string[], gap + 1);
            // A map starts on the line of its `-`, unless a comment or blank line stands first.
            const isCompact = /^ +[^ #]/.test(first);
            return isCompact ? [...before, `-${first.slice(1)}`, ...rest] : [...before, '-', first, ...rest];
          }
          const { inline, lines } = item as Rendered;
          // js-yaml goes astray behind an empty item (`-`) that is a list's last.
          const head =
            inline === undefined && lines.length === 0
              ? '- ~'
              : `-${inline === undefined ? '' : ' '.repeat(gap) + inline}`;
          return [...before, head, ...indented(lines, 1)];
        }),
      ),
  }),
);

/** A document whose root is a map or a list. */
export const document = fc
  .tuple(
    fc.oneof(map, list),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
    fc.constantFrom(0, 0, 0, 2),
    fc.constantFrom('', '\n', '# end\n'),
  )
  .map(([lines, eol, indent, tail]) =>
    `${indented(lines, indent).join('\n')}\n${tail}`.replaceAll('\n', eol),
  );

/** A document in which something was broken or moved: most of them aren't what they were, many aren't YAML. */
export const mutated = fc
  .tuple(
    document,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 3 }),
        fc.constantFrom(
          '',
          ' ',
          '  ',
          '\n',
          '- ',
          ': ',
          '#',
          '"',
          "'",
          '&a ',
          '*a',
          '|',
          '>',
          '[',
          ']',
          '{',
          '}',
          ',',
          '? ',
          '!!str ',
          '\t',
          '\r',
          '...\n',
          '%',
          '<<: ',
        ),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([text, changes]) =>
    changes.reduce((t, [at, length, by]) => {
      const position = at % (t.length + 1);
      return t.slice(0, position) + by + t.slice(position + length);
    }, text),
  );

/** How often a property is tried. */
export const numRuns = Number(process.env.FAST_CHECK_RUNS ?? 1000);

// CI repeats the cases of one seed, so that a change answers for its failure; by hand every run has others.
const { FAST_CHECK_SEED: seed } = process.env;
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
