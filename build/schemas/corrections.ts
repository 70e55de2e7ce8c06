import type { Api, Definition, Type } from './extract.ts';

/** Fields that hold quantities, which the generated code calls strings: the name of the model without its version. */
const QUANTITIES = new Set(
  `CSIStorageCapacity.capacity CSIStorageCapacity.maximumVolumeSize
  CapacityRequestPolicy.default CapacityRequestPolicy.validValues CapacityRequestPolicyRange.max
  CapacityRequestPolicyRange.min CapacityRequestPolicyRange.step CapacityRequirements.requests
  BasicDevice.capacity ContainerStatus.allocatedResources Counter.value DeviceCapacity.value
  DeviceRequestAllocationResult.consumedCapacity EmptyDirVolumeSource.sizeLimit HPAScalingRules.tolerance
  LimitRangeItem.default LimitRangeItem.defaultRequest LimitRangeItem.max LimitRangeItem.maxLimitRequestRatio
  LimitRangeItem.min MetricTarget.averageValue MetricTarget.value MetricValueStatus.averageValue
  MetricValueStatus.value NodeAllocatableResourceClaimStatus.resources
  NodeAllocatableResourceMapping.allocationMultiplier NodeStatus.allocatable NodeStatus.capacity Overhead.podFixed
  PersistentVolumeClaimStatus.allocatedResources PersistentVolumeClaimStatus.capacity PersistentVolumeSpec.capacity
  PodSpec.overhead PodStatus.allocatedResources ResourceFieldSelector.divisor ResourceQuotaSpec.hard
  ResourceQuotaStatus.hard ResourceQuotaStatus.used ResourceRequirements.limits ResourceRequirements.requests
  VolumeResourceRequirements.limits VolumeResourceRequirements.requests`.split(/\s+/),
);

/** Fields of any shape that must be objects all the same. */
const OBJECTS = new Set(
  `AllocatedDeviceStatus.data ControllerRevision.data CustomResourceSubresources.status ManagedFieldsEntry.fieldsV1
  OpaqueDeviceConfiguration.parameters StorageVersion.spec`.split(/\s+/),
);

/** Kinds that no path of their own creates or lists, and their models. */
const KINDS: readonly (readonly [kind: string, definition: string])[] = [
  ['/v1/APIGroup', 'V1APIGroup'],
  ['/v1/APIGroupList', 'V1APIGroupList'],
  ['/v1/APIResourceList', 'V1APIResourceList'],
  ['/v1/APIVersions', 'V1APIVersions'],
  ['/v1/ComponentStatus', 'V1ComponentStatus'],
  ['/v1/DeleteOptions', 'V1DeleteOptions'],
  ['/v1/Status', 'V1Status'],
  ['authentication.k8s.io/v1/TokenRequest', 'AuthenticationV1TokenRequest'],
  ['autoscaling/v1/Scale', 'V1Scale'],
  ['policy/v1/Eviction', 'V1Eviction'],
];

/** Puts right what the generated code says otherwise than the OpenAPI document that it was generated from. */
export function correct(api: Api): void {
  for (const [name, { fields }] of api.definitions) {
    const base = withoutVersion(name);
    for (const [field, type] of fields) {
      const id = `${base}.${field}`;
      if (QUANTITIES.has(id)) fields.set(field, replaceText(type, 'quantity'));
      if (OBJECTS.has(id) && type === 'any') fields.set(field, 'object');
    }
  }
  for (const [kind, definition] of KINDS) {
    if (!api.definitions.has(definition))
      throw new Error(`${definition} is missing, the definition of ${kind}`);
    if (!api.kinds.has(kind)) api.kinds.set(kind, definition);
  }
}

function withoutVersion(name: string): string {
  return name.replace(/^(?:[A-Z][a-z]+)??V\d+(?:(?:alpha|beta)\d+)?(?=[A-Z])/, '');
}

function replaceText(type: Type, scalar: string): Type {
  // In some versions of a kind the same field holds an object.
  if (typeof type === 'string') return type === 'string' ? scalar : type;
  return 'list' in type ? { list: replaceText(type.list, scalar) } : { map: replaceText(type.map, scalar) };
}

/**
 * What a version between two others knows, where it has no package of its own: all that either of them knows. A field
 * is required where both require it.
 */
export function derive(older: Api, newer: Api): Api {
  const definitions = new Map<string, Definition>([...older.definitions, ...newer.definitions]);
  for (const [name, a] of older.definitions) {
    const b = newer.definitions.get(name);
    if (!b) continue;
    const required = new Set([...a.required].filter((field) => b.required.has(field)));
    definitions.set(name, { fields: new Map([...a.fields, ...b.fields]), required });
  }
  return {
    definitions,
    kinds: new Map([...older.kinds, ...newer.kinds]),
    namespaced: new Set([...older.namespaced, ...newer.namespaced]),
  };
}
