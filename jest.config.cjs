const { availableParallelism } = require('node:os');

/** Jest on CommonJS: tests and sources pass through esbuild. A worker loads sources and packages once (test/jest). */
module.exports = {
  testEnvironment: '<rootDir>/test/jest/one-realm-environment.cjs',
  runtime: '<rootDir>/test/jest/shared-runtime.cjs',
  testSequencer: '<rootDir>/test/jest/longest-first.cjs',
  globalSetup: '<rootDir>/test/jest/bundle-commands.cjs',
  globalTeardown: '<rootDir>/test/jest/remove-bundles.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: { '\\.tsx?$': '<rootDir>/test/esbuild-transform.cjs' },
  // A guard against tests that hang, not a claim: a slow machine must not fail a test.
  testTimeout: 300_000,
  // Many files wait longer than they use a core: for requests that could still write to a tenant that moves, for
  // repeats after faults, and for the disk. A percentage above 100 would be a number of workers for Jest.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  reporters: ['default', '<rootDir>/test/closing-line-reporter.cjs'],
};
