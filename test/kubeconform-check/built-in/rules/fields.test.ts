import { test } from 'uvu';
import { testRules } from './cases.ts';

const field = (fieldPath: string, apiVersion = 'v1') => ({ fieldRef: { fieldPath, apiVersion } });
const resource = (name: string, divisor: string | number = '0') => ({
  resourceFieldRef: { resource: name, divisor },
});

testRules('V1EnvVarSource', [
  {
    it: 'a field is known',
    good: field('spec.nodeName'),
    bad: field('spec.nodename'),
    is: 'K8S-105 fieldRef.fieldPath = spec.nodeName',
  },
  {
    it: 'labels are for volumes',
    good: field('metadata.name', ''),
    bad: field('metadata.labels'),
    is: 'K8S-105 fieldRef.fieldPath',
  },
  {
    it: 'one label is known by its key',
    good: field("metadata.labels['a/b']"),
    bad: field("metadata.labels['a b']"),
    is: 'K8S-103 fieldRef.fieldPath',
  },
  {
    it: 'annotations may be in upper case',
    good: field("metadata.annotations['A.b/C']"),
    bad: field("metadata.labels['A.b/C']"),
    is: 'K8S-103 fieldRef.fieldPath',
  },
  {
    it: 'no other map has keys',
    good: field('metadata.uid'),
    bad: field("metadata.uid['a']"),
    is: 'K8S-105 fieldRef.fieldPath',
  },
  {
    it: 'the version is known',
    good: field('metadata.uid'),
    bad: field('metadata.uid', 'v2'),
    is: 'K8S-105 fieldRef.apiVersion = v1',
  },
  {
    it: 'a resource is known',
    good: resource('limits.cpu'),
    bad: resource('limit.cpu'),
    is: 'K8S-105 resourceFieldRef.resource = limits.cpu',
  },
  {
    it: 'processors are divided in their way',
    good: resource('limits.cpu', '1m'),
    bad: resource('limits.cpu', '2m'),
    is: 'K8S-105 resourceFieldRef.divisor',
  },
  {
    it: 'bytes are divided in theirs',
    good: resource('requests.memory', '1024Ki'),
    bad: resource('requests.memory', '2Mi'),
    is: 'K8S-105 resourceFieldRef.divisor',
  },
  {
    it: 'huge pages, too',
    good: resource('requests.hugepages-2Mi', '1Mi'),
    bad: resource('requests.hugepages-2Mi', '1m'),
    is: 'K8S-105 resourceFieldRef.divisor',
  },
]);

testRules('V1DownwardAPIVolumeFile', [
  {
    it: 'labels are known',
    good: { path: 'a', ...field('metadata.labels') },
    bad: field('spec.nodeName'),
    is: 'K8S-105 fieldRef.fieldPath',
  },
  {
    it: 'the container is named',
    good: { path: 'a', resourceFieldRef: { containerName: 'a', resource: 'limits.cpu' } },
    bad: { resourceFieldRef: { resource: 'limits.cpu' } },
    is: 'K8S-109 resourceFieldRef.containerName',
  },
]);

test.run();
