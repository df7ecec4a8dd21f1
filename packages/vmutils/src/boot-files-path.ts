import { INSTALLED_BOOT_FOLDER, LOCAL_BOOT_FOLDER } from './constants.js';
import { windowsPath } from './windows-path.js';

/** What the default boot folder depends on. All of it is the Windows host's. */
export interface BootFilesHost {
  /** The program's name as it was started, which may be relative. */
  readonly argv0: string;
  /** The environment variable `ProgramFiles`. Undefined or empty give a relative path. */
  readonly programFiles: string | undefined;
  /** Whether anything of that path exists, relative to the working directory. */
  exists(path: string): boolean;
}

/**
 * The folder in which the boot files of a Linux utility VM are looked for by default: `LinuxBootFiles` beside the program
 * if there is anything of that name, otherwise `Linux Containers` below the program files. Windows paths on any platform.
 */
export const defaultBootFilesPath = ({ argv0, programFiles = '', exists }: BootFilesHost): string => {
  const local = windowsPath.join(windowsPath.dirname(argv0), LOCAL_BOOT_FOLDER);
  return exists(local) ? local : windowsPath.join(programFiles, INSTALLED_BOOT_FOLDER);
};
