/** Windows builds from which something works that documents use. */
export const osBuilds = {
  /** Several SCSI controllers. */
  manyScsiControllers: 17763,
  /** Linux kernel direct boot. */
  kernelDirect: 18286,
  /** Several mappings on one VPMem device; restricted Plan9 shares. */
  vpmemMappings: 18362,
  coldDiscardHint: 18967,
  /** CPU groups in the document. */
  cpuGroup: 19043,
  /** Virtual NUMA, and its affinity for assigned devices. */
  virtualNuma: 26100,
} as const;
