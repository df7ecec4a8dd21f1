import type { OutNumber } from '../calls/c-types.js';
import type { Native } from '../calls/native.js';
import { encodeSid, wellKnownSids } from '../facts/sid.js';
import { succeed } from '../calls/win32-error.js';

/**
 * Whether this process has the rights of a group. An administrator who is not elevated has not.
 *
 * @throws UVM_NATIVE_CALL_FAILED
 */
export const isMemberOf = (
  native: Pick<Native, 'advapi32' | 'kernel32'>,
  group: keyof typeof wellKnownSids,
): boolean => {
  const { CheckTokenMembership } = native.advapi32;
  const isMember: OutNumber = [0];
  const sid = encodeSid(wellKnownSids[group]);
  succeed(native, 'CheckTokenMembership', () => CheckTokenMembership(null, sid, isMember));
  return isMember[0] !== 0;
};
