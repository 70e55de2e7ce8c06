import { type Files, NO_FILES } from '../lib/files.ts';
import { type Finding, Findings, type Verdicts } from '../lib/finding.ts';
import { fileOf } from '../lib/packages.ts';
import { kubernetesVersion, NEWEST_VERSION } from '../lib/policy/kubernetes-version.ts';
import { CHECK_SEVERITY, SEVERITY } from '../lib/policy/levels.ts';
import { API_VERSION, KIND, type Policy } from '../lib/policy/policy.ts';
import { validateSecurityPolicy } from '../lib/policy/validator.lazy.ts';
import { printable } from '../lib/printable.ts';
import { ANNOTATION_PREFIX } from '../lib/record/annotations.ts';
import { isReport, isUntouched } from '../lib/record/report.ts';
import type { Resource } from '../lib/resource.ts';
import { isMap, type YamlMap } from '../lib/resource-list/resource-list.ts';
import { show } from '../lib/show.ts';
import type { Value } from '../lib/yaml/read.ts';
import { findKind, similarGroup } from './built-in/find-kind.ts';
import { Kubernetes } from './built-in/kubernetes.ts';
import { checkNames } from './built-in/rules/metadata.ts';
import type { Context } from './built-in/rules/rules.ts';
import { validate, wrongType } from './built-in/validate.ts';
import { Crds, crdsIn, isCrd } from './crd/crds.ts';
import { type Subresources, validateCustomResource } from './crd/custom-resource.ts';
import { checkDefinition } from './crd/definition.ts';
import type { Schema } from './crd/schema.ts';
import { spendAtMost } from './crd/steps.ts';
import { checkKindLists } from './kind-lists.ts';
import { type Located, Locations } from './locations/locations.ts';
import { newEffort, type Problem, Problems } from './problems.ts';
import { isSkipped, TOOL_SCHEMAS } from './tooling/tooling.ts';

/** What custom resources may cost to check, rules in CEL included, in values and expressions that are looked at. */
const PACKAGE_STEPS = 100_000_000;
/** And those of one resource, so that it can't use up what the others need. */
const RESOURCE_STEPS = 10_000_000;
/** And those of all CustomResourceDefinitions, so that they leave something to the resources. */
const DEFINITION_STEPS = 50_000_000;
/** And what their patterns may cost, which count apart. */
const PATTERN_STEPS = 30_000_000;

/** The function's name, and what it writes by it into the report and into the annotations of resources. */
export const NAME = 'kubeconform-check';
const SECTION = `${NAME}.json`;
const ANNOTATION = `${ANNOTATION_PREFIX}${NAME}`;

/**
 * Checks that every resource of a package is valid: built-in kinds against the API of the policy's version of
 * Kubernetes, and beyond it against what Kubernetes itself would refuse; custom resources against the
 * CustomResourceDefinitions of the package or of the policy's locations. The codes stand in codes.ts.
 *
 * @throws ConfigError where a location of the policy can't be read, or one of its kinds can't be that of any resource
 */
export function check(resources: readonly Resource[], policy: Policy, files: Files = NO_FILES): Verdicts {
  return new Check(resources, policy, files).run();
}

class Check {
  private readonly resources: readonly Resource[];
  private readonly reports: ReadonlySet<Resource>;
  private readonly policy: Policy;
  private readonly kubernetes: Kubernetes;
  private readonly crds = new Crds();
  private readonly locations: Locations;
  private readonly findings = new Findings();
  private readonly skipped = new Set<Resource>();
  private readonly seen = new Map<string, Resource>();
  /** What missing kinds may mean: asked once, since thousands of resources may be of one. */
  private readonly homes = new Map<string, string | undefined>();
  private readonly budget = { steps: PACKAGE_STEPS };
  private readonly definitions = { steps: DEFINITION_STEPS, patterns: { steps: PATTERN_STEPS } };
  private readonly skipKinds: ReadonlySet<string>;
  private readonly rejectKinds: ReadonlySet<string>;
  private readonly effort = newEffort();
  private readonly guess = (text: string, known: readonly string[]) =>
    this.context.problems.nearest(text, known);
  private context: Context;

  constructor(resources: readonly Resource[], policy: Policy, files: Files) {
    const { schemas } = policy;
    checkKindLists(schemas);
    const named = schemas.kubernetesVersion ?? NEWEST_VERSION;
    const version = kubernetesVersion(named) ?? NEWEST_VERSION;
    this.resources = resources;
    this.reports = new Set(resources.filter((resource) => isReport(resource, policy.report.name)));
    this.policy = policy;
    this.kubernetes = new Kubernetes(version);
    this.locations = new Locations(
      schemas,
      /\d/.test(named) ? named.replace(/^v/, '') : version,
      resources.filter((resource) => !this.reports.has(resource)),
      files,
    );
    this.skipKinds = new Set(schemas.skipKinds);
    this.rejectKinds = new Set(schemas.rejectKinds);
    this.context = { problems: new Problems(this.effort), strict: schemas.strict, version };
    for (const { value, package: folder } of resources)
      for (const crd of crdsIn(value)) this.crds.add(crd, folder);
  }

