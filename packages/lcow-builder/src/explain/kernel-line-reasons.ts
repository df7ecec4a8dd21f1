import { nextInitWord, type InitWord } from './init-words.js';
import { parseKernelLine, type KernelParam } from '@uvmkit/kernel-params';
import { ALWAYS, HOST, reason, type Explanation, type Reason } from './explanation.js';

const ROOT = 'preferredRootFsType kernelDirect vpmemDeviceCount dmVerityMode';

/** Reasons for kernel arguments by name. */
const byName: Readonly<Record<string, Reason>> = {
  initrd: reason(
    'preferredRootFsType rootFsFile',
    'The firmware loads the root file system from the boot folder.',
  ),
  root: reason(ROOT, 'Where the root file system is: VPMem, SCSI or behind dm-verity.'),
  ro: reason(ROOT, 'The root file system is not written to.'),
  rootwait: reason(ROOT, 'Its device may take a moment.'),
  init: reason(ROOT, 'The first program on a root file system from a disk.'),
  'dm-mod.create': reason(
    'dmVerityMode dmVerityCreateArgs',
    'The table by which the kernel verifies the root.',
  ),
  initcall_blacklist: reason(ALWAYS, "Hyper-V has sockets of its own; virtio's would take their place."),
  '8250_core.nr_uarts': reason('consolePipe', 'Serial ports to look for.'),
  '8250_core.skip_txen_test': reason('consolePipe', 'The virtual serial port fails a test of real ones.'),
  console: reason('consolePipe enableGraphicsConsole', 'Where the kernel writes its messages.'),
  panic: reason('consolePipe enableGraphicsConsole', 'Nobody watches: a panic ends the VM at once.'),
  quiet: reason('consolePipe enableGraphicsConsole', 'Nobody watches: no messages.'),
  pci: reason(
    'vpciEnabled assignedDevices',
    'No PCI devices: the guest boots faster without looking for them.',
  ),
  nr_cpus: reason('processorCount', 'Processors to prepare for, as asked for.'),
  'brd.rd_nr': reason(ALWAYS, 'No RAM disks.'),
  pmtmr: reason(ALWAYS, 'No power-management timer: Hyper-V has better clocks.'),
};

const byInitWord: Readonly<Record<InitWord['kind'], Reason>> = {
  entropy: reason(ALWAYS, 'Init takes entropy from this port of the host.'),
  overlays: reason('writableOverlayDirs', 'Init puts writable overlays on /etc and /var.'),
  shell: reason('consolePipe enableGraphicsConsole', 'The program runs beside a shell on the console.'),
  forwarder: reason(ALWAYS, 'Connects the output of the program with the host.'),
  stdout: reason('forwardStdout', 'Its output goes to this port of the host.'),
  stderr: reason('forwardStderr', 'Its errors, which are its log, go to this port of the host.'),
  timeSync: reason('disableTimeSyncService', 'Without time synchronisation.'),
  scrubbing: reason(HOST, 'The host does not want secrets kept out of the log.'),
  dumps: reason('processDumpLocation', 'Where the guest keeps dumps of crashed processes.'),
  program: reason('execCommandLine', 'The program that init runs.'),
};

const extra = reason('kernelBootOptions', 'Put in as it was given.');

/** Every argument of a kernel line, and every part of what init gets. */
export const explainKernelLine = (path: string, line: string): readonly Explanation[] => {
  const { params, init } = parseKernelLine(line);
  const words: Explanation[] = params.map((param) => ({ path, value: param.text, ...reasonOf(param) }));
  let rest = init ?? '';
  while (rest !== '') {
    const word = nextInitWord(rest);
    words.push({ path, value: word.text, ...byInitWord[word.kind] });
    rest = word.rest;
  }
  return words;
};

const reasonOf = ({ name }: KernelParam): Reason =>
  Object.hasOwn(byName, name) ? (byName[name] as Reason) : extra;
