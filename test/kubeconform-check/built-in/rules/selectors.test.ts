import { test } from 'uvu';
import { testRules } from './cases.ts';

const requirement = { key: 'app', operator: 'In', values: ['web'] };
const selector = { matchLabels: { app: 'web', 'example.com/tier': '' }, matchExpressions: [requirement] };

testRules('V1LabelSelector', [
  {
    it: 'the key of a label has no space',
    good: selector,
    bad: { matchLabels: { 'a b': 'c' } },
    is: 'K8S-104 matchLabels["a b"]',
  },
  {
    it: 'the domain of a key is in lower case',
    good: selector,
    bad: { matchLabels: { 'Example.com/a': 'c' } },
    is: 'K8S-104 matchLabels["Example.com/a"]',
  },
  {
    it: 'a value has 63 characters at most',
    good: { matchLabels: { app: 'x'.repeat(63) } },
    bad: { matchLabels: { app: 'x'.repeat(64) } },
    is: 'K8S-104 matchLabels.app',
  },
  {
    it: 'an operator is known',
    good: selector,
    bad: { matchExpressions: [{ ...requirement, operator: 'in' }] },
    is: 'K8S-105 matchExpressions[0].operator = In',
  },
  {
    it: 'nodes have operators that Pods have not',
    good: selector,
    bad: { matchExpressions: [{ ...requirement, operator: 'Gt' }] },
    is: 'K8S-105 matchExpressions[0].operator',
  },
  {
    it: 'In has values',
    good: selector,
    bad: { matchExpressions: [{ key: 'app', operator: 'In' }] },
    is: 'K8S-104 matchExpressions[0].values',
  },
  {
    it: 'Exists has none',
    good: { matchExpressions: [{ key: 'app', operator: 'Exists' }] },
    bad: { matchExpressions: [{ ...requirement, operator: 'Exists' }] },
    is: 'K8S-104 matchExpressions[0].values',
  },
  {
    it: 'a key is not empty',
    good: selector,
    bad: { matchExpressions: [{ ...requirement, key: '' }] },
    is: 'K8S-109 matchExpressions[0].key',
  },
  {
    it: 'a value of a requirement could be one of a label',
    good: selector,
    bad: { matchExpressions: [{ ...requirement, values: ['web', 'a b'] }] },
    is: 'K8S-104 matchExpressions[0].values[1]',
  },
]);

const term = {
  matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['4'] }],
  matchFields: [{ key: 'metadata.name', operator: 'In', values: ['node-1'] }],
};

testRules('V1NodeSelector', [
  {
    it: 'there is a term',
    good: { nodeSelectorTerms: [term] },
    bad: { nodeSelectorTerms: [] },
    is: 'K8S-109 nodeSelectorTerms',
  },
  {
    it: 'Gt has one value',
    good: { nodeSelectorTerms: [term] },
    bad: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'cores', operator: 'Gt', values: ['4', '5'] }] }],
    },
    is: 'K8S-104 nodeSelectorTerms[0].matchExpressions[0].values',
  },
  {
    it: 'a value could be one of a label',
    good: { nodeSelectorTerms: [term] },
    bad: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'cores', operator: 'In', values: ['a b'] }] }] },
    is: 'K8S-104 nodeSelectorTerms[0].matchExpressions[0].values[0]',
  },
  {
    it: 'the only field is the name, of which there is one',
    good: { nodeSelectorTerms: [term] },
    bad: { nodeSelectorTerms: [{ matchFields: [{ key: 'spec.name', operator: 'In', values: ['a', 'B'] }] }] },
    is: [
      'K8S-105 nodeSelectorTerms[0].matchFields[0].key',
      'K8S-104 nodeSelectorTerms[0].matchFields[0].values',
      'K8S-104 nodeSelectorTerms[0].matchFields[0].values[1]',
    ],
  },
]);

testRules('V1PreferredSchedulingTerm', [
  {
    it: 'a weight is at most 100, and a value may be anything',
    good: { weight: 100, preference: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b c'] }] } },
    bad: { weight: 101 },
    is: 'K8S-106 weight',
  },
  {
    it: 'a weight is at least 1',
    good: { weight: 1, preference: term },
    bad: { weight: 0 },
    is: 'K8S-106 weight',
  },
  {
    it: 'an operator is known',
    good: { weight: 1, preference: term },
    bad: { preference: { matchExpressions: [{ key: 'a', operator: 'exists' }] } },
    is: 'K8S-105 preference.matchExpressions[0].operator = Exists',
  },
]);

test.run();
