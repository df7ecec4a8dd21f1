import type { LcowOptions, Problem } from '@uvmkit/lcow-builder';
import type { Engine } from '../engine/engine.js';

/** What the document's rules let pass, since 0 stands for "not said" there, but no guest can run with. */
export const sizeProblems = (
  { processorCount, memorySizeInMB }: LcowOptions,
  { minimumMemoryMiB }: Engine,
): readonly Problem[] => [
  ...(processorCount >= 1
    ? []
    : [
        {
          path: 'processorCount',
          rule: 'at-least-one-processor',
          value: processorCount,
          message: `A VM cannot run on ${processorCount} processors.`,
          remedy: 'Give it at least 1.',
        },
      ]),
  ...(memorySizeInMB >= minimumMemoryMiB
    ? []
    : [
        {
          path: 'memorySizeInMB',
          rule: 'memory-for-boot-files',
          value: memorySizeInMB,
          message: `${memorySizeInMB} MiB are too little for this guest.`,
          remedy: `Give it at least ${minimumMemoryMiB} MiB.`,
        },
      ]),
];
