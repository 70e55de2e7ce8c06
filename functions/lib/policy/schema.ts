import type { FormatName } from './formats.ts';
import { CATALOGUE_SEVERITIES, LEVELS } from './levels.ts';
import {
  ANNOTATE,
  API_VERSION,
  defaultPolicy,
  KIND,
  MODES,
  NO_MATCH,
  POLICY_REPORTS,
  PROFILES,
} from './policy.ts';

/** As much of JSON Schema as this schema uses. `default` is the one at level strict where it depends on the level. */
export interface Schema {
  description?: string;
  default?: unknown;
  type?: string | readonly string[];
  const?: string;
  enum?: readonly string[];
  format?: FormatName;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  minProperties?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  propertyNames?: Schema;
  additionalProperties?: boolean | Schema;
}

const { level, mode, annotate, override, ...sections } = defaultPolicy('strict');
const { images, signatures, schemas, intents, compliance, report } = sections;

/** A map of known keys; `more` narrows it. */
function map(description: string, properties: Record<string, Schema>, more: Schema = {}): Schema {
  return { type: 'object', description, properties, additionalProperties: false, ...more };
}

function list(description: string, items: Schema, value: unknown): Schema {
  return { type: 'array', description, items, default: value };
}

function choice(description: string, values: readonly string[], value?: string): Schema {
  return { enum: values, description, ...(value !== undefined && { default: value }) };
}

function flag(description: string, value: boolean): Schema {
  return { type: 'boolean', description, default: value };
}

/** A text that isn't blank, or one of a format. */
function text(description: string, format?: FormatName): Schema {
  return { type: 'string', description, ...(format ? { format } : { pattern: '\\S' }) };
}

function orNull(schema: Schema): Schema {
  return { ...schema, type: ['string', 'null'], default: null };
}

