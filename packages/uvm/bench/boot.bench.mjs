// From the start of the program to the first output of a command in the guest: cold, from a template, simulated.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

/** Milliseconds to the first output; the run itself has to end well. */
const firstOutput = async (options) => {
  const started = performance.now();
  const child = spawn(process.execPath, [cli, 'run', '--quiet', ...options, '--', 'echo', 'ready'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let elapsed;
  child.stdout.once('data', () => (elapsed = performance.now() - started));
  const [status] = await exited;
  if (status !== 0 || elapsed === undefined) throw new Error(`the run ended with status ${status}`);
  return elapsed;
};

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const cases = [
  { name: 'simulator', options: ['--engine', 'simulator'], runs: 9, atMostMs: 300 },
  { name: 'QEMU, cold', options: ['--engine', 'qemu'], runs: 5, atMostMs: 5_000 },
  { name: 'QEMU, from a template', options: ['--engine', 'qemu', '--warm'], runs: 9, atMostMs: 500 },
];

for (const { name, options, runs, atMostMs } of cases) {
  // The first run fills caches: an unpacked kernel, a template.
  await firstOutput(options);
  const times = [];
  for (let run = 0; run < runs; run += 1) times.push(await firstOutput(options));
  const middle = median(times);
  const verdict = middle <= atMostMs ? 'met' : 'MISSED';
  console.log(
    `${name}: first output after ${middle.toFixed(0)} ms median of ${runs}` +
      ` (min ${Math.min(...times).toFixed(0)}, max ${Math.max(...times).toFixed(0)});` +
      ` ${(middle / atMostMs).toFixed(2)} of the target of ${atMostMs} ms: ${verdict}`,
  );
  if (middle > atMostMs) process.exitCode = 1;
}
