import type { ComputeSystem as ComputeSystemDocument, Properties } from '@uvmkit/hcs-schema';
import { waitFor } from '@uvmkit/vmutils';
import type { Duplex } from 'node:stream';
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
  /** Waits until `holds`, and rejects when the time of the test is over before. */
  eventually(what: string, holds: () => Promise<boolean> | boolean): Promise<void>;
  /** Gives a host the time to clear away what has ended, and then expects nothing to be left of it. */
  expectNothingLeft(): Promise<void>;
  /** Leaves the errors of a stream to whoever reads or writes it, and destroys it when the test is over. */
  own(stream: Duplex): Duplex;
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
  const { deadlineMs } = harness;

  const newId = (): string => `contract-${process.pid}-${++systems}`;

  const documentOf: Contract['documentOf'] = (id, changes) => ({
    ...harness.document(id),
    Owner: OWNER,
    ShouldTerminateOnLastHandleClosed: true,
    ...changes,
  });

  /** Hosts that a test made and has not closed: one that hangs does not come to it. */
  const open = new Set<ComputeHost>();

  const streams = new Set<Duplex>();

  const clearAway = (): Promise<void> =>
    waitFor('streams and hosts to close', { timeoutMs: deadlineMs }, async () => {
      for (const stream of streams) stream.destroy();
      streams.clear();
      const left = [...open];
      open.clear();
      await Promise.all(left.map((host) => host.close()));
    });

  const eventually: Contract['eventually'] = (what, holds) =>
    waitFor(what, { timeoutMs: deadlineMs }, async (ended) => {
      while (!ended.aborted && !(await holds())) await sleep(POLL_MS);
    });

  const expectNothingLeft: Contract['expectNothingLeft'] = async () => {
    const giveUp = performance.now() + deadlineMs / 4;
    let left = await harness.leftBehind();
    while (left.length > 0 && performance.now() < giveUp) {
      await sleep(POLL_MS);
      left = await harness.leftBehind();
    }
    expect(left).toEqual([]);
  };

  const withHost: Contract['withHost'] = async (use) => {
    const host = await harness.make();
    open.add(host);
    await use(host);
    await clearAway();
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
    own(stream) {
      streams.add(stream);
      return stream.on('error', () => undefined);
    },
    eventually,
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
        async () => {
          try {
            await waitFor(`the end of "${behaviour}"`, { timeoutMs: deadlineMs }, body);
          } finally {
            await clearAway();
          }
        },
        3 * deadlineMs,
      ),
  };
};
