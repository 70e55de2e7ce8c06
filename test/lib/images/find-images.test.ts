import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fieldPath } from '../../../functions/lib/field-path.ts';
import { findImages, type ImageField } from '../../../functions/lib/images/find-images.ts';
import type { YamlMap } from '../../../functions/lib/resource-list/resource-list.ts';
import { readYaml } from '../../../functions/lib/yaml/read.ts';

function parse(yaml: string): YamlMap {
  const { value, faults } = readYaml(yaml, 0, yaml.length);
  assert.equal(faults, []);
  return value as YamlMap;
}

/** One line for each image: where, what, by whom, and the marks. */
function show(resource: YamlMap, fields: ImageField[] = []): string[] {
  return findImages(resource, fields).map(({ text, segments, user, isPart, tagElsewhere, tagRange }) => {
    const marks = [
      isPart && 'part',
      tagElsewhere && 'tag elsewhere',
      tagRange !== undefined && `range ${tagRange}`,
    ].filter(Boolean);
    const what = text === undefined ? 'no text' : JSON.stringify(text);
    return [`${fieldPath(segments, resource)} ${what} by ${user}`, ...marks].join(', ');
  });
}

const pod = `
  containers:
  - {name: upf, image: nephio/upf:v1}
  - image: nginx
  initContainers:
  - {name: init, image: "busybox:1.36"}
  ephemeralContainers:
  - {name: debug, image: ghcr.io/acme/debug@sha256:abc}`;

function podImages(path: string): string[] {
  return [
    `${path}.containers[name=upf].image "nephio/upf:v1" by container upf`,
    `${path}.containers[1].image "nginx" by container`,
    `${path}.initContainers[name=init].image "busybox:1.36" by container init`,
    `${path}.ephemeralContainers[name=debug].image "ghcr.io/acme/debug@sha256:abc" by container debug`,
  ];
}

function indent(text: string, by: number): string {
  return text.replaceAll('\n', `\n${' '.repeat(by)}`);
}

test('a Pod', () => {
  assert.equal(show(parse(`apiVersion: v1\nkind: Pod\nspec:${pod}`)), podImages('spec'));
});

for (const [apiVersion, kind] of [
  ['apps/v1', 'Deployment'],
  ['apps/v1', 'StatefulSet'],
  ['apps/v1', 'DaemonSet'],
  ['apps/v1', 'ReplicaSet'],
  ['batch/v1', 'Job'],
  ['v1', 'ReplicationController'],
  ['serving.knative.dev/v1', 'Service'],
  ['argoproj.io/v1alpha1', 'Rollout'],
  ['acme.example/v1', 'Anything'],
]) {
  test(`${kind} of ${apiVersion}`, () => {
    const yaml = `apiVersion: ${apiVersion}\nkind: ${kind}\nspec:\n  template:\n    spec:${indent(pod, 4)}`;
    assert.equal(show(parse(yaml)), podImages('spec.template.spec'));
  });
}

test('a PodTemplate', () => {
  const yaml = `apiVersion: v1\nkind: PodTemplate\ntemplate:\n  spec:${indent(pod, 2)}`;
  assert.equal(show(parse(yaml)), podImages('template.spec'));
});

test('a CronJob', () => {
  const yaml = `apiVersion: batch/v1\nkind: CronJob\nspec:\n  jobTemplate:\n    spec:\n      template:\n        spec:${indent(pod, 8)}`;
  assert.equal(show(parse(yaml)), podImages('spec.jobTemplate.spec.template.spec'));
});

/** A resource, what is found in it, and the fields of the policy. */
type Case = [title: string, yaml: string, found: string[], fields?: ImageField[]];

