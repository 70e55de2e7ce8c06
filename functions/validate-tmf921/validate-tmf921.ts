import type { KrmFunction } from '../lib/host.ts';
import { type ConfigKey, configKey, oneOf } from '../lib/policy/keys.ts';
import { PROFILES } from '../lib/policy/policy.ts';
import { usageOf } from '../lib/usage.ts';
import { check } from './check.ts';

const keys: readonly ConfigKey[] = [
  configKey(
    'profile',
    'The standard, or dialect, that intents have to follow.',
    oneOf(PROFILES),
    (spec, profile) => {
      spec.intents.profile = profile;
    },
  ),
];

const usage = usageOf('validate-tmf921', {
  purpose:
    'checks that the intents of a package are valid by TMF921 (TM Forum) or TS 28.312 (3GPP), and harmless.',
  example: 'profile=tmf921-v5',
  more: `Intents are found in ConfigMaps, under the keys intent.json, expectation.json, *.tmf921.json, *.jsonld and *.ttl, and in
resources of kind Intent (security.nephio.org/v1alpha1). A SecurityPolicy can name others.`,
  keys: [
    [
      'profile',
      'auto (default: detected by what is there), tmf921-v5, tmf921-v4, ts28312, intent-to-o2-demo',
    ],
  ],
});

/** The function, for its executable, the SDK and the command line. */
export const validateTmf921: KrmFunction = {
  name: 'validate-tmf921',
  usage,
  keys,
  checksReports: true,
  check,
};
