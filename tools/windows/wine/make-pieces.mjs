// Makes every piece that is missing. Run by set-up.mjs, one at a time for each cache folder.
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { makePrefix } from './make-prefix.mjs';
import { unpackPackage } from './npm-package.mjs';
import { missingPieces, pieces } from './pieces.mjs';
import { findRequirements } from './requirements.mjs';

/** Fills a new folder beside the wanted one and gives it that name: whoever sees the name sees all of it. */
const publish = (folder, fill) => {
  const made = mkdtempSync(`${folder}.new-`);
  try {
    fill(made);
    renameSync(made, folder);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    throw error;
  }
};

const wanted = pieces();
const missing = new Set(missingPieces(wanted));
try {
  for (const piece of wanted.packages) {
    if (missing.has(piece.folder)) publish(piece.folder, (made) => unpackPackage(piece, made));
  }
  if (missing.has(wanted.prefix)) publish(wanted.prefix, (made) => makePrefix(findRequirements(), made));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
