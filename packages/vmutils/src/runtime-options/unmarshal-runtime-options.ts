import { errors } from '../errors.js';
import { OPTIONS, OTHER_MESSAGES } from './message-types.js';
import { readFields } from './read-fields.js';
import type { RuntimeOptions } from './runtime-options.js';
import { sortFields } from './wire.js';

/** A protobuf `Any`: some message, and the name of its type. */
export interface AnyMessage {
  /** The part behind the last slash names the type. */
  readonly typeUrl: string;
  readonly value: Uint8Array;
}

/** Why options could not be read. */
export type RuntimeOptionsProblem = 'unknown-type' | 'wrong-type' | 'malformed' | 'invalid-utf8';

/**
 * Reads the options that containerd passes to a Windows shim. No message at all gives the defaults; an empty one without a
 * type is an error.
 *
 * @throws UVM_RUNTIME_OPTIONS with `problem` as a `RuntimeOptionsProblem`. The content is looked at before its type is
 *   compared, so that broken content of another known type is `malformed`.
 */
export const unmarshalRuntimeOptions = (message: AnyMessage | undefined): RuntimeOptions => {
  if (!message) return decode(new Uint8Array(0), new Uint8Array(0));

  const typeName = message.typeUrl.slice(message.typeUrl.lastIndexOf('/') + 1);
  const type = [OPTIONS, ...OTHER_MESSAGES].find(({ name }) => name === typeName);
  if (!type) throw failure('unknown-type', message);
  const sorted = sortFields(message.value, type);
  if (typeof sorted === 'string') throw failure(sorted, message);
  if (type !== OPTIONS) throw failure('wrong-type', message);
  return decode(sorted.known, sorted.unknown);
};

const failure = (problem: RuntimeOptionsProblem, { typeUrl }: AnyMessage): Error =>
  errors.UVM_RUNTIME_OPTIONS(`${DETAILS[problem]} The type is "${typeUrl}".`, { problem, typeUrl });

const DETAILS: Readonly<Record<RuntimeOptionsProblem, string>> = {
  'unknown-type': 'The type is not known.',
  'wrong-type': 'The message is of another type.',
  malformed: 'The bytes are no protobuf message.',
  'invalid-utf8': 'A text in it is not UTF-8.',
};

const decode = (known: Uint8Array, unknownFields: Uint8Array): RuntimeOptions => {
  const { numbers, texts, flags, maps } = readFields(known, OPTIONS);
  const number = (name: string): number => numbers.get(name) ?? 0;
  const text = (name: string): string => texts.get(name) ?? '';
  const flag = (name: string): boolean => flags.get(name) ?? false;
  return {
    debug: flag('debug'),
    debugType: number('debug_type'),
    registryRoot: text('registry_root'),
    sandboxImage: text('sandbox_image'),
    sandboxPlatform: text('sandbox_platform'),
    sandboxIsolation: number('sandbox_isolation'),
    bootFilesRootPath: text('boot_files_root_path'),
    vmProcessorCount: number('vm_processor_count'),
    vmMemorySizeInMb: number('vm_memory_size_in_mb'),
    gpuVhdPath: text('GPUVHDPath'),
    scaleCpuLimitsToSandbox: flag('scale_cpu_limits_to_sandbox'),
    defaultContainerScratchSizeInGb: number('default_container_scratch_size_in_gb'),
    defaultVmScratchSizeInGb: number('default_vm_scratch_size_in_gb'),
    shareScratch: flag('share_scratch'),
    ncProxyAddr: text('NCProxyAddr'),
    logLevel: text('log_level'),
    ioRetryTimeoutInSec: number('io_retry_timeout_in_sec'),
    defaultContainerAnnotations: maps.get('default_container_annotations') ?? new Map(),
    noInheritHostTimezone: flag('no_inherit_host_timezone'),
    scrubLogs: flags.get('scrub_logs'),
    unknownFields,
  };
};
