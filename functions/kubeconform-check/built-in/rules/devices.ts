import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Context, Rule } from './rules.ts';
import {
  DNS_LABEL,
  DNS_SUBDOMAIN,
  duplicates,
  form,
  isDns1123Label,
  isDns1123Subdomain,
  mapAt,
  misplaced,
} from './values.ts';

/** Claims of devices: what is named in them, not what they select. */
export const DEVICE_RULES: Readonly<Record<string, readonly Rule[]>> = {
  V1ResourceClaimTemplateSpec: [template],
  V1DeviceClaim: [(own, context) => duplicates(context, own, 'requests', 'name')],
  V1DeviceRequest: [(own, context) => form(context, own, 'name', 'K8S-101', isDns1123Label, DNS_LABEL)],
  V1ExactDeviceRequest: [
    (own, context) => form(context, own, 'deviceClassName', 'K8S-101', isDns1123Subdomain, DNS_SUBDOMAIN),
  ],
};

/** Source: ValidateTemplateObjectMeta of pkg/apis/core/validation. */
function template(own: YamlMap, context: Context): void {
  const metadata = mapAt(own, 'metadata');
  if (!metadata) return;
  for (const key in metadata) {
    const value = metadata[key];
    if (key === 'labels' || key === 'annotations' || value === null || value === '' || value === 0) continue;
    misplaced(context, ['metadata', key], 'may not be set in a template', 'remove it');
  }
}
