import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { copy, evaluate, normalise, readTree, render, toExec, writeTree } from './kpt.ts';
import { oddPackage } from './odd-package.ts';
import { foreignChanges, isReport, sections, wrongLines } from './own.ts';
import { IMAGE, needing, RUNTIMES, temporary } from './tools.ts';

const pipeline = `pipeline:
  mutators:
    - image: ${IMAGE}
      configMap:
        mode: report
`;

const test = suite('an odd package');

for (const runtime of RUNTIMES) {
  for (const command of ['eval', 'render']) {
    needing(
      test,
      ['kpt', 'exec', runtime],
      `${command} by ${runtime} writes nothing but annotations and the report`,
      async () => {
        const dir = await oddFolder();
        if (command === 'render') {
          writeTree(dir, new Map([['Kptfile', `${oddPackage.Kptfile}${pipeline}`]]));
          if (runtime === 'exec') toExec(dir);
        }
        const call = () =>
          command === 'eval' ? evaluate(dir, runtime, ['mode=report']) : render(dir, runtime);
        const before = readTree(dir);
        const first = await call();
        assert.is(first.code, 0, first.output);
        const after = readTree(dir);
        assert.equal(foreignChanges(before, after), []);
        assert.equal(wrongLines(after), []);
        assert.is(annotated(after), 11);
        assert.equal(
          sections(after).map(({ counts }) => counts.error),
          [11],
        );
        const documents = (tree: ReadonlyMap<string, string>) =>
          [...tree]
            .filter(([path]) => path !== 'security-report.yaml')
            .map(([path, text]) => [path, count(text)]);
        assert.equal(documents(after), documents(before));

        const second = await call();
        assert.is(second.code, 0, second.output);
        assert.equal(readTree(dir), after, 'the second run changes something');
      },
    );
  }
}

needing(
  test,
  ['kpt', 'exec'],
  'without the normalising run kpt itself makes the only other changes',
  async () => {
    const dir = await oddFolder(false);
    const echoed = copy(dir);
    await normalise(echoed);
    await evaluate(dir, 'exec', ['mode=report']);
    assert.equal(foreignChanges(readTree(echoed), readTree(dir)), []);
  },
);

async function oddFolder(normalised = true): Promise<string> {
  const dir = join(temporary(), 'odd');
  for (const path of Object.keys(oddPackage)) mkdirSync(join(dir, dirname(path)), { recursive: true });
  writeTree(dir, new Map(Object.entries(oddPackage)));
  if (normalised) {
    const { code, output } = await normalise(dir);
    assert.is(code, 0, output);
  }
  return dir;
}

/** How many resources carry the function's annotation, by another reader than the function's. */
function annotated(tree: ReadonlyMap<string, string>): number {
  return [...tree]
    .filter(([path]) => !isReport(path))
    .flatMap(([, text]) => parseAllDocuments(text, { merge: true }))
    .filter(
      (document) =>
        document.getIn(['metadata', 'annotations', 'security.nephio.org/image-allowlist']) !== undefined,
    ).length;
}

function count(text: string): number {
  return parseAllDocuments(text).length;
}

test.run();
