// A package of the npm registry, unpacked as it is: no install script, no dependencies.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { runTool } from './run-tool.mjs';

const UNPACK_LIMIT_MS = 60_000;

const sha512 = (file) => `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`;

/**
 * Fetches `name@version` into `folder/node_modules/name`; throws when its tarball is not the one that `integrity` says.
 * The tarball stays in `folder`, which is the caller's to remove.
 */
export const unpackPackage = ({ name, version, integrity }, folder) => {
  const answer = npm(['pack', '--json', '--pack-destination', folder, `${name}@${version}`], { cwd: folder });
  const tarball = join(folder, JSON.parse(answer)[0].filename);
  const found = sha512(tarball);
  if (found !== integrity) throw new Error(`${name}@${version} is ${found}, but ${integrity} was expected.`);
  const target = join(folder, 'node_modules', ...name.split('/'));
  mkdirSync(target, { recursive: true });
  runTool('tar', ['-xzf', tarball, '-C', target, '--strip-components=1'], { limitMs: UNPACK_LIMIT_MS });
};
