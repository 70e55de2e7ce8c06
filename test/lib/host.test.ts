import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { imageAllowlist } from '../../functions/image-allowlist/image-allowlist.ts';
import { type KrmFunction, type Outcome, run } from '../../functions/lib/host.ts';
import { configOf, listOf, parseList, pod } from '../support/lists.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const GOOD = `ghcr.io/acme/upf@${DIGEST}`;
const EVIL = `evil.io/upf@${DIGEST}`;

function call(input: string | Buffer, env = {}): Outcome {
  return run(imageAllowlist, Buffer.from(input), env);
}

const annotation = (output: Buffer, i = 0) =>
  parseList(output).items[i].metadata.annotations['security.nephio.org/image-allowlist'];
const report = (output: Buffer, name = 'security-report') =>
  JSON.parse(
    parseList(output).items.find(({ metadata }) => metadata.name === name).data['image-allowlist.json'],
  );

test('nothing blocks: exit 0, annotated and reported, nothing on stderr', () => {
  const { exitCode, stdout, stderr } = call(listOf([pod('upf', GOOD)]));
  assert.is(exitCode, 0);
  assert.equal(stderr, []);
  assert.is(annotation(stdout), 'pass');
  assert.is(parseList(stdout).results, undefined);
  assert.equal(report(stdout), {
    function: 'image-allowlist',
    version: report(stdout).version,
    verdict: 'pass',
    counts: { error: 0, warning: 0, info: 0 },
    findings: [],
  });
});

test('the annotation goes behind a value that goes on in less deep lines', () => {
  const item = (end: string) =>
    `- apiVersion: v1\n  kind: Pod\n  metadata:\n    annotations:\n      a: b\n      k: [a,\n    b]${end}\n    name: x\n`;
  for (const end of ['', ' # c']) {
    const input = `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${item(end)}  spec: {containers: [{name: a, image: ${GOOD}}]}\n`;
    const { stdout } = call(input);
    // The library that tests read by wants `b]` deeper; kpt's doesn't.
    const verdict = '      security.nephio.org/image-allowlist: pass\n';
    assert.is(
      `${stdout}`.split('- apiVersion: v1\n  kind: ConfigMap')[0],
      input.replace(/( {4}b\].*\n)/, `$1${verdict}`),
    );
  }
});

test('a verdict that is there as null is taken out where there is none', () => {
  const item =
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\n  annotations:\n    a: b\n    security.nephio.org/image-allowlist: null\n';
  const { stdout } = call(listOf([item]));
  assert.not('security.nephio.org/image-allowlist' in parseList(stdout).items[0].metadata.annotations);
});

test('a finding blocks: exit 1, the whole list with results, a summary and a line for each error', () => {
  const { exitCode, stdout, stderr } = call(listOf([pod('upf', EVIL), pod('smf', GOOD)]));
  assert.is(exitCode, 1);
  assert.is(parseList(stdout).items.length, 3);
  assert.equal([annotation(stdout, 0), annotation(stdout, 1)], ['fail', 'pass']);
  assert.is(stderr.length, 2);
  assert.is(
    stderr[0],
    'image-allowlist: fail: 1 error, 0 warnings, 0 infos in 2 resources with something to check',
  );
  assert.match(
    stderr[1] as string,
    /^upf\.yaml:8:5: IMG-003 v1\/Pod\/upf spec\.containers\[name=app\]\.image: /,
  );
  const [result] = parseList(stdout).results as [{ message: string }];
  assert.equal(result, {
    message: result.message,
    severity: 'error',
    resourceRef: { apiVersion: 'v1', kind: 'Pod', name: 'upf' },
    field: { path: 'spec.containers[name=app].image', currentValue: EVIL },
    file: { path: 'upf.yaml', index: 0 },
    tags: {
      function: 'image-allowlist',
      code: 'IMG-003',
      check: 'IMG-003',
      severity: 'critical',
      package: '',
      line: '8',
      column: '5',
    },
  });
});

