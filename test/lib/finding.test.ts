import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Finding, Findings } from '../../functions/lib/finding.ts';

/** How many findings like one there may be. */
function most(message: string, path: string, key = 'kind', tags?: { [key: string]: string }): number {
  const findings = new Findings();
  const resource = { path, value: {}, fileIndex: 0, package: '' };
  const finding = { code: 'A', message, resource, segments: [key], tags } as unknown as Finding;
  try {
    for (;;) findings.add(finding);
  } catch (error) {
    assert.match((error as Error).message, `more than ${findings.all.length} findings`);
    return findings.all.length;
  }
}

test('so many findings as can be written down: fewer where they are long', () => {
  const usual = most('m'.repeat(250), 'p'.repeat(50));
  assert.ok(usual > 50_000 && usual < 60_000, `${usual}`);
  assert.ok(most('m'.repeat(250), 'p'.repeat(4000)) < 9000);
  // Longer paths and keys are cut in the results.
  assert.is(most('m', 'p'.repeat(1_000_000)), most('m', 'p'.repeat(5000)));
  assert.is(most('m', 'p', 'k'.repeat(1_000_000)), most('m', 'p', 'k'.repeat(3000)));
  assert.is(most('m', 'p', 'k', { a: 'b'.repeat(99) }), most('m'.repeat(101), 'p', 'k'));
});

test.run();
