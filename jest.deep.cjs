/** The sweeps and the fuzz in full, which `npm test` samples. */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/test/deep/**/*.deep.ts'],
  testTimeout: 1_800_000,
};