test('mode report: the same findings, exit 0, nothing on stderr', () => {
  const enforce = call(listOf([pod('upf', EVIL)], configOf({ mode: 'enforce' })));
  const reported = call(listOf([pod('upf', EVIL)], configOf({ mode: 'report' })));
  assert.equal([enforce.exitCode, reported.exitCode], [1, 0]);
  assert.equal(reported.stderr, []);
  assert.equal(parseList(reported.stdout).results, parseList(enforce.stdout).results);
  assert.equal(parseList(reported.stdout).items, parseList(enforce.stdout).items);
});

for (const [level, exitCode, severity] of [
  ['strict', 1, 'error'],
  ['permissive', 0, 'warning'],
  ['demo', 0, 'info'],
] as const) {
  test(`level ${level}: a registry violation is ${severity}`, () => {
    const outcome = call(listOf([pod('upf', EVIL)], configOf({ SECURITY_POLICY_LEVEL: level })));
    assert.is(outcome.exitCode, exitCode);
    assert.is(parseList(outcome.stdout).results?.[0].severity, severity);
  });
}

test('a second run on the output changes no byte', () => {
  for (const config of [configOf({ mode: 'report' }), configOf({ mode: 'report', annotate: 'failing' })]) {
    const first = call(listOf([pod('upf', EVIL), pod('smf', GOOD)], config));
    // The lines of results are those of the file as it came, and the first run's annotation is in it.
    const withoutLines = (output: Buffer) => output.toString().replace(/\n +line: .*/g, '');
    assert.is(withoutLines(call(first.stdout).stdout), withoutLines(first.stdout));
  }
});

test('findings are the same after a render of this and of other functions', () => {
  const before = listOf([pod('upf', 'evil.io/upf:v1')], configOf({ mode: 'report' }));
  const once = call(before).stdout;
  const others = once
    .toString()
    .replace(
      /( +)security\.nephio\.org\/image-allowlist: fail\n/,
      '$&$1security.nephio.org/verify-signatures: fail\n',
    );
  assert.is.not(others, once.toString());
  assert.equal(report(call(others).stdout), report(once));
});

test('a finding in a text: its place in the file, its own tags, and a summary in the head of each section', () => {
  const configMap = `apiVersion: v1
kind: ConfigMap
metadata:
  name: intent
  annotations:
    internal.config.kubernetes.io/path: intent.yaml
    internal.config.kubernetes.io/index: '0'
data:
  intent.json: |-
    {
      "expression": { "iri": "x" }
    }
`;
  const fn = (count: number, ...behind: string[]): KrmFunction => ({
    name: 'intents',
    usage: '',
    keys: [],
    check: (resources) => {
      const [resource] = resources.filter(({ value }) => value.kind === 'ConfigMap');
      if (!resource) throw new Error('no ConfigMap');
      const offset = ((resource.value.data as { [key: string]: string })['intent.json'] ?? '').indexOf('"x"');
      const finding = {
        code: 'TMF-103',
        check: 'TMF-103',
        severity: 'error' as const,
        rank: 'high' as const,
        resource,
        segments: ['data', 'intent.json', ...behind],
        inText: { depth: 2, offset },
        message: 'no IRI; write an absolute one',
        quote: true as const,
        tags: { profile: 'tmf921-v5', name: `a\u202e${'b'.repeat(300)}` },
      };
      return {
        findings: Array.from({ length: count }, () => ({ ...finding })),
        checked: new Set([resource]),
        summary: { intents: 1, note: 'ü'.repeat(1000) },
      };
    },
  });
  const sections = (output: Buffer) =>
    parseList(output)
      .items.filter(({ metadata }) => metadata.name.startsWith('security-report'))
      .map(({ data }) => data['intents.json'] as string);
  const { stdout, stderr } = run(fn(1, 'expression', 'iri'), Buffer.from(listOf([configMap])), {});
  const name = `a\\u{202e}${'b'.repeat(190)}…`;
  assert.match(
    stderr[1] as string,
    /^intent\.yaml:8:30: TMF-103 v1\/ConfigMap\/intent data\["intent\.json"\]\.ex/,
  );
  assert.equal(parseList(stdout).results, [
    {
      message: 'no IRI; write an absolute one',
      severity: 'error',
      resourceRef: { apiVersion: 'v1', kind: 'ConfigMap', name: 'intent' },
      field: { path: 'data["intent.json"].expression.iri' },
      file: { path: 'intent.yaml', index: 0 },
      tags: {
        function: 'intents',
        code: 'TMF-103',
        check: 'TMF-103',
        severity: 'high',
        package: '',
        line: '8',
        column: '30',
        profile: 'tmf921-v5',
        name,
      },
    },
  ]);
  const [section = ''] = sections(stdout);
  const { version, ...rest } = JSON.parse(section);
  assert.equal(Object.keys(JSON.parse(section)), [
    'function',
    'version',
    'verdict',
    'intents',
    'note',
    'counts',
    'findings',
  ]);
  assert.equal(rest, {
    function: 'intents',
    verdict: 'fail',
    intents: 1,
    note: 'ü'.repeat(1000),
    counts: { error: 1, warning: 0, info: 0 },
    findings: [
      {
        code: 'TMF-103',
        check: 'TMF-103',
        severity: 'error',
        profile: 'tmf921-v5',
        name,
        file: 'intent.yaml',
        // The function's annotation stands above it then, below a key that the file doesn't have yet.
        line: 10,
        resource: { apiVersion: 'v1', kind: 'ConfigMap', name: 'intent' },
        field: 'data["intent.json"].expression.iri',
        message: 'no IRI; write an absolute one',
      },
    ],
  });
  const ofText = run(fn(200), Buffer.from(listOf([configMap])), {}).stdout;
  assert.equal(parseList(ofText).results?.[0].field, { path: 'data["intent.json"]' });
  const many = sections(ofText);
  assert.ok(many.length > 2);
  for (const one of many) {
    assert.is(JSON.parse(one).intents, 1);
    assert.ok(JSON.stringify(one).length <= (200 * 1024) / 6);
  }
});

