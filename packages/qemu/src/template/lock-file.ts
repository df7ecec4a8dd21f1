import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@uvmkit/vmutils';

const POLL_MS = 25;

/**
 * Waits until no other process holds the lock, and takes it. A lock whose process is gone is taken over. The lock saves
 * double work; it does not have to be perfect, since what it guards is published in one step.
 */
export const lockFile = (file: string, signal: AbortSignal): Promise<AsyncDisposable> =>
  waitFor(`another process to release ${file}`, { signal }, async (ended) => {
    while (!(await tryLock(file))) {
      if (!(await holderIsAlive(file))) await rm(file, { force: true });
      await sleep(POLL_MS, undefined, { signal: ended });
    }
    const lock = { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
    if (ended.aborted) await lock[Symbol.asyncDispose]();
    return lock;
  });

/** Links a file that already says who holds the lock: so there is never a lock that says nothing. */
const tryLock = async (file: string): Promise<boolean> => {
  const claim = `${file}.${randomUUID()}`;
  await writeFile(claim, String(process.pid), { flag: 'wx', mode: 0o600 });
  try {
    await link(claim, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(claim, { force: true });
  }
};

const holderIsAlive = async (file: string): Promise<boolean> => {
  const text = await readFile(file, 'latin1').catch(() => undefined);
  // Released meanwhile.
  if (text === undefined) return true;
  try {
    process.kill(Number(text), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
