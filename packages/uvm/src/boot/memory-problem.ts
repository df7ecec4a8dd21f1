import type { LcowOptions, Problem } from '@uvmkit/lcow-builder';
import type { Engine } from '../engine/engine.js';

/** What the builder cannot know: how much memory these boot files need. Sizes that are none are its own problems. */
export const memoryProblem = (
  { memorySizeInMB }: LcowOptions,
  { minimumMemoryMiB }: Engine,
): readonly Problem[] =>
  memorySizeInMB < 1 || memorySizeInMB >= minimumMemoryMiB
    ? []
    : [
        {
          path: 'memorySizeInMB',
          rule: 'memory-for-boot-files',
          value: memorySizeInMB,
          message: `${memorySizeInMB} MiB are too little for this guest.`,
          remedy: `Give it at least ${minimumMemoryMiB} MiB.`,
        },
      ];
