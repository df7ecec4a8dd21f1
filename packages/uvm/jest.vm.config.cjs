const preset = require('../../jest.preset.js');

/** Tests with real VMs, on the built program. tools/test.mjs says what they find on this machine. */
module.exports = {
  ...preset,
  displayName: 'uvm in VMs',
  testMatch: ['<rootDir>/vm-tests/**/*.test.ts'],
  testTimeout: 120_000,
  reporters: [
    'default',
    [require.resolve('../../tools/jest/count-reporter.cjs'), { file: 'vm-test-results.json' }],
  ],
};
