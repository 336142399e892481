/** Jest on CommonJS: our sources and the few ESM-only packages pass through esbuild. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.tsx?$': '<rootDir>/test/esbuild-transform.cjs' },
  testTimeout: 30_000,
  // Most of a test's time is spent waiting for the emulator.
  maxWorkers: '100%',
  reporters: ['default', '<rootDir>/test/closing-line-reporter.cjs'],
};
