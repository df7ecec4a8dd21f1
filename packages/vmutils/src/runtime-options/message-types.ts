/** How a field is encoded, as far as these messages need it. */
export type FieldKind =
  'bool' | 'enum' | 'int32' | 'int64' | 'uint32' | 'uint64' | 'string' | 'bytes' | 'message' | 'map';

export interface FieldType {
  readonly name: string;
  readonly number: number;
  readonly kind: FieldKind;
}

export interface MessageType {
  readonly name: string;
  readonly fields: readonly FieldType[];
}

/**
 * The options that containerd hands to the Windows shim, `containerd.runhcs.v1.Options`. Names and numbers are those on the
 * wire; the two enumerations are open.
 */
export const OPTIONS: MessageType = {
  name: 'containerd.runhcs.v1.Options',
  fields: [
    { number: 1, name: 'debug', kind: 'bool' },
    { number: 2, name: 'debug_type', kind: 'enum' },
    { number: 3, name: 'registry_root', kind: 'string' },
    { number: 4, name: 'sandbox_image', kind: 'string' },
    { number: 5, name: 'sandbox_platform', kind: 'string' },
    { number: 6, name: 'sandbox_isolation', kind: 'enum' },
    { number: 7, name: 'boot_files_root_path', kind: 'string' },
    { number: 8, name: 'vm_processor_count', kind: 'int32' },
    { number: 9, name: 'vm_memory_size_in_mb', kind: 'int32' },
    { number: 10, name: 'GPUVHDPath', kind: 'string' },
    { number: 11, name: 'scale_cpu_limits_to_sandbox', kind: 'bool' },
    { number: 12, name: 'default_container_scratch_size_in_gb', kind: 'int32' },
    { number: 13, name: 'default_vm_scratch_size_in_gb', kind: 'int32' },
    { number: 14, name: 'share_scratch', kind: 'bool' },
    { number: 15, name: 'NCProxyAddr', kind: 'string' },
    { number: 16, name: 'log_level', kind: 'string' },
    { number: 17, name: 'io_retry_timeout_in_sec', kind: 'int32' },
    { number: 18, name: 'default_container_annotations', kind: 'map' },
    { number: 19, name: 'no_inherit_host_timezone', kind: 'bool' },
    { number: 20, name: 'scrub_logs', kind: 'bool' },
  ],
};

/** Other messages that may arrive in the same place: well known, but not options. */
export const OTHER_MESSAGES: readonly MessageType[] = [
  {
    name: 'containerd.runhcs.v1.ProcessDetails',
    fields: [
      { number: 1, name: 'image_name', kind: 'string' },
      { number: 2, name: 'created_at', kind: 'message' },
      { number: 3, name: 'kernel_time_100_ns', kind: 'uint64' },
      { number: 4, name: 'memory_commit_bytes', kind: 'uint64' },
      { number: 5, name: 'memory_working_set_private_bytes', kind: 'uint64' },
      { number: 6, name: 'memory_working_set_shared_bytes', kind: 'uint64' },
      { number: 7, name: 'process_id', kind: 'uint32' },
      { number: 8, name: 'user_time_100_ns', kind: 'uint64' },
      { number: 9, name: 'exec_id', kind: 'string' },
    ],
  },
  {
    name: 'google.protobuf.Any',
    fields: [
      { number: 1, name: 'type_url', kind: 'string' },
      { number: 2, name: 'value', kind: 'bytes' },
    ],
  },
  {
    name: 'google.protobuf.Timestamp',
    fields: [
      { number: 1, name: 'seconds', kind: 'int64' },
      { number: 2, name: 'nanos', kind: 'int32' },
    ],
  },
];
