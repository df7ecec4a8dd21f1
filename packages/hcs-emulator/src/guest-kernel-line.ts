import { parseKernelLine, printKernelLine, removeParams } from '@uvmkit/kernel-params';

/**
 * What an LCOW document says because Hyper-V's machine has neither PCI nor serial ports. A guest of any other
 * hypervisor finds its devices on PCI and prints on a serial port.
 */
const hyperVOnly = ['pci=off', '8250_core.nr_uarts=0'];

/** The document's kernel line for a machine that is not Hyper-V's. */
export const guestKernelLine = (line: string): string =>
  printKernelLine(removeParams(parseKernelLine(line), ...hyperVOnly));
