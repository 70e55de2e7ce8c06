import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { CODES } from '../../functions/kubeconform-check/codes.ts';
import { kubeconformCheck } from '../../functions/kubeconform-check/kubeconform-check.ts';
import { run } from '../../functions/lib/host.ts';
import { ConfigError } from '../../functions/lib/policy/error.ts';
import { configOf, listOf, parseList } from '../support/lists.ts';
import { runCheck } from './run.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: upf, namespace: core}
spec:
  replicas: 1
  selector: {matchLabels: {app: upf}}
  template:
    metadata: {labels: {app: upf}}
    spec:
      containers:
      - name: upf
        image: ghcr.io/acme/upf:v1
        env: [{name: A, value: b}]
        ports: [{containerPort: 8805}]
        resources: {limits: {cpu: 500m}}
`;
const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {a: aGVsbG8=}\n';
const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: slices.acme.example}
spec:
  group: acme.example
  scope: Namespaced
  names: {kind: Slice, listKind: SliceList, plural: slices, singular: slice}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            properties:
              sst: {type: integer, minimum: 0, maximum: 255}
              name: {type: string, pattern: "^[a-z]+$"}
            x-kubernetes-validations:
            - {rule: "!has(self.sst) || self.sst != 7", message: seven is reserved}
  - name: v1alpha1
    served: false
    storage: false
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
`;
const slice = 'apiVersion: acme.example/v1\nkind: Slice\nmetadata: {name: a}\nspec: {sst: 1, name: embb}\n';

test('what is valid gives nothing', () => {
  assert.equal(runCheck([deployment, secret, crd, slice]).lines, []);
});

/** What a user of kubeconform wants caught: it accepts each of these. */
const wanted: [it: string, item: string, from: string | RegExp, to: string, line: RegExp][] = [
  [
    'a selector that does not select the template',
    deployment,
    'labels: {app: upf}',
    'labels: {app: smf}',
    /^K8S-104 spec\.selector/,
  ],
  ['no name', deployment, 'name: upf, ', '', /^K8S-101 metadata/],
  [
    'an illegal namespace',
    deployment,
    'namespace: core',
    'namespace: Core_1',
    /^K8S-102 metadata\.namespace/,
  ],
  ['an illegal label', deployment, 'namespace: core', 'labels: {a: "b c"}', /^K8S-103 metadata\.labels\.a/],
  [
    'a misspelt restartPolicy',
    deployment,
    '    spec:\n',
    '    spec:\n      restartPolicy: Alwayss\n',
    /^K8S-105 spec\.template\.spec\.restartPolicy/,
  ],
  ['a cpu that is none', deployment, '500m', 'abc', /^K8S-007 .*limits\.cpu/],
  ['too many replicas', deployment, 'replicas: 1', 'replicas: 99999999999', /^K8S-006 spec\.replicas/],
  ['a port out of range', deployment, '8805', '99999', /^K8S-106 .*containerPort/],
  ['data that are not base64', secret, 'aGVsbG8=', 'hello', /^K8S-007 data\.a/],
  [
    'a variable twice',
    deployment,
    '{name: A, value: b}',
    '{name: A, value: b}, {name: A, value: c}',
    /^K8S-107 .*env\[1\]/,
  ],
  [
    'no containers',
    deployment,
    /containers:[\s\S]*/,
    'containers: []\n',
    /^K8S-109 spec\.template\.spec\.containers/,
  ],
];

for (const [it, item, from, to, line] of wanted) {
  test(`caught: ${it}`, () => {
    const changed = item.replace(from, to);
    assert.is.not(changed, item);
    const { lines, findings } = runCheck([changed]);
    assert.is(lines.length, 1, JSON.stringify(findings.map(({ message }) => message)));
    assert.match(lines[0] as string, line);
    assert.is(findings[0]?.severity, 'error');
    assert.is(findings[0]?.check, 'SCH-001');
  });
}

test('caught: two resources of one name, whatever the version, but not in another namespace', () => {
  assert.equal(runCheck([deployment, deployment]).lines, ['K8S-110 metadata.name']);
  assert.equal(runCheck([deployment, deployment.replace('namespace: core', 'namespace: edge')]).lines, []);
  const role =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a, namespace: one}\nrules: []\n';
  assert.equal(runCheck([role, role.replace('namespace: one', 'namespace: two')]).lines, [
    'K8S-110 metadata.name',
  ]);
});

