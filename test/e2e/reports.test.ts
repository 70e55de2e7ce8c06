import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evaluate, readTree, writeTree } from './kpt.ts';
import { foreignChanges, isReport, sections, wrongLines } from './own.ts';
import { needing, temporary } from './tools.ts';

const test = suite('reports');

needing(
  test,
  ['kpt', 'exec'],
  'findings that are too many for one report go into more, and back',
  async () => {
    const dir = folder(150);
    const before = readTree(dir);
    const first = await evaluate(dir, 'exec', ['mode=report']);
    assert.is(first.code, 0, first.output);
    const full = readTree(dir);
    assert.ok(reports(full).length > 1, String(reports(full)));
    assert.is(sections(full).flatMap(({ findings }) => findings).length, 300);
    assert.equal(foreignChanges(before, full), []);
    assert.equal(wrongLines(full), []);
    await evaluate(dir, 'exec', ['mode=report']);
    assert.equal(readTree(dir), full, 'the second run changes something');

    for (const [path, text] of full) {
      if (!isReport(path))
        writeFileSync(
          join(dir, path),
          text.replace(/image: \S+/, `image: ghcr.io/acme/a@sha256:${'a'.repeat(64)}`),
        );
    }
    const repaired = await evaluate(dir, 'exec', ['mode=report']);
    assert.is(repaired.code, 0, repaired.output);
    assert.equal(reports(readTree(dir)), ['security-report.yaml']);
    assert.equal(
      sections(readTree(dir)).flatMap(({ findings }) => findings),
      [],
    );
  },
);

needing(test, ['kpt', 'exec'], 'what no report holds is counted', async () => {
  const dir = folder(300);
  await evaluate(dir, 'exec', ['mode=report']);
  const written = sections(readTree(dir));
  const kept = written.flatMap(({ findings }) => findings);
  assert.ok(kept.length < 600);
  assert.equal(
    written.flatMap(({ truncated = [] }) => truncated),
    [600 - kept.length],
  );
  assert.is(kept.filter(({ severity }) => severity === 'error').length, 300, 'the most severe come first');
});

needing(test, ['kpt', 'exec'], 'a report that was moved is kept where it lies', async () => {
  const dir = folder(2);
  await evaluate(dir, 'exec', ['mode=report']);
  mkdirSync(join(dir, 'reports'));
  renameSync(join(dir, 'security-report.yaml'), join(dir, 'reports/images.yaml'));
  const moved = readTree(dir);
  const { code, output } = await evaluate(dir, 'exec', ['mode=report']);
  assert.is(code, 0, output);
  assert.equal(readTree(dir), moved);

  rmSync(join(dir, 'pod-1.yaml'));
  await evaluate(dir, 'exec', ['mode=report']);
  assert.not.ok(readTree(dir).has('security-report.yaml'));
  assert.not.match(readFileSync(join(dir, 'reports/images.yaml'), 'utf8'), /pod-1/);
});

/** A package of Pods with images that aren't allowed. */
function folder(count: number): string {
  const dir = temporary();
  mkdirSync(dir);
  const pod = (i: number) => `apiVersion: v1
kind: Pod
metadata:
  name: pod-${i}
spec:
  containers:
    - name: a
      image: docker.io/acme/a:1.${i}
`;
  const pods = Array.from({ length: count }, (_, i) => [`pod-${i}.yaml`, pod(i)] as const);
  const kptfile = 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: reports\n';
  writeTree(dir, new Map([['Kptfile', kptfile], ...pods]));
  return dir;
}

function reports(tree: ReadonlyMap<string, string>): string[] {
  return [...tree.keys()].filter(isReport);
}

test.run();
