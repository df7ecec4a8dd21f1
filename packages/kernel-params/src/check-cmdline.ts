import { sameFolded } from '@uvmkit/vmutils';
import { kernelParamFields } from './param-fields.js';
import { readTextFile, splitLines, type TextFile } from './proc-file.js';

/**
 * Whether the kernel command line in `file` (of `/proc/cmdline`, say) has a parameter.
 *
 * Without `values` the whole field has to be `name`, in any case. With them a field `name=value` is looked for, its name
 * as it is and its value one of these in any case. Nothing is found behind a line of more than 65,535 bytes.
 *
 * @throws UVM_PROC_FILE when the file cannot be opened
 */
export const checkCmdline = (file: TextFile, name: string, values: readonly string[] = []): boolean =>
  splitLines(readTextFile(file) ?? '').lines.some((line) =>
    kernelParamFields(line).some((field) =>
      values.length === 0 ? sameFolded(field, name) : hasValue(field, name, values),
    ),
  );

const hasValue = (field: string, name: string, values: readonly string[]): boolean => {
  const equals = field.indexOf('=');
  if (equals === -1 || field.slice(0, equals) !== name) return false;
  const found = field.slice(equals + 1);
  return values.some((value) => sameFolded(found, value));
};
