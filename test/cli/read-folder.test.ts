import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readFolder } from '../../functions/cli/read-folder.ts';
import { deployment, folderOf, kptfile, PINNED } from './folders.ts';

const yaml = deployment('a', PINNED);

function paths(folder: string): string[] {
  return readFolder(folder).files.map(({ path }) => path);
}

test('takes the files that kpt takes for KRM, in its order', () => {
  const folder = folderOf({
    Kptfile: kptfile('a'),
    'b.yaml': yaml,
    'a.yml': yaml,
    'c.json': '{}',
    'B.yaml': yaml,
    'README.md': 'x',
    'x.yaml.txt': 'x',
    '.hidden/h.yaml': yaml,
    'sub/Kptfile': kptfile('b'),
    'sub/d.yaml': yaml,
    '.git/refs/x.yaml': 'x',
  });
  const wanted = [
    '.hidden/h.yaml',
    'B.yaml',
    'Kptfile',
    'a.yml',
    'b.yaml',
    'c.json',
    'sub/Kptfile',
    'sub/d.yaml',
  ];
  assert.equal(paths(folder), wanted);
});

// As measured with kpt fn source of kpt 1.0.0-beta.56.
const all = ['a.yaml', 'b.json', 'other/e.yaml', 'sub/a.yaml', 'sub/c.yml', 'sub/deep/d.yaml', 'x y.yaml'];
const ignores: { rules: string; left: string[] }[] = [
  { rules: 'a.yaml', left: ['b.json', 'other/e.yaml', 'sub/c.yml', 'sub/deep/d.yaml', 'x y.yaml'] },
  {
    rules: '# c\n\na.yaml  \r\n',
    left: ['b.json', 'other/e.yaml', 'sub/c.yml', 'sub/deep/d.yaml', 'x y.yaml'],
  },
  { rules: '/a.yaml', left: all.slice(1) },
  { rules: './a.yaml', left: all },
  { rules: 'sub', left: ['a.yaml', 'b.json', 'other/e.yaml', 'x y.yaml'] },
  { rules: 'sub/', left: ['a.yaml', 'b.json', 'other/e.yaml', 'x y.yaml'] },
  { rules: '/sub/', left: ['a.yaml', 'b.json', 'other/e.yaml', 'x y.yaml'] },
  { rules: 'sub/*', left: ['a.yaml', 'b.json', 'other/e.yaml', 'x y.yaml'] },
  { rules: 'sub/a.yaml', left: all.filter((path) => path !== 'sub/a.yaml') },
  { rules: 'deep/d.yaml', left: all.filter((path) => path !== 'sub/deep/d.yaml') },
  { rules: '**/deep', left: all.filter((path) => path !== 'sub/deep/d.yaml') },
  { rules: '*.yaml\n!a.yaml', left: ['a.yaml', 'b.json', 'sub/a.yaml', 'sub/c.yml'] },
  { rules: 'x y.yaml', left: all.slice(0, -1) },
  { rules: '[ab].yaml', left: all.filter((path) => !path.endsWith('a.yaml')) },
  { rules: '?.yaml', left: ['b.json', 'sub/c.yml', 'x y.yaml'] },
  { rules: '{a,b}.yaml', left: all },
  { rules: 'SUB', left: all },
  { rules: '*\n!sub', left: [] },
];

for (const { rules, left } of ignores) {
  test(`.krmignore ${JSON.stringify(rules)}`, () => {
    const files = Object.fromEntries(all.map((path) => [path, yaml]));
    assert.equal(paths(folderOf({ ...files, '.krmignore': rules })), left);
  });
}

test('each package has its own .krmignore; a folder that is none has none', () => {
  const files = {
    Kptfile: kptfile('a'),
    'a.yaml': yaml,
    'p/Kptfile': kptfile('p'),
    'p/a.yaml': yaml,
    'r/a.yaml': yaml,
  };
  const left = ['Kptfile', 'p/Kptfile', 'p/a.yaml'];
  assert.equal(paths(folderOf({ ...files, '.krmignore': 'a.yaml' })), left);
  assert.equal(paths(folderOf({ ...files, '.krmignore': 'p/a.yaml' })), [...Object.keys(files)]);
  assert.equal(paths(folderOf({ ...files, '.krmignore': 'p' })), ['Kptfile', 'a.yaml', 'r/a.yaml']);
  assert.equal(paths(folderOf({ ...files, 'r/.krmignore': 'a.yaml' })), [...Object.keys(files)]);
});

test('follows symbolic links to files, not to folders', () => {
  const folder = folderOf({ 'a/a.yaml': yaml });
  symlinkSync('a/a.yaml', join(folder, 'link.yaml'));
  symlinkSync('.', join(folder, 'loop'));
  symlinkSync('..', join(folder, 'a', 'folder.yaml'));
  assert.equal(paths(folder), ['a/a.yaml', 'link.yaml']);
  assert.equal(readFolder(folder).problems, []);
});

test('names what it cannot read, and reads the rest', () => {
  const folder = folderOf({
    'a.yaml': yaml,
    'binary.yaml': Buffer.from([0x61, 0, 0x62]),
    'latin1.yaml': Buffer.from('a: \xe9\n', 'latin1'),
    'utf16.yaml': Buffer.from('\ufeffa: 1\n', 'utf16le'),
    'z.yaml': '\ufeffa: 1\r\n',
  });
  symlinkSync('loop.yaml', join(folder, 'loop.yaml'));
  symlinkSync('nothing.yaml', join(folder, 'dangling.yaml'));
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
  const { files, problems } = readFolder(folder);
  assert.equal(
    files.map(({ path }) => path),
    ['a.yaml', 'z.yaml'],
  );
  assert.is(files[1]?.text, 'a: 1\n');
  const reasons = problems.map(({ path, reason }) => `${path} ${reason.message}`);
  assert.match(reasons.join('\n'), /^binary\.yaml is a binary file/m);
  assert.match(reasons.join('\n'), /^dangling\.yaml doesn't exist/m);
  assert.match(reasons.join('\n'), /^latin1\.yaml is not in UTF-8/m);
  assert.match(reasons.join('\n'), /^loop\.yaml is a symbolic link that leads back to itself/m);
  assert.match(reasons.join('\n'), /^pipe\.yaml is no regular file/m);
  assert.match(reasons.join('\n'), /^utf16\.yaml is a binary file/m);
  assert.is(reasons.length, 6);
});

test('refuses a folder that is none', () => {
  assert.throws(() => readFolder(join(folderOf({}), 'nothing')), /doesn't exist/);
  assert.throws(() => readFolder(join(folderOf({ 'a.yaml': yaml }), 'a.yaml')), /no folder/);
});

test.run();