test('without a namespace and in default may be the same: a warning', () => {
  const spaced = secret.replace('name: s', 'name: s, namespace: default');
  for (const items of [
    [secret, spaced],
    [spaced, secret],
  ]) {
    assert.equal(
      runCheck(items).findings.map(({ code, severity }) => [code, severity]),
      [['K8S-110', 'warning']],
    );
  }
  const role =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: s}\nrules: []\n';
  assert.equal(runCheck([role, role.replace('name: s', 'name: s, namespace: default')]).lines, [
    'K8S-110 metadata.name',
  ]);
});

test('duplicates are those of one package', () => {
  const at = (path: string) =>
    secret.replace('{name: s}', `{name: s, annotations: {internal.config.kubernetes.io/path: ${path}}}`);
  const kptfile = (path: string) =>
    `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata: {name: p, annotations: {internal.config.kubernetes.io/path: ${path}}}\n`;
  const inOne = [kptfile('Kptfile'), at('a.yaml'), at('b/c.yaml')];
  assert.equal(runCheck(inOne).lines, ['K8S-110 metadata.name']);
  assert.match(runCheck(inOne).findings[0]?.message ?? '', /a\.yaml/);
  assert.equal(runCheck([...inOne, kptfile('b/Kptfile')]).lines, []);
});

test('custom resources are held against the CustomResourceDefinition of the package', () => {
  const lines = (text: string) => runCheck([crd, text]).lines;
  assert.equal(lines(slice.replace('sst: 1', 'sst: "1"')), ['K8S-203 spec.sst']);
  assert.equal(lines(slice.replace('sst: 1', 'sst: 300')), ['K8S-206 spec.sst']);
  assert.equal(lines(slice.replace('sst: 1', 'sst: 7')), ['K8S-208 spec']);
  assert.equal(lines(slice.replace('sst: 1', 'sts: 1')), ['K8S-205 spec.sts']);
  assert.equal(lines(slice.replace('embb', 'eMBB')), ['K8S-206 spec.name']);
  assert.equal(lines(slice.replace('name: a', 'name: A')), ['K8S-101 metadata.name']);
  for (const version of ['v1alpha1', 'v2']) {
    const { findings } = runCheck([crd, slice.replace('acme.example/v1', `acme.example/${version}`)]);
    assert.is(findings[0]?.code, 'K8S-210');
    assert.is(findings[0]?.proposed, 'acme.example/v1');
  }
});

