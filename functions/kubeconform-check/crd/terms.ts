import type { Code } from '../codes.ts';
import type { Problem, Problems } from '../problems.ts';
import type { Meter } from './steps.ts';

/** What is found and wanted. */
type More = Pick<Problem, 'found' | 'allowed' | 'proposed' | 'quote' | 'isWarning'>;
export type Text = [message: string, more?: More];

/** Who checks what of a value: the sink of the problems, the cost, and the version of Kubernetes. */
export interface Terms {
  problems: Problems;
  meter: Meter;
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
