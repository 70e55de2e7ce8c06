import type { KrmFunction } from '../lib/host.ts';
import { boolean, type ConfigKey, configKey, csvOf, textOf } from '../lib/policy/keys.ts';
import { check, NAME } from './check.ts';

const keys: readonly ConfigKey[] = [
  configKey(
    'kubernetes_version',
    'The version of Kubernetes that resources are for, such as 1.34, v1.34.2 or latest.',
    textOf('kubernetes-version'),
    (spec, value) => {
      spec.schemas.kubernetesVersion = value;
    },
  ),
  configKey('strict', 'Whether unknown fields are errors.', boolean, (spec, value) => {
    spec.schemas.strict = value;
  }),
  configKey('skip_kinds', 'Kinds that are not validated.', csvOf('kind'), (spec, value) => {
    spec.schemas.skipKinds = value;
  }),
  configKey('reject_kinds', 'Kinds that are errors.', csvOf('kind'), (spec, value) => {
    spec.schemas.rejectKinds = value;
  }),
  configKey('ignore_missing_schemas', 'Whether kinds without a schema pass.', boolean, (spec, value) => {
    spec.schemas.ignoreMissing = value;
  }),
  configKey(
    'schema_location',
    'Where schemas are looked for first, before the built-in ones.',
    textOf('schema-location'),
    (spec, value) => {
      // The built-in schemas stay behind it, for what it lacks.
      const others = (spec.schemas.locations ?? []).filter((location) => location !== 'default');
      spec.schemas.locations = value === 'default' ? others : [value, 'default', ...others];
    },
  ),
  configKey(
    'additional_schema_locations',
    'Where schemas are looked for behind the built-in ones.',
    csvOf('schema-location'),
    (spec, value) => {
      spec.schemas.locations = [...(spec.schemas.locations ?? []), ...value];
    },
  ),
];

const usage = `kubeconform-check checks that every resource of a package is valid Kubernetes, without a network.

It reads a ResourceList from stdin and writes it to stdout, with its findings as results, annotations and a section of
the report. Exit codes: 0 nothing blocks, 1 a finding blocks, 2 the input can't be processed, 3 the functionConfig is
wrong.

  kpt fn eval PACKAGE --image ghcr.io/nephio-security/krm-functions/kubeconform-check:VERSION -- kubernetes_version=1.34

functionConfig: a SecurityPolicy (security.nephio.org/v1alpha1), or a ConfigMap with the keys
  kubernetes_version           1.32 to 1.36, with a patch level or not, or latest (default: the newest official one)
  strict                       "true" (default): unknown fields are errors
  skip_kinds                   kinds that are not validated, separated by commas: Kind or group/version/Kind
  reject_kinds                 kinds that are errors, written likewise
  ignore_missing_schemas       "true": kinds without a schema pass (default "false")
  schema_location              a folder or template of mounted schemas that comes before the built-in ones
  additional_schema_locations  more of them, behind the built-in ones, separated by commas; also configmap:<name>
  SECURITY_POLICY_LEVEL        strict (default), permissive, demo
  mode                         enforce (default), report: findings never make it fail
  policy                       the name of a SecurityPolicy in the package that gives what no key does
  annotate                     all (default), failing, none
  report                       the name of the report (default security-report), or none`;

/** The function, for its executable, the SDK and the command line. */
export const kubeconformCheck: KrmFunction = {
  name: NAME,
  usage,
  keys,
  checksReports: true,
  check,
};
