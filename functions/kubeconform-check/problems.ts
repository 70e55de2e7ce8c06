import type { Segments } from '../lib/field-path.ts';
import { type Effort, nearest } from '../lib/nearest.ts';
import type { Code } from './codes.ts';

/** One thing that is wrong with a resource, but for how severe that is. */
export interface Problem {
  code: Code;
  /** Where in the resource. */
  segments: Segments;
  /** What is wrong and what to do; printable. */
  message: string;
  /** Printable, as `allowed` and `proposed` are. */
  found?: string;
  allowed?: string;
  /** The value that surely is meant. */
  proposed?: string;
  /** What surely is meant is the text that stands there, in quotes. */
  quote?: true;
  /** It couldn't be decided, so it never blocks. */
  isWarning?: boolean;
}

/** So many are told of one resource. */
const MAX_PROBLEMS = 500;

/** What guessing at misspelt names may cost for all resources of a package: about a second. */
const MAX_EFFORT = 100_000_000;

/** What the problems of all resources of a package share. */
export function newEffort(): Effort {
  return { left: MAX_EFFORT };
}

/** Collects the problems of a resource on a walk through it. */
export class Problems {
  readonly all: Problem[] = [];
  /** Where the walk stands; whoever goes deeper puts a segment on it, and takes it off again. */
  readonly path: (string | number)[] = [];
  private left = MAX_PROBLEMS;
  private readonly effort: Effort;

  constructor(effort: Effort = newEffort()) {
    this.effort = effort;
  }

  /** The known name that a misspelt one most likely means; undefined where none is near, or it was asked too often. */
  nearest(text: string, known: readonly string[]): string | undefined {
    return nearest(text, known, this.effort);
  }

  /** @param below from where the walk stands to where the problem is */
  add(
    code: Code,
    below: Segments,
    message: string,
    more: Omit<Problem, 'code' | 'segments' | 'message'> = {},
  ): void {
    if (this.left-- <= 0) {
      if (this.left === -1) {
        const advice = `more than ${MAX_PROBLEMS} things are wrong; mend these first`;
        this.all.push({ code, segments: [], message: advice });
      }
      return;
    }
    this.all.push({ code, segments: [...this.path, ...below], message, ...more });
  }
}
