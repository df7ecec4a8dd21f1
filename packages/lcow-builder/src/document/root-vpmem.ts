import type { Integer64 } from '@uvmkit/hcs-schema';

/** VPMem device 0 as the root file system takes it, for the VM's table of VPMem devices. */
export interface RootVpmem {
  /** The name by which the file is known, not its full path. */
  readonly hostPath: string;
  readonly guestPath: '/';
  /** Its part of a device with several mappings; `undefined` when the file has the device for itself. */
  readonly packed: { readonly sizeInBytes: Integer64; readonly regionSizeInBytes: number } | undefined;
}
