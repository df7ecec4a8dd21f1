import { hresult, outPointer, pointer } from './c-types.js';
import { signature } from './function-table.js';

/** computestorage.dll, as far as utility VMs use it: disks by their open handle. All calls block. */
export const computestorage = {
  HcsFormatWritableLayerVhd: signature(hresult, pointer),
  HcsGetLayerVhdMountPath: signature(hresult, pointer, outPointer),
};
