import { UvmError, type WaitOptions } from '@uvmkit/vmutils';
import { errors } from '../errors.js';
import { checkedPath, checkedSystemId } from './arguments.js';
import type { ServiceQueries } from './service-property.js';

/**
 * Lets VMs open files of this machine. A disk of a document needs it, and so does every parent of a differencing disk;
 * without it the VM is created and does not start. A grant stays with the file when the VM is gone.
 */
export interface FileAccess {
  /** For one VM, which need not exist yet. @throws UVM_HCS_INVALID_ARGUMENT, UVM_HCS_FILE_NOT_FOUND, UVM_HCS_ACCESS_DENIED */
  grantToVm(vmId: string, path: string, wait?: WaitOptions): Promise<void>;
  revokeFromVm(vmId: string, path: string, wait?: WaitOptions): Promise<void>;
  /** For every VM of this machine. @throws UVM_NATIVE_FUNCTION_MISSING before Windows 10 2004 and Windows Server 2022 */
  grantToAllVms(path: string, wait?: WaitOptions): Promise<void>;
  revokeFromAllVms(path: string, wait?: WaitOptions): Promise<void>;
}

type Computecore = ServiceQueries['native']['computecore'];

/** @param open gives the service, and rejects where there is none */
export const createFileAccess = (
  open: () => Promise<ServiceQueries>,
  defaultWait: WaitOptions,
): FileAccess => {
  const run = async (
    what: string,
    wait: WaitOptions | undefined,
    call: (computecore: Computecore, ended: AbortSignal) => Promise<number>,
  ): Promise<void> => {
    const service = await open();
    await service.ask(what, { ...defaultWait, ...wait }, (_document, ended) =>
      call(service.native.computecore, ended),
    );
  };

  return {
    grantToVm: async (vmId, path, wait) => {
      const [id, file] = [checkedSystemId(vmId), checkedPath(path)];
      await run(`The grant of ${file} to ${id}`, wait, ({ HcsGrantVmAccess }, ended) =>
        HcsGrantVmAccess.asyncUnless(ended, id, file),
      );
    },
    revokeFromVm: async (vmId, path, wait) => {
      const [id, file] = [checkedSystemId(vmId), checkedPath(path)];
      await run(`The revocation of ${file} from ${id}`, wait, ({ HcsRevokeVmAccess }, ended) =>
        HcsRevokeVmAccess.asyncUnless(ended, id, file),
      );
    },
    grantToAllVms: async (path, wait) => {
      const file = checkedPath(path);
      await run(`The grant of ${file} to all VMs`, wait, (computecore, ended) =>
        groupFunction(computecore, 'HcsGrantVmGroupAccess').asyncUnless(ended, file),
      );
    },
    revokeFromAllVms: async (path, wait) => {
      const file = checkedPath(path);
      await run(`The revocation of ${file} from all VMs`, wait, (computecore, ended) =>
        groupFunction(computecore, 'HcsRevokeVmGroupAccess').asyncUnless(ended, file),
      );
    },
  };
};

type GroupFunction = 'HcsGrantVmGroupAccess' | 'HcsRevokeVmGroupAccess';

/** A function that older Windows lacks, with what serves in its place. */
const groupFunction = <F extends GroupFunction>(computecore: Computecore, name: F): Computecore[F] => {
  try {
    return computecore[name];
  } catch (error) {
    if (!(error instanceof UvmError) || error.code !== 'UVM_NATIVE_FUNCTION_MISSING') throw error;
    throw errors.UVM_NATIVE_FUNCTION_MISSING(
      `${name} of computecore.dll came with Windows 10 2004 and Windows Server 2022: give access to each VM by its id.`,
      error.data,
      { cause: error },
    );
  }
};
