import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { errors } from './errors.js';

/** The path of a file that can be read. */
export const readableFile = async (file: string): Promise<string> => {
  const found = await access(file, constants.R_OK)
    .then(() => stat(file))
    .catch((cause: unknown) => {
      throw errors.UVM_IMAGE_SOURCE(`${file} cannot be read.`, { file }, { cause });
    });
  if (!found.isFile()) throw errors.UVM_IMAGE_SOURCE(`${file} is not a file.`, { file });
  return file;
};
