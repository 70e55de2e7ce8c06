import { type Effort, nearest } from '../lib/nearest.ts';
import { printable } from '../lib/printable.ts';
import { isMap, type YamlMap } from '../lib/resource-list/resource-list.ts';
import { described, kindOf, show } from '../lib/show.ts';
import type { Value } from '../lib/yaml/read.ts';
import type { Problem } from './problems.ts';
import { bare } from './values.ts';

/** A kind of resource by which a cluster is asked for: what follows from an intent. */
interface Request {
  group: RegExp;
  kind: string;
  required: readonly string[];
  isClusterScoped: boolean;
}

/**
 * Sources: the CustomResourceDefinitions of nephio-project/api (7710e08), openshift-kni/oran-o2ims (e734c06) and
 * nephio-project/nephio (a29054b).
 */
const REQUESTS: readonly Request[] = [
  {
    group: /^(?:o2ims\.provisioning\.oran\.org|clcm\.openshift\.io)$/,
    kind: 'ProvisioningRequest',
    required: ['templateName', 'templateVersion', 'templateParameters'],
    isClusterScoped: true,
  },
  {
    group: /^focom\.nephio\.org$/,
    kind: 'FocomProvisioningRequest',
    required: ['oCloudId', 'oCloudNamespace', 'templateName', 'templateVersion', 'templateParameters'],
    isClusterScoped: false,
  },
];
/** More of one request aren't told. */
const MAX_PROBLEMS = 50;
const OPTIONAL = ['name', 'description', 'extensions'];

/**
 * What is wrong with a provisioning request; undefined where a resource is none. Segments start at the resource.
 *
 * @param effort what guessing at misspelt names may cost
 */
export function checkRequest(value: YamlMap, effort: Effort): Problem[] | undefined {
  const { apiVersion, kind, metadata, spec } = value;
  const [group = ''] = typeof apiVersion === 'string' ? apiVersion.split('/') : [];
  const request = REQUESTS.find((row) => row.kind === kind && row.group.test(group));
  if (!request) return undefined;
  const problems: Problem[] = [];
  if (
    request.isClusterScoped &&
    isMap(metadata) &&
    metadata.namespace !== undefined &&
    metadata.namespace !== ''
  ) {
    const message = `is ${show(metadata.namespace)}, but a ${kind} is cluster-scoped and has no namespace; remove it`;
    problems.push({
      code: 'TMF-502',
      weight: 'warning',
      segments: ['metadata', 'namespace'],
      message,
      found: bare(metadata.namespace),
    });
  }
  const fields = isMap(spec) ? spec : {};
  for (const field of request.required)
    problems.push(...checkField(field, fields[field], fields, kind as string, effort));
  const known = [...request.required, ...OPTIONAL];
  for (const field of OPTIONAL.slice(0, 2)) {
    const own = fields[field];
    if (own === undefined || typeof own === 'string') continue;
    const message = `is ${kindOf(own)}, where a ${kind} has a text; correct it`;
    problems.push({
      code: 'TMF-502',
      weight: 'error',
      segments: ['spec', field],
      message,
      found: bare(own),
      allowed: 'a text',
    });
  }
  for (const field of Object.keys(fields)) {
    if (known.includes(field)) continue;
    if (problems.length >= MAX_PROBLEMS) break;
    const proposed = nearest(field, known, effort);
    const found = printable(field, 100);
    const advice =
      proposed === undefined
        ? 'move it below templateParameters, or remove it'
        : `most likely ${proposed} is meant`;
    const message = `${found} is no field of a ${kind}, and the cluster drops it; ${advice}`;
    problems.push({
      code: 'TMF-503',
      weight: 'warning',
      segments: ['spec', field],
      message,
      found,
      ...(proposed !== undefined && { proposed }),
    });
  }
  return problems;
}

function checkField(
  field: string,
  value: Value | undefined,
  fields: { [key: string]: Value },
  kind: string,
  effort: Effort,
): Problem[] {
  const segments = ['spec', field];
  const isParameters = field === 'templateParameters';
  const wanted = isParameters ? 'a map' : 'a text';
  if (value === undefined || value === null || value === '') {
    const near = nearest(field, Object.keys(fields).slice(0, 200), effort);
    const advice =
      near === undefined || value !== undefined ? 'add it' : `rename ${printable(near, 100)} to it`;
    const message = `${field} is ${value === undefined ? 'missing' : 'empty'}, which a ${kind} needs for the template to be found; ${advice}`;
    return [{ code: 'TMF-501', weight: 'error', segments, message, allowed: wanted }];
  }
  if (isParameters ? isMap(value) : typeof value === 'string') return [];
  const advice = typeof value === 'number' && !isParameters ? 'put it in quotes' : 'correct it';
  const message = `is ${described(value)}, where a ${kind} has ${wanted}; ${advice}`;
  return [
    {
      code: 'TMF-502',
      weight: 'error',
      segments,
      message,
      found: bare(value),
      allowed: wanted,
    },
  ];
}
