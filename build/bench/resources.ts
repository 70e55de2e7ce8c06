/**
 * A ResourceList of mixed resources as `kpt fn render` hands it to a function, about 850 bytes each: of ten, three
 * Deployments, two Services, two ConfigMaps with texts, two custom resources with an image, one network attachment.
 * One image in ten has no digest (an info), one in a hundred comes from a registry that isn't allowed (an error).
 */
export function resourceList(count: number): string {
  const kinds = [
    deployment,
    service,
    configMap,
    nfDeployment,
    deployment,
    networkAttachment,
    service,
    configMap,
  ];
  const makers = [...kinds, deployment, nfDeployment];
  const items = Array.from({ length: count }, (_, i) => (makers[i % makers.length] as Maker)(i));
  return listOf(items);
}

/** A ResourceList of items, for a function that only reports. */
export function listOf(items: readonly string[]): string {
  return `apiVersion: config.kubernetes.io/v1
kind: ResourceList
items:
${items.join('')}functionConfig:
  apiVersion: v1
  kind: ConfigMap
  metadata:
    name: function-input
  data:
    mode: report
`;
}

type Maker = (i: number) => string;

const DIGEST = 'sha256:3f5a1c9d7be2480f6a8d0c1e9b7734f2d5a6e8c01b9f4d3e7a2c6b8f0d1e5a93';

let images = 0;

function image(name: string, i: number): string {
  const n = images++;
  const registry = n % 100 === 50 ? 'docker.io' : 'ghcr.io';
  const reference = `${registry}/acme-ran/${name}-${i % 40}:v1.${i % 7}.0`;
  return n % 10 === 0 ? reference : `${reference}@${DIGEST}`;
}

function item(i: number, apiVersion: string, kind: string, name: string, body: string): string {
  return `- apiVersion: ${apiVersion}
  kind: ${kind}
  metadata:
    name: ${name}-${i}
    namespace: ran-${i % 20}
    annotations:
      config.kubernetes.io/index: '${i % 3}'
      config.kubernetes.io/path: 'site-${i % 50}/${name}-${i - (i % 3)}.yaml'
      internal.config.kubernetes.io/index: '${i % 3}'
      internal.config.kubernetes.io/package-path: '/packages/ran'
      internal.config.kubernetes.io/path: 'site-${i % 50}/${name}-${i - (i % 3)}.yaml'
      internal.config.kubernetes.io/seqindent: 'compact'
      internal.config.kubernetes.io/id: '${i + 1}'
      config.k8s.io/id: '${i + 1}'
${body}`;
}

function deployment(i: number): string {
  return item(
    i,
    'apps/v1',
    'Deployment',
    'upf',
    `  spec:
    replicas: ${1 + (i % 3)}
    selector:
      matchLabels:
        app: upf-${i}
    template:
      metadata:
        labels:
          app: upf-${i}
      spec:
        containers:
        - name: upf
          image: ${image('upf', i)}
          ports:
          - name: n4
            containerPort: 8805
          resources:
            limits: {cpu: "2", memory: 2Gi}
`,
  );
}

function service(i: number): string {
  return item(
    i,
    'v1',
    'Service',
    'amf',
    `  spec:
    type: ClusterIP
    selector:
      app: amf-${i}
    # SBI and N2, as 3GPP TS 23.501 names them.
    ports:
    - name: sbi
      port: 80
      targetPort: 8080
      protocol: TCP
    - name: n2
      port: 38412
      targetPort: 38412
      protocol: SCTP
`,
  );
}

function configMap(i: number): string {
  return item(
    i,
    'v1',
    'ConfigMap',
    'smf-config',
    `  data:
    smfcfg.yaml: |
      info:
        version: 1.0.2
        description: site ${i % 50}
      configuration:
        smfName: SMF-${i}
        dnn: [internet, ims]
        sbi:
          port: 29502
        # - a line that looks like an item
        pfcp: 10.0.${i % 250}.${(i * 7) % 250}
    LOG_LEVEL: "info"
`,
  );
}

function nfDeployment(i: number): string {
  return item(
    i,
    'workload.nephio.org/v1alpha1',
    'NFDeployment',
    'cu',
    `  spec:
    capacity:
      maxUplinkThroughput: 5G
      maxSubscribers: ${100 * (i % 90)}
    interfaces:
    - name: f1c
      ipv4:
        address: 172.5.${i % 250}.254/24
      vlanID: ${2 + (i % 4000)}
    template:
      spec:
        containers:
        - name: cu
          image: ${image('cu', i)}
          args: ["--o", "cu.conf"]
`,
  );
}

function networkAttachment(i: number): string {
  const config = { cniVersion: '0.3.1', type: 'ipvlan', master: `eth${i % 8}`, mode: 'l2' };
  return item(
    i,
    'k8s.cni.cncf.io/v1',
    'NetworkAttachmentDefinition',
    'n3',
    `  spec:
    config: '${JSON.stringify({ ...config, ipam: { type: 'static', addresses: [{ address: `10.${i % 200}.3.254/24` }] } })}'
`,
  );
}
