import { unmarshalRuntimeOptions } from '@uvmkit/vmutils';
import { differenceBetween } from '../../lib/difference.mjs';

export const run = ({ input, expect }) => {
  const any = input.any && {
    typeUrl: input.any.type_url,
    value: Buffer.from(input.any.value_base64, 'base64'),
  };
  try {
    const options = unmarshalRuntimeOptions(any ?? undefined);
    return differenceBetween(
      {
        ok: true,
        options: named(options),
        unknown_base64: Buffer.from(options.unknownFields).toString('base64'),
      },
      expect,
    );
  } catch (error) {
    if (error.code !== 'UVM_RUNTIME_OPTIONS') throw error;
    return differenceBetween(
      { ok: false, error_kind: error.data.problem },
      { ok: expect.ok, error_kind: expect.error_kind },
    );
  }
};

/** The options under their names in the protocol. */
const named = (options) => ({
  debug: options.debug,
  debug_type: options.debugType,
  registry_root: options.registryRoot,
  sandbox_image: options.sandboxImage,
  sandbox_platform: options.sandboxPlatform,
  sandbox_isolation: options.sandboxIsolation,
  boot_files_root_path: options.bootFilesRootPath,
  vm_processor_count: options.vmProcessorCount,
  vm_memory_size_in_mb: options.vmMemorySizeInMb,
  GPUVHDPath: options.gpuVhdPath,
  scale_cpu_limits_to_sandbox: options.scaleCpuLimitsToSandbox,
  default_container_scratch_size_in_gb: options.defaultContainerScratchSizeInGb,
  default_vm_scratch_size_in_gb: options.defaultVmScratchSizeInGb,
  share_scratch: options.shareScratch,
  NCProxyAddr: options.ncProxyAddr,
  log_level: options.logLevel,
  io_retry_timeout_in_sec: options.ioRetryTimeoutInSec,
  default_container_annotations: Object.fromEntries(options.defaultContainerAnnotations),
  no_inherit_host_timezone: options.noInheritHostTimezone,
  scrub_logs: options.scrubLogs ?? null,
});
