// The same figures as native-hcs.bench.mjs on Windows Node under Wine, with the Windows build of the stand-in library.
import { fileURLToPath } from 'node:url';
import { standInEnvironment } from '../../../tools/windows/stand-in.mjs';
import { restWine, runWindowsNode, whyNoWindowsNode, windowsPath } from '../../../tools/windows/wine.mjs';

const LIMIT_MS = 300_000;

const missing = whyNoWindowsNode();
if (missing !== undefined) {
  console.log(`skipped: ${missing}`);
} else {
  const bench = windowsPath(fileURLToPath(new URL('native-hcs.bench.mjs', import.meta.url)));
  const { stdout, stderr, status } = await runWindowsNode([bench], {
    env: { ...process.env, ...standInEnvironment() },
    limitMs: LIMIT_MS,
  });
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  restWine();
  process.exitCode = status ?? 1;
}
