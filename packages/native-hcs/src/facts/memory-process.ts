import { UvmError, VM_ACCOUNT_DOMAIN, VM_MEMORY_PROCESS } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { checkedGuid } from './arguments.js';
import type { Account, ProcessTable } from './process-table.js';
import { win32Errors } from '../calls/win32-error.js';

const names: readonly string[] = [VM_MEMORY_PROCESS, `${VM_MEMORY_PROCESS}.exe`];

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * Finds the process that holds a VM's memory: `vmmem`, or `vmmem.exe`, under the account that Windows makes for each
 * VM. A VM whose document has a `HostingProcessNameSuffix` names its process otherwise and is not found.
 *
 * @param vmId the VM's RuntimeId
 * @returns the process id
 * @throws UVM_VM_MEMORY_PROCESS_NOT_FOUND with the ids of the processes that may not be looked at in `data.denied`, of
 *   those whose account could not be found out in `data.failed`, and of those of other VMs in `data.others`
 */
export const findMemoryProcess = async (table: ProcessTable, vmId: string): Promise<number> => {
  const id = checkedGuid(vmId);
  const passed: Record<'denied' | 'failed' | 'others', number[]> = { denied: [], failed: [], others: [] };
  for (const { pid, name } of await table.processes()) {
    if (!names.some((known) => sameText(known, name))) continue;
    let account: Account;
    try {
      account = await table.accountOf(pid);
    } catch (error) {
      passed[isDenied(error) ? 'denied' : 'failed'].push(pid);
      continue;
    }
    if (sameText(account.domain, VM_ACCOUNT_DOMAIN) && sameText(account.name, id)) return pid;
    passed.others.push(pid);
  }
  throw errors.UVM_VM_MEMORY_PROCESS_NOT_FOUND(
    `VM ${id}: ${passed.others.length} processes belong to others, ${passed.denied.length} may not be looked at, ${passed.failed.length} could not be.`,
    { vmId: id, ...passed },
  );
};

const isDenied = (error: unknown): boolean =>
  error instanceof UvmError && error.data['win32Error'] === win32Errors.ERROR_ACCESS_DENIED;
