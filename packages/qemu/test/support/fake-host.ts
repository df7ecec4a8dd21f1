import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Hypervisor, HypervisorConfig } from '@uvmkit/hypervisor';
import { mib } from '@uvmkit/vmutils';
import { createQemuHypervisor, type QemuOptions } from '../../src/index.js';
import { bzImageOf, pvhElf } from './kernel-files.js';

/** A machine whose QEMU is played by a script, in a folder of its own. */
export interface FakeHost {
  readonly folder: string;
  readonly qemu: string;
  hypervisor(options?: Partial<QemuOptions>): Hypervisor;
  config(scenario?: string, over?: Partial<HypervisorConfig>): HypervisorConfig;
  /** State folders and processes that are still there. */
  leftovers(): readonly string[];
  /** Folders of templates, by key. */
  templates(): readonly string[];
  remove(): void;
}

const isKvmless = {
  platform: 'linux',
  arch: 'x64',
  canOpenKvm: () => Promise.resolve(false),
  cpuInfo: () => Promise.resolve(''),
} as const;

export const createFakeHost = (): FakeHost => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fq-'));
  const inFolder = (name: string): string => path.join(folder, name);
  const qemu = inFolder('fake-qemu.mjs');
  copyFileSync(path.join(__dirname, 'fake-qemu.mjs'), qemu);
  chmodSync(qemu, 0o755);
  mkdirSync(inFolder('state'));
  writeFileSync(inFolder('kernel'), bzImageOf(pvhElf(), 'gzip'));
  writeFileSync(inFolder('initrd'), 'an initial RAM disk');

  const running = (): readonly string[] =>
    readdirSync('/proc')
      .filter((pid) => /^\d+$/.test(pid))
      .flatMap((pid) => {
        try {
          const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
          return command.includes(qemu) ? [`${pid} ${command}`] : [];
        } catch {
          return [];
        }
      });

  const list = (name: string): readonly string[] => {
    try {
      return readdirSync(inFolder(name));
    } catch {
      return [];
    }
  };

  return {
    folder,
    qemu,
    hypervisor: (options = {}) =>
      createQemuHypervisor({
        qemu,
        cacheFolder: inFolder('cache'),
        stateFolder: inFolder('state'),
        account: 'caller',
        host: isKvmless,
        ...options,
      }),
    config: (scenario = 'fine', over = {}) => ({
      id: 'vm-1',
      kernelPath: inFolder('kernel'),
      initrdPath: inFolder('initrd'),
      kernelParams: `quiet fake=${scenario} -- -e 1`,
      vcpus: 1,
      memory: mib(256),
      scsiControllers: 1,
      ...over,
    }),
    leftovers: () => [...list('state'), ...running()],
    templates: () => list('cache/templates').filter((name) => /^[0-9a-f]{64}$/.test(name)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
