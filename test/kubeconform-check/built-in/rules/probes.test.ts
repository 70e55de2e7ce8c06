import { test } from 'uvu';
import { testRules } from './cases.ts';

const probe = { httpGet: { port: 80 }, periodSeconds: 1, terminationGracePeriodSeconds: 1 };

testRules('V1Probe', [
  { it: 'there is a handler', good: probe, bad: { httpGet: undefined }, is: 'K8S-113' },
  { it: 'there is one handler only', good: probe, bad: { exec: { command: ['a'] } }, is: 'K8S-113 httpGet' },
  { it: 'no period is negative', good: probe, bad: { periodSeconds: -1 }, is: 'K8S-106 periodSeconds' },
  {
    it: 'no delay is negative',
    good: probe,
    bad: { initialDelaySeconds: -1 },
    is: 'K8S-106 initialDelaySeconds',
  },
  {
    it: 'a container gets a second to end',
    good: probe,
    bad: { terminationGracePeriodSeconds: 0 },
    is: 'K8S-106 terminationGracePeriodSeconds',
  },
]);

testRules('V1LifecycleHandler', [
  { it: 'there is a handler', good: { sleep: { seconds: 1 } }, bad: { sleep: undefined }, is: 'K8S-113' },
  { it: 'there is one only', good: { sleep: {} }, bad: { tcpSocket: {} }, is: 'K8S-113 sleep' },
]);

testRules('V1ExecAction', [
  { it: 'there is a command', good: { command: ['true'] }, bad: { command: [] }, is: 'K8S-109 command' },
]);

const get = { path: '', port: 8080, scheme: 'HTTPS', httpHeaders: [{ name: 'X-Header', value: '' }] };

testRules('V1HTTPGetAction', [
  { it: 'the scheme is known', good: get, bad: { scheme: 'https' }, is: 'K8S-105 scheme = HTTPS' },
  { it: 'a port is in range', good: { ...get, port: 65535 }, bad: { port: 65536 }, is: 'K8S-106 port' },
  { it: 'a port may be a name', good: { ...get, port: 'http' }, bad: { port: 'HTTP' }, is: 'K8S-114 port' },
  { it: 'a number in quotes is no port', good: get, bad: { port: '8080' }, is: 'K8S-114 port = 8080' },
  { it: 'a name is not empty', good: get, bad: { port: '' }, is: 'K8S-109 port' },
  {
    it: 'a header has its form',
    good: get,
    bad: { httpHeaders: [{ name: 'X Header', value: '' }] },
    is: 'K8S-114 httpHeaders[0].name',
  },
]);

testRules('V1TCPSocketAction', [
  { it: 'a port is in range', good: { port: 1 }, bad: { port: 0 }, is: 'K8S-106 port' },
]);

testRules('V1GRPCAction', [
  { it: 'a port is in range', good: { port: 1 }, bad: { port: -1 }, is: 'K8S-106 port' },
]);

test.run();
