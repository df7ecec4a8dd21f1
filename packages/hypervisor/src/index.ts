export type { GuestConsole } from '@uvmkit/vmutils';
export type {
  CreateOptions,
  Hypervisor,
  HypervisorCapabilities,
  HypervisorReport,
  VirtualMachine,
  VmExit,
} from './hypervisor.js';
export type { HypervisorConfig } from './hypervisor-config.js';
export { assertHypervisorConfig, checkHypervisorConfig, configLimits } from './check-config.js';
export type { ConfigProblem } from './check-config.js';
