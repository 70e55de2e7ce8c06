import type { YamlMap } from '../../../lib/resource-list/resource-list.ts';
import type { Context } from './rules.ts';
import { DNS_LABEL, form, formIfSet, isDns1123Label, mapAt, refuse, required } from './values.ts';

/** What volumes of Pods and of the cluster share, whose sources differ in their Secrets only. */

/** Longer ones are left to the node: to look for a name inside takes the square of the length. */
const MAX_ISCSI_NAME = 1000;
const ISCSI_NAME = 'an iSCSI name, such as iqn.2001-04.com.example:storage';

/** Source: iscsiInitiatorIqnRegex, iscsiInitiatorEuiRegex and iscsiInitiatorNaaRegex of pkg/apis/core/validation. */
function isIscsiName(text: string): boolean {
  if (text.startsWith('iqn')) {
    return (
      text.length > MAX_ISCSI_NAME || /iqn\.[0-9]{4}-[0-9]{2}\.[-.a-zA-Z0-9]+:[^,;*&$|\t\n\f\r ]+$/.test(text)
    );
  }
  return /^(?:eui.[a-zA-Z0-9]{16}|naa.[a-zA-Z0-9]{32})$/u.test(text);
}

/** The names of target and initiator. Sources: validateISCSIVolumeSource, validateISCSIPersistentVolumeSource. */
export function iscsiNames(own: YamlMap, context: Context): void {
  form(context, own, 'iqn', 'K8S-114', isIscsiName, ISCSI_NAME);
  form(context, own, 'initiatorName', 'K8S-114', isIscsiName, ISCSI_NAME);
}

/** Sources: validateFlexVolumeSource, validateFlexPersistentVolumeSource. */
export function flexOptions(own: YamlMap, context: Context): void {
  const options = mapAt(own, 'options') ?? {};
  for (const key in options) {
    const domain = `.${key.split('/')[0]}`.toLowerCase();
    if (!domain.endsWith('.kubernetes.io') && !domain.endsWith('.k8s.io')) continue;
    refuse(context, 'K8S-114', ['options', key], key, 'a key of another domain: this one is reserved');
  }
}

/** Sources: validateStorageOSVolumeSource, validateStorageOSPersistentVolumeSource. */
export function storageOsNames(own: YamlMap, context: Context): void {
  required(context, own, 'volumeName', 'the name of a volume');
  formIfSet(context, own, 'volumeName', 'K8S-101', isDns1123Label, DNS_LABEL);
  formIfSet(context, own, 'volumeNamespace', 'K8S-102', isDns1123Label, DNS_LABEL);
}
