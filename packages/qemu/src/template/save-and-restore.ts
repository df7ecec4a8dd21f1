import { createWriteStream } from 'node:fs';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import type { Machine } from '../machine.js';
import { FIRST_FILE } from '../process/qemu-process.js';
import { listenOn } from '../process/socket-server.js';
import type { QmpClient } from '../qmp/qmp-client.js';

const POLL_MS = 5;
const MIGRATION_TIMEOUT_MS = 30_000;

/** The guest's memory stays in its own file; only the state of the devices is written. */
const leaveMemoryAlone = async (qmp: QmpClient, signal: AbortSignal): Promise<void> => {
  const capabilities = [{ capability: 'x-ignore-shared', state: true }];
  await qmp.execute('migrate-set-capabilities', { capabilities }, { signal });
};

/**
 * Writes the state of a stopped machine's devices into a file. QEMU can read its state from a descriptor that it got at
 * its start, but not write it to one: so it writes to a socket.
 */
export const saveDevices = async (
  { qmp, folder }: Pick<Machine, 'qmp' | 'folder'>,
  file: string,
  signal: AbortSignal,
): Promise<void> => {
  await leaveMemoryAlone(qmp, signal);
  let save!: (state: Duplex) => void;
  const written = new Promise<Duplex>((resolve) => (save = resolve)).then((state) =>
    pipeline(state, createWriteStream(file), { signal }),
  );
  written.catch(() => undefined);
  const server = await listenOn(folder.stateSocket, save);
  try {
    await folder.own(folder.stateSocket);
    await qmp.execute('migrate', { uri: `unix:${folder.stateSocket}` }, { signal });
    await migrationDone(qmp, signal);
    await waitFor('the state of the devices', { signal, timeoutMs: MIGRATION_TIMEOUT_MS }, () => written);
  } finally {
    await server.close();
  }
};

/** Reads it back into a machine that was started with `-incoming defer`. */
export const restoreDevices = async (qmp: QmpClient, index: number, signal: AbortSignal): Promise<void> => {
  await leaveMemoryAlone(qmp, signal);
  await qmp.execute('migrate-incoming', { uri: `fd:${FIRST_FILE + index}` }, { signal });
  await migrationDone(qmp, signal);
};

const migrationDone = (qmp: QmpClient, signal: AbortSignal): Promise<void> =>
  waitFor(
    'QEMU to save or restore the devices',
    { signal, timeoutMs: MIGRATION_TIMEOUT_MS },
    async (ended) => {
      for (;;) {
        const { status } = (await qmp.execute('query-migrate', undefined, { signal: ended })) as {
          status?: unknown;
        };
        if (status === 'completed') return;
        if (status === 'failed' || status === 'cancelled')
          throw errors.UVM_QEMU_COMMAND('The state could not be saved or restored.', { status });
        await sleep(POLL_MS, undefined, { signal: ended });
      }
    },
  );
