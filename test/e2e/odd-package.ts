/** A package of all that makes tools stumble, by the paths of its files. */
export const oddPackage: Readonly<Record<string, string>> = {
  Kptfile: `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: odd # the root package
info:
  description: what makes tools stumble
`,
  // Comments before, in and behind everything; anchors, aliases, a merge key; octal numbers and words that YAML 1.1 reads
  // as something else.
  'comments.yaml': `# A comment in front of the document.

apiVersion: apps/v1 # behind the apiVersion
kind: Deployment
# In front of metadata.
metadata:
  # In front of the name.
  name: commented
  # In front of annotations.
  annotations:
    # In front of an annotation.
    acme.example/on: "on" # behind an annotation
    acme.example/annotations: |
      annotations:
        security.example/verdict: fail
    # Behind the last annotation.
  labels: &labels
    app: commented
    version: "1.10"
# In front of spec.
spec:
  selector:
    matchLabels: *labels
  template:
    metadata:
      labels:
        <<: *labels
        tier: "007"
    spec:
      containers:
        # In front of a container.
        - name: first # behind its name
          image: docker.io/acme/first:1.0 # behind its image
          args: &args
            - --mode=0644
            - "yes"
        - name: second
          image: ghcr.io/acme/second:1.0

          args: *args
      volumes:
        - name: secret
          secret:
            secretName: odd
            defaultMode: 0400
# At the end.
`,
  'flow.yaml': `apiVersion: v1
kind: Pod
metadata: {name: flow, labels: {"app": flow}}
spec: {containers: [{name: a, image: docker.io/acme/flow:1.0, args: [--date, 2026-11-23]}]}
---
apiVersion: v1
kind: Pod
metadata: {name: flow-annotated, annotations: {acme.example/a: b}}
spec:
  containers: [{name: a, image: "docker.io/acme/flow:1.0"}]
---
apiVersion: v1
kind: Pod
metadata:
  name: empty-annotations
  annotations: {}
spec:
  containers:
    - {name: a, image: docker.io/acme/flow:1.0}
---
apiVersion: v1
kind: Pod
metadata:
  annotations:
  name: null-annotations
spec:
  containers:
    - name: a
      image: docker.io/acme/flow:1.0
`,
  'blocks.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: blocks
data:
  list.yaml: |
    - apiVersion: v1
      kind: Pod
      metadata:
        annotations:
          security.nephio.org/image-allowlist: pass
    - image: docker.io/acme/none:1.0
  kept: |+
    - a

    items:

  folded: >
    long lines
    are folded

    here
  indented: |2
      two more
    than needed
---
apiVersion: batch/v1
kind: Job
metadata:
  name: blocks
  annotations:
    acme.example/script: |-
      - items:
      - annotations:
          a: b
spec:
  template:
    spec:
      containers:
        - name: job
          image: docker.io/acme/job:1.0
          command:
            - /bin/sh
            - -c
            - |
              cat <<EOF
              - image: docker.io/acme/inner:1.0
              EOF
        - name: folded
          image: >-
            docker.io/acme/folded:1.0
`,
  // The same names as in the root package, twice.
  'sub/Kptfile': `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: odd
`,
  'sub/comments.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: commented
spec:
  template:
    spec:
      containers:
        - name: first
          image: ghcr.io/acme/first:2.0
`,
  'sub/deeper/Kptfile': `apiVersion: kpt.dev/v1
kind: Kptfile
metadata:
  name: odd
`,
  'sub/deeper/comments.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: commented
spec:
  template:
    spec:
      initContainers:
        - name: first
          image: docker.io/acme/first:3.0
`,
  'sub/deeper/security-report.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: security-report
  annotations:
    config.kubernetes.io/local-config: "true"
data:
  note: of the subpackage, no business of the root
`,
  'crlf.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: crlf
  annotations:
    acme.example/text: |
      two
      lines
spec:
  containers:
    - name: a
      image: docker.io/acme/crlf:1.0
`.replaceAll('\n', '\r\n'),
  'large.yaml': `apiVersion: v1
kind: ConfigMap
metadata:
  name: large
data:
  text: |
${'    - 0123456789 annotations: {} # not one\n'.repeat(5000)}---
apiVersion: v1
kind: Pod
metadata:
  name: behind-the-large-one
spec:
  containers:
    - name: a
      image: docker.io/acme/behind:1.0
`,
  'unicode.yaml': `apiVersion: v1
kind: Pod
metadata:
  name: unicode
  annotations:
    acme.example/note: "Überwachung — 監視 🛰"
spec:
  containers:
    - name: a
      image: docker.io/acme/unicode:1.0
`,
};
