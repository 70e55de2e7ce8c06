import { toKptFunc } from '../lib/kpt-func.ts';
import { imageAllowlist } from './image-allowlist.ts';

/** image-allowlist as a KptFunc of the SDK, with its usage. */
export const imageAllowlistFunc = toKptFunc(imageAllowlist);
