module.exports = { preset: '../../jest.preset.js', displayName: 'hcs-emulator' };
