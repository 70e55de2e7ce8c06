import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { allowMatcher, denials } from '../../functions/image-allowlist/allowlist.ts';
import { imageAllowlist } from '../../functions/image-allowlist/image-allowlist.ts';
import { parseReference, type Reference } from '../../functions/lib/images/reference.ts';
import { LEVELS, REGISTRIES, SEVERITY } from '../../functions/lib/policy/levels.ts';
import { readmeOf, testReadme } from '../support/readme.ts';

const test = suite('README of image-allowlist');
const { table, documents } = readmeOf('image-allowlist');
const policyOf = testReadme(test, imageAllowlist);

/** What stands in backquotes in a cell. */
function quoted(cell = ''): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text as string);
}

function reference(text: string): Reference {
  const parsed = parseReference(text.replace('sha256:...', `sha256:${'0'.repeat(64)}`));
  assert.ok('reference' in parsed, text);
  return parsed.reference;
}

test('the keys override the policy that they name', () => {
  const production = documents.find(({ kind }) => kind === 'SecurityPolicy');
  assert.equal(policyOf().images.deny, production.spec.images.deny);
});

test('the default registries are those of the levels', () => {
  assert.equal(
    table('Level', 'Registries and repositories'),
    LEVELS.map((level) => [level, REGISTRIES[level].join(', ')]),
  );
});

test('the table of codes has every code of the check, as severe as it is', () => {
  const source = readFileSync(join(import.meta.dirname, '../../functions/image-allowlist/check.ts'), 'utf8');
  const codes = new Set(source.match(/IMG-\d{3}/g));
  const classes = ['mutable-tag', 'no-digest', 'digest', 'registry', 'registry', 'registry'] as const;
  const rows = table('Code', 'What it means', 'strict', 'permissive', 'demo');
  assert.equal(new Set(rows.map(([code]) => quoted(code)[0])), codes);
  assert.equal(
    rows.map((cells) => cells.slice(2)),
    classes.map((name) => LEVELS.map((level) => SEVERITY[name][level])),
  );
});

test('entries allow and deny what the tables say', () => {
  for (const [entry, allows, others] of table('Entry', 'Allows', "Doesn't allow")) {
    const isAllowed = allowMatcher(quoted(entry));
    for (const text of quoted(allows)) assert.ok(isAllowed(reference(text)), `${entry} ${text}`);
    for (const text of quoted(others)) assert.not(isAllowed(reference(text)), `${entry} ${text}`);
  }
  const rows = table('Entry', 'Denies').map(([entry, denied]) => [quoted(entry), quoted(denied)] as const);
  for (const [entries, denied] of rows) {
    for (const entry of entries) {
      const deniedBy = denials([entry.replace('sha256:...', 'sha256:*')]);
      // The last of this row is what the entry doesn't deny.
      const texts = entry === 'nginx:1.2*' ? denied.slice(0, -1) : denied.filter((text) => text !== 'latest');
      for (const text of texts) assert.ok(deniedBy(reference(text)), `${entry} ${text}`);
    }
  }
  assert.is(denials(['nginx:1.2*'])(reference('nginx@sha256:...')), undefined);
});

test.run();
