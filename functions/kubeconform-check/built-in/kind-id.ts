/** A kind of some version of Kubernetes: `group/version/Kind`, the core group being empty. */
export interface KindId {
  group: string;
  version: string;
  kind: string;
}
