// `npm start`: from a fresh checkout to a command in a Linux VM.
//
//   npm start -- [--no-download] [options of uvm run…] [-- CMD ARGS…]
import { spawn } from 'node:child_process';
import { build, install, node, uvm } from './workspace/prepare.mjs';

const given = process.argv.slice(2);
const dashes = given.indexOf('--');
const [options, command] =
  dashes < 0 ? [given, ['uname', '-a']] : [given.slice(0, dashes), given.slice(dashes + 1)];
const isEngine = (name) =>
  options.includes(`--engine=${name}`) || options[options.indexOf('--engine') + 1] === name;

install();
build();
// Without a QEMU and boot files the run below falls back to the simulator, and says so.
if (!isEngine('simulator'))
  node([uvm, 'setup', ...options.filter((one) => one === '--no-download')], { mayFail: true });

const runOptions = options.filter((one) => one !== '--no-download');
const run = spawn(process.execPath, [uvm, 'run', ...runOptions, '--', ...command], { stdio: 'inherit' });
// The terminal sends Ctrl-C to both; the run ends its VM in order, and this program waits for it.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => run.kill(signal));
run.once('exit', (status) => (process.exitCode = status ?? 1));
