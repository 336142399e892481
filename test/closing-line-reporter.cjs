/** Ends a run with one plain line, which programs can read without a parser for Jest's output. */
module.exports = class {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites }) {
    const failed = Math.max(numFailedTests, numFailedTestSuites);
    const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
    process.stdout.write(`Tests: ${numPassedTests} passed, ${failed} failed${skipped}\n`);
  }
};
