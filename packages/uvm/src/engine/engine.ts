import type { ComputeHost } from '@uvmkit/hcs';
import type { BuilderHost } from '@uvmkit/lcow-builder';

export type EngineName = 'hcs' | 'qemu' | 'simulator';

/** Lets a virtual machine open files of the host, on hosts where it may not by itself. */
export interface FileGrants {
  /**
   * Settles when it is done or has failed, and not before: a grant that came later would stay.
   *
   * @param id of the compute system
   */
  grant(id: string, file: string): Promise<void>;
  revoke(id: string, file: string): Promise<void>;
}

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
  /** Absent where virtual machines open files with the rights of this process. */
  readonly fileAccess?: FileGrants;
  /** The real cause of a failure, as far as this machine's state tells it; the error as it is otherwise. */
  explain?(error: unknown): Promise<unknown>;
}
