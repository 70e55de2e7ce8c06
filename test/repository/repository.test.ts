import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import pkg from '../../package.json' with { type: 'json' };
import { filesBelow, importsOf, ROOT, read } from './files.ts';

const files = filesBelow('.');
const documents = files.filter((path) => path.endsWith('.md'));
/** Programs are no functions. */
const PROGRAMS = ['cli'];
const functions = files
  .map((path) => /^functions\/([\w-]+)\/main\.ts$/.exec(path)?.[1])
  .filter((name) => name !== undefined && !PROGRAMS.includes(name)) as string[];

test('every npm command in a document is a script', () => {
  const commands = documents.flatMap((path) =>
    [...read(path).matchAll(/\bnpm (?:run ([\w:-]+)|(start|test))\b/g)].map(([, run, short]) => ({
      path,
      script: (run ?? short) as string,
    })),
  );
  assert.ok(commands.some(({ path, script }) => path === 'README.md' && script === 'start'));
  assert.ok(commands.some(({ path, script }) => path === 'README.md' && script === 'test'));
  const unknown = commands.filter(({ script }) => !(script in pkg.scripts));
  assert.equal(unknown, []);
});

test('every link to a file in a document leads to one', () => {
  const broken = documents.flatMap((path) => {
    const links = [...read(path).matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link as string);
    return links
      .filter((link) => !existsSync(join(ROOT, posix.dirname(path), link)))
      .map((link) => `${path}: ${link}`);
  });
  assert.equal(broken, []);
});

test('every dependency is used', () => {
  const sources = files.filter((path) => /\.(?:ts|mjs)$/.test(path));
  const imported = new Set(sources.flatMap(importsOf).map((name) => name.match(/^(?:@[^/]+\/)?[^/]+/)?.[0]));
  const isImported = (name: string) => imported.has(name);
  // What a script calls, and what the type check needs.
  const programs: Record<string, string> = {
    '@biomejs/biome': 'biome',
    typescript: 'tsc',
    node: 'node',
    uvu: 'uvu',
  };
  const scripts = Object.values(pkg.scripts).join('\n');
  const isCalled = (name: string) => new RegExp(`\\b${programs[name] ?? '(?!)'}\\b`).test(scripts);
  const unused = Object.keys({ ...pkg.dependencies, ...pkg.devDependencies }).filter(
    (name) => !isImported(name) && !isCalled(name) && !name.startsWith('@types/'),
  );
  assert.equal(unused, []);
});

test('versions of dependencies are exact', () => {
  const loose = Object.entries({ ...pkg.dependencies, ...pkg.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  assert.equal(loose, []);
});

test('the bundles need no package at run time that is for development', () => {
  const development = Object.keys(pkg.devDependencies);
  const strange = files
    .filter((path) => path.startsWith('functions/') && path.endsWith('.ts'))
    .flatMap((path) => importsOf(path).filter((name) => development.includes(name)));
  assert.equal(strange, []);
});

test('the Dockerfile has a target for each function, with a complete entrypoint', () => {
  const dockerfile = read('Dockerfile');
  assert.ok(functions.length > 0);
  for (const name of functions) {
    assert.ok(dockerfile.includes(`\nFROM function AS ${name}\n`), name);
    assert.ok(dockerfile.includes(`\nENTRYPOINT ["/nodejs/bin/node", "/app/${name}.mjs"]`), name);
  }
});

test('each function has its README, and the table of functions names it', () => {
  for (const name of functions) {
    assert.ok(files.includes(`functions/${name}/README.md`), `functions/${name}/README.md`);
    assert.match(read('README.md'), `functions/${name}/README.md`);
  }
});

test('the version is that of the changelog', () => {
  assert.match(read('CHANGELOG.md'), new RegExp(`^## \\[${pkg.version.replaceAll('.', '\\.')}\\]`, 'm'));
});

test('no file holds a path of the machine that it was written on', () => {
  const folders = ['work', 'root', 'home/[a-z]+', 'Users/\\w+', 'tmp/[\\w.-]+/'];
  const pattern = new RegExp(`(?<![\\w.$})\\]~*-])/(?:${folders.join('|')})(?:/|\\b(?=["'\\s\`]))`);
  const strange = files.flatMap((path) => {
    const found = pattern.exec(read(path));
    return found ? [`${path}: ${found[0]}`] : [];
  });
  assert.equal(strange, []);
});

test('actions of workflows are pinned to a commit, with its version beside it', () => {
  const workflows = files.filter((path) => path === 'action.yml' || path.startsWith('.github/workflows/'));
  assert.ok(workflows.length >= 2);
  for (const path of workflows) {
    const uses = read(path).match(/\buses: .*/g) ?? [];
    assert.ok(uses.length > 0, path);
    for (const use of uses) {
      const isOwn = /^uses: \.\//.test(use);
      assert.ok(isOwn || /^uses: [\w./-]+@[0-9a-f]{40} # v\d+(?:\.\d+)*$/.test(use), `${path}: ${use}`);
    }
  }
});

test.run();
