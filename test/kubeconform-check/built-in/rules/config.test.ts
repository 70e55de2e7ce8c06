import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Kubernetes } from '../../../../functions/kubeconform-check/built-in/kubernetes.ts';
import { validate } from '../../../../functions/kubeconform-check/built-in/validate.ts';
import { Problems } from '../../../../functions/kubeconform-check/problems.ts';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testChanges } from './resource-cases.ts';

const MIB = 1024 * 1024;
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { 'a.b': 'x' } };
testChanges('ConfigMap', configMap, [
  [['data', 'a b'], 'x', 'K8S-114 data.a b'],
  [['data', '..a'], 'x', 'K8S-114 data...a'],
  [['data', 'x'.repeat(254)], 'x', `K8S-114 data.${'x'.repeat(254)}`],
  [['data', '_A-1.'], 'x'],
  ['binaryData', { 'a.b': '' }, 'K8S-107 data.a.b'],
  ['binaryData', { 'a/b': '' }, 'K8S-114 binaryData.a/b'],
  ['data', { a: 'x'.repeat(MIB) }],
  ['data', { a: 'x'.repeat(MIB + 1) }, 'K8S-106 '],
  ['data', { a: 'ü'.repeat(MIB / 2 + 1) }, 'K8S-106 '],
  ['binaryData', { b: Buffer.alloc(MIB - 1).toString('base64') }],
  ['binaryData', { b: Buffer.alloc(MIB).toString('base64') }, 'K8S-106 '],
]);

const secret = (type: string, fields: YamlMap): YamlMap => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'a' },
  type,
  ...fields,
});

testChanges('Secret', secret('Opaque', { data: { a: 'aGk=' }, stringData: { b: 'hi' } }), [
  ['data', { 'a b': '' }, 'K8S-114 data.a b'],
  ['stringData', { 'a b': '' }, 'K8S-114 stringData.a b'],
  ['stringData', { a: 'x'.repeat(MIB) }],
  ['stringData', { b: 'x'.repeat(MIB) }, 'K8S-106 '],
  ['type', 'example.com/any'],
]);
testChanges(
  'Secret of TLS',
  secret('kubernetes.io/tls', { data: { 'tls.crt': '' }, stringData: { 'tls.key': '' } }),
  [
    ['data', {}, 'K8S-109 data.tls.crt'],
    ['stringData', undefined, 'K8S-109 data.tls.key'],
  ],
);
testChanges(
  'Secret of docker',
  secret('kubernetes.io/dockerconfigjson', { stringData: { '.dockerconfigjson': '{}' } }),
  [
    [['stringData', '.dockerconfigjson'], '[]', 'K8S-114 stringData..dockerconfigjson'],
    [['stringData', '.dockerconfigjson'], '{', 'K8S-114 stringData..dockerconfigjson'],
    ['stringData', {}, 'K8S-109 data..dockerconfigjson'],
    ['data', { '.dockerconfigjson': 'W10=' }],
  ],
);
testChanges('Secret of old docker', secret('kubernetes.io/dockercfg', { data: { '.dockercfg': 'e30=' } }), [
  [['data', '.dockercfg'], 'W10=', 'K8S-114 data..dockercfg'],
  [['data', '.dockercfg'], 'bnVsbA=='],
]);
testChanges('Secret of basic auth', secret('kubernetes.io/basic-auth', { stringData: { username: 'a' } }), [
  ['stringData', { password: 'a' }],
  ['stringData', { user: 'a' }, 'K8S-109 data.username'],
]);
testChanges('Secret of SSH', secret('kubernetes.io/ssh-auth', { data: { 'ssh-privatekey': 'aGk=' } }), [
  ['data', {}, 'K8S-109 data.ssh-privatekey'],
  [['data', 'ssh-privatekey'], '', 'K8S-109 data.ssh-privatekey'],
]);
const ACCOUNT = 'kubernetes.io/service-account.name';
const token = secret('kubernetes.io/service-account-token', {
  metadata: { name: 'a', annotations: { [ACCOUNT]: 'a' } },
});
testChanges('Secret of a ServiceAccount', token, [
  [['metadata', 'annotations', ACCOUNT], '', `K8S-109 metadata.annotations.${ACCOUNT}`],
  ['metadata', { name: 'a' }, `K8S-109 metadata.annotations.${ACCOUNT}`],
]);

test('no message shows what a Secret holds', () => {
  const resource = secret('kubernetes.io/dockerconfigjson', {
    stringData: { '.dockerconfigjson': 'hunter2' },
  });
  const problems = new Problems();
  const kind = new Kubernetes('1.36').find('v1', 'Secret');
  validate(kind?.definition as never, resource, { problems, strict: true, version: '1.36' });
  assert.is(problems.all.length, 1);
  assert.not.match(JSON.stringify(problems.all), /hunter2/);
});

test.run();
