/** Jest as in the root of the project, on the tests of the infrastructure. */
module.exports = {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/bundle-once.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.tsx?$': '<rootDir>/../test/esbuild-transform.cjs' },
  testTimeout: 300_000,
};
