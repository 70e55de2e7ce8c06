import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testRules } from './cases.ts';

const os = (name: string, more: YamlMap): YamlMap => ({ os: { name }, containers: [{ name: 'a' }], ...more });
const context = (own: YamlMap): YamlMap => ({ containers: [{ name: 'a', securityContext: own }] });

testRules('V1PodSpec', [
  {
    it: 'Linux has no options of Windows',
    good: os('windows', { securityContext: { windowsOptions: {} } }),
    bad: { os: { name: 'linux' } },
    is: 'K8S-113 securityContext.windowsOptions',
  },
  {
    it: 'nor have its containers',
    good: os('windows', context({ windowsOptions: {} })),
    bad: { os: { name: 'linux' } },
    is: 'K8S-113 containers[name=a].securityContext.windowsOptions',
  },
  {
    it: 'Windows has no users of Linux',
    good: os('linux', { securityContext: { runAsUser: 1, fsGroup: 1 } }),
    bad: { os: { name: 'windows' } },
    is: ['K8S-113 securityContext.fsGroup', 'K8S-113 securityContext.runAsUser'],
  },
  {
    it: 'nor have its containers',
    good: os('linux', context({ privileged: false })),
    bad: { os: { name: 'windows' } },
    is: 'K8S-113 containers[name=a].securityContext.privileged',
  },
  {
    it: 'Windows shares nothing',
    good: os('linux', { hostPID: true, hostUsers: true, resources: {} }),
    bad: { os: { name: 'windows' } },
    is: ['K8S-113 hostUsers', 'K8S-113 hostPID', 'K8S-113 resources'],
  },
  {
    it: 'a process of the host has its network',
    good: { ...context({ windowsOptions: { hostProcess: true } }), hostNetwork: true },
    bad: { hostNetwork: false },
    is: 'K8S-113 hostNetwork = true',
  },
]);

test.run();
