// Writes docs/errors.md from the catalogues of the built packages. `--check` only says whether the page is current.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workspace } from '../workspace/prepare.mjs';

const page = join(workspace, 'docs', 'errors.md');
const require = createRequire(import.meta.url);

// All packages through one module format: each format has a catalogue of its own.
const packages = readdirSync(join(workspace, 'packages')).sort();
const ownerOf = new Map();
const { describedErrors } = require('@uvmkit/vmutils');
for (const name of ['vmutils', ...packages]) {
  require(`@uvmkit/${name}`);
  for (const code of describedErrors().keys()) if (!ownerOf.has(code)) ownerOf.set(code, name);
}

const sections = [...describedErrors()]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(
    ([code, { says, remedy }]) =>
      `## ${code}\n\n${says}\n\n**What to do.** ${remedy}\n\nFrom \`@uvmkit/${ownerOf.get(code)}\`.\n`,
  );

const text = `# Errors

Every error has a stable \`code\`, the facts as \`data\`, a \`remedy\`, and the \`cause\` where another error led to it. Catch by
\`code\`: messages may change. This page is made from the catalogues by \`node tools/docs/errors.mjs\`.

${sections.join('\n')}`;

if (!process.argv.includes('--check')) writeFileSync(page, text);
else if (readFileSync(page, 'utf8') !== text) {
  console.error('docs/errors.md is not current: run `node tools/docs/errors.mjs`');
  process.exitCode = 1;
}
