import type { Accelerator } from '../arguments.js';
import { errors } from '../errors.js';
import { findProgram } from '../host/find-program.js';
import { qemuAccount } from './account.js';
import type { Account, QemuProgram } from './launch-command.js';

const DEFAULT_QEMU = 'qemu-system-x86_64';

interface ProgramOptions {
  readonly qemu?: string;
  readonly libraryFolders?: readonly string[];
  readonly account?: Account | 'caller';
}

/** Finds QEMU and what runs it. Throws UVM_QEMU_MISSING. */
export const createProgramFinder =
  ({ qemu = DEFAULT_QEMU, libraryFolders = [], account }: ProgramOptions) =>
  async (accelerator: Accelerator): Promise<QemuProgram> => {
    const [path, setpriv, runAs] = await Promise.all([
      findProgram(qemu),
      findProgram('setpriv'),
      qemuAccount(account, accelerator === 'kvm'),
    ]);
    if (path === undefined) throw errors.UVM_QEMU_MISSING(`There is no ${qemu}.`, { qemu });
    return { path, libraryFolders, account: runAs, setpriv };
  };
