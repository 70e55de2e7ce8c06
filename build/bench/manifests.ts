/** One resource: its apiVersion, its kind, a name, and the lines below its metadata. */
type Maker = (i: number) => readonly [apiVersion: string, kind: string, name: string, body: string];

const pod = (name: string, i: number) => `metadata:
  labels: {app.kubernetes.io/name: ${name}-${i}, app.kubernetes.io/part-of: core}
spec:
  serviceAccountName: ${name}
  securityContext: {runAsNonRoot: true, runAsUser: 65532, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: ${name}
    image: ghcr.io/acme-telco/${name}:v1.${i % 9}.0
    args: ["--config", /etc/${name}/config.yaml]
    env:
    - name: POD_IP
      valueFrom: {fieldRef: {fieldPath: status.podIP}}
    - {name: LOG_LEVEL, value: info}
    ports:
    - {name: sbi, containerPort: 8080, protocol: TCP}
    readinessProbe: {httpGet: {path: /ready, port: sbi}, periodSeconds: 10}
    resources:
      requests: {cpu: 100m, memory: 128Mi}
      limits: {memory: 256Mi}
    volumeMounts:
    - {name: config, mountPath: /etc/${name}, readOnly: true}
  volumes:
  - name: config
    configMap: {name: ${name}-config}
`;
const indent = (text: string, columns: number) => text.replace(/^(?=.)/gm, ' '.repeat(columns));
const selector = (name: string, i: number) =>
  `selector: {matchLabels: {app.kubernetes.io/name: ${name}-${i}}}`;

const rules = `rules:
- apiGroups: ["", apps]
  resources: [configmaps, deployments]
  verbs: [get, list, watch]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create, update]
`;
const binding = (
  kind: string,
) => `roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ${kind}, name: operator}
subjects:
- {kind: ServiceAccount, name: operator, namespace: ran-1}
`;

