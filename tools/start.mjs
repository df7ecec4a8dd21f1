// `npm start`: from a fresh checkout to a command in a Linux VM.
//
//   npm start -- [--no-download] [--engine …] [-- CMD ARGS…]
import { build, install, node, uvm } from './workspace/prepare.mjs';

const given = process.argv.slice(2);
const downloads = given.includes('--no-download') ? ['--no-download'] : [];
const rest = given.filter((arg) => arg !== '--no-download');
const runArgs = rest.includes('--') ? rest : [...rest, '--', 'uname', '-a'];

install();
build();
// Without a QEMU and boot files the run below falls back to the simulator, and says so.
node([uvm, 'setup', ...downloads], { mayFail: true });
process.exitCode = node([uvm, 'run', ...runArgs], { mayFail: true });
