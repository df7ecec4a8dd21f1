import { createHostFacts, type Account, type ProcessEntry, type ProcessTable } from '../src/index.js';
import { callFailed } from '../src/calls/win32-error.js';

const vmId = '7c1f7a4e-6c2b-4f0f-9f7e-0a8f3c7d2b11';
const otherId = 'a0b5d7a1-0000-4f0f-9f7e-0a8f3c7d2b11';

const vmAccount = (id: string): Account => ({ domain: 'NT VIRTUAL MACHINE', name: id.toUpperCase() });

/** A process, with its account or the Win32 error of looking. */
interface Played extends ProcessEntry {
  readonly account: Account | number;
}

const tableOf = (played: readonly Played[]): ProcessTable & { readonly asked: number[] } => {
  const asked: number[] = [];
  return {
    asked,
    processes: async () => played,
    accountOf: async (pid) => {
      asked.push(pid);
      const account = played.find((one) => one.pid === pid)?.account ?? 87;
      if (typeof account === 'number') throw callFailed('OpenProcess', account);
      return account;
    },
    memoryOf: async (pid) => ({
      workingSetBytes: 2n ** 60n + BigInt(pid),
      peakWorkingSetBytes: 0,
      pagefileBytes: 0,
    }),
  };
};

const lookup = (processTable: ProcessTable, id = vmId): Promise<number> =>
  createHostFacts({ processTable }).lookupVmmem(id);

describe('the process that holds the memory of a VM', () => {
  test.each(['vmmem', 'vmmem.exe', 'VMMEM', 'VmMem.EXE'])('may be called %s', async (name) => {
    expect(await lookup(tableOf([{ pid: 4, name, account: vmAccount(vmId) }]))).toBe(4);
  });

  test.each(['vmmemWSL', 'vmmem.com', 'vmmem.exe.exe', 'vmwp.exe', ''])(
    'is not called %p, and such a one is not looked at',
    async (name) => {
      const table = tableOf([{ pid: 4, name, account: vmAccount(vmId) }]);
      await expect(lookup(table)).rejects.toMatchObject({ code: 'UVM_VM_MEMORY_PROCESS_NOT_FOUND' });
      expect(table.asked).toEqual([]);
    },
  );

  test('is the one whose account has the id of the VM, in either case', async () => {
    const table = tableOf([
      { pid: 4, name: 'vmmem', account: vmAccount(otherId) },
      { pid: 8, name: 'vmmem', account: { domain: 'CORP', name: vmId } },
      { pid: 12, name: 'vmmem', account: { domain: 'nt virtual machine', name: vmId } },
    ]);
    expect(await lookup(table, vmId.toUpperCase())).toBe(12);
  });

  test('is found behind processes that may not be looked at or have just ended', async () => {
    const table = tableOf([
      { pid: 4, name: 'vmmem', account: 5 },
      { pid: 8, name: 'vmmem', account: 87 },
      { pid: 12, name: 'vmmem', account: vmAccount(vmId) },
    ]);
    expect(await lookup(table)).toBe(12);
  });

  test('is missed with an account of what was passed over', async () => {
    const table = tableOf([
      { pid: 4, name: 'vmmem', account: 5 },
      { pid: 8, name: 'vmmem', account: 87 },
      { pid: 12, name: 'vmmem', account: vmAccount(otherId) },
      { pid: 16, name: 'vmmem', account: 5 },
    ]);
    await expect(lookup(table)).rejects.toMatchObject({
      code: 'UVM_VM_MEMORY_PROCESS_NOT_FOUND',
      data: { vmId, denied: [4, 16], failed: [8], others: [12] },
    });
  });

  test.each(['', 'vm-1', `{${vmId}}`])('%p is no RuntimeId', async (id) => {
    await expect(lookup(tableOf([]), id)).rejects.toMatchObject({ code: 'UVM_HCS_INVALID_ARGUMENT' });
  });

  test('a process list that cannot be read is no empty one', async () => {
    const failure = callFailed('CreateToolhelp32Snapshot', 5);
    const table = { ...tableOf([]), processes: () => Promise.reject(failure) };
    await expect(lookup(table)).rejects.toBe(failure);
  });

  test('its memory keeps 64 bits', async () => {
    const facts = createHostFacts({ processTable: tableOf([]) });
    expect((await facts.processMemory(7)).workingSetBytes).toBe(2n ** 60n + 7n);
  });
});
