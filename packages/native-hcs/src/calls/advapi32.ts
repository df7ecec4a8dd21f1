import { bool32, bytes, i32, inOutU32, outPointer, outU32, pointer, text, u32 } from './c-types.js';
import { signature } from './function-table.js';

/** advapi32.dll: whose token a process has, what its account is called, and whether a service runs. */
export const advapi32 = {
  OpenProcessToken: signature(bool32, pointer, u32, outPointer),
  GetTokenInformation: signature(bool32, pointer, u32, bytes, u32, outU32),
  LookupAccountSidW: signature(bool32, text, bytes, bytes, inOutU32, bytes, inOutU32, outU32),
  CheckTokenMembership: signature(bool32, pointer, bytes, outU32),

  OpenSCManagerW: signature(pointer, text, text, u32),
  OpenServiceW: signature(pointer, pointer, text, u32),
  QueryServiceStatus: signature(bool32, pointer, bytes),
  CloseServiceHandle: signature(bool32, pointer),
  RegGetValueW: signature(i32, pointer, text, text, u32, pointer, bytes, inOutU32),
};