  run(): Verdicts {
    for (const resource of this.resources) {
      if (this.reports.has(resource)) this.ownReport(resource);
      else this.resource(resource, this.asRecorded(resource.value));
      this.report(resource);
    }
    // Whether the report is there already changes no count and no annotation.
    const checked = new Set(this.resources);
    for (const report of this.reports) checked.delete(report);
    return { findings: this.findings.all, checked, skipped: this.skipped };
  }

  /** Like any ConfigMap, but for what the gate writes: else a second run would find something else than the first. */
  private ownReport(resource: Resource): void {
    const value = withoutSection(resource.value);
    if (!isUntouched(value)) this.resource(resource, value);
  }

  /**
   * A resource as it is once its verdict is an annotation of it: with metadata, and without what stood in the place of
   * the verdict. Without this a second run on the same package would find something else.
   */
  private asRecorded(value: YamlMap): YamlMap {
    const { metadata = null } = value;
    if (metadata === null) return { ...value, metadata: {} };
    if (this.policy.annotate === 'none' || !isMap(metadata) || !isMap(metadata.annotations)) return value;
    const own = metadata.annotations[ANNOTATION];
    if (own === undefined || typeof own === 'string') return value;
    const { [ANNOTATION]: _, ...annotations } = metadata.annotations;
    return { ...value, metadata: { ...metadata, annotations } };
  }

  /** What was found in a resource, at the severity of the policy's level. */
  private report(resource: Resource): void {
    const { all } = this.context.problems;
    if (all.length === 0) return;
    for (const { isWarning, ...problem } of all)
      this.findings.add({ ...problem, ...this.gravity(problem, isWarning), resource });
    this.context = { ...this.context, problems: new Problems(this.effort) };
  }

  private gravity({ code }: Problem, isWarning = false): Pick<Finding, 'check' | 'severity' | 'rank'> {
    const { level, schemas } = this.policy;
    if (code === 'K8S-300') {
      return {
        check: 'SCH-002',
        severity: schemas.ignoreMissing ? 'info' : SEVERITY.manifest[level],
        rank: 'info',
      };
    }
    const severity = SEVERITY[isWarning ? 'doubt' : 'manifest'][level];
    return { check: 'SCH-001', severity, rank: isWarning ? 'info' : CHECK_SEVERITY['SCH-001'][level] };
  }

  /** @param value the resource's own, or one of a List in it, which stands where the path of the problems says */
  private resource(resource: Resource, value: YamlMap): void {
    const { problems } = this.context;
    const { apiVersion, kind } = value;
    if (typeof apiVersion !== 'string' || typeof kind !== 'string' || apiVersion === '' || kind === '') {
      for (const key of ['apiVersion', 'kind'] as const) this.identity(key, value[key]);
      return;
    }
    if (apiVersion.startsWith('/')) {
      const message = `${printable(apiVersion, 100)} has no group before its slash; write apiVersion: ${printable(apiVersion.slice(1), 100)}`;
      problems.add('K8S-003', ['apiVersion'], message, {
        found: printable(apiVersion, 100),
        proposed: printable(apiVersion.slice(1), 100),
      });
      return;
    }
    if (kind === 'List' && apiVersion === 'v1') {
      this.list(resource, value);
      return;
    }
    if (isNamed(this.skipKinds, apiVersion, kind)) {
      this.skip(resource);
      return;
    }
    if (isNamed(this.rejectKinds, apiVersion, kind)) {
      const message = `the policy rejects the kind ${printable(kind, 100)}; remove the resource, or have the policy allow it`;
      problems.add('K8S-009', ['kind'], message, { found: printable(kind, 100) });
      return;
    }
    this.known(resource, value, apiVersion, kind);
  }

  /** A List is looked at, whatever stands in it. */
  private skip(resource: Resource): void {
    if (this.context.problems.path.length === 0) this.skipped.add(resource);
  }

  private identity(key: string, value: Value | undefined): void {
    if (typeof value === 'string' && value !== '') return;
    const what = value === undefined || value === null || value === '' ? 'is missing' : `is ${show(value)}`;
    const message = `${key} ${what}, so nothing can be said of this resource; write it as a text`;
    this.context.problems.add('K8S-002', [key], message);
  }