const MAKERS: readonly Maker[] = [
  (i) => [
    'apps/v1',
    'Deployment',
    'amf',
    `spec:\n  replicas: ${1 + (i % 3)}\n  ${selector('amf', i)}\n  template:\n${indent(pod('amf', i), 4)}`,
  ],
  (i) => [
    'v1',
    'Service',
    'amf',
    `spec:\n  type: ClusterIP\n  selector: {app.kubernetes.io/name: amf-${i}}\n  ports:\n  - {name: sbi, port: 80, targetPort: sbi}\n  - {name: n2, port: 38412, targetPort: 38412, protocol: SCTP}\n`,
  ],
  (i) => [
    'v1',
    'ConfigMap',
    'amf-config',
    `data:\n  config.yaml: |\n    info: {version: 1.0.2, description: site ${i % 50}}\n    sbi:\n      port: 8080\n      # the bindings of N2 and N14\n      peers: [smf-${i}, ausf-${i}]\n  LOG_LEVEL: info\n`,
  ],
  (i) => [
    'apps/v1',
    'StatefulSet',
    'udr',
    `spec:\n  serviceName: udr\n  ${selector('udr', i)}\n  template:\n${indent(pod('udr', i), 4)}  volumeClaimTemplates:\n  - metadata: {name: data}\n    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 5Gi}}}\n`,
  ],
  () => [
    'v1',
    'Secret',
    'tls',
    `type: Opaque\ndata:\n  ca.crt: ${Buffer.from('certificate '.repeat(30)).toString('base64')}\n`,
  ],
  (i) => [
    'apps/v1',
    'DaemonSet',
    'sriov',
    `spec:\n  ${selector('sriov', i)}\n  template:\n${indent(pod('sriov', i), 4)}`,
  ],
  () => ['v1', 'ServiceAccount', 'amf', 'automountServiceAccountToken: false\n'],
  () => ['rbac.authorization.k8s.io/v1', 'Role', 'operator', rules],
  () => ['rbac.authorization.k8s.io/v1', 'RoleBinding', 'operator', binding('Role')],
  (i) => [
    'batch/v1',
    'Job',
    'provision',
    `spec:\n  backoffLimit: 3\n  template:\n${indent(pod('provision', i).replace('spec:\n', 'spec:\n  restartPolicy: Never\n'), 4)}`,
  ],
  (i) => [
    'batch/v1',
    'CronJob',
    'backup',
    `spec:\n  schedule: "*/${5 + (i % 20)} * * * *"\n  jobTemplate:\n    spec:\n      template:\n${indent(pod('backup', i).replace('spec:\n', 'spec:\n  restartPolicy: OnFailure\n'), 8)}`,
  ],
  (i) => [
    'networking.k8s.io/v1',
    'NetworkPolicy',
    'amf',
    `spec:\n  podSelector: {matchLabels: {app.kubernetes.io/name: amf-${i}}}\n  policyTypes: [Ingress, Egress]\n  ingress:\n  - from:\n    - namespaceSelector: {matchLabels: {zone: core}}\n    ports:\n    - {protocol: TCP, port: 8080}\n`,
  ],
  (i) => [
    'networking.k8s.io/v1',
    'Ingress',
    'portal',
    `spec:\n  ingressClassName: nginx\n  rules:\n  - host: portal-${i}.acme.example\n    http:\n      paths:\n      - path: /\n        pathType: Prefix\n        backend: {service: {name: portal, port: {number: 80}}}\n`,
  ],
  () => [
    'policy/v1',
    'PodDisruptionBudget',
    'amf',
    'spec:\n  minAvailable: 50%\n  selector: {matchLabels: {app.kubernetes.io/name: amf}}\n',
  ],
  () => [
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    'amf',
    'spec:\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: amf}\n  minReplicas: 1\n  maxReplicas: 5\n  metrics:\n  - type: Resource\n    resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}\n',
  ],
  () => [
    'v1',
    'PersistentVolumeClaim',
    'cdr',
    'spec:\n  accessModes: [ReadWriteOnce]\n  storageClassName: fast\n  resources: {requests: {storage: 10Gi}}\n',
  ],
  () => [
    'v1',
    'ResourceQuota',
    'core',
    'spec:\n  hard: {requests.cpu: "20", requests.memory: 64Gi, pods: "100"}\n',
  ],
  () => [
    'v1',
    'LimitRange',
    'core',
    'spec:\n  limits:\n  - type: Container\n    default: {cpu: 500m, memory: 512Mi}\n    defaultRequest: {cpu: 100m, memory: 128Mi}\n',
  ],
  () => ['rbac.authorization.k8s.io/v1', 'ClusterRole', 'operator', rules],
  () => ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'operator', binding('ClusterRole')],
];

const CLUSTER_WIDE = ['ClusterRole', 'ClusterRoleBinding'];

/** The kinds that manifests() gives, as `[apiVersion, kind]`. */
export const KINDS = MAKERS.map((make) => make(0).slice(0, 2) as [apiVersion: string, kind: string]);

/** Valid resources of 20 built-in kinds in turn, about 700 bytes each: what kubeconform reads, and the same from kpt. */
export function manifests(count: number, version: string): { documents: string; resourceList: string } {
  const made = Array.from({ length: count }, (_, i) => {
    const [apiVersion, kind, name, body] = (MAKERS[i % MAKERS.length] as Maker)(i);
    const file = `site-${i % 50}/${name}-${i - (i % 3)}.yaml`;
    const namespace = CLUSTER_WIDE.includes(kind) ? '' : `  namespace: ran-${i % 20}\n`;
    const head = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}-${i}\n${namespace}`;
    const annotations = `  annotations:
    config.kubernetes.io/index: '${i % 3}'
    config.kubernetes.io/path: '${file}'
    internal.config.kubernetes.io/index: '${i % 3}'
    internal.config.kubernetes.io/path: '${file}'
    internal.config.kubernetes.io/seqindent: 'compact'
`;
    return { document: head + body, item: `- ${indent(head + annotations + body, 2).slice(2)}` };
  });
  const config = `functionConfig:\n  apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: function-input}\n  data: {kubernetes_version: "${version}"}\n`;
  return {
    documents: made.map(({ document }) => document).join('---\n'),
    resourceList: `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${made.map(({ item }) => item).join('')}${config}`,
  };
}
