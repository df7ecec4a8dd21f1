import type { OutPointer } from '../../calls/c-types.js';
import type { Native } from '../../calls/native.js';
import { hcnError } from './hcn-error.js';

/** What is needed of Windows to reach the host network service. */
export type HcnNative = Pick<Native, 'computenetwork' | 'ole32' | 'readText'>;

/** Makes one call, whose last parameter receives what the service says of a failure. */
export const hcnCall = async (
  native: HcnNative,
  what: string,
  call: (record: OutPointer) => Promise<number>,
): Promise<void> => {
  const slot: OutPointer = [null];
  const hresult = await call(slot);
  const record = takeNetworkText(native, slot);
  if (hresult < 0) throw hcnError(what, hresult, record);
};

/** As `hcnCall`, for a call that also leaves a document. */
export const hcnAsk = async (
  native: HcnNative,
  what: string,
  call: (document: OutPointer, record: OutPointer) => Promise<number>,
): Promise<string | undefined> => {
  const slot: OutPointer = [null];
  let text: string | undefined;
  await hcnCall(native, what, async (record) => {
    const hresult = await call(slot, record);
    text = takeNetworkText(native, slot);
    return hresult;
  });
  return text;
};

/** Takes over a text of the service: copies it and frees its memory, once. */
const takeNetworkText = (native: HcnNative, [address]: OutPointer): string | undefined => {
  if (address === null) return undefined;
  try {
    return native.readText(address);
  } finally {
    native.ole32.CoTaskMemFree(address);
  }
};

/** How an object of the service comes to have a handle, and how that is given back. */
export interface HcnOpening {
  /** Names it in errors: "Opening endpoint …". */
  readonly what: string;
  open(slot: OutPointer, record: OutPointer): Promise<number>;
  close(handle: bigint): Promise<number>;
}

/** E_UNEXPECTED: the service said yes and gave nothing. */
const NO_HANDLE = 0x8000_ffff;

/** Runs `use` with an open object, and closes it once, whichever way that ends. */
export const withHcnObject = async <T>(
  native: HcnNative,
  { what, open, close }: HcnOpening,
  use: (handle: bigint) => Promise<T>,
): Promise<T> => {
  const slot: OutPointer = [null];
  try {
    await hcnCall(native, what, (record) => open(slot, record));
    const [handle] = slot;
    if (handle === null) throw hcnError(what, NO_HANDLE, undefined);
    return await use(handle);
  } finally {
    // A call that failed may leave a handle as well.
    const [handle] = slot;
    if (handle !== null) await close(handle);
  }
};
