import { test } from 'uvu';
import { testRules } from './cases.ts';

const toleration = { key: 'dedicated', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' };

testRules('V1Toleration', [
  {
    it: 'the operator is known',
    good: toleration,
    bad: { operator: 'equal' },
    is: 'K8S-105 operator = Equal',
  },
  {
    it: 'the effect is known',
    good: toleration,
    bad: { effect: 'Noschedule' },
    is: 'K8S-105 effect = NoSchedule',
  },
  {
    it: 'Exists has no value',
    good: { key: 'dedicated', operator: 'Exists' },
    bad: { value: 'gpu' },
    is: 'K8S-113 value',
  },
  {
    it: 'only Exists has no key',
    good: { operator: 'Exists' },
    bad: { operator: 'Equal' },
    is: 'K8S-113 operator',
  },
  {
    it: 'seconds count with NoExecute only',
    good: { ...toleration, effect: 'NoExecute', tolerationSeconds: 5 },
    bad: { effect: 'NoSchedule' },
    is: 'K8S-113 tolerationSeconds',
  },
  { it: 'a key has its form', good: toleration, bad: { key: 'a b' }, is: 'K8S-103 key' },
  { it: 'a value has its form', good: toleration, bad: { value: 'a b' }, is: 'K8S-103 value' },
]);

testRules('V1WeightedPodAffinityTerm', [
  { it: 'a weight is at most 100', good: { weight: 100 }, bad: { weight: 101 }, is: 'K8S-106 weight' },
]);

const term = {
  topologyKey: 'zone',
  namespaces: ['web'],
  labelSelector: {},
  matchLabelKeys: ['a'],
  mismatchLabelKeys: ['b'],
};

testRules('V1PodAffinityTerm', [
  { it: 'there is a topologyKey', good: term, bad: { topologyKey: '' }, is: 'K8S-109 topologyKey' },
  { it: 'the topologyKey has its form', good: term, bad: { topologyKey: 'a b' }, is: 'K8S-103 topologyKey' },
  {
    it: 'a namespace has its form',
    good: term,
    bad: { namespaces: ['a', 'A'] },
    is: 'K8S-102 namespaces[1]',
  },
  {
    it: 'keys need a selector',
    good: term,
    bad: { labelSelector: undefined },
    is: ['K8S-113 matchLabelKeys', 'K8S-113 mismatchLabelKeys'],
  },
  { it: 'a key has its form', good: term, bad: { matchLabelKeys: ['a b'] }, is: 'K8S-103 matchLabelKeys[0]' },
  {
    it: 'a key stands in one list only',
    good: term,
    bad: { matchLabelKeys: ['c', 'b'] },
    is: 'K8S-113 matchLabelKeys[1]',
  },
]);

const constraint = {
  maxSkew: 1,
  topologyKey: 'zone',
  whenUnsatisfiable: 'DoNotSchedule',
  minDomains: 1,
  nodeAffinityPolicy: 'Honor',
  nodeTaintsPolicy: 'Ignore',
};

testRules('V1TopologySpreadConstraint', [
  { it: 'the skew is at least 1', good: constraint, bad: { maxSkew: 0 }, is: 'K8S-106 maxSkew' },
  { it: 'domains are at least 1', good: constraint, bad: { minDomains: 0 }, is: 'K8S-106 minDomains' },
  { it: 'there is a topologyKey', good: constraint, bad: { topologyKey: '' }, is: 'K8S-109 topologyKey' },
  {
    it: 'whenUnsatisfiable is known',
    good: constraint,
    bad: { whenUnsatisfiable: 'DoNotSchedul' },
    is: 'K8S-105 whenUnsatisfiable = DoNotSchedule',
  },
  {
    it: 'policies are known',
    good: constraint,
    bad: { nodeAffinityPolicy: 'honor', nodeTaintsPolicy: '' },
    is: ['K8S-105 nodeAffinityPolicy = Honor', 'K8S-105 nodeTaintsPolicy'],
  },
  {
    it: 'minDomains counts with DoNotSchedule only',
    good: constraint,
    bad: { whenUnsatisfiable: 'ScheduleAnyway' },
    is: 'K8S-113 minDomains',
  },
]);

test.run();
