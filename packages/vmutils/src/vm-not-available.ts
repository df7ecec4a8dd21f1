/** HRESULTs and Win32 codes by which the reference knows that a VM is gone. */
const GONE = new Set([
  0xc037010e, // no such compute system
  0xc0370110, // already stopped
  0x8037011f, // process already stopped
  0xc0370105, // operation not legal in this state
  0x490, // element not found
]);

/** The same facts in the form in which present Windows reports them. The reference does not know them. */
const GONE_TODAY = new Set([
  0x8037010e, // HCS_E_SYSTEM_NOT_FOUND
  0x80370110, // HCS_E_SYSTEM_ALREADY_STOPPED
  0x80070490, // HRESULT of Win32 0x490
]);

const HANDLE_CLOSED = 'UVM_HCS_HANDLE_CLOSED';

/** Causes inside causes that are looked at. */
const MAX_WRAPPING = 32;

/**
 * Whether an error means that the VM is not there any more, so that a caller who wants it gone may be content.
 *
 * It looks for an HRESULT (`data.hresult` of a `UvmError`, or `hresult` or `errno` of any error) or a closed handle in the
 * error, its causes, and the errors of an `AggregateError`. A message is never looked at.
 */
export const isVmNotAvailable = (error: unknown, { compat }: { readonly compat?: 'hcsshim' } = {}): boolean =>
  someCause(error, MAX_WRAPPING, (one) => {
    if ('code' in one && one.code === HANDLE_CLOSED) return true;
    const code = codeOf(one);
    return code !== undefined && (GONE.has(code) || (compat !== 'hcsshim' && GONE_TODAY.has(code)));
  });

const someCause = (error: unknown, depth: number, holds: (one: object) => boolean): boolean => {
  if (typeof error !== 'object' || error === null || depth === 0) return false;
  if (holds(error)) return true;
  if (error instanceof AggregateError && error.errors.some((one) => someCause(one, depth - 1, holds)))
    return true;
  return 'cause' in error && someCause(error.cause, depth - 1, holds);
};

/** The unsigned 32-bit code that an error carries. */
const codeOf = (error: object): number | undefined => {
  const data = 'data' in error && typeof error.data === 'object' && error.data !== null ? error.data : {};
  const code =
    'hresult' in data
      ? data.hresult
      : 'hresult' in error
        ? error.hresult
        : 'errno' in error
          ? error.errno
          : undefined;
  return typeof code === 'number' ? code >>> 0 : undefined;
};
