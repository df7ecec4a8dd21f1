import type { UvmError } from '@uvmkit/vmutils';
import type { Native } from './native.js';
import { errors } from '../errors.js';

/** Win32 errors that calls act on. */
export const win32Errors = {
  ERROR_FILE_NOT_FOUND: 2,
  ERROR_ACCESS_DENIED: 5,
  ERROR_NO_MORE_FILES: 18,
  ERROR_INVALID_PARAMETER: 87,
} as const;

type Errors = Pick<Native, 'kernel32'>;

const nameOf = new Map<number, string>(Object.entries(win32Errors).map(([name, number]) => [number, name]));

/** The typed error of a failed call. @param win32Error undefined where the call ran on another thread */
export const callFailed = (call: string, win32Error: number | undefined): UvmError =>
  errors.UVM_NATIVE_CALL_FAILED(
    win32Error === undefined
      ? `${call} failed.`
      : `${call} failed (${nameOf.get(win32Error) ?? 'Win32 error'} ${win32Error}).`,
    { call, ...(win32Error !== undefined && { win32Error }) },
  );

/**
 * Runs a call of Windows on this thread and gives its result, or the error that it left for this thread.
 *
 * @throws UVM_NATIVE_CALL_FAILED when the result is 0 or NULL
 */
export const succeed = <T extends number | bigint | null>(
  { kernel32 }: Errors,
  name: string,
  call: () => T,
): Exclude<T, null> => {
  // Bound before the call: looking a function up may change what it returns.
  const { GetLastError } = kernel32;
  const result = call();
  if (!result) throw callFailed(name, GetLastError());
  return result as Exclude<T, null>;
};