test('the definition of the own package counts before that of another', () => {
  const at = (text: string, path: string) =>
    text.replace(
      /metadata: \{name: ([\w.]+)/,
      `$&, annotations: {internal.config.kubernetes.io/path: ${path}}`,
    );
  const kptfile = (path: string) => at('apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata: {name: p}\n', path);
  const loose = crd.replace('minimum: 0, maximum: 255', 'minimum: 0');
  const items = [
    kptfile('Kptfile'),
    kptfile('a/Kptfile'),
    kptfile('b/Kptfile'),
    at(crd, 'a/crd.yaml'),
    at(loose, 'b/crd.yaml'),
  ];
  const big = slice.replace('sst: 1', 'sst: 300');
  assert.equal(runCheck([...items, at(big, 'a/x.yaml')]).lines, ['K8S-206 spec.sst']);
  assert.equal(runCheck([...items, at(big, 'b/x.yaml')]).lines, []);
});

test('definitions in a List count for the package, wherever it stands', () => {
  const bad = slice.replace('sst: 1', 'sst: 300');
  const inList = (item: string) => `- ${item.trimEnd().replaceAll('\n', '\n  ')}\n`;
  const list = `apiVersion: v1\nkind: List\nitems:\n- 5\n${inList(crd)}`;
  assert.equal(runCheck([bad, list]).lines, ['K8S-206 spec.sst', 'K8S-001 items[0]']);
  const nested = `apiVersion: v1\nkind: List\nitems:\n${inList(`apiVersion: v1\nkind: List\nitems:\n${inList(crd)}`)}`;
  assert.equal(runCheck([bad, nested]).lines, ['K8S-206 spec.sst']);
  const bare = crd.replace(/^apiVersion.*\nkind.*\n/, '');
  const typed = `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinitionList\nitems:\n${inList(bare)}`;
  assert.equal(runCheck([bad, typed]).lines, ['K8S-206 spec.sst']);
});

test('what is in a List is looked at, and told of the List', () => {
  const list = (items: string) => `apiVersion: v1\nkind: List\nitems:\n${items}`;
  const item = `- ${deployment.replace('replicas: 1', 'replica: 1').trimEnd().replaceAll('\n', '\n  ')}\n`;
  const { findings, lines } = runCheck([list(item + item)]);
  assert.equal(lines.sort(), [
    'K8S-005 items[0].spec.replica',
    'K8S-005 items[1].spec.replica',
    'K8S-110 items[1].metadata.name',
  ]);
  assert.is(findings[0]?.resource.value.kind, 'List');
  assert.equal(runCheck([list('- a\n- {kind: Pod}\n')]).lines, [
    'K8S-001 items[0]',
    'K8S-002 items[1].apiVersion',
  ]);
  assert.equal(runCheck(['apiVersion: v1\nkind: List\nitems: []\nitem: 1\n']).lines, ['K8S-005 item']);
  assert.equal(runCheck(['apiVersion: v1\nkind: List\nitems: 5\n']).lines, ['K8S-001 items']);
  assert.equal(runCheck([list(`- ${slice.trimEnd().replaceAll('\n', '\n  ')}\n`)]).lines, [
    'K8S-300 items[0].kind',
  ]);
});

test('what is in a SecretList or DeploymentList is looked at as in a List', () => {
  const inList = (kind: string, item: string) =>
    `apiVersion: ${kind === 'DeploymentList' ? 'apps/v1' : 'v1'}\nkind: ${kind}\nitems:\n- ${item.trimEnd().replaceAll('\n', '\n  ')}\n`;
  assert.equal(runCheck([inList('SecretList', secret)], { rejectKinds: ['v1/Secret'] }).lines, [
    'K8S-009 items[0].kind',
  ]);
  assert.equal(runCheck([inList('SecretList', secret), secret]).lines, ['K8S-110 metadata.name']);
  const nameless = deployment
    .replace(/apiVersion: .*\nkind: .*\n/, '')
    .replace('name: upf, ', '')
    .replace('replicas', 'replica');
  assert.equal(runCheck([inList('DeploymentList', nameless)]).lines.sort(), [
    'K8S-005 items[0].spec.replica',
    'K8S-101 items[0].metadata.name',
  ]);
  assert.equal(runCheck([inList('SecretList', 'apiVersion: x/y/z\nkind: Banana\n')]).lines.length, 1);
});

test('an apiVersion without a group before its slash is none', () => {
  const odd = secret.replace('apiVersion: v1', 'apiVersion: /v1');
  const { findings } = runCheck([odd], { rejectKinds: ['v1/Secret'] });
  assert.equal(
    findings.map(({ code, proposed }) => [code, proposed]),
    [['K8S-003', 'v1']],
  );
});

test('kinds are skipped or rejected by name or with their version, skipped first', () => {
  const bad = deployment.replace('replicas: 1', 'replica: 1');
  for (const kind of ['Deployment', 'apps/v1/Deployment']) {
    const { lines, skipped, resources } = runCheck([bad], { skipKinds: [kind], rejectKinds: ['Deployment'] });
    assert.equal(lines, []);
    assert.equal([...skipped], resources);
    assert.equal(runCheck([bad], { rejectKinds: [kind] }).lines, ['K8S-009 kind']);
  }
  for (const kind of ['Deploymnt', 'apps.example/v1/Deployment', 'policy/v1beta1/PodSecurityPolicy']) {
    assert.equal(runCheck([bad], { skipKinds: [kind], rejectKinds: [kind] }).lines, ['K8S-005 spec.replica']);
  }
});

test('a kind in the policy that no resource can have is an error of the policy', () => {
  const rows: [kind: string, meant: string | undefined][] = [
    ['apps/v1/Deploymnet', 'apps/v1/Deployment'],
    ['apps/v2/Deployment', 'apps/v1/Deployment'],
    ['v1/Deployments', undefined],
    ['v1/Secrets', 'v1/Secret'],
    ['deployment', 'Deployment'],
  ];
  for (const [kind, meant] of rows) {
    for (const list of ['skipKinds', 'rejectKinds']) {
      try {
        runCheck([secret], { [list]: ['Pod', kind] });
        assert.unreachable();
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        assert.equal([error.field, error.nearest], [`spec.schemas.${list}[1]`, meant]);
      }
    }
  }
  const { exitCode, stderr } = run(
    kubeconformCheck,
    Buffer.from(listOf([secret], configOf({ reject_kinds: 'apps/Deployment' }))),
    {},
  );
  assert.is(exitCode, 3);
  assert.match(
    stderr[0] as string,
    /reject_kinds.*"apps\/Deployment", allowed .*apps\/v1\/Deployment; write/,
  );
});

test('a kind without a schema is an error, an info where the policy ignores it; a built-in one never passes', () => {
  const { findings } = runCheck([slice]);
  assert.equal(
    findings.map(({ code, check, severity, rank }) => [code, check, severity, rank]),
    [['K8S-300', 'SCH-002', 'error', 'info']],
  );
  assert.match(findings[0]?.message ?? '', /CustomResourceDefinition.*locations.*skipKinds/);
  const ignored = runCheck([slice], { ignoreMissing: true });
  assert.equal(
    ignored.findings.map(({ code, severity }) => [code, severity]),
    [['K8S-300', 'info']],
  );
  assert.is(ignored.skipped.size, 1);
  const built = runCheck(['apiVersion: apps/v1\nkind: Deploymet\nmetadata: {name: a}\n'], {
    ignoreMissing: true,
  });
  assert.equal(
    built.findings.map(({ code, severity, proposed }) => [code, severity, proposed]),
    [['K8S-003', 'error', 'Deployment']],
  );
  const both = 'apiVersion: rbac.authorisation.k8s.io/v1\nkind: RoleBindng\nmetadata: {name: a}\n';
  assert.match(
    runCheck([both]).findings[0]?.message ?? '',
    'did you mean rbac.authorization.k8s.io/v1 RoleBinding?',
  );
  const near = runCheck([crd, slice.replace('kind: Slice', 'kind: Slicee')]);
  assert.is(near.findings[0]?.proposed, 'Slice');
});

test('kinds of tooling: own schemas, and those that others read', () => {
  const kptfile =
    'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata: {name: My_Package}\npipeline: {mutators: [{image: a, configMap: {b: c}}]}\n';
  assert.equal(runCheck([kptfile]).lines, []);
  assert.equal(runCheck([kptfile.replace('mutators', 'mutator')]).lines, ['K8S-205 pipeline.mutator']);
  assert.equal(runCheck([kptfile.replace('b: c', 'b: 1')]).lines, [
    'K8S-203 pipeline.mutators[0].configMap.b',
  ]);
  const policy =
    'apiVersion: security.nephio.org/v1alpha1\nkind: SecurityPolicy\nmetadata: {name: p}\nspec: {images: {deny: ["a b"]}}\n';
  assert.equal(runCheck([policy]).lines, ['K8S-206 spec.images.deny[0]']);
  const evidence =
    'apiVersion: security.nephio.org/v1alpha1\nkind: ImageSignatures\nmetadata: {name: e}\nspec: {images: [{imag: a}]}\n';
  assert.equal(runCheck([evidence]).lines.sort(), [
    'K8S-204 spec.images[0].image',
    'K8S-205 spec.images[0].imag',
  ]);
  const skipped = [
    'kustomize.config.k8s.io/v1beta1/Kustomization',
    'configsync.gke.io/v1beta1/RootSync',
    'fn.kpt.dev/v1alpha1/ApplyReplacements',
    'config.porch.kpt.dev/v1alpha1/PackageVariant',
    'policy.sigstore.dev/v1beta1/ClusterImagePolicy',
  ];
  for (const id of skipped) {
    const [group, version, kind] = id.split('/');
    const ran = runCheck([
      `apiVersion: ${group}/${version}\nkind: ${kind}\nmetadata: {name: a}\nspec: {anything: 1}\n`,
    ]);
    assert.equal(ran.lines, [], id);
    assert.is(ran.skipped.size, 1, id);
  }
  assert.equal(
    runCheck(['apiVersion: configsync.gke.io/v1beta1\nkind: RootSink\nmetadata: {name: a}\n']).lines,
    ['K8S-300 kind'],
  );
});

test('the levels say how severe it is', () => {
  const bad = deployment.replace('replicas: 1', 'replica: 1');
  const severities = (['strict', 'permissive', 'demo'] as const).map((level) => {
    const [finding] = runCheck([bad], {}, { level }).findings;
    return [finding?.severity, finding?.rank];
  });
  assert.equal(severities, [
    ['error', 'critical'],
    ['warning', 'high'],
    ['info', 'low'],
  ]);
});

test('the version of Kubernetes is the one of the policy', () => {
  const flow = 'apiVersion: resource.k8s.io/v1\nkind: DeviceClass\nmetadata: {name: a}\nspec: {}\n';
  assert.equal(runCheck([flow], { kubernetesVersion: '1.33.4' }).lines, ['K8S-004 apiVersion']);
  assert.equal(runCheck([flow], { kubernetesVersion: 'v1.34' }).lines, []);
  assert.equal(runCheck([flow], { kubernetesVersion: 'latest' }).lines, []);
  assert.equal(runCheck([flow]).lines, []);
});

test('results have line and column, what is found and what is proposed; annotations have the verdicts', () => {
  const path = 'annotations: {internal.config.kubernetes.io/path: upf.yaml}';
  const text = deployment
    .replace('namespace: core', path)
    .replace('value: b', 'value: 0644')
    .replace('replicas: 1', 'replica: 1');
  const skipped = 'apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: t}\n';
  const config = configOf({ skip_kinds: 'example.org/v1/Thing' });
  const { exitCode, stdout, stderr } = run(
    kubeconformCheck,
    Buffer.from(listOf([text, secret, skipped], config)),
    {},
  );
  assert.is(exitCode, 1);
  const { items, results = [] } = parseList(stdout);
  const [unknown, value] = results.sort((a, b) => (a.tags.code < b.tags.code ? 1 : -1));
  assert.equal(unknown.field, { path: 'spec.replica', currentValue: '1', proposedValue: 'replicas' });
  assert.equal(value.field, {
    path: 'spec.template.spec.containers[name=upf].env[name=A].value',
    currentValue: '420',
    proposedValue: '"0644"',
  });
  assert.equal(
    [unknown.tags.line, unknown.tags.column, value.tags.line, value.tags.column],
    ['5', '3', '13', '25'],
  );
  assert.ok(
    stderr.some((line) => line.startsWith('upf.yaml:5:3: K8S-005 apps/v1/Deployment/upf spec.replica: ')),
  );
  const verdicts = items.map(({ metadata }) => metadata.annotations['security.nephio.org/kubeconform-check']);
  assert.equal(verdicts.slice(0, 3), ['fail', 'pass', 'skip']);
});

/** What the gate says of some items on stderr, and that a second run changes nothing but the results. */
function twice(items: readonly string[], config: { [key: string]: string } = {}): readonly string[] {
  const first = run(kubeconformCheck, Buffer.from(listOf(items, configOf(config))), {});
  const second = run(kubeconformCheck, first.stdout, {});
  assert.equal(second.stderr, first.stderr);
  assert.equal(parseList(second.stdout).items, parseList(first.stdout).items);
  return first.stderr;
}

test('a ConfigMap named like the report is looked at as any other', () => {
  const named = (rest: string, name = 'security-report') =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n    internal.config.kubernetes.io/path: r.yaml\n  name: ${name}\n${rest}`;
  const hidden: [rest: string, line: RegExp, name?: string][] = [
    ['data: {a: 5}\n', /K8S-001 v1\/ConfigMap\/security-report data\.a:/],
    ['spec: {}\n', /K8S-005 v1\/ConfigMap\/security-report-2 spec:/, 'security-report-2'],
    ['data: {kubeconform-check.json: old}\nimmutable: sure\n', /K8S-001 \S+ immutable:/],
  ];
  for (const [rest, expected, name] of hidden) {
    const { stderr, stdout } = run(kubeconformCheck, Buffer.from(listOf([secret, named(rest, name)])), {});
    assert.match(stderr[0] as string, '1 error, 0 warnings, 0 infos in 1 resource with');
    assert.match(stderr[1] as string, expected);
    const again = run(kubeconformCheck, stdout, {});
    // Lines of the report move with what is written into it.
    assert.equal(again.stderr.length, 2);
    assert.equal(parseList(again.stdout).items, parseList(stdout).items);
  }
  assert.equal(twice([secret, named('data: {kubeconform-check.json: 5}\n')]), []);
});

test('what the gate writes gives no finding, whatever the policy has against ConfigMaps', () => {
  const bad = secret.replace('aGVsbG8=', '"?"');
  assert.equal(twice([bad], { reject_kinds: 'ConfigMap' }).length, 2);
  const named = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: security-report}\ndata: {a.json: "{}"}\n';
  assert.match(twice([named], { reject_kinds: 'ConfigMap' })[1] as string, 'K8S-009');
});

test('without a report, its default name is one of many', () => {
  const named = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: none}\ndata: {a: 5}\n';
  const { stderr } = run(kubeconformCheck, Buffer.from(listOf([named], configOf({ report: 'none' }))), {});
  assert.match(stderr[1] as string, 'K8S-001 v1/ConfigMap/none data.a');
});

test('what stands in the place of the verdict is not looked at, unless it stays there', () => {
  const odd = deployment.replace(/^metadata: .*$/m, (line) =>
    line.replace('}', ', annotations: {security.nephio.org/kubeconform-check: true}}'),
  );
  assert.ok(odd.includes('kubeconform-check: true'));
  assert.equal(twice([odd]), []);
  assert.match(twice([odd], { annotate: 'none' })[1] as string, 'K8S-001');
});

test('a second run on the own output changes nothing, whatever the metadata', () => {
  const definition = crd.replace('        type: object\n', '$&        required: [metadata]\n');
  const list = 'apiVersion: v1\nkind: PodList\nitems: []\n';
  for (const text of [slice, deployment, list, 'apiVersion: v1\nkind: List\nitems: []\n']) {
    for (const metadata of ['', 'metadata:\n', 'metadata: null\n', 'metadata: {annotations: {a: b}}\n']) {
      const item = text.replace(/^metadata: .*\n/m, '').replace(/^kind: .*\n/m, `$&${metadata}`);
      const first = run(kubeconformCheck, Buffer.from(listOf([definition, item], configOf({}))), {});
      const again = run(kubeconformCheck, Buffer.from(first.stdout), {});
      assert.is(again.stdout.toString(), first.stdout.toString());
    }
  }
});

test('what a hostile package makes costly ends in findings', () => {
  const schema = (spec: object) =>
    crd.replace(
      /openAPIV3Schema:[\s\S]*?(?= {2}- name: v1alpha1)/,
      `openAPIV3Schema: ${JSON.stringify({ type: 'object', properties: { spec } })}\n`,
    );
  const fields = (n: number, schemaOf: (i: number) => object) =>
    Object.fromEntries(Array.from({ length: n }, (_, i) => [`${'x'.repeat(40)}${i}`, schemaOf(i)]));
  const patterns = schema({
    type: 'object',
    properties: fields(3000, (i) => ({ type: 'string', pattern: `(?i)[\\pL]{300}${i}` })),
  });
  assert.equal(runCheck([patterns]).lines, ['K8S-209 spec.versions']);
  const names = schema({ type: 'object', properties: fields(900, () => ({ type: 'string' })) });
  const unknown = Array.from({ length: 100 }, (_, i) => `${'y'.repeat(40)}${i}: 1`).join(', ');
  const resources = Array.from({ length: 50 }, (_, i) =>
    slice.replace('name: a', `name: a${i}`).replace(/spec: .*/, `spec: {${unknown}}`),
  );
  const { lines } = runCheck([names, ...resources]);
  assert.is(lines.filter((line) => line.startsWith('K8S-205')).length, 5000);
});

test('every code that the sources use is in the table, and none is there for nothing', async () => {
  const { readdirSync, readFileSync } = await import('node:fs');
  const { join } = await import('node:path');
  const folder = join(import.meta.dirname, '../../functions/kubeconform-check');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && path !== 'codes.ts',
  );
  const used = new Set(
    files.flatMap((path) => readFileSync(join(folder, path), 'utf8').match(/K8S-\d{3}/g) ?? []),
  );
  assert.equal([...used].sort(), Object.keys(CODES).sort());
});

test.run();
