import path from 'node:path';
import { assertHypervisorConfig, type Hypervisor } from '@uvmkit/hypervisor';
import { silentLogger, waitFor, type Logger } from '@uvmkit/vmutils';
import { checkQemu } from './check-qemu.js';
import { errors } from './errors.js';
import { createFileDigests } from './file-digests.js';
import { createAccelerators, type AcceleratorChoice } from './host/accelerators.js';
import { assertHost, linuxHost, type HostProbe } from './host/detect-kvm.js';
import { qemuVersion } from './host/qemu-version.js';
import { prepareVm, type QemuEnvironment } from './prepare-vm.js';
import type { Account } from './process/launch-command.js';
import { createProgramFinder } from './process/program-finder.js';

export interface QemuOptions {
  /** Where unpacked kernels and templates are kept. May be removed while no VM starts. */
  readonly cacheFolder: string;
  /** The program, by path or by name on the search path; `qemu-system-x86_64` by default. */
  readonly qemu?: string;
  /** Folders with firmware, for a QEMU that is not installed but only unpacked. */
  readonly dataFolders?: readonly string[];
  /** Folders with shared libraries, for the same. */
  readonly libraryFolders?: readonly string[];
  /** `auto` takes KVM once a guest has proved that it works, else software emulation. */
  readonly accelerator?: AcceleratorChoice;
  /** Who QEMU runs as when this process is root: `nobody` by default, `caller` for root itself. */
  readonly account?: Account | 'caller';
  /** Where the private folder of each running VM is made; `$XDG_RUNTIME_DIR` or the folder for temporary files by default. */
  readonly stateFolder?: string;
  /** Name of the virtio-serial port on which the guest's agent listens. */
  readonly portName?: string;
  /** Milliseconds that the first guest on KVM has to show life; 8000 by default. */
  readonly kvmProofMs?: number;
  readonly logger?: Logger;
  /** The host's wall clock in nanoseconds, for the greeting of the guest. */
  readonly now?: () => bigint;
  /** What this machine can do; replaced in tests. */
  readonly host?: HostProbe;
}

const PREPARE_TIMEOUT_MS = 60_000;
const KVM_PROOF_MS = 8_000;

/** The name that uvmkit's own guest agent looks for. */
export const DEFAULT_PORT_NAME = 'org.uvmkit.agent';

/** Virtual machines on QEMU, one process each, by QMP. */
export const createQemuHypervisor = (options: QemuOptions): Hypervisor => {
  const { cacheFolder, logger = silentLogger, host = linuxHost } = options;
  const ids = new Set<string>();
  const digests = createFileDigests(path.join(cacheFolder, 'digests'));
  const accelerators = createAccelerators(options.accelerator ?? 'auto', host);
  const environment: QemuEnvironment = {
    ...{ cacheFolder, host, digests, accelerators },
    stateFolder: options.stateFolder,
    dataFolders: options.dataFolders ?? [],
    portName: options.portName ?? DEFAULT_PORT_NAME,
    kvmProofMs: options.kvmProofMs ?? KVM_PROOF_MS,
    now: options.now ?? (() => BigInt(Date.now()) * 1_000_000n),
    findQemu: createProgramFinder(options),
    askVersion: (program, wait) => qemuVersion(program, path.join(cacheFolder, 'versions'), digests, wait),
  };

  return {
    name: 'qemu',
    capabilities: {
      pause: true,
      warmStart: true,
      /** `software` until KVM has been looked for. */
      get execution() {
        return accelerators.current() === 'kvm' ? 'hardware' : 'software';
      },
    },
    check: (wait) => checkQemu(environment, wait),
    create: async (config, { logger: own, warm = false, signal, timeoutMs = PREPARE_TIMEOUT_MS } = {}) => {
      assertHypervisorConfig(config);
      assertHost(host);
      const { id } = config;
      if (ids.has(id)) throw errors.UVM_QEMU_EXISTS(id, { id });
      ids.add(id);
      try {
        const vm = await waitFor(`the virtual machine ${id} to be prepared`, { signal, timeoutMs }, (ended) =>
          prepareVm(environment, config, { warm, logger: own ?? logger.child({ vm: id }), signal: ended }),
        );
        void vm.exited.then(() => ids.delete(id));
        return vm;
      } catch (error) {
        ids.delete(id);
        throw error;
      }
    },
  };
};
