import path from 'node:path';
import {
  assertHypervisorConfig,
  type CreateOptions,
  type Hypervisor,
  type HypervisorConfig,
  type VirtualMachine,
} from '@uvmkit/hypervisor';
import { silentLogger, waitFor, type Logger } from '@uvmkit/vmutils';
import type { Hello } from '@uvmkit/vsock';
import { checkBootFiles, type BootPlan } from './boot-plan.js';
import { checkQemu } from './check-qemu.js';
import { createConsoleLines } from './console/console-lines.js';
import { createFileDigests } from './file-digests.js';
import { GuestChannel } from './guest-channel.js';
import { createAccelerators, type AcceleratorChoice } from './host/accelerators.js';
import { assertHost, linuxHost, processorOf, type HostProbe } from './host/detect-kvm.js';
import { isAtLeast, qemuVersion } from './host/qemu-version.js';
import { bootableKernel } from './kernel/kernel-cache.js';
import type { Account } from './process/launch-command.js';
import { createProgramFinder } from './process/program-finder.js';
import { stateFolderParent } from './process/state-folder.js';
import { QemuVm, type Starter } from './qemu-vm.js';
import type { StartContext } from './start-machine.js';
import { coldStarter, warmStarter } from './starters.js';
import { createTemplateStore } from './template/template-store.js';

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
const COLD_START_TIMEOUT_MS = 60_000;
/** A first warm start boots a guest and saves it. */
const WARM_START_TIMEOUT_MS = 180_000;
const KVM_PROOF_MS = 8_000;

/** The name that uvmkit's own guest agent looks for. */
export const DEFAULT_PORT_NAME = 'org.uvmkit.agent';

/** Virtual machines on QEMU, one process each, by QMP. */
export const createQemuHypervisor = (options: QemuOptions): Hypervisor => {
  const {
    cacheFolder,
    dataFolders = [],
    stateFolder,
    portName = DEFAULT_PORT_NAME,
    host = linuxHost,
  } = options;
  const {
    logger = silentLogger,
    now = () => BigInt(Date.now()) * 1_000_000n,
    kvmProofMs = KVM_PROOF_MS,
  } = options;
  const digests = createFileDigests(path.join(cacheFolder, 'digests'));
  const accelerators = createAccelerators(options.accelerator ?? 'auto', host);
  const findQemu = createProgramFinder(options);
  const askVersion: Parameters<typeof checkQemu>[0]['askVersion'] = (program, wait) =>
    qemuVersion(program, path.join(cacheFolder, 'versions'), digests, wait);

  const prepare = async (
    config: HypervisorConfig,
    vmLogger: Logger,
    warm: boolean,
    signal: AbortSignal,
  ): Promise<VirtualMachine> => {
    const accelerator = await accelerators.choose();
    const program = await findQemu(accelerator);
    const stateParent = stateFolderParent(stateFolder, program.account);
    const version = await askVersion(program, { signal });
    await checkBootFiles(config, program.account !== undefined);
    const folder = path.join(cacheFolder, 'kernels');
    const kernel = await bootableKernel(config.kernelPath, { folder, digests, logger: vmLogger, signal });
    const reconnectInMs = isAtLeast(version, { major: 9, minor: 2 });
    const plan: BootPlan = { config, kernel, portName, dataFolders, reconnectInMs };

    const console = createConsoleLines();
    const hello = (): Hello<'host'> => ({ timeNs: String(now()), hostname: hostnameOf(config.id) });
    const channel = new GuestChannel({ hello, logger: vmLogger });
    const contextFor = async (): Promise<StartContext> => {
      const chosen = await accelerators.choose();
      return {
        ...{ plan, stateParent, console, channel, logger: vmLogger },
        accelerator: chosen,
        program: await findQemu(chosen),
        proveWithinMs: accelerators.needsProof() ? kvmProofMs : undefined,
      };
    };
    const starterFor = async (context: StartContext): Promise<Starter> => {
      if (!warm) return coldStarter(context);
      const { account } = context.program;
      const store = createTemplateStore(path.join(cacheFolder, 'templates'), account);
      const initrd = await digests.digest(config.initrdPath, signal);
      const processor = context.accelerator === 'kvm' ? await processorOf(host) : '';
      return warmStarter(context, { store, ingredients: { qemu: version.sha256, initrd, processor } });
    };
    const start: Starter = (cleanup, ended) =>
      accelerators.provedBy(async () => (await starterFor(await contextFor()))(cleanup, ended));

    return new QemuVm({
      ...{ id: config.id, channel, console, start, logger: vmLogger },
      startTimeoutMs: warm ? WARM_START_TIMEOUT_MS : COLD_START_TIMEOUT_MS,
    });
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
    check: (wait) => checkQemu({ host, accelerators, findQemu, askVersion, cacheFolder }, wait),
    create: async (
      config,
      { logger: own, warm = false, signal, timeoutMs = PREPARE_TIMEOUT_MS }: CreateOptions = {},
    ) => {
      assertHypervisorConfig(config);
      assertHost(host);
      return waitFor('the virtual machine to be prepared', { signal, timeoutMs }, (ended) =>
        prepare(config, own ?? logger.child({ vm: config.id }), warm, ended),
      );
    },
  };
};

/** A host name that Linux takes, from an id that may have other characters. */
const hostnameOf = (id: string): string => id.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 63);
