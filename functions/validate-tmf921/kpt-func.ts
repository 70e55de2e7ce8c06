import { toKptFunc } from '../lib/kpt-func.ts';
import { validateTmf921 } from './validate-tmf921.ts';

/** validate-tmf921 as a KptFunc of the SDK, with its usage. */
export const validateTmf921Func = toKptFunc(validateTmf921);
