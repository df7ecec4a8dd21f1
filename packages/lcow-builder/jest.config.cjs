module.exports = { preset: '../../jest.preset.js', displayName: 'lcow-builder' };