test('annotate: all, failing, none', () => {
  const input = (annotate: string) =>
    listOf([pod('upf', EVIL), pod('smf', GOOD)], configOf({ annotate, mode: 'report' }));
  const of = (annotate: string) => [0, 1].map((i) => annotation(call(input(annotate)).stdout, i));
  assert.equal(of('all'), ['fail', 'pass']);
  assert.equal(of('failing'), ['fail', undefined]);
  assert.equal(of('none'), [undefined, undefined]);
});

test('what an earlier run claimed is corrected or taken back', () => {
  const claim = 'security.nephio.org/image-allowlist: pass';
  const claimed = (text: string) => text.replace('  annotations:\n', `  annotations:\n    ${claim}\n`);
  const service = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: upf\n  annotations:\n    a: b\n';
  const { stdout } = call(
    listOf([claimed(pod('upf', EVIL)), claimed(service)], configOf({ mode: 'report' })),
  );
  assert.is(annotation(stdout, 0), 'fail');
  assert.equal(parseList(stdout).items[1].metadata.annotations, { a: 'b' });
});

test('no annotation on Kptfiles, policies, evidence and the report', () => {
  const kptfile =
    'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: p\npipeline:\n  mutators:\n  - image: evil.io/f:v1\n';
  const policy = 'apiVersion: security.nephio.org/v1alpha1\nkind: SecurityPolicy\nmetadata:\n  name: q\n';
  const { stdout } = call(listOf([kptfile, policy], configOf({ mode: 'report' })));
  const { items } = parseList(stdout);
  assert.equal([items[0].metadata.annotations, items[1].metadata.annotations], [undefined, undefined]);
  assert.is(parseList(call(stdout).stdout).items.length, 3);
});

test('the report is found again wherever it lies, and keeps what is not ours', () => {
  const own = `apiVersion: v1
kind: ConfigMap
metadata:
  name: security-report
  annotations:
    internal.config.kubernetes.io/path: 'reports/all.yaml'
    internal.config.kubernetes.io/index: '0'
data:
  other.json: "{}" # theirs
  image-allowlist.json: old
`;
  const { stdout } = call(listOf([pod('upf', GOOD), own]));
  assert.is(parseList(stdout).items.length, 2);
  assert.is(report(stdout).verdict, 'pass');
  assert.match(stdout.toString(), 'other.json: "{}" # theirs\n');
});

