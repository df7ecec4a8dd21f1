export { createEmulatedHost } from './emulated-host.js';
export type { EmulatedHostOptions } from './emulated-host.js';
export type { DocumentProblem } from './machine-plan.js';
