import { imageAllowlist } from '../image-allowlist/image-allowlist.ts';
import { kubeconformCheck } from '../kubeconform-check/kubeconform-check.ts';
import type { KrmFunction } from '../lib/host.ts';
import { validateTmf921 } from '../validate-tmf921/validate-tmf921.ts';

/** What `krm-security check` runs, in this order. */
export const FUNCTIONS: readonly KrmFunction[] = [imageAllowlist, kubeconformCheck, validateTmf921];
