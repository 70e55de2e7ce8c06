import { imageAllowlist } from '../image-allowlist/image-allowlist.ts';
import type { KrmFunction } from '../lib/host.ts';

/** What `krm-security check` runs, in this order. */
export const FUNCTIONS: readonly KrmFunction[] = [imageAllowlist];
