import type { Finding, Verdicts } from '../finding.ts';
import { groupBy } from '../group-by.ts';
import { isKptfile } from '../packages.ts';
import type { Policy } from '../policy/policy.ts';
import type { Resource } from '../resource.ts';

export const ANNOTATION_PREFIX = 'security.nephio.org/';

export type Verdict = 'pass' | 'warn' | 'fail' | 'skip';

/** The verdict of some findings: fail with an error, warn with a warning, else pass. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  if (findings.some(({ severity }) => severity === 'error')) return 'fail';
  return findings.some(({ severity }) => severity === 'warning') ? 'warn' : 'pass';
}

/**
 * What a function's annotation on a resource shall be: a verdict, null where there shall be none, undefined where it
 * stays as it is.
 */
export type Wanted = (resource: Resource) => Verdict | null | undefined;

/** Decides on annotations by the policy's `annotate`. Kptfiles and resources of the gate itself never get any. */
export function wantedAnnotations({ findings, checked, skipped }: Verdicts, policy: Policy): Wanted {
  const failing = groupBy(findings, ({ resource }) => resource);
  return (resource) => {
    if (policy.annotate === 'none' || isKptfile(resource.value) || isOwn(resource)) return undefined;
    // A verdict of an earlier run on what is no longer there to be checked would be a false claim.
    if (!checked.has(resource)) return null;
    const own = failing.get(resource);
    const found = own ? verdictOf(own) : 'pass';
    const verdict = found === 'pass' && skipped?.has(resource) ? 'skip' : found;
    const isFailing = verdict === 'warn' || verdict === 'fail';
    return policy.annotate === 'failing' && !isFailing ? null : verdict;
  };
}

/** What the gate reads itself. An Intent is of its group, too, but one of the package's own resources. */
function isOwn({ value: { apiVersion, kind } }: Resource): boolean {
  return typeof apiVersion === 'string' && apiVersion.startsWith(ANNOTATION_PREFIX) && kind !== 'Intent';
}
