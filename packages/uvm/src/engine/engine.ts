import type { ComputeHost } from '@uvmkit/hcs';
import type { BuilderHost } from '@uvmkit/lcow-builder';

export type EngineName = 'hcs' | 'qemu' | 'simulator';

/** A way to run utility VMs on this machine, ready to use. Disposing it ends every VM that it runs. */
export interface Engine extends AsyncDisposable {
  readonly name: EngineName;
  readonly host: ComputeHost;
  /** What the document builder may know about the machine. */
  readonly builderHost: BuilderHost;
  /** The folder with kernel and root file system, by the path rules of the builder's host. */
  readonly bootFilesPath: string;
  /** The least memory that the boot files need, in MiB. */
  readonly minimumMemoryMiB: number;
  /** Rejects with `UVM_ENGINE_UNAVAILABLE`, the reasons and the remedies, when nothing can run here. */
  check(signal: AbortSignal): Promise<void>;
}
