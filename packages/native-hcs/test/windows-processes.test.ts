import type { OutNumber, OutPointer, Pointer } from '../src/calls/c-types.js';
import type { Native } from '../src/calls/native.js';
import { encodeSid } from '../src/facts/sid.js';
import { windowsProcesses } from '../src/facts/windows-processes.js';
import type { ProcessTable } from '../src/index.js';
import { nativeFunction } from './support/native-function.js';

const INVALID_HANDLE_VALUE = 0xffff_ffff_ffff_ffffn;
const SNAPSHOT = 0x100n;
const PROCESS = 0x200n;
const TOKEN = 0x300n;

/** The calls in the order in which a look at one process makes them. */
type Step =
  | 'CreateToolhelp32Snapshot'
  | 'Process32FirstW'
  | 'Process32NextW'
  | 'OpenProcess'
  | 'OpenProcessToken'
  | 'GetTokenInformation'
  | 'LookupAccountSidW'
  | 'K32GetProcessMemoryInfo';

/** Windows with one process list; `failing` fails with Win32 error 5. Counts every handle. */
const playWindows = (
  names: readonly string[],
  failing?: Step,
): { readonly table: ProcessTable; readonly open: () => readonly bigint[]; readonly badCloses: bigint[] } => {
  const handles = new Set<bigint>();
  const badCloses: bigint[] = [];
  let lastError = 0;
  let next = 0;

  const open = (handle: bigint): bigint => {
    handles.add(handle);
    return handle;
  };
  const succeeds = (step: Step, act: () => void): number => {
    if (step === failing) {
      lastError = 5;
      return 0;
    }
    act();
    return 1;
  };
  const nextEntry = (step: Step, entry: Uint8Array | null): number => {
    if (next === names.length) {
      lastError = 18;
      return 0;
    }
    return succeeds(step, () => {
      const record = Buffer.from(entry!.buffer, entry!.byteOffset, entry!.byteLength);
      record.writeUInt32LE(4 * (next + 1), 8);
      record.write(`${names[next++]}\0`, 44, 'utf16le');
    });
  };

  const kernel32 = {
    GetLastError: nativeFunction(() => lastError),
    CloseHandle: nativeFunction((handle: Pointer) => {
      if (handle === null || !handles.delete(handle)) badCloses.push(handle ?? 0n);
      return 1;
    }),
    CreateToolhelp32Snapshot: nativeFunction(() =>
      failing === 'CreateToolhelp32Snapshot' ? INVALID_HANDLE_VALUE : open(SNAPSHOT),
    ),
    Process32FirstW: nativeFunction((_snapshot: Pointer, entry: Uint8Array | null) =>
      nextEntry('Process32FirstW', entry),
    ),
    Process32NextW: nativeFunction((_snapshot: Pointer, entry: Uint8Array | null) =>
      nextEntry('Process32NextW', entry),
    ),
    OpenProcess: nativeFunction(() => (succeeds('OpenProcess', () => open(PROCESS)) ? PROCESS : null)),
    K32GetProcessMemoryInfo: nativeFunction((_process: Pointer, counters: Uint8Array | null) =>
      succeeds('K32GetProcessMemoryInfo', () => {
        counters![16] = 42;
      }),
    ),
  };
  const advapi32 = {
    OpenProcessToken: nativeFunction((_process: Pointer, _access: number, slot: OutPointer) =>
      succeeds('OpenProcessToken', () => {
        slot[0] = open(TOKEN);
      }),
    ),
    GetTokenInformation: nativeFunction((_token: Pointer, _class: number, user: Uint8Array | null) =>
      succeeds('GetTokenInformation', () => user!.set(encodeSid([83, 1, 2, 3, 4]), 16)),
    ),
    LookupAccountSidW: nativeFunction(
      (
        _system: string | null,
        _sid: Uint8Array | null,
        name: Uint8Array | null,
        _nameUnits: OutNumber,
        domain: Uint8Array | null,
      ) =>
        succeeds('LookupAccountSidW', () => {
          name!.set(Buffer.from('WDAG\0', 'utf16le'));
          domain!.set(Buffer.from('NT VIRTUAL MACHINE\0', 'utf16le'));
        }),
    ),
  };
  return {
    table: windowsProcesses({ kernel32, advapi32 } as unknown as Native),
    open: () => [...handles],
    badCloses,
  };
};

describe("Windows' process list", () => {
  test('is read to its end, and its snapshot closed', async () => {
    const { table, open, badCloses } = playWindows(['System', 'vmmem', 'node.exe']);
    expect(await table.processes()).toEqual([
      { pid: 4, name: 'System' },
      { pid: 8, name: 'vmmem' },
      { pid: 12, name: 'node.exe' },
    ]);
    expect([open(), badCloses]).toEqual([[], []]);
  });

  test('may be empty', async () => {
    expect(await playWindows([]).table.processes()).toEqual([]);
  });

  test('a name is not read on into what an earlier, longer one left', async () => {
    const { table } = playWindows(['a-long-name.exe', 'b']);
    expect((await table.processes()).map(({ name }) => name)).toEqual(['a-long-name.exe', 'b']);
  });

  test('an account is read from the token', async () => {
    const { table, open, badCloses } = playWindows(['vmmem']);
    expect(await table.accountOf(4)).toEqual({ domain: 'NT VIRTUAL MACHINE', name: 'WDAG' });
    expect([open(), badCloses]).toEqual([[], []]);
  });

  test.each<[Step, (table: ProcessTable) => Promise<unknown>, number | undefined]>([
    ['CreateToolhelp32Snapshot', (table) => table.processes(), undefined],
    ['Process32FirstW', (table) => table.processes(), 5],
    ['Process32NextW', (table) => table.processes(), 5],
    ['OpenProcess', (table) => table.accountOf(4), 5],
    ['OpenProcessToken', (table) => table.accountOf(4), 5],
    ['GetTokenInformation', (table) => table.accountOf(4), 5],
    ['LookupAccountSidW', (table) => table.accountOf(4), undefined],
    ['OpenProcess', (table) => table.memoryOf(4), 5],
    ['K32GetProcessMemoryInfo', (table) => table.memoryOf(4), 5],
  ])('when %s fails that is said, and no handle stays open', async (failing, look, win32Error) => {
    const { table, open, badCloses } = playWindows(['one', 'two'], failing);
    const error = await look(table).then(
      () => undefined,
      (reason: { code: string; data: Record<string, unknown> }) => reason,
    );
    expect(error?.code).toBe('UVM_NATIVE_CALL_FAILED');
    expect(error?.data['win32Error']).toBe(win32Error);
    expect([open(), badCloses]).toEqual([[], []]);
  });
});
