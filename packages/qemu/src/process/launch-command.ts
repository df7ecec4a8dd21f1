import type { SpawnOptions } from 'node:child_process';

/** The account under which a process runs. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A QEMU and how to run it. */
export interface QemuProgram {
  readonly path: string;
  /** Folders of shared libraries, for a QEMU that is not installed. */
  readonly libraryFolders: readonly string[];
  /** Undefined: the account of this process. */
  readonly account: Account | undefined;
  /** Path of `setpriv`, which ends QEMU when this process dies; undefined where it is missing. */
  readonly setpriv: string | undefined;
}

/** A command without a shell: program, arguments, and the options that every run of QEMU has. */
export interface LaunchCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly options: Pick<SpawnOptions, 'uid' | 'gid' | 'env' | 'cwd'>;
}

/** What to execute to run QEMU with `args`. Its environment holds nothing of the caller's but the search path. */
export const launchCommand = (
  { path, libraryFolders, account, setpriv }: QemuProgram,
  args: readonly string[],
): LaunchCommand => {
  // The library path is for QEMU alone: `env` sets it behind `setpriv`.
  const libraries = libraryFolders.length > 0 ? ['env', `LD_LIBRARY_PATH=${libraryFolders.join(':')}`] : [];
  const guard = setpriv === undefined ? [] : [setpriv, '--pdeathsig', 'KILL', '--no-new-privs', '--'];
  const [file = path, ...rest] = [...guard, ...libraries, path, ...args];
  return {
    file,
    args: rest,
    options: { ...account, cwd: '/', env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' } },
  };
};
