import type { ComputeSystem as ComputeSystemDocument, Properties } from '@uvmkit/hcs-schema';
import { waitFor } from '@uvmkit/vmutils';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ComputeHost, ComputeSystem } from '../compute-host.js';
import type { ComputeHostHarness } from './harness.js';
import type { TestRunner } from './test-runner.js';

/** The owner of every system that the suite makes. */
export const OWNER = 'compute host contract';

const POLL_MS = 10;

/** What the parts of the suite share. */
export interface Contract {
  readonly harness: ComputeHostHarness;
  readonly expect: TestRunner['expect'];
  /** Registers one test; it fails when it takes longer than the harness allows. */
  check(behaviour: string, body: () => Promise<void>): void;
  /** Runs `use` with a new host, which is closed afterwards and has to leave nothing. */
  withHost(use: (host: ComputeHost) => Promise<void>): Promise<void>;
  /** As `withHost`, with a created system that has not been started. */
  withSystem(use: (system: ComputeSystem, host: ComputeHost) => Promise<void>): Promise<void>;
  /** As `withSystem`, with the system running. */
  withRunning(use: (system: ComputeSystem, host: ComputeHost) => Promise<void>): Promise<void>;
  /** Gives a host the time to clear away what has ended, and then expects nothing to be left of it. */
  expectNothingLeft(): Promise<void>;
  /** An id that no other test uses. */
  newId(): string;
  /** The harness' document, to be ended with its last handle unless `changes` say otherwise. */
  documentOf(id: string, changes?: Partial<ComputeSystemDocument>): ComputeSystemDocument;
}

/** The code of the error with which a call fails, or `it succeeded`. */
export const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'it succeeded',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  );

/** Waits until `holds`; only the deadline of the test ends the wait. */
export const eventually = async (holds: () => Promise<boolean> | boolean): Promise<void> => {
  while (!(await holds())) await sleep(POLL_MS);
};

/** The systems of these ids that the host lists. */
export const listed = (host: ComputeHost, ...ids: string[]): Promise<readonly Properties[]> =>
  host.enumerate({ Ids: ids });

/** The state that the system is in; a stopped one has none. */
export const stateOf = async (system: ComputeSystem): Promise<unknown> => (await system.properties()).State;

let systems = 0;

export const createContract = (
  { test, expect }: Pick<TestRunner, 'test' | 'expect'>,
  harness: ComputeHostHarness,
): Contract => {
  const newId = (): string => `contract-${process.pid}-${++systems}`;

  const documentOf: Contract['documentOf'] = (id, changes) => ({
    ...harness.document(id),
    Owner: OWNER,
    ShouldTerminateOnLastHandleClosed: true,
    ...changes,
  });

  const expectNothingLeft: Contract['expectNothingLeft'] = async () => {
    const giveUp = performance.now() + harness.deadlineMs / 4;
    let left = await harness.leftBehind();
    while (left.length > 0 && performance.now() < giveUp) {
      await sleep(POLL_MS);
      left = await harness.leftBehind();
    }
    expect(left).toEqual([]);
  };

  const withHost: Contract['withHost'] = async (use) => {
    const host = await harness.make();
    try {
      await use(host);
    } finally {
      await host.close();
    }
    await expectNothingLeft();
  };

  const withSystem: Contract['withSystem'] = (use) =>
    withHost(async (host) => {
      const id = newId();
      await use(await host.create(id, documentOf(id)), host);
    });

  return {
    harness,
    expect,
    newId,
    documentOf,
    expectNothingLeft,
    withHost,
    withSystem,
    withRunning: (use) =>
      withSystem(async (system, host) => {
        await system.start();
        await use(system, host);
      }),
    check: (behaviour, body) =>
      test(
        behaviour,
        () => waitFor(`the end of "${behaviour}"`, { timeoutMs: harness.deadlineMs }, body),
        2 * harness.deadlineMs,
      ),
  };
};
