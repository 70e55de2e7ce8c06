import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Ajv } from 'ajv';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findKind } from '../../../functions/kubeconform-check/built-in/find-kind.ts';
import { allKinds, Kubernetes } from '../../../functions/kubeconform-check/built-in/kubernetes.ts';
import { validate } from '../../../functions/kubeconform-check/built-in/validate.ts';
import { Problems } from '../../../functions/kubeconform-check/problems.ts';
import { isMap, type YamlMap } from '../../../functions/lib/resource-list/resource-list.ts';
import { splitDocuments } from '../../../functions/lib/yaml/documents.ts';
import { readYaml, type Value } from '../../../functions/lib/yaml/read.ts';
import { hasNullItem, mutate, random } from './mutate.ts';
import { hasSwagger, schemasOfSwagger } from './swagger.ts';

const PACKAGES = resolve(import.meta.dirname, '../../../../shared/data/packages');
const VERSION = '1.34';
const ROUNDS = Number(process.env.FAST_CHECK_RUNS ?? 4000);

/** The resources of built-in kinds in real packages. */
function realResources(): YamlMap[] {
  const files = readdirSync(PACKAGES, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /\.ya?ml$/.test(path),
  );
  return files.flatMap((path) => {
    try {
      return splitDocuments(readFileSync(join(PACKAGES, path), 'utf8')).flatMap(({ text }) => {
        const { value, faults } = readYaml(text, 0, text.length);
        return isMap(value) && faults.length === 0 && kindOf(value) ? [value] : [];
      });
    } catch {
      return [];
    }
  });
}

const kubernetes = new Kubernetes(VERSION);

function kindOf({ apiVersion, kind }: YamlMap) {
  const found =
    typeof apiVersion === 'string' && typeof kind === 'string'
      ? findKind(kubernetes, apiVersion, kind)
      : undefined;
  return found && 'definition' in found ? found : undefined;
}

/** The codes of the schema, without those of Kubernetes' own validation. */
function codesOf(value: YamlMap): string[] {
  const problems = new Problems();
  const kind = kindOf(value);
  if (kind) validate(kind.definition, value, { problems, strict: true, version: VERSION });
  return problems.all.map(({ code }) => code).filter((code) => code.startsWith('K8S-0'));
}

const run = hasSwagger && existsSync(PACKAGES) ? test : test.skip;
if (run === test.skip) console.log('skipped: comparisons with the OpenAPI document (needs ../shared/data)');

run('mutated real resources get the verdict of the real OpenAPI document', () => {
  const { definitions, kinds } = schemasOfSwagger();
  const formats = { 'date-time': (text: string) => !Number.isNaN(Date.parse(text)) && text.includes('T') };
  const ajv = new Ajv({ strict: false, logger: false, formats, unicodeRegExp: false });
  ajv.addSchema({ $id: 'swagger', definitions });
  const resources = realResources();
  assert.ok(resources.length > 200, `${resources.length} resources`);
  const pick = random(20261124);
  // Stricter on purpose: ranges of integers, quantities and base64, which the OpenAPI document can't say.
  const stricter = new Set(['K8S-006', 'K8S-007']);
  let different = 0;
  let explained = 0;
  const strange: string[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const original = resources[pick(resources.length)] as YamlMap;
    const { value, change } = mutate(original as Value, pick);
    const resource = value as YamlMap;
    const accepts = ajv.getSchema(
      `swagger#/definitions/${kinds.get(`${resource.apiVersion}/${resource.kind}`)}`,
    );
    const codes = codesOf(resource);
    const theirs = accepts?.(resource) === true;
    if ((codes.length === 0) === theirs) continue;
    const isNullItem = hasNullItem(value) && codes.every((code) => code === 'K8S-002');
    if (theirs && (isNullItem || codes.every((code) => stricter.has(code)))) {
      explained++;
      continue;
    }
    different++;
    strange.push(
      `${resource.kind}${change}: ${theirs ? 'valid' : 'invalid'} to them, ${codes.join() || 'valid'} to us`,
    );
  }
  assert.ok(explained > 0);
  assert.ok(
    different <= ROUNDS * 0.003,
    `${different} of ${ROUNDS}:\n${[...new Set(strange)].slice(0, 20).join('\n')}`,
  );
});

run('every field of every kind has the type that the real OpenAPI document gives it', () => {
  const { kinds } = schemasOfSwagger();
  const ours = allKinds()
    .filter(({ versions }) => versions.includes(VERSION))
    .map(({ group, version, kind }) => `${group === '' ? '' : `${group}/`}${version}/${kind}`);
  // These options of requests are no resources.
  const requests = /\/(?:DeleteOptions|WatchEvent)$/;
  assert.equal(
    ours.filter((id) => !kinds.has(id)),
    [],
  );
  assert.equal(
    [...kinds.keys()].filter((id) => !ours.includes(id) && !requests.test(id)),
    [],
  );
});

test.run();
