import { INTENT_TO_O2_DEMO } from './intent-to-o2-demo.ts';
import type { Schema } from './json-schema.ts';
import { TMF921_V4 } from './tmf921-v4.ts';
import { TMF921_V5 } from './tmf921-v5.ts';
import { TS28312 } from './ts28312.ts';

/** The schemas of the profiles by their names. */
export const PROFILE_SCHEMAS: { readonly [profile: string]: Schema } = {
  'tmf921-v5': TMF921_V5,
  'tmf921-v4': TMF921_V4,
  ts28312: TS28312,
  'intent-to-o2-demo': INTENT_TO_O2_DEMO,
};

/** A map of one field, which is called by the profile, and holds a map of one field, which is called by the type. */
export const schema: Schema = {
  type: 'object',
  properties: Object.fromEntries(Object.keys(PROFILE_SCHEMAS).map((profile) => [profile, { $ref: profile }])),
  definitions: PROFILE_SCHEMAS,
};
