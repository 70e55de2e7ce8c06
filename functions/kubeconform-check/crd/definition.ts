import { printable } from '../../lib/printable.ts';
import { isMap, type YamlMap } from '../../lib/resource-list/resource-list.ts';
import { show } from '../../lib/show.ts';
import type { Value } from '../../lib/yaml/read.ts';
import type { Context } from '../built-in/rules/rules.ts';
import type { Problems } from '../problems.ts';
import type { Subresources } from './custom-resource.ts';
import { isUri } from './formats.ts';
import { type Matches, tryPatterns } from './patterns.ts';
import { isTrue, isUnset, listOf, mapOf, type Schema, textOf, textsOf } from './schema.ts';
import { checkSelectableFields } from './selectable-fields.ts';
import { type Steps, spendAtMost } from './steps.ts';
import { checkSchema } from './structural.ts';

/** What a definition may cost; the largest public ones have some 20,000 schemas, which cost a seventh of it. */
const MAX_STEPS = 3_000_000;

/** A version that a CustomResourceDefinition defines. */
export interface Version {
  name: string;
  served: boolean;
  storage: boolean;
  deprecated: boolean;
  deprecationWarning: string | undefined;
  /** Of its resources; undefined where the definition has none. */
  schema: Schema | undefined;
  subresources: Subresources;
}

/**
 * The versions of a CustomResourceDefinition, of v1 or v1beta1. Whatever it holds this gives what can be used of it: a
 * version without a name is left out.
 */
export function versionsOf(crd: YamlMap): Version[] {
  const spec = mapOf(crd, 'spec') ?? {};
  const listed = listOf(spec, 'versions').filter(isMap);
  // A CustomResourceDefinition of v1beta1 may have one version in spec.version, and one schema for all in spec.validation.
  const single = { name: spec.version ?? null, served: true, storage: true };
  return (listed.length > 0 ? listed : [single]).flatMap((version) => {
    const name = textOf(version, 'name');
    const schema = mapOf(mapOf(version, 'schema') ?? mapOf(spec, 'validation') ?? {}, 'openAPIV3Schema');
    const subresources = mapOf(version, 'subresources') ?? mapOf(spec, 'subresources') ?? {};
    const made = {
      name,
      served: isTrue(version, 'served'),
      storage: isTrue(version, 'storage'),
      deprecated: isTrue(version, 'deprecated'),
      deprecationWarning: textOf(version, 'deprecationWarning') || undefined,
      schema,
      subresources: {
        status: isMap(subresources.status),
        specReplicasPath: textOf(mapOf(subresources, 'scale') ?? {}, 'specReplicasPath') || undefined,
      },
    };
    return name === '' ? [] : [made];
  });
}

/** What the definitions of a package may cost; their patterns count apart. */
export interface DefinitionBudget extends Steps {
  patterns: Steps;
}

/**
 * What the API server refuses of a CustomResourceDefinition (apiextensions.k8s.io/v1) beyond the types of its fields:
 * its names and versions (K8S-201), and schemas that aren't structural (K8S-202).
 * Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation.
 *
 * @param crd stands where `context.problems.path` says
 * @param budget what this and further definitions may cost
 */
export function checkDefinition(crd: YamlMap, context: Context, budget: DefinitionBudget): void {
  const { spec } = crd;
  if (crd.apiVersion !== 'apiextensions.k8s.io/v1' || !isMap(spec)) return;
  const isTried = tryPatterns(budget.patterns, (matches) => {
    spendAtMost(MAX_STEPS, budget, (own) => new DefinitionCheck(context, own, matches).definition(crd, spec));
  });
  if (isTried) return;
  const message = 'has more patterns than are tried here; look whether Kubernetes takes all of them';
  context.problems.add('K8S-209', ['spec', 'versions'], message, { isWarning: true });
}

