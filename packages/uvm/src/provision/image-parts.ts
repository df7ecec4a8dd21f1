import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { realpath } from 'node:fs/promises';
import { errors } from '../errors.js';

/** The parts of a guest that come with these packages and this Node.js. */
export interface ImageParts {
  readonly agent: string;
  /** The code that makes the image. */
  readonly builder: string;
  readonly koffiAddon: string;
  readonly node: string;
}

const fromHere = createRequire(import.meta.url);

const packageFolder = (require: NodeJS.Require, name: string): string =>
  dirname(require.resolve(`${name}/package.json`));

/** Finds the bundled agent, koffi's native part for Linux on this architecture, and this Node.js. */
export const imageParts = async (): Promise<ImageParts> => {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw errors.UVM_NO_PACKAGES(
      `Boot files are made on Linux on x64, and this is ${process.platform} on ${process.arch}.`,
    );
  }
  const agentPackage = packageFolder(fromHere, '@uvmkit/guest-agent');
  const fromAgent = createRequire(join(agentPackage, 'package.json'));
  const koffi = packageFolder(createRequire(fromAgent.resolve('koffi')), '@koromix/koffi-linux-x64');
  return {
    agent: join(agentPackage, 'dist', 'agent.cjs'),
    builder: join(agentPackage, 'dist', 'image.cjs'),
    koffiAddon: join(koffi, 'linux_x64', 'koffi.node'),
    node: await realpath(process.execPath),
  };
};
