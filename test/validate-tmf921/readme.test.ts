import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseDocument } from 'yaml';
import { defaultPolicy, PROFILES } from '../../functions/lib/policy/policy.ts';
import { CODES } from '../../functions/validate-tmf921/codes.ts';
import { validateTmf921 } from '../../functions/validate-tmf921/validate-tmf921.ts';
import { readmeOf, testReadme } from '../support/readme.ts';

const test = suite('README of validate-tmf921');
const { text, table, documents } = readmeOf('validate-tmf921');
const policyOf = testReadme(test, validateTmf921);

test('the keys override the policy that they name', () => {
  const [config, production] = ['ConfigMap', 'SecurityPolicy'].map((kind) =>
    documents.find((own) => own.kind === kind),
  );
  assert.equal(policyOf().intents, { ...production.spec.intents, profile: config.data.profile });
});

test('the default selectors and limits are those of the policy', () => {
  const { selectors, limits } = defaultPolicy('strict').intents;
  for (const { key } of selectors) if (key !== undefined) assert.ok(text.includes(`\`${key}\``), key);
  const row = table('Field', 'Example', 'Default', 'Meaning').find(([field]) => field === '`intents.limits`');
  assert.equal(parseDocument((row?.[2] ?? '').slice(1, -1)).toJS(), limits);
});

test('the tables of codes and profiles are those of the sources', () => {
  assert.equal(
    table('Code', 'What is found', 'Weight').map(([code, meaning]) => [code, meaning]),
    Object.entries(CODES).map(([code, meaning]) => [`\`${code}\``, meaning]),
  );
  const profiles = table('Profile', 'Standard', 'Documents').map(([profile]) => profile?.slice(1, -1));
  assert.equal(profiles.sort(), [...PROFILES].sort());
});

test.run();
