module.exports = { preset: '../../jest.preset.js', displayName: 'gcs-bridge' };
