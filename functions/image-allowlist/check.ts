import { type Finding, Findings, type Verdicts } from '../lib/finding.ts';
import { findImages, type ImageUse } from '../lib/images/find-images.ts';
import {
  findPlaceholder,
  formatReference,
  parseReference,
  type Reference,
  repairReference,
} from '../lib/images/reference.ts';
import { type CatalogueSeverity, CHECK_SEVERITY, type FindingClass, SEVERITY } from '../lib/policy/levels.ts';
import type { Policy } from '../lib/policy/policy.ts';
import { printable } from '../lib/printable.ts';
import type { Resource } from '../lib/resource.ts';
import { allowMatcher, denials, type Matcher } from './allowlist.ts';
import { MIRRORS } from './mirrors.ts';

/** Tags that are moved to newer images by convention, so that nobody knows what runs. */
const MUTABLE_TAGS = new Set(
  'latest stable edge main master head trunk dev devel develop development nightly canary snapshot unstable testing test staging current rolling'.split(
    ' ',
  ),
);

/** A finding but for where it is. */
type Flaw = Pick<Finding, 'code' | 'check' | 'severity' | 'rank' | 'found' | 'allowed' | 'proposed'> & {
  /** Behind "container x uses …". */
  problem: string;
};

/**
 * Checks that every image of a package comes from where the policy allows.
 * Codes: IMG-001 mutable tag, IMG-002 no digest, IMG-003 not allowed or denied, IMG-005 malformed, IMG-006 placeholder.
 */
export function check(resources: readonly Resource[], policy: Policy): Verdicts {
  const judge = createJudge(policy);
  const findings = new Findings();
  const checked = new Set<Resource>();
  for (const resource of resources) {
    for (const use of findImages(resource.value, policy.images.fields)) {
      checked.add(resource);
      for (const { problem, ...flaw } of judge(use)) {
        const message = `${printable(use.user)} ${problem}`;
        findings.add({ ...flaw, resource, segments: use.segments, message });
      }
    }
  }
  return { findings: findings.all, checked };
}

