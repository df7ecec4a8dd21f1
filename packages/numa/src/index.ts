export { prepareVNumaTopology } from './hcs/prepare-vnuma-topology.js';
export type { PreparedVNuma, PrepareVNumaOptions, VNumaOptions } from './hcs/prepare-vnuma-topology.js';
export { validateNumaForVM, vnumaProblems } from './hcs/validate-vnuma.js';
export type { Compat, CompatOption, VmSize } from './hcs/validate-vnuma.js';
export { formatCpuList, MAX_LIST_NUMBERS, parseCpuList, parseNumberRanges } from './host/cpu-list.js';
export type { CpuSet, NumberRange } from './host/cpu-list.js';
export { nodeCapacity } from './host/node-capacity.js';
export type { NodeCapacity } from './host/node-capacity.js';
export { sysfsBelow } from './host/sysfs.js';
export type { ReadSysfs } from './host/sysfs.js';
export {
  cpuBearing,
  guestMemoryNodes,
  guestNodeByHostNode,
  guestNodes,
  isBound,
  nodesWithCpus,
  parseNumaMapping,
} from './guest/guest-node.js';
export type { GuestNode } from './guest/guest-node.js';
export { nodeDistances } from './guest/node-distances.js';
export type { NodeDistance } from './guest/node-distances.js';
export { distributeVcpus } from './guest/distribute-vcpus.js';
export { pinVcpus } from './guest/pin-vcpus.js';
export type { Pinning, PinningRequest } from './guest/pin-vcpus.js';
export { rightSizeNodes } from './guest/right-size.js';
export type { RightSizeRequest } from './guest/right-size.js';
export { smpOf } from './guest/smp.js';
export type { Smp, SmpRequest } from './guest/smp.js';
export { guestTopology } from './guest/guest-topology.js';
export type { GuestTopology, GuestTopologyRequest, TopologyNode } from './guest/guest-topology.js';
export { memoryArguments, smpArguments } from './guest/qemu-arguments.js';
export type { BackendOptions } from './guest/qemu-arguments.js';
export { deviceNode, deviceNodes } from './guest/device-nodes.js';
export type { DeviceGroup, HostDevice } from './guest/device-nodes.js';
export { expanderArguments, placePcieDevices, rootPortArguments } from './guest/pcie-placement.js';
export type { Attachment, Expander, PciePlacement } from './guest/pcie-placement.js';
export { memoryBackend } from './guest/memory-backend.js';
export type { MemoryBackend, MemoryBackendRequest, MemoryHost } from './guest/memory-backend.js';
export { ASSUMED_DISTANCE, LOCAL_DISTANCE } from './host/host-topology.js';
export type { HostNode, HostTopology } from './host/host-topology.js';
export { hostTopologyFromSysfs } from './host/host-topology-from-sysfs.js';
export type { SysfsOptions } from './host/host-topology-from-sysfs.js';
export { hostTopologyFromHcs } from './host/host-topology-from-hcs.js';
export { planNuma } from './plan/plan-numa.js';
export type {
  NumaPlan,
  NumaPlanResult,
  NumaWish,
  PlannedNode,
  Reason,
  ReasonCode,
} from './plan/numa-plan.js';
export { planToHcs, planToPins, planToQemu } from './plan/render-plan.js';
export type { PlanToQemuOptions } from './plan/render-plan.js';
export { numaSvg } from './picture/svg.js';
export { numaTable } from './picture/table.js';
