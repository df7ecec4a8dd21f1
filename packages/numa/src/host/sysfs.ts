import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errors } from '../errors.js';

/** Reads the files in which Linux describes its NUMA nodes. A missing file throws an error with the code `ENOENT`. */
export type ReadSysfs = (path: string) => string;

export const NODE_FOLDER = '/sys/devices/system/node';

/** Reads from a file system below a folder, `/` for that of this machine. */
export const sysfsBelow =
  (root = '/'): ReadSysfs =>
  (path) =>
    readFileSync(join(root, path), 'utf8');

/**
 * A file's content without its last line feed.
 *
 * @throws UVM_NUMA_HOST_FILE if it cannot be read
 */
export const readLine = (read: ReadSysfs, path: string): string => {
  try {
    return read(path).replace(/\n$/, '');
  } catch (cause) {
    throw errors.UVM_NUMA_HOST_FILE(`It is ${path}.`, { path }, { cause });
  }
};

export const nodeFile = (node: number, name: 'cpulist' | 'meminfo' | 'distance'): string =>
  `${NODE_FOLDER}/node${node}/${name}`;
