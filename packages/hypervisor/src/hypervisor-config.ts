import type { MiB } from '@uvmkit/vmutils';

/** What a virtual machine is made of. Names follow Kata's hypervisor configuration where both have the thing. */
export interface HypervisorConfig {
  /** Unique among the VMs of one hypervisor; part of state paths, so `[A-Za-z0-9@._-]`, at most 64 characters. */
  readonly id: string;
  /** Path of the guest kernel: bzImage or an ELF image with a PVH note. */
  readonly kernelPath: string;
  /** Path of the initial RAM disk. */
  readonly initrdPath: string;
  /**
   * Kernel command line, without what the hypervisor needs for itself (its console, for example): the engine adds that.
   * What follows ` -- ` goes to the guest's init unchanged.
   */
  readonly kernelParams: string;
  readonly vcpus: number;
  readonly memory: MiB;
  /** Number of empty SCSI controllers, 0 to 4. */
  readonly scsiControllers: number;
}
