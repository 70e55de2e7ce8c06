import type { KrmFunction } from '../lib/host.ts';
import { boolean, type ConfigKey, configKey, csvOf } from '../lib/policy/keys.ts';
import { check } from './check.ts';

const keys: readonly ConfigKey[] = [
  configKey(
    'ALLOWED_REGISTRIES',
    'registries and repositories that images may come from, separated by commas; an empty list allows none',
    csvOf('registry'),
    (spec, value) => {
      spec.images.allowedRegistries = value;
    },
  ),
  configKey('requireDigest', 'whether every image needs a digest', boolean, (spec, value) => {
    spec.images.requireDigest = value;
  }),
];

const usage = `image-allowlist checks that every container image of a package comes from where policy allows.

It reads a ResourceList from stdin and writes it to stdout, with its findings as results, annotations and a section of
the report. Exit codes: 0 nothing blocks, 1 a finding blocks, 2 the input can't be processed, 3 the functionConfig is
wrong.

  kpt fn eval PACKAGE --image ghcr.io/nephio-security/krm-functions/image-allowlist:VERSION -- ALLOWED_REGISTRIES=ghcr.io

functionConfig: a SecurityPolicy (security.nephio.org/v1alpha1), or a ConfigMap with the keys
  ALLOWED_REGISTRIES     registries and repositories that images may come from, separated by commas
                         (default: gcr.io,ghcr.io,registry.k8s.io,quay.io)
  requireDigest          "true": every image needs a digest (default "false")
  SECURITY_POLICY_LEVEL  strict (default), permissive, demo
  mode                   enforce (default), report: findings never make it fail
  policy                 the name of a SecurityPolicy in the package that gives what no key does
  annotate               all (default), failing, none
  report                 the name of the report (default security-report), or none`;

/** The function, for its executable, the SDK and the command line. */
export const imageAllowlist: KrmFunction = { name: 'image-allowlist', usage, keys, check };
