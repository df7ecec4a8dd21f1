import type { Numa, NumaProcessors } from '@uvmkit/hcs-schema';

/** Virtual NUMA as the document says it. */
export interface VirtualNuma {
  readonly numa: Numa;
  readonly processors: NumaProcessors | undefined;
}
