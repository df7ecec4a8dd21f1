// Tests that use this Windows' own compute service, and make a VM that never starts: `npx jest -c jest.windows.config.cjs`.
module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'native-hcs on Windows',
  testMatch: ['<rootDir>/windows-tests/**/*.test.ts'],
};
