/** The NUMA document of a case, whose 64-bit members are decimal text. */
export const numaOf = ({ virtual_node_count: count, max_size_per_node: size, settings }) => ({
  VirtualNodeCount: count,
  MaxSizePerNode: BigInt(size ?? 0),
  Settings: (settings ?? []).map((setting) => ({
    VirtualNodeNumber: setting.virtual_node_number,
    PhysicalNodeNumber: setting.physical_node_number,
    VirtualSocketNumber: setting.virtual_socket_number,
    CountOfProcessors: setting.count_of_processors,
    CountOfMemoryBlocks: BigInt(setting.count_of_memory_blocks),
    MemoryBackingType: setting.memory_backing_type,
  })),
});

/** A 64-bit value in the form of the schema's types: a number where that is exact. */
export const integer = (text) => {
  const value = BigInt(text === '' ? 0 : text);
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value;
};
