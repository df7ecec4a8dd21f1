module.exports = { preset: '../../jest.preset.js', displayName: 'guest-agent' };