test('reports of subpackages are not the report', () => {
  const kptfile = (path: string) =>
    `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: p\n  annotations:\n    internal.config.kubernetes.io/path: ${path}\n`;
  const theirs =
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: security-report\n  annotations:\n    internal.config.kubernetes.io/path: sub/r.yaml\ndata:\n  a: b\n';
  const { stdout } = call(listOf([kptfile('Kptfile'), kptfile('sub/Kptfile'), theirs]));
  const { items } = parseList(stdout);
  assert.equal(items[2].data, { a: 'b' });
  assert.is(items[3].metadata.annotations['internal.config.kubernetes.io/path'], 'security-report.yaml');
});

test('in render, packages are told apart by package-path, which never goes out', () => {
  const items = [pod('upf', EVIL, 'upf.yaml', '/host/root/sub'), pod('upf', GOOD, 'upf.yaml', '/host/root')];
  const { stdout, stderr } = call(listOf(items, configOf({})));
  const { results } = parseList(stdout);
  assert.is(results?.[0].tags.package, 'sub');
  assert.is(results?.[0].file.path, 'upf.yaml');
  assert.is(report(stdout).findings[0].file, 'sub/upf.yaml');
  assert.match(stderr[1] as string, /^sub\/upf\.yaml:8:5: /);
  assert.not.match(JSON.stringify([results, report(stdout), stderr]), '/host');
});

test('report: another name, or none', () => {
  const named = call(listOf([pod('upf', GOOD)], configOf({ report: 'gate' })));
  assert.is(report(named.stdout, 'gate').verdict, 'pass');
  assert.is(parseList(call(listOf([pod('upf', GOOD)], configOf({ report: 'none' }))).stdout).items.length, 1);
});

test('many findings go to further reports, and back', () => {
  const images = (image: string) => Array.from({ length: 120 }, (_, i) => pod(`p${i}`, image));
  const full = call(listOf(images('evil.io/upf:v1'), configOf({ mode: 'report' }))).stdout;
  const reports = parseList(full).items.filter(({ kind }) => kind === 'ConfigMap');
  assert.ok(reports.length > 1 && reports.length < 10);
  assert.equal(
    reports.map(({ metadata }) => metadata.name),
    ['security-report', ...reports.slice(1).map((_, i) => `security-report-${i + 2}`)],
  );
  const sections = reports.map(({ data }) => JSON.parse(data['image-allowlist.json']));
  assert.is(sections.flatMap(({ findings }) => findings).length, 240);
  // Five functions and a summary share the 200 KiB of a ConfigMap.
  for (const { data } of reports)
    assert.ok(JSON.stringify(data['image-allowlist.json']).length <= (200 * 1024) / 6);
  const mended = call(full.toString().replaceAll('image: evil.io/upf:v1', `image: ${GOOD}`)).stdout;
  assert.equal(
    parseList(mended)
      .items.filter(({ kind }) => kind === 'ConfigMap')
      .map(({ metadata }) => metadata.name),
    ['security-report'],
  );
});

test('more findings than all reports hold: the worst are kept, the rest is counted', () => {
  const items = Array.from({ length: 1500 }, (_, i) =>
    pod(`p${i}`, i === 1499 ? EVIL : 'ghcr.io/acme/upf:latest'),
  );
  const { stdout } = call(listOf(items, configOf({ mode: 'report' })));
  const reports = parseList(stdout).items.filter(({ kind }) => kind === 'ConfigMap');
  const sections = reports.map(({ data }) => JSON.parse(data['image-allowlist.json']));
  const findings = sections.flatMap((section) => section.findings);
  assert.is(findings.length + sections[0].truncated, 2999);
  assert.equal(sections[0].counts, { error: 1, warning: 1499, info: 1499 });
  assert.is(findings.filter(({ severity }) => severity === 'error').length, 1);
  assert.is(parseList(stdout).results?.length, 2999);
});

