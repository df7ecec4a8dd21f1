// Runs every packages/*/bench/*.bench.mjs in a process of its own, one after the other, on the built packages.
//
//   npm run bench -- [package or file name…]
import { readdirSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { build, install, node, workspace } from '../workspace/prepare.mjs';

const wanted = process.argv.slice(2);

const benches = readdirSync(join(workspace, 'packages')).flatMap((name) => {
  const folder = join(workspace, 'packages', name, 'bench');
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.bench.mjs'))
      .map((file) => ({ name, file: join(folder, file) }));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
});

const chosen = benches.filter(
  ({ name, file }) =>
    wanted.length === 0 || wanted.includes(name) || wanted.includes(basename(file, '.bench.mjs')),
);

install();
build();
let failed = 0;
for (const { file } of chosen) {
  console.log(`\n# ${relative(workspace, file)}`);
  if (node([file], { mayFail: true }) !== 0) failed += 1;
}
console.log(`\n${chosen.length - failed} benches ran, ${failed} failed or missed a target`);
process.exitCode = failed > 0 || chosen.length === 0 ? 1 : 0;
