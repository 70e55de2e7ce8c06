import { test } from 'uvu';
import type { YamlMap } from '../../../../functions/lib/resource-list/resource-list.ts';
import { testRules } from './cases.ts';

const mount = (name: string): YamlMap => ({
  name: 'web',
  image: 'a',
  volumeMounts: [{ name, mountPath: '/a' }],
});
const template = (spec: YamlMap): YamlMap => ({ template: { metadata: { labels: { a: 'b' } }, spec } });
const volumes = [{ name: 'data', emptyDir: {} }];
const labels = { matchLabels: { a: 'b' } };

testRules('V1Pod', [
  {
    it: 'a mount is of a volume',
    good: { spec: { containers: [mount('data')], volumes } },
    bad: { spec: { containers: [mount('date')], volumes } },
    is: 'K8S-108 spec.containers[name=web].volumeMounts[name=date].name = data',
  },
  {
    it: 'without volumes there is none',
    good: { spec: { containers: [{ name: 'web', image: 'a' }] } },
    bad: { spec: { containers: [mount('data')] } },
    is: 'K8S-108 spec.containers[name=web].volumeMounts[name=data].name',
  },
  {
    it: 'a volume stands once',
    good: { spec: { containers: [], volumes } },
    bad: { spec: { volumes: [...volumes, ...volumes] } },
    is: 'K8S-107 spec.volumes[1].name',
  },
  {
    it: 'a device is a claim',
    good: {
      spec: {
        containers: [{ name: 'a', image: 'a', volumeDevices: [{ name: 'data' }] }],
        volumes: [{ name: 'data', ephemeral: {} }],
      },
    },
    bad: { spec: { containers: [{ name: 'a', image: 'a', volumeDevices: [{ name: 'data' }] }], volumes } },
    is: 'K8S-113 spec.containers[name=a].volumeDevices[name=data].name',
  },
  {
    it: 'a file is of an emptyDir',
    good: {
      spec: {
        containers: [
          { name: 'a', image: 'a', env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'data' } } }] },
        ],
        volumes: [{ name: 'data' }],
      },
    },
    bad: {
      spec: {
        containers: [
          { name: 'a', image: 'a', env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'data' } } }] },
        ],
        volumes: [{ name: 'data', secret: {} }],
      },
    },
    is: 'K8S-113 spec.containers[name=a].env[name=A].valueFrom.fileKeyRef.volumeName',
  },
  {
    it: 'a port of the host is taken once',
    good: {
      spec: {
        containers: [
          {
            image: 'a',
            ports: [{ hostPort: 1, protocol: 'UDP' }, { hostPort: 1 }, { hostPort: 1, hostIP: '::1' }],
          },
        ],
      },
    },
    bad: {
      spec: {
        containers: [
          { image: 'a', ports: [{ hostPort: 1 }] },
          { image: 'a', ports: [{ hostPort: 1, protocol: 'TCP' }] },
        ],
      },
    },
    is: 'K8S-107 spec.containers[1].ports[0].hostPort',
  },
  {
    it: 'with the network of the host all ports are its own',
    good: {
      spec: {
        hostNetwork: true,
        containers: [{ image: 'a', ports: [{ containerPort: 1 }, { containerPort: 2, hostPort: 2 }] }],
      },
    },
    bad: {
      spec: {
        hostNetwork: true,
        containers: [
          {
            image: 'a',
            ports: [{ containerPort: 1 }, { containerPort: 1 }, { containerPort: 2, hostPort: 3 }],
          },
        ],
      },
    },
    is: [
      'K8S-107 spec.containers[0].ports[1].containerPort',
      'K8S-113 spec.containers[0].ports[2].hostPort = 2',
    ],
  },
  {
    it: 'names have their form',
    good: { spec: { hostname: 'a', subdomain: '' } },
    bad: { spec: { hostname: 'a.b', subdomain: 'A' } },
    is: ['K8S-101 spec.hostname', 'K8S-101 spec.subdomain'],
  },
]);

for (const definition of ['V1DeploymentSpec', 'V1ReplicaSetSpec', 'V1DaemonSetSpec', 'V1StatefulSetSpec']) {
  testRules(definition, [
    {
      it: 'a mount is of a volume',
      good: { selector: labels, ...template({ containers: [mount('data')], volumes }) },
      bad: template({ containers: [mount('x')], volumes }),
      is: 'K8S-108 template.spec.containers[name=web].volumeMounts[name=x].name',
    },
  ]);
}

testRules('V1JobSpec', [
  {
    it: 'a mount is of a volume, in init containers, too',
    good: template({ restartPolicy: 'Never', initContainers: [mount('data')], volumes }),
    bad: template({ restartPolicy: 'Never', initContainers: [mount('x')], volumes }),
    is: 'K8S-108 template.spec.initContainers[name=web].volumeMounts[name=x].name',
  },
]);

const set = { selector: labels, ...template({ containers: [mount('data')], hostname: 'a.b' }) };

testRules('V1StatefulSetSpec', [
  {
    it: 'its claims are volumes',
    good: { ...set, volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
    bad: { volumeClaimTemplates: [{ metadata: { name: 'other' } }] },
    is: 'K8S-108 template.spec.containers[name=web].volumeMounts[name=data].name',
  },
  {
    it: 'its claims have names of volumes',
    good: { ...set, volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
    bad: { volumeClaimTemplates: [{ metadata: { name: 'data' } }, { metadata: { name: 'a.b' } }, {}] },
    is: ['K8S-101 volumeClaimTemplates[1].metadata.name', 'K8S-109 volumeClaimTemplates[2].metadata.name'],
  },
]);

test.run();
