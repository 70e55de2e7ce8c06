import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { copy, evaluate, type Result, readTree, render, toExec, writeTree } from './kpt.ts';
import { isReport } from './own.ts';
import { IMAGE, needing, ROOT, RUNTIMES } from './tools.ts';

/** The failing example, with a gate that blocks. */
const EXAMPLE = join(ROOT, 'examples/image-allowlist-advanced');
const pipeline = `pipeline:
  mutators:
    - image: ${IMAGE}
      configMap:
        mode: report
        policy: cdn-edge
  validators:
    - image: ${IMAGE}
      configMap:
        mode: enforce
        policy: cdn-edge
`;

const test = suite('agreement');

for (const runtime of RUNTIMES) {
  needing(
    test,
    ['kpt', 'exec', runtime],
    `mutator, validator and eval by ${runtime} find the same`,
    async () => {
      const dir = copy(EXAMPLE, (path) => !isReport(path));
      const kptfile = readTree(dir).get('Kptfile') as string;
      writeTree(dir, new Map([['Kptfile', kptfile.replace(/^pipeline:[\s\S]*/m, pipeline)]]));
      if (runtime === 'exec') toExec(dir);
      const before = readTree(dir);

      const rendered = await render(dir, runtime);
      assert.is(rendered.code, 1, rendered.output);
      assert.equal(readTree(dir), before, 'a blocked render writes something');
      const [mutator, validator] = rendered.functions;
      assert.is(mutator?.exitCode, 0);
      assert.is(validator?.exitCode, 1);
      assert.match(rendered.output, /image-allowlist: fail: \d+ errors/);

      const evaluated = await evaluate(dir, runtime, ['mode=report', 'policy=cdn-edge']);
      assert.is(evaluated.code, 0, evaluated.output);
      const [evaluation] = evaluated.functions;
      const results = comparable(mutator?.results);
      assert.ok(results.length > 10);
      assert.equal(comparable(validator?.results), results);
      assert.equal(comparable(evaluation?.results), results);

      const enforced = await evaluate(dir, runtime, ['policy=cdn-edge', 'mode=enforce']);
      assert.is(enforced.code, 1, enforced.output);
      assert.equal(comparable(enforced.functions[0]?.results), results);
    },
  );
}

/**
 * Results with paths from the root package, since render gives those of a subpackage from there; without lines, since
 * the validator sees the mutator's annotations.
 */
function comparable(results: readonly Result[] = []): object[] {
  return results.map(({ file, tags: { line: _, ...tags }, ...rest }) => {
    const inPackage = tags.package && !file?.path.startsWith(`${tags.package}/`);
    return { ...rest, tags, file: inPackage ? { ...file, path: `${tags.package}/${file?.path}` } : file };
  });
}

test.run();
