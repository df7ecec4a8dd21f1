import type { OutPointer } from '../calls/c-types.js';
import type { Native } from '../calls/native.js';

/** What a call gave back: its HRESULT, and the document that came with it, whichever way the call went. */
export interface CallResult {
  readonly hresult: number;
  readonly text: string | undefined;
}

/** Takes over a result document: copies it and frees Windows' memory, once. */
export const takeText = (native: Native, [address]: OutPointer): string | undefined => {
  if (address === null) return undefined;
  try {
    return native.readText(address);
  } finally {
    native.kernel32.LocalFree(address);
  }
};