const cases: Case[] = [
  [
    'Lists, also of Lists, but not their ConfigMaps and statuses',
    `
apiVersion: v1
kind: List
items:
- apiVersion: apps/v1
  kind: Deployment
  spec: {template: {spec: {containers: [{name: a, image: a}]}}}
- apiVersion: v1
  kind: Pod
  spec: {containers: [{name: b, image: b}]}
  status: {containerStatuses: [{name: b, image: docker.io/library/b:latest}]}
- apiVersion: v1
  kind: ConfigMap
  data: {image: ghcr.io/acme/data}
- apiVersion: v1
  kind: List
  items:
  - {apiVersion: v1, kind: Pod, spec: {containers: [{name: c, image: c}]}}
  - {apiVersion: v1, kind: Secret, stringData: {image: ghcr.io/acme/data}}`,
    [
      'items[0].spec.template.spec.containers[name=a].image "a" by container a',
      'items[1].spec.containers[name=b].image "b" by container b',
      'items[3].items[0].spec.containers[name=c].image "c" by container c',
    ],
  ],
  [
    'pod templates anywhere in custom resources',
    `
apiVersion: workload.nephio.org/v1alpha1
kind: NFDeployment
spec:
  parts:
  - pod: {template: {spec: {containers: [{name: x, image: x}]}}}
  extraContainers: [{name: w, image: w}]
  configRefs:
  - apiVersion: apps/v1
    kind: Deployment
    spec: {template: {spec: {containers: [{name: z, image: z}]}}}`,
    [
      'spec.parts[0].pod.template.spec.containers[name=x].image "x" by container x',
      'spec.extraContainers[name=w].image "w" by container w',
      'spec.configRefs[0].spec.template.spec.containers[name=z].image "z" by container z',
    ],
  ],
  [
    'an Argo Workflow',
    `
apiVersion: argoproj.io/v1alpha1
kind: Workflow
spec:
  templates:
  - {name: a, container: {image: alpine}}
  - {name: b, script: {image: python, source: print()}}
  - {name: c, containerSet: {containers: [{name: main, image: argosay}]}}
  - {name: d, sidecars: [{name: s, image: side}], initContainers: [{name: i, image: init}]}
  - name: e
    steps: [[{name: hello, template: a}]]
  - {name: f, container: {image: "{{inputs.parameters.image}}"}}`,
    [
      'spec.templates[name=a].container.image "alpine" by container',
      'spec.templates[name=b].script.image "python" by container',
      'spec.templates[name=c].containerSet.containers[name=main].image "argosay" by container main',
      'spec.templates[name=d].sidecars[name=s].image "side" by container s',
      'spec.templates[name=d].initContainers[name=i].image "init" by container i',
      'spec.templates[name=f].container.image "{{inputs.parameters.image}}" by container',
    ],
  ],
  [
    'a Tekton Task',
    `
apiVersion: tekton.dev/v1
kind: Task
spec:
  stepTemplate: {image: base}
  steps:
  - {name: build, image: golang, script: go build}
  - {name: push, image: ko}
  sidecars: [{name: registry, image: registry}]`,
    [
      'spec.stepTemplate.image "base" by container',
      'spec.steps[name=build].image "golang" by container build',
      'spec.steps[name=push].image "ko" by container push',
      'spec.sidecars[name=registry].image "registry" by container registry',
    ],
  ],
  [
    'disks of KubeVirt',
    `
apiVersion: kubevirt.io/v1
kind: VirtualMachine
spec:
  template:
    spec:
      domain: {firmware: {kernelBoot: {container: {image: kernel, kernelPath: /boot/vmlinuz}}}}
      volumes:
      - {name: root, containerDisk: {image: "fedora-disk:39"}}
      - {name: cloud, dataVolume: {name: x}}`,
    [
      'spec.template.spec.domain.firmware.kernelBoot.container.image "kernel" by container',
      'spec.template.spec.volumes[name=root].containerDisk.image "fedora-disk:39" by container',
    ],
  ],
  [
    'image volumes',
    `
apiVersion: v1
kind: Pod
spec:
  volumes:
  - {name: model, image: {reference: "quay.io/acme/model:v1", pullPolicy: IfNotPresent}}
  - {name: empty, image: {reference: ""}}
  - {name: nothing, image: {reference: null}}
  - {name: number, image: {reference: 1}}
  - {name: missing, image: {pullPolicy: Always}}
  - image: {reference: nameless}
  - text
  - {name: other, emptyDir: {}}
  - {name: ceph, rbd: {image: foo, monitors: []}}`,
    [
      'spec.volumes[name=model].image.reference "quay.io/acme/model:v1" by volume model',
      'spec.volumes[name=empty].image.reference "" by volume empty',
      'spec.volumes[name=nothing].image.reference "" by volume nothing',
      'spec.volumes[name=number].image.reference no text by volume number',
      'spec.volumes[5].image.reference "nameless" by volume 5',
    ],
  ],
  [
    'variables that carry images',
    `
apiVersion: v1
kind: Pod
spec:
  containers:
  - name: operator
    image: operator
    env:
    - {name: RELATED_IMAGE_UPF, value: upf}
    - {name: RELATED_IMAGE_EMPTY, value: ""}
    - {name: WRAPPER_SERVER_IMAGE, value: "docker.io/nephio/wrapper:latest"}
    - {name: IMAGE, value: "nginx:1.25"}
    - {name: SIDE_IMAGE, value: "\${SIDE}"}
    - {name: FAULTY_IMAGE, value: "ghcr.io/Acme/upf"}
    - {name: SKOPEO_IMAGE, value: "docker://ghcr.io/acme/upf"}
    - {name: BARE_IMAGE, value: nginx}
    - {name: DISK_IMAGE, value: "https://cloud.example.com/disk.qcow2"}
    - {name: FILE_IMAGE, value: /var/lib/disk.img}
    - {name: LOCAL_IMAGE, value: ./disk.img}
    - {name: IMAGE_PULL_POLICY, value: "a/b:c"}
    - {name: MYIMAGE, value: "a/b:c"}
    - {name: FROM_IMAGE, valueFrom: {configMapKeyRef: {name: a, key: b}}}
    - {name: NUMBER_IMAGE, value: 1}
    - {value: "a/b:c"}
    - text
    - null`,
    [
      'spec.containers[name=operator].image "operator" by container operator',
      'spec.containers[name=operator].env[name=RELATED_IMAGE_UPF].value "upf" by variable RELATED_IMAGE_UPF',
      'spec.containers[name=operator].env[name=WRAPPER_SERVER_IMAGE].value "docker.io/nephio/wrapper:latest" by variable WRAPPER_SERVER_IMAGE',
      'spec.containers[name=operator].env[name=IMAGE].value "nginx:1.25" by variable IMAGE',
      `spec.containers[name=operator].env[name=SIDE_IMAGE].value "\${SIDE}" by variable SIDE_IMAGE`,
      'spec.containers[name=operator].env[name=FAULTY_IMAGE].value "ghcr.io/Acme/upf" by variable FAULTY_IMAGE',
      'spec.containers[name=operator].env[name=SKOPEO_IMAGE].value "docker://ghcr.io/acme/upf" by variable SKOPEO_IMAGE',
    ],
  ],
  [
    'the pipeline of a Kptfile',
    `
apiVersion: kpt.dev/v1
kind: Kptfile
pipeline:
  mutators:
  - image: set-labels:v0.2
  - image: ghcr.io/kptdev/krm-functions-catalog/set-namespace:v0.4.1
    configMap: {namespace: a}
  - {image: docker.io/nephio/nad-fn, tag: v1}
  - {image: "ghcr.io/acme/a:v1@sha256:abc", tag: v2}
  - {image: set-image, tag: ">=0.1 <0.3"}
  - {image: set-image, tag: 0.1.x}
  - {image: set-image, tag: ""}
  - {image: set-image, tag: "\${TAG}"}
  - {image: "localhost:5000/a", tag: v1}
  - exec: ./fn
  validators:
  - {image: ""}
  - {image: null}
  - {image: 1}
  - {image: {a: b}}
  - text`,
    [
      'pipeline.mutators[0].image "ghcr.io/kptdev/krm-functions-catalog/set-labels:v0.2" by kpt function, part',
      'pipeline.mutators[1].image "ghcr.io/kptdev/krm-functions-catalog/set-namespace:v0.4.1" by kpt function',
      'pipeline.mutators[2].image "docker.io/nephio/nad-fn:v1" by kpt function, part',
      'pipeline.mutators[3].image "ghcr.io/acme/a:v2" by kpt function, part',
      'pipeline.mutators[4].image "ghcr.io/kptdev/krm-functions-catalog/set-image" by kpt function, part, range >=0.1 <0.3',
      'pipeline.mutators[5].image "ghcr.io/kptdev/krm-functions-catalog/set-image" by kpt function, part, range 0.1.x',
      'pipeline.mutators[6].image "ghcr.io/kptdev/krm-functions-catalog/set-image" by kpt function, part',
      `pipeline.mutators[7].image "ghcr.io/kptdev/krm-functions-catalog/set-image:\${TAG}" by kpt function, part`,
      'pipeline.mutators[8].image "localhost:5000/a:v1" by kpt function, part',
      'pipeline.validators[0].image "" by kpt function',
      'pipeline.validators[1].image "" by kpt function',
      'pipeline.validators[2].image no text by kpt function',
      'pipeline.validators[3].image no text by kpt function',
    ],
  ],
  [
    'the pipelines of PackageVariants and PackageVariantSets',
    `
apiVersion: config.porch.kpt.dev/v1alpha2
kind: PackageVariantSet
spec:
  pipeline: {mutators: [{image: set-labels:v1}]}
  targets:
  - template:
      pipeline:
        validators: [{image: "gcr.io/kpt-fn/kubeval:v0.3.0", name: kubeval}]`,
    [
      'spec.pipeline.mutators[0].image "ghcr.io/kptdev/krm-functions-catalog/set-labels:v1" by kpt function, part',
      'spec.targets[0].template.pipeline.validators[name=kubeval].image "gcr.io/kpt-fn/kubeval:v0.3.0" by kpt function',
    ],
  ],
  ...['Kustomization', 'Component'].map(
    (kind): Case => [
      `the images of a ${kind}`,
      `
apiVersion: kustomize.config.k8s.io/v1beta1
kind: ${kind}
images:
- {name: a, newName: ghcr.io/acme/a, newTag: v1}
- {name: b, newName: ghcr.io/acme/b, digest: "sha256:abc"}
- {name: c, newName: ghcr.io/acme/c, newTag: v1, digest: "sha256:abc"}
- {name: d, newName: ghcr.io/acme/d}
- {name: e, newTag: v1}
- {name: f, digest: "sha256:abc"}
- {name: g, newTag: 12}
- {name: h, newName: "", newTag: v1}
- {name: i, newName: null, newTag: v1}
- {name: j, newName: 1, newTag: v1}
- {name: k, newName: ghcr.io/acme/k, tagSuffix: -x}
- {name: l}
- {newTag: v1}
- text`,
      [
        'images[name=a].newName "ghcr.io/acme/a:v1" by kustomize image a, part',
        'images[name=b].newName "ghcr.io/acme/b@sha256:abc" by kustomize image b, part',
        'images[name=c].newName "ghcr.io/acme/c:v1@sha256:abc" by kustomize image c, part',
        'images[name=d].newName "ghcr.io/acme/d" by kustomize image d, part, tag elsewhere',
        'images[name=e].name "e:v1" by kustomize image e, part',
        'images[name=f].name "f@sha256:abc" by kustomize image f, part',
        'images[name=g].name "g:12" by kustomize image g, part',
        'images[name=h].name "h:v1" by kustomize image h, part',
        'images[name=i].name "i:v1" by kustomize image i, part',
        'images[name=j].newName no text by kustomize image j, part',
        'images[name=k].newName "ghcr.io/acme/k" by kustomize image k, part, tag elsewhere',
        'images[12].name no text by kustomize image 12, part',
      ],
    ],
  ),
  [
    'the images of a Kustomization of Flux',
    `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
spec:
  images: [{name: a, newName: ghcr.io/acme/a, newTag: v1}]`,
    ['spec.images[name=a].newName "ghcr.io/acme/a:v1" by kustomize image a, part'],
  ],
  [
    'images split into registry, name and tag',
    `
apiVersion: workload.nephio.org/v1alpha1
kind: RICConfig
spec:
  a: {image: {registry: "nexus3.o-ran-sc.org:10002/o-ran-sc", name: ric-plt-a1, tag: 3.2.2}}
  init: {registry: docker.io, name: it-dep-init, tag: 1}
  b: {image: {repository: ghcr.io/acme/b, tag: v1, pullPolicy: Always}}
  c: {image: {registry: quay.io, repository: acme/c, digest: "sha256:abc"}}
  d: {sideImage: {repository: acme/d}}
  e: {image: {registry: "", repository: acme/e, tag: ""}}
  f: {image: {name: acme/f, tag: v1}}
  g: {image: {registry: ghcr.io/, name: g, tag: v1}}
  containers: [{name: h, image: {repository: h, tag: v1}}]
  not1: {image: {repository: "", tag: ""}}
  not2: {image: {name: ubuntu}}
  not3: {registry: docker.io, name: x}
  not4: {repository: acme/x, tag: v1}
  not5: {image: null}
  not6: {image: {registry: ghcr.io, name: 1, tag: v1}}
  not7: {image: {}}
  not8: {image: [a]}`,
    [
      'spec.a.image.name "nexus3.o-ran-sc.org:10002/o-ran-sc/ric-plt-a1:3.2.2" by field image, part',
      'spec.init.name "docker.io/it-dep-init:1" by field init, part',
      'spec.b.image.repository "ghcr.io/acme/b:v1" by field image, part',
      'spec.c.image.repository "quay.io/acme/c@sha256:abc" by field image, part',
      'spec.d.sideImage.repository "acme/d" by field sideImage, part',
      'spec.e.image.repository "acme/e" by field image, part',
      'spec.f.image.name "acme/f:v1" by field image, part',
      'spec.g.image.name "ghcr.io/g:v1" by field image, part',
      'spec.containers[name=h].image.repository "h:v1" by field image, part',
    ],
  ],
  [
    'fields called image in custom resources, with a registry or beside what containers have',
    `
apiVersion: acme.example/v1
kind: Thing
spec:
  image: ghcr.io/acme/upf:v1
  sideImage: "localhost:5000/side"
  a: {image: "[::1]:5000/a"}
  b: {image: upf, imagePullPolicy: Always}
  c: {image: upf, command: [sh]}
  d: {image: upf, args: []}
  e: {image: upf, env: []}
  f: {image: upf, volumeMounts: []}
  g: {image: upf, envFrom: []}
  h: {image: GHCR.io/Acme/UPF}
  i: {image: " ghcr.io/acme/upf"}
  j: {image: "\${REGISTRY}/upf:v1"}
  k: {image: "ghcr.io/acme/{{ .name }}"}
  l: {image: "gh\u0441r.io/acme/upf"}
  m: {image: "docker://ghcr.io/acme/upf"}
  nested: [[{image: ghcr.io/acme/n}]]
  relatedImages: [{name: x, image: quay.io/acme/x}]`,
    [
      'spec.image "ghcr.io/acme/upf:v1" by field image',
      'spec.sideImage "localhost:5000/side" by field sideImage',
      'spec.a.image "[::1]:5000/a" by field image',
      'spec.b.image "upf" by container',
      'spec.c.image "upf" by container',
      'spec.d.image "upf" by container',
      'spec.e.image "upf" by container',
      'spec.f.image "upf" by container',
      'spec.g.image "upf" by container',
      'spec.h.image "GHCR.io/Acme/UPF" by field image',
      'spec.i.image " ghcr.io/acme/upf" by field image',
      `spec.j.image "\${REGISTRY}/upf:v1" by field image`,
      'spec.k.image "ghcr.io/acme/{{ .name }}" by field image',
      'spec.l.image "gh\u0441r.io/acme/upf" by field image',
      'spec.m.image "docker://ghcr.io/acme/upf" by field image',
      'spec.nested[0][0].image "ghcr.io/acme/n" by field image',
      'spec.relatedImages[name=x].image "quay.io/acme/x" by field image',
    ],
  ],
  [
    'no images of machines, files, pictures',
    `
apiVersion: infrastructure.cluster.x-k8s.io/v1beta1
kind: MachineTemplate
metadata:
  labels: {image: ghcr.io/acme/label}
  annotations: {image: ghcr.io/acme/annotation, sideImage: ghcr.io/acme/annotation}
spec:
  a: {image: ubuntu-22.04}
  b: {image: "https://cloud.example.com/images/disk.qcow2"}
  c: {image: projects/debian-cloud/global/images/debian-12}
  d: {image: "https://www.googleapis.com/compute/v1/projects/p/global/images/x"}
  e: {image: ami-0123456789abcdef0}
  f: {image: "Canonical:UbuntuServer:22.04-LTS:latest"}
  g: {image: /var/lib/libvirt/images/disk.img}
  h: {image: ./logo.png}
  i: {image: ../img/logo.png}
  j: {image: "data:image/png;base64,iVBORw0KGgo="}
  k: {image: images/logo.png}
  l: {image: "file:///disk.img"}
  m: {osImage: Ubuntu 22.04.3 LTS}
  n: {image: "\${IMAGE}"}
  o: {image: {id: 1234}}
  p: {image: 1}
  q: {image: true}
  r: {images: [ghcr.io/acme/upf]}
  s: {container: storage}
  t: {containers: storage}
  u: {containers: null}
  v: {pipeline: ci}
status: {image: ghcr.io/acme/status}`,
    [],
  ],
  [
    'no schemas of custom resources',
    `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  versions:
  - schema:
      openAPIV3Schema:
        properties:
          image: {type: string, default: ghcr.io/acme/upf}
          containers: {type: array, items: {properties: {image: {type: string}}}}
          container: {image: {type: string}, default: {image: ghcr.io/acme/upf}}`,
    [],
  ],
  [
    'no data of ConfigMaps and Secrets',
    `
apiVersion: v1
kind: ConfigMap
data: {image: ghcr.io/acme/upf, pod.yaml: "containers: [{image: nginx}]"}`,
    [],
  ],
  [
    'no evidence, no policy',
    `
apiVersion: security.nephio.org/v1alpha1
kind: ImageSignatures
spec: {images: [{image: ghcr.io/acme/upf}]}`,
    [],
  ],
  [
    'no patterns of Kyverno, but what it puts into pods',
    `
apiVersion: kyverno.io/v1
kind: ClusterPolicy
spec:
  rules:
  - validate: {pattern: {spec: {containers: [{image: "!*:latest"}]}}}
  - mutate: {patchStrategicMerge: {spec: {containers: [{name: proxy, image: proxy}]}}}`,
    ['spec.rules[1].mutate.patchStrategicMerge.spec.containers[name=proxy].image "proxy" by container proxy'],
  ],
  [
    'malformed containers',
    `
apiVersion: v1
kind: Pod
spec:
  containers:
  - {name: nothing, image: null}
  - {name: empty, image: ""}
  - {name: number, image: 1.5}
  - {name: truth, image: true}
  - {name: map, image: {a: b}}
  - {name: list, image: [nginx]}
  - {name: missing}
  - text
  - null
  - 1
  - [{image: nested}]
  - {name: 5, image: last}
  initContainers: {image: single}
  ephemeralContainers: {a: {image: keyed}}`,
    [
      'spec.containers[name=nothing].image "" by container nothing',
      'spec.containers[name=empty].image "" by container empty',
      'spec.containers[name=number].image no text by container number',
      'spec.containers[name=truth].image no text by container truth',
      'spec.containers[name=map].image no text by container map',
      'spec.containers[name=list].image no text by container list',
      'spec.containers[11].image "last" by container',
      'spec.initContainers.image "single" by container',
      'spec.ephemeralContainers.a.image "keyed" by container',
    ],
  ],
  [
    'fields that the policy names',
    `
apiVersion: workload.nephio.org/v1alpha1
kind: NFDeployment
spec:
  image: upf
  images: [{ref: a}, {ref: b}, {other: c}, {ref: null}, {ref: 1}, {ref: {x: y}}, text]
  plain: [d, e]
  nested: [[{ref: f}]]
  found: {image: ghcr.io/acme/twice}
status: {image: g}`,
    [
      'spec.image "upf" by field image',
      'spec.images[0].ref "a" by field ref',
      'spec.images[1].ref "b" by field ref',
      'spec.images[3].ref "" by field ref',
      'spec.images[4].ref no text by field ref',
      'spec.images[5].ref no text by field ref',
      'spec.plain[0] "d" by field plain',
      'spec.plain[1] "e" by field plain',
      'spec.nested[0][0].ref "f" by field ref',
      'spec.found.image "ghcr.io/acme/twice" by field image',
      'status.image "g" by field image',
    ],
    [
      'spec.image',
      'spec.images[*].ref',
      'spec.images[0].ref',
      'spec.plain',
      '.spec.nested[*][*].ref',
      'spec.found.image',
      'status.image',
      'spec.missing',
      'spec.image.deeper',
      'spec.__proto__',
      'spec.toString',
      'spec.plain.length',
    ].map((path) => ({ group: 'workload.nephio.org', kind: 'NFDeployment', path })),
  ],
  [
    'fields of another kind or group',
    'apiVersion: workload.nephio.org/v1alpha1\nkind: NFDeployment\nspec: {image: upf}',
    [],
    [
      { group: 'workload.nephio.org', kind: 'Other', path: 'spec.image' },
      { group: 'nephio.org', kind: 'NFDeployment', path: 'spec.image' },
      { group: '', kind: 'NFDeployment', path: 'spec.image' },
    ],
  ],
  [
    'fields of ConfigMaps and of resources in Lists and other resources',
    `
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, data: {upf.image: x, image: nginx}}
- {apiVersion: a/v1, kind: Set, spec: {members: [{apiVersion: v1, kind: ConfigMap, data: {image: redis}}]}}`,
    [
      'items[0].data.image "nginx" by field image',
      'items[1].spec.members[0].data.image "redis" by field image',
    ],
    [{ group: '', kind: 'ConfigMap', path: 'data.image' }],
  ],
  [
    'nothing hides in a pod template',
    `
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    apiVersion: v1
    kind: ConfigMap
    spec:
      apiVersion: security.nephio.org/v1alpha1
      kind: ImageSignatures
      annotations: {containers: [{name: a, image: a}]}
      status: {containers: [{name: b, image: b}]}
      containers: [{name: c, image: c, apiVersion: v1, kind: Secret}]
      items: [{apiVersion: v1, kind: Secret, containers: [{name: d, image: d}]}]`,
    [
      'spec.template.spec.annotations.containers[name=a].image "a" by container a',
      'spec.template.spec.status.containers[name=b].image "b" by container b',
      'spec.template.spec.containers[name=c].image "c" by container c',
      'spec.template.spec.items[0].containers[name=d].image "d" by container d',
    ],
  ],
  [
    'keys of JavaScript',
    `
apiVersion: a/v1
kind: B
__proto__: {containers: [{name: a, image: a}]}
constructor: {image: ghcr.io/acme/b}
hasOwnProperty: {containers: [{name: c, image: c, hasOwnProperty: 1, __proto__: {command: []}}]}
spec: {image: upf, __proto__: {command: []}}`,
    [
      '__proto__.containers[name=a].image "a" by container a',
      'constructor.image "ghcr.io/acme/b" by field image',
      'hasOwnProperty.containers[name=c].image "c" by container c',
    ],
  ],
];

