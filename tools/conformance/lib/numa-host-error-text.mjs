/** The reference's words for a problem with the host's files, lists and counts. */
export const hostErrorText = (error) => {
  const { code, data, cause } = error;
  switch (code) {
    case 'UVM_NUMA_LIST':
      if (data.node !== undefined)
        return `failed to parse HostCPUs for NUMA node ${data.node}: ${hostErrorText(cause)}`;
      return `strconv.Atoi: parsing ${quoted(data.piece)}: ${data.reason === 'syntax' ? 'invalid syntax' : 'value out of range'}`;
    case 'UVM_NUMA_HOST_FILE':
      return cause.message;
    case 'UVM_NUMA_MEMINFO':
      if (data.value === undefined) return `MemTotal not found in ${data.path}`;
      return `strconv.ParseUint: parsing ${quoted(data.value)}: ${/^\d+$/.test(data.value) ? 'value out of range' : 'invalid syntax'}`;
    case 'UVM_NUMA_DISTRIBUTION':
      if (data.node !== undefined) return `HostCPUs for NUMA node ${data.node} must not be empty`;
      return data.nodes === 0
        ? 'no NUMA nodes'
        : `totalVCPUs (${data.vcpus}) must be >= NUMA node count (${data.nodes})`;
    default:
      throw error;
  }
};

const quoted = (text) => JSON.stringify(text);
