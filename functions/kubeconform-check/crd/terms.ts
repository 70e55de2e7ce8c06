import type { Code } from '../codes.ts';
import type { Problem, Problems } from '../problems.ts';
import type { Matches } from './patterns.ts';
import type { Meter, Steps } from './steps.ts';

/** What is found and wanted. */
type More = Pick<Problem, 'found' | 'allowed' | 'proposed' | 'quote' | 'isWarning'>;
export type Text = [message: string, more?: More];

/** Who checks what of a definition: the sink of the problems, and what all of its schemas may cost. */
export interface Trial {
  problems: Problems;
  version: string;
  budget: Steps;
  matches: Matches;
}

/** Who checks what of a value: the sink of the problems, the cost, and the version of Kubernetes. */
export interface Terms {
  problems: Problems;
  meter: Meter;
  matches: Matches;
  strict: boolean;
  version: string;
}

/** How problems are told of. */
export type Fail = (
  code: Code,
  below: readonly (string | number)[],
  text: () => Text,
  blocks?: boolean,
) => void;
