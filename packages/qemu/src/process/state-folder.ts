import { chmod, lchown, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { errors } from '../errors.js';
import type { Account } from './launch-command.js';

/** The private folder of one running VM. */
export interface StateFolder {
  readonly path: string;
  readonly sockets: { readonly qmp: string; readonly console: string; readonly agent: string };
  /** Path of a socket for the state of the machine's devices. */
  readonly stateSocket: string;
  /** Lets QEMU's account use a socket of this process. */
  own(socket: string): Promise<void>;
  remove(): Promise<void>;
}

/** `sun_path` holds 108 bytes, one of them the final zero. */
export const MAX_SOCKET_PATH_BYTES = 107;

const PREFIX = 'uvm-';
const longestName = '/uvm-XXXXXX/console.sock';

/**
 * Where state folders go: the user's runtime folder, else the folder for temporary files. An account other than the
 * caller's cannot enter the caller's runtime folder.
 *
 * @throws UVM_QEMU_SOCKET_PATH
 */
export const stateFolderParent = (wanted: string | undefined, account: Account | undefined): string => {
  const runtime = account === undefined ? process.env['XDG_RUNTIME_DIR'] : undefined;
  const parent = wanted ?? runtime ?? os.tmpdir();
  const bytes = Buffer.byteLength(path.join(parent, longestName));
  if (bytes <= MAX_SOCKET_PATH_BYTES) return parent;
  throw errors.UVM_QEMU_SOCKET_PATH(
    `Below ${parent} it has ${bytes} bytes, ${MAX_SOCKET_PATH_BYTES} are allowed.`,
    {
      parent,
      bytes,
    },
  );
};

/** Makes a folder that only QEMU's account and root may enter. */
export const createStateFolder = async (
  parent: string,
  account: Account | undefined,
): Promise<StateFolder> => {
  const folder = await mkdtemp(path.join(parent, PREFIX)).catch((cause: unknown) => {
    throw errors.UVM_QEMU_FILE(`No folder can be made in ${parent}.`, { parent }, { cause });
  });
  const own = async (target: string): Promise<void> => {
    // QEMU's account may have put a link in the place of a socket: never follow one.
    if (account) await lchown(target, account.uid, account.gid);
  };
  await chmod(folder, 0o700);
  await own(folder);
  return {
    path: folder,
    sockets: {
      qmp: path.join(folder, 'qmp.sock'),
      console: path.join(folder, 'console.sock'),
      agent: path.join(folder, 'agent.sock'),
    },
    stateSocket: path.join(folder, 'state.sock'),
    own,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};
