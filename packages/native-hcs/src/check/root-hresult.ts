import { UvmError } from '@uvmkit/vmutils';

/** Errors below one another that are looked at; more is a circle. */
const DEEPEST = 16;

/** The HRESULT of an error, or of the nearest one that caused it. */
export const rootHresult = (error: unknown): number | undefined => {
  let at = error;
  for (let depth = 0; depth < DEEPEST && at instanceof Error; depth += 1) {
    const hresult = at instanceof UvmError ? at.data['hresult'] : undefined;
    if (typeof hresult === 'number') return hresult;
    at = at.cause;
  }
  return undefined;
};
