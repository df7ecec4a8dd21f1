import type { TimelineEntry } from '../boot/run-steps.js';

const ms = (value: number): string => `${value.toFixed(0)} ms`.padStart(9);

/** One line a step: when it began, what it took, its name; then the whole. */
export const formatTimeline = (timeline: readonly TimelineEntry[]): string => {
  const rows = timeline.map(
    ({ step, startedMs, durationMs }) => `${ms(startedMs)} ${ms(durationMs)}  ${step}`,
  );
  const last = timeline.at(-1);
  const total = last ? last.startedMs + last.durationMs : 0;
  return ['   begin      took  step', ...rows, `          ${ms(total)}  in all`].join('\n');
};
