import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { errors } from '../errors.js';

/** Where the agent looks for programs, whatever PATH a process is given. */
export const agentPath: readonly string[] = ['/sbin', '/usr/sbin', '/bin', '/usr/bin'];

const isExecutable = async (file: string): Promise<boolean> => {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
};

/**
 * The file of a program: a name with a slash is a path, any other is looked up in `folders`.
 *
 * @throws `UVM_AGENT_LAUNCH`
 */
export const findProgram = async (
  name: string,
  workingDirectory: string,
  folders: readonly string[] = agentPath,
): Promise<string> => {
  const candidates = name.includes('/')
    ? [resolve(workingDirectory, name)]
    : folders.map((folder) => join(folder, name));
  for (const candidate of name === '' ? [] : candidates) if (await isExecutable(candidate)) return candidate;
  throw errors.UVM_AGENT_LAUNCH(`There is no executable ${JSON.stringify(name)}.`, { program: name });
};
