import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { readTree, render, toExec, writeTree } from './kpt.ts';
import { sections } from './own.ts';
import { imageOf, needing, RUNTIMES, temporary } from './tools.ts';

const test = suite('intents');

/** A v5 intent without a name, whose priority is no text. */
const INTENT = `apiVersion: v1
kind: ConfigMap
metadata:
  name: broadcast
data:
  # Comments stay, and don't count as lines of the text.
  other: text
  intent.json: |-
    {
      "@type": "Intent",
      "isBundle": false,
      "priority": 1,
      "expression": {
        "@type": "TurtleExpression",
        "iri": "https://intents.example.org/broadcast",
        "expressionValue": "<urn:a> a <urn:b> ."
      }
    }
`;

function kptfile(level: string, mode: string): string {
  return `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: intents
pipeline:
  mutators:
    - image: ${imageOf('validate-tmf921')}
      configMap:
        SECURITY_POLICY_LEVEL: ${level}
        mode: ${mode}
`;
}

function packageWith(level: string, mode = 'enforce'): string {
  const dir = join(temporary(), 'intents');
  mkdirSync(dir, { recursive: true });
  writeTree(
    dir,
    new Map([
      ['Kptfile', kptfile(level, mode)],
      ['intent.yaml', INTENT],
    ]),
  );
  return dir;
}

for (const runtime of RUNTIMES) {
  needing(
    test,
    ['kpt', 'exec', runtime],
    `an invalid one fails under strict, by ${runtime}, and is named with its line and field`,
    async () => {
      const dir = packageWith('strict');
      if (runtime === 'exec') toExec(dir);
      const before = readTree(dir);
      const { code, output } = await render(dir, runtime);
      assert.is(code, 1);
      assert.match(
        output,
        /intent\.yaml:12:7: TMF-102 v1\/ConfigMap\/broadcast data\[\\?"intent\.json\\?"\]\.priority: is a number \(1\)/,
      );
      assert.match(
        output,
        /intent\.yaml:9:5: TMF-101 v1\/ConfigMap\/broadcast data\[\\?"intent\.json\\?"\]\.name: name is missing/,
      );
      assert.equal(readTree(dir), before);
    },
  );

  needing(test, ['kpt', 'exec', runtime], `it is a warning under permissive, by ${runtime}`, async () => {
    const dir = packageWith('permissive');
    if (runtime === 'exec') toExec(dir);
    const { code, output, functions } = await render(dir, runtime);
    assert.is(code, 0, output);
    const [{ results = [] } = {}] = functions;
    assert.equal(
      results.map(({ severity, field, tags }) => [
        severity,
        tags.code,
        field?.path,
        tags.line,
        tags.column,
        tags.profile,
      ]),
      [
        ['info', 'TMF-001', 'data["intent.json"]', '9', '5', 'tmf921-v5'],
        ['warning', 'TMF-101', 'data["intent.json"].name', '9', '5', 'tmf921-v5'],
        ['warning', 'TMF-102', 'data["intent.json"].priority', '12', '7', 'tmf921-v5'],
      ],
    );
    const after = readTree(dir);
    assert.match(after.get('intent.yaml') ?? '', /validate-tmf921: warn/);
    // The annotation takes two lines, and the report says where things are behind it.
    const [section] = sections(after);
    const lines = (after.get('intent.yaml') ?? '').split('\n');
    assert.equal(
      section?.findings.map(({ code, line }) => [code, lines[line - 1]?.trim()]),
      [
        ['TMF-001', '{'],
        ['TMF-101', '{'],
        ['TMF-102', '"priority": 1,'],
      ],
    );
    const second = await render(dir, runtime);
    assert.is(second.code, 0, second.output);
    assert.equal(readTree(dir), after, 'the second render changes something');
  });
}

test.run();
