import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Kubernetes } from '../../../functions/kubeconform-check/built-in/kubernetes.ts';
import { validate } from '../../../functions/kubeconform-check/built-in/validate.ts';
import { type Problem, Problems } from '../../../functions/kubeconform-check/problems.ts';
import { fieldPath } from '../../../functions/lib/field-path.ts';
import { isMap, type YamlMap } from '../../../functions/lib/resource-list/resource-list.ts';
import { readYaml } from '../../../functions/lib/yaml/read.ts';

const kubernetes = new Kubernetes('1.36');

function parse(text: string): YamlMap {
  const { value } = readYaml(text, 0, text.length);
  if (!isMap(value)) throw new Error('no map');
  return value;
}

/** What the schema has against a resource. */
function problemsOf(value: YamlMap, strict = true): Problem[] {
  const problems = new Problems();
  const kind = kubernetes.find(String(value.apiVersion), String(value.kind));
  if (!kind) throw new Error(`no ${value.kind}`);
  validate(kind.definition, value, { problems, strict, version: '1.36' });
  return problems.all.filter(({ code }) => code.startsWith('K8S-0'));
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: {name: upf, labels: {app: upf}}
spec:
  replicas: 2
  selector: {matchLabels: {app: upf}}
  strategy: {rollingUpdate: {maxSurge: 25%, maxUnavailable: 1}}
  template:
    metadata: {labels: {app: upf}, creationTimestamp: null}
    spec:
      containers:
      - name: upf
        image: ghcr.io/acme/upf:v1
        env: [{name: A, value: b}]
        resources: {limits: {cpu: 500m, memory: 2Gi}}
        ports: [{containerPort: 8805, protocol: UDP}]
        livenessProbe: {httpGet: {port: http, path: /}}
`;
const secret = `apiVersion: v1
kind: Secret
metadata: {name: s}
data: {a: aGVsbG8=}
`;

test('a valid Deployment and Secret give no problem, strict or not', () => {
  for (const text of [deployment, secret]) {
    assert.equal(problemsOf(parse(text)), []);
    assert.equal(problemsOf(parse(text), false), []);
  }
});

/** What is replaced by what in a valid resource, and the problem that makes. */
const rows: [text: string, from: string, to: string, code: string, field: string, more?: Partial<Problem>][] =
  [
    [deployment, 'replicas: 2', 'replicas: "2"', 'K8S-001', 'spec.replicas', { proposed: '2', found: '"2"' }],
    [deployment, 'replicas: 2', 'replicas: 2.5', 'K8S-001', 'spec.replicas', { allowed: 'an integer' }],
    [deployment, 'replicas: 2', 'replicas: yes', 'K8S-001', 'spec.replicas', { found: 'true' }],
    [
      deployment,
      'replicas: 2',
      'replicas: 99999999999',
      'K8S-006',
      'spec.replicas',
      { found: '99999999999' },
    ],
    [
      deployment,
      'value: b',
      'value: 8080',
      'K8S-001',
      'spec.template.spec.containers[name=upf].env[name=A].value',
      { quote: true },
    ],
    [
      deployment,
      'value: b',
      'value: on',
      'K8S-001',
      'spec.template.spec.containers[name=upf].env[name=A].value',
      { quote: true },
    ],
    [
      deployment,
      'app: upf}, creationTimestamp',
      'app: 5}, creationTimestamp',
      'K8S-001',
      'spec.template.metadata.labels.app',
      { quote: true },
    ],
    [deployment, 'maxSurge: 25%', 'maxSurge: 0.25', 'K8S-001', 'spec.strategy.rollingUpdate.maxSurge', {}],
    [
      deployment,
      'maxSurge: 25%',
      'maxSurge: 3000000000',
      'K8S-006',
      'spec.strategy.rollingUpdate.maxSurge',
      {},
    ],
    [
      deployment,
      'cpu: 500m',
      'cpu: abc',
      'K8S-007',
      'spec.template.spec.containers[name=upf].resources.limits.cpu',
      { found: '"abc"' },
    ],
    [
      deployment,
      'cpu: 500m',
      'cpu: 1 Gi',
      'K8S-007',
      'spec.template.spec.containers[name=upf].resources.limits.cpu',
      {},
    ],
    [
      deployment,
      'cpu: 500m',
      'cpu: true',
      'K8S-001',
      'spec.template.spec.containers[name=upf].resources.limits.cpu',
      {},
    ],
    [
      deployment,
      'ports: [{containerPort: 8805, protocol: UDP}]',
      'ports: {containerPort: 8805}',
      'K8S-001',
      'spec.template.spec.containers[name=upf].ports',
      { allowed: 'a list' },
    ],
    [deployment, '{matchLabels: {app: upf}}', '[app]', 'K8S-001', 'spec.selector', { allowed: 'a map' }],
    [deployment, 'selector: {matchLabels: {app: upf}}', 'selector: null', 'K8S-002', 'spec.selector', {}],
    [
      deployment,
      '      - name: upf\n        image',
      '      - image',
      'K8S-002',
      'spec.template.spec.containers[0].name',
      {},
    ],
    [
      deployment,
      'image: ghcr',
      'imagePullPolcy: Always\n        image: ghcr',
      'K8S-005',
      'spec.template.spec.containers[name=upf].imagePullPolcy',
      { proposed: 'imagePullPolicy' },
    ],
    [deployment, 'replicas: 2', 'replica: 2', 'K8S-005', 'spec.replica', { proposed: 'replicas' }],
    [deployment, 'replicas: 2', 'replicas: 2\n  Replicas: 3', 'K8S-005', 'spec.Replicas', {}],
    [
      deployment,
      'creationTimestamp: null',
      'creationTimestamp: yesterday',
      'K8S-007',
      'spec.template.metadata.creationTimestamp',
      {},
    ],
    [
      deployment,
      'creationTimestamp: null',
      'creationTimestamp: 2027-02-29T12:00:00Z',
      'K8S-007',
      'spec.template.metadata.creationTimestamp',
      {},
    ],
    [secret, 'aGVsbG8=', 'hello', 'K8S-007', 'data.a', { found: '"hello"' }],
    [secret, 'aGVsbG8=', 'aGVsbG8', 'K8S-007', 'data.a', {}],
    [secret, 'aGVsbG8=', '"*"', 'K8S-007', 'data.a', {}],
    [secret, 'metadata: {name: s}', 'metadata: s', 'K8S-001', 'metadata', { allowed: 'a map' }],
  ];

for (const [text, from, to, code, field, more = {}] of rows) {
  test(`${code} ${field}: ${to}`, () => {
    const changed = text.replace(from, to);
    assert.is.not(changed, text);
    const value = parse(changed);
    const problems = problemsOf(value);
    assert.is(problems.length, 1, JSON.stringify(problems));
    const [problem] = problems as [Problem];
    assert.is(problem.code, code);
    assert.is(fieldPath(problem.segments, value), field);
    for (const [key, wanted] of Object.entries(more)) assert.is(problem[key as keyof Problem], wanted);
    assert.ok(problem.proposed === undefined || problem.message.includes(problem.proposed));
  });
}

test('nulls count as left out, but for required fields; unknown fields pass where it is not strict', () => {
  const nulls = deployment
    .replace('replicas: 2', 'replicas:\n  paused: ~')
    .replace('env: [{name: A, value: b}]', 'args: [null]');
  assert.equal(problemsOf(parse(nulls)), []);
  const unknown = deployment.replace('replicas: 2', 'replica: 2');
  assert.equal(problemsOf(parse(unknown), false), []);
});

test('a null in a list of objects is an empty one', () => {
  const [problem, ...others] = problemsOf(parse(deployment.replace('[{name: A, value: b}]', '[null]')));
  assert.equal([problem?.code, others], ['K8S-002', []]);
  assert.equal(problem?.segments.slice(-3), ['env', 0, 'name']);
});

test('a resource with thousands of problems tells some hundreds, and that there are more', () => {
  const lines = Array.from({ length: 5000 }, (_, i) => `  unknown${i}: 1\n`).join('');
  const problems = problemsOf(
    parse(`apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: []\n${lines}`),
  );
  assert.ok(problems.length > 100 && problems.length < 1000);
  assert.match(problems.at(-1)?.message ?? '', /more than \d+ things are wrong/);
});

test('hostile keys are unknown fields and nothing else', () => {
  const value = parse(
    deployment.replace('replicas: 2', '"__proto__": {a: 1}\n  constructor: x\n  toString: 1'),
  );
  assert.equal(
    problemsOf(value)
      .map(({ code, segments }) => `${code} ${segments.join('.')}`)
      .sort(),
    ['K8S-005 spec.__proto__', 'K8S-005 spec.constructor', 'K8S-005 spec.toString'],
  );
});

test('what is a quantity in one version of a kind is an object in the next', () => {
  const slice = (version: string, capacity: string) =>
    parse(`apiVersion: resource.k8s.io/${version}
kind: ResourceSlice
metadata: {name: a}
spec: {driver: d, pool: {name: p, generation: 1, resourceSliceCount: 1}, nodeName: worker, devices: [{name: x, basic: {capacity: {memory: ${capacity}}}}]}
`);
  assert.equal(problemsOf(slice('v1beta1', '{value: 40Gi}')), []);
  assert.equal(
    problemsOf(slice('v1beta1', '40Gi')).map(({ code }) => code),
    ['K8S-001'],
  );
});

test.run();
