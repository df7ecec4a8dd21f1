import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { errors } from './errors.js';

/** SHA-256 of files, remembered across processes for as long as a file does not change. */
export interface FileDigests {
  digest(file: string, signal?: AbortSignal): Promise<string>;
}

// A change within the clock tick of the last one leaves no trace in the time stamps: such a file is not remembered.
const SETTLED_MS = 1_000;

/** @param folder holds one small file a remembered path */
export const createFileDigests = (folder: string, now: () => number = Date.now): FileDigests => ({
  digest: async (file, signal) => {
    const { dev, ino, size, mtimeNs, ctimeNs, ctimeMs } = await stat(file, { bigint: true }).catch(
      (cause: unknown) => {
        throw errors.UVM_QEMU_FILE(`${file} cannot be read.`, { file }, { cause });
      },
    );
    const identity = [path.resolve(file), dev, ino, size, mtimeNs, ctimeNs].join('\n');
    const memo = path.join(folder, createHash('sha256').update(identity).digest('hex'));
    const known = await readFile(memo, 'latin1').catch(() => '');
    if (/^[0-9a-f]{64}$/.test(known)) return known;
    const sha256 = await digestOf(file, signal);
    if (now() - Number(ctimeMs) > SETTLED_MS) await writeAtomically(memo, sha256);
    return sha256;
  },
});

const digestOf = async (file: string, signal: AbortSignal | undefined): Promise<string> => {
  const hash = createHash('sha256');
  const source = createReadStream(file, { highWaterMark: 1_048_576 });
  await pipeline(source, hash, signal ? { signal } : {}).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw errors.UVM_QEMU_FILE(`${file} cannot be read.`, { file }, { cause });
  });
  return hash.digest('hex');
};

/** Writes a file of the cache so that no reader ever sees a part of it. */
export const writeAtomically = async (file: string, content: string | Buffer): Promise<void> => {
  const unfinished = `${file}.${randomUUID()}`;
  await mkdir(path.dirname(file), { recursive: true });
  try {
    await writeFile(unfinished, content, { mode: 0o644, flag: 'wx' });
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
};
