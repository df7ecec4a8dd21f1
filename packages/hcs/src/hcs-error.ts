import type { ResultError } from '@uvmkit/hcs-schema';
import type { UvmError } from '@uvmkit/vmutils';
import { errors } from './errors.js';
import { formatHresult, hresultName, type HresultName } from './hresult.js';

type Code = keyof typeof errors;

const codeOf: Partial<Record<HresultName, Code>> = {
  E_INVALIDARG: 'UVM_HCS_INVALID_ARGUMENT',
  ERROR_FILE_NOT_FOUND: 'UVM_HCS_FILE_NOT_FOUND',
  ERROR_PATH_NOT_FOUND: 'UVM_HCS_FILE_NOT_FOUND',
  ERROR_ACCESS_DENIED: 'UVM_HCS_ACCESS_DENIED',
  ERROR_INVALID_HANDLE: 'UVM_HCS_HANDLE_CLOSED',
  ERROR_INVALID_DATA: 'UVM_HCS_INVALID_DOCUMENT',
  ERROR_NOT_SUPPORTED: 'UVM_HCS_NOT_SUPPORTED',
  ERROR_NOT_FOUND: 'UVM_HCS_RESOURCE_NOT_FOUND',
  ERROR_SHARING_VIOLATION: 'UVM_HCS_SHARING_VIOLATION',
  E_NOTIMPL: 'UVM_HCS_NOT_SUPPORTED',
  E_OUTOFMEMORY: 'UVM_HCS_OUT_OF_MEMORY',
  HCS_E_ACCESS_DENIED: 'UVM_HCS_ACCESS_DENIED',
  HCS_E_CONNECT_FAILED: 'UVM_HCS_CONNECTION_FAILED',
  HCS_E_CONNECTION_CLOSED: 'UVM_HCS_CONNECTION_FAILED',
  HCS_E_CONNECTION_TIMEOUT: 'UVM_HCS_CONNECTION_FAILED',
  HCS_E_HYPERV_NOT_INSTALLED: 'UVM_HCS_HYPERV_NOT_INSTALLED',
  HCS_E_INVALID_JSON: 'UVM_HCS_INVALID_DOCUMENT',
  HCS_E_INVALID_STATE: 'UVM_HCS_INVALID_STATE',
  HCS_E_OPERATION_TIMEOUT: 'UVM_HCS_OPERATION_TIMEOUT',
  HCS_E_SERVICE_DISCONNECT: 'UVM_HCS_SERVICE_DISCONNECTED',
  HCS_E_SERVICE_NOT_AVAILABLE: 'UVM_HCS_SERVICE_NOT_AVAILABLE',
  HCS_E_SYSTEM_ALREADY_EXISTS: 'UVM_HCS_SYSTEM_ALREADY_EXISTS',
  HCS_E_SYSTEM_ALREADY_STOPPED: 'UVM_HCS_SYSTEM_ALREADY_STOPPED',
  HCS_E_SYSTEM_NOT_FOUND: 'UVM_HCS_SYSTEM_NOT_FOUND',
  HCS_E_TERMINATED_DURING_START: 'UVM_HCS_TERMINATED_DURING_START',
  HCS_E_UNEXPECTED_EXIT: 'UVM_HCS_UNEXPECTED_EXIT',
};

/** What is known about a failed call beside its HRESULT. */
export interface HcsFailure {
  /** One sentence with the facts of this failure. */
  readonly detail: string;
  /** The error document that the service returned, where it did. */
  readonly document?: ResultError | undefined;
  readonly cause?: unknown;
}

/** The typed error of an HRESULT: its own code where callers act on it, `UVM_HCS_FAILED` otherwise. */
export const hcsError = (hresult: number, { detail, document, cause }: HcsFailure): UvmError => {
  const name = hresultName(hresult);
  const make = errors[(name && codeOf[name]) ?? 'UVM_HCS_FAILED'];
  return make(
    `${detail} (${name ?? 'HRESULT'} ${formatHresult(hresult)})`,
    { hresult: hresult >>> 0, ...(document && { document }) },
    cause === undefined ? undefined : { cause },
  );
};
