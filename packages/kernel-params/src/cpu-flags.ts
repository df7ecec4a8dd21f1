import { kernelParamFields } from './param-fields.js';
import { readTextFile, splitLines, unusable, type TextFile } from './proc-file.js';

const FLAGS = 'flags';

/**
 * The processor's features: the fields behind the first field of the first line that starts with `flags`.
 *
 * @param file `/proc/cpuinfo`
 * @throws UVM_PROC_FILE when the file cannot be read or has no such line
 */
export const cpuFlags = (file: TextFile): ReadonlySet<string> => {
  const { path } = file;
  const text = readTextFile(file);
  if (text === undefined) throw unusable(`read ${path}: is a directory`, path);

  const { lines, isCut } = splitLines(text);
  for (const line of lines) {
    const [first, ...flags] = kernelParamFields(line);
    if (first?.startsWith(FLAGS) && flags.length > 0) return new Set(flags);
  }
  if (isCut) throw unusable('bufio.Scanner: token too long', path);
  throw unusable(`Couldn't find "${FLAGS}" from "${path}" output`, path);
};

/**
 * Whether this machine is itself virtual. Only amd64 tells; elsewhere the answer is no.
 *
 * @throws UVM_PROC_FILE as `cpuFlags` does
 */
export const runningOnVmm = (file: TextFile, architecture: string): boolean =>
  architecture === 'amd64' && cpuFlags(file).has('hypervisor');
