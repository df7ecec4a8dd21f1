import { OS_BUILDS } from '@uvmkit/vmutils';

/** Windows builds from which something works that documents use. */
export const osBuilds = {
  /** Several SCSI controllers. */
  manyScsiControllers: OS_BUILDS.RS5,
  /** Linux kernel direct boot; a preview of the next release. */
  kernelDirect: 18286,
  /** Several mappings on one VPMem device. */
  vpmemMappings: OS_BUILDS.V19H1,
  /** Plan9 shares of single files. */
  restrictedShares: OS_BUILDS.V19H1,
  /** A preview too. */
  coldDiscardHint: 18967,
  /** CPU groups in the document. */
  cpuGroup: OS_BUILDS.V21H1,
  /** Virtual NUMA, and its affinity for assigned devices. */
  virtualNuma: OS_BUILDS.V25H1Server,
} as const;
