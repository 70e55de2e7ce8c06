import { test } from 'uvu';
import { testRules } from './cases.ts';

testRules('V1SecurityContext', [
  { it: 'a user is not negative', good: { runAsUser: 0 }, bad: { runAsUser: -1 }, is: 'K8S-106 runAsUser' },
  {
    it: 'a group has 31 bits',
    good: { runAsGroup: 2147483647 },
    bad: { runAsGroup: 2147483648 },
    is: 'K8S-106 runAsGroup',
  },
  {
    it: 'procMount is known',
    good: { procMount: 'Default' },
    bad: { procMount: 'default' },
    is: 'K8S-105 procMount = Default',
  },
  {
    it: 'who is privileged escalates',
    good: { privileged: true, allowPrivilegeEscalation: true },
    bad: { allowPrivilegeEscalation: false },
    is: 'K8S-113 allowPrivilegeEscalation',
  },
  {
    it: 'and so does an administrator',
    good: { capabilities: { add: ['NET_ADMIN'] }, allowPrivilegeEscalation: false },
    bad: { capabilities: { add: ['CAP_SYS_ADMIN'] } },
    is: 'K8S-113 allowPrivilegeEscalation',
  },
]);

const pod = {
  fsGroup: 1,
  fsGroupChangePolicy: 'Always',
  supplementalGroups: [1, 2],
  supplementalGroupsPolicy: 'Strict',
  seLinuxChangePolicy: 'Recursive',
  sysctls: [{ name: 'net.core.somaxconn', value: '1' }],
};

testRules('V1PodSecurityContext', [
  { it: 'a group is not negative', good: pod, bad: { fsGroup: -1 }, is: 'K8S-106 fsGroup' },
  {
    it: 'nor is a second one',
    good: pod,
    bad: { supplementalGroups: [1, -2] },
    is: 'K8S-106 supplementalGroups[1]',
  },
  {
    it: 'policies are known',
    good: pod,
    bad: { fsGroupChangePolicy: 'always', supplementalGroupsPolicy: '', seLinuxChangePolicy: 'x' },
    is: [
      'K8S-105 fsGroupChangePolicy = Always',
      'K8S-105 supplementalGroupsPolicy',
      'K8S-105 seLinuxChangePolicy',
    ],
  },
  {
    it: 'a sysctl has its form',
    good: pod,
    bad: { sysctls: [{ name: 'net..x', value: '' }] },
    is: 'K8S-114 sysctls[name=net..x].name',
  },
  {
    it: 'a sysctl stands once',
    good: pod,
    bad: { sysctls: [{ name: 'net/a' }, { name: 'net/a' }] },
    is: 'K8S-107 sysctls[1].name',
  },
]);

for (const definition of ['V1SeccompProfile', 'V1AppArmorProfile']) {
  testRules(definition, [
    {
      it: 'the type is known',
      good: { type: 'Unconfined' },
      bad: { type: 'unconfined' },
      is: 'K8S-105 type = Unconfined',
    },
    {
      it: 'Localhost has a profile',
      good: { type: 'Localhost', localhostProfile: 'a/b' },
      bad: { localhostProfile: undefined },
      is: 'K8S-113 localhostProfile',
    },
    {
      it: 'others have none',
      good: { type: 'RuntimeDefault' },
      bad: { localhostProfile: 'a' },
      is: 'K8S-113 localhostProfile',
    },
  ]);
}

testRules('V1SeccompProfile', [
  {
    it: 'a profile stays in its folder',
    good: { type: 'Localhost', localhostProfile: 'a..b/c' },
    bad: { localhostProfile: '../a' },
    is: 'K8S-114 localhostProfile',
  },
]);

testRules('V1AppArmorProfile', [
  {
    it: 'a profile has no space around it',
    good: { type: 'Localhost', localhostProfile: 'a' },
    bad: { localhostProfile: ' a' },
    is: 'K8S-114 localhostProfile',
  },
]);

testRules('V1WindowsSecurityContextOptions', [
  {
    it: 'a user has its form',
    good: { runAsUserName: 'NT AUTHORITY\\SYSTEM' },
    bad: { runAsUserName: 'a\\b\\c' },
    is: 'K8S-114 runAsUserName',
  },
  {
    it: 'a user is named',
    good: { runAsUserName: 'a' },
    bad: { runAsUserName: '' },
    is: 'K8S-109 runAsUserName',
  },
  {
    it: 'a credential spec has its form',
    good: { gmsaCredentialSpecName: 'a.b' },
    bad: { gmsaCredentialSpecName: 'A' },
    is: 'K8S-101 gmsaCredentialSpecName',
  },
]);

test.run();
