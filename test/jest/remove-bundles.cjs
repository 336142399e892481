/** Runs once after all tests. */
const { rmSync } = require('node:fs');

module.exports = () => {
  rmSync(process.env.TENANTQL_BUNDLES, { recursive: true });
};
