import type { KrmFunction } from '../lib/host.ts';
import { type ConfigKey, configKey, oneOf } from '../lib/policy/keys.ts';
import { PROFILES } from '../lib/policy/policy.ts';
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

const usage = `validate-tmf921 checks that the intents of a package are valid by TMF921 (TM Forum) or TS 28.312 (3GPP), and harmless.

It reads a ResourceList from stdin and writes it to stdout, with its findings as results, annotations and a section of
the report. Exit codes: 0 nothing blocks, 1 a finding blocks, 2 the input can't be processed, 3 the functionConfig is
wrong.

  kpt fn eval PACKAGE --image ghcr.io/nephio-security/krm-functions/validate-tmf921:VERSION -- profile=tmf921-v5

Intents are found in ConfigMaps, under the keys intent.json, expectation.json, *.tmf921.json, *.jsonld and *.ttl, and in
resources of kind Intent (security.nephio.org/v1alpha1). A SecurityPolicy can name others.

functionConfig: a SecurityPolicy (security.nephio.org/v1alpha1), or a ConfigMap with the keys
  profile                auto (default: detected by what is there), tmf921-v5, tmf921-v4, ts28312, intent-to-o2-demo
  SECURITY_POLICY_LEVEL  strict (default), permissive, demo
  mode                   enforce (default), report: findings never make it fail
  policy                 the name of a SecurityPolicy in the package that gives what no key does
  annotate               all (default), failing, none
  report                 the name of the report (default security-report), or none`;

/** The function, for its executable, the SDK and the command line. */
export const validateTmf921: KrmFunction = {
  name: 'validate-tmf921',
  usage,
  keys,
  checksReports: true,
  check,
};
