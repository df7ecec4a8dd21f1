import { normalizeMemorySize } from '@uvmkit/vmutils';
import type { StorageQoS, Topology } from '@uvmkit/hcs-schema';
import { wrap64 } from '../options/integer64.js';
import type { UvmOptions } from '../options/uvm-options.js';
import { unlessZero } from './unless.js';
import type { VirtualNuma } from './virtual-numa.js';

export interface MemoryHints {
  readonly hotHint?: boolean;
  readonly coldDiscardHint?: boolean;
}

/** MiB that the VM gets: an even number. What wraps around in the reference does so here; by default it is refused before. */
export const normalMemory = ({ memorySizeInMB }: UvmOptions) =>
  normalizeMemorySize(wrap64(memorySizeInMB), { compat: 'hcsshim' });

/** Memory and processors. Negative numbers wrap as in the reference; by default they are problems before this. */
export const topology = (
  options: UvmOptions,
  processorCount: number,
  { hotHint, coldDiscardHint }: MemoryHints,
  virtualNuma?: VirtualNuma,
): Topology => ({
  Memory: {
    SizeInMB: unlessZero(normalMemory(options)),
    AllowOvercommit: options.allowOvercommit || undefined,
    EnableHotHint: hotHint || undefined,
    EnableColdDiscardHint: coldDiscardHint || undefined,
    EnableDeferredCommit: options.enableDeferredCommit || undefined,
    LowMmioGapInMB: unlessZero(wrap64(options.lowMmioGapInMB)),
    HighMmioBaseInMB: unlessZero(wrap64(options.highMmioBaseInMB)),
    HighMmioGapInMB: unlessZero(wrap64(options.highMmioGapInMB)),
    SlitType: virtualNuma && 'FirmwareFallbackMeasured',
  },
  Processor: {
    Count: unlessZero(processorCount >>> 0),
    Limit: unlessZero(wrap64(options.processorLimit)),
    Weight: unlessZero(wrap64(options.processorWeight)),
    CpuGroup: options.cpuGroupId === '' ? undefined : { Id: options.cpuGroupId },
    NumaProcessorsSettings: virtualNuma?.processors,
  },
  Numa: virtualNuma?.numa,
});

/** Present when either limit is; the reference copies a negative partner, which by default is a problem before this. */
export const storageQos = (options: UvmOptions): StorageQoS | undefined => {
  const { storageQosIopsMaximum, storageQosBandwidthMaximum } = options;
  if (storageQosIopsMaximum <= 0 && storageQosBandwidthMaximum <= 0) return undefined;
  return {
    IopsMaximum: unlessZero(storageQosIopsMaximum),
    BandwidthMaximum: unlessZero(storageQosBandwidthMaximum),
  };
};
