import * as vmutils from '@uvmkit/vmutils';
import { decodeGcsLogEntry } from '@uvmkit/gcs-log';
import { differenceBetween } from '../../lib/difference.mjs';

const { BOOT_FILES, LOG_FIELDS } = vmutils;

/** Where each of the reference's constants is in our packages. */
const OURS = {
  MaxVPMEMCount: vmutils.MAX_VPMEM_DEVICES,
  DefaultVPMEMCount: vmutils.DEFAULT_VPMEM_DEVICES,
  DefaultVPMemSizeBytes: vmutils.DEFAULT_VPMEM_SIZE,
  DefaultDmVerityRootfsVhd: BOOT_FILES.dmVerityRootVhd,
  DefaultGuestStateFile: BOOT_FILES.guestState,
  DefaultUVMReferenceInfoFile: BOOT_FILES.referenceInfo,
  DefaultUVMHashEnvelopeReferenceInfoFile: BOOT_FILES.hashEnvelopeReferenceInfo,
  InitrdFile: BOOT_FILES.initrd,
  VhdFile: BOOT_FILES.rootVhd,
  KernelFile: BOOT_FILES.kernel,
  UncompressedKernelFile: BOOT_FILES.uncompressedKernel,
  LinuxEntropyVsockPort: vmutils.LINUX_ENTROPY_PORT,
  LinuxLogVsockPort: vmutils.LINUX_LOG_PORT,
  LinuxEntropyBytes: vmutils.LINUX_ENTROPY_SIZE,
  Plan9Port: vmutils.PLAN9_PORT,
  ErrCPUGroupCreateNotSupported: `cpu group assignment on create requires a build of ${vmutils.OS_BUILDS.V21H1} or higher`,
  wildcardPhysicalNodeNumber: vmutils.ANY_NUMA_NODE,
  numaTopologyNodeCountMax: vmutils.MAX_NUMA_NODES,
  numaChildNodeCountMax: vmutils.MAX_NUMA_NODES,
  vmmemProcessName: vmutils.VM_MEMORY_PROCESS,
  vmmemProcessNameExt: `${vmutils.VM_MEMORY_PROCESS}.exe`,
  ntVirtualMachineDomain: vmutils.VM_ACCOUNT_DOMAIN,
};

const defaultCounts = [1, 2, 3, 64].map(vmutils.defaultProcessorCount);

/** Levels as our parser orders them; `panic` and `fatal` are clamped. */
const levelOf = (name) => decodeGcsLogEntry(`{"level":"${name}"}`).level;

export const run = (constants) => {
  const described = constants.default_processor_count.startsWith('1 if');
  return differenceBetween(
    {
      constants: constants.vmutils.map(({ name }) => [name, String(OURS[name])]),
      osversion: vmutils.OS_BUILDS,
      log_field_names: {
        error: LOG_FIELDS.error,
        stderr: LOG_FIELDS.stderr,
        uvm_id: LOG_FIELDS.vmId,
        vm_time: LOG_FIELDS.vmTime,
      },
      log_forwarder_command: {
        reconnect_false: vmutils.logForwarderCommand(false),
        reconnect_true: vmutils.logForwarderCommand(true),
      },
      default_counts: defaultCounts,
      levels: Object.keys(constants.logrus_levels).map((name) => [name, levelOf(name)]),
    },
    {
      constants: constants.vmutils.map(({ name, value }) => [name, value]),
      osversion: constants.osversion,
      log_field_names: constants.log_field_names,
      log_forwarder_command: constants.log_forwarder_command,
      default_counts: described ? [1, 2, 2, 2] : undefined,
      levels: Object.keys(constants.logrus_levels).map((name) => [name, CLAMPED[name] ?? name]),
    },
  );
};

const CLAMPED = { panic: 'error', fatal: 'error', warning: 'warn' };
