import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Problems } from '../../problems.ts';

/** What the rules of definitions share on a walk through a resource. */
export interface Context {
  problems: Problems;
  /** Whether unknown fields are errors. */
  strict: boolean;
  /** Of Kubernetes, such as `1.34`. */
  version: string;
}

/**
 * What Kubernetes' own validation refuses of an object beyond its schema. It may hold anything: a rule looks only at
 * what has the type that the schema wants, and says nothing of the rest.
 *
 * @param object stands where `context.problems.path` says
 */
export type Rule = (object: YamlMap, context: Context) => void;
