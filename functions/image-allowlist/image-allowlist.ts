import type { KrmFunction } from '../lib/host.ts';
import { boolean, type ConfigKey, configKey, csvOf } from '../lib/policy/keys.ts';
import { usageOf } from '../lib/usage.ts';
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

const usage = usageOf('image-allowlist', {
  purpose: 'checks that every container image of a package comes from where policy allows.',
  example: 'ALLOWED_REGISTRIES=ghcr.io',
  keys: [
    [
      'ALLOWED_REGISTRIES',
      'registries and repositories that images may come from, separated by commas',
      '(default: gcr.io,ghcr.io,registry.k8s.io,quay.io)',
    ],
    ['requireDigest', '"true": every image needs a digest (default "false")'],
  ],
});

/** The function, for its executable, the SDK and the command line. */
export const imageAllowlist: KrmFunction = { name: 'image-allowlist', usage, keys, check };