/** The JSON Schema of a SecurityPolicy. */
export const schema: Schema = map(
  'What a package must fulfil before it may be deployed.',
  {
    apiVersion: { const: API_VERSION, description: 'Group and version of this resource.' },
    kind: { const: KIND, description: 'Kind of this resource.' },
    metadata: {
      type: 'object',
      description: 'As of every resource; labels and annotations are not looked at.',
      properties: { name: text('Name of the policy, by which a ConfigMap refers to it.', 'name') },
      required: ['name'],
    },
    spec: map('What must hold; each part may be left out.', {
      level: choice('How severe findings are.', LEVELS, level),
      mode: choice('Whether errors block (enforce) or are only reported (report).', MODES, mode),
      annotate: choice(
        'Which resources get an annotation with their verdict; failing: those that warn or fail.',
        ANNOTATE,
        annotate,
      ),
      images: map('Which container images are allowed.', {
        allowedRegistries: list(
          "Registries and repositories that images may come from, globs included; an empty list allows nothing. Default: the level's list.",
          { type: 'string', format: 'registry' },
          images.allowedRegistries,
        ),
        deny: list(
          'Registries, repositories and images that are denied even if allowed above, globs included.',
          { type: 'string', format: 'denied-registry' },
          images.deny,
        ),
        requireDigest: flag('Whether every image must name its digest.', images.requireDigest),
        fields: list(
          'Fields of custom resources that hold images.',
          map(
            'Where resources of one kind hold an image.',
            {
              group: { type: 'string', description: 'API group of the kind; empty for the core group.' },
              kind: text('The kind.'),
              path: text('The field, such as spec.image.'),
            },
            { required: ['group', 'kind', 'path'] },
          ),
          images.fields,
        ),
        kptFunctions: flag(
          "Whether Kptfiles' function images are verified and scored too.",
          images.kptFunctions,
        ),
      }),
      signatures: map('How images must be signed.', {
        allowUnsigned: flag('Whether unsigned images are only an info.', signatures.allowUnsigned),
        noMatch: choice('What an image is that no policy matches.', NO_MATCH, signatures.noMatch),
        matchRepository: flag(
          "Whether the signed name must be the image's repository.",
          signatures.matchRepository,
        ),
        policies: list(
          'ClusterImagePolicy objects, or the names of ones in the package.',
          { type: ['string', 'object'], format: 'name' },
          signatures.policies,
        ),
        trustedRoot: {
          type: ['string', 'object'],
          format: 'trusted-root',
          description: 'The Sigstore trusted root: public-good, or one inline.',
          default: signatures.trustedRoot,
        },
      }),
      schemas: map('How manifests are validated.', {
        kubernetesVersion: {
          ...text(
            'The version of Kubernetes. Default: the newest whose schemas are built in.',
            'kubernetes-version',
          ),
          default: schemas.kubernetesVersion,
        },
        strict: flag('Whether unknown fields are errors.', schemas.strict),
        skipKinds: list(
          'Kinds that are not validated: Kind or group/version/Kind.',
          { type: 'string', format: 'kind' },
          schemas.skipKinds,
        ),
        rejectKinds: list(
          'Kinds that are errors: Kind or group/version/Kind.',
          { type: 'string', format: 'kind' },
          schemas.rejectKinds,
        ),
        ignoreMissing: flag('Whether kinds without a schema pass.', schemas.ignoreMissing),
        locations: list(
          'Further schemas: a template as kubeconform has it, a folder of CRDs, or configmap:<name>.',
          { type: 'string', format: 'schema-location' },
          schemas.locations,
        ),
      }),
      intents: map('How TMF921 intents are found and validated.', {
        profile: choice('The standard, or dialect, that intents follow.', PROFILES, intents.profile),
        selectors: list(
          'Where intents are; any selector suffices.',
          map(
            'Where an intent is; all fields must fit.',
            {
              kind: text('Kind of the resource.'),
              label: text('Label of the resource as name=value.', 'label'),
              key: text('Key of the data, globs included.'),
            },
            { minProperties: 1 },
          ),
          intents.selectors,
        ),
        limits: map('What an intent may not exceed.', {
          bytes: {
            type: 'integer',
            minimum: 1,
            description: 'Length in bytes.',
            default: intents.limits.bytes,
          },
          depth: {
            type: 'integer',
            minimum: 1,
            description: 'Levels of nesting.',
            default: intents.limits.depth,
          },
        }),
      }),
      compliance: map('How the compliance score is computed.', {
        threshold: {
          type: 'number',
          minimum: 0,
          maximum: 100,
          description: "The least score that passes. Default: the level's.",
          default: compliance.threshold,
        },
        checks: {
          type: 'object',
          description: 'Settings of single checks by their id.',
          propertyNames: { type: 'string', format: 'check' },
          additionalProperties: map('Settings of one check.', {
            severity: choice("The check's severity instead of the catalogue's.", CATALOGUE_SEVERITIES),
          }),
          default: compliance.checks,
        },
        waivers: list(
          'Findings that are accepted for a time.',
          map(
            'A finding that is accepted.',
            {
              check: text('Id of the check.', 'check'),
              resource: map(
                'The resources that it holds for, globs included; all of them where it is left out.',
                {
                  group: { type: 'string', description: 'API group; empty for the core group.' },
                  kind: text('Kind.'),
                  namespace: text('Namespace.'),
                  name: text('Name.'),
                },
                { minProperties: 1 },
              ),
              container: text('Name of the only container that it holds for.'),
              reason: text('Why the finding is accepted.'),
              owner: text('Who answers for it.'),
              expires: text('The last day (UTC) on which it holds.', 'date'),
            },
            { required: ['check', 'reason', 'owner', 'expires'] },
          ),
          compliance.waivers,
        ),
        baseline: {
          ...map(
            'Fingerprints of findings that do not count.',
            { configMap: text('Name of the ConfigMap in the package that holds them.', 'name') },
            { required: ['configMap'] },
          ),
          default: compliance.baseline,
        },
        now: {
          ...text('The day that waivers are judged by. Default: the present one (UTC).', 'date'),
          default: compliance.now,
        },
      }),
      report: map('The report in the package.', {
        name: { ...text('Name of its ConfigMap, or none.', 'name'), default: report.name },
        timestamp: orNull(text('The time that it bears.', 'date-time')),
        git: map('The state of the repository that it names.', {
          commit: orNull(text('The commit.')),
          branch: orNull(text('The branch.')),
        }),
        policyReport: choice('The kind of policy report beside it.', POLICY_REPORTS, report.policyReport),
      }),
      override: map(
        'An emergency override; it is recorded.',
        {
          level: choice('The level that holds meanwhile.', LEVELS),
          justification: text('Why.'),
          approvedBy: text('Who approved it.'),
          expires: text('The last day (UTC) on which it holds.', 'date'),
        },
        { required: ['level', 'justification', 'approvedBy', 'expires'], default: override },
      ),
    }),
  },
  { required: ['apiVersion', 'kind', 'metadata'] },
);
