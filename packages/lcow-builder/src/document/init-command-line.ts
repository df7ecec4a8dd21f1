import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from '../options/lcow-options.js';

/** Ports of the host that the guest's first programs connect to. */
const ENTROPY_PORT = 1;
const LOG_PORT = 109;

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
    (forwardStdout ? ` -o ${LOG_PORT}` : '') +
    (forwardStderr ? ` -e ${LOG_PORT}` : '') +
    ` ${program}` +
    (processDumpLocation === '' ? '' : ` -core-dump-location ${processDumpLocation}`);
  const overlays = options.writableOverlayDirs && options.preferredRootFsType === 'vhd' ? ' -w' : '';
  return `-e ${ENTROPY_PORT}${overlays} ${hasConsole(options) ? `sh -c "${command} & exec sh"` : command}`;
};
