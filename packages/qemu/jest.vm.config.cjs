module.exports = {
  preset: '../../jest.preset.js',
  displayName: 'qemu in real VMs',
  testMatch: ['<rootDir>/vm-tests/**/*.vmtest.ts'],
  testTimeout: 120_000,
};
