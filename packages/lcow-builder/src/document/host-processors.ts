import { normalizeProcessorCount } from '@uvmkit/vmutils';
import type { BuilderHost } from '../host/builder-host.js';
import type { Compat, Problem } from '../problems/problem.js';

/** The smaller of what is asked for and what the host has; or why the host could not say. */
export const hostProcessors = (
  wanted: number,
  host: BuilderHost,
  compat?: Compat,
): { readonly count: number; readonly problem?: Problem } => {
  try {
    return { count: normalizeProcessorCount(wanted, host.logicalProcessorCount(), { compat }) };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return {
      count: wanted,
      problem: {
        path: 'host.logicalProcessorCount',
        rule: 'host-processors',
        value: cause,
        message: `The host did not say how many processors it has: ${cause}.`,
        remedy: 'Check that the virtualisation service of the host runs and that you may ask it.',
        reference: `failed to get host processor information: failed to retrieve processor and processor topology information: ${cause}`,
      },
    };
  }
};