test('more findings than anybody could read: exit 2, in bounded time', () => {
  const containers = Array.from({ length: 60_000 }, () => '  - image: evil.io/x').join('\n');
  const huge = pod('upf', EVIL).replace(/ {2}- name: app\n.*\n/, `${containers}\n`);
  const { exitCode, stderr } = call(listOf([huge]));
  assert.is(exitCode, 2);
  assert.match(stderr.join(), /more than \d+ findings, which is too much to write down/);
});

test('thousands of findings in one resource, thousands of documents in one file', () => {
  const containers = Array.from({ length: 5000 }, () => '  - image: evil.io/x').join('\n');
  const one = pod('upf', EVIL).replace(/ {2}- name: app\n.*\n/, `${containers}\n`);
  const many = Array.from({ length: 5000 }, (_, i) =>
    pod(`p${i}`, EVIL, 'one.yaml').replaceAll("index: '0'", `index: '${i}'`),
  );
  const start = performance.now();
  assert.is(call(listOf([one])).exitCode, 1);
  assert.match(call(listOf(many)).stderr[2] as string, /^one\.yaml:17:\d+: /);
  // A guard against quadratic time: it took minutes.
  assert.ok(performance.now() - start < 30_000);
});

const notLists: [string, string | Buffer, RegExp][] = [
  ['empty stdin', '', /empty/],
  ['only comments', '# nothing\n---\n', /empty/],
  [
    'a resource that is no list',
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: x\n',
    /no ResourceList.*"Pod"/,
  ],
  ['a list', '- a\n- b\n', /no ResourceList/],
  ['a text', 'hello', /no ResourceList/],
  ['JSON of something else', '{"apiVersion": "v1", "kind": "List", "items": []}', /no ResourceList.*"List"/],
  [
    'items that are no list',
    'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: 5\n',
    /no ResourceList/,
  ],
  ['broken YAML', `${listOf([pod('upf', GOOD)])}  broken: [\n`, /malformed YAML/],
  [
    'two documents',
    `${listOf([pod('upf', GOOD)])}---\n${listOf([pod('smf', GOOD)])}`,
    /more than one YAML document/,
  ],
  ['binary', Buffer.from([0, 255, 1, 254, 10, 200]), /./],
];
for (const [name, input, message] of notLists) {
  test(`${name}: exit 2, nothing on stdout, one line on stderr`, () => {
    const { exitCode, stdout, stderr } = call(input);
    assert.is(exitCode, 2);
    assert.is(stdout.length, 0);
    assert.is(stderr.length, 1);
    assert.match(stderr[0] as string, /^image-allowlist: /);
    assert.match(stderr[0] as string, message);
    assert.not.match(stderr[0] as string, /internal error|\bat .*\.ts/);
  });
}

