/**
 * Milliseconds that calls wait when their caller does not say. Changes of state get the four minutes that the reference
 * client gives them; a system with much memory takes its time.
 */
export const deadlines = {
  create: 60_000,
  stateChange: 240_000,
  terminate: 60_000,
  answer: 60_000,
  close: 120_000,
} as const;
