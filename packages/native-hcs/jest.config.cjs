module.exports = { preset: '../../jest.preset.js', displayName: 'native-hcs' };
