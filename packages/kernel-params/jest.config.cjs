module.exports = { preset: '../../jest.preset.js', displayName: 'kernel-params' };
