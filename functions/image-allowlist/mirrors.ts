/** Where images of a registry are served too, under the same name: [from, to], each a prefix of the full name. */
export const MIRRORS: readonly (readonly [from: string, to: string])[] = [
  // Kubernetes moved; the old registry is frozen since 2023 (kubernetes.io/blog/2023/02/06/k8s-gcr-io-freeze-announcement).
  ['k8s.gcr.io/', 'registry.k8s.io/'],
  ['gcr.io/google-containers/', 'registry.k8s.io/'],
  ['gcr.io/google_containers/', 'registry.k8s.io/'],
  // kpt's function catalogue moved with the project from GoogleContainerTools to kptdev.
  ['gcr.io/kpt-fn/', 'ghcr.io/kptdev/krm-functions-catalog/'],
];
