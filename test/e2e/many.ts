/**
 * The text of a ResourceList with so many Deployments, as kpt hands it over; each has so many characters more in an
 * annotation.
 */
export function deployments(count: number, more: number): string {
  const note = 'x'.repeat(more);
  const items = Array.from(
    { length: count },
    (_, i) => `- apiVersion: apps/v1
  kind: Deployment
  metadata:
    name: upf-${i}
    namespace: ran
    annotations:
      acme.example/note: "${note}"
      config.kubernetes.io/index: '0'
      config.kubernetes.io/path: 'upf-${i}.yaml'
      internal.config.kubernetes.io/index: '0'
      internal.config.kubernetes.io/path: 'upf-${i}.yaml'
      internal.config.kubernetes.io/seqindent: 'compact'
  spec:
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
          image: ghcr.io/acme/upf:v1.2.${i}
          resources:
            limits:
              cpu: "2"
              memory: 1Gi
`,
  );
  return `apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n${items.join('')}`;
}
