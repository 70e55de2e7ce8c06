import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testRules } from './cases.ts';

const container = (resources: YamlMap): YamlMap => ({
  name: 'web',
  image: 'nginx',
  resources,
});

testRules('V1Container', [
  {
    it: 'a request is at most the limit, in whatever unit',
    good: container({ requests: { cpu: '1000m', memory: '1Gi' }, limits: { cpu: 1, memory: '1024Mi' } }),
    bad: container({ requests: { cpu: '1001m', memory: '1Gi' }, limits: { cpu: 1, memory: '1Gi' } }),
    is: 'K8S-112 resources.requests.cpu',
  },
  {
    it: 'a request is compared exactly',
    good: container({ requests: { memory: '9007199254740993' }, limits: { memory: '9007199254740993' } }),
    bad: container({ requests: { memory: '9007199254740993' }, limits: { memory: '9007199254740992' } }),
    is: 'K8S-112 resources.requests.memory',
  },
  {
    it: 'null is no limit at all, but 0',
    good: container({ requests: { cpu: null }, limits: { cpu: '1' } }),
    bad: container({ requests: { cpu: '1' }, limits: { cpu: null } }),
    is: 'K8S-112 resources.requests.cpu',
  },
  {
    it: 'nothing is negative',
    good: container({ limits: { cpu: '-0' } }),
    bad: container({ limits: { cpu: '-1' } }),
    is: 'K8S-112 resources.limits.cpu',
  },
  {
    it: 'a resource is known',
    good: container({ limits: { 'ephemeral-storage': '1Gi' } }),
    bad: container({ limits: { storage: '1Gi' } }),
    is: 'K8S-105 resources.limits.storage',
  },
  {
    it: 'others have a domain',
    good: container({ limits: { 'example.com/gpu': '1' } }),
    bad: container({ limits: { 'a b': '1' } }),
    is: 'K8S-105 resources.limits["a b"]',
  },
  {
    it: 'others are whole',
    good: container({ limits: { 'example.com/gpu': '2000m' } }),
    bad: container({ limits: { 'example.com/gpu': '1500m' } }),
    is: 'K8S-112 resources.limits["example.com/gpu"]',
  },
  {
    it: 'requests of others are their limits',
    good: container({ requests: { 'example.com/gpu': 1 }, limits: { 'example.com/gpu': 1 } }),
    bad: container({ requests: { 'example.com/gpu': 1 }, limits: { 'example.com/gpu': 2 } }),
    is: 'K8S-112 resources.requests["example.com/gpu"]',
  },
  {
    it: 'and so they have limits',
    good: container({ limits: { 'example.com/gpu': 1 } }),
    bad: container({ requests: { 'example.com/gpu': 1 } }),
    is: 'K8S-112 resources.requests["example.com/gpu"]',
  },
  {
    it: 'huge pages are counted in their size',
    good: container({ limits: { cpu: 1, 'hugepages-2Mi': '4Mi' } }),
    bad: container({ limits: { cpu: 1, 'hugepages-2Mi': '3Mi' } }),
    is: 'K8S-112 resources.limits.hugepages-2Mi',
  },
  {
    it: 'huge pages need cpu or memory beside them',
    good: container({ requests: { memory: '1Gi' }, limits: { 'hugepages-2Mi': '4Mi' } }),
    bad: container({ limits: { 'hugepages-2Mi': '4Mi' } }),
    is: 'K8S-112 resources',
  },
]);

const containers: YamlMap[] = [
  { name: 'a', resources: { limits: { cpu: '1' }, requests: { cpu: '600m' } } },
  { name: 'b', resources: { requests: { cpu: '600m' } } },
];
const pod = (resources: YamlMap): YamlMap => ({ containers, resources });

testRules('V1PodSpec', [
  {
    it: 'Pods have fewer resources',
    good: pod({ limits: { memory: '1Gi' } }),
    bad: pod({ limits: { 'ephemeral-storage': '1Gi' } }),
    is: 'K8S-105 resources.limits.ephemeral-storage',
  },
  {
    it: 'no container takes more than its Pod',
    good: pod({ limits: { cpu: '1' } }),
    bad: pod({ limits: { cpu: '900m' } }),
    is: 'K8S-112 containers[name=a].resources.limits.cpu',
  },
  {
    it: 'containers together ask for what their Pod asks for',
    good: pod({ requests: { cpu: '1200m' } }),
    bad: pod({ requests: { cpu: '1100m' } }),
    is: 'K8S-112 resources.requests.cpu',
  },
  { it: 'claims are of containers', good: pod({}), bad: pod({ claims: [] }), is: 'K8S-113 resources.claims' },
  {
    it: 'overhead is of what there is',
    good: { overhead: { cpu: '1' } },
    bad: { overhead: { cpus: '1' } },
    is: 'K8S-105 overhead.cpus',
  },
]);

test.run();