const LABEL = /^[a-z](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_FORM = 'at most 63 lower-case letters, digits and -, a letter first';
const APPROVED = 'api-approved.kubernetes.io';
const COLUMN_TYPES = ['boolean', 'date', 'integer', 'number', 'string'];
const COLUMN_FORMATS = ['byte', 'date', 'date-time', 'double', 'float', 'int32', 'int64', 'password'];

const isLabel = (text: string) => text.length <= 63 && LABEL.test(text);
const isSubdomain = (text: string) => text.length <= 253 && SUBDOMAIN.test(text);

class DefinitionCheck {
  private readonly context: Context;
  private readonly problems: Problems;
  private readonly budget: Steps;
  private readonly matches: Matches;

  constructor(context: Context, budget: Steps, matches: Matches) {
    this.context = context;
    this.problems = context.problems;
    this.budget = budget;
    this.matches = matches;
  }

  definition(crd: YamlMap, spec: YamlMap): void {
    const group = textOf(spec, 'group');
    this.at('spec', () => {
      this.group(group);
      this.scope(spec);
      if (isTrue(spec, 'preserveUnknownFields')) {
        const advice =
          'remove it, and write x-kubernetes-preserve-unknown-fields: true into the schema where it is needed';
        this.wrong(['preserveUnknownFields'], `is true, which is no longer allowed; ${advice}`, {
          found: 'true',
        });
      }
      if (isMap(spec.names)) this.at('names', () => this.names(spec.names as YamlMap));
      if (Array.isArray(spec.versions)) this.versions(spec.versions);
      if (isMap(spec.conversion)) this.at('conversion', () => this.conversion(spec.conversion as YamlMap));
    });
    this.metadata(mapOf(crd, 'metadata') ?? {}, group, textOf(mapOf(spec, 'names') ?? {}, 'plural'));
  }

  private at(key: string | number, check: () => void): void {
    this.problems.path.push(key);
    check();
    this.problems.path.pop();
  }

  private wrong(
    below: readonly (string | number)[],
    message: string,
    more: { found?: string; allowed?: string; proposed?: string } = {},
  ): void {
    this.problems.add('K8S-201', below, message, more);
  }

  private missing(key: string, allowed: string): void {
    this.wrong([key], `${key} is missing or empty; add it (${allowed})`, { allowed });
  }

  private form(below: readonly (string | number)[], text: string, isRight: boolean, allowed: string): void {
    if (!isRight)
      this.wrong(below, `has ${show(text)}, allowed is ${allowed}; correct it`, {
        found: show(text),
        allowed,
      });
  }

  private metadata(metadata: Schema, group: string, plural: string): void {
    const wanted = `${plural}.${group}`;
    const name = textOf(metadata, 'name');
    if (plural !== '' && group !== '' && name !== wanted) {
      const allowed = printable(wanted);
      const message = `is named ${show(name)}, and must be named by its plural and group; write ${allowed}`;
      this.wrong(['metadata', 'name'], message, { found: show(name), allowed, proposed: allowed });
    }
    if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(group)) return;
    const approval = textOf(mapOf(metadata, 'annotations') ?? {}, APPROVED);
    if (
      approval.startsWith('unapproved') ||
      (isUri(approval) && /^[a-z][a-z0-9+.-]*:\/\/[^/?]/i.test(approval))
    )
      return;
    const allowed = 'the URL of the approval, or a reason that starts with "unapproved"';
    const what = approval === '' ? 'is missing' : `has ${show(approval)}`;
    const message = `the annotation ${APPROVED} ${what}, and the groups of k8s.io and kubernetes.io need it; write ${allowed}`;
    this.wrong(['metadata', 'annotations', APPROVED], message, { allowed });
  }

  private group(group: string): void {
    if (group === '') this.missing('group', 'a domain such as example.com');
    else
      this.form(
        ['group'],
        group,
        isSubdomain(group) && group.includes('.'),
        'a domain with at least one dot',
      );
  }

  private scope(spec: YamlMap): void {
    const scope = textOf(spec, 'scope');
    if (scope === '') this.missing('scope', 'Namespaced or Cluster');
    else this.form(['scope'], scope, ['Namespaced', 'Cluster'].includes(scope), 'Namespaced or Cluster');
  }

  private names(names: YamlMap): void {
    const kind = textOf(names, 'kind');
    const listKind = textOf(names, 'listKind') || `${kind}List`;
    for (const key of ['plural', 'kind'] as const) if (textOf(names, key) === '') this.missing(key, 'a name');
    for (const key of ['plural', 'singular'] as const) {
      const name = textOf(names, key);
      if (name !== '') this.form([key], name, isLabel(name), LABEL_FORM);
    }
    for (const [key, name] of [
      ['kind', kind],
      ['listKind', listKind],
    ] as const) {
      if (kind !== '')
        this.form([key], name, isLabel(name.toLowerCase()), `${LABEL_FORM}; capitals may be mixed in`);
    }
    if (kind !== '' && kind === listKind) {
      this.wrong(['listKind'], `is the same as kind; write ${printable(kind)}List`, {
        found: printable(kind),
      });
    }
    for (const key of ['shortNames', 'categories'] as const) {
      for (const [i, name] of listOf(names, key).entries()) {
        if (typeof name === 'string') this.form([key, i], name, isLabel(name), LABEL_FORM);
      }
    }
  }

  private versions(versions: readonly Value[]): void {
    const stored = versions.filter((version) => isMap(version) && isTrue(version, 'storage'));
    if (stored.length !== 1) {
      const message = `has ${stored.length} versions with storage: true, exactly one is needed; correct it`;
      this.wrong(['versions'], message, { found: `${stored.length}`, allowed: '1' });
    }
    const seen = new Set<string>();
    for (const [i, version] of versions.entries()) {
      if (!isMap(version)) continue;
      this.problems.path.push('versions', i);
      const name = textOf(version, 'name');
      this.form(['name'], name, isLabel(name), `${LABEL_FORM}, such as v1beta1`);
      if (seen.has(name))
        this.wrong(['name'], `is ${show(name)} a second time; remove or rename it`, { found: show(name) });
      seen.add(name);
      this.version(version);
      this.problems.path.length -= 2;
    }
  }

  private version(version: YamlMap): void {
    this.deprecation(version);
    const subresources = mapOf(version, 'subresources');
    const schema = mapOf(mapOf(version, 'schema') ?? {}, 'openAPIV3Schema');
    if (schema === undefined) {
      const message = 'schema.openAPIV3Schema is missing, and every version needs it; add it';
      this.wrong(['schema', 'openAPIV3Schema'], message);
    } else {
      this.problems.path.push('schema', 'openAPIV3Schema');
      checkSchema(schema, isMap(subresources?.status), {
        ...this.context,
        budget: this.budget,
        matches: this.matches,
      });
      this.problems.path.length -= 2;
    }
    const scale = mapOf(subresources ?? {}, 'scale');
    if (scale) this.scale(scale);
    for (const [i, column] of listOf(version, 'additionalPrinterColumns').entries()) {
      if (isMap(column)) this.at('additionalPrinterColumns', () => this.at(i, () => this.column(column)));
    }
    if (schema) checkSelectableFields(listOf(version, 'selectableFields'), schema, this.problems);
  }

  private deprecation(version: YamlMap): void {
    const { deprecationWarning: warning } = version;
    if (typeof warning !== 'string') return;
    if (!isTrue(version, 'deprecated')) {
      const message = 'may only stand in deprecated versions; add deprecated: true, or remove it';
      this.wrong(['deprecationWarning'], message);
    }
    const isRight =
      warning !== '' && Buffer.byteLength(warning) <= 256 && !/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(warning);
    this.form(['deprecationWarning'], warning, isRight, '1 to 256 bytes of printable characters');
  }

  private scale(scale: Schema): void {
    const paths = [
      ['specReplicasPath', ['.spec.'], true],
      ['statusReplicasPath', ['.status.'], true],
      ['labelSelectorPath', ['.spec.', '.status.'], false],
    ] as const;
    for (const [key, starts, isNeeded] of paths) {
      const path = textOf(scale, key);
      const allowed = `a path below ${starts.map((start) => start.slice(0, -1)).join(' or ')}, such as ${starts[0]}replicas`;
      this.problems.path.push('subresources', 'scale');
      if (path === '' && isNeeded) this.missing(key, allowed);
      else if (path !== '')
        this.form(
          [key],
          path,
          starts.some((start) => path.startsWith(start)),
          allowed,
        );
      this.problems.path.length -= 2;
    }
  }

  private column(column: YamlMap): void {
    const type = textOf(column, 'type');
    const format = textOf(column, 'format');
    const path = textOf(column, 'jsonPath');
    if (textOf(column, 'name') === '') this.missing('name', 'a text');
    if (type === '') this.missing('type', `one of ${COLUMN_TYPES.join(', ')}`);
    else this.form(['type'], type, COLUMN_TYPES.includes(type), `one of ${COLUMN_TYPES.join(', ')}`);
    if (format !== '')
      this.form(['format'], format, COLUMN_FORMATS.includes(format), `one of ${COLUMN_FORMATS.join(', ')}`);
    if (path === '') this.missing('jsonPath', 'a path such as .spec.replicas');
    else
      this.form(
        ['jsonPath'],
        path,
        path.startsWith('.'),
        'a path that starts with a dot, such as .spec.replicas',
      );
  }

  private conversion(conversion: YamlMap): void {
    const strategy = textOf(conversion, 'strategy');
    const webhook = mapOf(conversion, 'webhook');
    if (strategy === '') this.missing('strategy', 'None or Webhook');
    else this.form(['strategy'], strategy, ['None', 'Webhook'].includes(strategy), 'None or Webhook');
    if (strategy === 'Webhook') {
      this.at('webhook', () => this.webhook(webhook ?? {}));
    } else if (webhook && !(isUnset(webhook.conversionReviewVersions) && !isMap(webhook.clientConfig))) {
      this.wrong(['webhook'], 'may only stand there with strategy: Webhook; remove it');
    }
  }

  private webhook(webhook: Schema): void {
    const config = mapOf(webhook, 'clientConfig');
    if (config === undefined) this.missing('clientConfig', 'a url or a service');
    else this.at('clientConfig', () => this.clientConfig(config));
    const versions = textsOf(webhook, 'conversionReviewVersions');
    if (versions.length === 0) {
      this.missing('conversionReviewVersions', 'v1 or v1beta1');
      return;
    }
    const seen = new Set<string>();
    for (const [i, name] of versions.entries()) {
      const isRight = isLabel(name) && !seen.has(name);
      seen.add(name);
      this.form(['conversionReviewVersions', i], name, isRight, 'a version such as v1, each one once');
    }
    if (versions.includes('v1') || versions.includes('v1beta1')) return;
    const message = 'has no version that Kubernetes knows; add v1 or v1beta1';
    this.wrong(['conversionReviewVersions'], message, { allowed: 'v1, v1beta1' });
  }

  private clientConfig(config: Schema): void {
    const service = mapOf(config, 'service');
    const { url } = config;
    if ((typeof url === 'string') === (service !== undefined)) {
      this.wrong([], 'needs exactly one of url and service; correct it', { allowed: 'url or service' });
    } else if (typeof url === 'string') {
      const isRight = /^https:\/\/[^/?#@]+(?:\/[^?#]*)?$/i.test(url) && isUri(url);
      this.form(['url'], url, isRight, 'https://host/path, without user, query and fragment');
    } else if (service) {
      this.at('service', () => this.service(service));
    }
  }

  private service(service: Schema): void {
    for (const key of ['name', 'namespace'] as const)
      if (textOf(service, key) === '') this.missing(key, 'a name');
    const { port } = service;
    if (typeof port === 'number' && !(port >= 1 && port <= 65535)) {
      this.wrong(['port'], `has ${port}, allowed is 1 to 65535; correct it`, {
        found: `${port}`,
        allowed: '1 to 65535',
      });
    }
    const path = textOf(service, 'path');
    if (path === '' || path === '/') return;
    const steps = path.slice(1).replace(/\/$/, '').split('/');
    this.form(['path'], path, path.startsWith('/') && steps.every(isSubdomain), 'a path such as /convert');
  }
}
