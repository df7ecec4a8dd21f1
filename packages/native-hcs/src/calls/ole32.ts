import { nothing, pointer } from './c-types.js';
import { signature } from './function-table.js';

/** ole32.dll: the memory of computenetwork.dll's results. */
export const ole32 = {
  CoTaskMemFree: signature(nothing, pointer),
};
