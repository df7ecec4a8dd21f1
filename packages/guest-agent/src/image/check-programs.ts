import { readElfProgram, type ElfProgram } from './elf-program.js';
import { errors } from './errors.js';
import { readableFile } from './readable-file.js';

export interface ImagePrograms {
  readonly busybox: string;
  readonly node: string;
  readonly koffiAddon: string;
}

/**
 * Checks that the parts with machine code are for one machine, and that busybox runs on its own.
 *
 * @param kernelMachine the machine of the kernel's modules, as ELF numbers them
 */
export const checkPrograms = async (
  { busybox, node, koffiAddon }: ImagePrograms,
  kernelMachine: number,
): Promise<void> => {
  // One after the other: when one is refused, no other is still open, which Windows would not let be removed.
  const shell = await programFor(kernelMachine, busybox);
  for (const file of [node, koffiAddon]) await programFor(kernelMachine, file);
  if (shell.isDynamic)
    throw errors.UVM_IMAGE_SOURCE(`${busybox} needs shared libraries: a static one is wanted.`, { busybox });
};

const programFor = async (kernelMachine: number, file: string): Promise<ElfProgram> => {
  const program = await readElfProgram(await readableFile(file));
  if (program === undefined) throw errors.UVM_IMAGE_SOURCE(`${file} is no 64-bit program.`, { file });
  if (program.machine === kernelMachine) return program;
  const { machine } = program;
  throw errors.UVM_IMAGE_MACHINE(`${file} is for machine ${machine}, the kernel for ${kernelMachine}.`, {
    file,
    machine,
    kernelMachine,
  });
};
