import type { OutNumber } from '../calls/c-types.js';
import type { Native } from '../calls/native.js';
import { callFailed, win32Errors } from '../calls/win32-error.js';
import type { ServiceState } from './host-findings.js';

const SERVICE = 'vmcompute';
const SERVICE_KEY = `SYSTEM\\CurrentControlSet\\Services\\${SERVICE}`;

const HKEY_LOCAL_MACHINE = 0xffff_ffff_8000_0002n;
const RRF_RT_REG_DWORD = 0x10;
/** Value of `Start` that says that nobody can start the service. */
const SERVICE_DISABLED = 4;

const SC_MANAGER_CONNECT = 0x1;
const SERVICE_QUERY_STATUS = 0x4;

/** Size of a SERVICE_STATUS, and where the state is in it. */
const SERVICE_STATUS_BYTES = 28;
const STATE_OFFSET = 4;

/** dwCurrentState of winsvc.h. Its two further numbers are ways to or from a pause. */
const states = new Map<number, ServiceState>([
  [1, 'stopped'],
  [2, 'starting'],
  [3, 'stopping'],
  [4, 'running'],
  [5, 'paused'],
  [6, 'paused'],
  [7, 'paused'],
]);

type Calls = Pick<Native, 'advapi32'>;

/**
 * State of the compute service. Whether there is one is read in the registry: its calls give their error as the result,
 * also on another thread, where the service manager's leave it behind.
 *
 * @throws UVM_NATIVE_CALL_FAILED
 */
export const readServiceState = async (native: Calls): Promise<ServiceState> => {
  const startType = await readStartType(native);
  if (startType === undefined) return 'absent';
  const state = await readState(native);
  return state === 'stopped' && startType === SERVICE_DISABLED ? 'disabled' : state;
};

const readStartType = async ({ advapi32 }: Calls): Promise<number | undefined> => {
  const value = Buffer.alloc(4);
  const size: OutNumber = [value.length];
  const error = await advapi32.RegGetValueW.async(
    HKEY_LOCAL_MACHINE,
    SERVICE_KEY,
    'Start',
    RRF_RT_REG_DWORD,
    null,
    value,
    size,
  );
  if (error === win32Errors.ERROR_FILE_NOT_FOUND) return undefined;
  if (error !== 0) throw callFailed(`RegGetValueW of ${SERVICE_KEY}`, error);
  return value.readUInt32LE();
};

const readState = async ({ advapi32 }: Calls): Promise<ServiceState> => {
  const { OpenSCManagerW, OpenServiceW, QueryServiceStatus, CloseServiceHandle } = advapi32;
  const manager = await OpenSCManagerW.async(null, null, SC_MANAGER_CONNECT);
  if (manager === null) throw callFailed('OpenSCManagerW', undefined);
  try {
    const service = await OpenServiceW.async(manager, SERVICE, SERVICE_QUERY_STATUS);
    if (service === null) throw callFailed(`OpenServiceW of ${SERVICE}`, undefined);
    try {
      const status = Buffer.alloc(SERVICE_STATUS_BYTES);
      const isRead = await QueryServiceStatus.async(service, status);
      const state = states.get(status.readUInt32LE(STATE_OFFSET));
      if (!isRead || state === undefined) throw callFailed('QueryServiceStatus', undefined);
      return state;
    } finally {
      await CloseServiceHandle.async(service);
    }
  } finally {
    await CloseServiceHandle.async(manager);
  }
};
