export { createQemuHypervisor, DEFAULT_PORT_NAME } from './create-qemu-hypervisor.js';
export type { QemuOptions } from './create-qemu-hypervisor.js';
export type { AcceleratorChoice } from './host/accelerators.js';
export type { HostProbe } from './host/detect-kvm.js';
export type { Account } from './process/launch-command.js';
export type { Accelerator } from './arguments.js';
export { minimumMemoryMiB } from './boot-plan.js';
