export { createSimulator } from './simulator.js';
export type { SimulatorOptions } from './simulator.js';
export { faultPoints } from './faults.js';
export type { Faults, GuestFault, GuestFaultPoint, HostFault } from './faults.js';
export { createVirtualClock } from './virtual-clock.js';
export type { VirtualClock } from './virtual-clock.js';
export type { Command, CommandContext, CommandMachine, CommandOutput, Commands } from './commands/command.js';
