import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { missingPieces, pieces } from './pieces.mjs';
import { findRequirements } from './requirements.mjs';
import { runTool } from './run-tool.mjs';

/** Long enough for another set-up of the same folder to end, and for this one. */
const LIMIT_S = 600;

/**
 * Makes sure that a Windows Node and what jest needs under it are there, and says where; quick when they are.
 * Throws an error that says what to install when they cannot be.
 *
 * @param options.mayDownload default: unless UVMKIT_NO_DOWNLOAD=1
 */
export const setUpWine = ({ mayDownload = process.env.UVMKIT_NO_DOWNLOAD !== '1' } = {}) => {
  const requirements = findRequirements();
  if (requirements.missing.length > 0) throw new Error(requirements.missing.join('\n'));
  const wanted = pieces();
  const missing = missingPieces(wanted);
  if (!mayDownload && missing.some((folder) => folder !== wanted.prefix))
    throw new Error('Windows Node would have to be downloaded. To do that: node tools/windows/setup.mjs');
  if (missing.length > 0) {
    mkdirSync(wanted.root, { recursive: true });
    // flock lets go of the lock when this process ends, however it ends, and does not hand it on to wineserver.
    const lock = ['--close', '--timeout', String(LIMIT_S), join(wanted.root, 'set-up.lock')];
    const make = [process.execPath, join(import.meta.dirname, 'make-pieces.mjs')];
    runTool(requirements.flock, [...lock, ...make], { limitMs: LIMIT_S * 1000 });
  }
  return { ...wanted, wine: requirements.wine, wineserver: requirements.wineserver };
};
