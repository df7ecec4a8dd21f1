import { accessSync, constants, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errors } from '../errors.js';

/** Where the agent looks for programs, whatever PATH a process is given. */
export const agentPath: readonly string[] = ['/sbin', '/usr/sbin', '/bin', '/usr/bin'];

// Looking is synchronous: in the guest's memory that is quicker than asking a thread.
const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};

/**
 * The file of a program: a name with a slash is a path, any other is looked up in `folders`.
 *
 * @throws `UVM_AGENT_LAUNCH`
 */
export const findProgram = (
  name: string,
  workingDirectory: string,
  folders: readonly string[] = agentPath,
): string => {
  const candidates = name.includes('/')
    ? [resolve(workingDirectory, name)]
    : folders.map((folder) => join(folder, name));
  const found = name === '' ? undefined : candidates.find(isExecutable);
  if (found !== undefined) return found;
  throw errors.UVM_AGENT_LAUNCH(`There is no executable ${JSON.stringify(name)}.`, { program: name });
};
