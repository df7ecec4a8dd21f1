import { errors } from '../errors.js';
import { DebianArchive, type Progress } from './debian-archive.js';

export interface DownloadOptions {
  /** False refuses every download; so does a non-empty UVMKIT_NO_DOWNLOAD in the environment. */
  readonly download: boolean;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** The archive to fetch `what` from, or `UVM_DOWNLOAD_REFUSED` or `UVM_NO_PACKAGES`. */
export const archiveFor = async (
  what: string,
  stateFolder: string,
  { download, progress, signal }: DownloadOptions,
): Promise<DebianArchive> => {
  if (!download || process.env['UVMKIT_NO_DOWNLOAD'])
    throw errors.UVM_DOWNLOAD_REFUSED(`Missing: ${what}.`, { what });
  if (!(await DebianArchive.isAvailable())) throw errors.UVM_NO_PACKAGES(`Missing: ${what}.`, { what });
  return new DebianArchive({ stateFolder, progress, signal });
};
