export type { ComputeHost, ComputeSystem, SystemEvent } from './compute-host.js';
export { hcsError } from './hcs-error.js';
export type { HcsFailure } from './hcs-error.js';
export { formatHresult, hresultName, hresults, sameHresult, signedHresult } from './hresult.js';
export type { HresultName } from './hresult.js';