for (const [title, yaml, found, fields] of cases) {
  test(title, () => assert.equal(show(parse(yaml), fields), found));
}

test('images come in the order of the resource', () => {
  const yaml = `
apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
      - {image: null}
      - {image: a, env: [{name: X_IMAGE, value: "b:1"}]}
      volumes: [{name: v, image: {reference: c}}]
      initContainers: [{image: 1}, {image: d}]`;
  const texts = findImages(parse(yaml), []).map(({ text }) => text);
  assert.equal(texts, ['', 'a', 'b:1', 'c', undefined, 'd']);
});

test('deep nesting, as deep as the reader lets it through', () => {
  let value: YamlMap = { containers: [{ image: 'nginx' }] };
  for (let i = 0; i < 510; i++) value = { a: value };
  const [use] = findImages({ apiVersion: 'v1', kind: 'Pod', spec: value }, []);
  assert.is(use?.text, 'nginx');
  assert.is(use?.segments.length, 514);
});

test('a huge resource takes a linear time', () => {
  const containers = Array.from({ length: 100_000 }, (_, i) => ({
    name: `c${i}`,
    image: `ghcr.io/acme/c${i}:v1`,
  }));
  const start = performance.now();
  assert.is(findImages({ apiVersion: 'v1', kind: 'Pod', spec: { containers } }, []).length, 100_000);
  assert.ok(performance.now() - start < 3000, `${performance.now() - start} ms`);
});

test('huge texts cost nothing', () => {
  const spec = Object.fromEntries(
    ['a', '/', '-', '.', 'a.', '[', '<', '$' + '{', 'a:', ' '].map((part) => [
      `${part.codePointAt(0)}${part.length}Image`,
      part.repeat(10_000_000 / part.length),
    ]),
  );
  const start = performance.now();
  findImages({ apiVersion: 'a/v1', kind: 'B', spec }, []);
  assert.ok(performance.now() - start < 3000, `${performance.now() - start} ms`);
});

test.run();
