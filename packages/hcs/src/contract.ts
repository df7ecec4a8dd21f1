export { computeHostContract } from './contract/compute-host-contract.js';
export type { ComputeHostHarness, GuestSide, HostCapabilities } from './contract/harness.js';
export type { TestRunner } from './contract/test-runner.js';
