/**
 * Whether a read failure is one that the reference does not report: the end of the stream, or a connection that the guest
 * reset or that Windows aborted, however wrapped (`cause`, or one of an `AggregateError`).
 */
export const isSilentFailure = (error: unknown): boolean => carries(error, SILENT_CODES, MAX_WRAPPING);

/** `EOF` is libuv's code for the end of a stream; the other two are Winsock 10054 and 10053. */
const SILENT_CODES: readonly unknown[] = ['EOF', 'ECONNRESET', 'ECONNABORTED'];

const MAX_WRAPPING = 32;

const carries = (error: unknown, codes: readonly unknown[], depth: number): boolean => {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  if ('code' in error && codes.includes(error.code)) return true;
  if (error instanceof AggregateError && error.errors.some((inner) => carries(inner, codes, depth - 1)))
    return true;
  return 'cause' in error && carries(error.cause, codes, depth - 1);
};
