import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Hypervisor, HypervisorConfig } from '@uvmkit/hypervisor';
import { mib } from '@uvmkit/vmutils';
import { createQemuHypervisor, minimumMemoryMiB, type QemuOptions } from '../../src/index.js';
import { archiveWithInit } from './archive-with-init.js';

/** What `uvm setup --json` found, as tools/test.mjs hands it over. */
interface Setup {
  readonly qemu: {
    readonly binary: string;
    readonly dataFolders: readonly string[];
    readonly libraryFolders: readonly string[];
  };
  readonly bootFiles: string;
}

const setup = (): Setup => {
  const text = process.env['UVMKIT_TEST_SETUP'];
  if (text === undefined) throw new Error('real VMs need UVMKIT_TEST_SETUP: run `npm test`');
  return JSON.parse(text) as Setup;
};

const { qemu, bootFiles } = setup();

/** Which QEMU, and what it needs to run. */
export const qemuOptions = {
  qemu: qemu.binary,
  dataFolders: qemu.dataFolders,
  libraryFolders: qemu.libraryFolders,
};

const initrd = path.join(bootFiles, 'initrd.img');

/** One boot under software emulation on a busy machine. */
export const BOOT_MS = 60_000;

/** A folder for everything that the tests of one file make, and what they need from this machine. */
export const createRealHost = () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vm-'));
  // QEMU runs as another user when the tests run as root.
  chmodSync(folder, 0o711);
  const stateFolder = path.join(folder, 's');
  mkdirSync(stateFolder);
  chmodSync(stateFolder, 0o711);
  const cacheFolder = path.join(folder, 'cache');

  return {
    folder,
    stateFolder,
    cacheFolder,
    hypervisor: (options: Partial<QemuOptions> = {}): Hypervisor =>
      createQemuHypervisor({
        ...qemuOptions,
        cacheFolder,
        stateFolder,
        ...options,
      }),

    config: (id: string, over: Partial<HypervisorConfig> = {}): HypervisorConfig => ({
      id,
      kernelPath: path.join(bootFiles, 'kernel'),
      initrdPath: initrd,
      kernelParams:
        'panic=-1 quiet -- -e 1 /bin/vsockexec -e 109 /bin/gcs -v4 -log-format json -loglevel info',
      vcpus: 1,
      memory: mib(512),
      scsiControllers: 1,
      ...over,
    }),

    /** The boot files' RAM disk with another first process, a script for busybox. */
    initrdRunning: (name: string, script: string): string => {
      const file = path.join(folder, name);
      writeFileSync(file, Buffer.concat([readFileSync(initrd), archiveWithInit(script)]));
      return file;
    },

    leastMemory: mib(minimumMemoryMiB(readFileSync(initrd).length)),

    /** State folders and processes that are still there. */
    leftBehind: (): readonly string[] => [
      ...readdirSync(stateFolder),
      ...readdirSync('/proc').filter((pid) => {
        try {
          return (
            /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(`${stateFolder}/`)
          );
        } catch {
          return false;
        }
      }),
    ],

    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
