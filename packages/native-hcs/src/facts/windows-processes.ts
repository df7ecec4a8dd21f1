import type { OutPointer } from '../calls/c-types.js';
import type { Native } from '../calls/native.js';
import { decodeProcessEntry, processEntryBuffer, type ProcessEntry } from './process-entry.js';
import { decodeMemoryCounters, memoryCountersBuffer } from './process-memory.js';
import type { ProcessTable } from './process-table.js';
import { accountOfToken } from './token-account.js';
import { callFailed, succeed, win32Errors } from '../calls/win32-error.js';

const TH32CS_SNAPPROCESS = 0x2;
const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
const TOKEN_QUERY = 0x8;
const INVALID_HANDLE_VALUE = 0xffff_ffff_ffff_ffffn;

/** More than Windows can have: a list that goes on and on is broken. */
const MOST_PROCESSES = 1_000_000;

type Calls = Pick<Native, 'kernel32' | 'advapi32'>;

/** The process table of this Windows. Every handle that it opens is closed before it answers. */
export const windowsProcesses = (native: Calls): ProcessTable => ({
  processes: async () => {
    const { CreateToolhelp32Snapshot, CloseHandle } = native.kernel32;
    const snapshot = await CreateToolhelp32Snapshot.async(TH32CS_SNAPPROCESS, 0);
    if (snapshot === null || BigInt.asUintN(64, snapshot) === INVALID_HANDLE_VALUE)
      throw callFailed('CreateToolhelp32Snapshot', undefined);
    try {
      return [...entriesOf(native, snapshot)];
    } finally {
      CloseHandle(snapshot);
    }
  },

  accountOf: (pid) =>
    withProcess(native, pid, async (process) => {
      const { OpenProcessToken } = native.advapi32;
      const slot: OutPointer = [null];
      succeed(native, 'OpenProcessToken', () => OpenProcessToken(process, TOKEN_QUERY, slot));
      const [token] = slot;
      if (token === null) throw callFailed('OpenProcessToken', undefined);
      try {
        return await accountOfToken(native, token);
      } finally {
        native.kernel32.CloseHandle(token);
      }
    }),

  memoryOf: (pid) =>
    withProcess(native, pid, async (process) => {
      const { K32GetProcessMemoryInfo } = native.kernel32;
      const counters = memoryCountersBuffer();
      succeed(native, 'K32GetProcessMemoryInfo', () =>
        K32GetProcessMemoryInfo(process, counters, counters.length),
      );
      return decodeMemoryCounters(counters);
    }),
});

function* entriesOf(native: Calls, snapshot: bigint): Generator<ProcessEntry> {
  const { Process32FirstW, Process32NextW, GetLastError } = native.kernel32;
  const entry = processEntryBuffer();
  let found = Process32FirstW(snapshot, entry);
  for (let count = 0; found && count < MOST_PROCESSES; count += 1) {
    yield decodeProcessEntry(entry);
    found = Process32NextW(snapshot, entry);
  }
  const error = GetLastError();
  if (!found && error !== win32Errors.ERROR_NO_MORE_FILES) throw callFailed('Process32NextW', error);
}

const withProcess = async <T>(
  native: Calls,
  pid: number,
  use: (process: bigint) => Promise<T>,
): Promise<T> => {
  const { OpenProcess, CloseHandle } = native.kernel32;
  const process = succeed(native, `OpenProcess ${pid}`, () =>
    OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, pid),
  );
  try {
    return await use(process);
  } finally {
    CloseHandle(process);
  }
};
