import { bytes, port } from './units.js';

/** VPMem devices that a VM can have, and how many it has if nothing else is said. */
export const MAX_VPMEM_DEVICES = 128;
export const DEFAULT_VPMEM_DEVICES = 64;

/** Size of a VPMem device if nothing else is said: 4 GiB. */
export const DEFAULT_VPMEM_SIZE = bytes(4_294_967_296);

/** Files of a Linux utility VM, in its boot folder. */
export const BOOT_FILES = Object.freeze({
  /** The compressed kernel. */
  kernel: 'kernel',
  /** The same without compression, preferred for a direct boot. */
  uncompressedKernel: 'vmlinux',
  initrd: 'initrd.img',
  rootVhd: 'rootfs.vhd',
  /** The root of a confidential VM, with its dm-verity tree. */
  dmVerityRootVhd: 'rootfs.vhd',
  /** Kernel, initial ramdisk and command line of a confidential VM. */
  guestState: 'kernel.vmgs',
  /** The signed reference measurement of a confidential VM. */
  referenceInfo: 'reference_info.cose',
  hashEnvelopeReferenceInfo: 'reference_info_hash_envelope.cose',
} as const);

/** Folder of the boot files: beside the program, else below `%ProgramFiles%`. */
export const LOCAL_BOOT_FOLDER = 'LinuxBootFiles';
export const INSTALLED_BOOT_FOLDER = 'Linux Containers';

/** Ports of the host to which a Linux guest connects, and the one on which it serves 9p shares. */
export const LINUX_ENTROPY_PORT = port(1);
export const LINUX_LOG_PORT = port(109);
export const PLAN9_PORT = port(564);

/** Random bytes that a Linux guest is given when it starts. */
export const LINUX_ENTROPY_SIZE = bytes(512);

/** How the guest forwards its log: everything to one port of the host, once or again after each break. */
export const logForwarderCommand = (reconnect: boolean): string =>
  `/bin/vsockexec ${reconnect ? '-r ' : ''}-e ${LINUX_LOG_PORT}`;

/** Virtual NUMA nodes are numbered below this, and so are the host's. */
export const MAX_NUMA_NODES = 64;

/** The host node number that stands for any host node. */
export const ANY_NUMA_NODE = 255;

/** The process that holds a VM's memory on Windows, and the domain of its account. */
export const VM_MEMORY_PROCESS = 'vmmem';
export const VM_ACCOUNT_DOMAIN = 'NT VIRTUAL MACHINE';

/** Names of fields in log records that several packages write. */
export const LOG_FIELDS = Object.freeze({
  error: 'error',
  stderr: 'stderr',
  vmId: 'uvm-id',
  vmTime: 'vm.time',
} as const);
