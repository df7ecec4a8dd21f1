import type { PreparingHost } from '../host/host-files.js';
import type { Problem } from '../problems/problem.js';

/** Lets the VM use a file; a problem when that fails. */
export const grantAccess = async (
  vmId: string,
  what: string,
  path: string,
  option: string,
  { files }: PreparingHost,
): Promise<Problem | undefined> => {
  try {
    await files.grantVm(vmId, path);
    return undefined;
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return {
      path: option,
      rule: 'file-grant',
      value: path,
      message: `The VM could not be given access to ${path}: ${cause}.`,
      remedy: 'Check that the file exists and that you may change its permissions.',
      reference: `failed to grant vm access to ${what}: ${cause}`,
    };
  }
};
