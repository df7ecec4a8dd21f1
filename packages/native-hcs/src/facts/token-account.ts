import type { OutNumber } from '../calls/c-types.js';
import type { Native } from '../calls/native.js';
import type { Account } from './process-table.js';
import { sidText } from './sid.js';
import { callFailed, succeed } from '../calls/win32-error.js';

/** TOKEN_INFORMATION_CLASS TokenUser. */
const TOKEN_USER = 1;

/** A TOKEN_USER is a pointer and attributes; the SID that it points to follows, 68 bytes at most. */
const SID_OFFSET = 16;
const TOKEN_USER_BYTES = SID_OFFSET + 68;

/** UTF-16 units that the name of an account or a domain can have, with its NUL. */
const NAME_UNITS = 257;

/**
 * Whom a token stands for. The name is looked up on another thread, since a domain's controller may be asked for it.
 *
 * @throws UVM_NATIVE_CALL_FAILED
 */
export const accountOfToken = async (
  native: Pick<Native, 'kernel32' | 'advapi32'>,
  token: bigint,
): Promise<Account> => {
  const { GetTokenInformation, LookupAccountSidW } = native.advapi32;
  const user = Buffer.alloc(TOKEN_USER_BYTES);
  succeed(native, 'GetTokenInformation', () =>
    GetTokenInformation(token, TOKEN_USER, user, user.length, [0]),
  );
  const sid = user.subarray(SID_OFFSET);
  const name = Buffer.alloc(2 * NAME_UNITS);
  const domain = Buffer.alloc(2 * NAME_UNITS);
  const nameUnits: OutNumber = [NAME_UNITS];
  const domainUnits: OutNumber = [NAME_UNITS];
  const found = await LookupAccountSidW.async(null, sid, name, nameUnits, domain, domainUnits, [0]);
  if (!found) throw callFailed(`LookupAccountSidW of ${sidText(sid) ?? 'the account'}`, undefined);
  return { domain: textOf(domain), name: textOf(name) };
};

const textOf = (units: Buffer): string => {
  const text = units.toString('utf16le');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
};
