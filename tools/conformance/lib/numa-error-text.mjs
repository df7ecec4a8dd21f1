/** The reference's words for a NUMA problem. */
export const numaErrorText = ({ code, data }) => {
  const text = TEXTS[code];
  if (!text) throw new Error(`no text for ${code}`);
  return text(data);
};

const TEXTS = {
  UVM_NUMA_UNSUPPORTED_BUILD: ({ osBuild }) =>
    `vNUMA topology is not supported on ${osBuild} version of Windows`,
  UVM_NUMA_NO_MAX_SIZE: () => 'max size per node must be set when max processors per numa node is set',
  UVM_NUMA_LIST_LENGTHS: () =>
    'mismatch in number of physical numa nodes and the corresponding processor and memory blocks count',
  UVM_NUMA_VIRTUAL_NODE: ({ virtualNode }) =>
    `vNUMA virtual node number ${virtualNode} exceeds maximum allowed value 64`,
  UVM_NUMA_PHYSICAL_NODE: ({ hostNode }) =>
    `vNUMA physical node number ${hostNode} exceeds maximum allowed value 64`,
  UVM_NUMA_MIXED_WILDCARD: ({ hostNode }) =>
    `vNUMA has a mix of wildcard (255) and non-wildcard (${hostNode}) physical node numbers`,
  UVM_NUMA_NODE_WITHOUT_MEMORY: () => 'vNUMA nodes with no memory are not allowed',
  UVM_NUMA_DUPLICATE_NODE: ({ virtualNode }) => `vNUMA virtual node number ${virtualNode} is duplicated`,
  UVM_NUMA_PARTIAL: () => 'partial resource allocation is not allowed',
  UVM_NUMA_EMPTY: () => 'completely empty topology is not allowed',
  UVM_NUMA_PROCESSOR_TOTAL: ({ nodes, vm }) =>
    `vNUMA total processor count ${nodes} does not match UVM processor count ${vm}`,
  UVM_NUMA_MEMORY_TOTAL: ({ nodes, vm }) => `vNUMA total memory ${nodes} does not match UVM memory ${vm}`,
};
