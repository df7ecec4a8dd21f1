import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { missingPieces, pieces } from './pieces.mjs';
import { findRequirements } from './requirements.mjs';
import { runTool } from './run-tool.mjs';

/** Long enough for another set-up of the same folder to end, and for this one. */
const LIMIT_S = 600;

/** This machine lacks what cannot be fetched from npm. */
export class WineMissingError extends Error {}

/**
 * Makes sure that a Windows Node and what jest needs under it are there, and says where; quick when they are.
 *
 * @throws WineMissingError with what to install
 */
export const setUpWine = () => {
  const requirements = findRequirements();
  if (requirements.missing.length > 0) throw new WineMissingError(requirements.missing.join('\n'));
  const wanted = pieces();
  if (missingPieces(wanted).length > 0) {
    mkdirSync(wanted.root, { recursive: true });
    // flock lets go of the lock when this process ends, however it ends, and does not hand it on to wineserver.
    const lock = ['--close', '--timeout', String(LIMIT_S), join(wanted.root, 'set-up.lock')];
    const make = [process.execPath, join(import.meta.dirname, 'make-pieces.mjs')];
    runTool(requirements.flock, [...lock, ...make], { limitMs: LIMIT_S * 1000 });
  }
  return { ...wanted, wine: requirements.wine, wineserver: requirements.wineserver };
};
