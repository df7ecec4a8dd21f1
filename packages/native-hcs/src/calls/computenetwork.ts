import { bytes, hresult, outPointer, pointer, text } from './c-types.js';
import { signature } from './function-table.js';

/** A GUID by reference: 16 bytes in Windows' memory layout. */
const guid = bytes;

/** computenetwork.dll. All calls block; the last parameter receives an error record (JSON). */
export const computenetwork = {
  HcnEnumerateNetworks: signature(hresult, text, outPointer, outPointer),
  HcnOpenNetwork: signature(hresult, guid, outPointer, outPointer),
  HcnCloseNetwork: signature(hresult, pointer),

  HcnEnumerateEndpoints: signature(hresult, text, outPointer, outPointer),
  HcnCreateEndpoint: signature(hresult, pointer, guid, text, outPointer, outPointer),
  HcnOpenEndpoint: signature(hresult, guid, outPointer, outPointer),
  HcnQueryEndpointProperties: signature(hresult, pointer, text, outPointer, outPointer),
  HcnDeleteEndpoint: signature(hresult, guid, outPointer),
  HcnCloseEndpoint: signature(hresult, pointer),

  HcnEnumerateNamespaces: signature(hresult, text, outPointer, outPointer),
  HcnOpenNamespace: signature(hresult, guid, outPointer, outPointer),
  HcnQueryNamespaceProperties: signature(hresult, pointer, text, outPointer, outPointer),
  HcnCloseNamespace: signature(hresult, pointer),
};
