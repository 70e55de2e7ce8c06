import { toKptFunc } from '../lib/kpt-func.ts';
import { kubeconformCheck } from './kubeconform-check.ts';

/** kubeconform-check as a KptFunc of the SDK, with its usage. */
export const kubeconformCheckFunc = toKptFunc(kubeconformCheck);