/** Judges images, each text once: in a big package few are different. */
function createJudge(policy: Policy): (use: ImageUse) => readonly Flaw[] {
  const { level, images } = policy;
  const isAllowed = allowMatcher(images.allowedRegistries);
  const deniedBy = denials(images.deny);
  const allowed = images.allowedRegistries.length > 0 ? images.allowedRegistries.join(', ') : 'none at all';
  const shownAllowed = printable(allowed, 500);
  const severity = (kind: FindingClass) => SEVERITY[kind][level];
  const registryRank = CHECK_SEVERITY['IMG-003'][level];
  const digestRank: CatalogueSeverity = level === 'strict' ? 'medium' : 'low';
  const admits: Matcher = (reference) => isAllowed(reference) && deniedBy(reference) === undefined;

  const unusable = (code: string, problem: string, found?: string, proposed?: string): Flaw => ({
    code,
    check: 'IMG-003',
    severity: severity('registry'),
    rank: registryRank,
    problem,
    found,
    proposed,
  });

  const judgeText = ({ text, isPart = false, tagElsewhere = false, tagRange }: ImageUse): Flaw[] => {
    if (text === undefined) {
      return [
        unusable(
          'IMG-005',
          'has an image that is no text; write a reference such as ghcr.io/acme/upf:v1.2.3',
        ),
      ];
    }
    const shown = printable(text);
    const placeholder = findPlaceholder(text);
    if (placeholder !== undefined) {
      const problem = `uses the image "${shown}", in which the placeholder ${printable(placeholder)} stands for a value; write the value, or render the template before this check`;
      return [unusable('IMG-006', problem, shown)];
    }
    const parsed = parseReference(text);
    if ('problem' in parsed) {
      const repaired = repairReference(text);
      const meant = repaired === undefined ? undefined : parseReference(repaired);
      const isMeant = !isPart && meant && 'reference' in meant && admits(meant.reference);
      const proposed = isMeant ? repaired : undefined;
      const advice =
        proposed === undefined ? 'write a reference such as ghcr.io/acme/upf:v1.2.3' : `write ${proposed}`;
      const problem = `uses the image "${shown}", which ${printable(parsed.problem, 400)}; ${advice}`;
      return [unusable('IMG-005', problem, shown, proposed)];
    }
    const { reference } = parsed;
    const flaws = judgeOrigin(reference, shown, isPart);
    if (reference.digest === undefined && !tagElsewhere) flaws.push(...judgeTag(reference, shown, tagRange));
    return flaws;
  };

  const judgeOrigin = (reference: Reference, shown: string, isPart: boolean): Flaw[] => {
    const flaw = {
      code: 'IMG-003',
      check: 'IMG-003',
      severity: severity('registry'),
      rank: registryRank,
      found: shown,
    };
    const full = printable(formatReference(reference), 300);
    const meaning = full === shown ? full : `${shown} (${full})`;
    const denial = deniedBy(reference);
    if (denial !== undefined) {
      const problem = `uses ${meaning}, which the policy denies (${printable(denial)}); use another image`;
      return [{ ...flaw, allowed: shownAllowed, problem }];
    }
    if (isAllowed(reference)) return [];
    const mirrored = mirror(reference, admits);
    const advice =
      mirrored === undefined
        ? 'use an image from there, or have the policy allow this one'
        : `use ${mirrored}`;
    const problem = `uses ${meaning}, which the policy does not allow (allowed: ${shownAllowed}); ${advice}`;
    return [{ ...flaw, allowed: shownAllowed, proposed: isPart ? undefined : mirrored, problem }];
  };

  const judgeTag = ({ tag }: Reference, shown: string, range: string | undefined): Flaw[] => {
    const flaws: Flaw[] = [];
    if (tag === undefined || MUTABLE_TAGS.has(tag.toLowerCase())) {
      const moving =
        range === undefined ? `the tag ${tag}, which moves` : `the versions ${printable(range)}, which move`;
      const what = tag === undefined && range === undefined ? 'no tag, which means latest' : moving;
      const problem = `uses ${shown} with ${what}; name a version`;
      flaws.push({
        code: 'IMG-001',
        check: 'IMG-001',
        severity: severity('mutable-tag'),
        rank: 'high',
        problem,
        found: shown,
        allowed: 'a tag that names a version, or a digest',
      });
    }
    const kind = images.requireDigest ? 'digest' : 'no-digest';
    const wanted = images.requireDigest ? 'the policy requires one' : 'a tag can be moved';
    flaws.push({
      code: 'IMG-002',
      check: 'IMG-002',
      severity: severity(kind),
      rank: digestRank,
      problem: `uses ${shown} without a digest, and ${wanted}; append @sha256:<digest>`,
      found: shown,
      allowed: 'a reference with @sha256:<digest>',
    });
    return flaws;
  };

  const known = new Map<string, readonly Flaw[]>();
  return (use) => {
    const { text, isPart = false, tagElsewhere = false, tagRange } = use;
    if (text === undefined) return judgeText(use);
    const key = `${isPart} ${tagElsewhere} ${tagRange ?? ''} ${text}`;
    let flaws = known.get(key);
    if (!flaws) {
      flaws = judgeText(use);
      known.set(key, flaws);
    }
    return flaws;
  };
}

/** The same image at a registry that the policy allows, where the name is known to be the same there. */
function mirror(reference: Reference, admits: Matcher): string | undefined {
  const full = formatReference(reference);
  for (const [from, to] of MIRRORS) {
    if (!full.startsWith(from)) continue;
    const moved = to + full.slice(from.length);
    const parsed = parseReference(moved);
    if ('reference' in parsed && admits(parsed.reference)) return moved;
  }
  return undefined;
}
