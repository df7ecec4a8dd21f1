export { createNativeHost } from './host/native-host.js';
export type { NativeHost, NativeHostOptions } from './host/native-host.js';
export type { LibraryName, LibraryPaths } from './calls/libraries.js';
export type { HandleCounts } from './operations/native-handle.js';
export {
  decodeAddress,
  encodeAddress,
  partitions,
  portOfServiceId,
  serviceIdOfPort,
} from './sockets/hyperv-address.js';
export type { HyperVAddress } from './sockets/hyperv-address.js';
export { createHyperVSockets } from './sockets/host-sockets.js';
export type { HostSockets, HyperVSocketsOptions } from './sockets/host-sockets.js';
export type { PartitionSockets, ServiceListener } from './sockets/hyperv-sockets.js';
export { createHostFacts } from './facts/host-facts.js';
export type { HostFacts, HostFactsOptions } from './facts/host-facts.js';
export type { CpuGroupProperty, CpuGroups } from './facts/cpu-groups.js';
export type { FileAccess } from './facts/file-access.js';
export type { MachineArchitecture } from './facts/machine-architecture.js';
export type { ProcessEntry } from './facts/process-entry.js';
export type { Account, ProcessMemory, ProcessTable } from './facts/process-table.js';
export type { HostProcessors } from './facts/processor-topology.js';
export { HcnEndpoint, HcnNamespace } from './facts/network/hcn-documents.js';
export type { HcnFilter } from './facts/network/hcn-query.js';
export type { HostNetwork } from './facts/network/host-network.js';
export { checkHost } from './check/check-host.js';
export { diagnose } from './check/diagnose.js';
export { hostChecks } from './check/host-checks.js';
export type { HostCheck, HostCheckName } from './check/host-checks.js';
export type { HostCause } from './check/host-causes.js';
export type { Finding, HostFindings, ServiceState } from './check/host-findings.js';
export { inspectHost } from './check/inspect-host.js';
export type { InspectOptions } from './check/inspect-host.js';
