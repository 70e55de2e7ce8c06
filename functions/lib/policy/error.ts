import type { Segments } from '../field-path.ts';
import { printable } from '../printable.ts';

/** One thing that is wrong with a configuration. All texts are printable and bounded. */
export interface Problem {
  /** Where it stands: `spec.images.allowedRegistries[0]`, `data.requireDigest`, or a variable of the environment. */
  field: string;
  found: string;
  allowed: string;
  /** The known key or value that was probably meant. */
  nearest?: string;
  /** One sentence with all of it, and what to do. */
  message: string;
  /** The same as `field`, in the document; where it is that of a resource. */
  segments?: Segments;
}

/** The functionConfig, or the SecurityPolicy that it names, is wrong: exit code 3. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];
  readonly field: string;
  readonly found: string;
  readonly allowed: string;
  readonly nearest: string | undefined;

  /** @param problems at least one; the first gives the error's own fields */
  constructor(problems: readonly Problem[]) {
    const [first] = problems as [Problem];
    const others = problems.length - 1;
    super(others === 0 ? first.message : `${first.message} (and ${others} more)`);
    this.problems = problems;
    this.field = first.field;
    this.found = first.found;
    this.allowed = first.allowed;
    this.nearest = first.nearest;
  }
}

/** What the sentence of a problem is made of. */
export interface Fault {
  /** What the field stands in, such as `functionConfig`. */
  document: string;
  /** Printable; empty where the whole document is wrong. */
  field: string;
  /** What the field does wrong, as a verb phrase: `is not a known key`. */
  wrong: string;
  found: unknown;
  /** Printable. */
  allowed: string;
  nearest?: string | undefined;
  /** What to do, as an imperative. */
  fix: string;
  /** The same as `field`, in the document. */
  segments?: Segments;
}

/** The problem that a fault makes, as text that may be printed. */
export function problem({ document, field, wrong, found, allowed, nearest, fix, segments }: Fault): Problem {
  const shown = show(found);
  const meant = nearest === undefined ? undefined : printable(nearest);
  const subject = field === '' ? `the ${document}` : `${field} of the ${document}`;
  const question = meant === undefined ? '' : ` (did you mean ${meant}?)`;
  return {
    field,
    found: shown,
    allowed,
    ...(meant !== undefined && { nearest: meant }),
    message: `${subject} ${wrong}: found ${shown}, allowed ${allowed}${question}; ${fix}`,
    ...(segments && { segments }),
  };
}

/** Where a key of a map stands: `spec.images`, or `data["a.b"]` where the key isn't one plain word. */
export function keyPath(parent: string, key: string): string {
  const shown = printable(key);
  if (!/^[\w-]+$/.test(shown)) return `${parent}["${shown}"]`;
  return parent === '' ? shown : `${parent}.${shown}`;
}

const MAX_SHOWN = 200;

/** A value as messages show it, at most 200 characters. Of maps and lists only the kind: they may be huge. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return `"${printable(value, MAX_SHOWN - 2)}"`;
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && value !== null ? 'a map' : printable(String(value));
}
