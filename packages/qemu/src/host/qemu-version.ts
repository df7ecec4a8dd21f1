import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { WaitOptions } from '@uvmkit/vmutils';
import { waitFor } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { writeAtomically, type FileDigests } from '../file-digests.js';
import { launchCommand, type QemuProgram } from '../process/launch-command.js';

export interface QemuVersion {
  readonly major: number;
  readonly minor: number;
  readonly text: string;
}

/** A version, and the digest of the binary that has it. */
export interface KnownQemu extends QemuVersion {
  readonly sha256: string;
}

/** The oldest QEMU with everything that the arguments use. */
const OLDEST = { major: 6, minor: 2 };
const VERSION_TIMEOUT_MS = 10_000;

/** Reads what `qemu --version` prints. */
export const parseQemuVersion = (text: string): QemuVersion | undefined => {
  const [, version, major, minor] = /^QEMU emulator version ((\d+)\.(\d+)[.\d]*)/.exec(text) ?? [];
  return version === undefined ? undefined : { major: Number(major), minor: Number(minor), text: version };
};

/** True for the given version and all later ones. */
export const isAtLeast = ({ major, minor }: QemuVersion, wanted: { major: number; minor: number }): boolean =>
  major > wanted.major || (major === wanted.major && minor >= wanted.minor);

/**
 * Asks a QEMU for its version, and remembers the answer by the content of the binary.
 *
 * @throws UVM_QEMU_MISSING, UVM_QEMU_TOO_OLD
 */
export const qemuVersion = async (
  program: QemuProgram,
  folder: string,
  digests: FileDigests,
  options: WaitOptions = {},
): Promise<KnownQemu> => {
  const sha256 = await digests.digest(program.path, options.signal).catch((cause: unknown) => {
    options.signal?.throwIfAborted();
    throw errors.UVM_QEMU_MISSING(`${program.path} cannot be read.`, { path: program.path }, { cause });
  });
  const memo = path.join(folder, sha256);
  const known = parseQemuVersion(await readFile(memo, 'utf8').catch(() => ''));
  const version = known ?? (await askVersion(program, options));
  if (!isAtLeast(version, OLDEST))
    throw errors.UVM_QEMU_TOO_OLD(`${program.path} is version ${version.text}.`, { version: version.text });
  if (!known) await writeAtomically(memo, `QEMU emulator version ${version.text}\n`);
  return { ...version, sha256 };
};

const askVersion = (program: QemuProgram, { signal, timeoutMs = VERSION_TIMEOUT_MS }: WaitOptions) =>
  waitFor('the version of QEMU', { signal, timeoutMs }, (ended) => {
    const { file, args, options } = launchCommand(program, ['--version']);
    return new Promise<QemuVersion>((resolve, reject) => {
      execFile(file, args, { ...options, signal: ended, maxBuffer: 65_536 }, (cause, stdout, stderr) => {
        const version = parseQemuVersion(stdout);
        if (version) resolve(version);
        else
          reject(
            errors.UVM_QEMU_MISSING(
              `${program.path} says ${JSON.stringify((stderr || stdout).slice(0, 500))}.`,
              { path: program.path },
              { cause },
            ),
          );
      });
    });
  });
