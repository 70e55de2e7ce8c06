import { posix } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { filesBelow, importsOf, read, withoutComments } from './files.ts';

const sources = filesBelow('functions').filter((path) => path.endsWith('.ts'));

/** The folder below functions/ that a source belongs to. */
function roomOf(path: string): string {
  return path.split('/')[1] as string;
}

/** The sources that a source imports, from the root of the repository. */
function sourcesOf(path: string): string[] {
  const relative = importsOf(path).filter((name) => name.startsWith('.'));
  return relative.map((name) => posix.join(posix.dirname(path), name)).filter((name) => name.endsWith('.ts'));
}

/** These may use other functions: what stands for a function as a whole, and its check. */
const MAY_USE_FUNCTIONS = ['cli', 'compliance-score'];

/** These may touch the world outside of their input. */
const OUTSIDE = [/\/main\.ts$/, /^functions\/cli\//, /^functions\/lib\/(?:executable|disk)\.ts$/];

test('importsOf sees the imports of this test', () => {
  const wanted = ['node:path', 'uvu', 'uvu/assert', './files.ts'];
  assert.equal(importsOf('test/repository/house.test.ts'), wanted);
});

test('a function imports from lib/ and its own folder', () => {
  const strange = sources.flatMap((path) => {
    const room = roomOf(path);
    const foreign = sourcesOf(path).filter((name) => ![room, 'lib'].includes(roomOf(name)));
    const allowed = MAY_USE_FUNCTIONS.includes(room)
      ? foreign.filter((name) => [`${roomOf(name)}.ts`, 'check.ts'].includes(posix.basename(name)))
      : [];
    return foreign.filter((name) => !allowed.includes(name)).map((name) => `${path} imports ${name}`);
  });
  assert.equal(strange, []);
});

test('lib/ imports no function', () => {
  const strange = sources
    .filter((path) => roomOf(path) === 'lib')
    .flatMap((path) =>
      sourcesOf(path)
        .filter((name) => roomOf(name) !== 'lib')
        .map((name) => `${path} imports ${name}`),
    );
  assert.equal(strange, []);
});

test('only programs touch process, files, clock or network', () => {
  const modules =
    /^(?:node:)?(?:fs|net|tls|dgram|dns|https?|http2|os|child_process|worker_threads|process|timers)(?:\/|$)/;
  const globals =
    /\bprocess\s*[.[]|\bfetch\(|\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bsetTimeout\(|\bMath\.random\b/;
  const strange = sources
    .filter((path) => !OUTSIDE.some((pattern) => pattern.test(path)))
    .flatMap((path) => [
      ...importsOf(path)
        .filter((name) => modules.test(name))
        .map((name) => `${path} imports ${name}`),
      ...(withoutComments(read(path)).match(globals) ?? []).map((found) => `${path} has ${found}`),
    ]);
  assert.equal(strange, []);
});

test('nothing of build/ or test/ gets into a function', () => {
  const strange = sources.flatMap((path) => sourcesOf(path).filter((name) => !name.startsWith('functions/')));
  assert.equal(strange, []);
});

test.run();
