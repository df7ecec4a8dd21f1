const preset = require('../../jest.preset.js');

/** Tests with real VMs. tools/test.mjs says what they find on this machine. */
module.exports = {
  ...preset,
  displayName: 'qemu in real VMs',
  testMatch: ['<rootDir>/vm-tests/**/*.vmtest.ts'],
  testTimeout: 120_000,
  reporters: [
    'default',
    [require.resolve('../../tools/jest/count-reporter.cjs'), { file: 'vm-test-results.json' }],
  ],
};
