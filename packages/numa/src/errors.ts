import { defineErrors } from '@uvmkit/vmutils';

export const errors = defineErrors({
  UVM_NUMA_UNSUPPORTED_BUILD: {
    says: 'This Windows build has no virtual NUMA for utility VMs.',
    remedy: 'Use build 26100 (Windows Server 2025, Windows 11 24H2) or later, or ask for no virtual NUMA.',
  },
  UVM_NUMA_NO_MAX_SIZE: {
    says: 'Processors per node are limited, but memory per node is not.',
    remedy: 'Set the largest memory size of a node too.',
  },
  UVM_NUMA_LIST_LENGTHS: {
    says: 'The lists of host nodes, processor counts and memory block counts differ in length.',
    remedy: 'Give one host node, one processor count and one memory block count for each virtual node.',
  },
  UVM_NUMA_VIRTUAL_NODE: {
    says: 'A virtual node number is too large.',
    remedy: 'Use at most 64 virtual nodes, numbered from 0.',
  },
  UVM_NUMA_PHYSICAL_NODE: {
    says: 'A host node number is too large.',
    remedy: 'Use host nodes below 64, or 255 for any.',
  },
  UVM_NUMA_MIXED_WILDCARD: {
    says: 'Some virtual nodes are tied to host nodes and others are not.',
    remedy: 'Give 255 as the host node of every virtual node or of none.',
  },
  UVM_NUMA_NODE_WITHOUT_MEMORY: {
    says: 'A virtual node has no memory.',
    remedy: 'Give every virtual node at least one memory block.',
  },
  UVM_NUMA_DUPLICATE_NODE: {
    says: 'Two virtual nodes have one number.',
    remedy: 'Number the virtual nodes 0, 1, 2 and so on.',
  },
  UVM_NUMA_PARTIAL: {
    says: 'The virtual nodes have processors but no memory, or memory but no processors.',
    remedy: 'Give processors and memory to the virtual nodes, or neither.',
  },
  UVM_NUMA_EMPTY: {
    says: 'Virtual nodes on any host node have neither processors nor memory.',
    remedy: 'Name the host nodes, or give the virtual nodes processors and memory.',
  },
  UVM_NUMA_PROCESSOR_TOTAL: {
    says: 'The processors of the virtual nodes are not the processors of the VM.',
    remedy: 'Make the processor counts of the nodes add up to the processor count of the VM.',
  },
  UVM_NUMA_MEMORY_TOTAL: {
    says: 'The memory of the virtual nodes is not the memory of the VM.',
    remedy: 'Make the memory blocks (MiB) of the nodes add up to the memory size of the VM.',
  },
  UVM_NUMA_LIST: {
    says: 'A list of CPUs or nodes cannot be read.',
    remedy: 'Write numbers and ranges separated by commas, as in 0-3,8.',
  },
  UVM_NUMA_HOST_FILE: {
    says: 'A file that describes the NUMA nodes of the host cannot be read.',
    remedy: 'Check that the host node exists, and that /sys is mounted where this program runs.',
  },
  UVM_NUMA_MEMINFO: {
    says: 'The memory of a host node is not known.',
    remedy: 'Look at the meminfo file of the node: its MemTotal line should say kB.',
  },
  UVM_NUMA_DISTRIBUTION: {
    says: 'The vCPUs cannot be spread over the nodes.',
    remedy: 'Ask for at least one vCPU for each node, and leave out nodes without CPUs.',
  },
  UVM_NUMA_MEMORY_SPLIT: {
    says: 'The memory cannot be split over the nodes.',
    remedy: 'Make the memory size a multiple of the page size, with at least one page for each node.',
  },
  UVM_NUMA_HUGE_PAGES: {
    says: 'The size of the huge pages is not known.',
    remedy: 'Mount hugetlbfs, or do not ask for huge pages.',
  },
});
