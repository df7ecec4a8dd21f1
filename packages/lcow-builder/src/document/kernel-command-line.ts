import type { BuilderHost } from '../host/builder-host.js';
import type { LcowOptions } from '../options/lcow-options.js';
import type { Compat } from '../problems/problem.js';
import { hasConsole, initCommandLine } from './init-command-line.js';

/**
 * The kernel line: root file system, consoles, the caller's own arguments, processors, then init's arguments.
 *
 * An initrd that is booted directly needs no root argument; the line then starts with a blank, as in the reference.
 *
 * @param root what names the root file system, '' for nothing
 * @param program the program that init starts
 */
export const kernelCommandLine = (
  options: LcowOptions,
  host: BuilderHost,
  root: string,
  program: string,
  compat: Compat | undefined,
): string =>
  `${root} initcall_blacklist=virtio_vsock_init` +
  serialConsole(options, host) +
  (options.enableGraphicsConsole ? ' console=tty' : '') +
  (hasConsole(options) ? '' : ' panic=-1 quiet') +
  (options.kernelBootOptions === '' ? '' : ` ${options.kernelBootOptions}`) +
  (needsPci(options, compat) ? '' : ' pci=off') +
  ` nr_cpus=${options.processorCount} brd.rd_nr=0 pmtmr=0 -- ${initCommandLine(options, program)}`;

/** The reference turns PCI off even when it has just assigned PCI devices, unless told not to. */
const needsPci = ({ vpciEnabled, assignedDevices }: LcowOptions, compat: Compat | undefined): boolean =>
  vpciEnabled || (compat === undefined && assignedDevices.length > 0);

const serialConsole = ({ consolePipe }: LcowOptions, { architecture }: BuilderHost): string => {
  const isArm = architecture === 'arm64';
  if (consolePipe === '') return isArm ? '' : ' 8250_core.nr_uarts=0';
  return isArm
    ? ' console=ttyAMA0,115200'
    : ' 8250_core.nr_uarts=1 8250_core.skip_txen_test=1 console=ttyS0,115200';
};
