import path from 'node:path';
import type { HypervisorConfig, VirtualMachine } from '@uvmkit/hypervisor';
import type { Logger, WaitOptions } from '@uvmkit/vmutils';
import type { Hello } from '@uvmkit/vsock';
import type { Accelerator } from './arguments.js';
import { checkBootFiles, type BootPlan } from './boot-plan.js';
import { createConsoleLines } from './console/console-lines.js';
import type { FileDigests } from './file-digests.js';
import { GuestChannel } from './guest-channel.js';
import type { Accelerators } from './host/accelerators.js';
import { processorOf, type HostProbe } from './host/detect-kvm.js';
import { isAtLeast, type KnownQemu } from './host/qemu-version.js';
import { bootableKernel } from './kernel/kernel-cache.js';
import type { QemuProgram } from './process/launch-command.js';
import { stateFolderParent } from './process/state-folder.js';
import { QemuVm, type Starter } from './qemu-vm.js';
import type { StartContext } from './start-machine.js';
import { coldStarter, warmStarter } from './starters.js';
import { createTemplateStore } from './template/template-store.js';

/** What all VMs of one hypervisor share. */
export interface QemuEnvironment {
  readonly cacheFolder: string;
  readonly stateFolder: string | undefined;
  readonly dataFolders: readonly string[];
  readonly portName: string;
  readonly kvmProofMs: number;
  readonly now: () => bigint;
  readonly host: HostProbe;
  readonly digests: FileDigests;
  readonly accelerators: Accelerators;
  readonly findQemu: (accelerator: Accelerator) => Promise<QemuProgram>;
  readonly askVersion: (program: QemuProgram, options: WaitOptions) => Promise<KnownQemu>;
}

interface VmWishes {
  readonly warm: boolean;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const COLD_START_TIMEOUT_MS = 60_000;
/** A first warm start boots a guest and saves it. */
const WARM_START_TIMEOUT_MS = 180_000;

/** Checks everything that can be checked before a start, and makes a VM that has started nothing yet. */
export const prepareVm = async (
  environment: QemuEnvironment,
  config: HypervisorConfig,
  { warm, logger, signal }: VmWishes,
): Promise<VirtualMachine> => {
  const { accelerators, findQemu, digests, host, portName, dataFolders } = environment;
  const program = await findQemu(await accelerators.choose());
  const stateParent = stateFolderParent(environment.stateFolder, program.account);
  const version = await environment.askVersion(program, { signal });
  await checkBootFiles(config, program.account !== undefined);
  const kernels = { folder: inCache(environment, 'kernels'), digests, logger, signal };
  const kernel = await bootableKernel(config.kernelPath, kernels);
  const reconnectInMs = isAtLeast(version, { major: 9, minor: 2 });
  const plan: BootPlan = { config, kernel, portName, dataFolders, reconnectInMs };

  const console = createConsoleLines();
  const hostname = hostnameOf(config.id);
  const hello = (): Hello<'host'> => ({ timeNs: String(environment.now()), hostname });
  const channel = new GuestChannel({ hello, logger });

  const contextNow = async (): Promise<StartContext> => {
    const accelerator = await accelerators.choose();
    return {
      ...{ plan, accelerator, stateParent, console, channel, logger },
      program: await findQemu(accelerator),
      proveWithinMs: accelerators.needsProof() ? environment.kvmProofMs : undefined,
    };
  };
  const starterFor = async (context: StartContext, ended: AbortSignal): Promise<Starter> => {
    if (!warm) return coldStarter(context);
    const store = createTemplateStore(inCache(environment, 'templates'), context.program.account);
    const initrd = await digests.digest(config.initrdPath, ended);
    const processor = context.accelerator === 'kvm' ? await processorOf(host) : '';
    return warmStarter(context, { store, ingredients: { qemu: version.sha256, initrd, processor } });
  };
  const start: Starter = (cleanup, ended) =>
    accelerators.provedBy(async () => (await starterFor(await contextNow(), ended))(cleanup, ended));

  const startTimeoutMs = warm ? WARM_START_TIMEOUT_MS : COLD_START_TIMEOUT_MS;
  return new QemuVm({ id: config.id, channel, console, start, startTimeoutMs, logger });
};

const inCache = ({ cacheFolder }: QemuEnvironment, name: string): string => path.join(cacheFolder, name);

/** A host name that Linux takes, from an id that may have other characters. */
const hostnameOf = (id: string): string => id.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 63);
