import { bool32, bytes, inOutU32, outPointer, outU32, pointer, text, u32 } from './c-types.js';
import { signature } from './function-table.js';

/** advapi32.dll: whose token a process has, and what the account is called. */
export const advapi32 = {
  OpenProcessToken: signature(bool32, pointer, u32, outPointer),
  GetTokenInformation: signature(bool32, pointer, u32, bytes, u32, outU32),
  LookupAccountSidW: signature(bool32, text, bytes, bytes, inOutU32, bytes, inOutU32, outU32),
};
