// Fails when the lockfile misses a per-platform package or names a registry, both of which break `npm ci` elsewhere.
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync(process.argv[2] ?? 'package-lock.json', 'utf8'));

const isInstalled = (from, name) => {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('node_modules/') - 1))) {
    if (`${base ? `${base}/` : ''}node_modules/${name}` in packages) return true;
    if (base === '') return false;
  }
};

const problems = Object.entries(packages).flatMap(([at, entry]) => [
  ...Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isInstalled(at, name))
    .map((name) => `missing optional package of ${at}@${entry.version}: ${name}`),
  ...(/^https?:/.test(entry.resolved ?? '') ? [`registry address recorded for ${at}`] : []),
]);

for (const problem of problems) console.error(problem);
console.log(`${Object.keys(packages).length} locked packages, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