  private list(resource: Resource, value: YamlMap): void {
    const { problems, strict } = this.context;
    const { items } = value;
    for (const key of strict ? Object.keys(value) : []) {
      if (['apiVersion', 'kind', 'metadata', 'items'].includes(key)) continue;
      const message = `${printable(key)} is no field of a List; remove it`;
      problems.add('K8S-005', [key], message, {
        found: printable(key),
        allowed: 'apiVersion, kind, metadata, items',
      });
    }
    this.items(resource, items, {});
  }

  /** @param implied what the items of a DeploymentList need not say: their apiVersion and kind */
  private items(resource: Resource, items: Value | undefined, implied: YamlMap): void {
    const { problems } = this.context;
    if (items === undefined || items === null) return;
    if (!Array.isArray(items)) {
      problems.add('K8S-001', ['items'], ...wrongType(items, 'a list'));
      return;
    }
    for (const [i, item] of items.entries()) {
      problems.path.push('items', i);
      if (isMap(item)) this.resource(resource, { ...implied, ...item });
      else problems.add('K8S-001', [], ...wrongType(item, 'a resource, a map with apiVersion and kind'));
      problems.path.length -= 2;
    }
  }

  private known(resource: Resource, value: YamlMap, apiVersion: string, kind: string): void {
    const { context } = this;
    const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [];
    const located = this.locate(this.locations.before, apiVersion, kind);
    if (located) {
      this.located(located, resource, value, group, apiVersion, kind);
      return;
    }
    const found = findKind(this.kubernetes, apiVersion, kind, this.guess);
    if (found && 'code' in found) {
      const { code, segments, message, ...more } = found;
      context.problems.add(code, segments, message, more);
      return;
    }
    if (found) {
      const inner = kind.endsWith('List') ? kind.slice(0, -'List'.length) : undefined;
      if (inner !== undefined && 'items' in value && this.kubernetes.find(apiVersion, inner)) {
        // kubectl takes them apart as it does a List, so each counts by itself.
        const { items, ...list } = withoutAnnotations(value);
        validate(found.definition, { ...list, items: [] }, context);
        this.items(resource, items, { apiVersion, kind: inner });
        return;
      }
      validate(found.definition, value, context);
      this.names(resource, value, group, apiVersion, kind, found.isNamespaced);
      if (isCrd(value)) this.definition(value);
      return;
    }
    this.foreign(resource, value, group, apiVersion, kind);
  }

  private definition(value: YamlMap): void {
    const { steps } = this.definitions;
    checkDefinition(value, this.context, this.definitions);
    this.budget.steps -= steps - this.definitions.steps;
  }

  /** A resource whose group isn't Kubernetes' own. */
  private foreign(resource: Resource, value: YamlMap, group: string, apiVersion: string, kind: string): void {
    const { context } = this;
    const own = TOOL_SCHEMAS[`${apiVersion}/${kind}`];
    if (own) {
      this.custom(own, value);
      // A Kptfile's name is that of a folder.
      if (group !== 'kpt.dev') this.names(resource, value, group, apiVersion, kind, true);
      return;
    }
    if (apiVersion === API_VERSION && kind === KIND) {
      for (const { message, segments = [] } of validateSecurityPolicy(value, KIND))
        context.problems.add('K8S-206', segments, message);
      return;
    }
    const located = this.locate(this.locations.behind, apiVersion, kind);
    if (located) {
      this.located(located, resource, value, group, apiVersion, kind);
      return;
    }
    if (this.crds.find(group, kind, resource.package)) {
      this.located({ crds: this.crds }, resource, value, group, apiVersion, kind);
    } else if (isSkipped(group, kind)) {
      this.skip(resource);
    } else {
      this.missing(resource, group, apiVersion, kind);
    }
  }

  private locate(locations: Locations['before'], apiVersion: string, kind: string): Located | undefined {
    for (const location of locations) {
      const found = location.find(apiVersion, kind);
      if (found) return found;
    }
    return undefined;
  }

