import { errors } from '../errors.js';
import type { Bound } from './function-table.js';
import type { kernel32 } from './kernel32.js';

/** Longest path that the call is given room for, in UTF-16 units, its NUL among them. */
const MAX_PATH = 260;

/**
 * The folder of Windows' own libraries, without a separator at its end.
 *
 * @throws UVM_NATIVE_LIBRARY_MISSING where Windows does not tell: a bare name in its place could be anybody's library
 */
export const systemFolder = ({
  GetSystemDirectoryW,
  GetLastError,
}: Pick<Bound<typeof kernel32>, 'GetSystemDirectoryW' | 'GetLastError'>): string => {
  const room = Buffer.alloc(2 * MAX_PATH);
  const length = GetSystemDirectoryW(room, MAX_PATH);
  if (length > 0 && length < MAX_PATH) return room.toString('utf16le', 0, 2 * length);
  const data = length === 0 ? { win32Error: GetLastError() } : { units: length };
  throw errors.UVM_NATIVE_LIBRARY_MISSING('Windows does not tell where its system folder is.', data);
};
