import { cancellation } from './cancellation.js';
import { connections } from './connections.js';
import { createContract } from './contract.js';
import { documents } from './documents.js';
import { ends } from './ends.js';
import { flowControl } from './flow-control.js';
import { handles } from './handles.js';
import type { ComputeHostHarness } from './harness.js';
import { identity } from './identity.js';
import { lifeCycle } from './life-cycle.js';
import { listeners } from './listeners.js';
import { noSockets } from './no-sockets.js';
import { service } from './service.js';
import { states } from './states.js';
import type { TestRunner } from './test-runner.js';

/**
 * What every compute host owes to its users, whoever plays it. Registers its tests with the runner.
 *
 * @example
 * computeHostContract({ describe, test, expect }, { name: 'mine', can, deadlineMs, make, document, leftBehind, guest });
 */
export const computeHostContract = (
  { describe, test, expect }: TestRunner,
  harness: ComputeHostHarness,
): void => {
  const contract = createContract({ test, expect }, harness);
  describe(`compute host contract: ${harness.name}`, () => {
    describe('service', () => service(contract));
    describe('documents', () => documents(contract));
    describe('identity', () => identity(contract));
    describe('life cycle', () => lifeCycle(contract));
    describe('states', () => states(contract));
    describe('the end', () => ends(contract));
    describe('handles', () => handles(contract));
    describe('cancellation', () => cancellation(contract));
    describe('guest sockets', () => {
      const guestOf = harness.guest?.bind(harness);
      if (guestOf === undefined) return noSockets(contract);
      connections(contract, guestOf);
      listeners(contract, guestOf);
      flowControl(contract, guestOf);
    });
  });
};