  private located(
    located: Located,
    resource: Resource,
    value: YamlMap,
    group: string,
    apiVersion: string,
    kind: string,
  ): void {
    const { problems } = this.context;
    if ('validate' in located) {
      for (const { segments, message } of located.validate(value)) {
        const shown = `${printable(message, 500)} (schema ${printable(located.path)})`;
        problems.add('K8S-008', segments, shown);
      }
      this.names(resource, value, group, apiVersion, kind, true);
      return;
    }
    const custom = located.crds.find(group, kind, resource.package);
    const name = apiVersion.slice(group.length + 1);
    const version = custom?.versions.get(name);
    if (!version?.served) {
      const served = custom?.served ?? [];
      const allowed = printable(served.map((known) => `${group}/${known}`).join(' or ')) || 'none at all';
      const fix = served.length > 0 ? `write ${allowed}` : 'it serves no version; mend it';
      const message = `the CustomResourceDefinition of ${printable(kind)} does not serve ${printable(apiVersion)}; ${fix}`;
      const proposed = served.length === 1 ? `${group}/${served[0]}` : undefined;
      problems.add('K8S-210', ['apiVersion'], message, {
        found: printable(apiVersion),
        allowed,
        ...(proposed && { proposed: printable(proposed) }),
      });
      return;
    }
    if (version.schema) this.custom(version.schema, value, version.subresources);
    this.names(resource, value, group, apiVersion, kind, custom?.isNamespaced ?? true);
  }

  private custom(schema: Schema, value: YamlMap, subresources?: Subresources): void {
    spendAtMost(RESOURCE_STEPS, this.budget, (own) =>
      validateCustomResource(schema, value, this.context, own, subresources),
    );
  }

  /** Name, namespace and labels, and whether the same resource stands in the package already. */
  private names(
    resource: Resource,
    value: YamlMap,
    group: string,
    apiVersion: string,
    kind: string,
    isNamespaced: boolean,
  ): void {
    const version = group === '' ? apiVersion : apiVersion.slice(group.length + 1);
    checkNames(value, { group, version, kind }, this.context);
    const { metadata } = value;
    if (!isMap(metadata) || typeof metadata.name !== 'string') return;
    const namespace = isNamespaced && typeof metadata.namespace === 'string' ? metadata.namespace : '';
    const prefix = `${resource.package}\n${group}\n${kind}\n${metadata.name}\n`;
    const id = prefix + namespace;
    const first = this.seen.get(id);
    if (first) {
      this.twice(first, kind, metadata.name, 'only one of them can be applied; remove or rename one');
      return;
    }
    this.seen.set(id, resource);
    if (!isNamespaced || (namespace !== '' && namespace !== 'default')) return;
    const other = this.seen.get(prefix + (namespace === '' ? 'default' : ''));
    const advice = 'where default is the current namespace they are the same; give both their namespace';
    if (other) this.twice(other, kind, metadata.name, advice, true);
  }

  private twice(first: Resource, kind: string, name: string, advice: string, isWarning = false): void {
    const where = first.path === undefined ? 'before' : `in ${printable(fileOf(first, false) ?? '')}`;
    const message = `${printable(kind, 100)} ${printable(name)} stands in this package already (${where}), and ${advice}`;
    this.context.problems.add('K8S-110', ['metadata', 'name'], message, {
      found: printable(name),
      ...(isWarning && { isWarning }),
    });
  }

  private missing(resource: Resource, group: string, apiVersion: string, kind: string): void {
    if (this.policy.schemas.ignoreMissing) this.skip(resource);
    const shown = printable(`${apiVersion} ${kind}`);
    const kinds = this.crds.kindsOf(group);
    const meant = this.guess(kind, kinds);
    if (!this.homes.has(shown))
      this.homes.set(shown, similarGroup(this.kubernetes, apiVersion, kind, this.guess));
    const home = this.homes.get(shown);
    const hint =
      meant !== undefined
        ? `did you mean ${printable(meant)}?`
        : home !== undefined
          ? `did you mean ${home}?`
          : undefined;
    const advice =
      'add its CustomResourceDefinition to the package, name schemas in schemas.locations, or skip the kind by skipKinds';
    this.context.problems.add(
      'K8S-300',
      ['kind'],
      `there is no schema for ${shown}; ${hint ?? ''}${hint ? ' Else ' : ''}${advice}`,
      {
        found: shown,
        ...(meant !== undefined && { proposed: printable(meant) }),
      },
    );
  }
}

function withoutSection(report: YamlMap): YamlMap {
  if (!isMap(report.data)) return report;
  const { [SECTION]: _, ...data } = report.data;
  return { ...report, data };
}

/** A list as Kubernetes knows it: kpt and the verdict give it annotations, which the metadata of lists don't have. */
function withoutAnnotations(value: YamlMap): YamlMap {
  if (!isMap(value.metadata)) return value;
  const { annotations, ...metadata } = value.metadata;
  return { ...value, metadata };
}

/** Whether a list of kinds names one, alone or with its version. */
function isNamed(kinds: ReadonlySet<string>, apiVersion: string, kind: string): boolean {
  return kinds.size > 0 && (kinds.has(kind) || kinds.has(`${apiVersion}/${kind}`));
}
