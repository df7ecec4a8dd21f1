/**
 * HRESULTs that the Host Compute Service returns, by the names of the Windows headers.
 * The service's own codes travel as 0x8037…… (HRESULT) and as 0xC037…… (NTSTATUS); compare with `sameHresult`.
 */
export const hresults = {
  E_NOTIMPL: 0x80004001,
  E_FAIL: 0x80004005,
  E_INVALIDARG: 0x80070057,
  E_OUTOFMEMORY: 0x8007000e,
  ERROR_FILE_NOT_FOUND: 0x80070002,
  ERROR_PATH_NOT_FOUND: 0x80070003,
  ERROR_ACCESS_DENIED: 0x80070005,
  ERROR_INVALID_HANDLE: 0x80070006,
  ERROR_INVALID_DATA: 0x8007000d,
  ERROR_SHARING_VIOLATION: 0x80070020,
  ERROR_NOT_SUPPORTED: 0x80070032,
  ERROR_ALREADY_EXISTS: 0x800700b7,
  ERROR_NOT_FOUND: 0x80070490,
  ERROR_FILE_CORRUPT: 0x80070570,
  HCS_E_TERMINATED_DURING_START: 0x80370100,
  HCS_E_IMAGE_MISMATCH: 0x80370101,
  HCS_E_HYPERV_NOT_INSTALLED: 0x80370102,
  HCS_E_INVALID_STATE: 0x80370105,
  HCS_E_UNEXPECTED_EXIT: 0x80370106,
  HCS_E_TERMINATED: 0x80370107,
  HCS_E_CONNECT_FAILED: 0x80370108,
  HCS_E_CONNECTION_TIMEOUT: 0x80370109,
  HCS_E_CONNECTION_CLOSED: 0x8037010a,
  HCS_E_UNKNOWN_MESSAGE: 0x8037010b,
  HCS_E_UNSUPPORTED_PROTOCOL_VERSION: 0x8037010c,
  HCS_E_INVALID_JSON: 0x8037010d,
  HCS_E_SYSTEM_NOT_FOUND: 0x8037010e,
  HCS_E_SYSTEM_ALREADY_EXISTS: 0x8037010f,
  HCS_E_SYSTEM_ALREADY_STOPPED: 0x80370110,
  HCS_E_PROTOCOL_ERROR: 0x80370111,
  HCS_E_INVALID_LAYER: 0x80370112,
  HCS_E_WINDOWS_INSIDER_REQUIRED: 0x80370113,
  HCS_E_SERVICE_NOT_AVAILABLE: 0x80370114,
  HCS_E_OPERATION_NOT_STARTED: 0x80370115,
  HCS_E_OPERATION_ALREADY_STARTED: 0x80370116,
  HCS_E_OPERATION_PENDING: 0x80370117,
  HCS_E_OPERATION_TIMEOUT: 0x80370118,
  HCS_E_OPERATION_SYSTEM_CALLBACK_ALREADY_SET: 0x80370119,
  HCS_E_OPERATION_RESULT_ALLOCATION_FAILED: 0x8037011a,
  HCS_E_ACCESS_DENIED: 0x8037011b,
  HCS_E_GUEST_CRITICAL_ERROR: 0x8037011c,
  HCS_E_PROCESS_INFO_NOT_AVAILABLE: 0x8037011d,
  HCS_E_SERVICE_DISCONNECT: 0x8037011e,
  HCS_E_PROCESS_ALREADY_STOPPED: 0x8037011f,
  HCS_E_SYSTEM_NOT_CONFIGURED_FOR_OPERATION: 0x80370120,
  HCS_E_OPERATION_ALREADY_CANCELLED: 0x80370121,
} as const;

export type HresultName = keyof typeof hresults;

const COMPUTE_HRESULT = 0x8037;
const COMPUTE_NTSTATUS = 0xc037;

/** The unsigned form of a code, with the service's NTSTATUS form turned into its HRESULT. */
const canonical = (code: number): number => {
  const unsigned = code >>> 0;
  return unsigned >>> 16 === COMPUTE_NTSTATUS
    ? ((COMPUTE_HRESULT << 16) | (unsigned & 0xffff)) >>> 0
    : unsigned;
};

const names = new Map<number, HresultName>(
  Object.entries(hresults).map(([name, code]) => [code, name as HresultName]),
);

/** Whether two codes mean the same, whatever their sign and form. */
export const sameHresult = (a: number, b: number): boolean => canonical(a) === canonical(b);

/** The header name of a code, signed or not, or undefined. */
export const hresultName = (code: number): HresultName | undefined => names.get(canonical(code));

/** `0x8037010D`, as Windows prints it. */
export const formatHresult = (code: number): string =>
  `0x${(code >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;

/** The signed decimal that documents carry in their `Error` and `Status` members. */
export const signedHresult = (code: number): number => code | 0;
