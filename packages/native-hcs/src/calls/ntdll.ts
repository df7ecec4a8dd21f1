import { bytes, i32 } from './c-types.js';
import { signature } from './function-table.js';

/** ntdll.dll: the version that GetVersionEx hides from programs without a manifest. */
export const ntdll = {
  RtlGetVersion: signature(i32, bytes),
};
