/** Tests of which `npm test` runs a part of the rounds (test/sweeps/rounds). */
const IN_ROUNDS = [
  'isolation/broken-archives',
  'isolation/broken-store',
  'isolation/concurrent-tenants',
  'isolation/plans',
  'local/cognito-clients',
  'local/iam-evaluator',
  'model/compared-form',
  'model/never-throws',
  'model/scalars',
  'platform/audit-crashes',
  'platform/files/jobs',
  'realtime/connections',
  'store/contract/dynamo',
];

// The workers inherit the environment.
process.env.ROUNDS = 'whole';

/** The sweeps, the fuzz and the random tests in full, which `npm test` samples. */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: [
    '<rootDir>/test/deep/**/*.deep.ts',
    ...IN_ROUNDS.map((name) => `<rootDir>/test/${name}.test.ts`),
  ],
  testTimeout: 1_800_000,
};
