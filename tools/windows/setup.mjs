// Prepares Windows Node under Wine for tests and benches.
//
//   node tools/windows/setup.mjs
import { setUpWine } from './wine/set-up.mjs';

if (process.platform === 'win32') {
  console.log('This is Windows: its own Node is used.');
} else {
  try {
    const { nodeVersion, root } = setUpWine();
    console.log(`Windows Node ${nodeVersion} under Wine is ready in ${root}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