test('two reports: exit 2, the input with one error result that names both files', () => {
  const of = (path: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: security-report\n  annotations:\n    internal.config.kubernetes.io/path: ${path}\n`;
  const input = listOf([of('a.yaml'), of('b.yaml')]);
  const { exitCode, stdout, stderr } = call(input);
  assert.is(exitCode, 2);
  assert.ok(stdout.toString().startsWith(input));
  const { results } = parseList(stdout);
  assert.is(results?.length, 1);
  assert.match(results?.[0].message, /a\.yaml.*b\.yaml/);
  assert.match(stderr.join(), /a\.yaml.*b\.yaml/);
});

const wrongConfigs: [string, string, RegExp][] = [
  ['an unknown key', configOf({ ALOWED_REGISTRIES: 'gcr.io' }), /ALOWED_REGISTRIES.*ALLOWED_REGISTRIES/],
  ['a wrong value', configOf({ requireDigest: 'yes' }), /requireDigest.*"yes".*"true"/],
  ['a wrong level', configOf({ SECURITY_POLICY_LEVEL: 'Strict' }), /Strict.*strict/],
  ['a policy that does not exist', configOf({ policy: 'production' }), /production/],
  ['another kind', 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: x\n', /Secret.*ConfigMap/],
];
for (const [name, config, message] of wrongConfigs) {
  test(`${name}: exit 3, the whole input with one error result`, () => {
    const input = listOf([pod('upf', GOOD)], config);
    const { exitCode, stdout, stderr } = call(input);
    assert.is(exitCode, 3);
    assert.ok(stdout.toString().startsWith(input));
    const { results } = parseList(stdout);
    assert.equal([results?.length, results?.[0].severity], [1, 'error']);
    assert.match(results?.[0].message, message);
    assert.match(stderr.join('\n'), message);
  });
}

const faulty: [string, string, RegExp][] = [
  ['no kind', pod('upf', GOOD).replace('kind: Pod\n', ''), /upf\.yaml has no kind/],
  [
    'no apiVersion',
    pod('upf', GOOD).replace('apiVersion: v1\n', ''),
    /v?Pod\/upf in upf\.yaml has no apiVersion/,
  ],
  ['a duplicate key', `${pod('upf', GOOD)}spec: {}\n`, /v1\/Pod\/upf in upf\.yaml has the key "spec" twice/],
  ['an item that is a text', 'hello', /item 0.*is no map/],
  ['deep nesting', `${pod('upf', GOOD)}  a: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n`, /nested deeper/],
  [
    'an alias bomb',
    `${pod('upf', GOOD)}bomb:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 9 }, (_, i) => `  ${'bcdefghij'[i]}: &${'bcdefghij'[i]} [${Array(10).fill(`*${'abcdefghi'[i]}`)}]\n`).join('')}`,
    /aliases/,
  ],
  // go-yaml merges this one (sigs.k8s.io/yaml v1.6.0), so a cluster would run the image.
  ['a merge key in disguise', `${pod('upf', GOOD)}  - ! "<<": {image: evil/x}\n    name: b\n`, /key "<<"/],
  ['a merge key in quotes', `${pod('upf', GOOD)}  - "<<": {image: evil/x}\n    name: b\n`, /key "<<"/],
  ['a lone carriage return', pod('upf', GOOD).replace('name: upf', 'name: "a\rb"'), /U\+000d/],
  ['metadata that are no map', 'apiVersion: v1\nkind: Pod\nmetadata: []\n', /metadata that are no map/],
];
for (const mode of ['enforce', 'report']) {
  for (const [name, item, message] of faulty) {
    test(`${name}: blocks in mode ${mode} too, with file and resource`, () => {
      const config = configOf({ mode, SECURITY_POLICY_LEVEL: 'demo' });
      const { exitCode, stdout, stderr } = call(listOf([item, pod('smf', GOOD)], config));
      assert.is(exitCode, 1);
      assert.match(stderr.join('\n'), message);
      // The whole can't be parsed by others either: the sound item and the results by themselves.
      const text = stdout.toString();
      const sound = text.slice(
        text.lastIndexOf('name: smf'),
        text.indexOf('spec:', text.lastIndexOf('name: smf')),
      );
      assert.match(sound, 'security.nephio.org/image-allowlist: pass');
      const { results } = parseList(text.slice(text.lastIndexOf('\nresults:')));
      assert.ok(results?.some((result) => result.severity === 'error' && message.test(result.message)));
    });
  }
}

test('an item that is no UTF-8 blocks, and its bytes stay', () => {
  const marked = listOf([pod('upf', GOOD).replace('name: upf', 'name: "u\u0001pf"'), pod('smf', GOOD)]);
  const input = Buffer.from(marked, 'latin1');
  input[input.indexOf(1)] = 0xe9;
  const { exitCode, stdout, stderr } = call(input);
  assert.is(exitCode, 1);
  assert.match(stderr.join(), /upf\.yaml.*no UTF-8/);
  const end = input.indexOf('smf');
  assert.equal(stdout.subarray(0, end), input.subarray(0, end));
});

test('a lone carriage return at the very end is a fault too', () => {
  const input = listOf(['apiVersion: v1\nspec:\n    image: &i evil/x', 'apiVersion: v1\nmetadata: {}']);
  const { exitCode, stdout, stderr } = call(`${input.replaceAll('\n', '\r\n').trimEnd()}\r`);
  assert.is(exitCode, 1);
  assert.ok(stdout.length > input.length);
  assert.match(stderr.join(), /has no kind/);
});

test('characters that terminals obey never reach stderr or messages', () => {
  const image = '"evil.io/\\u202eupf\\u001b[31m:v1"';
  const { stdout, stderr } = call(listOf([pod('upf', image)]));
  const texts = stderr.join('') + JSON.stringify(parseList(stdout).results?.map(({ message }) => message));
  assert.not.match(texts, /[\p{Cc}\p{Cf}]/u);
  assert.match(texts, /u\{202e\}/);
});

test('no line of stderr is longer than 4,000 characters', () => {
  const { stderr } = call(
    listOf([pod('upf', `evil.io/${'x'.repeat(100_000)}`), pod(`p${'y'.repeat(50_000)}`, EVIL)]),
  );
  assert.is(stderr.length, 3);
  for (const line of stderr) assert.ok(line.length <= 4000, String(line.length));
});

test('JSON is answered in JSON', () => {
  const input = JSON.stringify({
    apiVersion: 'config.kubernetes.io/v1',
    kind: 'ResourceList',
    items: [
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'upf' },
        spec: { containers: [{ name: 'a', image: EVIL }] },
      },
    ],
  });
  const { exitCode, stdout } = call(input);
  assert.is(exitCode, 1);
  const output = JSON.parse(stdout.toString());
  assert.is(output.items[0].metadata.annotations['security.nephio.org/image-allowlist'], 'fail');
  assert.is(output.items.length, 2);
  assert.is(output.results[0].tags.code, 'IMG-003');
});

test('results of others stay, own ones of an earlier run are replaced', () => {
  const others =
    'results:\n- message: theirs\n  severity: info\n- message: old\n  severity: error\n  tags:\n    function: image-allowlist\n';
  const { stdout } = call(listOf([pod('upf', EVIL)]) + others);
  assert.equal(
    parseList(stdout).results?.map(({ message }) => message.slice(0, 6)),
    ['theirs', 'contai'],
  );
});

test('the environment fills in what a ConfigMap without policy leaves out', () => {
  const env = { ALLOWED_REGISTRIES: 'evil.io', CI: 'true', ENVIRONMENT: 'development' };
  assert.is(call(listOf([pod('upf', EVIL)]), env).exitCode, 0);
  assert.is(call(listOf([pod('upf', EVIL)], configOf({ ALLOWED_REGISTRIES: 'gcr.io' })), env).exitCode, 1);
  const policy =
    'apiVersion: security.nephio.org/v1alpha1\nkind: SecurityPolicy\nmetadata:\n  name: production\n';
  assert.is(call(listOf([pod('upf', EVIL)], policy), env).exitCode, 1);
  assert.is(call(listOf([pod('upf', EVIL), policy], configOf({ policy: 'production' })), env).exitCode, 1);
});

test('a SecurityPolicy in the package counts only where the functionConfig names it', () => {
  const policy =
    'apiVersion: security.nephio.org/v1alpha1\nkind: SecurityPolicy\nmetadata:\n  name: mine\nspec:\n  images:\n    allowedRegistries: [evil.io]\n';
  assert.is(call(listOf([pod('upf', EVIL), policy])).exitCode, 1);
  assert.is(call(listOf([pod('upf', EVIL), policy], configOf({ policy: 'mine' }))).exitCode, 0);
});

test('an internal error is exit 2 with the input, and a trace only with DEBUG', () => {
  const broken = {
    ...imageAllowlist,
    check: () => {
      throw new TypeError('boom');
    },
  };
  const input = Buffer.from(listOf([pod('upf', GOOD)]));
  const { exitCode, stdout, stderr } = run(broken, input, {});
  assert.is(exitCode, 2);
  assert.ok(stdout.toString().startsWith(input.toString()));
  assert.equal([stderr.length, parseList(stdout).results?.length], [1, 1]);
  assert.match(stderr[0] as string, /internal error.*boom/);
  assert.ok(run(broken, input, { DEBUG: '1' }).stderr.length > 1);
});

test.run();
