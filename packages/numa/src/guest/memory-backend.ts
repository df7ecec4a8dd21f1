import { errors } from '../errors.js';

/** What stands behind the guest's memory. */
export interface MemoryBackend {
  readonly type: 'memory-backend-ram' | 'memory-backend-file';
  /** Folder of the file; empty for none. */
  readonly path: string;
  /** Node memory is a multiple of this. */
  readonly alignmentMib: number;
  /** Whether another process maps the memory. */
  readonly shared: boolean;
}

export interface MemoryBackendRequest {
  readonly hugePages: boolean;
  /** How files are shared with the guest, as in `virtio-fs`; empty for not at all. */
  readonly sharedFs: string;
}

/** What the choice of a backend asks of the host. */
export interface MemoryHost {
  /** Block size in bytes of the file system at a path, which for hugetlbfs is the page size; undefined for no such path. */
  blockSize(path: string): number | undefined;
  exists(path: string): boolean;
}

const HUGE_PAGES = '/dev/hugepages';
const SHARED_MEMORY = '/dev/shm';
const MIB = 1_048_576;

/** Ways of sharing files by which a daemon maps the guest's memory. */
const MAPPED_BY_DAEMON = ['virtio-fs', 'virtio-fs-nydus'];

/**
 * Chooses what stands behind the guest's memory: huge pages beat everything, a file-sharing daemon needs shared memory, and
 * otherwise it is anonymous.
 *
 * @throws UVM_NUMA_HUGE_PAGES if huge pages are asked for and their mount is missing or no mount of huge pages
 */
export const memoryBackend = (
  { hugePages, sharedFs }: MemoryBackendRequest,
  host: MemoryHost,
): MemoryBackend => {
  const shared = MAPPED_BY_DAEMON.includes(sharedFs);
  if (hugePages) {
    const blockSize = host.blockSize(HUGE_PAGES);
    if (blockSize === undefined || blockSize < MIB || blockSize % MIB !== 0) {
      throw errors.UVM_NUMA_HUGE_PAGES(`It is ${HUGE_PAGES}.`, { path: HUGE_PAGES, blockSize });
    }
    return { type: 'memory-backend-file', path: HUGE_PAGES, alignmentMib: blockSize / MIB, shared };
  }
  return shared && host.exists(SHARED_MEMORY)
    ? { type: 'memory-backend-file', path: SHARED_MEMORY, alignmentMib: 1, shared }
    : { type: 'memory-backend-ram', path: '', alignmentMib: 1, shared: false };
};
