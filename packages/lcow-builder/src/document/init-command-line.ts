import { LINUX_ENTROPY_PORT, LINUX_LOG_PORT } from '@uvmkit/vmutils';
import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from '../options/lcow-options.js';

/** The program that init runs with its arguments, as the options change it. */
export const guestProgram = (options: LcowOptions, { scrubLogs }: BuilderHost): string =>
  options.execCommandLine +
  (options.disableTimeSyncService ? ' -disable-time-sync' : '') +
  (scrubLogs ? '' : ' -scrub-logs=false');

export const hasConsole = ({ consolePipe, enableGraphicsConsole }: LcowOptions): boolean =>
  consolePipe !== '' || enableGraphicsConsole;

/** What stands behind ` -- `: the arguments of init, which end in the program it runs. */
export const initCommandLine = (options: LcowOptions, program: string): string => {
  const { forwardStdout, forwardStderr, processDumpLocation } = options;
  const command =
    '/bin/vsockexec' +
    (forwardStdout ? ` -o ${LINUX_LOG_PORT}` : '') +
    (forwardStderr ? ` -e ${LINUX_LOG_PORT}` : '') +
    ` ${program}` +
    (processDumpLocation === '' ? '' : ` -core-dump-location ${processDumpLocation}`);
  const overlays = options.writableOverlayDirs && options.preferredRootFsType === 'vhd' ? ' -w' : '';
  return `-e ${LINUX_ENTROPY_PORT}${overlays} ${hasConsole(options) ? `sh -c "${command} & exec sh"` : command}`;
};
