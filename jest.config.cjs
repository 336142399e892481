/** Jest on CommonJS: our sources and the few ESM-only packages pass through esbuild. */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.tsx?$': '<rootDir>/test/esbuild-transform.cjs' },
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/test/closing-line-reporter.cjs'],
};
