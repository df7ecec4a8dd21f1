import type { Integer64 } from '@uvmkit/hcs-schema';
import type { ConfidentialOptions, UvmOptions } from './uvm-options.js';

/** What the guest's root file system comes from; `none`: it is part of the kernel file or of a VMGS image. */
export type RootFsType = 'initrd' | 'vhd' | 'none';

/** A host device, or one virtual function of it, given to the guest. */
export interface AssignedDevice {
  /** For example `PCIP\VEN_10DE&DEV_1EB8`. */
  readonly deviceInstanceId: string;
  readonly virtualFunctionIndex: number;
}

/** What a Linux utility VM can be told. `defaultLcowOptions` gives a complete set to start from. */
export interface LcowOptions extends UvmOptions, ConfidentialOptions {
  /** The folder of kernel and root file system; change it by `updateBootFilesPath`. */
  readonly bootFilesPath: string;
  /** Name below `bootFilesPath`. */
  readonly kernelFile: string;
  /** Boot the kernel directly instead of by UEFI. */
  readonly kernelDirect: boolean;
  /** Name below `bootFilesPath`. */
  readonly rootFsFile: string;
  readonly preferredRootFsType: RootFsType;
  /** Put on the kernel line as it is, before what uvmkit adds behind it. */
  readonly kernelBootOptions: string;

  /** Whether the host's own service speaks to the guest agent; otherwise the VM's owner does. */
  readonly useGuestConnection: boolean;
  /** The program that init starts, with its arguments. */
  readonly execCommandLine: string;
  readonly forwardStdout: boolean;
  readonly forwardStderr: boolean;
  /** Starts the guest agent without its time synchronisation. */
  readonly disableTimeSyncService: boolean;
  /** The guest puts writable overlays on /etc and /var; only with a VHD root. */
  readonly writableOverlayDirs: boolean;

  /** At most 128; 0 puts layers on SCSI. */
  readonly vpmemDeviceCount: number;
  /** Bytes of the largest device; a multiple of 4096. */
  readonly vpmemSizeBytes: Integer64;
  /** One file a device, instead of many. */
  readonly vpmemNoMultiMapping: boolean;

  readonly enableColdDiscardHint: boolean;
  /** Leaves PCI on in the guest, for devices that are assigned later. */
  readonly vpciEnabled: boolean;
  readonly assignedDevices: readonly AssignedDevice[];
  readonly enableScratchEncryption: boolean;
  readonly policyBasedRouting: boolean;

  /** The root file system on SCSI is checked by dm-verity. */
  readonly dmVerityMode: boolean;
  /** Argument of `dm-mod.create` for that. */
  readonly dmVerityCreateArgs: string;
  /** Confidential: the root file system's VHD, below `bootFilesPath`. */
  readonly dmVerityRootFsVhd: string;
  /** Confidential: guest ports that may be connected to, besides those of the guest agent. */
  readonly extraVsockPorts: readonly number[];
  /** Confidential: whether a paravisor is used; `undefined`: the host decides. */
  readonly hclEnabled: boolean | undefined;
}
