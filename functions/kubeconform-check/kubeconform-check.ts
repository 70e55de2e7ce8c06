import type { KrmFunction } from '../lib/host.ts';
import { boolean, type ConfigKey, configKey, csvOf, textOf } from '../lib/policy/keys.ts';
import { usageOf } from '../lib/usage.ts';
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

const usage = usageOf('kubeconform-check', {
  purpose: 'checks that every resource of a package is valid Kubernetes, without a network.',
  example: 'kubernetes_version=1.34',
  keys: [
    [
      'kubernetes_version',
      '1.32 to 1.36, with a patch level or not, or latest (default: the newest official one)',
    ],
    ['strict', '"true" (default): unknown fields are errors'],
    ['skip_kinds', 'kinds that are not validated, separated by commas: Kind or group/version/Kind'],
    ['reject_kinds', 'kinds that are errors, written likewise'],
    ['ignore_missing_schemas', '"true": kinds without a schema pass (default "false")'],
    ['schema_location', 'a folder or template of mounted schemas that comes before the built-in ones'],
    [
      'additional_schema_locations',
      'more of them, behind the built-in ones, separated by commas; also configmap:<name>',
    ],
  ],
});

/** The function, for its executable, the SDK and the command line. */
export const kubeconformCheck: KrmFunction = {
  name: NAME,
  usage,
  keys,
  checksReports: true,
  check,
};
