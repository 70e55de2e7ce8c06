import {
  type Subresources,
  validateCustomResource,
} from '../../../functions/kubeconform-check/crd/custom-resource.ts';
import {
  checkDefinition,
  type DefinitionBudget,
} from '../../../functions/kubeconform-check/crd/definition.ts';
import type { Schema } from '../../../functions/kubeconform-check/crd/schema.ts';
import { type Problem, Problems } from '../../../functions/kubeconform-check/problems.ts';
import type { YamlMap } from '../../../functions/lib/resource-list/resource-list.ts';
import { readYaml } from '../../../functions/lib/yaml/read.ts';

/** A map as the project's own reader has it. */
export function yaml(text: string): YamlMap {
  return readYaml(text, 0, text.length).value as YamlMap;
}

/** A good CustomResourceDefinition, with a schema for its spec. */
export function crd(specSchema: string = '{type: object}'): YamlMap {
  return yaml(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: ${specSchema}
`);
}

/** Sets what stands at a path, or with undefined takes it away. */
export function change(root: YamlMap, path: string, value: unknown): YamlMap {
  const keys = path.split('.');
  // biome-ignore lint/suspicious/noExplicitAny: a test goes wherever it wants
  let at: any = root;
  for (const key of keys.slice(0, -1)) {
    at[key] ??= {};
    at = at[key];
  }
  if (value === undefined) delete at[keys.at(-1) as string];
  else at[keys.at(-1) as string] = value;
  return root;
}

/** What is said of a problem: its code and field, `?` for a warning. */
export function told({ code, segments, isWarning }: Problem): string {
  return `${code}${isWarning ? '?' : ''} ${segments.join('.')}`;
}

/** What is wrong with a definition, within a budget that takes as much as anyone could want. */
export function problemsOf(
  definition: YamlMap,
  { steps = 100_000_000, patterns = 100_000_000 } = {},
): readonly Problem[] {
  return problemsWithin(definition, { steps, patterns: { steps: patterns } });
}

/** What is wrong with a definition, within a budget that is diminished. */
export function problemsWithin(definition: YamlMap, budget: DefinitionBudget): readonly Problem[] {
  const problems = new Problems();
  checkDefinition(definition, { problems, strict: true, version: '1.34' }, budget);
  return problems.all;
}

/** The problems of a resource whose spec has a schema. */
export function problemsIn(
  specSchema: string | Schema,
  spec: string | YamlMap,
  options: { strict?: boolean; steps?: number; version?: string } = {},
): readonly Problem[] {
  const schema = {
    type: 'object',
    properties: { spec: typeof specSchema === 'string' ? yaml(specSchema) : specSchema },
  };
  const resource = {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'a' },
    spec: typeof spec === 'string' ? yaml(spec) : spec,
  };
  return problemsOfResource(schema as Schema, resource, options);
}

export function problemsOfResource(
  schema: Schema,
  resource: YamlMap,
  options: { strict?: boolean; steps?: number; version?: string; subresources?: Subresources } = {},
): readonly Problem[] {
  const { strict = true, steps = 1_000_000, version = '1.34', subresources } = options;
  const problems = new Problems();
  validateCustomResource(schema, resource, { problems, strict, version }, { steps }, subresources);
  return problems.all;
}
